//! The table of the lease, as this crate declares it.

use crate::schema::{
    ColumnDef, ColumnType, IndexPart, IntegerWidth, LEASE, TableDef, TableOptions, Text,
};

/// One row, of number 1. It is only ever updated.
pub(super) fn table(database: &str) -> TableDef {
    let number =
        |name, width| ColumnDef::new(name, ColumnType::Integer { width, unsigned: true }, false);
    let text = |name, len| ColumnDef::new(name, ColumnType::VarChar { len }, true);
    let time = |name| ColumnDef::new(name, ColumnType::DateTime { fsp: 6 }, true);
    let columns = vec![
        number("id", IntegerWidth::Tiny),
        number("fence", IntegerWidth::Big).with_comment("Counts the owners; it only grows"),
        text("owner", 40).with_comment("The migration that holds it; NULL: nobody"),
        text("who", 600).with_comment("The owner, in words"),
        time("held_since").with_comment("UTC"),
        time("held_until").with_comment("UTC; it is renewed while the owner lives"),
        text("node", 300).with_comment("The server that runs the owner's statement"),
        ColumnDef { nullable: true, ..number("connection", IntegerWidth::Big) },
        text("statement", 200).with_comment("How it begins"),
    ];
    TableDef {
        database: Some(Text::Owned(database.to_owned())),
        name: Text::Borrowed(LEASE),
        renamed_from: None,
        columns: columns.into(),
        primary_key: vec![IndexPart::column("id")].into(),
        indexes: Vec::new().into(),
        foreign_keys: Vec::new().into(),
        checks: Vec::new().into(),
        options: TableOptions {
            comment: Some(Text::Borrowed("Whose turn it is to migrate this database")),
            ..TableOptions::NONE
        },
    }
}

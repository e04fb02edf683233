//! The table of the journal, as this crate declares it.

use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IndexDef, IndexKind, IndexPart, IntegerWidth, JOURNAL,
    LobSize, TableDef, TableOptions, Text,
};

/// Two rows a step: one before it is sent, one when it ended. Rows are only ever added, so
/// that INSERT is enough; which is why most columns may be NULL.
pub(crate) fn table(database: Option<Text>) -> TableDef {
    let number =
        |name, width| ColumnDef::new(name, ColumnType::Integer { width, unsigned: true }, false);
    let text = |name, len| ColumnDef::new(name, ColumnType::VarChar { len }, true);
    let now = Text::Borrowed("CURRENT_TIMESTAMP(6)");
    let columns = vec![
        number("id", IntegerWidth::Big).with_auto_increment(),
        ColumnDef {
            nullable: false,
            ..text("run", 40).with_comment("The migration; all its rows have the same")
        },
        number("step", IntegerWidth::Int).with_comment("The step of the run, from 1"),
        ColumnDef {
            nullable: false,
            ..text("state", 20)
                .with_comment("started; then done, failed, stopped, settled or not done")
        },
        ColumnDef {
            default: Some(DefaultValue::Expression(now)),
            ..ColumnDef::new("at", ColumnType::DateTime { fsp: 6 }, false).with_comment("UTC")
        },
        text("table_name", 140),
        ColumnDef::new("statement", ColumnType::Text { size: LobSize::Medium }, true),
        ColumnDef::new("error", ColumnType::Text { size: LobSize::Normal }, true),
        ColumnDef { nullable: true, ..number("duration_us", IntegerWidth::Big) },
        text("fix", 255).with_comment("The data fix; one that is done is not run again"),
        text("service", 255).with_comment("Who migrated, in which version"),
        text("engine", 40).with_comment("The version of safe-schema"),
        text("host", 255),
        ColumnDef { nullable: true, ..number("process", IntegerWidth::Int) },
        ColumnDef { nullable: true, ..number("connection", IntegerWidth::Big) },
    ];
    TableDef {
        database,
        name: Text::Borrowed(JOURNAL),
        renamed_from: None,
        columns: columns.into(),
        primary_key: vec![IndexPart::column("id")].into(),
        indexes: vec![IndexDef {
            name: Text::Borrowed("run_step"),
            kind: IndexKind::Plain,
            parts: vec![IndexPart::column("run"), IndexPart::column("step")].into(),
            invisible: false,
            comment: None,
            options: None,
        }]
        .into(),
        foreign_keys: Vec::new().into(),
        checks: Vec::new().into(),
        options: TableOptions {
            comment: Some(Text::Borrowed(
                "What safe-schema did here. It informs only, but for the data fixes that are done",
            )),
            ..TableOptions::NONE
        },
    }
}

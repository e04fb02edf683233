//! Copies of constants in `const` evaluation, where `Clone` is not to be had: texts and lists stay
//! borrowed from the original.

use crate::schema::text::{as_slice, as_str};
use crate::schema::{
    CheckDef, ColumnDef, DefaultValue, ForeignKeyDef, Generated, IndexDef, IndexKind, List,
    Storage, TableName, Text,
};

pub(super) const fn text(text: &'static Text) -> Text {
    Text::Borrowed(as_str(text))
}

const fn some_text(text: &'static Option<Text>) -> Option<Text> {
    match text {
        Some(text) => Some(self::text(text)),
        None => None,
    }
}

const fn list<T: Clone>(list: &'static List<T>) -> List<T> {
    List::Borrowed(as_slice(list))
}

pub(super) const fn column(column: &'static ColumnDef) -> ColumnDef {
    ColumnDef {
        name: text(&column.name),
        ty: column.ty.copied(),
        nullable: column.nullable,
        charset: some_text(&column.charset),
        collation: some_text(&column.collation),
        default: match &column.default {
            None => None,
            Some(DefaultValue::Literal(value)) => Some(DefaultValue::Literal(text(value))),
            Some(DefaultValue::Expression(sql)) => Some(DefaultValue::Expression(text(sql))),
            Some(DefaultValue::Bytes(bytes)) => Some(DefaultValue::Bytes(list(bytes))),
        },
        on_update: some_text(&column.on_update),
        auto_increment: column.auto_increment,
        generated: match &column.generated {
            None => None,
            Some(generated) => Some(Generated {
                expression: text(&generated.expression),
                storage: match generated.storage {
                    Storage::Virtual => Storage::Virtual,
                    Storage::Stored => Storage::Stored,
                },
            }),
        },
        invisible: column.invisible,
        check: some_text(&column.check),
        attributes: some_text(&column.attributes),
        comment: some_text(&column.comment),
        renamed_from: some_text(&column.renamed_from),
        backfill: some_text(&column.backfill),
    }
}

pub(super) const fn index(index: &'static IndexDef, name: &'static str) -> IndexDef {
    IndexDef {
        name: Text::Borrowed(name),
        kind: match &index.kind {
            IndexKind::Plain => IndexKind::Plain,
            IndexKind::Unique => IndexKind::Unique,
            IndexKind::Fulltext => IndexKind::Fulltext,
            IndexKind::Spatial => IndexKind::Spatial,
            IndexKind::Other(kind) => IndexKind::Other(text(kind)),
        },
        parts: list(&index.parts),
        invisible: index.invisible,
        comment: some_text(&index.comment),
        options: some_text(&index.options),
    }
}

pub(super) const fn foreign_key(key: &'static ForeignKeyDef, name: &'static str) -> ForeignKeyDef {
    ForeignKeyDef {
        name: Text::Borrowed(name),
        columns: list(&key.columns),
        parent: TableName {
            database: some_text(&key.parent.database),
            table: text(&key.parent.table),
        },
        parent_columns: list(&key.parent_columns),
        on_delete: key.on_delete,
        on_update: key.on_update,
    }
}

pub(super) const fn check(check: &'static CheckDef, name: &'static str) -> CheckDef {
    CheckDef {
        name: Text::Borrowed(name),
        expression: text(&check.expression),
        enforced: check.enforced,
    }
}

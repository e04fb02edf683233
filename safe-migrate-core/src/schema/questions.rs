//! Questions that a `const` assertion can ask of a declared table: names come in, yes or no or a
//! size goes out.

use super::text::{as_slice, as_str};
use super::{Declared, ForeignKeyDef, IndexPart, TableDef, eq, eq_ignore_case};

impl TableDef {
    /// Whether the table has the index (servers ignore the case of index names). The primary
    /// key is no index here; ask [`primary_key_is`](Self::primary_key_is).
    #[must_use]
    pub const fn has_index(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// Whether the primary key or a unique index is on exactly these columns, in whatever order,
    /// so that no two rows have the same values in them (rows with a NULL among them apart).
    ///
    /// An index on a prefix of a column does not count: it is unique in another way.
    #[must_use]
    pub const fn is_unique(&self, columns: &[&str]) -> bool {
        if columns.is_empty() {
            return false;
        }
        if are_columns(as_slice(&self.primary_key), columns) {
            return true;
        }
        let indexes = as_slice(&self.indexes);
        let mut i = 0;
        while i < indexes.len() {
            if indexes[i].is_unique() && are_columns(as_slice(&indexes[i].parts), columns) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Whether a foreign key refers to the table of this struct: `references::<Tenant>()`.
    #[must_use]
    pub const fn references<Parent: Declared + ?Sized>(&self) -> bool {
        let keys = as_slice(&self.foreign_keys);
        let mut i = 0;
        while i < keys.len() {
            if keys[i].refers_to(Parent::DATABASE, Parent::TABLE_NAME) {
                return true;
            }
            i += 1;
        }
        false
    }

    /// The most bytes that a value of the index takes; the servers allow 3,072. `None` where
    /// there is no such index, or the index has no bound that is known here (an expression, a
    /// FULLTEXT index).
    #[must_use]
    pub const fn key_bytes(&self, index: &str) -> Option<u64> {
        match self.index(index) {
            Some(index) => self.bytes_of(as_slice(&index.parts)),
            None => None,
        }
    }

    /// The most bytes that a value of the primary key takes, which every other index holds too.
    /// `None` where there is no primary key.
    #[must_use]
    pub const fn primary_key_bytes(&self) -> Option<u64> {
        match as_slice(&self.primary_key) {
            [] => None,
            parts => self.bytes_of(parts),
        }
    }

    const fn bytes_of(&self, parts: &[IndexPart]) -> Option<u64> {
        let mut total = 0;
        let mut i = 0;
        while i < parts.len() {
            match parts[i].key_bytes(self) {
                Some(bytes) => total += bytes,
                None => return None,
            }
            i += 1;
        }
        Some(total)
    }
}

impl ForeignKeyDef {
    const fn refers_to(&self, database: Option<&str>, table: &str) -> bool {
        let in_database = match (&self.parent.database, database) {
            (None, None) => true,
            (Some(said), Some(database)) => eq(as_str(said), database),
            (None, Some(_)) | (Some(_), None) => false,
        };
        in_database && eq(as_str(&self.parent.table), table)
    }
}

/// Whether the parts are these columns, whole, in whatever order. No key has a column twice.
const fn are_columns(parts: &[IndexPart], columns: &[&str]) -> bool {
    if parts.len() != columns.len() {
        return false;
    }
    let mut i = 0;
    while i < parts.len() {
        match parts[i].column_name() {
            Some(name) if parts[i].prefix.is_none() && contains(columns, name) => {}
            _ => return false,
        }
        i += 1;
    }
    true
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if eq_ignore_case(names[i], name) {
            return true;
        }
        i += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow::Borrowed;

    use super::*;
    use crate::schema::{
        ColumnDef, ColumnType, IndexDef, IndexKind, IndexTarget, IntegerWidth, LobSize, Model,
        ReferentialAction, TableName, TableOptions,
    };

    const ID: ColumnType = ColumnType::Integer { width: IntegerWidth::Big, unsigned: true };

    macro_rules! index {
        ($name:literal, $kind:ident, $($part:expr),*) => {
            IndexDef {
                name: Borrowed($name),
                kind: IndexKind::$kind,
                parts: Borrowed(&[$($part),*]),
                invisible: false,
                options: None,
                comment: None,
            }
        };
    }

    const CODE: IndexPart = IndexPart::column("code");
    const TENANT: IndexPart = IndexPart::column("tenant_id");
    const EXPRESSION: IndexPart = IndexPart {
        target: IndexTarget::Expression(Borrowed("code + 1")),
        prefix: None,
        descending: false,
    };

    const TABLE: &TableDef = &TableDef {
        database: None,
        name: Borrowed("users"),
        renamed_from: None,
        columns: Borrowed(&[
            ColumnDef::new("id", ID, false),
            ColumnDef::new("tenant_id", ID, false),
            ColumnDef::new("code", ColumnType::VarChar { len: 64 }, true),
            ColumnDef::new("note", ColumnType::Text { size: LobSize::Normal }, true),
        ]),
        primary_key: Borrowed(&[IndexPart::column("id")]),
        indexes: Borrowed(&[
            index!("uq_code", Unique, TENANT, CODE),
            index!("uq_note", Unique, IndexPart::column("note").with_prefix(10)),
            index!("idx_code", Plain, CODE),
            index!("idx_note", Fulltext, IndexPart::column("note")),
            index!("idx_expression", Plain, CODE, EXPRESSION),
        ]),
        foreign_keys: Borrowed(&[ForeignKeyDef {
            name: Borrowed("fk"),
            columns: Borrowed(&[Borrowed("tenant_id")]),
            parent: TableName { database: Some(Borrowed("auth")), table: Borrowed("tenants") },
            parent_columns: Borrowed(&[Borrowed("id")]),
            on_delete: ReferentialAction::Restrict,
            on_update: ReferentialAction::Restrict,
        }]),
        checks: Borrowed(&[]),
        options: TableOptions::NONE,
    };

    const KEYLESS: &TableDef = &TableDef {
        database: None,
        name: Borrowed("log"),
        renamed_from: None,
        columns: Borrowed(&[]),
        primary_key: Borrowed(&[]),
        indexes: Borrowed(&[]),
        foreign_keys: Borrowed(&[]),
        checks: Borrowed(&[]),
        options: TableOptions::NONE,
    };

    macro_rules! declared {
        ($name:ident, $database:expr, $table:literal) => {
            struct $name;

            impl Declared for $name {
                const DATABASE: Option<&'static str> = $database;
                const TABLE_NAME: &'static str = $table;
                const FIELDS: &'static [(&'static str, &'static str)] = &[];
                const DEFINITION: &'static TableDef = KEYLESS;
                const PARENTS: &'static [fn() -> Model] = &[];
            }
        };
    }

    declared!(Tenant, Some("auth"), "tenants");
    declared!(TenantHere, None, "tenants");
    declared!(TenantElsewhere, Some("Auth"), "tenants");
    declared!(User, Some("auth"), "users");

    // A question that is no longer `const` does not compile.
    const ANSWERS: &[(&str, bool, bool)] = &[
        ("index", TABLE.has_index("UQ_code"), true),
        ("no index", TABLE.has_index("PRIMARY"), false),
        ("primary key", TABLE.is_unique(&["ID"]), true),
        ("unique index", TABLE.is_unique(&["tenant_id", "code"]), true),
        ("in other order", TABLE.is_unique(&["code", "tenant_id"]), true),
        ("a part of it", TABLE.is_unique(&["tenant_id"]), false),
        ("more than it", TABLE.is_unique(&["tenant_id", "code", "id"]), false),
        ("a column twice", TABLE.is_unique(&["code", "code"]), false),
        ("a prefix", TABLE.is_unique(&["note"]), false),
        ("a plain index", TABLE.is_unique(&["code"]), false),
        ("nothing", TABLE.is_unique(&[]) || KEYLESS.is_unique(&[]), false),
        ("parent", TABLE.references::<Tenant>(), true),
        ("in no database", TABLE.references::<TenantHere>(), false),
        ("in another", TABLE.references::<TenantElsewhere>(), false),
        ("another table", TABLE.references::<User>(), false),
    ];

    const BYTES: &[(&str, Option<u64>, Option<u64>)] = &[
        ("primary key", TABLE.primary_key_bytes(), Some(8)),
        ("no primary key", KEYLESS.primary_key_bytes(), None),
        ("two columns", TABLE.key_bytes("UQ_CODE"), Some(8 + 64 * 4)),
        ("a prefix", TABLE.key_bytes("uq_note"), Some(40)),
        ("without bound", TABLE.key_bytes("idx_note"), None),
        ("an expression", TABLE.key_bytes("idx_expression"), None),
        ("no such index", TABLE.key_bytes("nothing"), None),
    ];

    #[test]
    fn answers() {
        for (question, answer, right) in ANSWERS {
            assert_eq!(answer, right, "{question}");
        }
        for (question, answer, right) in BYTES {
            assert_eq!(answer, right, "{question}");
        }
    }
}

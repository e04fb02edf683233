//! What is serialised, word by word: programs read it.

use std::collections::BTreeMap;

use safe_schema::SafeSchema;
use safe_schema::diff::{Change, ColumnDifference, PrimaryKeyConflict, TableDiff, Undeclared};
use safe_schema::schema::{
    CheckDef, ColumnDef, ColumnType, DefaultValue, ForeignKeyDef, IndexDef, IndexKind, IndexPart,
    IndexTarget, LiveSchema, LobSize, ReferentialAction, TableName,
};
use serde_json::{Value, json};

#[derive(SafeSchema)]
#[safe_schema(table = "tenants", comment = "who pays")]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 120, default = "x", unique)]
    name: Option<String>,
}

// A helper of the tests alone.
#[allow(clippy::unwrap_used)]
fn value(of: impl serde::Serialize) -> Value {
    serde_json::to_value(of).unwrap()
}

#[test]
fn a_table() {
    let column = |name: &str, ty: Value, nullable: bool, default: Value, numbered: bool| {
        json!({
            "name": name, "type": ty, "nullable": nullable, "charset": null, "collation": null,
            "default": default, "on_update": null, "auto_increment": numbered,
            "generated": null, "invisible": false, "check": null, "attributes": null,
            "comment": null, "renamed_from": null, "backfill": null,
        })
    };
    let part =
        |name: &str| json!({"target": {"column": name}, "prefix": null, "descending": false});
    let mut table = value(Tenant::TABLE);
    let options = table["options"].take();
    let columns = table["columns"].take();
    assert_eq!(
        columns,
        json!([
            column(
                "id",
                json!({"name": "integer", "width": "big", "unsigned": true}),
                false,
                json!(null),
                true
            ),
            column(
                "name",
                json!({"name": "varchar", "len": 120}),
                true,
                json!({"literal": "x"}),
                false
            ),
        ])
    );
    assert_eq!(options["comment"], "who pays");
    assert_eq!(options["others"], json!(null));
    assert_eq!(
        table,
        json!({
            "database": null, "name": "tenants", "renamed_from": null, "columns": null,
            "primary_key": [part("id")],
            "indexes": [{
                "name": "uq_tenants_name", "kind": "unique", "parts": [part("name")],
                "invisible": false, "comment": null, "options": null,
            }],
            "foreign_keys": [], "checks": [], "options": null,
        })
    );
}

#[test]
fn a_default_of_each_kind() {
    for (default, expected) in [
        (DefaultValue::Literal("it's".into()), json!({"literal": "it's"})),
        (DefaultValue::Expression("uuid()".into()), json!({"expression": "uuid()"})),
        (DefaultValue::Bytes(vec![0xff, 0].into()), json!({"bytes": "ff00"})),
    ] {
        assert_eq!(value(default), expected);
    }
}

#[test]
fn a_column_type_of_each_shape() {
    for (ty, expected) in [
        (ColumnType::Boolean, json!({"name": "boolean"})),
        (ColumnType::DateTime { fsp: 6 }, json!({"name": "datetime", "fsp": 6})),
        (ColumnType::Text { size: LobSize::Long }, json!({"name": "text", "size": "long"})),
        (
            ColumnType::Enum { members: vec!["a".into()].into() },
            json!({"name": "enum", "members": ["a"]}),
        ),
        (ColumnType::Other { sql: "inet6".into() }, json!({"name": "other", "sql": "inet6"})),
    ] {
        assert_eq!(value(ty), expected);
    }
}

#[test]
fn a_diff_with_changes_of_each_shape() {
    let column = ColumnDef::new("a", ColumnType::Json, true);
    let index = IndexDef {
        name: "i".into(),
        kind: IndexKind::Plain,
        parts: vec![IndexPart {
            target: IndexTarget::Expression("lower(`a`)".into()),
            prefix: Some(3),
            descending: true,
        }]
        .into(),
        invisible: true,
        comment: None,
        options: Some("USING BTREE".into()),
    };
    let key = ForeignKeyDef {
        name: "f".into(),
        columns: vec!["a".into()].into(),
        parent: TableName::in_database("d", "p"),
        parent_columns: vec!["b".into()].into(),
        on_delete: ReferentialAction::SetNull,
        on_update: ReferentialAction::Restrict,
    };
    let check = CheckDef { name: "c".into(), expression: "a > 0".into(), enforced: true };
    let diff = TableDiff {
        table: TableName::new("t"),
        changes: vec![
            Change::DropTable,
            Change::AlterColumn {
                from: column.clone(),
                to: column,
                differences: vec![ColumnDifference::OnUpdate],
            },
            Change::AddIndex(index),
            Change::AddForeignKey(key),
            Change::DropCheck(check),
            Change::ChangePrimaryKey {
                from: Vec::new(),
                to: vec![IndexPart::column("a")],
                conflict: PrimaryKeyConflict::NoPrimaryKey { wanted: vec!["a".to_owned()] },
            },
        ],
        undeclared: vec![
            Undeclared::Column { name: "z".into(), blocks_inserts: true },
            Undeclared::PrimaryKey,
        ],
    };
    let mut diff = value(diff);
    let altered = diff["changes"][1].take();
    assert_eq!(altered["kind"], "alter_column");
    assert_eq!(altered["value"]["from"]["type"], json!({"name": "json"}));
    assert_eq!(altered["value"]["differences"], json!(["on_update"]));
    assert_eq!(
        diff,
        json!({
            "table": {"database": null, "table": "t"},
            "changes": [
                {"kind": "drop_table"},
                null,
                {"kind": "add_index", "value": {
                    "name": "i", "kind": "plain", "invisible": true, "comment": null,
                    "options": "USING BTREE",
                    "parts": [{
                        "target": {"expression": "lower(`a`)"}, "prefix": 3, "descending": true,
                    }],
                }},
                {"kind": "add_foreign_key", "value": {
                    "name": "f", "columns": ["a"],
                    "parent": {"database": "d", "table": "p"}, "parent_columns": ["b"],
                    "on_delete": "set_null", "on_update": "restrict",
                }},
                {"kind": "drop_check", "value": {
                    "name": "c", "expression": "a > 0", "enforced": true,
                }},
                {"kind": "change_primary_key", "value": {
                    "from": [],
                    "to": [{"target": {"column": "a"}, "prefix": null, "descending": false}],
                    "conflict": {"kind": "no_primary_key", "value": {"wanted": ["a"]}},
                }},
            ],
            "undeclared": [
                {"kind": "column", "value": {"name": "z", "blocks_inserts": true}},
                {"kind": "primary_key"},
            ],
        })
    );
}

#[test]
fn a_database_that_was_read() {
    let live = LiveSchema {
        database: "d".to_owned(),
        default_collations: BTreeMap::from([(None, "utf8mb4_bin".into())]),
        sequences: BTreeMap::from([(TableName::new("s"), "CREATE SEQUENCE `s`".into())]),
        others: BTreeMap::from([(TableName::new("v"), "view".into())]),
        ..LiveSchema::default()
    };
    assert_eq!(
        value(live),
        json!({
            "database": "d", "table_names_ignore_case": false,
            "default_collations": [{"database": null, "collation": "utf8mb4_bin"}],
            "sees_everything": false, "seen_databases": [], "tables": [],
            "sequences": [{"name": "s", "sql": "CREATE SEQUENCE `s`"}],
            "others": [{"name": "v", "kind": "view"}],
        })
    );
}

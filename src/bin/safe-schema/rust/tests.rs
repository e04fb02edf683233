//! The source that a model becomes, word by word.

use std::collections::BTreeMap;

use safe_schema::schema::{
    CheckDef, ColumnDef, ColumnType, DefaultValue, ForeignKeyDef, IndexDef, IndexKind, IndexPart,
    IntegerWidth, LiveSchema, LiveTable, ReferentialAction, TableDef, TableName, TableOptions,
};
use safe_schema::server::{Flavour, ServerInfo, Version};

use super::module;

const INT: ColumnType = ColumnType::Integer { width: IntegerWidth::Int, unsigned: true };

fn live(def: TableDef) -> LiveTable {
    LiveTable {
        def,
        rows_estimate: 0,
        bytes_estimate: 0,
        generated_key: None,
        broken_foreign_keys: Vec::new(),
        renamed_from: None,
        renamed_columns: Vec::new(),
        not_understood: Vec::new(),
    }
}

fn table(name: &'static str, columns: Vec<ColumnDef>) -> TableDef {
    TableDef {
        database: None,
        name: name.into(),
        renamed_from: None,
        columns: columns.into(),
        primary_key: vec![IndexPart::column("id")].into(),
        indexes: Vec::new().into(),
        foreign_keys: Vec::new().into(),
        checks: Vec::new().into(),
        options: TableOptions {
            engine: Some("InnoDB".into()),
            charset: Some("utf8mb4".into()),
            collation: Some("utf8mb4_bin".into()),
            row_format: Some("Dynamic".into()),
            ..TableOptions::NONE
        },
    }
}

fn source(tables: Vec<TableDef>, only: &[&str]) -> (String, Vec<String>) {
    let tables: BTreeMap<TableName, LiveTable> =
        tables.into_iter().map(|def| (def.qualified_name(), live(def))).collect();
    let schema = LiveSchema { database: "shop".to_owned(), tables, ..LiveSchema::default() };
    let server = ServerInfo {
        flavour: Flavour::MySql,
        version: Version::new(9, 7, 4),
        database: "shop".to_owned(),
        table_names_ignore_case: false,
        requires_primary_key: false,
    };
    let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
    let module = module(&schema, &server, &only);
    (module.source, module.left_out)
}

fn schema() -> Vec<TableDef> {
    let id = ColumnDef { auto_increment: true, ..ColumnDef::new("id", INT, false) };
    let mut users = table(
        "users",
        vec![
            id.clone(),
            ColumnDef {
                comment: Some("What they are called.".into()),
                default: Some(DefaultValue::Literal("it's".into())),
                ..ColumnDef::new("fullName", ColumnType::VarChar { len: 120 }, false)
            },
            ColumnDef {
                default: Some(DefaultValue::Literal("on hold".into())),
                ..ColumnDef::new(
                    "state",
                    ColumnType::Enum { members: vec!["active".into(), "on hold".into()].into() },
                    true,
                )
            },
        ],
    );
    users.options.comment = Some("People who may log in.".into());
    users.indexes = vec![IndexDef {
        name: "by_name".into(),
        kind: IndexKind::Unique,
        parts: vec![IndexPart { prefix: Some(20), ..IndexPart::column("fullName") }].into(),
        invisible: false,
        comment: None,
        options: None,
    }]
    .into();
    let mut orders = table(
        "order",
        vec![
            id,
            ColumnDef::new("user_id", INT, true),
            ColumnDef {
                default: Some(DefaultValue::Literal("0000-00-00".into())),
                ..ColumnDef::new("type", ColumnType::Date, false)
            },
            ColumnDef::new("gone_at", ColumnType::Timestamp { fsp: 0 }, false),
        ],
    );
    orders.foreign_keys = vec![ForeignKeyDef {
        name: "of_user".into(),
        columns: vec!["user_id".into()].into(),
        parent: TableName::new("users"),
        parent_columns: vec!["id".into()].into(),
        on_delete: ReferentialAction::SetNull,
        on_update: ReferentialAction::Restrict,
    }]
    .into();
    orders.checks =
        vec![CheckDef { name: "ok".into(), expression: "`id` > 0".into(), enforced: false }].into();
    vec![users, orders]
}

#[test]
fn a_module() {
    let (source, left_out) = source(schema(), &[]);
    assert_eq!(left_out, [""; 0]);
    assert_eq!(
        source,
        r#"// The tables of database `shop`, as MySQL 9.7.4 has them. Written by `safe-schema generate`.
// Needs the features `chrono` of safe-schema.

use safe_schema::{SafeSchema, SqlEnum};

#[derive(Debug, Clone, PartialEq, SafeSchema, sqlx::FromRow)]
#[safe_schema(table = "order", charset = "utf8mb4", collation = "utf8mb4_bin")]
#[safe_schema(foreign_key(
    name = "of_user",
    columns(user_id),
    references(Users(id)),
    on_delete = set_null
))]
#[safe_schema(check(name = "ok", not_enforced, "`id` > 0"))]
pub struct Order {
    #[safe_schema(primary_key, auto_increment)]
    pub id: u32,
    pub user_id: Option<u32>,
    #[safe_schema(default_unchecked = "0000-00-00")]
    pub r#type: sqlx::types::chrono::NaiveDate,
    #[safe_schema(sql_type = "timestamp", no_default)]
    pub gone_at: sqlx::types::chrono::DateTime<sqlx::types::chrono::Utc>,
}

/// People who may log in.
#[derive(Debug, Clone, PartialEq, SafeSchema, sqlx::FromRow)]
#[safe_schema(table = "users", charset = "utf8mb4", collation = "utf8mb4_bin")]
#[safe_schema(index(name = "by_name", columns(full_name(20)), unique))]
pub struct Users {
    #[safe_schema(primary_key, auto_increment)]
    pub id: u32,
    /// What they are called.
    #[sqlx(rename = "fullName")]
    #[safe_schema(len = 120, default = "it's")]
    pub full_name: String,
    #[safe_schema(default = "on hold")]
    pub state: Option<UsersState>,
}

/// The values of `users.state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, SqlEnum)]
#[safe_schema(sqlx)]
pub enum UsersState {
    #[safe_schema(rename = "active")]
    Active,
    #[safe_schema(rename = "on hold")]
    OnHold,
}
"#
    );
}

#[test]
fn a_parent_that_is_not_wanted() {
    let (source, left_out) = source(schema(), &["order"]);
    assert_eq!(
        left_out,
        ["`order`: foreign key `of_user`, which refers to `users`, of which there is no struct"]
    );
    assert!(source.contains(&format!("\n// Left out: {}\n", left_out[0])), "{source}");
    assert!(!source.contains("Users"), "{source}");
}

#[test]
fn comments_of_any_content() {
    for (comment, doc, attribute) in [
        ("plain", "/// plain\n", ""),
        (" blank before", "", "    comment = \" blank before\",\n"),
        ("two\nlines", "", "    comment = \"two\\nlines\",\n"),
        ("a \"quote\" \\ it", "/// a \"quote\" \\ it\n", ""),
        ("   ", "", "    comment = \"   \",\n"),
    ] {
        let mut def = table("t", vec![ColumnDef::new("id", INT, false)]);
        def.options.comment = Some(comment.into());
        let (source, _) = source(vec![def], &[]);
        assert!(source.contains(&format!("\n{doc}#[derive(")), "{comment:?}: {source}");
        assert!(source.contains(attribute), "{comment:?}: {source}");
    }
}

//! Every attribute once, each where it belongs.

use safe_schema::schema::{ColumnType, Storage, TableDef};
use safe_schema::{SafeSchema, SqlEnum, SqlNewtype};

#[derive(SqlNewtype)]
struct UserId(u64);

#[derive(SqlEnum)]
#[safe_schema(rename_all = "snake_case")]
enum Status {
    Active,
    #[safe_schema(rename = "gone for good")]
    Gone,
}

struct Anything;

/// People who may log in.
#[derive(SafeSchema)]
#[safe_schema(
    table = "users",
    database = "auth",
    renamed_from = "people",
    rename_all = "camelCase",
    comment = "Users",
    engine = "InnoDB",
    charset = "utf8mb4",
    collation = "utf8mb4_bin",
    row_format = "dynamic",
    primary_key(user_id),
    index(name = "by_name", columns(full_name(20) desc, age asc), unique, invisible),
    index(columns(biography), fulltext),
    index(columns(place), spatial),
    foreign_key(
        name = "fk_twin",
        columns(twin_id),
        references(User(user_id)),
        on_delete = set_null,
        on_update = cascade
    ),
    check(name = "adult", "age >= 18"),
    check("age < 150"),
    crate = ::safe_schema
)]
struct User {
    #[safe_schema(auto_increment)]
    user_id: UserId,
    #[safe_schema(column = "fullName", renamed_from = "name", len = 120, charset = "latin1")]
    full_name: String,
    #[safe_schema(default = 18, index, comment = "In years.")]
    age: u8,
    #[safe_schema(text = "medium", collation = "utf8mb4_bin")]
    biography: String,
    #[safe_schema(sql_type = "decimal(10,2)", invisible, default = 0.5)]
    balance: Anything,
    #[safe_schema(sql_type = "point")]
    place: Anything,
    #[safe_schema(default = "active", backfill = "'gone for good'")]
    status: Status,
    #[safe_schema(references(User::user_id, on_delete = restrict, on_update = no_action))]
    parent_id: Option<UserId>,
    twin_id: Option<u64>,
    #[safe_schema(
        sql_type = "datetime(3)",
        default_sql = "CURRENT_TIMESTAMP(3)",
        on_update_sql = "CURRENT_TIMESTAMP(3)"
    )]
    changed_at: Anything,
    #[safe_schema(generated(stored, "age * 2"), unique)]
    twice: Option<u32>,
    #[safe_schema(generated(virtual, "age * 3"), comment = false)]
    thrice: u32,
    #[safe_schema(sql_type = "json")]
    maybe: Option<Anything>,
    #[safe_schema(skip)]
    #[expect(dead_code)]
    left_out: Anything,
}

const TABLE: &TableDef = User::TABLE;
const _: () = assert!(TABLE.has_column("parentId"));
const _: () = assert!(TABLE.column("maybe").unwrap().nullable());
const _: () = assert!(!TABLE.column("balance").unwrap().nullable());
const _: () = assert!(TABLE.column("balance").unwrap().invisible);
const _: () = assert!(matches!(TABLE.column("place").unwrap().ty, ColumnType::Other { .. }));

fn main() {
    assert_eq!(TABLE.renamed_from.as_deref(), Some("people"));
    assert_eq!(TABLE.options.row_format.as_deref(), Some("dynamic"));
    let checks: Vec<&str> = TABLE.checks.iter().map(|check| &*check.name).collect();
    assert_eq!(checks, ["adult", "ck_users_2"]);
    assert_eq!(TABLE.column("twice").unwrap().generated.as_ref().unwrap().storage, Storage::Stored);
    let _ = (Status::Active, Status::Gone);
}

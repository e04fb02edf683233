//! What the rest of the language makes of a struct: types by name, expressions, renames, kinds of
//! indexes, enums and newtypes.

use safe_schema::schema::{
    ColumnDef, ColumnType, Declared as _, DefaultValue, IndexKind, IntegerWidth, LobSize, Storage,
};
use safe_schema::{SafeSchema, SqlEnum, SqlNewtype, SqlType};

struct Anything;

#[derive(SqlNewtype)]
struct UserId(u64);

#[derive(SqlEnum)]
#[safe_schema(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Active,
    WaitingForReply,
    #[safe_schema(rename = "it's gone")]
    Gone,
}

const _: () = assert!(matches!(<UserId as SqlType>::TYPE, ColumnType::Integer { .. }));
const _: () = assert!(<Option<Status> as SqlType>::NULLABLE);

#[test]
fn members_of_an_enum() {
    let ColumnType::Enum { members } = Status::TYPE else { panic!("an ENUM") };
    assert_eq!(**members, ["ACTIVE", "WAITING_FOR_REPLY", "it's gone"]);
    let _ = (Status::Active, Status::WaitingForReply, Status::Gone);
}

#[derive(SafeSchema)]
#[safe_schema(
    table = "everything",
    renamed_from = "all",
    rename_all = "camelCase",
    row_format = "compressed",
    primary_key(user_id),
    index(columns(long_text), fulltext, invisible),
    index(columns(place), spatial),
    check("a > 0"),
    check(name = "named", "b > 0"),
    check("c > 0")
)]
struct Everything {
    user_id: UserId,
    #[safe_schema(text = "long")]
    long_text: String,
    #[safe_schema(text)]
    maybe_text: Option<Box<str>>,
    #[safe_schema(sql_type = "Point")]
    place: Anything,
    #[safe_schema(sql_type = "MEDIUMINT(9) unsigned")]
    small_number: Option<Anything>,
    #[safe_schema(sql_type = "decimal(10,2)")]
    price: Anything,
    #[safe_schema(sql_type = "set('a','it''s')")]
    flags: Anything,
    #[safe_schema(column = "Name", renamed_from = "label", backfill = "'x'")]
    name: String,
    #[safe_schema(generated(virtual, "small_number + 1"), invisible)]
    next: Option<i64>,
    #[safe_schema(
        sql_type = "timestamp(3)",
        default_sql = "now(3)",
        on_update_sql = "CURRENT_TIMESTAMP(3)"
    )]
    changed: Anything,
}

fn column(name: &str) -> &'static ColumnDef {
    Everything::TABLE.column(name).unwrap()
}

#[test]
fn table() {
    let table = Everything::TABLE;
    assert_eq!(table.renamed_from.as_deref(), Some("all"));
    assert_eq!(table.options.row_format.as_deref(), Some("compressed"));
    let checks: Vec<(&str, &str, bool)> = table
        .checks
        .iter()
        .map(|check| (&*check.name, &*check.expression, check.enforced))
        .collect();
    assert_eq!(
        checks,
        [
            ("ck_everything_1", "a > 0", true),
            ("named", "b > 0", true),
            ("ck_everything_3", "c > 0", true)
        ]
    );
    let indexes: Vec<(&str, &IndexKind, bool)> =
        table.indexes.iter().map(|index| (&*index.name, &index.kind, index.invisible)).collect();
    assert_eq!(
        indexes,
        [
            ("ft_everything_longText", &IndexKind::Fulltext, true),
            ("sp_everything_place", &IndexKind::Spatial, false)
        ]
    );
}

#[test]
fn types() {
    let types: Vec<(&str, &ColumnType, bool)> = Everything::TABLE
        .columns
        .iter()
        .map(|column| (&*column.name, &column.ty, column.nullable))
        .collect();
    let unsigned = |width| ColumnType::Integer { width, unsigned: true };
    let text = |size| ColumnType::Text { size };
    assert_eq!(
        types,
        [
            ("userId", &unsigned(IntegerWidth::Big), false),
            ("longText", &text(LobSize::Long), false),
            ("maybeText", &text(LobSize::Normal), true),
            ("place", &ColumnType::Other { sql: "point".into() }, false),
            ("smallNumber", &unsigned(IntegerWidth::Medium), true),
            ("price", &ColumnType::Decimal { precision: 10, scale: 2, unsigned: false }, false),
            ("flags", &ColumnType::Set { members: vec!["a".into(), "it's".into()].into() }, false),
            ("Name", &ColumnType::VarChar { len: 255 }, false),
            ("next", &ColumnType::Integer { width: IntegerWidth::Big, unsigned: false }, true),
            ("changed", &ColumnType::Timestamp { fsp: 3 }, false),
        ]
    );
}

#[test]
fn values() {
    let name = column("name");
    assert_eq!(name.renamed_from.as_deref(), Some("label"));
    assert_eq!(name.backfill.as_deref(), Some("'x'"));
    let next = column("next");
    assert!(next.invisible);
    let generated = next.generated.as_ref().unwrap();
    assert_eq!((&*generated.expression, generated.storage), ("small_number + 1", Storage::Virtual));
    let changed = column("changed");
    assert_eq!(changed.default, Some(DefaultValue::Expression("now(3)".into())));
    assert_eq!(changed.on_update.as_deref(), Some("CURRENT_TIMESTAMP(3)"));
}

#[derive(SafeSchema, sqlx::FromRow)]
#[sqlx(rename_all = "PascalCase")]
#[expect(dead_code)]
struct ForSqlx {
    #[safe_schema(primary_key)]
    user_id: u64,
    #[sqlx(rename = "label")]
    name: String,
    #[sqlx(skip)]
    skipped: Option<std::time::Duration>,
}

#[test]
fn sqlx_attributes() {
    assert_eq!(ForSqlx::FIELDS, [("user_id", "UserId"), ("name", "label")]);
}

#[cfg(feature = "uuid")]
const _: () =
    assert!(matches!(<sqlx::types::Uuid as SqlType>::TYPE, ColumnType::Binary { len: 16 }));
#[cfg(feature = "json")]
const _: () = assert!(matches!(<sqlx::types::Json<Anything> as SqlType>::TYPE, ColumnType::Json));
#[cfg(feature = "time")]
const _: () = assert!(matches!(
    <sqlx::types::time::OffsetDateTime as SqlType>::TYPE,
    ColumnType::DateTime { fsp: 6 }
));
#[cfg(feature = "rust_decimal")]
const _: () = assert!(matches!(
    <sqlx::types::Decimal as SqlType>::TYPE,
    ColumnType::Decimal { precision: 57, scale: 28, unsigned: false }
));

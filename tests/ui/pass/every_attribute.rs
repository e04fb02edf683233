//! Every attribute once, each where it belongs.

use safe_schema::schema::{ColumnType, DefaultValue, IndexTarget, Storage, TableDef};
use safe_schema::{SafeSchema, SqlColumns, SqlEnum, SqlNewtype};

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
    index(
        name = "by_word",
        columns("lower(biography)" desc, age),
        comment = "for the search",
        options = "KEY_BLOCK_SIZE=4"
    ),
    foreign_key(
        name = "fk_twin",
        columns(twin_id),
        references(User(user_id)),
        on_delete = set_null,
        on_update = cascade
    ),
    check(name = "adult", "age >= 18"),
    check("age < 150"),
    check(name = "planned", not_enforced, "age < 140"),
    options = "STATS_PERSISTENT=1 `page compressed`='a b'",
    partition_by = "HASH (user_id) PARTITIONS 4",
    primary_key_options = "USING BTREE",
    system_versioned,
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
    #[safe_schema(sql_type = "timestamp", no_default)]
    seen_at: Anything,
    #[safe_schema(sql_type = "date", default_unchecked = "0000-00-00")]
    born_on: Anything,
    #[safe_schema(sql_type = "binary(2)", default = b"\xff\0", attributes = "COLUMN_FORMAT FIXED")]
    mark: Anything,
    #[safe_schema(check = "points > 0")]
    points: u32,
    #[safe_schema(sql_type = "point srid 4326")]
    home: Anything,
    #[safe_schema(skip)]
    #[expect(dead_code)]
    left_out: Anything,
    #[safe_schema(flatten)]
    shipping: Shipping,
}

#[derive(SqlColumns)]
#[safe_schema(
    rename_all = "SCREAMING_SNAKE_CASE",
    comment = false,
    index(name = "by_street", columns(street(10) desc)),
    foreign_key(columns(neighbour), references(User(user_id)), on_delete = set_null),
    check("length(STREET) > 1"),
    crate = ::safe_schema
)]
struct Shipping {
    /// No comment.
    #[safe_schema(len = 100, unique, default = "none", renamed_from = "road")]
    street: String,
    neighbour: Option<u64>,
    #[safe_schema(flatten)]
    tracked: Tracked,
}

#[derive(SqlColumns)]
struct Tracked {
    #[safe_schema(sql_type = "binary(8)", invisible, default_sql = "(0x0000000000000000)")]
    token: [u8; 8],
    digest: Option<[u8; 16]>,
}

const TABLE: &TableDef = User::TABLE;
const _: () = assert!(TABLE.has_column("parentId"));
const _: () = assert!(TABLE.has_column("STREET") && TABLE.has_column("digest"));
const _: () = assert!(matches!(TABLE.column("digest").unwrap().ty, ColumnType::Binary { len: 16 }));
const _: () = assert!(TABLE.column("maybe").unwrap().nullable());
const _: () = assert!(!TABLE.column("balance").unwrap().nullable());
const _: () = assert!(TABLE.column("balance").unwrap().invisible);
const _: () = assert!(matches!(TABLE.column("place").unwrap().ty, ColumnType::Other { .. }));

fn main() {
    assert_eq!(TABLE.renamed_from.as_deref(), Some("people"));
    assert_eq!(TABLE.options.row_format.as_deref(), Some("dynamic"));
    let others: Vec<String> =
        TABLE.options.others.iter().flat_map(|all| all.iter()).map(|(a, b)| format!("{a}={b}")).collect();
    assert_eq!(others, ["STATS_PERSISTENT=1", "`page compressed`='a b'"]);
    assert_eq!(
        TABLE.options.partitions.as_deref(),
        Some("PARTITION BY HASH (user_id) PARTITIONS 4")
    );
    assert_eq!(TABLE.options.primary_key.as_deref(), Some("USING BTREE"));
    assert_eq!(TABLE.options.system_versioned, Some(true));
    let by_word = TABLE.index("by_word").unwrap();
    assert_eq!(by_word.parts[0].target, IndexTarget::Expression("lower(biography)".into()));
    assert!(by_word.parts[0].descending);
    assert_eq!(by_word.comment.as_deref(), Some("for the search"));
    assert_eq!(by_word.options.as_deref(), Some("KEY_BLOCK_SIZE=4"));
    assert!(TABLE.checks[1].enforced && !TABLE.checks[2].enforced);
    let column = |name: &str| TABLE.column(name).unwrap();
    assert_eq!(column("seenAt").default, None);
    assert_eq!(column("bornOn").default, Some(DefaultValue::Literal("0000-00-00".into())));
    assert_eq!(column("mark").default, Some(DefaultValue::Bytes(vec![0xff, 0].into())));
    assert_eq!(column("mark").attributes.as_deref(), Some("COLUMN_FORMAT FIXED"));
    assert_eq!(column("points").check.as_deref(), Some("points > 0"));
    let checks: Vec<&str> = TABLE.checks.iter().map(|check| &*check.name).collect();
    assert_eq!(checks, ["adult", "ck_users_2", "planned", "ck_users_shipping_1"]);
    assert_eq!(TABLE.column("twice").unwrap().generated.as_ref().unwrap().storage, Storage::Stored);
    let _ = (Status::Active, Status::Gone);
}

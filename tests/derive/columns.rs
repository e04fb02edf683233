//! Fields become columns: types, defaults, comments.

use std::borrow::Cow;

use safe_schema::SafeSchema;
use safe_schema::schema::{
    ColumnDef, ColumnType, DefaultValue, IntegerWidth, LobSize, SqlType, TableDef,
};

/// An e-mail address, of a length that its type knows.
struct Email(#[expect(dead_code)] String);

impl SqlType for Email {
    const TYPE: &'static ColumnType = &ColumnType::VarChar { len: 254 };
}

#[derive(SafeSchema)]
struct Types {
    #[safe_schema(primary_key)]
    a_i8: i8,
    a_i16: i16,
    a_i32: i32,
    a_i64: i64,
    a_u8: u8,
    a_u16: u16,
    a_u32: u32,
    a_u64: u64,
    a_bool: bool,
    a_f32: f32,
    a_f64: f64,
    a_string: String,
    a_box: Box<str>,
    a_cow: Cow<'static, str>,
    bytes: Vec<u8>,
    #[safe_schema(len = 16)]
    short_bytes: Vec<u8>,
    optional: Option<i32>,
    own: Email,
    #[safe_schema(len = 100)]
    own_shorter: Option<Email>,
    #[safe_schema(skip)]
    #[expect(dead_code)]
    left_out: std::time::Duration,
}

fn column(table: &'static TableDef, name: &str) -> &'static ColumnDef {
    table.column(name).unwrap()
}

#[test]
fn types() {
    use ColumnType::{Blob, Boolean, Double, Float, Integer, VarBinary, VarChar};
    use IntegerWidth::{Big, Int, Small, Tiny};
    let types: Vec<&ColumnType> = Types::TABLE.columns.iter().map(|column| &column.ty).collect();
    assert_eq!(
        types,
        [
            &Integer { width: Tiny, unsigned: false },
            &Integer { width: Small, unsigned: false },
            &Integer { width: Int, unsigned: false },
            &Integer { width: Big, unsigned: false },
            &Integer { width: Tiny, unsigned: true },
            &Integer { width: Small, unsigned: true },
            &Integer { width: Int, unsigned: true },
            &Integer { width: Big, unsigned: true },
            &Boolean,
            &Float { unsigned: false },
            &Double { unsigned: false },
            &VarChar { len: 255 },
            &VarChar { len: 255 },
            &VarChar { len: 255 },
            &Blob { size: LobSize::Long },
            &VarBinary { len: 16 },
            &Integer { width: Int, unsigned: false },
            &VarChar { len: 254 },
            &VarChar { len: 100 },
        ]
    );
    let nullable: Vec<&str> = Types::TABLE
        .columns
        .iter()
        .filter(|column| column.nullable)
        .map(|column| &*column.name)
        .collect();
    assert_eq!(nullable, ["optional", "own_shorter"]);
}

#[derive(SafeSchema)]
struct Defaults {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(default = 1_000)]
    number: u32,
    #[safe_schema(default = -0x10)]
    negative: i32,
    #[safe_schema(default = 255u8)]
    greatest: u8,
    #[safe_schema(default = -9223372036854775808)]
    least: i64,
    #[safe_schema(default = 1.50)]
    fraction: f64,
    #[safe_schema(default = -0)]
    zero: i32,
    #[safe_schema(default = true)]
    yes: bool,
    #[safe_schema(default = false)]
    no: Option<bool>,
    #[safe_schema(default = "it's")]
    text: String,
    #[safe_schema(default = 'x')]
    letter: String,
    #[safe_schema(default = "")]
    empty: String,
    #[safe_schema(default_sql = "(uuid())")]
    expression: String,
    none: String,
}

#[test]
fn defaults() {
    let defaults: Vec<Option<String>> = Defaults::TABLE
        .columns
        .iter()
        .map(|column| match &column.default {
            Some(DefaultValue::Literal(text)) => Some(text.clone().into_owned()),
            Some(DefaultValue::Expression(sql)) => Some(format!("sql: {sql}")),
            Some(other) => panic!("{other:?}"),
            None => None,
        })
        .collect();
    let expected = [
        None,
        Some("1000"),
        Some("-16"),
        Some("255"),
        Some("-9223372036854775808"),
        Some("1.50"),
        Some("0"),
        Some("1"),
        Some("0"),
        Some("it's"),
        Some("x"),
        Some(""),
        Some("sql: (uuid())"),
        None,
    ];
    assert_eq!(defaults, expected.map(|default| default.map(str::to_owned)));
}

///
/// The first line that says anything.
/// Not the second.
#[derive(SafeSchema)]
struct Comments {
    /// The number.
    #[safe_schema(primary_key)]
    id: u64,
    /// What it is called.
    #[safe_schema(comment = "Another: it's \"quoted\"")]
    name: String,
    /// Nobody's business.
    #[safe_schema(comment = false)]
    secret: String,
    /**
     * In a block.
     */
    block: u8,
    plain: u8,
}

/// Not said.
#[derive(SafeSchema)]
#[safe_schema(comment = false)]
struct NoComments {
    /// Not said.
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(comment = "Said.")]
    name: String,
}

#[test]
fn comments() {
    assert_eq!(
        Comments::TABLE.options.comment.as_deref(),
        Some("The first line that says anything.")
    );
    let comment = |name| column(Comments::TABLE, name).comment.as_deref();
    assert_eq!(comment("id"), Some("The number."));
    assert_eq!(comment("name"), Some("Another: it's \"quoted\""));
    assert_eq!(comment("secret"), None);
    assert_eq!(comment("block"), Some("In a block."));
    assert_eq!(comment("plain"), None);
    assert_eq!(NoComments::TABLE.options.comment, None);
    assert_eq!(column(NoComments::TABLE, "id").comment, None);
    assert_eq!(column(NoComments::TABLE, "name").comment.as_deref(), Some("Said."));
}

#[derive(SafeSchema)]
#[safe_schema(engine = "InnoDB", charset = "latin1", collation = "latin1_bin")]
struct Texts {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(charset = "ascii", collation = "ascii_bin")]
    code: String,
    #[safe_schema(collation = "utf8mb4_bin")]
    name: String,
}

#[test]
fn character_sets() {
    let options = &Texts::TABLE.options;
    assert_eq!(options.engine.as_deref(), Some("InnoDB"));
    assert_eq!(options.charset.as_deref(), Some("latin1"));
    assert_eq!(options.collation.as_deref(), Some("latin1_bin"));
    assert_eq!(column(Texts::TABLE, "code").charset.as_deref(), Some("ascii"));
    assert_eq!(column(Texts::TABLE, "code").collation.as_deref(), Some("ascii_bin"));
    assert_eq!(column(Texts::TABLE, "name").charset, None);
    assert_eq!(column(Texts::TABLE, "name").collation.as_deref(), Some("utf8mb4_bin"));
}

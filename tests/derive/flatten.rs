//! Structs of columns that tables take over: the table is the one that the same fields give when
//! they are written in it.

use safe_schema::schema::Declared as _;
use safe_schema::{SafeSchema, SqlColumns};

#[derive(SafeSchema)]
#[safe_schema(table = "tenants", database = "auth")]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
}

#[derive(SqlColumns)]
#[safe_schema(
    rename_all = "camelCase",
    index(columns(zip_code, city(10) desc), unique),
    index(name = "by_city", columns(city), fulltext),
    check(name = "zip", "zipCode <> ''"),
    foreign_key(columns(region), references(Tenant(id)), on_update = cascade)
)]
struct Address {
    /// Where they live.
    #[safe_schema(len = 100, charset = "latin1", default = "Wien", renamed_from = "town")]
    city: String,
    #[safe_schema(len = 10, index, backfill = "'?'")]
    zip_code: String,
    #[safe_schema(references(Tenant::id, on_delete = set_null))]
    tenant: Option<u64>,
    region: Option<u64>,
}

#[derive(SafeSchema)]
#[safe_schema(table = "people", comment = "People.")]
struct Joined {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(flatten)]
    address: Address,
    #[safe_schema(unique)]
    name: String,
}

#[derive(SafeSchema)]
#[safe_schema(
    table = "people",
    comment = "People.",
    index(columns(zip_code, city(10) desc), unique),
    index(name = "by_city", columns(city), fulltext),
    check(name = "zip", "zipCode <> ''"),
    foreign_key(columns(region), references(Tenant(id)), on_update = cascade)
)]
struct Written {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    /// Where they live.
    #[safe_schema(len = 100, charset = "latin1", default = "Wien", renamed_from = "town")]
    city: String,
    #[safe_schema(len = 10, index, backfill = "'?'", column = "zipCode")]
    zip_code: String,
    #[safe_schema(references(Tenant::id, on_delete = set_null))]
    tenant: Option<u64>,
    region: Option<u64>,
    #[safe_schema(unique)]
    name: String,
}

const _: () = assert!(Joined::TABLE.references::<Tenant>());
const _: () = assert!(!Joined::TABLE.is_unique(&["city", "zipCode"]));

#[test]
fn the_same_as_written() {
    let (joined, written) = (Joined::TABLE, Written::TABLE);
    assert_eq!(joined.columns, written.columns);
    assert_eq!(joined.primary_key, written.primary_key);
    assert_eq!(joined.foreign_keys, written.foreign_keys);
    assert_eq!(joined.checks, written.checks);
    assert_eq!(joined.options, written.options);
    // The order is another: a table's own come first.
    let sorted = |table: &safe_schema::schema::TableDef| {
        let mut indexes = table.indexes.to_vec();
        indexes.sort_by(|a, b| a.name.cmp(&b.name));
        indexes
    };
    assert_eq!(sorted(joined), sorted(written));
    assert_eq!(Joined::FIELDS, Written::FIELDS);
    let parents = |parents: &[fn() -> safe_schema::Model]| {
        parents.iter().map(|parent| parent().table.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(parents(Joined::PARENTS), parents(Written::PARENTS));
}

#[derive(SqlColumns)]
struct Inner {
    #[safe_schema(primary_key, auto_increment)]
    number: u32,
    #[safe_schema(index)]
    inside: u8,
}

#[derive(SqlColumns)]
#[safe_schema(check("before <> after"))]
struct Outer {
    before: u8,
    #[safe_schema(flatten)]
    inner: Inner,
    #[safe_schema(unique)]
    after: u8,
}

/// Flattened first, twice, and nested; the key is a part's.
#[derive(SafeSchema)]
struct Nested {
    #[safe_schema(flatten)]
    r#type: Outer,
    #[safe_schema(flatten)]
    period: Period,
    #[safe_schema(skip)]
    #[expect(dead_code)]
    left_out: Address,
}

#[derive(SqlColumns)]
#[safe_schema(check("a < b"), check("b < 9"), check(name = "given", "a > 0"))]
struct Period {
    a: u8,
    b: u8,
}

#[test]
fn nested_and_at_the_edges() {
    let table = Nested::TABLE;
    let columns: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(columns, ["before", "number", "inside", "after", "a", "b"]);
    assert!(table.primary_key_is(&["number"]) && table.column("number").unwrap().auto_increment);
    let indexes: Vec<&str> = table.indexes.iter().map(|index| &*index.name).collect();
    assert_eq!(indexes, ["uq_nested_after", "idx_nested_inside"]);
    let checks: Vec<&str> = table.checks.iter().map(|check| &*check.name).collect();
    assert_eq!(checks, ["ck_nested_type_1", "ck_nested_period_1", "ck_nested_period_2", "given"]);
    let fields: Vec<&str> = Outer::FIELDS.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["before", "number", "inside", "after"]);
}

#[derive(SqlColumns)]
struct Long {
    #[safe_schema(index, column = "ein_überaus_langer_name_für_eine_spalte_die_es_nicht_gibt")]
    a: u8,
    #[safe_schema(index, column = "genau_vierundsechzig_zeichen_lang_ist_dieser")]
    b: u8,
    #[safe_schema(index, column = "genau_vierundsechzig_zeichen_lang_ist_dieser_")]
    c: u8,
}

#[derive(SafeSchema)]
#[safe_schema(table = "tabelle_ärger_x", no_primary_key)]
struct LongJoined {
    #[safe_schema(flatten)]
    long: Long,
}

#[derive(SafeSchema)]
#[safe_schema(table = "tabelle_ärger_x", no_primary_key)]
struct LongWritten {
    #[safe_schema(index, column = "ein_überaus_langer_name_für_eine_spalte_die_es_nicht_gibt")]
    a: u8,
    #[safe_schema(index, column = "genau_vierundsechzig_zeichen_lang_ist_dieser")]
    b: u8,
    #[safe_schema(index, column = "genau_vierundsechzig_zeichen_lang_ist_dieser_")]
    c: u8,
}

/// A name is cut, and gets its hash, as the derive does it.
#[test]
fn names_that_are_too_long() {
    assert_eq!(LongJoined::TABLE, LongWritten::TABLE);
    let chars: Vec<usize> =
        LongJoined::TABLE.indexes.iter().map(|index| index.name.chars().count()).collect();
    assert_eq!(chars, [64, 64, 64]);
}

/// Who changed a row: a part refers to the very table that takes it over.
#[derive(SqlColumns)]
struct Audit {
    #[safe_schema(references(User::id))]
    changed_by: Option<u64>,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    audit: Audit,
    #[safe_schema(flatten)]
    login: Login,
}

#[derive(SqlColumns)]
struct Login {
    #[safe_schema(unique, len = 64, column = "loginName")]
    login: String,
}

/// A flattened column is referred to as the table's own.
#[derive(SafeSchema)]
struct Session {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(User::login), len = 64)]
    login: String,
}

#[test]
fn references_both_ways() {
    let key = &User::TABLE.foreign_keys[0];
    assert_eq!((&*key.name, &*key.parent.table), ("fk_user_changed_by", "user"));
    let key = &Session::TABLE.foreign_keys[0];
    assert_eq!(*key.parent_columns, ["loginName"]);
}

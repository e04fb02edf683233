//! Rules asked directly, where a compile-fail case would say less than a table of values.

use super::*;
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IntegerWidth, List, TableDef, TableOptions, Text,
};

/// Asks about the default of a table's only column.
fn default_problem(ty: ColumnType, kind: LiteralKind, literal: &'static str) -> Option<String> {
    let mut column = ColumnDef::new("c", ty, false);
    column.default = Some(DefaultValue::Literal(Text::Borrowed(literal)));
    let table = TableDef {
        database: None,
        name: Text::Borrowed("t"),
        renamed_from: None,
        columns: vec![column].into(),
        primary_key: List::Borrowed(&[]),
        indexes: List::Borrowed(&[]),
        foreign_keys: List::Borrowed(&[]),
        checks: List::Borrowed(&[]),
        options: TableOptions::NONE,
    };
    let facts = Facts { owner: "T", table: Box::leak(Box::new(table)), fields: &[("c", "c")] };
    facts.default(0, kind).map(|message| message.as_str().to_owned())
}

fn fits(ty: &ColumnType, kind: LiteralKind, literals: &[&'static str]) {
    for literal in literals {
        assert_eq!(default_problem(ty.clone(), kind, literal), None, "{ty:?} {literal}");
    }
}

fn refused(ty: &ColumnType, kind: LiteralKind, literals: &[&'static str]) {
    for literal in literals {
        assert!(default_problem(ty.clone(), kind, literal).is_some(), "{ty:?} {literal}");
    }
}

#[test]
fn integers_have_bounds() {
    use IntegerWidth::{Big, Int, Medium, Small, Tiny};
    let table: [(_, _, &[&str], &[&str]); 10] = [
        (Tiny, false, &["-128", "127", "0"], &["-129", "128", "1.5", "1e1"]),
        (Tiny, true, &["0", "255"], &["-1", "256"]),
        (Small, false, &["-32768", "32767"], &["-32769", "32768"]),
        (Small, true, &["65535"], &["65536"]),
        (Medium, false, &["-8388608", "8388607"], &["-8388609", "8388608"]),
        (Medium, true, &["16777215"], &["16777216"]),
        (Int, false, &["-2147483648", "2147483647"], &["-2147483649", "2147483648"]),
        (Int, true, &["4294967295"], &["4294967296"]),
        (
            Big,
            false,
            &["-9223372036854775808", "9223372036854775807"],
            &["-9223372036854775809", "9223372036854775808"],
        ),
        (
            Big,
            true,
            &["18446744073709551615", "1.0"],
            &["18446744073709551616", "999999999999999999999999999999999999999999999"],
        ),
    ];
    for (width, unsigned, good, bad) in table {
        let ty = ColumnType::Integer { width, unsigned };
        fits(&ty, LiteralKind::Number, good);
        refused(&ty, LiteralKind::Number, bad);
    }
}

#[test]
fn other_numbers_have_bounds() {
    let number = LiteralKind::Number;
    let decimal = ColumnType::Decimal { precision: 5, scale: 2, unsigned: false };
    fits(&decimal, number, &["0", "-999.99", "1.500", "007"]);
    refused(&decimal, number, &["1000", "0.001", "1e1"]);
    let positive = ColumnType::Decimal { precision: 5, scale: 2, unsigned: true };
    refused(&positive, number, &["-0.01"]);
    fits(&positive, number, &["0.01"]);
    fits(&ColumnType::Bit { bits: 3 }, number, &["0", "7"]);
    refused(&ColumnType::Bit { bits: 3 }, number, &["8", "-1"]);
    fits(&ColumnType::Bit { bits: 64 }, number, &["18446744073709551615"]);
    fits(&ColumnType::Year, number, &["1901", "2155"]);
    refused(&ColumnType::Year, number, &["1900", "2156"]);
    fits(&ColumnType::Float { unsigned: false }, number, &["1e37", "-3.4"]);
    refused(&ColumnType::Float { unsigned: false }, number, &["1e39"]);
    fits(&ColumnType::Double { unsigned: false }, number, &["1e307"]);
    refused(&ColumnType::Double { unsigned: false }, number, &["1e309"]);
}

#[test]
fn dates_exist() {
    let text = LiteralKind::Text;
    fits(&ColumnType::Date, text, &["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"]);
    refused(
        &ColumnType::Date,
        text,
        &["2023-02-29", "1900-02-29", "0000-00-00", "2024-13-01", "2024-1-1", "2024-01-01 ", ""],
    );
    let date_time = ColumnType::DateTime { fsp: 3 };
    fits(&date_time, text, &["2024-01-01 00:00:00", "2024-01-01 23:59:59.999"]);
    refused(
        &date_time,
        text,
        &["2024-01-01", "2024-01-01T00:00:00", "2024-01-01 24:00:00", "2024-01-01 00:00:00.1234"],
    );
    refused(&date_time, text, &["2024-01-01 00:00:00.", "CURRENT_TIMESTAMP", "now()"]);
    fits(&ColumnType::Time { fsp: 0 }, text, &["00:00:00", "23:59:59"]);
    refused(&ColumnType::Time { fsp: 0 }, text, &["23:59", "23:59:60", "00:00:00.1"]);
}

#[test]
fn members_are_listed() {
    let members = || List::Borrowed(&[Text::Borrowed("a"), Text::Borrowed("b c")]);
    let text = LiteralKind::Text;
    fits(&ColumnType::Enum { members: members() }, text, &["a", "b c"]);
    refused(&ColumnType::Enum { members: members() }, text, &["", "c", "A"]);
    fits(&ColumnType::Set { members: members() }, text, &["", "a", "a,b c"]);
    refused(&ColumnType::Set { members: members() }, text, &["a, b c", "d", "a,,a"]);
}

#[test]
fn length_is_counted_in_characters_or_bytes() {
    fits(&ColumnType::VarChar { len: 2 }, LiteralKind::Text, &["éé", "", "\u{1F600}a"]);
    refused(&ColumnType::VarChar { len: 2 }, LiteralKind::Text, &["abc"]);
    fits(&ColumnType::VarBinary { len: 4 }, LiteralKind::Text, &["éé"]);
    refused(&ColumnType::VarBinary { len: 4 }, LiteralKind::Text, &["ééa"]);
}

#[test]
fn now_goes_by_many_names() {
    let problem = |sql: &'static str, fsp| {
        let mut column = ColumnDef::new("c", ColumnType::DateTime { fsp }, false);
        column.default = Some(DefaultValue::Expression(Text::Borrowed(sql)));
        table_of(vec![column]).default_sql(0).is_some()
    };
    for name in ["CURRENT_TIMESTAMP", "LocalTimestamp", "localtime", "now"] {
        let with_digits: &str = format!("{name}(3)").leak();
        assert!(!problem(with_digits, 3) && problem(with_digits, 6) && problem(name, 3), "{name}");
        assert!(!problem(name, 0) && !problem(format!(" {name} ( ) ").leak(), 3), "{name}");
    }
    assert!(!problem("(now(3) + interval 1 day)", 6) && !problem("utc_timestamp()", 6));
}

#[test]
fn shapes_are_in_spatial_indexes_only() {
    for shape in [
        "geometry",
        "POINT",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
        "geomcollection",
    ] {
        assert!(super::index::is_shape(&ColumnType::Other { sql: Text::Borrowed(shape) }));
    }
    assert!(!super::index::is_shape(&ColumnType::Other { sql: Text::Borrowed("inet6") }));
}

/// A table of so many columns, as if some of them were flattened.
fn table_of(columns: Vec<ColumnDef>) -> Facts {
    let names: Vec<_> = columns.iter().map(|_| ("c", "c")).collect();
    let table = TableDef {
        database: None,
        name: Text::Borrowed("t"),
        renamed_from: None,
        columns: columns.into(),
        primary_key: List::Borrowed(&[]),
        indexes: List::Borrowed(&[]),
        foreign_keys: List::Borrowed(&[]),
        checks: List::Borrowed(&[]),
        options: TableOptions::NONE,
    };
    Facts { owner: "T", table: Box::leak(Box::new(table)), fields: names.leak() }
}

#[test]
fn flattened_columns_are_counted() {
    let of = |count| table_of(vec![ColumnDef::new("c", ColumnType::Year, false); count]);
    assert!(of(1017).joined(true).is_none());
    let problem = of(1018).joined(true).map(|message| message.as_str().to_owned());
    assert!(problem.is_some_and(|problem| problem.contains("it has 1,018 columns")));
}

#[test]
fn numbers_read_well() {
    let message = Message::about("T");
    for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_002_030, "1,002,030")] {
        assert_eq!(message.number(number).as_str(), format!("struct `T`: {text}"));
    }
    let greatest = message.plain(u64::MAX);
    assert_eq!(greatest.as_str(), "struct `T`: 18446744073709551615");
}

#[test]
fn long_messages_are_cut_between_characters() {
    let mut message = Message::about("T");
    for _ in 0..1000 {
        message = message.text("é€");
    }
    let text = message.as_str();
    assert!(text.len() > 1000 && text.starts_with("struct `T`: é€"), "{text}");
}

//! Rows: what a table is filled with, and what must still be there afterwards.

use std::collections::{BTreeMap, BTreeSet};

use super::database::Database;
use super::pair::Pair;
use crate::generate::{Dice, literal};
use crate::model::{Column, Family, Schema, Table, Ty, name};

/// Fills the tables of the first schema with a few rows each; most of them fit the second too.
///
/// Row number n has in each column that a key rests on the n-th value of its type. So the values
/// of one column differ, and the rows of one table have parents in another.
pub(crate) async fn fill(dice: &mut Dice, pair: &Pair, db: &Database) {
    let friendly = dice.chance(90);
    for table in parents_first(&pair.before) {
        let after = pair.after.table(&table.name);
        let mut rows = if dice.chance(15) { 0 } else { dice.up_to(7) };
        let regular = in_keys(pair, &table.name);
        if friendly && after.is_some_and(|after| wants_no_rows(table, after, &regular)) {
            rows = 0;
        }
        for number in 0..rows {
            let mut values: Vec<(String, String)> = Vec::new();
            for column in table.columns.iter().filter(|column| column.made.is_none()) {
                let kept = after.and_then(|after| after.column(&column.name));
                let may_be_null =
                    column.nullable && (!friendly || kept.is_none_or(|kept| kept.nullable));
                let is_regular = regular.contains(&*column.name);
                let charset = table.charset_of(column);
                let value = if may_be_null && dice.chance(if is_regular { 10 } else { 25 }) {
                    "NULL".to_owned()
                } else {
                    let number = if is_regular { number } else { dice.up_to(20) };
                    literal(&column.ty, charset, number)
                };
                values.push((name(&column.name), value));
            }
            let (names, values): (Vec<String>, Vec<String>) = values.into_iter().unzip();
            let insert = format!(
                "INSERT INTO {} ({}) VALUES ({})",
                name(&table.name),
                names.join(", "),
                values.join(", ")
            );
            // What the table's own constraints forbid is not there, then.
            let _ = db.sql(&insert).await;
        }
    }
}

fn parents_first(schema: &Schema) -> Vec<&Table> {
    let mut order: Vec<&Table> = Vec::new();
    while order.len() < schema.tables.len() {
        let is_open = |table: &&Table| !order.iter().any(|placed| placed.name == table.name);
        let mut open = schema.tables.iter().filter(is_open);
        let first = open.clone().next();
        let next = open.find(|table| {
            let mut parents = table.foreign_keys.iter().map(|key| &key.parent);
            parents.all(|parent| {
                *parent == table.name || order.iter().any(|placed| placed.name == *parent)
            })
        });
        order.extend(next.or(first));
    }
    order
}

/// The columns of the table that a key of either schema rests on.
fn in_keys<'a>(pair: &'a Pair, table: &str) -> BTreeSet<&'a str> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for schema in [&pair.before, &pair.after] {
        for other in &schema.tables {
            for key in &other.foreign_keys {
                if other.name == table {
                    names.extend(key.columns.iter().map(String::as_str));
                }
                if key.parent == table {
                    names.extend(key.parent_columns.iter().map(String::as_str));
                }
            }
        }
        if let Some(own) = schema.table(table) {
            let unique = own.indexes.iter().filter(|index| index.is_unique());
            let parts = own.primary_key.iter().chain(unique.flat_map(|index| &index.parts));
            names.extend(parts.map(|part| part.source()));
        }
    }
    names
}

/// Whether rows would be in the way of what the table shall become.
fn wants_no_rows(before: &Table, after: &Table, in_keys: &BTreeSet<&str>) -> bool {
    after.columns.iter().any(|column| match before.column(&column.name) {
        None => {
            !column.nullable
                && column.default.is_none()
                && column.made.is_none()
                && !column.auto_increment
        }
        Some(there) => {
            let rests_on = in_keys.contains(&*column.name)
                || after.checks.iter().any(|check| check.formula.column == column.name)
                || column.check.is_some();
            there.made.is_none() != column.made.is_none()
                || !are_near(&there.ty, &column.ty)
                    && (rests_on || has_a_form(&there.ty) || has_a_form(&column.ty))
        }
    })
}

/// Whether what a value of the one type becomes in the other can be told.
fn are_near(a: &Ty, b: &Ty) -> bool {
    a == b || widens(a, b) || (a.family() == b.family() && a.family() != Family::Other)
}

/// Documents, shapes, vectors, addresses: nothing else becomes one.
fn has_a_form(ty: &Ty) -> bool {
    ty.is_shape() || matches!(ty, Ty::Json | Ty::Vector(_) | Ty::Inet6 | Ty::Uuid)
}

/// The rows of each table that stays, in the columns that keep their values.
pub(crate) async fn picture(pair: &Pair, db: &Database) -> BTreeMap<String, Vec<String>> {
    let mut picture = BTreeMap::new();
    for before in &pair.before.tables {
        let Some(after) = pair.after.table(&before.name) else { continue };
        let columns: Vec<(String, &Column)> = before
            .columns
            .iter()
            .filter(|column| {
                after.column(&column.name).is_some_and(|to| keeps(before, column, after, to))
            })
            .map(|column| (read(column), column))
            .collect();
        let mut list: Vec<String> = columns.iter().map(|(sql, _)| sql.clone()).collect();
        list.push("1".to_owned());
        let sql = format!("SELECT {} FROM {}", list.join(", "), name(&before.name));
        let mut rows: Vec<String> = db
            .rows(&sql)
            .await
            .into_iter()
            .map(|row| {
                let values = row.iter().zip(&columns).map(|(value, (_, column))| match value {
                    None => "NULL".to_owned(),
                    Some(value) => shortest(value, &column.ty),
                });
                values.collect::<Vec<_>>().join(" | ")
            })
            .collect();
        rows.sort();
        picture.insert(before.name.clone(), rows);
    }
    picture
}

/// How the value of a column is read, so that it reads the same in a wider type.
fn read(column: &Column) -> String {
    let column_name = name(&column.name);
    match &column.ty {
        ty if ty.is_text() => format!("HEX(CONVERT({column_name} USING utf8mb4))"),
        ty if ty.is_shape() => format!("HEX(ST_AsBinary({column_name}))"),
        Ty::Binary(_) | Ty::VarBinary(_) | Ty::Blob(_) | Ty::Vector(_) | Ty::Bit(_) => {
            format!("HEX({column_name})")
        }
        Ty::Bool | Ty::Int { .. } => format!("{column_name} + 0"),
        _ => format!("CAST({column_name} AS CHAR)"),
    }
}

/// The value without zeros that a wider type adds.
fn shortest(value: &str, ty: &Ty) -> String {
    match ty {
        Ty::Decimal { .. } | Ty::Time(_) | Ty::DateTime(_) | Ty::Timestamp(_)
            if value.contains('.') =>
        {
            value.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => value.to_owned(),
    }
}

/// Whether every value of the column is one of what the column becomes.
fn keeps(before: &Table, column: &Column, after: &Table, to: &Column) -> bool {
    if column.made.is_some() || to.made.is_some() {
        return false;
    }
    let (from_set, to_set) = (before.charset_of(column).set, after.charset_of(to).set);
    let same_set = from_set == to_set
        || (to_set == "utf8mb4" && matches!(from_set, "latin1" | "ascii" | "utf8mb3"));
    if column.ty.is_text() && !same_set {
        return false;
    }
    column.ty == to.ty || widens(&column.ty, &to.ty)
}

fn widens(from: &Ty, to: &Ty) -> bool {
    match (from, to) {
        (Ty::Int { bytes, unsigned, .. }, Ty::Int { bytes: more, unsigned: to_unsigned, .. }) => {
            match (unsigned, to_unsigned) {
                (true, true) | (false, false) => more >= bytes,
                (true, false) => more > bytes,
                (false, true) => false,
            }
        }
        (Ty::Bool, Ty::Int { unsigned, .. }) => !unsigned,
        (
            Ty::Decimal { precision: p, scale: s, unsigned: u },
            Ty::Decimal { precision: p2, scale: s2, unsigned: u2 },
        ) => s2 >= s && p2 - s2 >= p - s && (u == u2 || !u2),
        (Ty::Char(len), Ty::Char(more) | Ty::VarChar(more))
        | (Ty::VarChar(len), Ty::VarChar(more))
        | (Ty::VarBinary(len), Ty::VarBinary(more)) => more >= len,
        (Ty::Char(_) | Ty::VarChar(_), Ty::Text(size)) => *size > 0,
        (Ty::Text(size), Ty::Text(more)) | (Ty::Blob(size), Ty::Blob(more)) => more >= size,
        (Ty::Enum(few), Ty::Enum(many)) | (Ty::Set(few), Ty::Set(many)) => {
            few.iter().all(|member| many.contains(member))
        }
        (Ty::Time(fsp), Ty::Time(more))
        | (Ty::DateTime(fsp), Ty::DateTime(more))
        | (Ty::Timestamp(fsp), Ty::Timestamp(more)) => more >= fsp,
        _ => false,
    }
}

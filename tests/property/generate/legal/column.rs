//! Columns as servers take them.

use safe_schema::testing::Kind;

use super::super::column::type_for;
use super::super::text::fits;
use crate::model::{Charset, Column, Default, Formula, Table, Ty};

/// Makes the columns of the table valid.
pub(super) fn legal(table: &mut Table, kind: Kind) {
    let table_charset = table.charset;
    let all = table.columns.clone();
    let mut numbered = false;
    for column in &mut table.columns {
        let source_fits = |formula: &Formula| {
            all.iter().any(|source| {
                source.name == formula.column
                    && source.name != column.name
                    && source.made.is_none()
                    && !source.auto_increment
                    && source.ty.family() == formula.family
            })
        };
        if column.made.as_ref().is_some_and(|made| !source_fits(&made.formula)) {
            column.made = None;
        }
        if let Some(made) = &column.made {
            if let Some(ty) = type_for(&made.formula, &column.ty) {
                column.ty = ty;
            }
            // The value takes whatever characters its source has.
            column.charset = Some(Charset { set: "utf8mb4", collation: "utf8mb4_general_ci" });
            column.default = None;
            column.on_update = false;
            column.auto_increment = false;
            column.check = None;
            column.nullable |= kind == Kind::MariaDb;
        }
        if !column.ty.is_text() || column.charset == Some(table_charset) {
            column.charset = None;
        }
        characters(column, table_charset);
        column.auto_increment &= column.ty.is_integer() && !numbered;
        if column.auto_increment {
            numbered = true;
            column.nullable = false;
            column.default = None;
            column.check = None;
        }
        column.on_update &= column.precision().is_some();
        if column.default == Some(Default::Now) && column.precision().is_none() {
            column.default = None;
        }
        column.check.take_if(|check| {
            kind == Kind::MySql || check.column != column.name || check.family != column.ty.family()
        });
        if kind == Kind::MariaDb {
            if let Ty::Point { srid } = &mut column.ty {
                *srid = None;
            }
            let has_value = column.nullable || column.default.is_some() || column.auto_increment;
            column.invisible &= has_value;
        }
    }
    if table.columns.iter().all(|column| column.invisible || column.made.is_some()) {
        match table.columns.first_mut() {
            Some(first) if first.made.is_none() => first.invisible = false,
            _ => table.columns.clear(),
        }
    }
}

/// Members and defaults in characters that the column's set has.
fn characters(column: &mut Column, table_charset: Charset) {
    let charset = column.charset.unwrap_or(table_charset);
    if let Ty::Enum(members) | Ty::Set(members) = &mut column.ty {
        members.retain(|member| fits(member, charset));
        members.dedup();
        if members.is_empty() {
            members.push("only".to_owned());
        }
    }
    let is_wrong = match (&column.ty, &column.default) {
        (Ty::Enum(members) | Ty::Set(members), Some(Default::Text(text))) => {
            !members.contains(text)
        }
        (ty, Some(Default::Text(text))) if ty.is_text() => !fits(text, charset),
        _ => false,
    };
    if is_wrong {
        column.default = None;
    }
}

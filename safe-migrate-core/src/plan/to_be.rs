//! Rows as they will be: what a column holds when the plan has run, as SQL over what is there.
//!
//! What rests on a column (a unique key, a foreign key, a check) is asked of these values, before
//! anything is changed. Where they can't be told, rows are in the way.

// Looks for the changes that give a column other values.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{compared_as, default_sql, identifier, literal};
use crate::diff::{Change, TableDiff};
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, Generated, IndexPart, IndexTarget, LiveTable, Text,
    eq_ignore_case,
};

use super::backfill::is_new_in_every_row;
use super::unfit::{bounds, cast_name, unfit};
use super::{Question, Unfit};

/// What the values of a column become.
pub(super) enum Becomes {
    /// What they are.
    Same,
    /// What this SQL says.
    Sql(String),
    /// Nobody knows beforehand.
    Unknown,
}

/// Columns that the plan adds or renames, and those that `*` would leave out, with what they will
/// hold. Columns that it alters hold what they do now.
pub(super) fn columns_to_be(diff: &TableDiff, actual: &LiveTable) -> Vec<(Text, Text)> {
    list(diff, actual, false)
}

/// The same with what altered columns will hold.
pub(super) fn columns_changed(diff: &TableDiff, actual: &LiveTable) -> Vec<(Text, Text)> {
    list(diff, actual, true)
}

/// Every column, where one of them is not simply there; else none. Those that are computed from
/// others come last.
fn list(diff: &TableDiff, actual: &LiveTable, altered: bool) -> Vec<(Text, Text)> {
    let (mut plain, mut computed) = (Vec::new(), Vec::new());
    let mut any = false;
    let becomes_of = |column: &ColumnDef| {
        let own = Text::Owned(identifier(&actual.column_before(&column.name)));
        let becomes = match altered {
            true => becomes(diff, actual, &column.name),
            false => Becomes::Same,
        };
        match becomes {
            Becomes::Sql(sql) => (Text::Owned(sql), true),
            Becomes::Same | Becomes::Unknown => (own, false),
        }
    };
    // New names before old ones, and the last of a chain first: none then stands for what another
    // is made of.
    let renamed = actual.renamed_columns.iter().filter_map(|(_, new)| actual.def.column(new));
    let renamed: Vec<&ColumnDef> = renamed.collect();
    let is_new = |name: &Text| renamed.iter().any(|column| eq_ignore_case(&column.name, name));
    let under_new = renamed.iter().map(|column| (*column, column.name.clone()));
    let under_old = actual.def.columns.iter().map(|column| {
        let before = actual.column_before(&column.name);
        (column, before)
    });
    for (column, name) in under_new.chain(under_old.filter(|(_, before)| !is_new(before))) {
        let (value, changes) = becomes_of(column);
        any |= changes || column.invisible || name != column.name || is_new(&name);
        let to = diff.altered_column(&column.name).unwrap_or(column);
        let is_computed = changes && to.generated.is_some();
        let list = if is_computed { &mut computed } else { &mut plain };
        list.push((name, value));
    }
    for change in &diff.changes {
        let Change::AddColumn(column) = change else { continue };
        any = true;
        match &column.generated {
            // Nobody knows what it will hold, and the server may not even be able to say it now.
            Some(made) if touches_expression(diff, actual, &made.expression).0.is_some() => {}
            Some(made) => computed.push((column.name.clone(), value(made))),
            None => plain.push((column.name.clone(), Text::Owned(default(column)))),
        }
    }
    if any { plain.into_iter().chain(computed).collect() } else { Vec::new() }
}

fn value(made: &Generated) -> Text {
    Text::Owned(format!("({})", made.expression))
}

/// What rows that are there hold in a column that is new, or computed no longer.
fn default(column: &ColumnDef) -> String {
    match &column.default {
        Some(default) => default_sql(default, &column.ty),
        None if column.nullable || column.auto_increment || column.backfill.is_some() => {
            "NULL".to_owned()
        }
        None => implicit(&column.ty).unwrap_or_else(|| "NULL".to_owned()),
    }
}

/// What the server puts into a NOT NULL column without a default, where it puts anything.
fn implicit(ty: &ColumnType) -> Option<String> {
    use ColumnType as T;
    Some(match ty {
        T::Enum { members } => literal(members.first()?),
        T::Binary { len } => format!("RPAD('', {len}, x'00')"),
        T::Char { .. }
        | T::VarChar { .. }
        | T::Text { .. }
        | T::Set { .. }
        | T::VarBinary { .. }
        | T::Blob { .. } => literal(""),
        T::Time { .. } => literal("00:00:00"),
        T::Bit { .. } => "0".to_owned(),
        ty if ty.is_numeric() => "0".to_owned(),
        // A document, or a zero date: that is for the server to say.
        _ => return None,
    })
}

/// The first of the parts' columns whose values nobody knows beforehand, and whether any become
/// others.
pub(super) fn touches(
    diff: &TableDiff,
    actual: &LiveTable,
    parts: &[IndexPart],
) -> (Option<Text>, bool) {
    let is_meant = |name: &Text| {
        parts.iter().any(|part| match &part.target {
            IndexTarget::Column(column) => eq_ignore_case(column, name),
            IndexTarget::Expression(expression) => mentions(expression, name),
        })
    };
    touched(diff, actual, is_meant)
}

/// The same for an expression.
pub(super) fn touches_expression(
    diff: &TableDiff,
    actual: &LiveTable,
    expression: &str,
) -> (Option<Text>, bool) {
    touched(diff, actual, |name| mentions(expression, name))
}

/// Both servers write names in expressions in backticks.
pub(super) fn mentions(expression: &str, name: &str) -> bool {
    expression.contains(&identifier(name))
}

fn touched(
    diff: &TableDiff,
    actual: &LiveTable,
    is_meant: impl Fn(&Text) -> bool,
) -> (Option<Text>, bool) {
    let mut any = false;
    for column in actual.def.columns.iter().filter(|column| is_meant(&column.name)) {
        match becomes(diff, actual, &column.name) {
            Becomes::Same => {}
            Becomes::Sql(_) => any = true,
            Becomes::Unknown => return (Some(column.name.clone()), true),
        }
    }
    for change in &diff.changes {
        if let Change::AddColumn(ColumnDef { name, generated: Some(made), .. }) = change
            && is_meant(name)
        {
            match touches_expression(diff, actual, &made.expression) {
                (None, changed) => any |= changed,
                unknown => return unknown,
            }
        }
    }
    (None, any)
}

/// The question where the values of a column are not known beforehand.
pub(super) fn unknown(column: &str, what: &str, at_least: u64) -> Question {
    Question::Rows {
        at_least,
        reason: format!(
            "what the values of `{column}` become is not known beforehand, and {what} rests on them"
        ),
    }
}

/// What the values of a column that is there become.
pub(super) fn becomes(diff: &TableDiff, actual: &LiveTable, name: &str) -> Becomes {
    let Some(from) = actual.def.column(name) else { return Becomes::Same };
    let to = diff.altered_column(name).unwrap_or(from);
    let before = identifier(&actual.column_before(name));
    match (&from.generated, &to.generated) {
        (_, Some(made)) => {
            let sources = actual.def.columns.iter().filter(|source| {
                source.name != from.name && mentions(&made.expression, &source.name)
            });
            let mut changed = from.generated.as_ref() != Some(made) || from.ty != to.ty;
            for source in sources {
                match becomes(diff, actual, &source.name) {
                    Becomes::Same => {}
                    Becomes::Sql(_) => changed = true,
                    Becomes::Unknown => return Becomes::Unknown,
                }
            }
            if changed { Becomes::Sql(value(made).into_owned()) } else { Becomes::Same }
        }
        (Some(_), None) => match is_virtual(from) {
            true => match &to.default {
                Some(DefaultValue::Expression(sql)) if is_new_in_every_row(sql) => Becomes::Unknown,
                _ => Becomes::Sql(default(to)),
            },
            false => converted(from, to, &before),
        },
        (None, None) => converted(from, to, &before),
    }
}

fn is_virtual(column: &ColumnDef) -> bool {
    column.generated.as_ref().is_some_and(|made| made.storage == crate::schema::Storage::Virtual)
}

/// What a value becomes in another type, as the server converts it outside strict mode.
fn converted(from: &ColumnDef, to: &ColumnDef, name: &str) -> Becomes {
    use ColumnType as T;
    let unfit = unfit(from, to);
    let is_lossy = from.ty != to.ty && !unfit.is_empty();
    let is_bytes = matches!(from.ty, T::VarBinary { .. } | T::Blob { .. });
    if (from.ty.is_text() || is_bytes) && to.ty.is_text() {
        return text(from, to, name, is_lossy);
    }
    if unfit.contains(&Unfit::AnyValue) {
        return Becomes::Unknown;
    }
    match (&from.ty, &to.ty) {
        // A number or a time, as it is written.
        (_, T::Char { len } | T::VarChar { len }) => {
            let written = compared_as(&format!("CAST({name} AS CHAR)"), to);
            Becomes::Sql(format!("LEFT({written}, {len})"))
        }
        (_, T::Text { .. }) => Becomes::Sql(compared_as(&format!("CAST({name} AS CHAR)"), to)),
        _ if !is_lossy => Becomes::Same,
        (
            T::Boolean
            | T::Integer { .. }
            | T::Bit { .. }
            | T::Decimal { .. }
            | T::Float { .. }
            | T::Double { .. },
            T::Boolean | T::Integer { .. } | T::Bit { .. },
        ) => {
            let Some((least, most)) = bounds(&to.ty) else { return Becomes::Unknown };
            Becomes::Sql(format!("LEAST(GREATEST(ROUND({name} + 0), {least}), {most})"))
        }
        (
            T::Boolean
            | T::Integer { .. }
            | T::Bit { .. }
            | T::Decimal { .. }
            | T::Float { .. }
            | T::Double { .. },
            T::Decimal { precision, scale, unsigned },
        ) => {
            let cast = format!("CAST({name} AS DECIMAL({precision},{scale}))");
            Becomes::Sql(if *unsigned { format!("GREATEST({cast}, 0)") } else { cast })
        }
        (
            T::Boolean | T::Integer { .. } | T::Bit { .. } | T::Decimal { .. } | T::Double { .. },
            T::Float { .. } | T::Double { .. },
        ) => {
            let double = format!("({name} + 0e0)");
            Becomes::Sql(match &to.ty {
                T::Float { .. } => format!("CAST({double} AS FLOAT)"),
                _ => double,
            })
        }
        (T::Date | T::DateTime { .. } | T::Timestamp { .. }, T::Date) => {
            Becomes::Sql(format!("CAST({name} AS DATE)"))
        }
        (
            T::Date | T::DateTime { .. } | T::Timestamp { .. },
            T::DateTime { fsp } | T::Timestamp { fsp },
        ) => Becomes::Sql(format!("CAST({name} AS DATETIME({fsp}))")),
        (T::Time { .. }, T::Time { fsp }) => Becomes::Sql(format!("CAST({name} AS TIME({fsp}))")),
        (_, T::VarBinary { len }) => Becomes::Sql(format!("LEFT(CAST({name} AS BINARY), {len})")),
        (_, T::Binary { len }) => {
            Becomes::Sql(format!("RPAD(CAST({name} AS BINARY), {len}, x'00')"))
        }
        (T::Char { .. } | T::VarChar { .. } | T::Text { .. }, ty) => read(name, ty),
        _ => Becomes::Unknown,
    }
}

/// What a server reads in a text: what is no number is 0, and what is no time the zero of times.
fn read(name: &str, ty: &ColumnType) -> Becomes {
    use ColumnType as T;
    let Some(cast) = cast_name(ty) else { return Becomes::Unknown };
    let value = format!("CAST({name} AS {cast})");
    let or_zero = |zero: &str| format!("IF({name} IS NULL, NULL, COALESCE({value}, '{zero}'))");
    Becomes::Sql(match ty {
        T::Boolean | T::Integer { .. } => {
            let Some((least, most)) = bounds(ty) else { return Becomes::Unknown };
            let exact = format!("ROUND(CAST({name} AS DECIMAL(65,30)))");
            format!("LEAST(GREATEST({exact}, {least}), {most})")
        }
        T::Decimal { unsigned: true, .. } => format!("GREATEST({value}, 0)"),
        T::Float { .. } | T::Double { .. } => format!("({name} + 0e0)"),
        T::Date => or_zero("0000-00-00"),
        T::DateTime { .. } | T::Timestamp { .. } => or_zero("0000-00-00 00:00:00"),
        T::Time { .. } => or_zero("00:00:00"),
        _ => value,
    })
}

fn text(from: &ColumnDef, to: &ColumnDef, name: &str, is_lossy: bool) -> Becomes {
    let charset = to.resulting_charset();
    if from.charset == charset && from.collation == to.collation && !is_lossy {
        return Becomes::Same;
    }
    let compared = compared_as(name, to);
    Becomes::Sql(match &to.ty {
        ColumnType::Char { len } | ColumnType::VarChar { len } if is_lossy => {
            format!("LEFT({compared}, {len})")
        }
        // What is none of them becomes the empty text.
        ColumnType::Enum { members } if is_lossy => {
            let members: Vec<String> = members.iter().map(|member| literal(member)).collect();
            format!("IF({compared} IN ({}), {compared}, '')", members.join(", "))
        }
        ColumnType::Set { .. } if is_lossy => return Becomes::Unknown,
        _ => compared,
    })
}

/// Whether the server makes no value of the second type of one of the first that is not of that
/// form, in strict mode or not.
pub(super) fn is_refused(from: &ColumnDef, to: &ColumnDef) -> bool {
    let is_asked = matches!(
        (&from.ty, &to.ty),
        (
            ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text { .. },
            ColumnType::Json
        )
    );
    from.ty != to.ty
        && !is_asked
        && (has_a_form(&to.ty) || has_a_form(&from.ty) && from.ty != ColumnType::Json)
}

/// Documents, shapes, vectors, addresses. Numbers that are only shown otherwise have none.
fn has_a_form(ty: &ColumnType) -> bool {
    match ty {
        ColumnType::Json => true,
        ColumnType::Other { sql } => {
            let numbers = ["tinyint", "smallint", "mediumint", "int", "bigint", "decimal"];
            let word = sql.split(['(', ' ']).next().unwrap_or_default();
            !numbers.contains(&word) && !matches!(word, "float" | "double")
        }
        _ => false,
    }
}

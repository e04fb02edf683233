//! A column that becomes NOT NULL with a declared value for the rows that are there: it is added
//! nullable, filled in batches, and only then made NOT NULL. A run that is killed in between is
//! taken up by the next at the rows that are still NULL.
//!
//! The batches pass along a unique key, so that each row is passed once (and looked at once more
//! at the end, for rows that came meanwhile); a table without a usable one is searched from its
//! beginning for each batch.
//!
//! What would make the fill fail half-way, or change more than was asked for, is refused before.

use crate::ddl::{Clause, Fill, PassedKey, default_sql, type_sql};
use crate::diff::{Change, ColumnDifference, TableDiff};
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IndexPart, LiveTable, Text, eq_ignore_case,
};
use crate::server::Flavour;

use super::build::Context;
use super::draft::Draft;
use super::index::has_column;
use super::to_be::columns_to_be;
use super::{Act, Probe, Question, Risk, Step, WayOut, primary_key};

/// The value that existing rows get, where one is declared for a column that may not be NULL.
pub(super) fn value_of(column: &ColumnDef) -> Option<&Text> {
    column.backfill.as_ref().filter(|_| !column.nullable)
}

/// The value that the rows that are there get in a new column, row by row. MySQL adds no column
/// with a default that is new in every row where it writes a binary log (error 1674).
pub(super) fn value_of_new<'a>(ctx: &Context<'_>, column: &'a ColumnDef) -> Option<&'a Text> {
    let default = match &column.default {
        Some(DefaultValue::Expression(sql)) if ctx.flavour == Flavour::MySql => Some(sql),
        Some(DefaultValue::Expression(_) | DefaultValue::Literal(_) | DefaultValue::Bytes(_))
        | None => None,
    };
    value_of(column).or(default.filter(|sql| is_new_in_every_row(sql)))
}

/// The value that fills the NULLs of a column that is there and becomes NOT NULL: as declared, or
/// as a run began to give it that was killed. Nobody writes to a column that is computed.
pub(super) fn value_where_null<'a>(
    ctx: &Context<'_>,
    from: &ColumnDef,
    to: &'a ColumnDef,
) -> Option<&'a Text> {
    let value = value_of(to).or_else(|| value_of_new(ctx, to).filter(|_| !to.nullable));
    value.filter(|_| from.generated.is_none())
}

/// Takes the defaults that are new in every row out of a statement that adds columns, where the
/// server refuses both in one (error 1674): they are set right after it.
pub(super) fn defaults_apart(ctx: &Context<'_>, draft: &mut Draft) -> Draft {
    let mut apart = Draft::new();
    let adds = draft.clauses.iter().any(|clause| matches!(clause, Clause::AddColumn(_)));
    if ctx.flavour != Flavour::MySql || !adds {
        return apart;
    }
    for clause in &mut draft.clauses {
        if let Clause::AddColumn(column) | Clause::ChangeColumn { to: column, .. } = clause
            && let Some(DefaultValue::Expression(sql)) = &column.default
            && is_new_in_every_row(sql)
        {
            apart.raise(Risk::Metadata);
            apart.summary.push(format!("new rows get {sql} in `{}`", column.name));
            apart.clauses.push(Clause::SetDefault(column.clone()));
            column.default = None;
        }
    }
    apart
}

/// Whether the value of the expression is another one in every row.
pub(super) fn is_new_in_every_row(expression: &str) -> bool {
    let text = expression.to_lowercase();
    ["uuid", "rand", "sysdate"].iter().any(|function| text.contains(function))
}

/// Plans a new column: added nullable, filled, made as declared.
pub(super) fn add(drafts: &mut Drafts<'_>, to: &ColumnDef) {
    let nullable = ColumnDef { nullable: true, default: None, ..to.clone() };
    drafts.add.summary.push(format!(
        "add column `{}` {}, nullable at first",
        to.name,
        type_sql(&to.ty)
    ));
    drafts.add.clauses.push(Clause::AddColumn(nullable));
    // Rows that are inserted while others are filled have their value then.
    if let Some(default) = &to.default {
        let default = default_sql(default, &to.ty);
        drafts.defaults.raise(Risk::Metadata);
        drafts.defaults.summary.push(format!("new rows get {default} in `{}`", to.name));
        drafts.defaults.clauses.push(Clause::SetDefault(to.clone()));
    }
    if to.nullable {
        return;
    }
    drafts.tighten.raise(Risk::DataDependent);
    drafts.tighten.summary.push(format!("make column `{}` NOT NULL", to.name));
    let clause = Clause::ChangeColumn { from: to.name.clone(), to: to.clone() };
    drafts.tighten.clauses.push(clause);
}

/// The statements before the fill, and the one after it.
pub(super) struct Drafts<'a> {
    pub(super) add: &'a mut Draft,
    pub(super) defaults: &'a mut Draft,
    pub(super) tighten: &'a mut Draft,
}

/// The step that fills: an UPDATE in bounded batches.
pub(super) fn fill(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    column: &ColumnDef,
    value: &Text,
) -> Step {
    // The time of a row's last change is not that of this fill.
    let kept: Vec<Text> = actual
        .def
        .columns
        .iter()
        .filter(|column| column.on_update.is_some())
        .map(|column| column.name.clone())
        .collect();
    let change = format!("give `{}` the value {value} where it is NULL", column.name);
    let probe = |question, way_out: WayOut| Probe {
        table: actual.name_before(),
        change: change.clone(),
        question,
        way_out: way_out.into(),
        loss: None,
    };
    let is_there = actual.def.column(&column.name).is_some();
    let columns = columns_to_be(diff, actual);
    let unfilled = Question::Unfilled {
        column: is_there.then(|| match columns.as_slice() {
            [] => actual.column_before(&column.name),
            _ => column.name.clone(),
        }),
        expression: value.clone(),
        key: primary_key::key_columns_among(actual, &columns),
        columns,
    };
    let mut probes = vec![
        probe(unfilled, WayOut::FullBackfill),
        probe(
            Question::UpdateTriggers,
            "fill the column by hand, with the triggers in mind".into(),
        ),
    ];
    if let Some(reason) = judged_too_early(diff, column) {
        probes.push(probe(Question::Rows { at_least: 1, reason }, WayOut::BackfillFirst));
    }
    let fill =
        Fill { table: &diff.table, column: &column.name, value, kept: &kept, dialect: ctx.dialect };
    Step {
        probes,
        risk: Risk::DataDependent,
        repeats: true,
        batches: passed_key(diff, actual).map(|key| fill.batches(&key)),
        acts: vec![Act::Fill(column.name.clone())],
        rows_estimate: actual.rows_estimate,
        bytes_estimate: actual.bytes_estimate,
        ..Step::new(&diff.table, change.clone(), fill.sql())
    }
}

/// The key along which the rows are passed: as it is when they are filled, under new names.
fn passed_key(diff: &TableDiff, actual: &LiveTable) -> Option<PassedKey> {
    let def = &actual.def;
    if let Some(generated) = &actual.generated_key {
        return Some(PassedKey { index: "PRIMARY".into(), columns: vec![generated.clone()] });
    }
    let columns = |parts: &[IndexPart]| -> Option<Vec<Text>> {
        let column = |part: &IndexPart| {
            let column = def.column(part.column_name()?)?;
            let is_usable = part.prefix.is_none()
                && !part.descending
                && !column.nullable
                && is_kept_by_variables(&column.ty);
            is_usable.then(|| column.name.clone())
        };
        let columns: Option<Vec<Text>> = parts.iter().map(column).collect();
        columns.filter(|columns| !columns.is_empty())
    };
    if let Some(columns) = columns(&def.primary_key) {
        return Some(PassedKey { index: "PRIMARY".into(), columns });
    }
    // Any change of an index may come before the fill.
    let is_changed = |name: &Text| {
        diff.changes.iter().any(|change| {
            let changed = if let Change::DropIndex(index)
            | Change::ReplaceIndex { from: index, .. } = change
            {
                &index.name
            } else if let Change::HideIndex(index) | Change::ShowIndex(index) = change {
                index
            } else {
                return false;
            };
            eq_ignore_case(changed, name)
        })
    };
    let mut indexes = def.indexes.iter();
    indexes.find_map(|index| {
        let is_usable = index.is_unique() && !index.invisible && !is_changed(&index.name);
        let columns = columns(&index.parts).filter(|_| is_usable)?;
        Some(PassedKey { index: index.name.clone(), columns })
    })
}

/// Whether a variable of the session holds values of the type so that they compare, and sort, like
/// the column.
fn is_kept_by_variables(ty: &ColumnType) -> bool {
    match ty {
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Char { .. }
        | ColumnType::VarChar { .. }
        | ColumnType::Binary { .. }
        | ColumnType::VarBinary { .. }
        | ColumnType::Date
        | ColumnType::DateTime { .. }
        | ColumnType::Timestamp { .. } => true,
        // A float is not exact; members sort by their numbers and compare as texts; so does a time
        // (MySQL 9.7: '-01:00:00' > '00:00:00'); a year of two digits is another year; a bit is a
        // string to a variable.
        ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Time { .. }
        | ColumnType::Year
        | ColumnType::Bit { .. }
        | ColumnType::Text { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Json
        | ColumnType::Other { .. } => false,
    }
}

/// What would have to be asked of values that are not there yet.
fn judged_too_early(diff: &TableDiff, column: &ColumnDef) -> Option<String> {
    let name: &str = &column.name;
    let others: Vec<String> = diff
        .changes
        .iter()
        .filter_map(|other| match other {
            Change::ChangePrimaryKey { to, .. } if has_column(to, name) => {
                Some("the new primary key".to_owned())
            }
            Change::AddIndex(index) | Change::ReplaceIndex { to: index, .. }
                if index.is_unique() && has_column(&index.parts, name) =>
            {
                Some(format!("the unique index `{}`", index.name))
            }
            Change::AddForeignKey(key) | Change::ReplaceForeignKey { to: key, .. }
                if key.columns.iter().any(|other| other == name) =>
            {
                Some(format!("the foreign key `{}`", key.name))
            }
            Change::AddCheck(check) | Change::ReplaceCheck { to: check, .. } => {
                Some(format!("the check `{}`", check.name))
            }
            Change::AlterColumn { to, differences, .. }
                if to.name == name
                    && differences.iter().any(|difference| {
                        matches!(
                            difference,
                            ColumnDifference::Type
                                | ColumnDifference::Charset
                                | ColumnDifference::Collation
                        )
                    }) =>
            {
                Some("its new type".to_owned())
            }
            Change::ChangePrimaryKey { .. }
            | Change::AddIndex(_)
            | Change::ReplaceIndex { .. }
            | Change::AddForeignKey(_)
            | Change::ReplaceForeignKey { .. }
            | Change::AlterColumn { .. }
            | Change::CreateTable(_)
            | Change::RenameTable { .. }
            | Change::RenameColumn { .. }
            | Change::AddColumn(_)
            | Change::HideIndex(_)
            | Change::SetComment { .. }
            | Change::SetOptions { .. }
            | Change::ShowIndex(_)
            | Change::DropTable
            | Change::DropColumn(_)
            | Change::DropPrimaryKey(_)
            | Change::DropIndex(_)
            | Change::DropForeignKey(_)
            | Change::DropCheck(_)
            | Change::OrderColumns(_)
            | Change::SetPartitions { .. }
            | Change::CreateSequence(_)
            | Change::ReplaceSequence { .. }
            | Change::DropSequence => None,
        })
        .collect();
    if others.is_empty() {
        return None;
    }
    Some(format!("{} can't be judged before they have their values", others.join(", ")))
}

//! The steps that bring a table that is there to its declaration.
//!
//! Changes that the server can make at a stroke are kept apart from those that copy the table;
//! all that copy it go into one statement, so that it is copied once.

use crate::ddl::{Clause, alter_table, type_sql};
use crate::diff::{Change, ColumnDifference, TableDiff};
use crate::schema::{ColumnDef, IndexDef, IndexKind, IndexPart, LiveTable, Text, eq_ignore_case};

use super::backfill::{self, Fill, is_filled};
use super::build::Context;
use super::type_change::{TypeChange, charset_keeps, judge};
use super::{Probe, Question, Refusal, Risk, Step, primary_key};

/// One ALTER TABLE in the making.
pub(super) struct Draft {
    pub(super) clauses: Vec<Clause>,
    pub(super) summary: Vec<String>,
    pub(super) changes: Vec<Change>,
    pub(super) risk: Risk,
    pub(super) rebuilds: bool,
    pub(super) probes: Vec<Probe>,
    pub(super) blocked: Vec<Refusal>,
}

impl Draft {
    pub(super) const fn new() -> Self {
        Self {
            clauses: Vec::new(),
            summary: Vec::new(),
            changes: Vec::new(),
            risk: Risk::Additive,
            rebuilds: false,
            probes: Vec::new(),
            blocked: Vec::new(),
        }
    }

    pub(super) fn raise(&mut self, risk: Risk) {
        self.risk = self.risk.max(risk);
    }

    pub(super) fn ask(&mut self, probe: Probe) {
        if !self.probes.contains(&probe) {
            self.probes.push(probe);
        }
    }

    /// The step, unless there is nothing to do.
    pub(super) fn finish(
        mut self,
        ctx: &Context<'_>,
        diff: &TableDiff,
        actual: &LiveTable,
    ) -> Option<Step> {
        if self.clauses.is_empty() {
            return None;
        }
        if !actual.not_understood.is_empty() {
            self.blocked.push(Refusal::new(
                &diff.table,
                self.summary.join("; "),
                format!(
                    "the table has what this crate does not understand yet: {}",
                    actual.not_understood.join(", ")
                ),
                "make this change by hand; the next run will find it done",
            ));
        }
        Some(Step {
            table: diff.table.clone(),
            sql: alter_table(&diff.table, &self.clauses, ctx.dialect),
            summary: self.summary,
            changes: self.changes,
            risk: self.risk,
            rebuilds: self.rebuilds,
            repeats: false,
            rows_estimate: actual.rows_estimate,
            bytes_estimate: actual.bytes_estimate,
            probes: self.probes,
            blocked: self.blocked,
        })
    }
}

/// The steps of one table, without its foreign keys.
pub(super) fn steps(ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) -> Vec<Step> {
    let new_key = diff.new_primary_key();
    let numbered = newly_numbered(diff);
    let in_key = |name: &str| {
        new_key.is_some_and(|parts| has_column(parts, name))
            || new_key.is_some() && has_column(&actual.def.primary_key, name)
            || numbered.iter().any(|column| eq_ignore_case(column, name))
    };

    let [mut rename, mut add, mut key, mut rebuild, mut metadata, mut indexes, mut comment] =
        [const { Draft::new() }; 7];
    let mut fills: Vec<Fill> = Vec::new();
    for change in &diff.changes {
        match change {
            Change::RenameColumn { from, to } => {
                rename.raise(Risk::Metadata);
                rename.changes.push(change.clone());
                rename.summary.push(format!("rename column `{from}` to `{to}`"));
                rename.clauses.push(Clause::RenameColumn { from: from.clone(), to: to.clone() });
            }
            Change::AddColumn(column) if is_filled(column) && !in_key(&column.name) => {
                add.changes.push(change.clone());
                rebuild.changes.push(change.clone());
                backfill::add(&mut add, &mut fills, &mut rebuild, &with_charset(column, actual));
            }
            Change::AddColumn(column) => {
                let draft = if in_key(&column.name) { &mut key } else { &mut add };
                draft.changes.push(change.clone());
                add_column(draft, actual, column, new_key);
            }
            Change::AlterColumn { from, to, differences } => {
                let altered = alter_column(ctx, diff, actual, from, to, differences);
                if is_filled(to) && differences.contains(&ColumnDifference::Nullable) {
                    fills.push(backfill::fill(to));
                }
                let draft = match altered.risk {
                    _ if in_key(&from.name) => &mut key,
                    Risk::Additive | Risk::Metadata => &mut metadata,
                    Risk::Rebuild | Risk::DataDependent | Risk::Destructive => &mut rebuild,
                };
                draft.changes.push(change.clone());
                merge(draft, altered);
            }
            Change::ChangePrimaryKey { from, to, conflict } => {
                primary_key::plan(&mut key, ctx, diff, actual, from, to, conflict);
            }
            Change::AddIndex(index) | Change::ReplaceIndex { to: index, .. } => {
                // Beside a new primary key, so that what the old one kept unique never is
                // without a key; and with a column that the server only numbers under a key.
                let leads_numbered = index
                    .parts
                    .first()
                    .and_then(IndexPart::column_name)
                    .is_some_and(|name| numbered.iter().any(|c| eq_ignore_case(c, name)));
                let draft =
                    if new_key.is_some() || leads_numbered { &mut key } else { &mut indexes };
                draft.changes.push(change.clone());
                if let Change::ReplaceIndex { from, .. } = change {
                    draft.clauses.push(Clause::DropIndex(from.name.clone()));
                }
                add_index(draft, diff, actual, index);
            }
            Change::AddCheck(check) => {
                rebuild.raise(Risk::DataDependent);
                rebuild.rebuilds = true;
                rebuild.ask(Probe {
                    table: actual.name_before(),
                    change: format!("add the check `{}`", check.name),
                    question: Question::Violations {
                        expression: check.expression.clone(),
                        key: primary_key::key_columns(actual),
                    },
                    way_out: "correct the rows, or the check".to_owned(),
                });
                rebuild.changes.push(change.clone());
                rebuild.summary.push(format!("add check `{}`", check.name));
                rebuild.clauses.push(Clause::AddCheck(check.clone()));
            }
            Change::SetComment { to, .. } => {
                comment.raise(Risk::Metadata);
                comment.changes.push(change.clone());
                comment.summary.push("set the table's comment".to_owned());
                comment.clauses.push(Clause::Comment(to.clone()));
            }
            // Tables are renamed before all else; foreign keys come last of all, when every
            // parent is ready.
            Change::CreateTable(_)
            | Change::RenameTable { .. }
            | Change::AddForeignKey(_)
            | Change::ReplaceForeignKey { .. } => {}
        }
    }
    sort_clauses(&mut key.clauses);
    let before = [rename, add].into_iter().filter_map(|draft| draft.finish(ctx, diff, actual));
    let after = [key, rebuild, metadata, indexes, comment]
        .into_iter()
        .filter_map(|draft| draft.finish(ctx, diff, actual));
    let fills = fills.iter().map(|fill| fill.step(ctx, diff, actual));
    before.chain(fills).chain(after).collect()
}

/// The columns that the plan makes the server number.
fn newly_numbered(diff: &TableDiff) -> Vec<Text> {
    let mut numbered = Vec::new();
    for change in &diff.changes {
        if let Change::AddColumn(column) = change
            && column.auto_increment
        {
            numbered.push(column.name.clone());
        }
        if let Change::AlterColumn { to, differences, .. } = change
            && to.auto_increment
            && differences.contains(&ColumnDifference::AutoIncrement)
        {
            numbered.push(to.name.clone());
        }
    }
    numbered
}

pub(super) fn has_column(parts: &[IndexPart], name: &str) -> bool {
    parts.iter().any(|part| part.column_name().is_some_and(|other| eq_ignore_case(other, name)))
}

fn add_column(
    draft: &mut Draft,
    actual: &LiveTable,
    column: &ColumnDef,
    new_key: Option<&[IndexPart]>,
) {
    draft.raise(Risk::Additive);
    draft.summary.push(format!("add column `{}` {}", column.name, type_sql(&column.ty)));
    draft.clauses.push(Clause::AddColumn(with_charset(column, actual)));
    if column.auto_increment {
        draft.raise(Risk::Rebuild);
        draft.rebuilds = true;
        return;
    }
    if !column.nullable && column.default.is_none() && column.generated.is_none() {
        let in_key = new_key.is_some_and(|parts| has_column(parts, &column.name));
        draft.raise(Risk::DataDependent);
        draft.ask(Probe {
            table: actual.name_before(),
            change: format!("add column `{}`, NOT NULL without a default", column.name),
            question: Question::Rows {
                at_least: 1,
                reason: "the rows that are there would need a value".to_owned(),
            },
            way_out: if in_key {
                "add and fill the column by hand first, or give the field a default".to_owned()
            } else {
                "make the field an Option, or give it a default".to_owned()
            },
        });
    }
}

/// A new text column of a table in another character set gets `utf8mb4`, as in a new table: a
/// Rust string may hold any character.
fn with_charset(column: &ColumnDef, actual: &LiveTable) -> ColumnDef {
    let mut column = column.clone();
    let table = actual.def.options.charset.as_deref();
    let is_said = column.charset.is_some() || column.collation.is_some();
    if column.ty.is_text() && !is_said && table != Some("utf8mb4") {
        column.charset = Some("utf8mb4".into());
    }
    column
}

/// One altered column, judged.
fn alter_column(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    to: &ColumnDef,
    differences: &[ColumnDifference],
) -> Draft {
    let mut draft = Draft::new();
    let named: Vec<String> =
        differences.iter().map(|difference| describe(*difference, from, to)).collect();
    let summary = format!("alter column `{}`: {}", from.name, named.join(", "));
    for difference in differences {
        let (risk, rebuilds) = match difference {
            ColumnDifference::NameCase
            | ColumnDifference::Default
            | ColumnDifference::OnUpdate
            | ColumnDifference::Invisible
            | ColumnDifference::Comment => (Risk::Metadata, false),
            ColumnDifference::AutoIncrement => (Risk::Rebuild, true),
            ColumnDifference::Nullable if to.nullable => (Risk::Rebuild, true),
            // Its NULLs are filled first.
            ColumnDifference::Nullable if is_filled(to) => (Risk::DataDependent, true),
            ColumnDifference::Nullable => {
                draft.ask(primary_key::nulls(actual, &from.name, &summary));
                (Risk::DataDependent, true)
            }
            ColumnDifference::Type => match judge(&from.ty, &to.ty) {
                TypeChange::Metadata => (Risk::Metadata, false),
                TypeChange::Copy => (Risk::Rebuild, true),
                TypeChange::Lossy => (Risk::Destructive, true),
            },
            ColumnDifference::Charset => match (&from.charset, &to.charset) {
                (Some(from), Some(to)) if charset_keeps(from, to) => (Risk::Rebuild, true),
                _ => (Risk::Destructive, true),
            },
            ColumnDifference::Collation if is_in_unique_key(actual, &from.name) => {
                (Risk::Destructive, true)
            }
            ColumnDifference::Collation => (Risk::Rebuild, true),
            ColumnDifference::Generated => (Risk::Destructive, true),
        };
        draft.raise(risk);
        draft.rebuilds |= rebuilds;
    }
    if draft.risk == Risk::Destructive {
        draft.ask(Probe {
            table: actual.name_before(),
            change: summary.clone(),
            question: Question::Rows {
                at_least: 1,
                reason: "values could be cut, bent, or become equal".to_owned(),
            },
            way_out: "declare the column as it is, or convert it by hand after looking at its \
                      values"
                .to_owned(),
        });
    }
    draft.blocked.extend(blocked_by(ctx, diff, actual, from, to, differences, &summary));
    draft.summary.push(summary);
    draft.clauses.push(Clause::change_column(from, to, &actual.def.options));
    draft
}

fn describe(difference: ColumnDifference, from: &ColumnDef, to: &ColumnDef) -> String {
    match difference {
        ColumnDifference::Type => format!("{} -> {}", type_sql(&from.ty), type_sql(&to.ty)),
        ColumnDifference::Nullable if to.nullable => "NOT NULL -> NULL".to_owned(),
        ColumnDifference::Nullable => "NULL -> NOT NULL".to_owned(),
        ColumnDifference::NameCase => format!("name -> `{}`", to.name),
        ColumnDifference::AutoIncrement if to.auto_increment => "add AUTO_INCREMENT".to_owned(),
        ColumnDifference::AutoIncrement => "remove AUTO_INCREMENT".to_owned(),
        ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::Default
        | ColumnDifference::OnUpdate
        | ColumnDifference::Generated
        | ColumnDifference::Invisible
        | ColumnDifference::Comment => difference.to_string(),
    }
}

/// What makes the server refuse the change, or would lose something beside the column.
fn blocked_by(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    from: &ColumnDef,
    to: &ColumnDef,
    differences: &[ColumnDifference],
    summary: &str,
) -> Vec<Refusal> {
    let mut blocked = Vec::new();
    if actual.inline_checks.contains_key(&from.name) {
        blocked.push(Refusal::new(
            &diff.table,
            summary,
            "the column carries an inline check, which MariaDB would drop with this change",
            "make the check one of the table (ALTER TABLE .. ADD CONSTRAINT .. CHECK), or change \
             the column by hand",
        ));
    }
    let changes_type = differences.iter().any(|difference| {
        matches!(
            difference,
            ColumnDifference::Type | ColumnDifference::Charset | ColumnDifference::Collation
        )
    });
    let only_length = super::type_change::may_refer(&from.ty, &to.ty)
        && from.charset == to.charset
        && from.collation == to.collation;
    if changes_type && !only_length {
        let own = actual
            .def
            .foreign_keys
            .iter()
            .filter(|key| key.columns.iter().any(|column| eq_ignore_case(column, &from.name)));
        let incoming = ctx.live.references_to(&diff.table).map(|(_, key)| key).filter(|key| {
            key.parent_columns.iter().any(|column| eq_ignore_case(column, &from.name))
        });
        let names: Vec<String> = own.chain(incoming).map(|key| format!("`{}`", key.name)).collect();
        if !names.is_empty() {
            blocked.push(Refusal::new(
                &diff.table,
                summary,
                format!(
                    "foreign key {} joins this column with one of the same type; both ends must \
                     change together, or the server refuses",
                    names.join(", ")
                ),
                "drop the foreign key, change both columns, and run again: it is added back",
            ));
        }
    }
    blocked
}

fn is_in_unique_key(actual: &LiveTable, column: &str) -> bool {
    has_column(&actual.def.primary_key, column)
        || actual
            .def
            .indexes
            .iter()
            .any(|index| index.is_unique() && has_column(&index.parts, column))
}

fn merge(into: &mut Draft, change: Draft) {
    into.raise(change.risk);
    into.rebuilds |= change.rebuilds;
    into.clauses.extend(change.clauses);
    into.summary.extend(change.summary);
    into.blocked.extend(change.blocked);
    for probe in change.probes {
        into.ask(probe);
    }
}

fn add_index(draft: &mut Draft, diff: &TableDiff, actual: &LiveTable, index: &IndexDef) {
    draft.clauses.push(Clause::AddIndex(index.clone()));
    let what = match &index.kind {
        IndexKind::Unique => "unique index",
        IndexKind::Plain | IndexKind::Fulltext | IndexKind::Spatial | IndexKind::Other(_) => {
            draft.summary.push(format!("add index `{}`", index.name));
            return;
        }
    };
    let change = format!("add {what} `{}`", index.name);
    if let Some(question) = primary_key::uniqueness(diff, actual, &index.parts) {
        draft.raise(Risk::DataDependent);
        draft.ask(Probe {
            table: actual.name_before(),
            change: change.clone(),
            question,
            way_out: "make the values different, or drop `unique` from the declaration".to_owned(),
        });
    }
    draft.summary.push(change);
}

/// Columns before the keys that name them, drops before adds.
fn sort_clauses(clauses: &mut [Clause]) {
    clauses.sort_by_key(|clause| match clause {
        Clause::RenameColumn { .. } | Clause::AddColumn(_) => 0,
        Clause::ChangeColumn { .. } => 1,
        Clause::DropForeignKey(_) => 2,
        Clause::DropIndex(_) => 3,
        Clause::DropPrimaryKey | Clause::DropColumn(_) => 4,
        Clause::AddPrimaryKey(_) => 5,
        Clause::AddIndex(_) => 6,
        Clause::AddForeignKey(_) => 7,
        Clause::AddCheck(_) => 8,
        Clause::Comment(_) => 9,
    });
}

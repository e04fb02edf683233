//! From the diffs of all tables to ordered steps.

// Looks for single kinds of change among all.
#![allow(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use crate::ddl::{self, Dialect, as_in_table, create_table_with};
use crate::diff::{Change, Desired, Extent, TableDiff, Undeclared, leads_with};
use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexKind, LiveSchema, LiveTable, TableDef,
    TableName, TableOptions, Text, eq_ignore_case,
};
use crate::server::{Flavour, ServerInfo};

use super::column::with_charset;
use super::order::parents_first;
use super::{
    Loss, Note, Plan, Refusal, Risk, Step, check_name, detach, foreign_key, in_its_place, renamed,
    table, table_options,
};

/// What every part of the planner looks at.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) declared: &'a [TableDef],
    pub(super) diffs: &'a [TableDiff],
    /// Where the table of that name is among the diffs, and among the declared ones if it is one.
    places: &'a Places,
    pub(super) live: &'a LiveSchema,
    pub(super) flavour: Flavour,
    pub(super) server: &'a ServerInfo,
    pub(super) dialect: Dialect<'a>,
    pub(super) extent: Extent,
    /// Whether the server takes no ALTER of a table without a primary key but that which adds one.
    pub(super) requires_primary_key: bool,
    /// The foreign keys that go before all else, sorted by their tables.
    pub(super) detached: &'a [&'a (TableName, ForeignKeyDef)],
    /// The checks that go before all else, as their names go to other tables.
    pub(super) freed: &'a [(TableName, CheckDef)],
}

/// The places of tables, by their folded names.
type Places = BTreeMap<(String, String), usize>;

/// Plans the diffs, which are in the order of the desired tables.
pub(crate) fn build(
    desired: &Desired,
    diffs: &[TableDiff],
    live: &LiveSchema,
    server: &ServerInfo,
) -> Plan {
    let dialect = Dialect { database: Some(&live.database) };
    let declared = desired.tables.as_slice();
    let extent = desired.extent;
    let flavour = server.flavour;
    let detached = detach::in_the_way(desired, diffs, live, flavour);
    let freed = check_name::in_the_way(diffs, live, extent, flavour);
    let mut places = Places::new();
    for (at, diff) in diffs.iter().enumerate() {
        places.entry(live.folded(&diff.table)).or_insert(at);
    }
    let ctx = Context {
        declared,
        diffs,
        places: &places,
        live,
        flavour,
        server,
        dialect,
        extent,
        requires_primary_key: server.requires_primary_key,
        detached: &detached,
        freed: &freed,
    };
    let order = parents_first(declared, live);
    let mut steps: Vec<Step> = renamed::tables(&ctx).into_iter().collect();
    steps.extend(diffs.iter().filter_map(|diff| sequence(&ctx, diff)));
    steps.extend(detach::steps(&ctx));
    steps.extend(check_name::steps(&ctx));
    steps.extend(diffs.iter().filter_map(|diff| table_options::unversioning(&ctx, diff)));
    let mut last = Vec::new();
    let mut is_ready = vec![false; diffs.len()];
    for &at in &order {
        let (Some(table_def), Some(diff)) = (declared.get(at), diffs.get(at)) else { continue };
        is_ready[at] = true;
        match live.table(&diff.table) {
            None => {
                let (step, deferred) = create(&ctx, table_def, &is_ready);
                steps.push(step);
                last.extend(foreign_key::for_new_table(&ctx, table_def, deferred));
            }
            Some(actual) => {
                let mut keys = foreign_key::for_existing_table(&ctx, diff, actual);
                let beside = foreign_key::beside_the_copy(&ctx, diff, &mut keys, &is_ready);
                steps.extend(table::steps(&ctx, diff, actual, beside));
                last.extend(keys.finish(&ctx, diff, actual));
            }
        }
    }
    steps.extend(last);
    steps.extend(diffs.iter().filter_map(|diff| table_options::versioning(&ctx, diff)));
    steps.extend(diffs.iter().filter_map(|diff| drop_table(&ctx, diff, &desired.others)));
    let (refusals, notes, fixes) = (Vec::new(), notes(diffs, live), Vec::new());
    let (format, server, done) = (Plan::FORMAT, server.clone(), Vec::new());
    Plan { format, server, fixes, steps, refusals, notes, done }
}

/// A table, or a sequence, that shall not be there.
fn drop_table(
    ctx: &Context<'_>,
    diff: &TableDiff,
    others: &BTreeMap<TableName, Text>,
) -> Option<Step> {
    let (what, sql) = match diff.changes.as_slice() {
        [Change::DropTable] => ("drop the table", ddl::drop_table(&diff.table, ctx.dialect)),
        [Change::DropSequence] => {
            ("drop the sequence", ddl::drop_sequence(&diff.table, ctx.dialect))
        }
        _ => return None,
    };
    // Nobody allows what is refused whatever is allowed.
    let blocked = in_its_place::of_dropped(ctx.live, &diff.table, what, others);
    Some(Step {
        changes: diff.changes.clone(),
        risk: Risk::Destructive,
        losses: if blocked.is_none() { vec![Loss::Table] } else { Vec::new() },
        blocked: blocked.into_iter().collect(),
        rows_estimate: ctx.live.table(&diff.table).map_or(0, |table| table.rows_estimate),
        bytes_estimate: ctx.live.table(&diff.table).map_or(0, |table| table.bytes_estimate),
        ..Step::new(&diff.table, what, sql)
    })
}

/// A sequence that is made, or can't be made what it shall be.
fn sequence(ctx: &Context<'_>, diff: &TableDiff) -> Option<Step> {
    let mut begins_anew = false;
    let (what, sql) = match diff.changes.as_slice() {
        [Change::CreateSequence(sql)] => ("create the sequence", sql.to_string()),
        [Change::ReplaceSequence { from, to }] => {
            begins_anew = !holds(to, from);
            ("change the sequence", ddl::alter_sequence(to, begins_anew))
        }
        _ => return None,
    };
    let refusal = ctx.live.tables.contains_key(&diff.table).then(|| {
        Refusal::new(
            &diff.table,
            what,
            "a table has the name",
            format!("move the table away, then make the sequence by hand: {sql}"),
        )
    });
    let mut step = Step { changes: diff.changes.clone(), ..Step::new(&diff.table, what, sql) };
    step.blocked.extend(refusal);
    if begins_anew {
        step.risk = Risk::Destructive;
        step.losses.push(Loss::Table);
    }
    Some(step)
}

/// Whether every number of the second sequence is one of the first, so that wherever it has got
/// to is in range.
fn holds(sequence: &str, other: &str) -> bool {
    match (ddl::sequence_range(sequence), ddl::sequence_range(other)) {
        (Some((least, most)), Some((other_least, other_most))) => {
            least <= other_least && other_most <= most
        }
        _ => false,
    }
}

/// A CREATE TABLE with the foreign keys whose parents are there by then, and the others.
fn create<'a>(
    ctx: &Context<'_>,
    table: &'a TableDef,
    is_ready: &[bool],
) -> (Step, Vec<&'a ForeignKeyDef>) {
    let is_there = |key: &&ForeignKeyDef| {
        ctx.place(&key.parent).is_some_and(|at| is_ready.get(at) == Some(&true))
    };
    // MariaDB takes an index of words for one that serves the key, and then refuses it (error 1005).
    let is_served = |key: &&ForeignKeyDef| {
        let covers = |index: &&IndexDef| {
            index.kind == IndexKind::Fulltext && leads_with(&index.parts, &key.columns)
        };
        ctx.flavour == Flavour::MySql || table.indexes.iter().find(covers).is_none()
    };
    let (inline, deferred): (Vec<_>, Vec<_>) =
        table.foreign_keys.iter().partition(|key| is_there(key) && is_served(key));
    let name = table.qualified_name();
    let keys = inline.iter().filter_map(|key| foreign_key::forbidden(ctx, &name, key));
    let blocked = in_its_place::of_new_table(ctx.live, table).into_iter().chain(keys).collect();
    let sql = create_table_with(&ctx.as_created(table), &inline, ctx.dialect);
    let step = Step {
        changes: vec![Change::CreateTable(table.clone())],
        probes: renamed::unclear_table(ctx, table).into_iter().collect(),
        blocked,
        ..Step::new(&name, "create the table", sql)
    };
    (step, deferred)
}

/// What was noticed and is left alone. Not part of planning: a check that finds nothing to do
/// tells it too.
pub(crate) fn notes(diffs: &[TableDiff], live: &LiveSchema) -> Vec<Note> {
    diffs.iter().flat_map(|diff| notes_of(diff, live)).collect()
}

fn notes_of(diff: &TableDiff, live: &LiveSchema) -> Vec<Note> {
    let mut notes: Vec<Note> = diff
        .undeclared
        .iter()
        .map(|undeclared| Note {
            table: diff.table.clone(),
            text: format!("not declared, left alone: {undeclared}"),
            is_warning: matches!(undeclared, Undeclared::Column { blocks_inserts: true, .. }),
            undeclared: Some(undeclared.clone()),
        })
        .collect();
    if let Some(actual) = live.table(&diff.table) {
        let broken = actual
            .def
            .foreign_keys
            .iter()
            .filter(|key| actual.broken_foreign_keys.contains(&key.name));
        notes.extend(broken.map(|key| Note {
            table: diff.table.clone(),
            text: format!(
                "foreign key `{}` is broken: `{}` is not there, or has no unique key on the \
                 columns referred to; until it has, valid rows are refused",
                key.name, key.parent
            ),
            is_warning: true,
            undeclared: None,
        }));
    }
    notes
}

/// A new column without a character set of its own has the table's.
fn with_table_charset(column: &ColumnDef, actual: &LiveTable) -> ColumnDef {
    let mut column = column.clone();
    let options = &actual.def.options;
    let is_said = column.charset.is_some() || column.collation.is_some();
    if !is_said && options.charset.as_deref() == Some("utf8mb4") {
        column.charset = options.charset.clone();
        column.collation = options.collation.clone();
    }
    column
}

impl<'a> Context<'a> {
    pub(super) fn place(&self, table: &TableName) -> Option<usize> {
        self.places.get(&self.live.folded(table)).copied()
    }

    /// The table as it shall be.
    pub(super) fn desired(&self, table: &TableName) -> Option<&'a TableDef> {
        self.declared.get(self.place(table)?)
    }

    /// The foreign key of that name, as it shall be.
    pub(super) fn wanted_key(&self, child: &TableName, name: &str) -> Option<&'a ForeignKeyDef> {
        let keys = &self.desired(child)?.foreign_keys;
        keys.iter().find(|key| eq_ignore_case(&key.name, name))
    }

    /// What is declared of a foreign key that is there: the same, or what takes its place.
    pub(super) fn declared_key(
        &self,
        child: &TableName,
        key: &ForeignKeyDef,
    ) -> Option<&'a ForeignKeyDef> {
        detach::declared(self.declared, self.diffs, self.live, child, key)
    }

    /// The options of the table when the plan has set them, which is before its columns change.
    pub(super) fn options_after(&self, actual: &LiveTable) -> TableOptions {
        let diff = self.place(&actual.def.qualified_name()).and_then(|at| self.diffs.get(at));
        let there = &actual.def.options;
        diff.map_or_else(|| there.clone(), |diff| diff.resulting_options(there))
    }

    /// Whether the foreign key is away while the tables change.
    pub(super) fn is_detached(&self, child: &TableName, name: &str) -> bool {
        self.detached.iter().any(|(table, key)| table == child && key.name == name)
    }

    /// Whether the check has gone before all else.
    pub(super) fn is_freed(&self, table: &TableName, name: &str) -> bool {
        self.freed.iter().any(|(other, check)| other == table && check.name == name)
    }

    /// Whether everything shall be exactly as described, so that nothing has to be kept.
    pub(super) fn is_exact(&self) -> bool {
        self.extent == Extent::Exact
    }

    /// The table with what a new one gets where the declaration is silent: the character set
    /// that holds every Rust string, and the database's own collation of it, so that its texts
    /// compare like those of the tables beside it.
    fn as_created(&self, table: &TableDef) -> TableDef {
        let mut table = table.clone();
        let options = &mut table.options;
        if self.extent != Extent::Mentioned {
            // What every table has that does not say otherwise; said, it would stay so for ever.
            options.row_format.take_if(|format| format.eq_ignore_ascii_case("dynamic"));
            if options.engine.as_deref() == Some("MyISAM") {
                options.row_format.take_if(|format| format.eq_ignore_ascii_case("fixed"));
            }
            for column in table.columns.to_mut() {
                *column = as_in_table(column, options);
            }
        }
        if options.charset.is_none() && options.collation.is_none() {
            options.charset = Some("utf8mb4".into());
            options.collation = self
                .live
                .default_collations
                .get(&table.database)
                .filter(|collation| collation.starts_with("utf8mb4"))
                .cloned();
        }
        table
    }

    /// The column as it will be when the plan has run.
    pub(super) fn resulting_column(&self, table: &TableName, column: &str) -> Option<ColumnDef> {
        let diff = self.place(table).and_then(|at| self.diffs.get(at));
        let created = diff.and_then(|diff| match diff.changes.as_slice() {
            [Change::CreateTable(table)] => {
                let options = self.as_created(table).options;
                table.column(column).map(|column| {
                    let mut column = column.clone();
                    if column.charset.is_none() && column.collation.is_none() {
                        column.charset = options.charset;
                        column.collation = options.collation;
                    }
                    column
                })
            }
            _ => None,
        });
        let changed = diff.and_then(|diff| {
            let added = diff.added_column(column).map(|added| {
                self.live.table(table).map_or_else(
                    || added.clone(),
                    |actual| with_charset(&with_table_charset(added, actual), actual),
                )
            });
            added.or_else(|| diff.altered_column(column).cloned())
        });
        created.or(changed).or_else(|| self.live.table(table)?.def.column(column).cloned())
    }
}

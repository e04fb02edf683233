//! The steps that bring a table that is there to its declaration: its changes are sorted into
//! drafts by what each may go together with (`change`), and the drafts put in order (`sequence`).

mod change;
mod numbered;
mod partitions;
mod rests;
mod sequence;
mod uses;

use crate::diff::TableDiff;
use crate::schema::{ColumnDef, LiveTable, Text, eq_ignore_case};

use super::build::Context;
use super::draft::Draft;
use super::index::has_column;
use super::{Step, renamed};

pub(super) use rests::violations;

/// The steps of one table; its foreign keys only where they go beside what copies it.
pub(super) fn steps(
    ctx: &Context<'_>,
    diff: &TableDiff,
    actual: &LiveTable,
    beside: Option<Draft>,
) -> Vec<Step> {
    let mut drafts = Drafts::new(ctx, diff, actual);
    for change in &diff.changes {
        drafts.take(change);
    }
    drafts.look_around();
    drafts.in_order(beside)
}

/// The ALTERs of one table in the making.
struct Drafts<'a> {
    ctx: &'a Context<'a>,
    diff: &'a TableDiff,
    actual: &'a LiveTable,
    /// Columns that the server begins to number, which it does only under a key.
    numbered: Vec<Text>,

    rename: Draft,
    /// New columns.
    add: Draft,
    /// Defaults that new columns get when they are there, so that no old row has them.
    defaults: Draft,
    /// The primary key, and what can only go beside it.
    key: Draft,
    /// What copies the table, or asks its rows.
    rebuild: Draft,
    /// What only changes how the table is described.
    metadata: Draft,
    indexes: Draft,
    comment: Draft,
    options: Draft,
    /// A row format with shorter keys: after the longer ones are gone.
    format: Draft,
    unpartition: Draft,
    partition: Draft,
    /// Indexes that have to be away before others like them can be built.
    unseen: Draft,
    /// Indexes that are built by themselves.
    apart: Vec<Draft>,
    /// Columns whose rows get a value, and the SQL of it.
    filled: Vec<(&'a ColumnDef, &'a Text)>,
}

impl<'a> Drafts<'a> {
    fn new(ctx: &'a Context<'a>, diff: &'a TableDiff, actual: &'a LiveTable) -> Self {
        Self {
            ctx,
            diff,
            actual,
            numbered: numbered::new(diff),
            rename: Draft::new(),
            add: Draft::new(),
            defaults: Draft::new(),
            key: Draft::new(),
            rebuild: Draft::new(),
            metadata: Draft::new(),
            indexes: Draft::new(),
            comment: Draft::new(),
            options: Draft::new(),
            format: Draft::new(),
            unpartition: Draft::new(),
            partition: Draft::new(),
            unseen: Draft::new(),
            apart: Vec::new(),
            filled: Vec::new(),
        }
    }

    /// Whether the column's change has to go beside the new primary key.
    fn is_in_key(&self, column: &str) -> bool {
        let new = self.diff.new_primary_key();
        new.is_some_and(|parts| {
            has_column(parts, column) || has_column(&self.actual.def.primary_key, column)
        }) || self.is_numbered(column)
    }

    fn is_numbered(&self, column: &str) -> bool {
        self.numbered.iter().any(|numbered| eq_ignore_case(numbered, column))
    }

    /// What the changes mean to what is beside them, and what beside them is in their way.
    fn look_around(&mut self) {
        let (ctx, diff, actual) = (self.ctx, self.diff, self.actual);
        for probe in rests::on_changed_values(diff, actual) {
            self.rebuild.ask(probe);
        }
        for probe in renamed::unclear_columns(ctx, diff, actual) {
            self.add.ask(probe);
        }
        if !self.rename.clauses.is_empty() {
            renamed::rewrite(&mut self.rename, ctx, diff, actual);
        }
        if let Some(probe) = uses::of_what_goes(ctx, diff, actual) {
            // The earliest statement that takes a name away asks for all of them.
            let draft = match self.rename.clauses.is_empty() {
                true => &mut self.rebuild,
                false => &mut self.rename,
            };
            draft.ask(probe);
        }
        self.key.blocked.extend(numbered::second(diff, actual));
        self.key.blocked.extend(partitions::key_across(ctx, diff, actual));
        self.indexes.blocked.extend(partitions::key_across(ctx, diff, actual));
    }
}

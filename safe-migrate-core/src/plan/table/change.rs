//! A change in, what it takes in the draft where it belongs.

use crate::ddl::Clause;
use crate::diff::{Change, ColumnDifference};
use crate::schema::{CheckDef, ColumnDef, IndexDef, IndexKind, IndexPart, TableOptions, Text};
use crate::server::Flavour;

use super::super::backfill::{self, value_of_new, value_where_null};
use super::super::column::{add_column, alter_column, is_added_again, with_charset};
use super::super::draft::Draft;
use super::super::index::{add_index, is_unseen, replace_index};
use super::super::{Loss, Risk, primary_key, table_options};
use super::Drafts;
use super::partitions::is_partitioned;
use super::rests::violations;

impl<'a> Drafts<'a> {
    /// Sorts the change into its draft.
    pub(super) fn take(&mut self, change: &'a Change) {
        match change {
            Change::RenameColumn { from, to } => self.rename.add(
                Risk::Metadata,
                change,
                format!("rename column `{from}` to `{to}`"),
                Clause::RenameColumn { from: from.clone(), to: to.clone() },
            ),
            Change::AddColumn(column) => self.new_column(change, column),
            Change::AlterColumn { from, to, differences } => {
                self.altered_column(change, from, to, differences);
            }
            Change::DropColumn(column) => {
                if column.generated.is_none() {
                    self.rebuild.losses.push(Loss::Column(column.name.clone()));
                }
                self.rebuild.add(
                    Risk::Destructive,
                    change,
                    format!("drop column `{}`", column.name),
                    Clause::DropColumn(column.name.clone()),
                );
            }
            Change::OrderColumns(_) => {
                self.rebuild.raise(Risk::Metadata);
                self.rebuild.changes.push(change.clone());
                self.rebuild.summary.push("put the columns in order".to_owned());
            }

            Change::ChangePrimaryKey { from, to, conflict } => {
                let (ctx, diff, actual) = (self.ctx, self.diff, self.actual);
                primary_key::plan(&mut self.key, ctx, diff, actual, from, to, conflict);
            }
            Change::DropPrimaryKey(_) => {
                let summary = "drop the primary key".to_owned();
                self.key.add(Risk::Rebuild, change, summary, Clause::DropPrimaryKey);
            }

            Change::AddIndex(index) => self.index(change, None, index),
            Change::ReplaceIndex { from, to } => self.index(change, Some(from), to),
            // It is made so.
            Change::HideIndex(name) | Change::ShowIndex(name)
                if is_added_again(self.diff, self.actual, name) =>
            {
                self.rebuild.changes.push(change.clone());
            }
            Change::HideIndex(name) => self.indexes.add(
                Risk::Metadata,
                change,
                format!("make index `{name}` invisible"),
                Clause::HideIndex(name.clone()),
            ),
            Change::ShowIndex(name) => self.indexes.add(
                Risk::Metadata,
                change,
                format!("make index `{name}` visible"),
                Clause::ShowIndex(name.clone()),
            ),
            Change::DropIndex(index) => drop_index(&mut self.indexes, change, index),

            Change::AddCheck(check) => self.check(change, "add", check),
            Change::ReplaceCheck { from, to } => {
                self.rebuild.clauses.push(Clause::DropCheck(from.name.clone()));
                self.check(change, "replace", to);
            }
            Change::DropCheck(check) if self.ctx.is_freed(&self.diff.table, &check.name) => {}
            Change::DropCheck(check) => self.rebuild.add(
                Risk::Metadata,
                change,
                format!("drop check `{}`", check.name),
                Clause::DropCheck(check.name.clone()),
            ),

            Change::SetComment { to, .. } => self.comment.add(
                Risk::Metadata,
                change,
                "set the table's comment".to_owned(),
                Clause::Comment(to.clone()),
            ),
            Change::SetOptions { from, to } => self.table_options(change, from, to),
            Change::SetPartitions { from, to } => self.partitions(change, from, to),

            // Tables are renamed before all else; foreign keys go first and come last of all,
            // when every parent is ready; tables are dropped at the end.
            Change::CreateTable(_)
            | Change::RenameTable { .. }
            | Change::DropTable
            | Change::DropForeignKey(_)
            | Change::CreateSequence(_)
            | Change::ReplaceSequence { .. }
            | Change::DropSequence
            | Change::AddForeignKey(_)
            | Change::ReplaceForeignKey { .. } => {}
        }
    }

    fn new_column(&mut self, change: &Change, column: &'a ColumnDef) {
        let is_in_key = self.is_in_key(&column.name);
        match value_of_new(self.ctx, column) {
            Some(value) if !is_in_key => {
                self.add.changes.push(change.clone());
                self.rebuild.changes.push(change.clone());
                let mut drafts = backfill::Drafts {
                    add: &mut self.add,
                    defaults: &mut self.defaults,
                    tighten: &mut self.rebuild,
                };
                backfill::add(&mut drafts, &with_charset(column, self.actual));
                self.filled.push((column, value));
            }
            Some(_) | None => {
                let draft = if is_in_key { &mut self.key } else { &mut self.add };
                draft.changes.push(change.clone());
                add_column(draft, self.diff, self.actual, column);
            }
        }
    }

    fn altered_column(
        &mut self,
        change: &Change,
        from: &ColumnDef,
        to: &'a ColumnDef,
        differences: &[ColumnDifference],
    ) {
        let altered = alter_column(self.ctx, self.diff, self.actual, from, to, differences);
        if let Some(value) = value_where_null(self.ctx, from, to)
            && differences.contains(&ColumnDifference::Nullable)
        {
            self.filled.push((to, value));
        }
        let draft = match altered.risk {
            _ if self.is_in_key(&from.name) => &mut self.key,
            Risk::Additive | Risk::Metadata => &mut self.metadata,
            Risk::Rebuild | Risk::DataDependent | Risk::Destructive => &mut self.rebuild,
        };
        draft.changes.push(change.clone());
        draft.absorb(altered);
    }

    /// An index, which may take another's place.
    fn index(&mut self, change: &Change, old: Option<&IndexDef>, index: &IndexDef) {
        let (ctx, diff, actual) = (self.ctx, self.diff, self.actual);
        // Beside a new primary key, so that what the old one kept unique never is without a key;
        // and with a column that the server only numbers under a key.
        let first = index.parts.first().and_then(IndexPart::column_name);
        let is_beside_key =
            diff.new_primary_key().is_some() || first.is_some_and(|name| self.is_numbered(name));
        let draft = if is_beside_key { &mut self.key } else { &mut self.indexes };
        draft.changes.push(change.clone());
        match old {
            Some(old) => {
                if is_unseen(old, index) {
                    drop_index(&mut self.unseen, change, old);
                }
                replace_index(draft, ctx, diff, actual, old, index);
            }
            None => add_index(draft, diff, actual, index),
        }
        self.apart.extend(built_apart(draft, change, index));
    }

    fn check(&mut self, change: &Change, verb: &str, check: &CheckDef) {
        if check.enforced {
            let probe = violations(self.diff, self.actual, &check.name, &check.expression);
            self.rebuild.ask(probe);
        }
        self.rebuild.add(
            Risk::DataDependent,
            change,
            format!("{verb} check `{}`", check.name),
            Clause::AddCheck(check.clone()),
        );
    }

    fn table_options(&mut self, change: &Change, from: &TableOptions, to: &TableOptions) {
        let (ctx, diff, actual) = (self.ctx, self.diff, self.actual);
        // Else MySQL notes the format, and leaves the partitions as they are.
        let copies_for_format = is_partitioned(actual) && ctx.flavour == Flavour::MySql;
        self.options.blocked.extend(table_options::irrevocable(diff, from, to));
        if let Some(probe) = table_options::loses_rows(diff, actual, from, to) {
            self.options.ask(probe);
        }
        let mut to = table_options::to_set(from, to);
        if !table_options::is_by_time(ctx, diff) {
            // A step of its own, before or after all else: such a table is not altered.
            to.system_versioned = None;
        }
        let is_old = |format: &mut Text| {
            ["compact", "redundant"].contains(&format.to_ascii_lowercase().as_str())
        };
        if let Some(row_format) = to.row_format.take_if(is_old) {
            // Its keys are shorter: the longer ones have to go before.
            let summary = format!("set the row format {row_format}");
            let only = TableOptions { row_format: Some(row_format), ..TableOptions::NONE };
            self.format.add(Risk::Rebuild, change, summary, Clause::Options(only));
            self.format.clauses.extend(copies_for_format.then_some(Clause::Copying));
        }
        if let (Some(_), None, [_, ..]) =
            (&to.primary_key, diff.new_primary_key(), &*actual.def.primary_key)
        {
            self.key.raise(Risk::Rebuild);
            self.key.summary.push("set the primary key's options".to_owned());
            self.key.clauses.push(Clause::DropPrimaryKey);
            self.key.clauses.push(primary_key::add_clause(ctx, diff, &actual.def.primary_key));
        }
        let is_copied = to.engine.is_some()
            || to.others.is_some()
            || to.system_versioned.is_some()
            || to.row_format.is_some() && to.row_format != from.row_format;
        let draft = &mut self.options;
        draft.raise(if is_copied { Risk::Rebuild } else { Risk::Metadata });
        draft.changes.push(change.clone());
        let narrows = to.charset.as_deref().is_some_and(|charset| charset != "utf8mb4");
        if ctx.flavour == Flavour::MariaDb && narrows {
            draft.clauses.extend(table_options::defaults_in_the_way(diff, actual));
        }
        if table_options::is_any(&to) {
            let copies = copies_for_format && to.row_format.is_some();
            draft.summary.extend(table_options::summary(from, &to));
            draft.clauses.push(Clause::Options(to));
            draft.clauses.extend(copies.then_some(Clause::Copying));
        }
    }

    fn partitions(&mut self, change: &Change, from: &Text, to: &Text) {
        let others = self.diff.changes.len() > 1;
        if !from.is_empty() && (to.is_empty() || others) {
            self.unpartition.clauses.push(Clause::Partition(Text::default()));
            self.unpartition.summary.push("remove the partitions".to_owned());
        }
        if !to.is_empty() {
            self.partition.clauses.push(Clause::Partition(to.clone()));
            self.partition.summary.push("partition the rows".to_owned());
        }
        for draft in [&mut self.unpartition, &mut self.partition] {
            draft.raise(Risk::Rebuild);
            draft.changes.push(change.clone());
        }
    }
}

fn drop_index(draft: &mut Draft, change: &Change, index: &IndexDef) {
    draft.add(
        Risk::Metadata,
        change,
        format!("drop index `{}`", index.name),
        Clause::DropIndex(index.name.clone()),
    );
}

/// Takes the clause that adds a fulltext or spatial index out of the draft: such an index blocks
/// writers while it is built, and InnoDB builds one at a time.
fn built_apart(draft: &mut Draft, change: &Change, index: &IndexDef) -> Option<Draft> {
    match index.kind {
        IndexKind::Fulltext | IndexKind::Spatial => {}
        IndexKind::Plain | IndexKind::Unique | IndexKind::Other(_) => return None,
    }
    let clause = draft.clauses.pop_if(|clause| matches!(clause, Clause::AddIndex(_)))?;
    let mut late = Draft::new();
    late.changes.push(change.clone());
    late.summary.push(format!("add index `{}`", index.name));
    late.clauses.push(clause);
    if draft.clauses.is_empty() {
        *draft = Draft::new();
    }
    Some(late)
}

//! Drafts in, steps in their order out.
//!
//! A table that has to be rebuilt gets everything in one statement: it is copied once, and
//! nothing stays half done. Otherwise only changes that cost the same go together, so that none of
//! them drags the others into a rebuild, or into waiting.

use std::mem::take;

use crate::ddl::Clause;
use crate::diff::{Change, TableDiff};
use crate::schema::{IndexKind, LiveTable};

use super::super::build::Context;
use super::super::draft::Draft;
use super::super::{Refusal, Step, WayOut, backfill, renamed};
use super::Drafts;

impl Drafts<'_> {
    /// The steps, in the order in which the server takes them.
    pub(super) fn in_order(mut self, mut beside: Option<Draft>) -> Vec<Step> {
        let (ctx, diff, actual) = (self.ctx, self.diff, self.actual);
        let finish = |draft: Draft| draft.finish(ctx, diff, actual);
        let mut steps: Vec<Step> = Vec::new();
        let mut renamed_beside = Draft::new();
        if key_comes_first(ctx, diff, actual) {
            if !self.options.clauses.is_empty() {
                self.options.blocked.push(key_before(diff, &self.options));
            }
            renamed_beside = take(&mut self.rename);
            if !self.filled.is_empty() {
                // Rows are filled, and columns made NOT NULL, after it.
                let mut opening = take(&mut self.add);
                opening.absorb(take(&mut self.key));
                renamed::put_into(&mut opening, take(&mut renamed_beside));
                let defaults = backfill::defaults_apart(ctx, &mut opening);
                steps.extend(finish(opening));
                steps.extend(finish(defaults));
            }
        }
        steps.extend(finish(self.unpartition));
        steps.extend(finish(self.rename));
        steps.extend(finish(self.unseen));
        // Apart: what a MODIFY beside it does not restate would follow the new default.
        steps.extend(finish(self.options));
        if !self.filled.is_empty() {
            steps.extend(finish(take(&mut self.add)));
            steps.extend(finish(self.defaults));
            let fill = |(column, value)| backfill::fill(ctx, diff, actual, column, value);
            steps.extend(self.filled.into_iter().map(fill));
        }

        let Self { mut add, key, rebuild, metadata, comment, mut indexes, .. } = self;
        let is_one = ctx.is_exact() && diff.changes.iter().any(takes_or_moves);
        let is_rebuilt =
            [&add, &key, &rebuild, &metadata].iter().any(|draft| draft.rebuilds(ctx, actual));
        if is_one || is_rebuilt {
            // The table is rebuilt anyway: all at one stroke, so that nothing stays half done. A
            // server that wants every table to have a key takes no other ALTER before it, either.
            for other in [key, rebuild, metadata, comment].into_iter().chain(beside.take()) {
                add.absorb(other);
            }
            if is_one || is_sorted_only(&indexes) {
                add.absorb(take(&mut indexes));
            }
            renamed::put_into(&mut add, renamed_beside);
            let defaults = backfill::defaults_apart(ctx, &mut add);
            add.place(ctx, diff, actual);
            steps.extend(finish(add));
            steps.extend(finish(defaults));
            steps.extend(finish(indexes));
        } else {
            let mut alike: Vec<Draft> = Vec::new();
            for draft in [add, key, rebuild, metadata, indexes, comment] {
                match alike.last_mut() {
                    Some(last) if last.costs_no_more_with(&draft, ctx, actual) => {
                        last.absorb(draft);
                    }
                    _ => alike.push(draft),
                }
            }
            steps.extend(alike.into_iter().filter_map(finish));
        }
        steps.extend(self.apart.into_iter().chain(beside).filter_map(finish));
        steps.extend(finish(self.format));
        steps.extend(finish(self.partition));
        steps
    }
}

/// Whether the server takes no other ALTER before that which adds the key (error 3750).
fn key_comes_first(ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) -> bool {
    ctx.requires_primary_key
        && actual.def.primary_key.is_empty()
        && actual.generated_key.is_none()
        && diff.new_primary_key().is_some()
}

fn key_before(diff: &TableDiff, draft: &Draft) -> Refusal {
    Refusal::new(
        &diff.table,
        draft.summary.join("; "),
        "the server wants every table to have a primary key (sql_require_primary_key), and takes \
         no other change of this one before it has",
        WayOut::PrimaryKeyFirst,
    )
}

/// Whether the indexes are built like any other. Fulltext and spatial ones are not.
fn is_sorted_only(indexes: &Draft) -> bool {
    indexes.clauses.iter().all(|clause| {
        let Clause::AddIndex(index) = clause else { return true };
        matches!(index.kind, IndexKind::Plain | IndexKind::Unique)
    })
}

/// Whether something goes, or stands elsewhere: what goes may rest on what else changes.
fn takes_or_moves(change: &Change) -> bool {
    matches!(
        change,
        Change::DropColumn(_)
            | Change::DropPrimaryKey(_)
            | Change::DropIndex(_)
            | Change::DropCheck(_)
            | Change::OrderColumns(_)
    )
}

//! One ALTER TABLE in the making: clauses come in, a step goes out.

use crate::ddl::{Clause, alter_table};
use crate::diff::{Change, TableDiff};
use crate::schema::LiveTable;
use crate::server::Flavour;

use super::build::Context;
use super::cost::{Cost, cost};
use super::foreign_key::orphans_of_kept;
use super::place::place;
use super::{Act, Algorithm, Loss, Probe, Question, Refusal, Risk, Step};

/// One ALTER TABLE in the making.
pub(super) struct Draft {
    pub(super) clauses: Vec<Clause>,
    pub(super) summary: Vec<String>,
    pub(super) changes: Vec<Change>,
    pub(super) risk: Risk,
    pub(super) probes: Vec<Probe>,
    pub(super) losses: Vec<Loss>,
    pub(super) blocked: Vec<Refusal>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            clauses: Vec::new(),
            summary: Vec::new(),
            changes: Vec::new(),
            risk: Risk::Additive,
            probes: Vec::new(),
            losses: Vec::new(),
            blocked: Vec::new(),
        }
    }
}

impl Draft {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// One change that one clause makes.
    pub(super) fn add(&mut self, risk: Risk, change: &Change, summary: String, clause: Clause) {
        self.raise(risk);
        self.changes.push(change.clone());
        self.summary.push(summary);
        self.clauses.push(clause);
    }

    pub(super) fn raise(&mut self, risk: Risk) {
        self.risk = self.risk.max(risk);
    }

    /// Whatever else it is: rows decide, unless it is no question to them.
    pub(super) fn ask(&mut self, probe: Probe) {
        if !matches!(probe.question, Question::TriggersAndViews { .. }) {
            self.raise(Risk::DataDependent);
        }
        if !self.probes.contains(&probe) {
            self.probes.push(probe);
        }
    }

    /// Takes over all that another draft holds.
    pub(super) fn absorb(&mut self, other: Self) {
        self.raise(other.risk);
        self.clauses.extend(other.clauses);
        self.summary.extend(other.summary);
        self.changes.extend(other.changes);
        self.blocked.extend(other.blocked);
        self.losses.extend(other.losses);
        for probe in other.probes {
            self.ask(probe);
        }
    }

    /// Gives the columns their places, where they shall have certain ones. Only of a draft that
    /// holds all changes of columns.
    pub(super) fn place(&mut self, ctx: &Context<'_>, diff: &TableDiff, actual: &LiveTable) {
        if ctx.is_exact() {
            sort_clauses(&mut self.clauses);
            place(&mut self.clauses, ctx, diff, actual);
        }
    }

    /// What it costs, as it stands.
    pub(super) fn cost(&self, ctx: &Context<'_>, actual: &LiveTable) -> Cost {
        cost(&self.clauses, actual, &ctx.options_after(actual), ctx.server)
    }

    /// Whether the server writes the table's rows anew for it.
    pub(super) fn rebuilds(&self, ctx: &Context<'_>, actual: &LiveTable) -> bool {
        !self.clauses.is_empty() && self.cost(ctx, actual).rebuilds
    }

    /// Whether a statement of both costs what each of them does: then one does it as well as two.
    pub(super) fn costs_no_more_with(
        &self,
        other: &Self,
        ctx: &Context<'_>,
        actual: &LiveTable,
    ) -> bool {
        if self.clauses.is_empty() || other.clauses.is_empty() {
            return true;
        }
        let own = self.cost(ctx, actual);
        let both: Vec<Clause> = self.clauses.iter().chain(&other.clauses).cloned().collect();
        own.algorithm.is_some()
            && !own.rebuilds
            && own == other.cost(ctx, actual)
            && own == cost(&both, actual, &ctx.options_after(actual), ctx.server)
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
        sort_clauses(&mut self.clauses);
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
        let Cost { algorithm, rebuilds } = self.cost(ctx, actual);
        let copies = algorithm.is_none_or(|algorithm| algorithm == Algorithm::Copy);
        if copies && ctx.flavour == Flavour::MySql {
            // Hardly ever are there any, so that the rows do not decide: the risk stays what it is.
            self.probes.extend(orphans_of_kept(ctx, diff, actual));
        }
        Some(Step {
            table: diff.table.clone(),
            sql: alter_table(&diff.table, &self.clauses, ctx.dialect),
            summary: self.summary,
            changes: self.changes,
            algorithm,
            risk: self.risk.of_rebuild(rebuilds),
            rebuilds,
            may_rebuild: false,
            repeats: false,
            batches: None,
            rows_estimate: actual.rows_estimate,
            bytes_estimate: actual.bytes_estimate,
            probes: self.probes,
            losses: self.losses,
            allowed_losses: Vec::new(),
            bends_values: false,
            blocked: self.blocked,
            acts: Act::all(&self.clauses),
            allowed: Vec::new(),
        })
    }
}

/// Columns before the keys that name them, drops before adds.
fn sort_clauses(clauses: &mut [Clause]) {
    clauses.sort_by_key(|clause| match clause {
        Clause::DropForeignKey(_) => 0,
        Clause::DropCheck(_) => 1,
        Clause::RenameColumn { .. } | Clause::DropColumn(_) => 2,
        Clause::AddColumn(_) => 3,
        Clause::ChangeColumn { .. }
        | Clause::SetDefault(_)
        | Clause::DropDefault(_)
        | Clause::Placed { .. } => 4,
        Clause::DropIndex(_) => 5,
        Clause::DropPrimaryKey => 6,
        Clause::AddPrimaryKey { .. } => 7,
        Clause::AddIndex(_) => 8,
        Clause::AddForeignKey(_) => 9,
        Clause::AddCheck(_) => 10,
        Clause::HideIndex(_) | Clause::ShowIndex(_) => 11,
        Clause::Options(_) => 12,
        Clause::Comment(_) => 13,
        Clause::Copying => 14,
        Clause::Partition(_) => 15,
    });
}

//! Data fixes on the way: whether they are declared well, which of them a refused plan needs, and
//! running those with the lock held.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sqlx::mysql::MySqlConnection;

use crate::apply::journal::{Recorded, recorded_fixes};
use crate::apply::{Attempt, Failure, Fix, Session, ends_transaction};
use crate::error::{Error, FailedFix};
use crate::plan::{FixState, Plan, PlannedFix};
use crate::report::{Fixed, StepState};
use crate::safety::{Answer, InTheWay, in_the_way};
use crate::schema::{TableName, eq_ignore_case};

use super::migration::Run;
use super::run::judged;
use super::target::Target;
use super::view::View;
use super::{Schema, journal};

/// The journal's column for names is that wide.
const NAME_LENGTH: usize = 255;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Refuses what no database is needed to see is wrong.
pub(super) fn check(schema: &Schema, target: &Target<'_>) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    let declared = target.names();
    for fix in &schema.fixes {
        let unusable = |why: String| {
            Err(Error::UnusableFix { name: fix.name.to_string(), table: fix.table.clone(), why })
        };
        if !schema.has_journal {
            return unusable(
                "the schema is without_journal(), and only the journal remembers that it was \
                 done; keep the journal, or take the fix out"
                    .to_owned(),
            );
        }
        if fix.name.trim().is_empty() || fix.name.chars().count() > NAME_LENGTH {
            return unusable(format!("its name must have 1 to {NAME_LENGTH} characters"));
        }
        if !names.insert(&fix.name) {
            return unusable(
                "another fix of this schema has the same name, by which the journal remembers \
                 that it was done; give each its own"
                    .to_owned(),
            );
        }
        let is_declared = |name: &TableName| eq_ignore_case(&name.table, &fix.table.table);
        if !declared.iter().any(is_declared) {
            return unusable("no model of this schema declares the table".to_owned());
        }
        match fix.as_sql().and_then(|sql| ends_transaction(sql)) {
            Some(word) if word.is_empty() => return unusable("it has no statement".to_owned()),
            Some(word) => {
                return unusable(format!(
                    "{word} may end the transaction in which a fix is run, so that it could be \
                     half done; a fix writes rows only (INSERT, UPDATE, DELETE, ..), and what \
                     changes definitions is for the declaration"
                ));
            }
            None => {}
        }
    }
    Ok(())
}

/// The fixes that have to do with what the rows refuse, where they alone forbid the plan; what
/// they are in the way of.
fn concerned<'s, 'p>(
    schema: &'s Schema,
    view: &View,
    plan: &'p Plan,
    answers: &[Answer],
) -> (Vec<&'s Fix>, Vec<InTheWay<'p>>) {
    if schema.fixes.is_empty() || plan.refusals.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let in_the_way = in_the_way(plan, &schema.policy, answers, view.dialect()).unwrap_or_default();
    let fixes = schema.fixes.iter();
    let fixes = fixes.filter(|fix| in_the_way.iter().any(|what| may_mend(fix, view, what)));
    (fixes.collect(), in_the_way)
}

fn may_mend(fix: &Fix, view: &View, what: &InTheWay<'_>) -> bool {
    let is_table = view.live.same_table(&fix.table, what.table)
        || view.live.same_table(&fix.table, &what.probe.table);
    is_table
        && fix.column.as_ref().is_none_or(|column| {
            let before = view.live.table(what.table).map(|table| table.column_before(column));
            let is_asked = |name: &str| what.probe.question.concerns(name);
            is_asked(column) || before.is_some_and(|before| is_asked(&before))
        })
}

/// Which fixes are to run: none where one is missing for what is in the way. Puts into the plan
/// what becomes of them.
fn to_run<'s>(
    fixes: &[&'s Fix],
    in_the_way: &[InTheWay<'_>],
    view: &View,
    recorded: &[Recorded],
) -> (Vec<&'s Fix>, Vec<PlannedFix>) {
    let is_done = |fix: &&Fix| recorded.iter().any(|known| known.name == fix.name);
    let (done, mut open): (Vec<&Fix>, Vec<&Fix>) = fixes.iter().partition(|fix| is_done(fix));
    let is_met = |what: &InTheWay<'_>| open.iter().any(|fix| may_mend(fix, view, what));
    if !in_the_way.iter().all(is_met) {
        open.clear();
    }
    let done = done.into_iter().map(|fix| planned(fix, FixState::DoneBefore));
    let planned = done.chain(open.iter().map(|fix| planned(fix, FixState::ToRun))).collect();
    (open, planned)
}

fn planned(fix: &Fix, state: FixState) -> PlannedFix {
    PlannedFix::new(&fix.name, &fix.table, fix.as_sql(), state)
}

/// Shows in a judged plan which fixes would run, without running them.
pub(super) async fn foresee(
    schema: &Schema,
    view: &View,
    plan: &mut Plan,
    answers: &[Answer],
    connection: &mut MySqlConnection,
) -> Result<(), Error> {
    let (fixes, in_the_way) = concerned(schema, view, plan, answers);
    if fixes.is_empty() {
        return Ok(());
    }
    let target = schema.source.target()?;
    let table = journal::table_name(&target.databases(), &plan.server.database);
    let recorded = recorded_fixes(connection, &table).await?;
    plan.fixes = to_run(&fixes, &in_the_way, view, &recorded).1;
    Ok(())
}

impl Run<'_> {
    /// Runs the fixes that a refused plan needs: all or none. `true` where they are done, and the
    /// database is to be looked at again.
    pub(super) async fn mend(
        &mut self,
        session: &mut Session,
        view: &View,
        plan: &mut Plan,
        answers: &[Answer],
    ) -> Result<bool, Error> {
        let (fixes, in_the_way) = concerned(self.schema, view, plan, answers);
        let [first, ..] = fixes.as_slice() else { return Ok(false) };
        self.open_journal(session, plan).await?;
        let Some(table) = self.control.journal.table().map(str::to_owned) else {
            return Err(self.unrecorded(first));
        };
        let recorded = recorded_fixes(&mut session.connection, &table).await?;
        let (open, planned) = to_run(&fixes, &in_the_way, view, &recorded);
        plan.fixes = planned;
        if open.is_empty() {
            return Ok(false);
        }
        if self.control.stop.is_wanted().await {
            return Err(Error::Stopped { done: Vec::new() });
        }
        self.run_fixes(session, view, plan, &open).await
    }

    async fn run_fixes(
        &mut self,
        session: &mut Session,
        view: &View,
        plan: &mut Plan,
        fixes: &[&Fix],
    ) -> Result<bool, Error> {
        let [first, ..] = fixes else { return Ok(false) };
        let (started, mut pause, mut attempts) = (Instant::now(), FIRST_PAUSE, 0);
        let first_step = match self.control.journal.begin_fixes(fixes) {
            Some((first_step, begun)) => {
                self.control.journal.write(session, begun.join(";\n")).await;
                Some(first_step).filter(|_| self.control.journal.table().is_some())
            }
            None => None,
        };
        let Some(first_step) = first_step else { return Err(self.unrecorded(first)) };
        let names: Vec<&str> = fixes.iter().map(|fix| &*fix.name).collect();
        let what = format!("the data fix `{}`", names.join("`, `"));
        loop {
            attempts += 1;
            // Not in the transaction, whose lock on the lease's row would keep it from being renewed.
            self.control.guard.hold(session, &what).await?;
            let tried = self.try_fixes(session, view, fixes, first_step, attempts).await?;
            session.set_up(&self.control.options).await?;
            let (fix, failure) = match tried {
                Tried::Done => return Ok(true),
                Tried::NotEnough(again) => {
                    let rows = "rows are still in the way";
                    self.write_ends(session, fixes, first_step, None, rows).await;
                    let state = FixState::RolledBack;
                    plan.refusals = again.refusals;
                    plan.fixes = fixes.iter().map(|fix| planned(fix, state)).collect();
                    return Ok(false);
                }
                Tried::Failed(fix, failure) => (fix, failure),
            };
            let is_over = started.elapsed() + pause > self.control.options.lock_budget;
            let is_stopped = self.control.stop.is_wanted().await;
            if !failure.is_transient() || is_over || is_stopped {
                tracing::warn!(
                    name: "safe_schema.fix.failed",
                    fix = %fix.name, table = %fix.table, server = %failure.server, "data fix failed"
                );
                let said = failure.server.to_string();
                self.write_ends(session, fixes, first_step, Some(fix), &said).await;
                return match is_stopped && failure.is_transient() {
                    true => Err(Error::Stopped { done: Vec::new() }),
                    false => Err(failed(fix, failure)),
                };
            }
            tracing::warn!(
                name: "safe_schema.fix.blocked",
                fix = %fix.name, table = %fix.table, server = %failure.server, attempts,
                "its rows are locked, trying again"
            );
            self.control.stop.pause(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// One transaction: the fixes, the questions to the rows, and the end that the answers call
    /// for. Lost connections are the only errors.
    async fn try_fixes<'f>(
        &mut self,
        session: &mut Session,
        view: &View,
        fixes: &[&'f Fix],
        first_step: u32,
        attempts: u32,
    ) -> Result<Tried<'f>, Error> {
        let [first, ..] = fixes else { return Ok(Tried::Done) };
        let lost_or = |fix: &'f Fix, failure: Failure| match failure.server.is_lost() {
            true => Err(failed(fix, failure)),
            false => Ok(Tried::Failed(fix, failure)),
        };
        let mut attempt = match Attempt::begin(&mut session.connection).await {
            Ok(attempt) => attempt,
            Err(failure) => return lost_or(first, failure),
        };
        let mut fixed = Vec::new();
        for fix in fixes {
            match attempt.run(fix, attempts).await {
                Ok(done) => fixed.push(done),
                Err(failure) if failure.server.is_lost() => return lost_or(fix, failure),
                Err(failure) => {
                    return match attempt.take_back().await {
                        Ok(()) => Ok(Tried::Failed(fix, failure)),
                        Err(failure) => lost_or(fix, failure),
                    };
                }
            }
        }
        let mut again = view.plan();
        judged(&mut again, self.schema, view, attempt.connection()).await?;
        if !again.refusals.is_empty() {
            for fixed in &fixed {
                tracing::warn!(
                    name: "safe_schema.fix.undone",
                    fix = %fixed.name, table = %fixed.table, rows = fixed.rows,
                    "rows are still in the way: rolled back"
                );
            }
            return match attempt.take_back().await {
                Ok(()) => Ok(Tried::NotEnough(Box::new(again))),
                Err(failure) => lost_or(first, failure),
            };
        }
        if let Err(failure) = attempt.keep(&self.control.journal, first_step, &fixed).await {
            if failure.server.is_lost() {
                self.unseen_fixes = fixed;
            }
            return lost_or(first, failure);
        }
        for fixed in &fixed {
            tracing::info!(
                name: "safe_schema.fix.done",
                fix = %fixed.name, table = %fixed.table, rows = fixed.rows, attempts,
                "data fix done"
            );
        }
        self.fixes.extend(fixed);
        Ok(Tried::Done)
    }

    /// Writes down that the fixes were not done: why the one that failed (or all of them), and
    /// that the others went with it.
    async fn write_ends(
        &mut self,
        session: &mut Session,
        fixes: &[&Fix],
        first_step: u32,
        failed: Option<&Fix>,
        why: &str,
    ) {
        let journal = &self.control.journal;
        let rows = fixes.iter().zip(first_step..).filter_map(|(fix, step)| {
            let (state, why) = match failed {
                Some(failed) if failed.name != fix.name => (StepState::NotDone, None),
                Some(_) | None => (StepState::Failed, Some(why)),
            };
            journal.end_of_fix(step, &fix.name, state, why, None)
        });
        let rows = rows.collect::<Vec<_>>().join(";\n");
        self.control.journal.write(session, rows).await;
    }

    fn unrecorded(&self, fix: &Fix) -> Error {
        let why = self.control.journal.warning().unwrap_or("it is switched off");
        Error::UnusableFix {
            name: fix.name.to_string(),
            table: fix.table.clone(),
            why: format!(
                "the journal, which remembers that it was done, can't be written ({why}); let this \
                 user write the journal's table"
            ),
        }
    }

    /// What became of fixes whose commit was sent and not answered: the journal has them as done,
    /// or they were rolled back.
    pub(super) async fn settle_fixes(
        &mut self,
        session: &mut Session,
        plan: &Plan,
    ) -> Result<(), Error> {
        if self.unseen_fixes.is_empty() {
            return Ok(());
        }
        self.open_journal(session, plan).await?;
        let recorded = match self.control.journal.table().map(str::to_owned) {
            Some(table) => recorded_fixes(&mut session.connection, &table).await?,
            None => Vec::new(),
        };
        let journal = &self.control.journal;
        let is_done = |fixed: &Fixed| {
            let mut known = recorded.iter();
            known.any(|known| known.name == fixed.name && journal.is_this_run(&known.run))
        };
        let seen = std::mem::take(&mut self.unseen_fixes).into_iter().filter(is_done);
        self.fixes.extend(seen.map(|fixed| Fixed { is_answered: false, ..fixed }));
        Ok(())
    }
}

/// How an attempt ended.
enum Tried<'f> {
    /// The fixes are done.
    Done,
    /// They are rolled back, as the rows still refuse this plan.
    NotEnough(Box<Plan>),
    /// That one failed, and all of them are rolled back.
    Failed(&'f Fix, Failure),
}

fn failed(fix: &Fix, failure: Failure) -> Error {
    let next = if failure.server.is_lost() {
        "it is unknown whether it was committed; start again: the journal tells, and a fix that \
         was rolled back is run again"
    } else if failure.stands {
        "take that statement out of the fix, and look at what it did; where rows are still in the \
         way, the next run runs the fix again"
    } else {
        "it was rolled back; mend the cause, then start again"
    };
    Error::Fix(Box::new(FailedFix {
        name: fix.name.to_string(),
        table: fix.table.clone(),
        server: failure.server,
        done: Vec::new(),
        next: next.to_owned(),
    }))
}

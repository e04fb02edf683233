//! Runs the data fixes that a refused plan needs, with the lock held: all of them or none.

use std::time::{Duration, Instant};

use crate::apply::journal::{Recorded, recorded_fixes};
use crate::apply::{Attempt, Failure, Fix, Session};
use crate::error::{Error, FailedFix};
use crate::plan::{FixState, Plan};
use crate::report::{Fixed, StepState};
use crate::safety::Answer;
use crate::server::packet;

use super::super::migration::Run;
use super::super::run::judged;
use super::super::view::View;
use super::{concerned, is_recorded, planned, recorded, to_run};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl<'a> Run<'a> {
    /// Runs the fixes that a refused plan needs: all or none. `true` where they are done, and the
    /// database is to be looked at again.
    pub(in super::super) async fn mend(
        &mut self,
        session: &mut Session,
        view: &View,
        plan: &mut Plan,
        answers: &[Answer],
    ) -> Result<bool, Error> {
        let (fixes, in_the_way) = concerned(self.schema, view, plan, answers);
        let [first, ..] = fixes.as_slice() else { return Ok(false) };
        self.open_journal(session, plan).await?;
        if self.control.journal.table().is_none() {
            return Err(self.unrecorded(first));
        }
        let databases = self.target.databases();
        let connected = &plan.server.database;
        let recorded = recorded(&mut session.connection, &databases, connected).await?;
        let is_done = |fix: &Fix| is_recorded(&recorded, fix);
        let (open, planned) = to_run(&fixes, &in_the_way, view, is_done);
        plan.fixes = planned;
        if open.is_empty() {
            return Ok(false);
        }
        if self.control.stop.is_wanted().await {
            return Err(Error::Stopped { done: Vec::new() });
        }
        self.run_fixes(session, view, plan, open, &recorded).await
    }

    async fn run_fixes(
        &mut self,
        session: &mut Session,
        view: &View,
        plan: &mut Plan,
        fixes: Vec<&'a Fix>,
        recorded: &[Recorded],
    ) -> Result<bool, Error> {
        let (started, mut pause, mut attempts) = (Instant::now(), FIRST_PAUSE, 0);
        let mut begun = Begun::default();
        if let Some((step, sql)) = self.control.journal.begin_fixes(&fixes) {
            self.control.journal.write(session, sql.join(";\n")).await;
            begun.add(&fixes, step);
        }
        if self.control.journal.table().is_none()
            && let [first, ..] = fixes.as_slice()
        {
            return Err(self.unrecorded(first));
        }
        loop {
            attempts += 1;
            // Not in the transaction, whose lock on the lease's row would keep it from being renewed.
            self.control.guard.hold(session, "a data fix").await?;
            begun.within.clear();
            begun.fixes.truncate(fixes.len());
            let tried = self.try_fixes(session, view, &mut begun, recorded, attempts).await?;
            session.set_up(&self.control.options).await?;
            let (fix, failure) = match tried {
                Tried::Done => return Ok(true),
                Tried::NotEnough(again) => {
                    self.write_ends(session, &begun, None, "rows are still in the way").await;
                    let fixes = begun.fixes.iter();
                    let fixes = fixes.map(|(fix, _)| planned(fix, FixState::RolledBack));
                    plan.fixes = fixes.collect();
                    plan.refusals = again.refusals;
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
                self.write_ends(session, &begun, Some(fix), &said).await;
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

    /// One transaction: the fixes, the questions to the rows, further fixes where those that ran
    /// brought up what they are for, and the end that the answers call for. Lost connections are
    /// the only errors of fixes; others end as [`Tried::Failed`].
    async fn try_fixes(
        &mut self,
        session: &mut Session,
        view: &View,
        begun: &mut Begun<'a>,
        recorded: &[Recorded],
        attempts: u32,
    ) -> Result<Tried<'a>, Error> {
        let Some((mut fix, _)) = begun.fixes.first().copied() else { return Ok(Tried::Done) };
        let lost_or = |fix: &'a Fix, failure: Failure| match failure.server.is_lost() {
            true => Err(failed(fix, failure)),
            false => Ok(Tried::Failed(fix, failure)),
        };
        let mut attempt = match Attempt::begin(&mut session.connection).await {
            Ok(attempt) => attempt,
            Err(failure) => return lost_or(fix, failure),
        };
        let mut fixed: Vec<Fixed> = Vec::new();
        loop {
            while let Some((next, _)) = begun.fixes.get(fixed.len()).copied() {
                fix = next;
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
            let answers = judged(&mut again, self.schema, view, attempt.connection()).await?;
            if again.refusals.is_empty() {
                break;
            }
            let (fixes, in_the_way) = concerned(self.schema, view, &again, &answers);
            let is_done = |fix: &Fix| is_recorded(recorded, fix) || begun.has(fix);
            let (more, _) = to_run(&fixes, &in_the_way, view, is_done);
            let Some((step, sql)) =
                self.control.journal.begin_fixes(&more).filter(|_| !more.is_empty())
            else {
                tell_undone(&fixed);
                return match attempt.take_back().await {
                    Ok(()) => Ok(Tried::NotEnough(Box::new(again))),
                    Err(failure) => lost_or(fix, failure),
                };
            };
            begun.add(&more, step);
            let sql = sql.join(";\n");
            begun.within.push(sql.clone());
            if let Err(error) = packet::run(attempt.connection(), sql).await {
                return lost_or(fix, error.into());
            }
        }
        let steps: Vec<u32> = begun.fixes.iter().map(|(_, step)| *step).collect();
        if let Err(failure) =
            attempt.keep(&self.control.journal, &self.control.guard, &steps, &fixed).await
        {
            if self.control.guard.says_lost(&failure.server) {
                return Err(Error::LeaseLost { done: Vec::new() });
            }
            if failure.server.is_lost() {
                self.unseen_fixes = fixed;
            }
            return lost_or(fix, failure);
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
        begun: &Begun<'_>,
        failed: Option<&Fix>,
        why: &str,
    ) {
        let journal = &self.control.journal;
        let ends = begun.fixes.iter().filter_map(|(fix, step)| {
            let (state, why) = match failed {
                Some(failed) if failed.name != fix.name => (StepState::NotDone, None),
                Some(_) | None => (StepState::Failed, Some(why)),
            };
            journal.end_of_fix(*step, &fix.name, state, why, None)
        });
        // What was written in the transaction went with it.
        let rows = begun.within.iter().cloned().chain(ends).collect::<Vec<_>>().join(";\n");
        self.control.journal.write(session, rows).await;
    }

    fn unrecorded(&self, fix: &Fix) -> Error {
        let why = self.control.journal.warning().unwrap_or("it is switched off");
        Error::UnusableFix {
            name: fix.name.to_string(),
            table: fix.table.clone(),
            why: format!(
                "the journal, which remembers that it was done, can't be written ({why}); let this \
                 user write the journal's table, then start again"
            ),
            done: Vec::new(),
        }
    }

    /// What became of fixes whose commit was sent and not answered: the journal has them as done,
    /// or they were rolled back.
    pub(in super::super) async fn settle_fixes(
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

/// The fixes of an attempt.
#[derive(Default)]
struct Begun<'a> {
    /// Each with its step in the journal.
    fixes: Vec<(&'a Fix, u32)>,
    /// The journal's rows about those that began within the transaction.
    within: Vec<String>,
}

impl<'a> Begun<'a> {
    fn add(&mut self, fixes: &[&'a Fix], first_step: u32) {
        self.fixes.extend(fixes.iter().copied().zip(first_step..));
    }

    fn has(&self, fix: &Fix) -> bool {
        self.fixes.iter().any(|(known, _)| known.name == fix.name)
    }
}

fn tell_undone(fixed: &[Fixed]) {
    for fixed in fixed {
        tracing::warn!(
            name: "safe_schema.fix.undone",
            fix = %fixed.name, table = %fixed.table, rows = fixed.rows,
            "rows are still in the way: rolled back"
        );
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
        "it was rolled back, with all fixes beside it; correct it (it keeps its name), or mend what it \
         failed of, then start again"
    };
    Error::Fix(Box::new(FailedFix {
        name: fix.name.to_string(),
        table: fix.table.clone(),
        statements: fix.as_sql().map(ToString::to_string),
        server: failure.server,
        stands: failure.stands,
        done: Vec::new(),
        next: next.to_owned(),
    }))
}

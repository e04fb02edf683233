//! One migration: the lock, the steps, and a new connection where one was lost on the way.

use std::time::{Duration, Instant};

use sqlx::MySqlPool;

use crate::apply::journal::{Journal, Who};
use crate::apply::{
    Control, Guard, Lock, Outcome, Owner, Session, Stop, Watcher, execute, wait_for_end,
};
use crate::error::Error;
use crate::plan::{Note, Plan};
use crate::report::{Executed, Fixed, Report};
use crate::schema::{JOURNAL, TableName};

use super::run::{Purpose, judged, view};
use super::target::Target;
use super::view::View;
use super::{Schema, journal};

/// How often a database that somebody else changes meanwhile is looked at again.
const TIMES_OVERTAKEN: u32 = 3;
/// How often the connection may be lost without a step being done in between.
const TIMES_LOST: u32 = 5;
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// Looks, and where there is something to do, does it.
#[tracing::instrument(name = "safe_schema.migrate", skip_all)]
pub(super) async fn migrate(
    schema: &Schema,
    pool: &MySqlPool,
    stop: Stop<'_>,
) -> Result<Report, Error> {
    let who = Who::here(schema.service.as_deref());
    let owner = Owner::new(&who);
    let journal = Journal::new(who, schema.has_journal);
    let watcher =
        schema.on_progress.clone().map(|callback| Watcher::new(callback, pool.connect_options()));
    let mut run = Run {
        schema,
        pool,
        target: schema.source.target()?,
        owner,
        control: Control {
            options: schema.options,
            stop,
            journal,
            guard: Guard::default(),
            watcher,
        },
        fixes: Vec::new(),
        unseen_fixes: Vec::new(),
        executed: Vec::new(),
        unseen: None,
        is_journal_open: false,
        lost: Lost::default(),
    };
    let (view, session) = run.first_look().await?;
    let Some(mut session) = session else {
        return Ok(run.report(&view));
    };
    if view.is_equal() {
        session.close().await;
        return Ok(run.report(&view));
    }
    drop(view);
    loop {
        let outcome = run.with_the_lock(session).await;
        match outcome {
            Err(error) if error.is_lost() || matches!(error, Error::LeaseLost { .. }) => {
                session = run.reconnect(error).await?;
            }
            outcome => return outcome,
        }
    }
}

/// What a migration knows from one connection to the next.
pub(super) struct Run<'a> {
    pub(super) schema: &'a Schema,
    pool: &'a MySqlPool,
    pub(super) target: Target<'a>,
    owner: Owner,
    pub(super) control: Control<'a>,
    /// The data fixes that are done.
    pub(super) fixes: Vec<Fixed>,
    /// Those whose commit was sent, and not answered.
    pub(super) unseen_fixes: Vec<Fixed>,
    executed: Vec<Executed>,
    /// The steps whose ends were not seen, and the server's number of their connection.
    unseen: Option<(Vec<Executed>, u64)>,
    /// Whether what this session writes into the journal is made ready.
    is_journal_open: bool,
    lost: Lost,
}

/// The connections that were lost.
#[derive(Default)]
struct Lost {
    /// How many since a step was done.
    times: u32,
    /// How many steps were done by then.
    executed: usize,
}

impl Run<'_> {
    /// The look without the lock. One that is lost is only repeated: nothing was done yet.
    async fn first_look(&mut self) -> Result<(View, Option<Session>), Error> {
        loop {
            let error = match view(self.schema, self.pool, &mut self.control.stop, Purpose::Migrate)
                .await
            {
                Err(error) if matches!(error, Error::Query { .. }) && error.is_lost() => error,
                looked => return looked,
            };
            self.lost.times += 1;
            if self.lost.times > TIMES_LOST {
                return Err(error);
            }
            self.control.stop.pause(FIRST_PAUSE).await;
            if self.control.stop.is_wanted().await {
                return Err(error);
            }
        }
    }

    /// Takes the lock, applies, and lets go of both lock and session. A session that was lost is
    /// only dropped: there is nobody to say goodbye to.
    async fn with_the_lock(&mut self, mut session: Session) -> Result<Report, Error> {
        let databases = self.target.databases();
        let Control { options, stop, .. } = &mut self.control;
        let taken =
            Lock::take(&mut session, self.pool, &databases, options, &self.owner, stop).await;
        let outcome = match taken {
            Ok(lock) => {
                tracing::debug!(name: "safe_schema.lock.held", waited = ?lock.waited, "the lock is held");
                self.control.guard = lock.guard(&session, &self.control.options);
                let outcome = lock.keep(self.pool, self.apply(&mut session)).await;
                if !outcome.as_ref().is_err_and(Error::is_lost) {
                    lock.release(&mut session).await;
                }
                outcome
            }
            Err(error) => Err(error),
        };
        if !outcome.as_ref().is_err_and(Error::is_lost) {
            session.close().await;
        }
        outcome.map_err(|error| error.after(&self.fixes, &self.executed))
    }

    /// With the lock held: looks again, plans, judges, runs, and looks once more.
    async fn apply(&mut self, session: &mut Session) -> Result<Report, Error> {
        if let Some((steps, connection)) = &self.unseen {
            let Control { options, stop, .. } = &mut self.control;
            let statements: Vec<&str> = steps.iter().map(|step| step.sql.as_str()).collect();
            wait_for_end(session, *connection, &statements, options.turn_wait, stop).await?;
        }
        self.is_journal_open = false;
        let mut overtaken = 0;
        let mut done: Option<String> = None;
        loop {
            let view = View::close(session, &self.target).await?;
            let mut plan = view.plan();
            self.settle_fixes(session, &plan).await?;
            let had_unseen = self.settle(&plan);
            if view.is_equal() {
                if had_unseen {
                    self.open_journal(session, &plan).await?;
                    self.control.journal.write_settled(session).await;
                }
                return Ok(self.report(&view));
            }
            // What was just done is needed again: doing it once more would not help either. Any
            // other plan is for what somebody else changed meanwhile.
            if done.as_ref() == Some(&plan.to_sql()) || overtaken > TIMES_OVERTAKEN {
                return Err(Error::NotConverged { remaining: plan.to_string() });
            }
            let answers = judged(&mut plan, self.schema, &view, &mut session.connection).await?;
            if self.mend(session, &view, &mut plan, &answers).await? {
                continue;
            }
            if !plan.refusals.is_empty() {
                plan.tell(self.schema.reader);
                plan.done = self.executed.iter().map(Executed::text).collect();
                return Err(Error::Refused(Box::new(plan)));
            }
            if done.is_some() {
                overtaken += 1;
            }
            self.open_journal(session, &plan).await?;
            match execute(session, &plan, &mut self.control, &mut self.executed).await? {
                Outcome::Done => done = Some(plan.to_sql()),
                Outcome::Overtaken(error) if overtaken == TIMES_OVERTAKEN => return Err(error),
                Outcome::Overtaken(_) => overtaken += 1,
                Outcome::Lost { unseen, error } => {
                    self.unseen = Some((unseen, session.id));
                    return Err(error);
                }
            }
        }
    }

    /// What became of the steps whose ends were not seen, if there were some: one is done where
    /// nothing is left to do for it.
    fn settle(&mut self, plan: &Plan) -> bool {
        let Some((steps, _)) = self.unseen.take() else { return false };
        let is_left = |step: &Executed| plan.steps.iter().any(|left| left.sql == step.sql);
        self.executed.extend(steps.into_iter().filter(|step| !is_left(step)));
        true
    }

    /// Once a session: see [`journal::open`].
    pub(super) async fn open_journal(
        &mut self,
        session: &mut Session,
        plan: &Plan,
    ) -> Result<(), Error> {
        if std::mem::replace(&mut self.is_journal_open, true) {
            return Ok(());
        }
        let databases = self.target.databases();
        journal::open(session, &databases, plan, &mut self.control.journal).await
    }

    /// A new connection in the place of the lost one. Where there is none to be had, what was lost
    /// stays unknown, and is told as that.
    async fn reconnect(&mut self, error: Error) -> Result<Session, Error> {
        if self.executed.len() > self.lost.executed {
            self.lost = Lost { times: 0, executed: self.executed.len() };
        }
        self.lost.times += 1;
        if self.lost.times > TIMES_LOST {
            return Err(error);
        }
        tracing::warn!(
            name: "safe_schema.lost",
            %error, "the connection or the lease is lost: connecting again, to look what is there"
        );
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let Control { options, stop, .. } = &mut self.control;
            match Session::open(self.pool, options).await {
                Ok(session) => return Ok(session),
                Err(_) if started.elapsed() + pause < options.reconnect_budget => {}
                Err(_) => return Err(error),
            }
            stop.pause(pause).await;
            if stop.is_wanted().await {
                return Err(error);
            }
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }

    fn report(&mut self, view: &View) -> Report {
        let (steps, run) = (self.executed.len(), self.control.journal.run());
        tracing::info!(name: "safe_schema.done", steps, run, "the database is as declared");
        let mut notes = view.notes();
        notes.extend(self.control.journal.warning().map(|why| Note {
            table: TableName::new(JOURNAL),
            text: format!("the journal could not be written: {why}"),
            is_warning: true,
            undeclared: None,
        }));
        Report {
            server: view.server.clone(),
            fixes: std::mem::take(&mut self.fixes),
            executed: std::mem::take(&mut self.executed),
            notes,
            run: self.control.journal.run(),
        }
    }
}

//! How long to wait for what.

use std::time::Duration;

/// How long a migration waits for other sessions.
///
/// ```
/// use std::time::Duration;
/// use safe_migrate_core::Options;
///
/// let options = Options::new().lock_wait(Duration::from_secs(2));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub(crate) lock_wait: Duration,
    pub(crate) lock_budget: Duration,
    pub(crate) turn_wait: Duration,
    pub(crate) reconnect_budget: Duration,
    pub(crate) lease_time: Duration,
}

impl Options {
    /// The defaults: five seconds, two minutes, ten minutes, one minute, half a minute.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lock_wait: Duration::from_secs(5),
            lock_budget: Duration::from_secs(120),
            turn_wait: Duration::from_secs(600),
            reconnect_budget: Duration::from_secs(60),
            lease_time: Duration::from_secs(30),
        }
    }

    /// How long one statement may queue behind another session's transaction (every later
    /// query on the table queues behind it). In whole seconds, at least one, as
    /// `lock_wait_timeout` is. Default: 5 s.
    #[must_use]
    pub const fn lock_wait(mut self, wait: Duration) -> Self {
        self.lock_wait = wait;
        self
    }

    /// For how long a statement that met a lock is sent again. Default: 2 min.
    #[must_use]
    pub const fn lock_budget(mut self, budget: Duration) -> Self {
        self.lock_budget = budget;
        self
    }

    /// How long to wait while another process is migrating the same database. Default: 10 min.
    #[must_use]
    pub const fn turn_wait(mut self, wait: Duration) -> Self {
        self.turn_wait = wait;
        self
    }

    /// For how long to try to connect again when the connection is lost in the middle of a
    /// migration. On the new connection the migration waits until the server is done with the
    /// lost one, looks again, and goes on with what is still missing. Default: 1 min.
    #[must_use]
    pub const fn reconnect_budget(mut self, budget: Duration) -> Self {
        self.reconnect_budget = budget;
        self
    }

    /// How long a lease lasts that its owner does not renew. Only clusters and pooling proxies
    /// need one (`docs::deployment`); elsewhere the lock goes with its connection. The owner
    /// renews it three times in that time, so it matters only when a process dies: the next one
    /// waits that long. At least three seconds. Default: 30 s.
    #[must_use]
    pub const fn lease_time(mut self, time: Duration) -> Self {
        self.lease_time = if time.as_secs() < 3 { Duration::from_secs(3) } else { time };
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

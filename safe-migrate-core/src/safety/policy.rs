//! What the user allows.

use std::collections::BTreeSet;

use crate::schema::TableName;

/// What a migration may do without being asked again.
///
/// ```
/// use safe_migrate_core::{Policy, schema::TableName};
///
/// let policy = Policy::new()
///     .rebuild_tables_up_to(64 << 20)                       // bytes
///     .allow_blocking_rebuild_of(TableName::new("events")); // whatever its size
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    rebuild_limit: u64,
    rebuild: BTreeSet<TableName>,
}

impl Policy {
    /// The default: additions, metadata, and rebuilds of tables up to 1 GiB.
    #[must_use]
    pub fn new() -> Self {
        Self { rebuild_limit: 1 << 30, rebuild: BTreeSet::new() }
    }

    /// Tables up to so many bytes (data and indexes, as the server estimates) may be copied.
    #[must_use]
    pub fn rebuild_tables_up_to(mut self, bytes: u64) -> Self {
        self.rebuild_limit = bytes;
        self
    }

    /// This one table may be copied, whatever its size; writers may wait all the while.
    #[must_use]
    pub fn allow_blocking_rebuild_of(mut self, table: TableName) -> Self {
        self.rebuild.insert(table);
        self
    }

    /// The limit, where the table is over it.
    pub(crate) fn forbids_rebuild(
        &self,
        table: &TableName,
        connected: &str,
        bytes: u64,
    ) -> Option<u64> {
        let is_allowed = self.rebuild.iter().any(|allowed| {
            allowed.table == table.table
                && allowed.database.as_deref().unwrap_or(connected)
                    == table.database.as_deref().unwrap_or(connected)
        });
        (bytes > self.rebuild_limit && !is_allowed).then_some(self.rebuild_limit)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

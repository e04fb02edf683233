//! Whether a server is one of several that take writes, from its variables.

use std::collections::BTreeMap;

/// Servers that hold one database together, each with locks of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cluster {
    /// Galera: MariaDB's, or Percona's of MySQL.
    Galera,
    /// MySQL's Group Replication where every member takes writes.
    GroupReplication,
}

impl Cluster {
    /// The names of the variables that [`from_variables`](Self::from_variables) wants.
    pub(crate) const VARIABLES: &'static [&'static str] = &[
        "wsrep_on",
        "wsrep_provider",
        "group_replication_group_name",
        "group_replication_single_primary_mode",
    ];

    /// Reads the answer to `SHOW VARIABLES`; `None` where the server decides alone. (With one
    /// primary it does: the other members refuse to write.)
    pub(crate) fn from_variables(variables: &BTreeMap<String, String>) -> Option<Self> {
        let is_on = |name| variables.get(name).is_some_and(|value| value == "ON");
        let is_off = |name| variables.get(name).is_some_and(|value| value == "OFF");
        let is_set = |name: &str| {
            variables.get(name).is_some_and(|value| !matches!(value.as_str(), "" | "none"))
        };
        if is_on("wsrep_on") && is_set("wsrep_provider") {
            Some(Self::Galera)
        } else if is_set("group_replication_group_name")
            && is_off("group_replication_single_primary_mode")
        {
            Some(Self::GroupReplication)
        } else {
            None
        }
    }

    /// What makes a session wait, before it reads or writes, for all that was written elsewhere.
    pub(crate) const fn in_step(self) -> &'static str {
        match self {
            // Reads, updates and inserts.
            Self::Galera => "SET SESSION wsrep_sync_wait = 7",
            Self::GroupReplication => "SET SESSION group_replication_consistency = 'BEFORE'",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Option<Cluster> {
        let own = |text: &&str| (*text).to_owned();
        let variables = variables.iter().map(|(name, value)| (own(name), own(value)));
        Cluster::from_variables(&variables.collect())
    }

    #[test]
    fn told_apart_by_what_the_server_answers() {
        assert_eq!(of(&[]), None, "MySQL");
        assert_eq!(of(&[("wsrep_on", "OFF"), ("wsrep_provider", "none")]), None, "MariaDB");
        assert_eq!(of(&[("wsrep_on", "ON"), ("wsrep_provider", "none")]), None);
        let provider = ("wsrep_provider", "/usr/lib/galera/libgalera_smm.so");
        assert_eq!(of(&[("wsrep_on", "OFF"), provider]), None, "not joined");
        assert_eq!(of(&[("wsrep_on", "ON"), provider]), Some(Cluster::Galera));
        let group = ("group_replication_group_name", "3E11FA47-71CA-11E1-9E33-C80AA9429562");
        let single = "group_replication_single_primary_mode";
        assert_eq!(of(&[group, (single, "ON")]), None);
        assert_eq!(of(&[("group_replication_group_name", ""), (single, "OFF")]), None);
        assert_eq!(of(&[group, (single, "OFF")]), Some(Cluster::GroupReplication));
    }
}

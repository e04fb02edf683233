//! What a server says of itself, from its variables.

use std::collections::BTreeMap;

use super::{Flavour, Version};

/// What a server says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ServerInfo {
    /// MySQL or MariaDB.
    pub flavour: Flavour,
    /// Its version.
    pub version: Version,
    /// The database of the connection.
    pub database: String,
    /// Whether table names that differ only in case are the same table
    /// (`lower_case_table_names` is not 0).
    pub table_names_ignore_case: bool,
    /// Whether the server takes no table without a primary key (MySQL's
    /// `sql_require_primary_key`): of one that has none it takes no ALTER but that which adds one.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub requires_primary_key: bool,
}

impl ServerInfo {
    /// The names of the variables that [`from_variables`](Self::from_variables) wants.
    pub(crate) const VARIABLES: &'static [&'static str] =
        &["version", "version_comment", "lower_case_table_names", "sql_require_primary_key"];

    /// Reads the answer to `SHOW VARIABLES`; `None` where the version makes no sense.
    pub(crate) fn from_variables(
        variables: &BTreeMap<String, String>,
        database: String,
    ) -> Option<Self> {
        let text = variables.get("version")?;
        let comment = variables.get("version_comment").map_or("", String::as_str);
        let is_mariadb = [text.as_str(), comment]
            .iter()
            .any(|text| text.to_ascii_lowercase().contains("mariadb"));
        Some(Self {
            flavour: if is_mariadb { Flavour::MariaDb } else { Flavour::MySql },
            version: Version::parse(text)?,
            database,
            table_names_ignore_case: variables
                .get("lower_case_table_names")
                .is_some_and(|value| value != "0"),
            requires_primary_key: variables
                .get("sql_require_primary_key")
                .is_some_and(|value| value == "ON"),
        })
    }

    /// Whether the version is one the engine is made for: MySQL 8.0 and later, MariaDB 10.6
    /// and later.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        match self.flavour {
            Flavour::MySql => self.version >= Version::new(8, 0, 16),
            Flavour::MariaDb => self.version >= Version::new(10, 6, 0),
        }
    }
}

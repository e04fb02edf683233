//! The options that allow something -> the policy.

use std::time::Duration;

use safe_schema::schema::{LiveSchema, TableName};
use safe_schema::{Policy, inspect};
use sqlx::MySqlPool;

use crate::diff::ACTUAL;
use crate::failure::Failure;

/// What is allowed besides the usual.
#[derive(Default, clap::Args)]
pub(crate) struct Permissions {
    /// Lose tables, columns and values of the actual database where the desired schema has no
    /// place for them; its name must be repeated here
    #[arg(long, value_name = "DATABASE")]
    accept_data_loss_in: Option<String>,
    /// Let the server copy this table, whatever its size; writers may wait all the while. Can be
    /// given for several tables
    #[arg(long, value_name = "TABLE")]
    allow_rebuild_of: Vec<String>,
    /// Let each question to the rows take so long, in place of 60 seconds
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    probe_for_at_most: Option<u32>,
}

impl Permissions {
    /// That each table they name is one of the desired or of the actual database.
    pub(crate) async fn name_tables(
        &self,
        desired: &LiveSchema,
        actual: &MySqlPool,
    ) -> Result<(), Failure> {
        let unknown_in = |live: &LiveSchema, names: &[String]| -> Vec<String> {
            let is_there = |name: &&String| live.table(&TableName::new((*name).clone())).is_some();
            names.iter().filter(|name| !is_there(name)).cloned().collect()
        };
        let mut unknown = unknown_in(desired, &self.allow_rebuild_of);
        if !unknown.is_empty() {
            let live = inspect(actual).await.map_err(|error| Failure::of(ACTUAL, &error))?;
            unknown = unknown_in(&live, &unknown);
        }
        match unknown.first() {
            None => Ok(()),
            Some(name) => Err(Failure::error(format!(
                "--allow-rebuild-of names `{name}`, and neither database has a table of that name; \
                 nothing was changed"
            ))),
        }
    }

    /// What they allow in the actual database.
    pub(crate) fn policy(&self, database: &str) -> Result<Policy, Failure> {
        let mut policy = Policy::new();
        if let Some(name) = &self.accept_data_loss_in {
            if name != database {
                return Err(Failure::error(format!(
                    "--accept-data-loss-in names `{name}`, but {ACTUAL} is `{database}`; nothing \
                     was changed"
                )));
            }
            policy = policy.accept_data_loss_in(name);
        }
        for table in &self.allow_rebuild_of {
            policy = policy.allow_blocking_rebuild_of(TableName::new(table.clone()));
        }
        if let Some(seconds) = self.probe_for_at_most {
            policy = policy.probe_for_at_most(Duration::from_secs(seconds.into()));
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_allowed() {
        let none = Permissions::default();
        assert!(none.policy("shop").is_ok_and(|policy| policy == Policy::new()));
        let named = Permissions {
            accept_data_loss_in: Some("shop".to_owned()),
            allow_rebuild_of: vec!["events".to_owned(), "days".to_owned()],
            probe_for_at_most: Some(90),
        };
        let expected = Policy::new()
            .accept_data_loss_in("shop")
            .allow_blocking_rebuild_of(TableName::new("events"))
            .allow_blocking_rebuild_of(TableName::new("days"))
            .probe_for_at_most(Duration::from_secs(90));
        assert!(named.policy("shop").is_ok_and(|policy| policy == expected));
        assert!(named.policy("Shop").is_err());
    }
}

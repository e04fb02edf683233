//! `safe-schema apply`: brings one database to the shape of another.

use safe_schema::schema::TableName;
use safe_schema::{Error, Policy};

use crate::DONE;
use crate::diff::{ACTUAL, Databases};
use crate::failure::Failure;
use crate::output::print;

/// Bring the actual database to the schema of the desired one, by the same careful way as `diff`
/// shows: nothing runs while anything is refused, and nothing is lost without being named.
///
/// Exit code 0: done, or nothing to do; 2: refused, and nothing was changed; 1: an error.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    databases: Databases,
    #[command(flatten)]
    permissions: Permissions,
}

/// What is allowed besides the usual.
#[derive(clap::Args)]
struct Permissions {
    /// Lose tables, columns and values of the actual database where the desired schema has no
    /// place for them; its name must be repeated here
    #[arg(long, value_name = "DATABASE")]
    accept_data_loss_in: Option<String>,
    /// Let the server copy this table, whatever its size; writers may wait all the while. Can be
    /// given for several tables
    #[arg(long, value_name = "TABLE")]
    allow_rebuild_of: Vec<String>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<u8, Failure> {
    let (schema, actual) = arguments.databases.connect().await?;
    let policy = policy(&arguments.permissions, &actual.server.database)?;
    let report = schema.with_policy(policy).migrate(&actual.pool).await.map_err(|error| {
        let mut failure = Failure::of(ACTUAL, &error);
        failure.message.push_str(&ways_out(&error, &actual.server.database));
        failure
    })?;
    print(&report.to_string())?;
    Ok(DONE)
}

/// What the arguments allow in the database.
fn policy(permissions: &Permissions, database: &str) -> Result<Policy, Failure> {
    let mut policy = Policy::new();
    if let Some(name) = &permissions.accept_data_loss_in {
        if name != database {
            return Err(Failure::error(format!(
                "--accept-data-loss-in names `{name}`, but {ACTUAL} is `{database}`; nothing was \
                 changed"
            )));
        }
        policy = policy.accept_data_loss_in(name);
    }
    for table in &permissions.allow_rebuild_of {
        policy = policy.allow_blocking_rebuild_of(TableName::new(table.clone()));
    }
    Ok(policy)
}

/// How this command is told what a policy would allow.
fn ways_out(error: &Error, database: &str) -> String {
    let Some(plan) = error.refused_plan() else { return String::new() };
    let can_be_allowed = |what: &str| plan.refusals.iter().any(|at| at.way_out.contains(what));
    let mut ways = String::new();
    if ["allow_drop_of", "allow_loss_of"].into_iter().any(can_be_allowed) {
        ways.push_str(&format!(
            "\nif everything in `{database}` that is in the way may be lost: \
             --accept-data-loss-in {database}"
        ));
    }
    if can_be_allowed("allow_blocking_rebuild_of") {
        ways.push_str("\nif a table may be copied whole: --allow-rebuild-of TABLE");
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_allowed() {
        let none = Permissions { accept_data_loss_in: None, allow_rebuild_of: Vec::new() };
        assert!(policy(&none, "shop").is_ok_and(|policy| policy == Policy::new()));
        let named = Permissions {
            accept_data_loss_in: Some("shop".to_owned()),
            allow_rebuild_of: vec!["events".to_owned(), "days".to_owned()],
        };
        let expected = Policy::new()
            .accept_data_loss_in("shop")
            .allow_blocking_rebuild_of(TableName::new("events"))
            .allow_blocking_rebuild_of(TableName::new("days"));
        assert!(policy(&named, "shop").is_ok_and(|policy| policy == expected));
        assert!(policy(&named, "Shop").is_err());
    }
}

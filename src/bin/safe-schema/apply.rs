//! `safe-schema apply`: brings one database to the shape of another.

use crate::DONE;
use crate::diff::{ACTUAL, Databases};
use crate::failure::Failure;
use crate::output::print;
use crate::permissions::Permissions;

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

pub(crate) async fn run(arguments: Arguments) -> Result<u8, Failure> {
    let (schema, actual) = arguments.databases.connect(&arguments.permissions).await?;
    let policy = arguments.permissions.policy(&actual.server.database)?;
    let migrated = schema.with_policy(policy).migrate(&actual.pool).await;
    let report = migrated.map_err(|error| Failure::of(ACTUAL, &error))?;
    print(&report.to_string())?;
    Ok(DONE)
}

//! `safe-schema diff`: what would bring one database to the shape of another.

use safe_schema::diff::{Desired, Extent};
use safe_schema::plan::Reader;
use safe_schema::schema::{LiveSchema, LiveTable, TableName};
use safe_schema::{Plan, Schema, inspect};

use crate::connection::{Database, connect};
use crate::failure::Failure;
use crate::flavours::obstacles;
use crate::output::{complain, json, print, tell_hidden};
use crate::permissions::Permissions;
use crate::unknown::unknown;
use crate::{DIFFERS, DONE};

pub(crate) const DESIRED: &str = "the desired database";
pub(crate) const ACTUAL: &str = "the actual database";

/// Show what would bring the actual database to the schema of the desired one. Only looks.
///
/// What only the actual database has is told, and is no difference by itself without --exact.
///
/// Exit code 0: nothing differs; 2: something differs; 1: an error.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    databases: Databases,
    #[command(flatten)]
    permissions: Permissions,
    /// text: for people; sql: the statements, after the settings they need; script: for the
    /// stock client, every statement guarded, to be run any number of times; json: for programs.
    /// Where a change is refused, sql and script print nothing: standard error says why
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How the difference is written.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// Statements.
    Sql,
    /// Statements that ask the catalogue whether they have still to be run.
    Script,
    /// For programs.
    Json,
}

/// The two databases, and how much the first says.
#[derive(clap::Args)]
pub(crate) struct Databases {
    /// The database whose schema is wanted: mysql://user:password@host:port/database
    #[arg(long, value_name = "URL", env = "SAFE_SCHEMA_DESIRED_URL", hide_env_values = true)]
    desired: String,
    /// The database that shall have it: mysql://user:password@host:port/database
    #[arg(long, value_name = "URL", env = "SAFE_SCHEMA_ACTUAL_URL", hide_env_values = true)]
    actual: String,
    /// Also what only the actual database has is a difference (otherwise it stays, and is told).
    /// The user of the desired database must then be one who may see every table of it
    #[arg(long)]
    exact: bool,
}

impl Databases {
    /// The schema of the desired database, and the actual database; the permissions must be ones
    /// for them.
    pub(crate) async fn connect(
        &self,
        permissions: &Permissions,
    ) -> Result<(Schema, Database), Failure> {
        let desired = connect(DESIRED, &self.desired).await?;
        let actual = connect(ACTUAL, &self.actual).await?;
        let live = inspect(&desired.pool).await.map_err(|error| Failure::of(DESIRED, &error))?;
        for (name, kind) in &live.others {
            complain(&format!("not compared: `{name}` of {DESIRED}, a {kind}"));
        }
        tell_hidden(DESIRED, &live);
        permissions.name_tables(&live, &actual.pool).await?;
        refuse_what_is_not_understood(&live)?;
        let obstacles = obstacles(&live, desired.server.flavour, actual.server.flavour);
        if !obstacles.is_empty() {
            return Err(Failure::refused(format!(
                "{DESIRED} is on {}, {ACTUAL} on {}, and this can't be carried over or compared:\n  \
                 - {}\n  next: take it out of {DESIRED}, or use a server of the same kind",
                desired.server.flavour,
                actual.server.flavour,
                obstacles.join("\n  - ")
            )));
        }
        let extent = if self.exact { Extent::Exact } else { Extent::Described };
        let schema = Schema::like(Desired::like(&live, extent)).for_reader(Reader::Command);
        Ok((schema, actual))
    }
}

/// What is wanted must be known to its last word.
fn refuse_what_is_not_understood(live: &LiveSchema) -> Result<(), Failure> {
    let of_table = |(name, table): (&TableName, &LiveTable)| -> Vec<String> {
        unknown(table).map(|what| format!("`{name}`: {what}")).collect()
    };
    let unknown: Vec<String> = live.tables.iter().flat_map(of_table).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "{DESIRED} has what is not understood, so no other can be brought to it:\n  - {}",
        unknown.join("\n  - ")
    )))
}

pub(crate) async fn run(arguments: Arguments) -> Result<u8, Failure> {
    // A schema that can't be compared is an error here: nothing is known to differ.
    let connected = arguments.databases.connect(&arguments.permissions).await;
    let (schema, actual) = connected.map_err(|failure| Failure::error(failure.message))?;
    let policy = arguments.permissions.policy(&actual.server.database)?;
    let plan = schema
        .with_policy(policy)
        .plan(&actual.pool)
        .await
        .map_err(|error| Failure::of(ACTUAL, &error))?;
    if let Format::Sql | Format::Script = arguments.format {
        for note in &plan.notes {
            let what = if note.is_warning { "warning" } else { "note" };
            complain(&format!("{what}: `{}`: {}", note.table, note.text));
        }
    }
    print(&match arguments.format {
        Format::Text => plan.to_string(),
        Format::Sql => sql(&plan),
        Format::Script => script(&plan),
        Format::Json => json(&[("is_equal", &plan.is_empty()), ("plan", &plan)])?,
    })?;
    Ok(if plan.is_empty() { DONE } else { DIFFERS })
}

/// The statements alone. A client may read them, so there are none where nothing of the plan is to
/// run.
fn sql(plan: &Plan) -> String {
    if plan.refusals.is_empty() {
        tell_losses(plan);
        return plan.to_sql_file();
    }
    for refusal in &plan.refusals {
        complain(&format!("refused: {refusal}"));
    }
    complain(&format!(
        "no statements: {} change(s) of the plan are refused, so nothing of it is to run \
         (--format text shows the whole plan)",
        plan.refusals.len()
    ));
    String::new()
}

/// The guarded statements; none where nothing of the plan is to run.
fn script(plan: &Plan) -> String {
    match plan.to_script() {
        Ok(script) => {
            tell_losses(plan);
            script
        }
        Err(error) => {
            complain(&error.to_string());
            String::new()
        }
    }
}

/// What the printed statements lose, as the arguments allow.
fn tell_losses(plan: &Plan) {
    for loss in plan.steps.iter().flat_map(|step| &step.allowed_losses) {
        complain(&format!("loses: {loss} (allowed)"));
    }
}

//! One pair: the first schema is made, filled, and brought to the second.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use safe_schema::diff::{Desired, Extent};
use safe_schema::schema::{LiveSchema, TableDef};
use safe_schema::testing::Server;
use safe_schema::{Error, Policy, inspect};

use super::database::Database;
use super::definition::{definitions, difference, plain_spelling};
use super::values::{fill, picture};
use crate::generate::Dice;
use crate::model::Schema;

/// Two schemas: what is there, and what shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Everything random about it comes from here.
    pub(crate) seed: u64,
    pub(crate) before: Schema,
    pub(crate) after: Schema,
}

/// What came of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The first became the second, and no row was lost.
    Settled,
    /// It was refused for a good reason, with nothing changed.
    Refused(Vec<String>),
    /// The server itself does not take one of the schemas: the pair says nothing.
    Void(String),
    /// The crate was wrong.
    Failed(String),
}

/// Reasons to refuse that are good ones, by their words.
const GOOD_REASONS: [&str; 12] = [
    "row(s) have NULL in",
    "value(s) of the key occur more than once",
    "row(s) refer to",
    "row(s) violate it",
    "would need a value",
    "every row would get the same value",
    "is not proven that the default of the new column",
    "is not known beforehand",
    "the server makes no",
    "does not understand yet: system versioning",
    "before they have their values",
    "the history of its rows would be lost",
];

impl Pair {
    /// Puts the pair to the server, in databases of these names.
    pub(crate) async fn try_on(&self, server: &Server, names: &str) -> Outcome {
        let [before, again, after] = ["before", "again", "after"]
            .map(|side| Database::new(server, format!("{names}_{side}")));
        let (before, again, after) = (before.await, again.await, after.await);
        let outcome = self.judge(server, &before, &again, &after).await;
        for db in [before, again, after] {
            db.drop().await;
        }
        match outcome {
            Ok(outcome) | Err(outcome) => outcome,
        }
    }

    async fn judge(
        &self,
        server: &Server,
        before: &Database,
        again: &Database,
        after: &Database,
    ) -> Result<Outcome, Outcome> {
        for (schema, db) in [(&self.before, before), (&self.after, after)] {
            for sql in schema.sql(server.kind()) {
                let void = |error| Outcome::Void(format!("{error}\n{sql}"));
                db.sql(&sql).await.map_err(void)?;
            }
        }
        // The other half is made of what was read anyway, table by table.
        if self.seed.is_multiple_of(2) {
            made_again(before, again).await?;
        }
        let mut dice = Dice::new(self.seed, server.kind());
        fill(&mut dice, self, before).await;
        self.brought_to(before, after).await
    }

    /// The first becomes the second, or nothing happens.
    async fn brought_to(&self, before: &Database, after: &Database) -> Result<Outcome, Outcome> {
        let wanted = look(after).await?;
        let (definitions_before, rows_before) =
            (definitions(before).await, picture(self, before).await);
        let schema = safe_schema::Schema::like(Desired::like(&wanted, Extent::Exact))
            .with_policy(Policy::new().accept_data_loss_in(&before.name));
        let report = match schema.migrate(&before.pool).await {
            Ok(report) => report,
            Err(error) => {
                let reasons = refusal(&error)?;
                let changed = difference(&definitions(before).await, &definitions_before);
                failed_if("refused, and yet changed", changed)?;
                same_rows(&rows_before, &picture(self, before).await)?;
                return Ok(Outcome::Refused(reasons));
            }
        };
        let told = |what: &str| format!("{what} after:\n{}", ran(&report));
        let differs = difference(&definitions(before).await, &definitions(after).await);
        failed_if(&told("silently wrong: the server says otherwise"), differs)?;
        same_schemas(&look(before).await?, &wanted)?;
        same_rows(&rows_before, &picture(self, before).await)?;
        match schema.migrate(&before.pool).await {
            Ok(second) if second.is_unchanged() => Ok(Outcome::Settled),
            Ok(second) => Err(Outcome::Failed(format!("not settled: {}", ran(&second)))),
            Err(error) => Err(Outcome::Failed(format!("not settled: {error}"))),
        }
    }
}

/// What is there is read, made in an empty database, and read again: equal.
async fn made_again(there: &Database, again: &Database) -> Result<(), Outcome> {
    let read = look(there).await?;
    let schema = safe_schema::Schema::like(Desired::like(&read, Extent::Exact));
    schema
        .migrate(&again.pool)
        .await
        .map_err(|error| Outcome::Failed(format!("can't be made again: {error}")))?;
    let differs = difference(&definitions(again).await, &definitions(there).await);
    failed_if("made again, the server says otherwise", differs)?;
    same_schemas(&look(again).await?, &read)
}

async fn look(db: &Database) -> Result<LiveSchema, Outcome> {
    let failed = |error| Outcome::Failed(format!("can't be read: {error}"));
    inspect(&db.pool).await.map_err(failed)
}

fn failed_if(what: &str, differs: Option<String>) -> Result<(), Outcome> {
    differs.map_or(Ok(()), |differs| Err(Outcome::Failed(format!("{what}\n{differs}"))))
}

/// What was read of one is what was read of the other, but for the order of keys and the number
/// of the next row.
fn same_schemas(is: &LiveSchema, shall_be: &LiveSchema) -> Result<(), Outcome> {
    let sorted = |live: &LiveSchema| -> Vec<TableDef> {
        let mut tables: Vec<TableDef> =
            live.tables.values().map(|table| table.def.clone()).collect();
        for table in &mut tables {
            table.options.auto_increment = None;
            table.indexes.to_mut().sort_by(|a, b| a.name.cmp(&b.name));
            table.foreign_keys.to_mut().sort_by(|a, b| a.name.cmp(&b.name));
            table.checks.to_mut().sort_by(|a, b| a.name.cmp(&b.name));
        }
        tables
    };
    let (a, b) = (sorted(is), sorted(shall_be));
    for (a, b) in a.iter().zip(&b) {
        // As Rust writes a text, each backslash is two.
        let [x, y] =
            [a, b].map(|table| plain_spelling(&format!("{table:?}").replace("\\\\", "\\")));
        if x != y {
            return Err(Outcome::Failed(format!("reads otherwise:\n{a:#?}\nthan\n{b:#?}")));
        }
    }
    if a.len() != b.len() || is.sequences != shall_be.sequences {
        return Err(Outcome::Failed("other tables or sequences are read".to_owned()));
    }
    Ok(())
}

fn same_rows(
    before: &BTreeMap<String, Vec<String>>,
    after: &BTreeMap<String, Vec<String>>,
) -> Result<(), Outcome> {
    for (table, rows) in before {
        let now = &after[table];
        if rows != now {
            return Err(Outcome::Failed(format!(
                "silently wrong: rows of {table} were\n{}\nand are\n{}",
                rows.join("\n"),
                now.join("\n")
            )));
        }
    }
    Ok(())
}

/// The reasons of a refusal, if all are good ones.
fn refusal(error: &Error) -> Result<Vec<String>, Outcome> {
    let wrong = || Outcome::Failed(format!("not settled: {error}"));
    let plan = error.refused_plan().ok_or_else(wrong)?;
    plan.refusals
        .iter()
        .map(|refusal| {
            // What is no document becomes none, whatever is allowed to be lost.
            let is_document = refusal.change.contains("-> json");
            let documents = ["would not stay what they are", "was computed for them would be gone"];
            let documents = documents.iter().filter(|_| is_document);
            let mut reasons = GOOD_REASONS.iter().chain(documents).copied();
            let good = reasons.find(|words| refusal.reason.contains(words));
            good.map(str::to_owned).ok_or_else(wrong)
        })
        .collect()
}

fn ran(report: &safe_schema::Report) -> String {
    report.executed.iter().fold(String::new(), |mut text, step| {
        let _ = writeln!(text, "{};", step.sql);
        text
    })
}

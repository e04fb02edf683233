//! Runs the rows of a table: what would lose is refused before anything changes, what would not is
//! done, and every value is there afterwards.

use std::collections::BTreeSet;

use safe_schema::diff::{Desired, Extent};
use safe_schema::plan::Plan;
use safe_schema::schema::{LiveSchema, TableName};
use safe_schema::{Error, Schema, inspect};

use sqlx::MySqlPool;

use super::row::{Refused, Row};
use crate::support::{Database, Rows};

/// Every row of the table, on one server. What went wrong is told of all of them.
pub(super) async fn run(db: &Database, rows: &[Row]) {
    run_by(db, &db.root, rows).await;
}

/// The same, migrated through this pool.
pub(super) async fn run_by(db: &Database, pool: &MySqlPool, rows: &[Row]) {
    let other = Database::new(db.kind, "narrower").await.unwrap();
    for database in [db, &other] {
        database
            .sql(&format!(
                "ALTER DATABASE `{}` CHARACTER SET utf8mb4; \
                 CREATE TABLE p (id INT PRIMARY KEY, name VARCHAR(9) UNIQUE); \
                 INSERT INTO p VALUES (1, 'one'), (2, 'two')",
                database.name
            ))
            .await;
    }
    let rows: Vec<&Row> =
        rows.iter().filter(|row| row.only.is_none_or(|kind| kind == db.kind)).collect();
    let afters: Vec<String> =
        rows.iter().enumerate().map(|(number, row)| create(number, row.to)).collect();
    other.sql(&afters.join("; ")).await;
    let after = inspect(&other.root).await.unwrap();
    let mut failures = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        db.sql(&create(number, row.from)).await;
        let case = Case { db, pool, row, table: format!("t{number}"), after: &after };
        if let Err(why) = case.run().await {
            failures.push(format!("{} -> {}\n  {why}", row.from, row.to));
        }
        if number > 0 {
            // A look takes the longer, the more tables there are.
            db.sql(&format!("DROP TABLE t{number}")).await;
        }
    }
    assert!(failures.is_empty(), "{} row(s):\n{}", failures.len(), failures.join("\n"));
}

fn create(number: usize, body: &str) -> String {
    let body = body.replace("{t}", &format!("t{number}"));
    match body.starts_with("id ") {
        true => format!("CREATE TABLE t{number} ({body})"),
        false => format!("CREATE TABLE t{number} (id INT AUTO_INCREMENT PRIMARY KEY, {body})"),
    }
}

struct Case<'a> {
    db: &'a Database,
    pool: &'a MySqlPool,
    row: &'a Row,
    table: String,
    after: &'a LiveSchema,
}

impl Case<'_> {
    async fn run(&self) -> Result<(), String> {
        for value in self.row.fit {
            self.insert(value).await;
        }
        // Rows that are named by their keys are told apart; others are looked at one by one.
        let together = match self.row.refused {
            Refused::TheRow => self.row.unfit.len().max(1),
            Refused::Values | Refused::AnyRow => 1,
        };
        for values in self.row.unfit.chunks(together) {
            let values_told = values.join(", ");
            self.lose(values).await.map_err(|why| format!("{values_told}: {why}"))?;
        }
        self.is_done().await
    }

    /// With these values, the change is refused, each of them is named, and nothing changes.
    async fn lose(&self, values: &[&str]) -> Result<(), String> {
        let mut ids = Vec::new();
        for value in values {
            self.insert(value).await;
            ids.push(self.db.value(&format!("SELECT MAX(id) FROM {}", self.table)).await);
        }
        let before = self.picture().await;
        let declared = self.schema(Extent::Mentioned).plan(self.pool).await.unwrap();
        self.is_refused(&declared, &ids).await.map_err(|why| format!("declared, {why}"))?;
        match self.schema(Extent::Described).migrate(self.pool).await {
            Err(Error::Refused(plan)) => self.is_refused(&plan, &ids).await?,
            other => return Err(format!("was not refused: {other:?}")),
        }
        if self.picture().await != before {
            return Err("was refused, and something changed".to_owned());
        }
        let ids = ids.join(", ");
        self.db.sql(&format!("DELETE FROM {} WHERE id IN ({ids})", self.table)).await;
        Ok(())
    }

    /// The refusals count what their queries find, and name these rows and no other.
    async fn is_refused(&self, plan: &Plan, ids: &[String]) -> Result<(), String> {
        let told = format!("{:#?}", plan.refusals);
        let mut named = BTreeSet::new();
        let mut any_count = false;
        for refusal in &plan.refusals {
            let Some(count) = refusal.count else { continue };
            any_count = true;
            let query = refusal.query.as_deref().ok_or("there is no query")?;
            // To the mode of people's sessions, dates of zeros may be none.
            let query =
                format!("SET @before = @@sql_mode, sql_mode = ''; {query}; SET sql_mode = @before");
            let found = self.db.rows(&query).await.len() as u64;
            let examples = refusal.examples.len() as u64;
            if found != count || examples != count.min(10) {
                return Err(format!("{found} found, {examples} examples: {told}"));
            }
            named.extend(refusal.examples.iter().cloned());
        }
        let wanted: BTreeSet<String> = ids.iter().map(|id| format!("'{id}'")).collect();
        match (plan.refusals.as_slice(), self.row.refused) {
            ([], _) => Err("was not refused".to_owned()),
            (_, Refused::TheRow) if named != wanted => {
                Err(format!("names {named:?}, not {wanted:?}: {told}"))
            }
            (_, Refused::Values) if !any_count => Err(format!("no count: {told}")),
            _ => Ok(()),
        }
    }

    /// Without such a value, it is done, and every value is what it was.
    async fn is_done(&self) -> Result<(), String> {
        let declared = self.schema(Extent::Mentioned).plan(self.pool).await.unwrap();
        if !declared.refusals.is_empty() {
            return Err(format!("what fits, declared: {:#?}", declared.refusals));
        }
        let (before, order) = (self.values().await, self.order().await);
        let schema = self.schema(Extent::Described);
        schema.migrate(self.pool).await.map_err(|error| format!("what fits: {error}"))?;
        let after = self.values().await;
        let is_same = before.len() == after.len()
            && before.iter().zip(&after).all(|pair| match pair {
                (Some(before), Some(after)) => self.row.same.is(before, after),
                (before, after) => before == after,
            });
        if !is_same {
            return Err(format!("{before:?} became {after:?}"));
        }
        if self.row.same.is_sorted() && order != self.order().await {
            return Err("the values are in another order".to_owned());
        }
        Ok(())
    }

    /// The table as it shall be, and the one it refers to.
    fn schema(&self, extent: Extent) -> Schema {
        let table = |name: &str| {
            let name = TableName { database: None, table: name.to_owned().into() };
            self.after.tables[&name].def.clone()
        };
        let tables = vec![table("p"), table(&self.table)];
        Schema::like(Desired { extent, ..Desired::declared(tables) }).without_journal()
    }

    /// Zeros for dates are values, too.
    async fn insert(&self, value: &str) {
        let table = &self.table;
        let inserted = self
            .db
            .try_sql(&format!(
                "SET @before = @@sql_mode, sql_mode = 'STRICT_ALL_TABLES'; \
                 INSERT INTO {table} (c) VALUES ({value}); SET sql_mode = @before"
            ))
            .await;
        inserted.unwrap_or_else(|error| panic!("{} {value}: {error:?}", self.row.from));
    }

    /// Every row to the last byte, and the definition.
    async fn picture(&self) -> (Rows, Rows) {
        let table = &self.table;
        let rows = self.db.rows(&format!("SELECT id, HEX(c) FROM {table} ORDER BY id")).await;
        (rows, self.db.rows(&format!("SHOW CREATE TABLE {table}")).await)
    }

    async fn values(&self) -> Vec<Option<String>> {
        let expression = self.row.same.expression();
        let sql = format!("SELECT {expression} FROM {} ORDER BY id", self.table);
        self.db.rows(&sql).await.into_iter().map(|mut row| row.remove(0)).collect()
    }

    async fn order(&self) -> Rows {
        self.db.rows(&format!("SELECT id FROM {} ORDER BY c, id", self.table)).await
    }
}

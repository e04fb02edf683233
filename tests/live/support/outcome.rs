//! The two ways a migration may end, and all that must hold after each.

use safe_schema::plan::{Plan, Refusal};
use safe_schema::{Error, Report, Schema};

use super::Database;

/// What a check that finds nothing to do sends, for one database: the pool's `SET` at
/// connecting, and the packet (four statements before, eight for the database, one after).
pub(crate) const NO_OP_STATEMENTS: usize = 1 + 4 + DATABASE_STATEMENTS + 2;
const DATABASE_STATEMENTS: usize = 8;

impl Database {
    /// Migrates. Then every row must be as it was, a new plan must be empty, and a second
    /// migration must do nothing, as the server counts.
    pub(crate) async fn migrate(&self, schema: &Schema) -> Report {
        let report = self.migrate_once(schema).await;
        let statements = self.second_run(schema).await;
        let databases = 1 + self.others.len();
        assert!(
            statements.len() <= NO_OP_STATEMENTS + DATABASE_STATEMENTS * (databases - 1),
            "{} statements to find nothing: {statements:#?}",
            statements.len(),
        );
        report
    }

    /// The same where the catalogue can't tell whether a spelling is the declared one, so that
    /// the server is asked by a temporary table.
    pub(crate) async fn migrate_spelled(&self, schema: &Schema) -> Report {
        let report = self.migrate_once(schema).await;
        self.second_run(schema).await;
        report
    }

    /// Migrates, without a second time. Every row must be as it was.
    pub(crate) async fn migrate_once(&self, schema: &Schema) -> Report {
        let before = self.pictures().await;
        let (pool, _) = self.pool().await;
        let report = schema.migrate(&pool).await.unwrap_or_else(|error| panic!("{error}"));
        self.assert_rows(&before).await;
        report
    }

    /// A plan and a migration of a database that is as declared; what the latter sent.
    pub(crate) async fn second_run(&self, schema: &Schema) -> Vec<String> {
        let definitions = self.definitions().await;
        let (pool, _) = self.pool().await;
        let plan = schema.plan(&pool).await.unwrap();
        assert!(plan.is_empty(), "after migrating there is still {plan}");

        let (pool, user) = self.pool().await;
        let report = schema.migrate(&pool).await.unwrap();
        assert!(report.is_unchanged(), "the second time: {report}");
        let statements = self.statements(&user).await;
        assert!(!statements.all.is_empty(), "the log shows nothing of {user}");
        assert_eq!(statements.ddl(), [""; 0]);
        assert_eq!(statements.writes(), [""; 0]);
        assert_eq!(statements.journal(), [""; 0]);
        assert_eq!(statements.reads_of_rows(), [""; 0]);
        assert_eq!(definitions, self.definitions().await);
        statements.all
    }

    /// A migration that must be refused, with nothing changed; the refusals.
    pub(crate) async fn refused(&self, schema: &Schema) -> Vec<Refusal> {
        let error = self.fails(schema).await;
        let plan: &Plan = error.refused_plan().unwrap_or_else(|| panic!("{error}"));
        let text = error.to_string();
        for refusal in &plan.refusals {
            assert!(text.contains(&refusal.reason), "{:?} is not in {text}", refusal.reason);
            let way_out = refusal.way_out.to_string();
            assert!(text.contains(&way_out), "{way_out:?} is not in {text}");
            for example in &refusal.examples {
                assert!(text.contains(example), "{example:?} is not in {text}");
            }
        }
        plan.refusals.clone()
    }

    /// A migration that must fail, with nothing changed; the error. The plan must say the
    /// same, or fail the same way.
    pub(crate) async fn fails(&self, schema: &Schema) -> Error {
        let (pool, _) = self.pool().await;
        let error = self.fails_with(schema, &pool).await;
        match schema.plan(&pool).await {
            Ok(plan) => {
                let refused = error.refused_plan().map(|plan| &plan.refusals);
                assert_eq!(refused, Some(&plan.refusals), "{error}");
            }
            Err(planning) => assert_eq!(planning.to_string(), error.to_string()),
        }
        error
    }

    /// The same, as the user of the pool.
    pub(crate) async fn fails_with(&self, schema: &Schema, pool: &sqlx::MySqlPool) -> Error {
        let rows = self.pictures().await;
        let definitions = self.definitions().await;
        let error = match schema.migrate(pool).await {
            Ok(report) => panic!("was to fail: {report}"),
            Err(error) => error,
        };
        assert_eq!(definitions, self.definitions().await, "{error}");
        self.assert_rows(&rows).await;
        error
    }
}

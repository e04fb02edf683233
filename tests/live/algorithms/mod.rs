//! The algorithm that a plan asks for: the one that this server accepts, and no better one.

mod cases;
mod limits;

use safe_schema::plan::{Algorithm, Plan};
use safe_schema::{Schema, inspect};

use self::cases::{Case, cases};
use crate::support::{Database, both};

both! { the_best_that_the_server_accepts }

/// How a case went: what the plan asked for, and what is wrong with that.
struct Outcome {
    asked: Vec<Option<Algorithm>>,
    wrong: Option<String>,
}

/// Two rows in each table, so that the server has something to rebuild.
const ROWS: &str = "INSERT INTO p VALUES (1), (2), (3); \
     INSERT INTO t (id, a, b, e, d, n, big, s, amount, doc, bin) VALUES \
     (1, 1, 'q', 'x', '2020-01-01', 1, 'b', 'p', 1.5, 'doc', 'x'), \
     (2, 2, 'r', 'y', '2020-01-02', 2, 'c', 'q', 2.5, 'more', 'y')";

const TABLES: &str = "CREATE TABLE p (id INT NOT NULL PRIMARY KEY); \
     CREATE TABLE t (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, a INT NOT NULL, \
     b VARCHAR(50) NULL, e ENUM('x', 'y') NOT NULL DEFAULT 'x', d DATETIME NULL, n INT NULL, \
     big VARCHAR(300) NULL, s SET('p', 'q') NULL, amount DECIMAL(8, 2) NULL, doc TEXT NULL, \
     bin VARBINARY(20) NULL, PRIMARY KEY (id), KEY ka (a), KEY kb (b), KEY kn (n)) \
     DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci";

async fn make(db: &Database, case: &Case) {
    db.sql(&format!("DROP DATABASE `{0}`; CREATE DATABASE `{0}`; USE `{0}`; {TABLES}", db.name))
        .await;
    for alter in case.before {
        db.sql(&format!("ALTER TABLE t {alter}")).await;
    }
    db.sql(ROWS).await;
}

/// The schema of the second database, for the first.
async fn wanted(db: &Database, shape: &Database, case: &Case) -> Schema {
    make(shape, case).await;
    shape.sql(&format!("ALTER TABLE t {}", case.alter)).await;
    super::like::objects::exactly(&inspect(&shape.root).await.unwrap(), &db.name)
}

async fn outcome(db: &Database, shape: &Database, case: &Case) -> Outcome {
    let schema = wanted(db, shape, case).await;
    make(db, case).await;
    let plan = schema.plan(&db.root).await.unwrap();
    let asked = plan.steps.iter().map(|step| step.algorithm).collect();
    let mut wrong = better_is_refused(shape, case, &plan).await;
    if !plan.refusals.is_empty() || plan.steps.is_empty() {
        wrong = Some(plan.to_string());
    }
    match schema.migrate(&db.root).await {
        Err(error) => wrong = Some(error.to_string()),
        Ok(report) => {
            let got: Vec<_> = report.executed.iter().map(|step| step.algorithm).collect();
            if got != asked || report.executed.iter().any(|step| step.attempts > 1) {
                wrong = Some(format!("the server took {got:?}"));
            }
        }
    }
    Outcome { asked, wrong: wrong.filter(|_| !case.is_worse_on_purpose) }
}

/// Tries to run each step by the next better algorithm, on a table of its own.
async fn better_is_refused(db: &Database, case: &Case, plan: &Plan) -> Option<String> {
    for (at, step) in plan.steps.iter().enumerate() {
        let better = match step.algorithm? {
            Algorithm::Instant => continue,
            Algorithm::InPlace => Algorithm::Instant,
            Algorithm::InPlaceShared | Algorithm::Copy => Algorithm::InPlace,
        };
        make(db, case).await;
        for done in &plan.steps[..at] {
            db.sql(&done.sql).await;
        }
        let sql = format!("{}, {}", step.sql, better.clause());
        match db.try_sql(&sql).await {
            Err(refused) if [1845, 1846].contains(&refused.code) => {}
            Err(refused) => return Some(format!("{sql}: {}", refused.message)),
            Ok(()) => return Some(format!("the server takes {}", better.clause())),
        }
    }
    None
}

async fn the_best_that_the_server_accepts(db: Database) {
    let shape = Database::new(db.kind, "algorithms-shape").await.unwrap();
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for case in cases(db.kind) {
        let outcome = outcome(&db, &shape, &case).await;
        tried += 1;
        if let Some(why) = outcome.wrong {
            wrong.push(format!("{}: asked for {:?}: {why}", case.alter, outcome.asked));
        }
    }
    eprintln!("{:?}: {} of {tried} predicted right", db.kind, tried - wrong.len());
    assert!(tried >= 40, "{tried} alterations");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

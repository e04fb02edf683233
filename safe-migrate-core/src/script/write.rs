//! The text of the script.

use std::fmt::Write as _;

use crate::ddl::{
    BATCH_ROWS, LENIENT, STRICT, identifier, one_line_literal as literal, session_settings,
};
use crate::plan::{Plan, Step};
use crate::schema::TableName;
use crate::server::Flavour;

use super::NoScript;
use super::guard::{Guard, guards};
use super::rows::{Asked, questions};

/// How many seconds a statement waits for a table that another session holds.
const LOCK_WAIT: u64 = 5;

impl Plan {
    /// The plan as a script for the stock client (`mysql`, `mariadb`), for services that may not
    /// run DDL themselves. It needs no privilege besides those of its statements.
    ///
    /// Each statement asks the catalogue first. It is run where the table is as the plan found it,
    /// and passed over where it was run before; so the script can be run any number of times, also
    /// after it was cut anywhere, and ends in the same schema. Where a table is neither, or rows
    /// have come that the statement does not allow, the script stops with an error that says so,
    /// and changes nothing more, even under `--force`. Then make a new plan.
    ///
    /// The script is for the server and the database that the plan was made for, and says so.
    /// Only one run at a time: it takes no lock, and writes no journal. A backfill is one UPDATE of
    /// all rows here, as a script can't repeat batches. Where the catalogue does not tell whether
    /// a statement was run, one that may be repeated without harm is. A migration looks again when
    /// it is done; after the script, that is for a new plan, which should be empty.
    ///
    /// # Errors
    /// When something is refused, or when nothing would tell whether a statement was run.
    pub fn to_script(&self) -> Result<String, NoScript> {
        if !self.refusals.is_empty() {
            return Err(NoScript::Refused(self.refusals.clone()));
        }
        let guards = guards(self)?;
        let mut script = head(self);
        for (at, (step, guard)) in self.steps.iter().zip(&guards).enumerate() {
            script.push_str(&guarded(self, at, step, guard));
        }
        script.push_str("\nSELECT COALESCE(@safe_schema_stop, 'done') AS `safe-schema`;\n");
        Ok(script)
    }
}

fn head(plan: &Plan) -> String {
    let server = &plan.server;
    let database = identifier(&server.database);
    let mut head = String::new();
    comment(
        &mut head,
        &format!(
            "safe-schema: brings the database {database} to its declaration, in {} step(s).\n\
             Made for {} {}, from a plan: a picture of the database at that time.\n\
             \n\
             Run it with the stock client. It may be run again at any time, also after it was cut \
             off:\n\
             a statement that was run before is passed over. Where a table is neither as the plan \
             found it\n\
             nor as the plan leaves it, or rows are in the way, the script stops with an error \
             that begins\n\
             with \"Variable 'completion_type' can't be set to the value of\" and says why. Then \
             make a new plan.",
            plan.steps.len(),
            server.flavour,
            server.version,
        ),
    );
    let is_mariadb = "CONCAT(VERSION(), @@version_comment) LIKE '%mariadb%'";
    let is_other = match server.flavour {
        Flavour::MySql => is_mariadb.to_owned(),
        Flavour::MariaDb => format!("NOT {is_mariadb}"),
    };
    let _ = write!(
        head,
        "\nSET NAMES utf8mb4;\n{};\nSET SESSION group_concat_max_len = 1048576;\nUSE {database};\n\
         SET @safe_schema_stop = IF(DATABASE() <=> {}, IF({is_other}, {}, NULL), {});\n",
        session_settings(LOCK_WAIT).join(";\n"),
        literal(&server.database),
        literal(&format!("safe-schema: this server is not {}", server.flavour)),
        literal("safe-schema: the database is not there, or not to be seen"),
    );
    head
}

fn guarded(plan: &Plan, at: usize, step: &Step, guard: &Guard) -> String {
    let sql = statement(step);
    let stops = |why: &str| literal(&message(plan, at, &step.table, why));
    let asked = questions(plan, at, step);
    let mut text = String::from("\n");
    let number = format!("step {} of {}: {}", at + 1, plan.steps.len(), step.table);
    let loses = step.allowed_losses.iter().map(|loss| format!("loses {loss} (allowed)"));
    let lines: Vec<String> = step.summary.iter().cloned().chain(loses).collect();
    comment(&mut text, &format!("{number}\n  {}\n\n{sql}", lines.join("\n  ")));
    if step.repeats {
        comment(&mut text, "\nA migration does this in batches; here it is one statement.");
    }
    for find in asked.iter().filter_map(|asked| asked.find.as_ref()) {
        comment(&mut text, &format!("\nThe rows that would be in the way:\n{find}"));
    }
    let _ = writeln!(
        text,
        "SET @safe_schema_before = NULL, @safe_schema_after = NULL;\n\
         SET @safe_schema_before = ({}), @safe_schema_after = ({});\n\
         SET @safe_schema_stop = COALESCE(@safe_schema_stop, \
         IF(@@error_count > 0, {}, NULL), \
         IF(@safe_schema_before OR @safe_schema_after, NULL, {}));",
        guard.before,
        guard.after,
        stops("the catalogue could not be asked"),
        stops("it is neither as the plan found it nor as this step leaves it: make a new plan"),
    );
    for asked in &asked {
        ask(&mut text, asked, &stops);
    }
    if step.bends_values {
        let _ = writeln!(text, "{LENIENT};");
    }
    prepare(
        &mut text,
        &format!(
            "IF(@safe_schema_stop IS NOT NULL, \
             CONCAT('SET SESSION completion_type = ', QUOTE(@safe_schema_stop)), \
             IF(@safe_schema_before, {}, 'DO 0'))",
            literal(&sql)
        ),
        &stops("the server refused it, see its error before"),
    );
    if step.bends_values {
        let _ = writeln!(text, "{STRICT};");
    }
    text
}

/// Asks the rows, where the statement is to be run.
fn ask(text: &mut String, asked: &Asked, stops: &impl Fn(&str) -> String) {
    let question = format!("SET @safe_schema_rows = ({})", asked.count);
    let _ = writeln!(text, "SET @safe_schema_rows = 0;");
    prepare(
        text,
        &format!(
            "IF(@safe_schema_stop IS NULL AND @safe_schema_before, {}, 'DO 0')",
            literal(&question)
        ),
        &stops("the rows could not be asked, see the error before"),
    );
    let change: String = asked.change.chars().take(80).collect();
    let _ = writeln!(
        text,
        "SET @safe_schema_stop = COALESCE(@safe_schema_stop, \
         IF(@safe_schema_rows >= {}, {}, NULL));",
        asked.at_least,
        stops(&format!("rows are in the way: {change}")),
    );
}

/// Runs what the expression says. The error of a statement ends a client that runs a file; one
/// that goes on is told to do no more.
fn prepare(text: &mut String, expression: &str, failed: &str) {
    let _ = writeln!(
        text,
        "SET @safe_schema_sql = {expression};\n\
         PREPARE safe_schema FROM @safe_schema_sql;\n\
         EXECUTE safe_schema;\n\
         SET @safe_schema_stop = COALESCE(@safe_schema_stop, IF(@@error_count > 0, {failed}, NULL));\n\
         DEALLOCATE PREPARE safe_schema;"
    );
}

/// The statement of a step; one that is repeated in batches takes all rows at once.
fn statement(step: &Step) -> String {
    let batch = format!(" LIMIT {BATCH_ROWS}");
    match step.sql.strip_suffix(&batch) {
        Some(whole) if step.repeats => whole.to_owned(),
        _ => step.statement(),
    }
}

/// The server shows 200 characters of it.
fn message(plan: &Plan, at: usize, table: &TableName, why: &str) -> String {
    let of = plan.steps.len();
    format!("safe-schema: step {} of {of}, `{table}`: {why}", at + 1).chars().take(200).collect()
}

/// Lines of comment. No character of theirs ends one, or means anything to a client.
fn comment(script: &mut String, text: &str) {
    for line in text.lines() {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        script.push_str(format!("-- {line}").trim_end());
        script.push('\n');
    }
}

//! What a user sent, as the server wrote it down.

use super::Database;

/// The statements of one user, in order, by kind.
#[derive(Debug)]
pub(crate) struct Statements {
    pub(crate) all: Vec<String>,
    /// How many entries the log has for them: on MariaDB one a packet.
    pub(crate) packets: usize,
}

impl Database {
    /// Every statement of the user so far. MySQL writes each statement of a packet by itself,
    /// MariaDB the whole packet at once.
    pub(crate) async fn statements(&self, user: &str) -> Statements {
        let rows = self
            .rows(&format!(
                "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log \
                 WHERE user_host LIKE '{user}[%' AND command_type IN ('Query', 'Execute')"
            ))
            .await;
        let all = rows.iter().flatten().flatten().flat_map(|sql| split(sql)).collect();
        Statements { all, packets: rows.len() }
    }
}

impl Statements {
    /// What changes definitions. Temporary tables don't count: they are the session's own, and
    /// neither commit nor wait. Nor do the engine's journal and lease, which have scenarios of
    /// their own.
    pub(crate) fn ddl(&self) -> Vec<&str> {
        let mut ddl =
            self.beginning_with(&["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "OPTIMIZE"]);
        ddl.retain(|sql| !is_temporary(sql) && !is_of_journal(sql) && !is_of_lease(sql));
        ddl
    }

    /// What the engine did to its journal.
    pub(crate) fn journal(&self) -> Vec<&str> {
        self.all.iter().map(String::as_str).filter(|sql| is_of_journal(sql)).collect()
    }

    /// What the engine did to its temporary copies.
    pub(crate) fn temporary(&self) -> Vec<&str> {
        self.all.iter().map(String::as_str).filter(|sql| is_temporary(sql)).collect()
    }

    /// What changes rows, but for those of the journal.
    pub(crate) fn writes(&self) -> Vec<&str> {
        let mut writes =
            self.beginning_with(&["INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "WITH"]);
        writes.retain(|sql| !is_temporary(sql) && !is_of_journal(sql));
        writes
    }

    /// What reads, or may lock, rows of a scenario's table: what is not the catalogue's.
    pub(crate) fn reads_of_rows(&self) -> Vec<&str> {
        let has = |sql: &&str| {
            sql.contains(" FROM ") && !sql.contains("information_schema") && !is_temporary(sql)
        };
        self.beginning_with(&["SELECT", "TABLE", "LOCK"]).into_iter().filter(has).collect()
    }

    fn beginning_with(&self, words: &[&str]) -> Vec<&str> {
        self.all
            .iter()
            .map(|sql| sql.trim_start())
            .filter(|sql| {
                let first = sql.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                words.contains(&first.to_uppercase().as_str())
            })
            .collect()
    }
}

fn is_temporary(sql: &str) -> bool {
    let words = ["CREATE TEMPORARY TABLE ", "DROP TEMPORARY TABLE "];
    // The copy is the only table that the statement names, after its verb.
    let verbs = ["ALTER TABLE ", "INSERT IGNORE INTO ", "DELETE FROM ", "SELECT HEX("];
    let copy = verbs.iter().any(|verb| {
        sql.strip_prefix(verb).is_some_and(|rest| {
            let table = rest.rsplit_once(" FROM ").map_or(rest, |(_, table)| table);
            table
                .split_whitespace()
                .next()
                .is_some_and(|name| name.ends_with("`_safe_schema_copy`"))
        })
    });
    copy || words.iter().any(|word| sql.starts_with(word))
}

/// Whether the table that the statement is of is the journal.
fn is_of_journal(sql: &str) -> bool {
    let verbs = ["CREATE TABLE IF NOT EXISTS ", "CREATE TABLE ", "ALTER TABLE ", "INSERT INTO "];
    let table = verbs.iter().find_map(|verb| sql.strip_prefix(verb));
    let name = table.and_then(|rest| rest.split_whitespace().next());
    name.is_some_and(|name| name.ends_with("`_safe_schema_journal`"))
}

/// Whether the statement makes the table of the lease.
fn is_of_lease(sql: &str) -> bool {
    let made = sql.strip_prefix("CREATE TABLE IF NOT EXISTS ");
    let name = made.and_then(|rest| rest.split_whitespace().next());
    name.is_some_and(|name| name.ends_with("`_safe_schema_lease`"))
}

/// The statements of a packet: what semicolons outside of quotes separate.
fn split(packet: &str) -> Vec<String> {
    let mut statements = vec![String::new()];
    let (mut quote, mut escaped) = (None, false);
    for c in packet.chars() {
        match quote {
            Some(end) => {
                if !escaped && c == end {
                    quote = None;
                }
                escaped = !escaped && c == '\\' && end != '`';
            }
            None if c == ';' => {
                statements.push(String::new());
                continue;
            }
            None if matches!(c, '\'' | '"' | '`') => quote = Some(c),
            None => {}
        }
        if let Some(last) = statements.last_mut() {
            last.push(c);
        }
    }
    statements.into_iter().map(|sql| sql.trim().to_owned()).filter(|sql| !sql.is_empty()).collect()
}

#[test]
fn packets_are_split_outside_of_quotes() {
    assert_eq!(
        split("SELECT ';', `;`, 'it''s;', 'a\\';'; \nALTER TABLE t;"),
        ["SELECT ';', `;`, 'it''s;', 'a\\';'", "ALTER TABLE t",]
    );
}

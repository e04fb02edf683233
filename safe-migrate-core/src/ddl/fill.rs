//! The UPDATEs that give a column its value where it is NULL, in bounded batches.

use crate::schema::{TableName, Text};

use super::{Dialect, identifier};

/// How many rows a batch fills: short enough to hold its locks for a moment only.
pub(crate) const BATCH_ROWS: u32 = 1_000;

/// What is filled, and with what.
#[derive(Clone, Copy)]
pub(crate) struct Fill<'a> {
    pub(crate) table: &'a TableName,
    pub(crate) column: &'a str,
    /// The value, an SQL expression.
    pub(crate) value: &'a str,
    /// Columns that the server would otherwise set by itself (ON UPDATE).
    pub(crate) kept: &'a [Text],
    pub(crate) dialect: Dialect<'a>,
}

/// A unique key without NULLs, along which the rows of a table are passed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PassedKey {
    /// The index; `PRIMARY` is the primary key.
    pub(crate) index: Text,
    /// Its columns, in their order, none of them sorted from high to low.
    pub(crate) columns: Vec<Text>,
}

/// The statements of a fill along a key. A batch begins with the one that finds its first row,
/// which finds none when there is nothing left to fill.
///
/// Where a batch ends is kept on the server, in variables of the session. So a value never passes
/// through text, and is compared under the column's own collation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batches {
    /// The first batch.
    pub(crate) first: Vec<String>,
    /// Each one after it.
    pub(crate) next: Vec<String>,
    /// Finds a row that was passed and is still NULL: it came meanwhile.
    pub(crate) left: String,
}

/// The number of statements of a batch that changes no variable before it.
pub(crate) const BATCH_STATEMENTS: usize = 3;

impl Fill<'_> {
    /// An UPDATE that fills a batch of rows; run until it changes less than a batch. It passes all
    /// rows before those that are left, each time.
    pub(crate) fn sql(&self) -> String {
        format!(
            "UPDATE {} SET {} WHERE {} LIMIT {BATCH_ROWS}",
            self.dialect.table(self.table),
            self.assignments(),
            self.fillable()
        )
    }

    /// A row for which the expression is NULL would come back for ever.
    fn fillable(&self) -> String {
        format!("{} IS NULL AND ({}) IS NOT NULL", identifier(self.column), self.value)
    }

    /// The same along a key: each row is passed once.
    pub(crate) fn batches(&self, key: &PassedKey) -> Batches {
        let (low, high) = (variables("low", key), variables("high", key));
        // An index on the column itself would find its NULLs sooner, and sort them each time.
        let table =
            format!("{} FORCE INDEX ({})", self.dialect.table(self.table), identifier(&key.index));
        let column = identifier(self.column);
        let columns = names(key);
        let list = columns.join(", ");
        let backwards = columns.iter().map(|name| format!("{name} DESC")).collect::<Vec<_>>();
        let from = format!("{column} IS NULL AND {}", beyond(&columns, &low, '>', true));
        let begin = |condition: &str| {
            format!(
                "SELECT {list} INTO {} FROM {table} WHERE {condition} ORDER BY {list} LIMIT 1",
                low.join(", ")
            )
        };
        let end = format!(
            "SELECT {list} INTO {} FROM (SELECT {list} FROM {table} WHERE {from} ORDER BY {list} \
             LIMIT {BATCH_ROWS}) AS batch ORDER BY {} LIMIT 1",
            high.join(", "),
            backwards.join(", ")
        );
        let update = format!(
            "UPDATE {table} SET {} WHERE {from} AND {}",
            self.assignments(),
            beyond(&columns, &high, '<', true)
        );
        let unset: Vec<String> =
            low.iter().chain(&high).map(|variable| format!("{variable} = NULL")).collect();
        let empty = format!("{column} IS NULL");
        let after = format!("{empty} AND {}", beyond(&columns, &high, '>', false));
        Batches {
            first: vec![
                format!("SET {}", unset.join(", ")),
                begin(&empty),
                end.clone(),
                update.clone(),
            ],
            next: vec![begin(&after), end, update],
            left: format!(
                "SELECT 1 INTO @safe_schema_left FROM {} WHERE {} LIMIT 1",
                self.dialect.table(self.table),
                self.fillable()
            ),
        }
    }

    fn assignments(&self) -> String {
        let kept = self.kept.iter().map(|name| identifier(name));
        let kept: String = kept.map(|name| format!(", {name} = {name}")).collect();
        format!("{} = ({}){kept}", identifier(self.column), self.value)
    }
}

fn names(key: &PassedKey) -> Vec<String> {
    key.columns.iter().map(|name| identifier(name)).collect()
}

fn variables(bound: &str, key: &PassedKey) -> Vec<String> {
    (1..=key.columns.len()).map(|number| format!("@safe_schema_{bound}_{number}")).collect()
}

/// The condition that the columns are beyond the variables in this direction, or at them. Spelled
/// out: servers find no range of an index in a comparison of rows.
fn beyond(columns: &[String], variables: &[String], direction: char, or_at: bool) -> String {
    let pairs: Vec<(&String, &String)> = columns.iter().zip(variables).collect();
    let cases: Vec<String> = (0..pairs.len())
        .map(|last| {
            let mut parts: Vec<String> = pairs
                .iter()
                .take(last)
                .map(|(column, variable)| format!("{column} = {variable}"))
                .collect();
            let at = if or_at && last + 1 == pairs.len() { "=" } else { "" };
            parts.extend(
                pairs
                    .get(last)
                    .map(|(column, variable)| format!("{column} {direction}{at} {variable}")),
            );
            parts.join(" AND ")
        })
        .collect();
    match cases.as_slice() {
        [one] => one.clone(),
        many => format!("({})", many.join(" OR ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn along_a_key_of_two_columns() {
        let fill = Fill {
            table: &TableName::new("t"),
            column: "v",
            value: "a * 2",
            kept: &["at".into()],
            dialect: Dialect::default(),
        };
        let key = PassedKey { index: "PRIMARY".into(), columns: vec!["a".into(), "b".into()] };
        let Batches { first, next, left } = fill.batches(&key);
        let (a, b) = ("@safe_schema_low_1", "@safe_schema_low_2");
        let (c, d) = ("@safe_schema_high_1", "@safe_schema_high_2");
        let from = format!("`v` IS NULL AND (`a` > {a} OR `a` = {a} AND `b` >= {b})");
        let t = "`t` FORCE INDEX (`PRIMARY`)";
        assert_eq!(
            first,
            [
                format!("SET {a} = NULL, {b} = NULL, {c} = NULL, {d} = NULL"),
                format!(
                    "SELECT `a`, `b` INTO {a}, {b} FROM {t} WHERE `v` IS NULL ORDER BY `a`, `b` LIMIT 1"
                ),
                format!(
                    "SELECT `a`, `b` INTO {c}, {d} FROM (SELECT `a`, `b` FROM {t} WHERE {from} \
                     ORDER BY `a`, `b` LIMIT 1000) AS batch ORDER BY `a` DESC, `b` DESC LIMIT 1"
                ),
                format!(
                    "UPDATE {t} SET `v` = (a * 2), `at` = `at` WHERE {from} \
                     AND (`a` < {c} OR `a` = {c} AND `b` <= {d})"
                ),
            ]
        );
        assert_eq!(
            next[0],
            format!(
                "SELECT `a`, `b` INTO {a}, {b} FROM {t} WHERE `v` IS NULL \
                 AND (`a` > {c} OR `a` = {c} AND `b` > {d}) ORDER BY `a`, `b` LIMIT 1"
            )
        );
        assert_eq!(next[1..], first[2..]);
        assert_eq!(next.len(), BATCH_STATEMENTS);
        assert!(left.ends_with("FROM `t` WHERE `v` IS NULL AND (a * 2) IS NOT NULL LIMIT 1"));
    }
}

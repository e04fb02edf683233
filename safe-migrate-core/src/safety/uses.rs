//! The SQL that finds the triggers and views of a database that use columns of a table.
//!
//! By their texts, as no server tells otherwise: names as whole words or in backticks, whatever
//! their case. A text that is hidden from this user (without the privileges TRIGGER and SHOW VIEW)
//! finds nothing.

use crate::ddl::literal;
use crate::schema::Text;

/// What no name goes on with.
const NO_NAME_BEFORE: &str = "(?<![[:alnum:]_$])";
const NO_NAME_AFTER: &str = "(?![[:alnum:]_$])";

/// A table `found` of what uses the columns. The database is SQL, the names are values.
///
/// Whether a trigger of another table means the column that it names is not known: such ones are
/// found only where `elsewhere` says so.
pub(super) fn source(table: &str, columns: &[Text], database: &str, elsewhere: bool) -> String {
    let names: Vec<String> = columns.iter().map(|name| pattern(name)).collect();
    let columns = format!("({})", names.join("|"));
    let (own, quoted) = (literal(table), pattern(table));
    // `NEW`, a dot and the column; or the table and the column, wherever they stand.
    let of_row =
        literal(&format!("(?i){NO_NAME_BEFORE}(NEW|OLD)`?\\s*[.]\\s*`?{columns}{NO_NAME_AFTER}"));
    let word = |pattern: &str| literal(&format!("(?i){NO_NAME_BEFORE}{pattern}{NO_NAME_AFTER}"));
    // Views are kept with every column behind its table and a dot, or behind what the table is
    // called there: `u`.`name` .. `users` `u`, in either order.
    let of_views = [
        format!("(?i)`{quoted}`[.]`{columns}`"),
        format!("(?is)(`[^`]+`)[.]`{columns}`.*`{quoted}` \\1"),
        format!("(?is)`{quoted}` (`[^`]+`).*\\1[.]`{columns}`"),
    ]
    .map(|pattern| format!("VIEW_DEFINITION REGEXP {}", literal(&pattern)))
    .join(" OR ");
    let of_others = match elsewhere {
        true => format!(
            " OR ACTION_STATEMENT REGEXP {} AND ACTION_STATEMENT REGEXP {}",
            word(&quoted),
            word(&columns)
        ),
        false => String::new(),
    };
    format!(
        "(SELECT CONCAT('trigger ', TRIGGER_NAME) AS what FROM information_schema.TRIGGERS \
         WHERE EVENT_OBJECT_SCHEMA = {database} \
         AND (EVENT_OBJECT_TABLE = {own} AND ACTION_STATEMENT REGEXP {of_row}{of_others}) \
         UNION ALL SELECT CONCAT('view ', TABLE_NAME) FROM information_schema.VIEWS \
         WHERE TABLE_SCHEMA = {database} AND ({of_views})) AS found"
    )
}

/// The name in a regular expression, as it stands between backticks.
fn pattern(name: &str) -> String {
    let mut pattern = String::new();
    for c in name.replace('`', "``").chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_themselves() {
        assert_eq!(pattern("a_b`c.d é"), "a\\_b\\`\\`c\\.d\\ é");
    }
}

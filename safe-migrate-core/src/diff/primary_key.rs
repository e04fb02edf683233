//! The conflict that kills other migrations: a table whose primary key is not the declared one.

use std::fmt;

use crate::schema::{IndexPart, IndexTarget, TableDef};

use super::key::{same_part, same_parts};

/// How a table's primary key differs from the declared one.
///
/// ```no_run
/// # async fn look(pool: &sqlx::MySqlPool) -> Result<(), safe_migrate_core::Error> {
/// # use safe_migrate_core::{Model, Schema, diff::PrimaryKeyConflict};
/// # let schema = Schema::new(&[]);
/// # let table = safe_migrate_core::schema::TableName::new("applications");
/// match schema.primary_key_conflict(pool, &table).await? {
///     None => println!("nothing in the way"),
///     Some(PrimaryKeyConflict::NoPrimaryKey { .. }) => println!("a key will be added"),
///     Some(conflict) => println!("{conflict}"),
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum PrimaryKeyConflict {
    /// The table has no primary key (or only one that MySQL generated and hides).
    NoPrimaryKey {
        /// The declared key.
        wanted: Vec<String>,
    },
    /// The table's primary key has other columns. Adding the declared one beside it is what
    /// the server answers with Error 1068.
    OtherColumns {
        /// The key that is there.
        found: Vec<String>,
        /// The declared key.
        wanted: Vec<String>,
    },
    /// The same columns in another order.
    OtherOrder {
        /// The key that is there.
        found: Vec<String>,
        /// The declared key.
        wanted: Vec<String>,
    },
}

impl PrimaryKeyConflict {
    /// Compares the primary keys of a declared table and of the one that is there.
    /// A declaration without a primary key is never in conflict.
    #[must_use]
    pub fn between(declared: &TableDef, actual: &TableDef) -> Option<Self> {
        let (wanted, found) = (&declared.primary_key, &actual.primary_key);
        if wanted.is_empty() || same_parts(wanted, found) {
            return None;
        }
        let names = |parts: &[IndexPart]| parts.iter().map(part_name).collect::<Vec<_>>();
        let (found_names, wanted_names) = (names(found), names(wanted));
        let is_permutation = found.len() == wanted.len()
            && wanted.iter().all(|part| found.iter().any(|other| same_part(part, other)));
        Some(if found.is_empty() {
            Self::NoPrimaryKey { wanted: wanted_names }
        } else if is_permutation {
            Self::OtherOrder { found: found_names, wanted: wanted_names }
        } else {
            Self::OtherColumns { found: found_names, wanted: wanted_names }
        })
    }
}

fn part_name(part: &IndexPart) -> String {
    let mut name = match &part.target {
        IndexTarget::Column(name) => name.to_string(),
        IndexTarget::Expression(expression) => format!("({expression})"),
    };
    if let Some(prefix) = part.prefix {
        name.push_str(&format!("({prefix})"));
    }
    if part.descending {
        name.push_str(" DESC");
    }
    name
}

impl fmt::Display for PrimaryKeyConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPrimaryKey { wanted } => {
                write!(f, "the table has no primary key; declared is ({})", wanted.join(", "))
            }
            Self::OtherColumns { found, wanted } => write!(
                f,
                "the primary key is ({}); declared is ({})",
                found.join(", "),
                wanted.join(", ")
            ),
            Self::OtherOrder { found, wanted } => write!(
                f,
                "the primary key is in the order ({}); declared is ({})",
                found.join(", "),
                wanted.join(", ")
            ),
        }
    }
}

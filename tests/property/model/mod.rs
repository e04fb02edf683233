//! A schema as the generator thinks of it, and the SQL that makes it.
//!
//! Apart from the crate's own model and its own DDL on purpose: what both got wrong in the same way
//! would otherwise never be seen.

mod column;
mod formula;
mod key;
mod table;
mod ty;

pub(crate) use column::{Column, Default, Made};
pub(crate) use formula::{Family, Formula};
pub(crate) use key::{Action, Check, ForeignKey, Index, Kind as IndexKind, Part, Target};
pub(crate) use table::{Partitions, Schema, Sequence, Table};
pub(crate) use ty::{Charset, Ty};

/// An identifier in backticks.
pub(crate) fn name(text: &str) -> String {
    format!("`{}`", text.replace('`', "``"))
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n"))
}

/// Names in backticks, with commas between them.
pub(crate) fn names(texts: &[String]) -> String {
    texts.iter().map(|text| name(text)).collect::<Vec<_>>().join(", ")
}

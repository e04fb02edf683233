//! Rules that need facts about types: facts of a declared table come in, a message goes out
//! where a rule is broken.
//!
//! The derive writes one `const _: () = refuse(..)` per rule and place next to the impl, each
//! with the span of the word it is about. So every mistake of a struct is shown at once.

mod charset;
mod column;
mod date;
mod default;
mod flatten;
mod foreign_key;
mod index;
mod key;
mod list;
mod message;
mod number;
mod row;
mod size;
mod ty;
mod value;

#[cfg(test)]
mod tests;

pub use default::LiteralKind;
pub use flatten::Parts;
pub use list::{Listed, list_problem, models};
pub use message::Message;
use message::Place;
pub use ty::newtype;

use super::TableDef;

/// What the rules may know of a struct.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Facts {
    /// The struct's name.
    pub owner: &'static str,
    /// Its table.
    pub table: &'static TableDef,
    /// Its fields: (Rust name, column name), in the order of the table's columns.
    pub fields: &'static [(&'static str, &'static str)],
}

/// Stops compilation where a rule is broken.
///
/// `track_caller` keeps the engine's own lines out of the error.
#[doc(hidden)]
#[track_caller]
pub const fn refuse(problem: Option<Message>) {
    if let Some(message) = problem {
        panic!("{}", message.as_str());
    }
}

impl Facts {
    /// Opens a message about the field behind a column.
    const fn about_column(self, column: usize) -> Place<'static> {
        Place::of_field(self.owner, self.fields[column].0)
    }

    /// The Rust name behind a column's name; the column's own name when there is none.
    const fn field_of(self, column: &str) -> &str {
        let mut i = 0;
        while i < self.fields.len() {
            if super::eq_ignore_case(self.fields[i].1, column) {
                return self.fields[i].0;
            }
            i += 1;
        }
        column
    }
}

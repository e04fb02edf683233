//! Two models -> the changes that bring the second to the first. Pure, in a stable order.

mod change;
mod column;
mod compare;
mod described;
mod desired;
mod key;
mod primary_key;
mod rename;
mod show;
mod spelling;

pub use change::{Change, ColumnDifference, TableDiff, Undeclared};
pub use compare::compare;
pub use desired::{Desired, Extent};
pub use primary_key::PrimaryKeyConflict;
pub use rename::under_declared_names;

pub(crate) use key::{joins_the_same, leads_with, same_foreign_key, same_index, serves};
pub(crate) use rename::swapped_names;
pub(crate) use spelling::spelling_only;

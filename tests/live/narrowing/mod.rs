//! Narrowing and breaking changes: a table for each family of types. Rows that would lose something
//! are refused before anything is changed, with the row named; without them the change is done, and
//! every value is what it was.

mod asking;
mod bytes;
mod charsets;
mod documents;
mod fractions;
mod generated;
mod keys;
mod members;
mod nothing;
mod policy;
mod row;
mod run;
mod structs;
mod texts;
mod times;
mod whole_numbers;

use row::{Refused, Row, Same, row};
use run::run;

/// How many changes the tables hold together.
const CHANGES: usize = whole_numbers::ROWS.len()
    + fractions::ROWS.len()
    + texts::ROWS.len()
    + charsets::ROWS.len()
    + bytes::ROWS.len()
    + members::ROWS.len()
    + times::ROWS.len()
    + documents::ROWS.len()
    + nothing::ROWS.len()
    + keys::ROWS.len()
    + generated::ROWS.len();

const _: () = assert!(CHANGES >= 60);

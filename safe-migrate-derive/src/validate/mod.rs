//! Rules that need no facts about types: a resolved table comes in, its mistakes go out.
//!
//! What depends on a type is checked in const evaluation, by `validate` of the engine.

mod columns;
mod keys;
mod names;

use crate::errors::Errors;
use crate::model::Table;

/// Every rule.
pub(crate) fn validate(table: &Table<'_>, errors: &mut Errors) {
    names::identifiers(table, errors);
    names::duplicate_columns(table, errors);
    names::duplicate_indexes(table, errors);
    names::duplicate_foreign_keys(table, errors);
    columns::count(table, errors);
    columns::one_default(table, errors);
    columns::comments(table, errors);
    keys::one_primary_key(table, errors);
    keys::one_auto_increment(table, errors);
    keys::auto_increment_leads_a_key(table, errors);
    keys::index_count(table, errors);
    keys::parts(table, errors);
}

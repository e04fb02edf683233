//! Rules that need no facts about types: a resolved table comes in, its mistakes go out.
//!
//! What depends on a type is checked in const evaluation, by `validate` of the engine.

mod columns;
mod enumeration;
mod keys;
mod names;
mod values;

use crate::errors::Errors;
use crate::model::Table;

pub(crate) use enumeration::validate as validate_enum;

/// Every rule.
pub(crate) fn validate(table: &Table<'_>, errors: &mut Errors) {
    names::identifiers(table, errors);
    names::duplicate_columns(table, errors);
    names::duplicate_indexes(table, errors);
    names::duplicate_constraints(table, errors);
    names::renames(table, errors);
    columns::count(table, errors);
    columns::one_type(table, errors);
    columns::comments(table, errors);
    columns::row_format(table, errors);
    columns::one_visible(table, errors);
    values::one_source(table, errors);
    values::expressions(table, errors);
    keys::one_primary_key(table, errors);
    keys::one_auto_increment(table, errors);
    keys::auto_increment_leads_a_key(table, errors);
    keys::index_count(table, errors);
    keys::parts(table, errors);
    keys::special_indexes(table, errors);
    keys::generated_parts(table, errors);
}

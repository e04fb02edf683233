//! Prints a struct whose columns are not all its own: its lists and those of its parts, joined in
//! const evaluation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Type;

use super::{keys, own_fields};
use crate::attr::Declares;
use crate::model::Table;

/// The constants that [`lists`] and the checks name.
pub(super) fn items(table: &Table<'_>) -> TokenStream {
    let (fields, own_lists, own_parents) =
        (fields(table), super::lists(table), keys::parents(table));
    let name = name(table);
    let types: Vec<&Type> = table.flattened.iter().map(|part| part.ty).collect();
    let names = table.flattened.iter().map(|part| &part.field);
    let at = table.flattened.iter().map(|part| Literal::usize_unsuffixed(part.at));
    let options = super::columns::options(table);
    quote! {
        #fields
        const __OWN_PARENTS: &[fn() -> __safe_schema::Model] = &[#own_parents];
        const __PARENTS: &[fn() -> __safe_schema::Model] = &__safe_schema::part::parents::<{
            __OWN_PARENTS.len() #(+ <#types as __safe_schema::SqlColumns>::PARENTS.len())*
        }>(&[__OWN_PARENTS, #(<#types as __safe_schema::SqlColumns>::PARENTS),*]);
        const __OWN: &__safe_schema::TableDef = &__safe_schema::TableDef {
            database: __safe_schema::None,
            name: __safe_schema::Borrowed(#name),
            renamed_from: __safe_schema::None,
            #own_lists
            options: #options,
        };
        const __PARTS: &[__safe_schema::part::Flattened] = &[#(
            __safe_schema::part::Flattened {
                at: #at,
                field: #names,
                columns: <#types as __safe_schema::SqlColumns>::COLUMNS,
            }
        ),*];
        const __NAMES: &__safe_schema::part::MadeNames<
            { __safe_schema::part::index_count(__OWN, __PARTS) },
            { __safe_schema::part::foreign_key_count(__OWN, __PARTS) },
            { __safe_schema::part::check_count(__OWN, __PARTS) },
        > = &__safe_schema::part::MadeNames::of(#name, __OWN, __PARTS);
        const __JOINED: &__safe_schema::part::Joined<
            { __FIELDS.len() },
            { __safe_schema::part::index_count(__OWN, __PARTS) },
            { __safe_schema::part::foreign_key_count(__OWN, __PARTS) },
            { __safe_schema::part::check_count(__OWN, __PARTS) },
        > = &__safe_schema::part::Joined::of(__OWN, __PARTS, __NAMES);
    }
}

/// The lists of the definition.
pub(super) fn lists() -> TokenStream {
    quote! {
        columns: __safe_schema::Borrowed(&__JOINED.columns),
        primary_key: __safe_schema::Borrowed(__safe_schema::part::primary_key(__OWN, __PARTS)),
        indexes: __safe_schema::Borrowed(&__JOINED.indexes),
        foreign_keys: __safe_schema::Borrowed(&__JOINED.foreign_keys),
        checks: __safe_schema::Borrowed(&__JOINED.checks),
    }
}

/// The fields of the struct and of its parts.
pub(super) fn fields(table: &Table<'_>) -> TokenStream {
    let own_fields = own_fields(table);
    let types: Vec<&Type> = table.flattened.iter().map(|part| part.ty).collect();
    let at = table.flattened.iter().map(|part| Literal::usize_unsuffixed(part.at));
    quote! {
        const __OWN_FIELDS: &[(&__safe_schema::str, &__safe_schema::str)] = &[#own_fields];
        const __FIELDS: &[(&__safe_schema::str, &__safe_schema::str)] =
            &__safe_schema::part::fields::<{
                __OWN_FIELDS.len() #(+ <#types as __safe_schema::SqlColumns>::FIELDS.len())*
            }>(__OWN_FIELDS, &[#((#at, <#types as __safe_schema::SqlColumns>::FIELDS)),*]);
    }
}

/// The table's name; that of a part is not known.
fn name<'t>(table: &'t Table<'_>) -> &'t str {
    match table.declares {
        Declares::Table => &table.name.text,
        Declares::Columns => "",
    }
}

/// Where an own column is in the table: behind those of the parts before it.
pub(super) fn position(table: &Table<'_>, own: usize) -> TokenStream {
    let own_position = Literal::usize_unsuffixed(own);
    let before = table.flattened.iter().filter(|part| part.at <= own).map(|part| part.ty);
    quote!(#own_position #(+ <#before as __safe_schema::SqlColumns>::FIELDS.len())*)
}

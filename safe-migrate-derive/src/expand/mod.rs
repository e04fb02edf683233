//! Prints a table that nothing is wrong with as tokens: the impl, and the checks beside it.

mod checks;
mod columns;
mod enumeration;
mod keys;
mod newtype;
mod sql_type;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Kind, Nullable, Table};

pub(crate) use enumeration::{expand as expand_enum, fallback as enum_fallback};
pub(crate) use newtype::{expand as expand_newtype, fallback as newtype_fallback};

/// The impl of `Declared` and the checks.
pub(crate) fn expand(table: &Table<'_>) -> TokenStream {
    let ident = table.ident;
    let constants = constants(table);
    let definition = definition(table);
    let parents = keys::parents(table);
    let checks = checks::checks(table);
    let reader = reader(table);
    let nullable = table
        .columns
        .iter()
        .any(|column| matches!(column.kind, Kind::Written(_, Nullable::Option(_))))
        .then(|| {
            quote! {
                #[allow(unused_imports)]
                use __safe_schema::NotAnOption as _;
            }
        });
    in_its_own_scope(
        &table.krate,
        &quote! {
            #nullable
            #[automatically_derived]
            impl __safe_schema::Declared for #ident {
                #constants
                const DEFINITION: &'static __safe_schema::TableDef = #definition;
                const PARENTS: &'static [fn() -> __safe_schema::Model] = &[#parents];
            }
            #checks
            #reader
        },
    )
}

/// A scope where the crate has a short name that clashes with no other. Nothing else in it has
/// a name, so that it is safe beside whatever the user has in scope.
pub(crate) fn in_its_own_scope(krate: &syn::Path, items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(
            deprecated,
            non_local_definitions,
            unused_qualifications,
            clippy::all,
            clippy::nursery,
            clippy::pedantic,
            clippy::restriction
        )]
        const _: () = {
            use #krate::__private as __safe_schema;
            #items
        };
    }
}

/// What other models ask of this one without asking for its definition.
pub(crate) fn constants(table: &Table<'_>) -> TokenStream {
    let database = option(table.database.as_ref().map(|database| database.text.as_str()));
    let name = &table.name.text;
    let fields = table.columns.iter().map(|column| {
        let (field, name) = (&column.field, &column.name.text);
        quote!((#field, #name))
    });
    quote! {
        const DATABASE: __safe_schema::Option<&'static __safe_schema::str> = #database;
        const TABLE_NAME: &'static __safe_schema::str = #name;
        const FIELDS: &'static [(&'static __safe_schema::str, &'static __safe_schema::str)] =
            &[#(#fields),*];
    }
}

fn definition(table: &Table<'_>) -> TokenStream {
    let columns = table.columns.iter().map(columns::column);
    let primary_key = table.primary_key.parts.iter().map(|part| keys::part(table, part));
    let indexes = table.indexes.iter().map(|index| keys::index(table, index));
    let foreign_keys = table.foreign_keys.iter().map(|key| keys::foreign_key(table, key));
    let checks = table.checks.iter().map(keys::check);
    let renamed_from = match &table.renamed_from {
        Some(old) => {
            let old = &old.text;
            quote!(__safe_schema::Some(__safe_schema::Borrowed(#old)))
        }
        None => quote!(__safe_schema::None),
    };
    let options = columns::options(table);
    quote! {
        &__safe_schema::TableDef {
            database: __safe_schema::text(Self::DATABASE),
            name: __safe_schema::Borrowed(Self::TABLE_NAME),
            renamed_from: #renamed_from,
            columns: __safe_schema::Borrowed(&[#(#columns),*]),
            primary_key: __safe_schema::Borrowed(&[#(#primary_key),*]),
            indexes: __safe_schema::Borrowed(&[#(#indexes),*]),
            foreign_keys: __safe_schema::Borrowed(&[#(#foreign_keys),*]),
            checks: __safe_schema::Borrowed(&[#(#checks),*]),
            options: #options,
        }
    }
}

/// Reads every field that is a column. A struct that only declares its table is in use, and the
/// compiler is not to call its fields dead.
fn reader(table: &Table<'_>) -> TokenStream {
    let ident = table.ident;
    let fields = table.columns.iter().map(|column| column.ident);
    // A name of its own for each: a constant in the user's scope may be called like the field.
    let names = (0..table.columns.len()).map(|position| format_ident!("__column_{position}"));
    quote! {
        #[allow(dead_code, unused_variables)]
        fn __columns(#ident { #(#fields: #names,)* .. }: &#ident) {}
    }
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(__safe_schema::Some(#text)),
        None => quote!(__safe_schema::None),
    }
}

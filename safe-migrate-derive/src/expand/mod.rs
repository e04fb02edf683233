//! Prints a table that nothing is wrong with as tokens: the impl, and the checks beside it.

mod checks;
mod columns;
mod enumeration;
mod flatten;
mod keys;
mod newtype;
mod sql_type;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Generics;

use crate::attr::Declares;
use crate::model::{Kind, Nullable, Table};

pub(crate) use enumeration::{expand as expand_enum, fallback as enum_fallback};
pub(crate) use newtype::{expand as expand_newtype, fallback as newtype_fallback};

/// The impl of `Declared` or `SqlColumns`, and the checks.
pub(crate) fn expand(table: &Table<'_>) -> TokenStream {
    let is_joined = !table.flattened.is_empty();
    let joined = is_joined.then(|| flatten::items(table));
    let implementation = if is_joined {
        let (fields, parents) = (quote!(__FIELDS), quote!(__PARENTS));
        implementation(table, &Generics::default(), &fields, &flatten::lists(), &parents)
    } else {
        let (fields, parents) = (own_fields(table), keys::parents(table));
        let (fields, parents) = (quote!(&[#fields]), quote!(&[#parents]));
        implementation(table, &Generics::default(), &fields, &lists(table), &parents)
    };
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
            #joined
            #implementation
            #checks
            #reader
        },
    )
}

/// An impl that compiles, whatever the mistake was: names only, so that what uses the struct gives
/// no errors of its own.
pub(crate) fn fallback(table: &Table<'_>, generics: &Generics) -> TokenStream {
    let fields = flatten::fields(table);
    let lists = quote! {
        columns: __safe_schema::Borrowed(__COLUMNS),
        primary_key: __safe_schema::Borrowed(&[]),
        indexes: __safe_schema::Borrowed(&[]),
        foreign_keys: __safe_schema::Borrowed(&[]),
        checks: __safe_schema::Borrowed(&[]),
    };
    let implementation = implementation(table, generics, &quote!(__FIELDS), &lists, &quote!(&[]));
    in_its_own_scope(
        &table.krate,
        &quote! {
            #fields
            const __COLUMNS: &[__safe_schema::ColumnDef] =
                &__safe_schema::part::broken_columns::<{ __FIELDS.len() }>(__FIELDS);
            #implementation
        },
    )
}

fn implementation(
    table: &Table<'_>,
    generics: &Generics,
    fields: &TokenStream,
    lists: &TokenStream,
    parents: &TokenStream,
) -> TokenStream {
    let ident = table.ident;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let database = option(table.database.as_ref().map(|database| database.text.as_str()));
    let name = &table.name.text;
    let renamed_from = match &table.renamed_from {
        Some(old) => {
            let old = &old.text;
            quote!(__safe_schema::Some(__safe_schema::Borrowed(#old)))
        }
        None => quote!(__safe_schema::None),
    };
    let options = columns::options(table);
    let fields = quote! {
        const FIELDS: &'static [(&'static __safe_schema::str, &'static __safe_schema::str)] =
            #fields;
    };
    let parents = quote!(const PARENTS: &'static [fn() -> __safe_schema::Model] = #parents;);
    match table.declares {
        Declares::Table => quote! {
            #[automatically_derived]
            impl #impl_generics __safe_schema::Declared for #ident #ty_generics #where_clause {
                const DATABASE: __safe_schema::Option<&'static __safe_schema::str> = #database;
                const TABLE_NAME: &'static __safe_schema::str = #name;
                #fields
                const DEFINITION: &'static __safe_schema::TableDef = &__safe_schema::TableDef {
                    database: __safe_schema::text(Self::DATABASE),
                    name: __safe_schema::Borrowed(Self::TABLE_NAME),
                    renamed_from: #renamed_from,
                    #lists
                    options: #options,
                };
                #parents
            }
        },
        Declares::Columns => quote! {
            #[automatically_derived]
            impl #impl_generics __safe_schema::SqlColumns for #ident #ty_generics #where_clause {
                #fields
                const COLUMNS: &'static __safe_schema::TableDef = &__safe_schema::TableDef {
                    database: __safe_schema::None,
                    name: __safe_schema::Borrowed(""),
                    renamed_from: __safe_schema::None,
                    #lists
                    options: __safe_schema::options(),
                };
                #parents
            }
        },
    }
}

/// The fields that are columns of the struct itself: (Rust name, column name).
fn own_fields(table: &Table<'_>) -> TokenStream {
    let fields = table.columns.iter().map(|column| {
        let (field, name) = (&column.field, &column.name.text);
        quote!((#field, #name))
    });
    quote!(#(#fields),*)
}

/// Columns, keys and checks of the struct itself.
fn lists(table: &Table<'_>) -> TokenStream {
    let columns = table.columns.iter().map(columns::column);
    let primary_key = table.primary_key.parts.iter().map(|part| keys::part(table, part));
    let indexes = table.indexes.iter().map(|index| keys::index(table, index));
    let foreign_keys = table.foreign_keys.iter().map(|key| keys::foreign_key(table, key));
    let checks = table.checks.iter().map(|check| keys::check(table, check));
    quote! {
        columns: __safe_schema::Borrowed(&[#(#columns),*]),
        primary_key: __safe_schema::Borrowed(&[#(#primary_key),*]),
        indexes: __safe_schema::Borrowed(&[#(#indexes),*]),
        foreign_keys: __safe_schema::Borrowed(&[#(#foreign_keys),*]),
        checks: __safe_schema::Borrowed(&[#(#checks),*]),
    }
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

/// Reads every field that is a column. A struct that only declares its table is in use, and the
/// compiler is not to call its fields dead.
fn reader(table: &Table<'_>) -> TokenStream {
    let ident = table.ident;
    let columns = table.columns.iter().map(|column| column.ident);
    let fields: Vec<_> = columns.chain(table.flattened.iter().map(|part| part.ident)).collect();
    // A name of its own for each: a constant in the user's scope may be called like the field.
    let names = (0..fields.len()).map(|position| format_ident!("__column_{position}"));
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

//! The impl of a struct that has a mistake: its names only, so that what uses the struct gives no
//! errors of its own.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Generics;

use crate::expand::{constants, in_its_own_scope};
use crate::model::Table;

/// An impl that compiles, whatever the mistake was.
pub(crate) fn fallback(table: &Table<'_>, generics: &Generics) -> TokenStream {
    let ident = table.ident;
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let constants = constants(table);
    let names = table.columns.iter().map(|column| &column.name.text);
    in_its_own_scope(
        &table.krate,
        &quote! {
            #[automatically_derived]
            impl #impl_generics __safe_schema::Declared for #ident #ty_generics #where_clause {
                #constants
                const DEFINITION: &'static __safe_schema::TableDef = &__safe_schema::TableDef {
                    database: __safe_schema::None,
                    name: __safe_schema::Borrowed(Self::TABLE_NAME),
                    renamed_from: __safe_schema::None,
                    columns: __safe_schema::Borrowed(&[
                        #(__safe_schema::broken_column(#names)),*
                    ]),
                    primary_key: __safe_schema::Borrowed(&[]),
                    indexes: __safe_schema::Borrowed(&[]),
                    foreign_keys: __safe_schema::Borrowed(&[]),
                    checks: __safe_schema::Borrowed(&[]),
                    options: __safe_schema::options(),
                };
                const PARENTS: &'static [fn() -> __safe_schema::Model] = &[];
            }
        },
    )
}

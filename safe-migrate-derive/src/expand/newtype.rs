//! Prints what a newtype is to a column: what its field is.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, Path, Type};

use super::in_its_own_scope;
use crate::attr::NewtypeSource;
use crate::model::default_crate;

/// The impl of `SqlType`.
pub(crate) fn expand(newtype: &NewtypeSource<'_>, inner: &Type) -> TokenStream {
    let ident = newtype.ident;
    let krate = newtype.krate.clone().unwrap_or_else(default_crate);
    let mut generics = newtype.generics.clone();
    if !generics.params.is_empty() {
        generics
            .make_where_clause()
            .predicates
            .push(syn::parse_quote!(#inner: __safe_schema::SqlType));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let name = ident.to_string();
    // Of a generic newtype nothing is known before it is used.
    let check = generics.params.is_empty().then(|| {
        let span = proc_macro2::Span::call_site().located_at(inner.span());
        quote_spanned! {span=>
            const _: () = __safe_schema::refuse(__safe_schema::newtype(
                #name,
                <#inner as __safe_schema::SqlType>::NULLABLE,
            ));
        }
    });
    in_its_own_scope(
        &krate,
        &quote! {
            #[automatically_derived]
            impl #impl_generics __safe_schema::SqlType for #ident #ty_generics #where_clause {
                const TYPE: &'static __safe_schema::ColumnType =
                    <#inner as __safe_schema::SqlType>::TYPE;
            }
            #check
            // A newtype that only types a column is in use, and so is its field.
            #[allow(dead_code, unused_variables)]
            fn __value #impl_generics (#ident(__value): &#ident #ty_generics) #where_clause {}
        },
    )
}

/// An impl that compiles, whatever the mistake was.
pub(crate) fn fallback(newtype: &NewtypeSource<'_>) -> TokenStream {
    let krate = newtype.krate.clone().unwrap_or_else(default_crate);
    broken(&krate, newtype.ident, newtype.generics)
}

/// The type of what has a mistake; it gives no errors where it is used.
pub(super) fn broken(krate: &Path, ident: &Ident, generics: &Generics) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    in_its_own_scope(
        krate,
        &quote! {
            #[automatically_derived]
            impl #impl_generics __safe_schema::SqlType for #ident #ty_generics #where_clause {
                const TYPE: &'static __safe_schema::ColumnType = __safe_schema::BROKEN;
            }
        },
    )
}

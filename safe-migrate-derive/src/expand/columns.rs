//! Prints columns and table options: a call per column, and one more per thing said of it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Column, Table, Word};

pub(super) fn column(column: &Column<'_>) -> TokenStream {
    let (ty, name) = (column.ty, &column.name.text);
    let len = column.len.map(|len| {
        let len = len.len;
        quote!(.with_len(#len))
    });
    let charset = said(&quote!(with_charset), column.charset.as_ref());
    let collation = said(&quote!(with_collation), column.collation.as_ref());
    let auto_increment = column.auto_increment.map(|_| quote!(.with_auto_increment()));
    let default = column.default.as_ref().map(|default| {
        let text = &default.text;
        quote!(.with_default(#text))
    });
    let default_sql = said(&quote!(with_default_sql), column.default_sql.as_ref());
    let comment = said(&quote!(with_comment), column.comment.as_ref());
    quote! {
        __safe_schema::column(#name, <#ty as __safe_schema::SqlType>::FACTS)
            #len #charset #collation #auto_increment #default #default_sql #comment
    }
}

pub(super) fn options(table: &Table<'_>) -> TokenStream {
    let engine = said(&quote!(with_engine), table.engine.as_ref());
    let charset = said(&quote!(with_charset), table.charset.as_ref());
    let collation = said(&quote!(with_collation), table.collation.as_ref());
    let comment = said(&quote!(with_comment), table.comment.as_ref());
    quote!(__safe_schema::options() #engine #charset #collation #comment)
}

/// `.method("text")`, where something is said.
fn said(method: &TokenStream, word: Option<&Word>) -> Option<TokenStream> {
    let text = &word?.text;
    Some(quote!(.#method(#text)))
}

//! Prints columns and table options: a call per column, and one more per thing said of it.

use proc_macro2::{Literal as Bytes, TokenStream};
use quote::quote;

use super::sql_type;
use crate::attr::{Literal, LiteralKind, Storage};
use crate::model::{Column, Generated, Kind, Nullable, Table, Word};

pub(super) fn column(column: &Column<'_>) -> TokenStream {
    let typed = typed(column);
    let len = column.len.map(|len| {
        let len = len.len;
        quote!(.with_len(#len))
    });
    let precision = column.precision.map(|precision| {
        let (precision, scale) = (precision.precision, precision.scale);
        quote!(.with_precision(#precision, #scale))
    });
    let text = column.text.map(|text| {
        let size = sql_type::size(text.size);
        quote!(.with_text(#size))
    });
    let renamed_from = column.renamed_from.as_ref().map(|old| {
        let old = &old.text;
        quote!(.with_renamed_from(#old))
    });
    let charset = said(&quote!(with_charset), column.charset.as_ref());
    let collation = said(&quote!(with_collation), column.collation.as_ref());
    let auto_increment = column.auto_increment.map(|_| quote!(.with_auto_increment()));
    let default = column.default.as_ref().map(default);
    let unchecked = said(&quote!(with_default), column.default_unchecked.as_ref());
    let default_sql = said(&quote!(with_default_sql), column.default_sql.as_ref());
    let on_update = said(&quote!(with_on_update), column.on_update.as_ref());
    let generated = column.generated.as_ref().map(generated);
    let backfill = said(&quote!(with_backfill), column.backfill.as_ref());
    let invisible = column.invisible.map(|_| quote!(.with_invisible()));
    let check = said(&quote!(with_check), column.check.as_ref());
    let attributes = said(&quote!(with_attributes), column.attributes.as_ref());
    let comment = said(&quote!(with_comment), column.comment.as_ref());
    quote! {
        #typed #len #precision #text #renamed_from #charset #collation #auto_increment #default
            #unchecked #default_sql #on_update #generated #backfill #invisible #check #attributes #comment
    }
}

/// The column with its type, and nothing else said.
fn typed(column: &Column<'_>) -> TokenStream {
    let name = &column.name.text;
    match &column.kind {
        Kind::Rust(ty) => {
            quote!(__safe_schema::column(#name, <#ty as __safe_schema::SqlType>::FACTS))
        }
        Kind::Written(written, nullable) => {
            let sql_type = sql_type::sql_type(&written.ty);
            let nullable = match nullable {
                Nullable::Option(ty) => quote!(<__safe_schema::Nullability<#ty>>::NULLABLE),
                Nullable::Is(nullable) => quote!(#nullable),
            };
            quote!(__safe_schema::ColumnDef::new(#name, #sql_type, #nullable))
        }
        Kind::Json { nullable, .. } => quote! {
            __safe_schema::ColumnDef::new(#name, __safe_schema::ColumnType::Json, #nullable)
        },
    }
}

fn default(default: &Literal) -> TokenStream {
    match default.kind {
        LiteralKind::Bytes => {
            let bytes = Bytes::byte_string(&default.bytes);
            quote!(.with_default_bytes(#bytes))
        }
        LiteralKind::Bool | LiteralKind::Number | LiteralKind::Text => {
            let text = &default.text;
            quote!(.with_default(#text))
        }
    }
}

fn generated(generated: &Generated) -> TokenStream {
    let expression = &generated.expression.text;
    let storage = match generated.storage {
        Storage::Virtual => quote!(Virtual),
        Storage::Stored => quote!(Stored),
    };
    quote!(.with_generated(__safe_schema::Storage::#storage, #expression))
}

pub(super) fn options(table: &Table<'_>) -> TokenStream {
    let engine = said(&quote!(with_engine), table.engine.as_ref());
    let charset = said(&quote!(with_charset), table.charset.as_ref());
    let collation = said(&quote!(with_collation), table.collation.as_ref());
    let row_format = said(&quote!(with_row_format), table.row_format.as_ref());
    let comment = said(&quote!(with_comment), table.comment.as_ref());
    let others = table.options.as_ref().map(|options| {
        let options = options.iter().map(|(name, value)| {
            quote!((__safe_schema::Borrowed(#name), __safe_schema::Borrowed(#value)))
        });
        quote!(.with_others(&[#(#options),*]))
    });
    let partition_by = table.partition_by.as_ref().map(|partitions| {
        let partitions = format!("PARTITION BY {}", partitions.text);
        quote!(.with_partitions(#partitions))
    });
    let primary_key = said(&quote!(with_primary_key), table.primary_key_options.as_ref());
    let versioned = table.system_versioned.map(|_| quote!(.with_system_versioning()));
    quote! {
        __safe_schema::options() #engine #charset #collation #row_format #comment #others
            #partition_by #primary_key #versioned
    }
}

/// `.method("text")`, where something is said.
fn said(method: &TokenStream, word: Option<&Word>) -> Option<TokenStream> {
    let text = &word?.text;
    Some(quote!(.#method(#text)))
}

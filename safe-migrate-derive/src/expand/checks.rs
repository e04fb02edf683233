//! Prints the checks that need facts about types: one constant each, so that every mistake is
//! shown, with the span of the word it is about.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::keys::parent;
use crate::attr::{ActionKind, IndexKind, LiteralKind};
use crate::model::{ForeignKey, Kind, Table};

pub(super) fn checks(table: &Table<'_>) -> TokenStream {
    let ident = table.ident;
    let facts = facts(&ident.to_string(), &quote!(<#ident as __safe_schema::Declared>));
    let mut checks = quote!(const __SAFE_SCHEMA: __safe_schema::Facts = #facts;);
    checks.extend(columns(table));
    checks.extend(primary_key(table));
    checks.extend(indexes(table));
    for (position, key) in table.foreign_keys.iter().enumerate() {
        checks.extend(foreign_key(position, key));
    }
    checks
}

/// What the checks know of a struct.
fn facts(owner: &str, declared: &TokenStream) -> TokenStream {
    quote! {
        __safe_schema::Facts {
            owner: #owner,
            table: #declared::DEFINITION,
            fields: #declared::FIELDS,
        }
    }
}

fn check(span: Span, question: &TokenStream) -> TokenStream {
    check_over(span, span, question)
}

/// The compiler underlines the whole call, so that opens at the first span and closes at the last.
fn check_over(start: Span, end: Span, question: &TokenStream) -> TokenStream {
    let [start, end] = [start, end].map(|span| Span::call_site().located_at(span));
    let call = quote_spanned!(start=> const _: () = __safe_schema::refuse);
    let argument = quote_spanned!(end=> (__SAFE_SCHEMA.#question););
    quote!(#call #argument)
}

fn columns(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    let (mut with_len, mut with_type) = (Vec::new(), Vec::new());
    for (position, column) in table.columns.iter().enumerate() {
        let at = Literal::usize_unsuffixed(position);
        if let Some(len) = column.len {
            checks.extend(check(len.span, &quote!(len(#at))));
            with_len.push(at.clone());
        }
        if let Some(precision) = column.precision {
            checks.extend(check(precision.span, &quote!(precision(#at))));
        }
        if let Some(text) = column.text {
            checks.extend(check(text.span, &quote!(text(#at))));
        }
        if let Kind::Written(written, _) = &column.kind {
            checks.extend(check(written.span, &quote!(column_type(#at))));
            with_type.push(at.clone());
        }
        if let Some(word) = column.charset.as_ref().or(column.collation.as_ref()) {
            checks.extend(check(word.span, &quote!(column_charset(#at))));
        }
        if let Some(span) = column.auto_increment {
            checks.extend(check(span, &quote!(auto_increment(#at))));
        }
        if let Some(default) = &column.default {
            let kind = match default.kind {
                LiteralKind::Bool => quote!(Bool),
                LiteralKind::Number => quote!(Number),
                LiteralKind::Text => quote!(Text),
            };
            checks.extend(check_over(
                default.start,
                default.span,
                &quote!(default(#at, __safe_schema::LiteralKind::#kind)),
            ));
        }
    }
    checks.extend(values(table));
    if let Some(word) = table.charset.as_ref().or(table.collation.as_ref()) {
        checks.extend(check(word.span, &quote!(table_charset())));
    }
    checks.extend(check(table.ident.span(), &quote!(row(&[#(#with_len),*]))));
    checks.extend(check(table.ident.span(), &quote!(column_types(&[#(#with_type),*]))));
    checks
}

/// Where values come from, apart from literals.
fn values(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    for (position, column) in table.columns.iter().enumerate() {
        let at = Literal::usize_unsuffixed(position);
        if let Some(default) = &column.default_sql {
            checks.extend(check(default.span, &quote!(default_sql(#at))));
        }
        if let Some(on_update) = &column.on_update {
            checks.extend(check(on_update.span, &quote!(on_update(#at))));
        }
        if let Some(backfill) = &column.backfill {
            checks.extend(check(backfill.span, &quote!(backfill(#at))));
        }
        if let Some(span) = column.invisible {
            checks.extend(check(span, &quote!(invisible(#at))));
        }
    }
    checks
}

fn primary_key(table: &Table<'_>) -> TokenStream {
    let key = &table.primary_key;
    match key.parts.as_slice() {
        [] => TokenStream::new(),
        [only] => {
            let column = position(only.column);
            check(only.span, &quote!(primary_key_of_one(#column)))
        }
        [first, ..] => {
            let mut checks = TokenStream::new();
            for (at, part) in key.parts.iter().enumerate() {
                let (at, column) = (position(at), position(part.column));
                checks.extend(check(part.span, &quote!(primary_key_part(#at, #column))));
            }
            let columns = key.parts.iter().map(|part| position(part.column));
            let span = key.on_struct.unwrap_or(first.span);
            checks.extend(check(span, &quote!(primary_key_length(&[#(#columns),*]))));
            checks
        }
    }
}

fn indexes(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    for (at, index) in table.indexes.iter().enumerate() {
        let at = position(at);
        if let [only] = index.parts.as_slice() {
            let column = position(only.column);
            checks.extend(check(only.span, &quote!(index_of_one(#at, #column))));
            continue;
        }
        for (part_at, part) in index.parts.iter().enumerate() {
            let (part_at, column) = (position(part_at), position(part.column));
            checks.extend(check(part.span, &quote!(index_part(#at, #part_at, #column))));
        }
        let columns = index.parts.iter().map(|part| position(part.column));
        checks.extend(check(index.span, &quote!(index_length(#at, &[#(#columns),*]))));
    }
    checks.extend(invisible_indexes(table));
    checks
}

fn invisible_indexes(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    for (position, index) in table.indexes.iter().enumerate() {
        let takes_the_key = index.kind == IndexKind::Unique && table.primary_key.parts.is_empty();
        if index.invisible && takes_the_key {
            let at = Literal::usize_unsuffixed(position);
            checks.extend(check(index.span, &quote!(invisible_index(#at))));
        }
    }
    checks
}

fn foreign_key(at: usize, key: &ForeignKey) -> TokenStream {
    let at = position(at);
    let owner = key.parent.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let facts = facts(&owner, &parent(key));
    let mut checks = TokenStream::new();
    for (column, field) in key.columns.iter().zip(&key.parent_fields) {
        let (column, name) = (position(*column), &field.text);
        checks.extend(check(field.span, &quote!(foreign_key_column(#column, #facts, #name))));
    }
    let fields = key.parent_fields.iter().map(|field| &field.text);
    let start = key.parent_fields.first().map_or(key.span, |field| field.span);
    let end = key.parent_fields.last().map_or(key.span, |field| field.span);
    checks.extend(check_over(
        start,
        end,
        &quote!(foreign_key_parent(#at, #facts, &[#(#fields),*])),
    ));
    for action in [key.on_delete, key.on_update].into_iter().flatten() {
        if action.kind == ActionKind::SetNull {
            checks.extend(check(action.span, &quote!(foreign_key_set_null(#at))));
        }
    }
    checks
}

/// A position as expanded code has it.
fn position(position: usize) -> Literal {
    Literal::usize_unsuffixed(position)
}

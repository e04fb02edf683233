//! Prints the checks that need facts about types: one constant each, so that every mistake is
//! shown, with the span of the word it is about.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::flatten;
use super::keys::parent;
use crate::attr::{ActionKind, Declares, IndexKind, LiteralKind};
use crate::model::{ForeignKey, Kind, Part, Table};

pub(super) fn checks(table: &Table<'_>) -> TokenStream {
    let owner = table.ident.to_string();
    let (definition, fields) = whole(table);
    // A function, as the compiler would validate the whole definition behind a constant once more.
    let mut checks = if table.flattened.is_empty() {
        quote! {
            const fn __facts() -> __safe_schema::Facts {
                __safe_schema::Facts { owner: #owner, table: #definition, fields: #fields }
            }
        }
    } else {
        flattened(table)
    };
    checks.extend(columns(table));
    checks.extend(primary_key(table));
    checks.extend(indexes(table));
    for (position, key) in table.foreign_keys.iter().enumerate() {
        checks.extend(foreign_key(position, key));
    }
    checks
}

/// The definition and the fields, as constants.
fn whole(table: &Table<'_>) -> (TokenStream, TokenStream) {
    let ident = table.ident;
    match table.declares {
        Declares::Table => {
            let declared = quote!(<#ident as __safe_schema::Declared>);
            (quote!(#declared::DEFINITION), quote!(#declared::FIELDS))
        }
        Declares::Columns => {
            let columns = quote!(<#ident as __safe_schema::SqlColumns>);
            (quote!(#columns::COLUMNS), quote!(#columns::FIELDS))
        }
    }
}

/// What is asked of the struct's own columns is asked before they are joined with others; and of
/// the whole, what each part brings.
fn flattened(table: &Table<'_>) -> TokenStream {
    let owner = table.ident.to_string();
    let (definition, fields) = whole(table);
    let none = table.primary_key.none.is_some();
    let mut checks = quote! {
        const fn __facts() -> __safe_schema::Facts {
            __safe_schema::Facts { owner: #owner, table: __OWN, fields: __OWN_FIELDS }
        }
        const fn __whole() -> __safe_schema::Facts {
            __safe_schema::Facts { owner: #owner, table: #definition, fields: #fields }
        }
        const __SOURCES: __safe_schema::Parts<'_> = __safe_schema::Parts {
            own: __OWN,
            flattened: __PARTS,
            no_primary_key: #none,
        };
    };
    for (which, part) in table.flattened.iter().enumerate() {
        let (start, end) = ends(part.ty);
        let which = position(which);
        checks.extend(check_of(start, end, &quote!(__whole().flattened(__SOURCES, #which))));
    }
    if table.declares == Declares::Table {
        let span = table.ident.span();
        checks.extend(check_of(span, span, &quote!(__whole().joined(#none))));
    }
    checks
}

/// Where a type begins and ends.
fn ends(ty: &syn::Type) -> (Span, Span) {
    let mut tokens = ty.to_token_stream().into_iter();
    let start = tokens.next().map_or_else(Span::call_site, |first| first.span());
    (start, tokens.last().map_or(start, |last| last.span()))
}

fn check(span: Span, question: &TokenStream) -> TokenStream {
    check_over(span, span, question)
}

fn check_over(start: Span, end: Span, question: &TokenStream) -> TokenStream {
    check_of(start, end, &quote!(__facts().#question))
}

/// The compiler underlines the whole call, so that opens at the first span and closes at the last.
fn check_of(start: Span, end: Span, question: &TokenStream) -> TokenStream {
    let [start, end] = [start, end].map(|span| Span::call_site().located_at(span));
    let call = quote_spanned!(start=> const _: () = __safe_schema::refuse);
    let argument = quote_spanned!(end=> (#question););
    quote!(#call #argument)
}

fn columns(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    let (mut with_len, mut with_type) = (Vec::new(), Vec::new());
    for (position, column) in table.columns.iter().enumerate() {
        let at = Literal::usize_unsuffixed(position);
        if let Some(len) = column.len {
            checks.extend(check(len.span, &quote!(len(#at))));
            with_len.push(flatten::position(table, position));
        }
        if let Some(precision) = column.precision {
            checks.extend(check(precision.span, &quote!(precision(#at))));
        }
        if let Some(text) = column.text {
            checks.extend(check(text.span, &quote!(text(#at))));
        }
        if let Kind::Written(written, _) = &column.kind {
            if column.no_default.is_none() {
                checks.extend(check(written.span, &quote!(column_type(#at))));
            }
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
                LiteralKind::Bytes => quote!(Bytes),
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
    checks.extend(all_columns(table, &with_type, &with_len));
    checks
}

/// What is about all columns together. How long the row of a part is depends on the table.
fn all_columns(table: &Table<'_>, with_type: &[Literal], with_len: &[TokenStream]) -> TokenStream {
    let span = table.ident.span();
    let types = quote!(__facts().column_types(&[#(#with_type),*]));
    let row = quote!(row(&[#(#with_len),*]));
    match table.declares {
        Declares::Columns => check_of(span, span, &types),
        Declares::Table if table.flattened.is_empty() => {
            check(span, &quote!(columns(&[#(#with_type),*], &[#(#with_len),*])))
        }
        Declares::Table => {
            let mut checks = check_of(span, span, &types);
            checks.extend(check_of(span, span, &quote!(__whole().#row)));
            checks
        }
    }
}

/// Where values come from, apart from literals.
fn values(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    for (position, column) in table.columns.iter().enumerate() {
        let at = Literal::usize_unsuffixed(position);
        if let Some(default) = &column.default_sql {
            checks.extend(check(default.span, &quote!(default_sql(#at))));
        }
        if let (Some(on_update), None) = (&column.on_update, column.no_default) {
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
            let Some(column) = only.column().map(position) else { return TokenStream::new() };
            check(only.span, &quote!(primary_key_of_one(#column)))
        }
        [first, ..] => {
            let mut checks = TokenStream::new();
            for (at, part) in key.parts.iter().enumerate() {
                let Some(column) = part.column().map(position) else { continue };
                let at = position(at);
                checks.extend(check(part.span, &quote!(primary_key_part(#at, #column))));
            }
            let columns = key.parts.iter().filter_map(Part::column).map(position);
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
            let Some(column) = only.column().map(position) else { continue };
            checks.extend(check(only.span, &quote!(index_of_one(#at, #column))));
            continue;
        }
        for (part_at, part) in index.parts.iter().enumerate() {
            let Some(column) = part.column().map(position) else { continue };
            let part_at = position(part_at);
            checks.extend(check(part.span, &quote!(index_part(#at, #part_at, #column))));
        }
        // How long the value of an expression is, only a server knows.
        let columns: Option<Vec<_>> =
            index.parts.iter().map(|part| part.column().map(position)).collect();
        if let Some(columns) = columns {
            checks.extend(check(index.span, &quote!(index_length(#at, &[#(#columns),*]))));
        }
    }
    checks.extend(invisible_indexes(table));
    checks
}

fn invisible_indexes(table: &Table<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    for (position, index) in table.indexes.iter().enumerate() {
        let takes_the_key = index.kind == IndexKind::Unique && table.primary_key.parts.is_empty();
        if index.invisible && takes_the_key && table.declares == Declares::Table {
            let at = Literal::usize_unsuffixed(position);
            let facts =
                if table.flattened.is_empty() { quote!(__facts()) } else { quote!(__whole()) };
            let question = quote!(#facts.invisible_index(#at));
            checks.extend(check_of(index.span, index.span, &question));
        }
    }
    checks
}

fn foreign_key(at: usize, key: &ForeignKey) -> TokenStream {
    let at = position(at);
    let owner = key.parent.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let parent = parent(key);
    let facts = quote! {
        __safe_schema::Facts {
            owner: #owner,
            table: #parent::DEFINITION,
            fields: #parent::FIELDS,
        }
    };
    let mut checks = TokenStream::new();
    if let ([column], [field]) = (key.columns.as_slice(), key.parent_fields.as_slice()) {
        let (column, name) = (position(*column), &field.text);
        let question = quote!(foreign_key_of_one(#at, #column, #facts, #name));
        checks.extend(check(field.span, &question));
    } else {
        checks.extend(foreign_key_of_several(&at, key, &facts));
    }
    for action in [key.on_delete, key.on_update].into_iter().flatten() {
        if action.kind == ActionKind::SetNull {
            checks.extend(check(action.span, &quote!(foreign_key_set_null(#at))));
        }
    }
    checks
}

fn foreign_key_of_several(at: &Literal, key: &ForeignKey, facts: &TokenStream) -> TokenStream {
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
    checks
}

/// A position as expanded code has it.
fn position(position: usize) -> Literal {
    Literal::usize_unsuffixed(position)
}

//! Fields become columns.

use crate::attr::{Comment, Field, Source};

use super::name::unraw;
use super::{Column, Name, Word};

/// The longest comments the servers take, in characters.
pub(crate) const MAX_COLUMN_COMMENT: usize = 1024;
pub(crate) const MAX_TABLE_COMMENT: usize = 2048;

/// The columns, in the order of the fields.
pub(super) fn resolve<'a>(source: &Source<'a>, docs: bool) -> Vec<Column<'a>> {
    source
        .fields
        .iter()
        .filter(|field| field.attrs.skip.is_none())
        .map(|field| column(field, docs))
        .collect()
}

fn column<'a>(field: &Field<'a>, docs: bool) -> Column<'a> {
    let attrs = &field.attrs;
    let rust_name = unraw(field.ident);
    let name = match &attrs.column {
        Some(name) => Name::of(name),
        None => Name { text: rust_name.clone(), span: field.ident.span() },
    };
    let doc = field.doc.as_ref().filter(|_| docs);
    Column {
        ident: field.ident,
        field: rust_name,
        name,
        ty: field.ty,
        len: attrs.len,
        charset: attrs.charset.as_ref().map(Word::of),
        collation: attrs.collation.as_ref().map(Word::of),
        auto_increment: attrs.auto_increment,
        default: attrs.default.clone(),
        default_sql: attrs.default_sql.as_ref().map(Word::of),
        comment: comment(attrs.comment.as_ref(), doc, MAX_COLUMN_COMMENT),
    }
}

/// The comment that is written, else the doc comment, cut to what the servers take.
pub(super) fn comment(
    written: Option<&Comment>,
    doc: Option<&String>,
    max_chars: usize,
) -> Option<Word> {
    match written {
        Some(Comment::Off) => None,
        Some(Comment::Text(text)) => Some(Word::of(text)),
        None => doc.map(|doc| Word {
            text: doc.chars().take(max_chars).collect(),
            span: proc_macro2::Span::call_site(),
        }),
    }
}

//! Fields become columns.

use proc_macro2::Span;
use syn::LitStr;

use crate::attr::{Comment, Field, GeneratedAttr, Source, SqlxAttrs, nearest};
use crate::case::Case;
use crate::errors::Errors;

use super::name::unraw;
use super::{Column, Flattened, Generated, Kind, Name, Nullable, Word};

/// The longest comments the servers take, in characters.
pub(crate) const MAX_COLUMN_COMMENT: usize = 1024;
pub(crate) const MAX_TABLE_COMMENT: usize = 2048;

/// The columns, in the order of the fields.
pub(super) fn resolve<'a>(
    source: &'a Source<'a>,
    docs: bool,
    errors: &mut Errors,
) -> Vec<Column<'a>> {
    let case = case(source.attrs.rename_all.as_ref(), &source.sqlx, errors);
    source
        .fields
        .iter()
        .filter(|field| is_column(field))
        .map(|field| column(field, case, docs, errors))
        .collect()
}

const fn is_column(field: &Field<'_>) -> bool {
    field.attrs.skip.is_none() && field.attrs.flatten.is_none()
}

/// The fields that bring the columns of other structs.
pub(super) fn flattened<'a>(source: &'a Source<'a>) -> Vec<Flattened<'a>> {
    let mut flattened = Vec::new();
    let mut at = 0;
    for field in &source.fields {
        if is_column(field) {
            at += 1;
        } else if field.attrs.skip.is_none() {
            let (ident, ty) = (field.ident, field.ty);
            flattened.push(Flattened { ident, field: unraw(ident), ty, at });
        }
    }
    flattened
}

/// The case of names that are not given: ours, or sqlx's.
pub(super) fn case(ours: Option<&LitStr>, sqlx: &SqlxAttrs, errors: &mut Errors) -> Option<Case> {
    let theirs = sqlx.rename_all.as_ref().and_then(|case| Case::called(&case.value()));
    let Some(ours) = ours else { return theirs };
    let name = ours.value();
    let Some(case) = Case::called(&name) else {
        let names = || Case::ALL.iter().map(|(name, _)| *name);
        errors.at(
            ours.span(),
            match nearest(&name, names()) {
                Some(near) => format!("no case is called `{name}`; did you mean `{near}`?"),
                None => {
                    let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
                    format!("no case is called `{name}`; write one of {}", names.join(", "))
                }
            },
        );
        return theirs;
    };
    if let Some(theirs) = &sqlx.rename_all
        && theirs.value() != name
    {
        let theirs = theirs.value();
        errors.at(
            ours.span(),
            format!("sqlx is told `rename_all = \"{theirs}\"`; remove one, or write the same"),
        );
    }
    Some(case)
}

/// A name that is given: by us, or by sqlx.
pub(super) fn given_name(
    ours: Option<&LitStr>,
    sqlx: &SqlxAttrs,
    errors: &mut Errors,
) -> Option<Name> {
    if let (Some(ours), Some(theirs)) = (ours, &sqlx.rename)
        && ours.value() != theirs.value()
    {
        let theirs = theirs.value();
        errors.at(
            ours.span(),
            format!("sqlx is told `rename = \"{theirs}\"`; remove one, or write the same"),
        );
    }
    ours.or(sqlx.rename.as_ref()).map(Name::of)
}

fn column<'a>(
    field: &'a Field<'a>,
    case: Option<Case>,
    docs: bool,
    errors: &mut Errors,
) -> Column<'a> {
    let attrs = &field.attrs;
    let rust_name = unraw(field.ident);
    let name = given_name(attrs.column.as_ref(), &field.sqlx, errors).unwrap_or_else(|| {
        let text = case.map_or_else(|| rust_name.clone(), |case| case.apply(&rust_name));
        Name::at(text, field.ident.span())
    });
    let doc = field.doc.as_ref().filter(|_| docs);
    Column {
        ident: field.ident,
        field: rust_name,
        name,
        renamed_from: attrs.renamed_from.as_ref().map(Name::of),
        kind: kind(field),
        len: attrs.len,
        precision: attrs.precision,
        text: attrs.text,
        charset: attrs.charset.as_ref().map(Word::of),
        collation: attrs.collation.as_ref().map(Word::of),
        auto_increment: attrs.auto_increment,
        default: attrs.default.clone(),
        default_sql: attrs.default_sql.as_ref().map(Word::of),
        default_unchecked: attrs.default_unchecked.as_ref().map(Word::of),
        no_default: attrs.no_default,
        on_update: attrs.on_update_sql.as_ref().map(Word::of),
        generated: attrs.generated.as_ref().map(generated),
        backfill: attrs.backfill.as_ref().map(Word::of),
        invisible: attrs.invisible,
        check: attrs.check.as_ref().map(Word::of),
        attributes: attrs.attributes.as_ref().map(Word::of),
        comment: comment(attrs.comment.as_ref(), doc, MAX_COLUMN_COMMENT),
    }
}

fn kind<'a>(field: &'a Field<'a>) -> Kind<'a> {
    match (&field.attrs.sql_type, field.sqlx.json) {
        (Some(written), None) => Kind::Written(written, Nullable::Option(field.ty)),
        (Some(written), Some(json)) => Kind::Written(written, Nullable::Is(json.nullable)),
        (None, Some(json)) => Kind::Json { nullable: json.nullable, span: json.span },
        (None, None) => Kind::Rust(field.ty),
    }
}

fn generated(attr: &GeneratedAttr) -> Generated {
    Generated { storage: attr.storage, expression: Word::of(&attr.expression) }
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
            span: Span::call_site(),
        }),
    }
}

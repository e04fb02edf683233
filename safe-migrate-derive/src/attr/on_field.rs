//! What is written on a field.

use proc_macro2::{Span, TokenStream};
use syn::{LitInt, LitStr};

use super::item::{Item, items};
use super::keys::FieldKey;
use super::reference::{self, ForeignKeyAttr};
use super::text::{Comment, Literal, comment, literal};
use crate::errors::Errors;

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) primary_key: Option<Span>,
    pub(crate) auto_increment: Option<Span>,
    pub(crate) column: Option<LitStr>,
    pub(crate) len: Option<Len>,
    pub(crate) charset: Option<LitStr>,
    pub(crate) collation: Option<LitStr>,
    pub(crate) default: Option<Literal>,
    pub(crate) default_sql: Option<LitStr>,
    pub(crate) unique: Option<Span>,
    pub(crate) index: Option<Span>,
    pub(crate) references: Option<ForeignKeyAttr>,
    pub(crate) comment: Option<Comment>,
    pub(crate) skip: Option<Span>,
}

/// `len = 64`.
#[derive(Clone, Copy)]
pub(crate) struct Len {
    pub(crate) len: u32,
    pub(crate) span: Span,
}

/// Reads the lists of all `#[safe_schema(..)]` of a field.
pub(crate) fn read(lists: Vec<TokenStream>, errors: &mut Errors) -> FieldAttrs {
    let mut attrs = FieldAttrs::default();
    let items = items(lists, &[], errors);
    refuse_beside_skip(&items, errors);
    for item in &items {
        match item.key {
            FieldKey::PrimaryKey => attrs.primary_key = errors.ok(item.flag()),
            FieldKey::AutoIncrement => attrs.auto_increment = errors.ok(item.flag()),
            FieldKey::Column => attrs.column = errors.ok(item.text()),
            FieldKey::Len => attrs.len = errors.ok(len(item)),
            FieldKey::Charset => attrs.charset = errors.ok(item.text()),
            FieldKey::Collation => attrs.collation = errors.ok(item.text()),
            FieldKey::Default => attrs.default = errors.ok(item.value_with(literal)),
            FieldKey::DefaultSql => attrs.default_sql = errors.ok(item.text()),
            FieldKey::Unique => attrs.unique = errors.ok(item.flag()),
            FieldKey::Index => attrs.index = errors.ok(item.flag()),
            FieldKey::References => attrs.references = reference::on_field(item, errors),
            FieldKey::Comment => attrs.comment = errors.ok(comment(item)),
            FieldKey::Skip => attrs.skip = errors.ok(item.flag()),
        }
    }
    attrs
}

/// A field that is left out has no column that anything could be said of.
fn refuse_beside_skip(items: &[Item<FieldKey>], errors: &mut Errors) {
    if items.iter().any(|item| item.key == FieldKey::Skip) {
        for item in items.iter().filter(|item| item.key != FieldKey::Skip) {
            let word = item.word();
            errors.at(item.span, format!("`skip` leaves the field out; remove it or `{word}`"));
        }
    }
}

fn len(item: &Item<FieldKey>) -> syn::Result<Len> {
    let number: LitInt = item.value()?;
    let len = number.base10_parse().map_err(|_| {
        syn::Error::new(number.span(), "a length is a whole number; write `len = 64`")
    })?;
    Ok(Len { len, span: number.span() })
}

//! What is written on a field.

use proc_macro2::{Span, TokenStream};
use syn::LitStr;

use super::column_type::{self, Len, Precision, TextSize, WrittenType};
use super::expression::{self, GeneratedAttr};
use super::item::{Item, items};
use super::keys::FieldKey;
use super::reference::{self, ForeignKeyAttr};
use super::sqlx::SqlxAttrs;
use super::text::{Comment, Literal, comment, literal};
use crate::errors::Errors;

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) primary_key: Option<Span>,
    pub(crate) auto_increment: Option<Span>,
    pub(crate) column: Option<LitStr>,
    pub(crate) renamed_from: Option<LitStr>,
    pub(crate) len: Option<Len>,
    pub(crate) precision: Option<Precision>,
    pub(crate) text: Option<TextSize>,
    pub(crate) sql_type: Option<WrittenType>,
    pub(crate) charset: Option<LitStr>,
    pub(crate) collation: Option<LitStr>,
    pub(crate) default: Option<Literal>,
    pub(crate) default_sql: Option<LitStr>,
    pub(crate) default_unchecked: Option<LitStr>,
    pub(crate) no_default: Option<Span>,
    pub(crate) on_update_sql: Option<LitStr>,
    pub(crate) generated: Option<GeneratedAttr>,
    pub(crate) backfill: Option<LitStr>,
    pub(crate) invisible: Option<Span>,
    pub(crate) unique: Option<Span>,
    pub(crate) index: Option<Span>,
    pub(crate) references: Option<ForeignKeyAttr>,
    pub(crate) check: Option<LitStr>,
    pub(crate) attributes: Option<LitStr>,
    pub(crate) comment: Option<Comment>,
    pub(crate) flatten: Option<Span>,
    pub(crate) skip: Option<Span>,
}

/// Reads the lists of all `#[safe_schema(..)]` of a field, which sqlx may be told to skip or to
/// flatten.
pub(crate) fn read(lists: Vec<TokenStream>, sqlx: &SqlxAttrs, errors: &mut Errors) -> FieldAttrs {
    let mut attrs = FieldAttrs { skip: sqlx.skip, flatten: sqlx.flatten, ..FieldAttrs::default() };
    let items = items(lists, &[], errors);
    refuse_beside_skip(&items, sqlx.skip.is_some(), errors);
    refuse_beside_flatten(&items, sqlx, errors);
    for item in &items {
        match item.key {
            FieldKey::PrimaryKey => attrs.primary_key = errors.ok(item.flag()),
            FieldKey::AutoIncrement => attrs.auto_increment = errors.ok(item.flag()),
            FieldKey::Column => attrs.column = errors.ok(item.text()),
            FieldKey::RenamedFrom => attrs.renamed_from = errors.ok(item.text()),
            FieldKey::Len => attrs.len = errors.ok(column_type::len(item)),
            FieldKey::Precision => attrs.precision = errors.ok(column_type::precision(item)),
            FieldKey::Text => attrs.text = errors.ok(column_type::text(item)),
            FieldKey::SqlType => attrs.sql_type = errors.ok(column_type::written(item)),
            FieldKey::Charset => attrs.charset = errors.ok(item.text()),
            FieldKey::Collation => attrs.collation = errors.ok(item.text()),
            FieldKey::Default => attrs.default = errors.ok(item.value_with(literal)),
            FieldKey::DefaultSql => attrs.default_sql = errors.ok(item.text()),
            FieldKey::DefaultUnchecked => attrs.default_unchecked = errors.ok(item.text()),
            FieldKey::NoDefault => attrs.no_default = errors.ok(item.flag()),
            FieldKey::OnUpdateSql => attrs.on_update_sql = errors.ok(item.text()),
            FieldKey::Generated => attrs.generated = errors.ok(expression::generated(item)),
            FieldKey::Backfill => attrs.backfill = errors.ok(item.text()),
            FieldKey::Invisible => attrs.invisible = errors.ok(item.flag()),
            FieldKey::Unique => attrs.unique = errors.ok(item.flag()),
            FieldKey::Index => attrs.index = errors.ok(item.flag()),
            FieldKey::References => attrs.references = reference::on_field(item, errors),
            FieldKey::Check => attrs.check = errors.ok(item.text()),
            FieldKey::Attributes => attrs.attributes = errors.ok(item.text()),
            FieldKey::Comment => attrs.comment = errors.ok(comment(item)),
            FieldKey::Flatten => attrs.flatten = errors.ok(item.flag()).or(attrs.flatten),
            FieldKey::Skip => attrs.skip = errors.ok(item.flag()).or(attrs.skip),
        }
    }
    attrs
}

/// A field that is left out has no column that anything could be said of.
fn refuse_beside_skip(items: &[Item<FieldKey>], skipped: bool, errors: &mut Errors) {
    if skipped || items.iter().any(|item| item.key == FieldKey::Skip) {
        for item in items.iter().filter(|item| item.key != FieldKey::Skip) {
            let word = item.word();
            errors.at(item.span, format!("`skip` leaves the field out; remove it or `{word}`"));
        }
    }
}

/// A field that brings the columns of another struct is none itself.
fn refuse_beside_flatten(items: &[Item<FieldKey>], sqlx: &SqlxAttrs, errors: &mut Errors) {
    let has = |key| items.iter().any(|item| item.key == key);
    let flattened = sqlx.flatten.is_some() || has(FieldKey::Flatten);
    if !flattened || sqlx.skip.is_some() || has(FieldKey::Skip) {
        return;
    }
    for item in items.iter().filter(|item| item.key != FieldKey::Flatten) {
        let word = item.word();
        errors.at(
            item.span,
            format!(
                "`flatten` takes over the columns of another struct; write `{word}` on a field of \
                 that struct"
            ),
        );
    }
}

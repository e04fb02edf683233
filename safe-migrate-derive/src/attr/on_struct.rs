//! What is written on the struct.

use proc_macro2::{Span, TokenStream};
use syn::{LitStr, Path};

use super::Declares;
use super::columns::{Part, parts};
use super::expression::{self, CheckAttr};
use super::item::{Item, items};
use super::keys::{IndexKey, Key, StructKey};
use super::reference::{self, ForeignKeyAttr};
use super::text::{Comment, comment};
use crate::errors::Errors;

/// The attributes of a struct.
#[derive(Default)]
pub(crate) struct StructAttrs {
    pub(crate) table: Option<LitStr>,
    pub(crate) database: Option<LitStr>,
    pub(crate) renamed_from: Option<LitStr>,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) comment: Option<Comment>,
    pub(crate) engine: Option<LitStr>,
    pub(crate) charset: Option<LitStr>,
    pub(crate) collation: Option<LitStr>,
    pub(crate) row_format: Option<LitStr>,
    pub(crate) primary_key: Option<PrimaryKeyAttr>,
    pub(crate) no_primary_key: Option<Span>,
    pub(crate) indexes: Vec<IndexAttr>,
    pub(crate) foreign_keys: Vec<ForeignKeyAttr>,
    pub(crate) checks: Vec<CheckAttr>,
    pub(crate) options: Option<Vec<(String, String)>>,
    pub(crate) partition_by: Option<LitStr>,
    pub(crate) primary_key_options: Option<LitStr>,
    pub(crate) system_versioned: Option<Span>,
    pub(crate) krate: Option<Path>,
}

/// `primary_key(a, b)`.
pub(crate) struct PrimaryKeyAttr {
    pub(crate) span: Span,
    pub(crate) parts: Vec<Part>,
}

/// `index(..)`.
pub(crate) struct IndexAttr {
    pub(crate) span: Span,
    pub(crate) name: Option<LitStr>,
    pub(crate) parts: Vec<Part>,
    pub(crate) kind: IndexKind,
    pub(crate) invisible: bool,
    pub(crate) comment: Option<LitStr>,
    pub(crate) options: Option<LitStr>,
}

/// What an index is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IndexKind {
    Plain,
    Unique,
    Fulltext,
    Spatial,
}

/// Reads the lists of all `#[safe_schema(..)]` of a struct.
pub(crate) fn read(
    lists: Vec<TokenStream>,
    declares: Declares,
    errors: &mut Errors,
) -> StructAttrs {
    let mut attrs = StructAttrs::default();
    let repeatable = [StructKey::Index, StructKey::ForeignKey, StructKey::Check];
    for item in items(lists, &repeatable, errors) {
        if declares == Declares::Columns && is_of_a_table(item.key) {
            let word = item.word();
            errors.at(
                item.span,
                format!(
                    "a struct of columns has no table; write `{word}` on the struct that takes \
                     its columns over"
                ),
            );
            continue;
        }
        match item.key {
            StructKey::Table => attrs.table = errors.ok(item.text()),
            StructKey::Database => attrs.database = errors.ok(item.text()),
            StructKey::RenamedFrom => attrs.renamed_from = errors.ok(item.text()),
            StructKey::RenameAll => attrs.rename_all = errors.ok(item.text()),
            StructKey::Comment => attrs.comment = errors.ok(comment(&item)),
            StructKey::Engine => attrs.engine = errors.ok(item.text()),
            StructKey::Charset => attrs.charset = errors.ok(item.text()),
            StructKey::Collation => attrs.collation = errors.ok(item.text()),
            StructKey::RowFormat => attrs.row_format = errors.ok(item.text()),
            StructKey::PrimaryKey => {
                attrs.primary_key = errors
                    .ok(item.list())
                    .map(|list| PrimaryKeyAttr { span: item.span, parts: parts(list, errors) });
            }
            StructKey::NoPrimaryKey => attrs.no_primary_key = errors.ok(item.flag()),
            StructKey::Index => attrs.indexes.extend(index(&item, errors)),
            StructKey::ForeignKey => {
                attrs.foreign_keys.extend(reference::on_struct(&item, errors));
            }
            StructKey::Check => attrs.checks.extend(expression::check(&item, errors)),
            StructKey::Options => attrs.options = errors.ok(options(&item)),
            StructKey::PartitionBy => attrs.partition_by = errors.ok(item.text()),
            StructKey::PrimaryKeyOptions => attrs.primary_key_options = errors.ok(item.text()),
            StructKey::SystemVersioned => attrs.system_versioned = errors.ok(item.flag()),
            StructKey::Crate => attrs.krate = errors.ok(krate(&item)),
        }
    }
    if let (Declares::Columns, Some(Comment::Text(text))) = (declares, &attrs.comment) {
        errors.at(
            text.span(),
            "a struct of columns has no table to comment; write `comment = false` to keep doc \
             comments out, or remove it",
        );
    }
    attrs
}

/// Whether the key says something about a table, rather than about some of its columns.
const fn is_of_a_table(key: StructKey) -> bool {
    match key {
        StructKey::Table
        | StructKey::Database
        | StructKey::RenamedFrom
        | StructKey::Engine
        | StructKey::Charset
        | StructKey::Collation
        | StructKey::RowFormat
        | StructKey::NoPrimaryKey
        | StructKey::Options
        | StructKey::PartitionBy
        | StructKey::PrimaryKeyOptions
        | StructKey::SystemVersioned => true,
        StructKey::RenameAll
        | StructKey::Comment
        | StructKey::PrimaryKey
        | StructKey::Index
        | StructKey::ForeignKey
        | StructKey::Check
        | StructKey::Crate => false,
    }
}

/// `crate = ::path`.
pub(super) fn krate<K: Key>(item: &Item<K>) -> syn::Result<Path> {
    item.value_with(|input| {
        let start = input.span();
        Path::parse_mod_style(input)
            .map_err(|_| syn::Error::new(start, "write `crate = ::path`, unquoted"))
    })
}

/// `options = "MAX_ROWS=10 STATS_PERSISTENT=1"`: names and values, sorted as the model has them.
fn options(item: &Item<StructKey>) -> syn::Result<Vec<(String, String)>> {
    let text = item.text()?;
    let written = || syn::Error::new(text.span(), format!("write `{}`", item.key.usage()));
    let value = text.value();
    let mut options = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or_else(written)?;
        let end = end_of_value(after).ok_or_else(written)?;
        let (name, value) = (name.trim(), &after[..end]);
        if name.is_empty() || value.is_empty() {
            return Err(written());
        }
        options.push((name.to_owned(), value.to_owned()));
        rest = after[end..].trim_start();
    }
    options.sort();
    Ok(options)
}

/// Where a value ends: at the first blank outside of quotes.
fn end_of_value(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => {}
            None if c.is_whitespace() => return Some(at),
            None if matches!(c, '\'' | '`') => quote = Some(c),
            None => {}
        }
    }
    quote.is_none().then_some(text.len())
}

impl IndexAttr {
    fn be(&mut self, kind: IndexKind, item: &Item<IndexKey>, errors: &mut Errors) {
        let Some(span) = errors.ok(item.flag()) else { return };
        if self.kind == IndexKind::Plain {
            self.kind = kind;
        } else {
            errors.at(span, "an index is `unique`, `fulltext` or `spatial`; keep one of them");
        }
    }
}

fn index(item: &Item<StructKey>, errors: &mut Errors) -> Option<IndexAttr> {
    let list = errors.ok(item.list())?;
    let mut index = IndexAttr {
        span: item.span,
        name: None,
        parts: Vec::new(),
        kind: IndexKind::Plain,
        invisible: false,
        comment: None,
        options: None,
    };
    let mut has_columns = false;
    for item in items::<IndexKey>([list], &[], errors) {
        match item.key {
            IndexKey::Name => index.name = errors.ok(item.text()),
            IndexKey::Unique => index.be(IndexKind::Unique, &item, errors),
            IndexKey::Fulltext => index.be(IndexKind::Fulltext, &item, errors),
            IndexKey::Spatial => index.be(IndexKind::Spatial, &item, errors),
            IndexKey::Invisible => index.invisible = errors.ok(item.flag()).is_some(),
            IndexKey::Comment => index.comment = errors.ok(item.text()),
            IndexKey::Options => index.options = errors.ok(item.text()),
            IndexKey::Columns => {
                has_columns = true;
                if let Some(list) = errors.ok(item.list()) {
                    index.parts = parts(list, errors);
                }
            }
        }
    }
    if !has_columns {
        errors.at(item.span, format!("an index needs columns; write `{}`", item.key.usage()));
    }
    Some(index)
}

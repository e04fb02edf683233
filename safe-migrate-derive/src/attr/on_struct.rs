//! What is written on the struct.

use proc_macro2::{Span, TokenStream};
use syn::{LitStr, Path};

use super::columns::{Part, parts};
use super::item::{Item, items};
use super::keys::{IndexKey, Key as _, StructKey};
use super::reference::{self, ForeignKeyAttr};
use super::text::{Comment, comment};
use crate::errors::Errors;

/// The attributes of a struct.
#[derive(Default)]
pub(crate) struct StructAttrs {
    pub(crate) table: Option<LitStr>,
    pub(crate) database: Option<LitStr>,
    pub(crate) comment: Option<Comment>,
    pub(crate) engine: Option<LitStr>,
    pub(crate) charset: Option<LitStr>,
    pub(crate) collation: Option<LitStr>,
    pub(crate) primary_key: Option<PrimaryKeyAttr>,
    pub(crate) no_primary_key: Option<Span>,
    pub(crate) indexes: Vec<IndexAttr>,
    pub(crate) foreign_keys: Vec<ForeignKeyAttr>,
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
    pub(crate) unique: bool,
}

/// Reads the lists of all `#[safe_schema(..)]` of a struct.
pub(crate) fn read(lists: Vec<TokenStream>, errors: &mut Errors) -> StructAttrs {
    let mut attrs = StructAttrs::default();
    for item in items(lists, &[StructKey::Index, StructKey::ForeignKey], errors) {
        match item.key {
            StructKey::Table => attrs.table = errors.ok(item.text()),
            StructKey::Database => attrs.database = errors.ok(item.text()),
            StructKey::Comment => attrs.comment = errors.ok(comment(&item)),
            StructKey::Engine => attrs.engine = errors.ok(item.text()),
            StructKey::Charset => attrs.charset = errors.ok(item.text()),
            StructKey::Collation => attrs.collation = errors.ok(item.text()),
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
            StructKey::Crate => {
                let path = item.value_with(|input| {
                    let start = input.span();
                    Path::parse_mod_style(input)
                        .map_err(|_| syn::Error::new(start, "write `crate = ::path`, unquoted"))
                });
                attrs.krate = errors.ok(path);
            }
        }
    }
    attrs
}

fn index(item: &Item<StructKey>, errors: &mut Errors) -> Option<IndexAttr> {
    let list = errors.ok(item.list())?;
    let mut index = IndexAttr { span: item.span, name: None, parts: Vec::new(), unique: false };
    let mut has_columns = false;
    for item in items::<IndexKey>([list], &[], errors) {
        match item.key {
            IndexKey::Name => index.name = errors.ok(item.text()),
            IndexKey::Unique => index.unique = errors.ok(item.flag()).is_some(),
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

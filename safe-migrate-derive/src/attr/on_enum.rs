//! What is written on an enum and its variants.

use proc_macro2::{Ident, Span};
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Meta, Path};

use super::item::items;
use super::keys::{EnumKey, VariantKey};
use super::sqlx::{self, SqlxAttrs};
use super::{lists, on_struct};
use crate::errors::Errors;

/// An enum as it is written.
pub(crate) struct EnumSource<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) krate: Option<Path>,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) sqlx: SqlxAttrs,
    /// Whether the impls of sqlx's traits are wanted too.
    pub(crate) with_sqlx: bool,
    pub(crate) variants: Vec<VariantSource<'a>>,
}

/// A variant as it is written.
pub(crate) struct VariantSource<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) rename: Option<LitStr>,
    pub(crate) sqlx: SqlxAttrs,
}

/// Reads an enum.
pub(crate) fn read<'a>(input: &'a DeriveInput, errors: &mut Errors) -> EnumSource<'a> {
    let mut source = EnumSource {
        ident: &input.ident,
        krate: None,
        rename_all: None,
        sqlx: sqlx::read(&input.attrs),
        with_sqlx: false,
        variants: Vec::new(),
    };
    for item in items(lists(&input.attrs, errors), &[], errors) {
        match item.key {
            EnumKey::RenameAll => source.rename_all = errors.ok(item.text()),
            EnumKey::Sqlx => source.with_sqlx = errors.ok(item.flag()).is_some(),
            EnumKey::Crate => source.krate = errors.ok(on_struct::krate(&item)),
        }
    }
    refuse_repr(&input.attrs, errors);
    if !input.generics.params.is_empty() {
        errors.over(&input.generics, "an ENUM can't be generic; write an enum for each");
    }
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(data) => {
            errors.over(
                data.struct_token,
                "`SqlEnum` is for enums; a struct of one field derives `SqlNewtype`, a table \
                 `SafeSchema`",
            );
            return source;
        }
        Data::Union(data) => {
            errors.over(data.union_token, "`SqlEnum` is for enums");
            return source;
        }
    };
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            errors.over(
                &variant.fields,
                format!(
                    "a member of an ENUM is a name without data; write `{}` alone, or store the \
                     enum as JSON",
                    variant.ident
                ),
            );
        }
        let mut rename = None;
        for item in items(lists(&variant.attrs, errors), &[], errors) {
            match item.key {
                VariantKey::Rename => rename = errors.ok(item.text()),
            }
        }
        source.variants.push(VariantSource {
            ident: &variant.ident,
            rename,
            sqlx: sqlx::read(&variant.attrs),
        });
    }
    source
}

/// sqlx sends an enum with a `repr` as its number, which an ENUM takes for a position.
fn refuse_repr(attrs: &[Attribute], errors: &mut Errors) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        let span = match &attr.meta {
            Meta::List(list) => list.tokens.clone().into_iter().next().map(|token| token.span()),
            Meta::Path(_) | Meta::NameValue(_) => None,
        };
        errors.at(
            span.unwrap_or_else(Span::call_site),
            "sqlx stores an enum with a `repr` as a number, not as a member of an ENUM; remove \
             `repr`, or implement `SqlType` with an integer type instead",
        );
    }
}

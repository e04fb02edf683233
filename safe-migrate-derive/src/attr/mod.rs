//! Reads what is written: a parsed item comes in, its attributes go out, still as written.

mod column_type;
mod columns;
mod expression;
mod item;
mod keys;
mod on_enum;
mod on_field;
mod on_newtype;
mod on_struct;
mod reference;
mod sql_type;
mod sqlx;
mod text;

use proc_macro2::{Ident, TokenStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Fields, Meta, Token, Type};

use crate::errors::Errors;

pub(crate) use column_type::{Len, Precision, TextSize, WrittenType};
pub(crate) use columns::{Part, Target};
pub(crate) use expression::{CheckAttr, GeneratedAttr, Storage};
pub(crate) use keys::nearest;
pub(crate) use on_enum::{EnumSource, VariantSource, read as read_enum};
pub(crate) use on_field::FieldAttrs;
pub(crate) use on_newtype::{NewtypeSource, read as read_newtype};
pub(crate) use on_struct::{IndexAttr, IndexKind, StructAttrs};
pub(crate) use reference::{Action, ActionKind, ForeignKeyAttr};
pub(crate) use sql_type::{Size, SqlType};
pub(crate) use sqlx::SqlxAttrs;
pub(crate) use text::{Comment, Literal, LiteralKind};

/// A struct as it is written.
pub(crate) struct Source<'a> {
    pub(crate) ident: &'a Ident,
    /// What it declares.
    pub(crate) declares: Declares,
    pub(crate) attrs: StructAttrs,
    pub(crate) sqlx: SqlxAttrs,
    pub(crate) doc: Option<String>,
    /// Its fields; none where the item is no struct with named fields.
    pub(crate) fields: Vec<Field<'a>>,
    /// Whether all of it could be read. What is missing from the rest may just be misspelt.
    pub(crate) complete: bool,
}

/// What a struct declares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declares {
    /// A table.
    Table,
    /// Columns that tables take over by `flatten`.
    Columns,
}

/// A field as it is written.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: FieldAttrs,
    pub(crate) sqlx: SqlxAttrs,
    pub(crate) doc: Option<String>,
}

/// Reads an item.
pub(crate) fn read<'a>(
    input: &'a DeriveInput,
    declares: Declares,
    errors: &mut Errors,
) -> Source<'a> {
    refuse_generics(input, declares, errors);
    let attrs = on_struct::read(lists(&input.attrs, errors), declares, errors);
    let fields = named_fields(input, declares, errors)
        .into_iter()
        .flatten()
        .filter_map(|field| {
            let sqlx = sqlx::read(&field.attrs);
            let attrs = on_field::read(lists(&field.attrs, errors), &sqlx, errors);
            Some(Field {
                ident: field.ident.as_ref()?,
                ty: &field.ty,
                attrs,
                sqlx,
                doc: text::doc(&field.attrs),
            })
        })
        .collect();
    Source {
        ident: &input.ident,
        declares,
        attrs,
        sqlx: sqlx::read(&input.attrs),
        doc: text::doc(&input.attrs),
        fields,
        complete: errors.is_empty(),
    }
}

/// What stands in each `#[safe_schema(..)]`.
fn lists(attrs: &[Attribute], errors: &mut Errors) -> Vec<TokenStream> {
    let mut lists = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("safe_schema")) {
        match &attr.meta {
            Meta::List(list) => lists.push(list.tokens.clone()),
            Meta::Path(_) | Meta::NameValue(_) => {
                errors.over(&attr.meta, "write `#[safe_schema(..)]`");
            }
        }
    }
    lists
}

fn named_fields<'a>(
    input: &'a DeriveInput,
    declares: Declares,
    errors: &mut Errors,
) -> Option<&'a Punctuated<syn::Field, Token![,]>> {
    let name = &input.ident;
    let what = match declares {
        Declares::Table => "a table is",
        Declares::Columns => "columns are",
    };
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(fields) => errors.over(
                fields,
                format!("a column needs a name; write `struct {name} {{ field: Type }}`"),
            ),
            Fields::Unit => errors.over(
                name,
                format!("a table needs a column; write `struct {name} {{ field: Type }}`"),
            ),
        },
        Data::Enum(data) => {
            errors.over(data.enum_token, format!("{what} declared by a struct, not by an enum"));
        }
        Data::Union(data) => {
            errors.over(data.union_token, format!("{what} declared by a struct, not by a union"));
        }
    }
    None
}

/// A table is one; a generic struct would be many.
fn refuse_generics(input: &DeriveInput, declares: Declares, errors: &mut Errors) {
    let what = match declares {
        Declares::Table => "a table",
        Declares::Columns => "a struct of columns",
    };
    if !input.generics.params.is_empty() {
        errors.over(
            &input.generics,
            format!("{what} can't be generic; write a struct for each, with owned types"),
        );
    }
}

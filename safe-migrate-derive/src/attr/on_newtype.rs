//! What is written on a struct of one unnamed field.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Fields, Generics, Path, Type};

use super::item::items;
use super::keys::NewtypeKey;
use super::{lists, on_struct};
use crate::errors::Errors;

/// A newtype as it is written.
pub(crate) struct NewtypeSource<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) krate: Option<Path>,
    /// The only field; nothing where the item is no newtype.
    pub(crate) inner: Option<&'a Type>,
}

/// Reads a newtype.
pub(crate) fn read<'a>(input: &'a DeriveInput, errors: &mut Errors) -> NewtypeSource<'a> {
    let mut krate = None;
    for item in items(lists(&input.attrs, errors), &[], errors) {
        match item.key {
            NewtypeKey::Crate => krate = errors.ok(on_struct::krate(&item)),
        }
    }
    let inner = inner(input, errors);
    NewtypeSource { ident: &input.ident, generics: &input.generics, krate, inner }
}

fn inner<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a Type> {
    let name = &input.ident;
    let write = format!("write `struct {name}(Type);`");
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                return fields.unnamed.first().map(|field| &field.ty);
            }
            Fields::Unnamed(fields) => errors.over(
                fields,
                format!("a newtype has one field, as a column has one value; {write}"),
            ),
            Fields::Named(fields) => {
                errors.over(fields, format!("a newtype has one field without a name; {write}"));
            }
            Fields::Unit => {
                errors.over(name, format!("a newtype has one field; {write}"));
            }
        },
        Data::Enum(data) => errors.over(
            data.enum_token,
            "`SqlNewtype` is for structs of one field; an enum derives `SqlEnum`",
        ),
        Data::Union(data) => {
            errors.over(data.union_token, "`SqlNewtype` is for structs of one field");
        }
    }
    None
}

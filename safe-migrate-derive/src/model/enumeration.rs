//! Variants become the members of an ENUM.

use proc_macro2::Ident;
use syn::Path;

use super::columns::{case, given_name};
use super::name::unraw;
use super::{Name, default_crate};
use crate::attr::{EnumSource, VariantSource};
use crate::case::Case;
use crate::errors::Errors;

/// The type ENUM.
pub(crate) struct Enumeration<'a> {
    /// The enum.
    pub(crate) ident: &'a Ident,
    /// Where expanded code finds the crate.
    pub(crate) krate: Path,
    /// Whether the impls of sqlx's traits are wanted too.
    pub(crate) with_sqlx: bool,
    pub(crate) members: Vec<Member<'a>>,
}

/// A member.
pub(crate) struct Member<'a> {
    pub(crate) variant: &'a Ident,
    pub(crate) name: Name,
    /// Whether the name is the variant's own.
    pub(crate) is_own: bool,
}

/// Resolves an enum.
pub(crate) fn resolve<'a>(source: &'a EnumSource<'a>, errors: &mut Errors) -> Enumeration<'a> {
    let case = case(source.rename_all.as_ref(), &source.sqlx, errors);
    Enumeration {
        ident: source.ident,
        krate: source.krate.clone().unwrap_or_else(default_crate),
        with_sqlx: source.with_sqlx,
        members: source.variants.iter().map(|variant| member(variant, case, errors)).collect(),
    }
}

fn member<'a>(variant: &VariantSource<'a>, case: Option<Case>, errors: &mut Errors) -> Member<'a> {
    if let Some(name) = given_name(variant.rename.as_ref(), &variant.sqlx, errors) {
        return Member { variant: variant.ident, name, is_own: false };
    }
    let name = unraw(variant.ident);
    let text = case.map_or_else(|| name.clone(), |case| case.apply(&name));
    let name = Name::at(text, variant.ident.span());
    Member { variant: variant.ident, name, is_own: true }
}

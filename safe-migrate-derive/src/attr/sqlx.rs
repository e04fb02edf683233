//! What sqlx is told: `#[sqlx(..)]` comes in, as far as it decides about columns.
//!
//! sqlx complains about its own attributes. What it does not understand, or what is none of our
//! business, is passed over here.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{Attribute, LitStr, Meta};

use crate::errors::Errors;

use super::item::split;

/// `#[sqlx(..)]` on a struct, an enum, a field or a variant.
#[derive(Default)]
pub(crate) struct SqlxAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) skip: Option<Span>,
    pub(crate) json: Option<Json>,
    pub(crate) flatten: Option<Span>,
}

/// `json` or `json(nullable)`.
#[derive(Clone, Copy)]
pub(crate) struct Json {
    pub(crate) nullable: bool,
    pub(crate) span: Span,
}

/// Reads every `#[sqlx(..)]`.
pub(crate) fn read(attrs: &[Attribute]) -> SqlxAttrs {
    let mut found = SqlxAttrs::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("sqlx")) {
        if let Meta::List(list) = &attr.meta {
            // Its mistakes are sqlx's to tell.
            for item in split(list.tokens.clone(), &mut Errors::default()) {
                found.add(item);
            }
        }
    }
    found
}

impl SqlxAttrs {
    fn add(&mut self, item: TokenStream) {
        let mut tokens = item.into_iter();
        let Some(TokenTree::Ident(key)) = tokens.next() else { return };
        let next = tokens.next();
        let text = || syn::parse2::<LitStr>(tokens.collect()).ok();
        match key.to_string().as_str() {
            "rename" => self.rename = text(),
            "rename_all" => self.rename_all = text(),
            "skip" => self.skip = Some(key.span()),
            "flatten" => self.flatten = Some(key.span()),
            "json" => {
                self.json = Some(Json {
                    nullable: matches!(next, Some(TokenTree::Group(_))),
                    span: key.span(),
                });
            }
            _ => {}
        }
    }
}

//! SQL expressions with something beside them: `check(..)` and `generated(..)` come in.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Token};

use super::item::{Item, items, split};
use super::keys::{CheckKey, FieldKey, Key as _, StructKey, nearest};
use crate::errors::Errors;

/// `check(name = "..", "..")`.
pub(crate) struct CheckAttr {
    pub(crate) span: Span,
    pub(crate) name: Option<LitStr>,
    pub(crate) expression: LitStr,
    pub(crate) not_enforced: Option<Span>,
}

/// `generated(stored, "..")`.
pub(crate) struct GeneratedAttr {
    pub(crate) storage: Storage,
    pub(crate) expression: LitStr,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    Virtual,
    Stored,
}

pub(super) fn check(item: &Item<StructKey>, errors: &mut Errors) -> Option<CheckAttr> {
    let list = errors.ok(item.list())?;
    let (mut expressions, mut rest) = (Vec::new(), Vec::<TokenStream>::new());
    for segment in split(list, errors) {
        match syn::parse2::<LitStr>(segment.clone()) {
            Ok(expression) => expressions.push(expression),
            Err(_) => rest.push(segment),
        }
    }
    let (mut name, mut not_enforced) = (None, None);
    for item in items::<CheckKey>(rest, &[], errors) {
        match item.key {
            CheckKey::Name => name = errors.ok(item.text()),
            CheckKey::NotEnforced => not_enforced = errors.ok(item.flag()),
        }
    }
    let mut expressions = expressions.into_iter();
    let Some(expression) = expressions.next() else {
        errors.at(item.span, format!("a check needs an expression; write `{}`", item.key.usage()));
        return None;
    };
    for second in expressions {
        errors.at(
            second.span(),
            "a check has one expression; write `name = \"..\"` for its name, or another \
             `check(..)`",
        );
    }
    Some(CheckAttr { span: item.span, name, expression, not_enforced })
}

pub(super) fn generated(item: &Item<FieldKey>) -> syn::Result<GeneratedAttr> {
    let written = || format!("write `{}`", item.key.usage());
    let parse = |input: ParseStream<'_>| {
        // At the end there is no word to underline but the first.
        let here = |input: ParseStream<'_>| {
            syn::Error::new(if input.is_empty() { item.span } else { input.span() }, written())
        };
        let error = here(input);
        let storage = storage(&Ident::parse_any(input).map_err(|_| error)?)?;
        let error = here(input);
        input.parse::<Token![,]>().map_err(|_| error)?;
        let error = here(input);
        let expression: LitStr = input.parse().map_err(|_| error)?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(here(input));
        }
        Ok(GeneratedAttr { storage, expression })
    };
    parse.parse2(item.list()?)
}

fn storage(word: &Ident) -> syn::Result<Storage> {
    let name = word.to_string();
    match name.as_str() {
        "virtual" => Ok(Storage::Virtual),
        "stored" => Ok(Storage::Stored),
        "persistent" => Err(syn::Error::new(word.span(), "MySQL knows only the word `stored`")),
        _ => Err(syn::Error::new(
            word.span(),
            match nearest(&name, ["virtual", "stored"].into_iter()) {
                Some(near) => format!("expected `stored` or `virtual`; did you mean `{near}`?"),
                None => "expected `stored` (kept in the row) or `virtual` (computed when read)"
                    .to_owned(),
            },
        )),
    }
}

//! One `key`, `key = value` or `key(..)`: the tokens between the commas come in.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::LitStr;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};

use super::keys::{self, Key};
use crate::errors::Errors;

/// A key with what it is given.
pub(crate) struct Item<K> {
    /// Which key.
    pub(crate) key: K,
    /// Where it stands.
    pub(crate) span: Span,
    given: Given,
}

enum Given {
    Nothing,
    Value(TokenStream),
    List(TokenStream),
}

/// The items of some lists, as one. Unknown, malformed and doubled ones are refused.
///
/// Each list is what one pair of parentheses holds.
pub(crate) fn items<K: Key>(
    lists: impl IntoIterator<Item = TokenStream>,
    repeatable: &[K],
    errors: &mut Errors,
) -> Vec<Item<K>> {
    let mut items: Vec<Item<K>> = Vec::new();
    for list in lists {
        for tokens in split(list, errors) {
            let Some(item) = errors.ok(item::<K>(tokens)) else { continue };
            let doubled = items.iter().any(|other| other.key == item.key);
            if doubled && !repeatable.contains(&item.key) {
                errors.at(item.span, format!("`{}` is given twice; keep one", item.word()));
            } else {
                items.push(item);
            }
        }
    }
    items
}

/// The tokens between commas. A comma may follow the last.
pub(crate) fn split(tokens: TokenStream, errors: &mut Errors) -> Vec<TokenStream> {
    let mut segments = Vec::new();
    let mut segment = TokenStream::new();
    for token in tokens {
        if let TokenTree::Punct(comma) = &token
            && comma.as_char() == ','
        {
            if segment.is_empty() {
                errors.at(comma.span(), "nothing stands before this comma; remove it");
            } else {
                segments.push(std::mem::take(&mut segment));
            }
        } else {
            segment.extend([token]);
        }
    }
    if !segment.is_empty() {
        segments.push(segment);
    }
    segments
}

fn item<K: Key>(tokens: TokenStream) -> syn::Result<Item<K>> {
    let mut rest = tokens.into_iter();
    let ident = match rest.next() {
        Some(TokenTree::Ident(ident)) => ident,
        Some(other) => {
            let example = K::ALL.first().map_or("", |(_, _, usage)| usage);
            let message = format!("expected an attribute, as in `{example}`");
            return Err(syn::Error::new(other.span(), message));
        }
        None => return Err(syn::Error::new(Span::call_site(), "expected an attribute")),
    };
    let key: K = keys::find(&ident).map_err(|message| syn::Error::new(ident.span(), message))?;
    let written = || format!("write `{}`", key.usage());
    let given = match rest.next() {
        None => Given::Nothing,
        Some(TokenTree::Punct(equals)) if equals.as_char() == '=' => {
            let value: TokenStream = rest.by_ref().collect();
            if value.is_empty() {
                return Err(syn::Error::new(equals.span(), written()));
            }
            Given::Value(value)
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            Given::List(group.stream())
        }
        Some(other) => return Err(syn::Error::new(other.span(), written())),
    };
    match rest.next() {
        None => Ok(Item { key, span: ident.span(), given }),
        Some(other) => Err(syn::Error::new(other.span(), "expected `,` before this")),
    }
}

impl<K: Key> Item<K> {
    /// The key as it is written.
    pub(crate) fn word(&self) -> &'static str {
        self.key.word()
    }

    fn miswritten(&self, span: Span) -> syn::Error {
        syn::Error::new(span, format!("write `{}`", self.key.usage()))
    }

    /// `key` alone; where it stands.
    pub(crate) fn flag(&self) -> syn::Result<Span> {
        match self.given {
            Given::Nothing => Ok(self.span),
            Given::Value(_) | Given::List(_) => Err(syn::Error::new(
                self.span,
                format!("`{}` stands alone, without a value", self.word()),
            )),
        }
    }

    /// `key` alone, or `key = "text"`.
    pub(crate) fn flag_or_text(&self) -> syn::Result<Option<LitStr>> {
        match self.given {
            Given::Nothing => Ok(None),
            Given::Value(_) | Given::List(_) => self.text().map(Some),
        }
    }

    /// `key = value`, the value read by its type's grammar.
    pub(crate) fn value<T: Parse>(&self) -> syn::Result<T> {
        self.value_with(|input| {
            let start = input.span();
            T::parse(input).map_err(|_| self.miswritten(start))
        })
    }

    /// `key = value`, the value read by the function.
    pub(crate) fn value_with<T>(
        &self,
        read: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
    ) -> syn::Result<T> {
        let Given::Value(tokens) = &self.given else { return Err(self.miswritten(self.span)) };
        let whole = |input: ParseStream<'_>| {
            let value = read(input)?;
            if input.is_empty() { Ok(value) } else { Err(input.error("expected `,` before this")) }
        };
        whole.parse2(tokens.clone())
    }

    /// `key = "text"`.
    pub(crate) fn text(&self) -> syn::Result<LitStr> {
        self.value()
    }

    /// `key(..)`: what stands between the parentheses.
    pub(crate) fn list(&self) -> syn::Result<TokenStream> {
        match &self.given {
            Given::List(tokens) if !tokens.is_empty() => Ok(tokens.clone()),
            Given::List(_) | Given::Nothing | Given::Value(_) => Err(self.miswritten(self.span)),
        }
    }

    /// `key = word`.
    pub(crate) fn word_value(&self) -> syn::Result<Ident> {
        self.value_with(|input| {
            let start = input.span();
            Ident::parse_any(input).map_err(|_| self.miswritten(start))
        })
    }
}

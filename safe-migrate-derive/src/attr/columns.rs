//! Lists of fields: `a, b desc, c(20), "lower(d)"` comes in, as in `columns(..)` and `primary_key(..)`.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{LitInt, LitStr};

use super::item::split;
use crate::errors::Errors;

/// A part of a key.
pub(crate) struct Part {
    pub(crate) target: Target,
    /// Only so many characters or bytes of it.
    pub(crate) prefix: Option<u32>,
    /// Sorted from high to low.
    pub(crate) descending: bool,
}

/// What one part of a key covers.
pub(crate) enum Target {
    /// A field, by its Rust name.
    Field(Ident),
    /// An SQL expression.
    Expression(LitStr),
}

/// The parts of a key.
pub(crate) fn parts(tokens: TokenStream, errors: &mut Errors) -> Vec<Part> {
    split(tokens, errors)
        .into_iter()
        .filter_map(|segment| errors.ok(part.parse2(segment)))
        .collect()
}

/// Fields, without prefix or order.
pub(crate) fn fields(tokens: TokenStream, errors: &mut Errors) -> Vec<Ident> {
    let plain = |input: ParseStream<'_>| {
        let field = field(input)?;
        if input.is_empty() { Ok(field) } else { Err(input.error("expected `,` before this")) }
    };
    split(tokens, errors)
        .into_iter()
        .filter_map(|segment| errors.ok(plain.parse2(segment)))
        .collect()
}

fn field(input: ParseStream<'_>) -> syn::Result<Ident> {
    let start = input.span();
    input
        .call(Ident::parse_any)
        .map_err(|_| syn::Error::new(start, "expected the name of a field, without quotes"))
}

/// A name in quotes is a slip: no server indexes a column as an expression (MySQL's error 3756).
fn expression(sql: LitStr) -> syn::Result<LitStr> {
    let text = sql.value();
    let is_name = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_name {
        return Err(syn::Error::new(sql.span(), "expected the name of a field, without quotes"));
    }
    Ok(sql)
}

fn part(input: ParseStream<'_>) -> syn::Result<Part> {
    let target = match input.peek(LitStr) {
        true => Target::Expression(expression(input.parse()?)?),
        false => Target::Field(field(input)?),
    };
    let mut part = Part { target, prefix: None, descending: false };
    if let Target::Field(field) = &part.target
        && input.peek(syn::token::Paren)
    {
        let prefix;
        let group = syn::parenthesized!(prefix in input);
        let number = prefix.parse::<LitInt>().and_then(|number| number.base10_parse::<u32>());
        match number {
            Ok(number) if number > 0 && prefix.is_empty() => part.prefix = Some(number),
            Ok(_) | Err(_) => {
                let message = format!("write how much of it is indexed: `{field}(20)`");
                return Err(syn::Error::new(group.span.join(), message));
            }
        }
    }
    if !input.is_empty() {
        let order = input.call(Ident::parse_any).map_err(|error| {
            syn::Error::new(error.span(), "expected `asc`, `desc`, a prefix such as `(20)`, or `,`")
        })?;
        part.descending = match order.to_string().as_str() {
            "asc" => false,
            "desc" => true,
            _ => {
                return Err(syn::Error::new(
                    order.span(),
                    "expected `asc`, `desc`, a prefix such as `(20)`, or `,`",
                ));
            }
        };
    }
    if input.is_empty() { Ok(part) } else { Err(input.error("expected `,` before this")) }
}

//! Comments and literals: doc comments, `comment` and `default` come in.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, ExprLit, Lit, LitBool, LitStr, Meta, Token};

use super::item::Item;
use super::keys::Key;

/// `comment`.
pub(crate) enum Comment {
    /// `comment = false`.
    Off,
    /// `comment = ".."`.
    Text(LitStr),
}

pub(crate) fn comment<K: Key>(item: &Item<K>) -> syn::Result<Comment> {
    let value: Lit = item.value()?;
    if let Lit::Str(text) = value {
        Ok(Comment::Text(text))
    } else if let Lit::Bool(LitBool { value: false, .. }) = value {
        Ok(Comment::Off)
    } else {
        Err(syn::Error::new(value.span(), "write `comment = \"..\"` or `comment = false`"))
    }
}

/// The first line of the doc comment that says anything.
pub(crate) fn doc(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().filter_map(doc_text).find_map(|text| {
        let block = text.contains('\n');
        // The lines of a block comment may open with stars.
        text.lines()
            .map(|line| if block { line.trim().trim_start_matches('*') } else { line }.trim())
            .find(|line| !line.is_empty())
            .map(str::to_owned)
    })
}

fn doc_text(attr: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attr.meta else { return None };
    if !meta.path.is_ident("doc") {
        return None;
    }
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &meta.value else { return None };
    Some(text.value())
}

/// A literal that is a default.
#[derive(Clone)]
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    /// As the model has it: without quotes, `1` and `0` for `true` and `false`.
    pub(crate) text: String,
    /// Bytes have no text.
    pub(crate) bytes: Vec<u8>,
    /// Where it starts: at a minus, when there is one.
    pub(crate) start: Span,
    /// Where it ends.
    pub(crate) span: Span,
}

#[derive(Clone, Copy)]
pub(crate) enum LiteralKind {
    Bool,
    Number,
    Text,
    Bytes,
}

const NO_LITERAL: &str = "a default is a number, `true`, `false` or text; write anything else as \
                          SQL: `default_sql = \"..\"`";

pub(crate) fn literal(input: ParseStream<'_>) -> syn::Result<Literal> {
    let start = input.span();
    let minus = input.parse::<Option<Token![-]>>()?;
    let lit = input.parse::<Lit>().map_err(|_| syn::Error::new(start, NO_LITERAL))?;
    let mut bytes = Vec::new();
    let (kind, text) = match &lit {
        Lit::Int(int) => (LiteralKind::Number, int.base10_digits().to_owned()),
        Lit::Float(float) => {
            (LiteralKind::Number, float.base10_digits().trim_end_matches('.').to_owned())
        }
        Lit::Bool(value) => (LiteralKind::Bool, u8::from(value.value).to_string()),
        Lit::Str(text) => (LiteralKind::Text, text.value()),
        Lit::Char(char) => (LiteralKind::Text, char.value().to_string()),
        Lit::ByteStr(literal) => {
            bytes = literal.value();
            (LiteralKind::Bytes, String::new())
        }
        Lit::CStr(_) | Lit::Byte(_) | Lit::Verbatim(_) | _ => {
            return Err(syn::Error::new(lit.span(), NO_LITERAL));
        }
    };
    let text = match (minus, kind) {
        (None, _) => text,
        (Some(_), LiteralKind::Number) if text == "0" => text,
        (Some(_), LiteralKind::Number) => format!("-{text}"),
        (Some(minus), LiteralKind::Bool | LiteralKind::Text | LiteralKind::Bytes) => {
            return Err(syn::Error::new(minus.span, "only a number can be negative"));
        }
    };
    Ok(Literal { kind, text, bytes, start, span: lit.span() })
}

//! What a field says of its column's type: `len`, `precision`, `text` and `sql_type` come in.

use proc_macro2::Span;
use syn::parse::Parser as _;
use syn::{LitInt, LitStr, Token};

use super::item::Item;
use super::keys::{FieldKey, Key as _, nearest};
use super::sql_type::{self, Size, SqlType};

/// `len = 64`.
#[derive(Clone, Copy)]
pub(crate) struct Len {
    pub(crate) len: u32,
    pub(crate) span: Span,
}

/// `precision(10, 2)`.
#[derive(Clone, Copy)]
pub(crate) struct Precision {
    pub(crate) precision: u8,
    pub(crate) scale: u8,
    pub(crate) span: Span,
}

/// `text` or `text = "medium"`.
#[derive(Clone, Copy)]
pub(crate) struct TextSize {
    pub(crate) size: Size,
    pub(crate) span: Span,
}

/// `sql_type = ".."`.
pub(crate) struct WrittenType {
    pub(crate) ty: SqlType,
    pub(crate) span: Span,
}

pub(super) fn len(item: &Item<FieldKey>) -> syn::Result<Len> {
    let number: LitInt = item.value()?;
    let len = number.base10_parse().map_err(|_| {
        syn::Error::new(number.span(), "a length is a whole number; write `len = 64`")
    })?;
    Ok(Len { len, span: number.span() })
}

pub(super) fn precision(item: &Item<FieldKey>) -> syn::Result<Precision> {
    let numbers = |input: syn::parse::ParseStream<'_>| {
        let precision: LitInt = input.parse()?;
        input.parse::<Token![,]>()?;
        let scale: LitInt = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() { Ok((precision, scale)) } else { Err(input.error("too many")) }
    };
    let (all, after_the_point) = numbers
        .parse2(item.list()?)
        .map_err(|_| syn::Error::new(item.span, format!("write `{}`", item.key.usage())))?;
    let bounded = |number: &LitInt, most: u8, message: &str| match number.base10_parse::<u8>() {
        Ok(value) if value <= most => Ok(value),
        Ok(_) | Err(_) => Err(syn::Error::new(number.span(), message)),
    };
    let precision = bounded(&all, 65, "a decimal has 1 to 65 digits")?;
    if precision == 0 {
        return Err(syn::Error::new(all.span(), "a decimal has 1 to 65 digits"));
    }
    let scale = bounded(&after_the_point, 30, "a decimal has 0 to 30 digits after the point")?;
    if scale > precision {
        return Err(syn::Error::new(
            after_the_point.span(),
            format!(
                "`precision` counts all digits, also the {scale} after the point; write at least \
                 `precision({scale}, {scale})`"
            ),
        ));
    }
    Ok(Precision { precision, scale, span: item.span })
}

pub(super) fn text(item: &Item<FieldKey>) -> syn::Result<TextSize> {
    const SIZES: [(&str, Size); 3] =
        [("tiny", Size::Tiny), ("medium", Size::Medium), ("long", Size::Long)];
    let Some(size) = item.flag_or_text()? else {
        return Ok(TextSize { size: Size::Normal, span: item.span });
    };
    let name = size.value();
    if let Some((_, known)) = SIZES.iter().find(|(known, _)| *known == name) {
        return Ok(TextSize { size: *known, span: item.span });
    }
    let message = match nearest(&name, SIZES.iter().map(|(known, _)| *known)) {
        Some(near) => format!("no text is of the size `{name}`; did you mean `{near}`?"),
        None => "write `text` for 65,535 bytes, or `text = \"tiny\"`, `\"medium\"` or `\"long\"`"
            .to_owned(),
    };
    Err(syn::Error::new(size.span(), message))
}

pub(super) fn written(item: &Item<FieldKey>) -> syn::Result<WrittenType> {
    let literal: LitStr = item.text()?;
    Ok(WrittenType { ty: sql_type::parse(&literal)?, span: literal.span() })
}

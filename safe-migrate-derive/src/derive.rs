//! The whole way: tokens of an item come in, tokens of an impl (or of errors) go out.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attr::Declares;
use crate::errors::Errors;
use crate::{attr, expand, model, validate};

/// Derives `SafeSchema`.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    derive_struct(input, Declares::Table)
}

/// Derives `SqlColumns`.
pub(crate) fn derive_columns(input: TokenStream) -> TokenStream {
    derive_struct(input, Declares::Columns)
}

fn derive_struct(input: TokenStream, declares: Declares) -> TokenStream {
    with_item(input, |input, errors| {
        let source = attr::read(input, declares, errors);
        let table = model::resolve(&source, errors);
        validate::validate(&table, errors);
        if errors.is_empty() {
            expand::expand(&table)
        } else {
            expand::fallback(&table, &input.generics)
        }
    })
}

/// Derives `SqlEnum`.
pub(crate) fn derive_enum(input: TokenStream) -> TokenStream {
    with_item(input, |input, errors| {
        let source = attr::read_enum(input, errors);
        let ty = model::resolve_enum(&source, errors);
        let readable = errors.is_empty();
        validate::validate_enum(&ty, readable, errors);
        if errors.is_empty() {
            expand::expand_enum(&ty)
        } else {
            expand::enum_fallback(&ty, &input.generics)
        }
    })
}

/// Derives `SqlNewtype`.
pub(crate) fn derive_newtype(input: TokenStream) -> TokenStream {
    with_item(input, |input, errors| {
        let source = attr::read_newtype(input, errors);
        match source.inner {
            Some(inner) if errors.is_empty() => expand::expand_newtype(&source, inner),
            Some(_) | None => expand::newtype_fallback(&source),
        }
    })
}

/// The tokens for an item, after its mistakes.
fn with_item(
    input: TokenStream,
    derive: impl FnOnce(&DeriveInput, &mut Errors) -> TokenStream,
) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let expanded = derive(&input, &mut errors);
    let mut tokens = errors.into_compile_errors();
    tokens.extend(expanded);
    tokens
}

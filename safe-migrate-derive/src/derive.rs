//! The whole way: tokens of an item come in, tokens of an impl (or of errors) go out.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::{attr, expand, fallback, model, validate};

/// Derives `SafeSchema`.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<syn::DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let source = attr::read(&input, &mut errors);
    let table = model::resolve(&source, &mut errors);
    validate::validate(&table, &mut errors);
    if errors.is_empty() {
        expand::expand(&table)
    } else {
        let mut tokens = errors.into_compile_errors();
        tokens.extend(fallback::fallback(&table, &input.generics));
        tokens
    }
}

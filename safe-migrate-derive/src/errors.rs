//! Collects the mistakes of a struct, so that all of them are shown at once.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors {
    found: Vec<syn::Error>,
}

impl Errors {
    /// A mistake at one word.
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.found.push(syn::Error::new(span, message));
    }

    /// A mistake that reaches over several words.
    pub(crate) fn over(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    /// A mistake that a parser found.
    pub(crate) fn add(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    /// The value, or nothing and its mistake.
    pub(crate) fn ok<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.found.push(error);
                None
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// One `compile_error!` for each.
    #[must_use = "mistakes that nobody looks into would let a wrong struct through"]
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }
}

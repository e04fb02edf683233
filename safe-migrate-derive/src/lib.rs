//! The derive macro of safe-schema: an annotated struct comes in, a table as const data goes out.
//!
//! The way through: [`attr`] reads what is written, [`model`] resolves it to a table,
//! [`validate`] refuses what a server would, [`expand`] prints the impl. Mistakes are collected
//! in [`errors`]; a struct that has any gets the impl of [`fallback`] beside them, so that one
//! mistake gives one message.

mod attr;
mod derive;
mod errors;
mod expand;
mod fallback;
mod model;
mod validate;

use proc_macro::TokenStream;

/// Declares the table that a struct stands for.
///
/// See the documentation of `safe_schema`.
#[proc_macro_derive(SafeSchema, attributes(safe_schema))]
pub fn safe_schema(input: TokenStream) -> TokenStream {
    derive::derive(input.into()).into()
}

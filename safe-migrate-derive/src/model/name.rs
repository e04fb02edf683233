//! Names: as written, or made from the columns where none is given.

use proc_macro2::{Ident, Span};
use syn::LitStr;
use syn::ext::IdentExt as _;

/// The longest name the servers take, in characters.
pub(crate) const MAX_CHARS: usize = 64;

/// A name of the schema.
#[derive(Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    /// The word it comes from.
    pub(crate) span: Span,
    /// Whether it is made from the names of the table and its columns.
    pub(crate) is_made: bool,
}

impl Name {
    /// A name that is said at this word.
    pub(crate) const fn at(text: String, span: Span) -> Self {
        Self { text, span, is_made: false }
    }

    pub(crate) fn of(literal: &LitStr) -> Self {
        Self::at(literal.value(), literal.span())
    }
}

/// A Rust name without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// `{prefix}_{table}_{columns}`. One that is too long ends in a hash of the whole instead, so
/// that it stays the same from build to build, and differs where the whole does.
pub(crate) fn made(prefix: &str, table: &str, columns: &[&str]) -> String {
    let whole = format!("{prefix}_{table}_{}", columns.join("_"));
    if whole.chars().count() <= MAX_CHARS {
        return whole;
    }
    let hash = format!("_{:08x}", fnv1a(&whole));
    let kept: String = whole.chars().take(MAX_CHARS - hash.len()).collect();
    kept + &hash
}

/// FNV-1a in 32 bits: fixed for ever, as names in databases depend on it.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

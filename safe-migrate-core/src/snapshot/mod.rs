//! Declared tables -> one text that people review, and that a test compares with a file. Asks no
//! server.

#[cfg(feature = "testing")]
mod file;
mod text;

#[cfg(feature = "testing")]
pub(crate) use file::assert;
pub(crate) use text::text;

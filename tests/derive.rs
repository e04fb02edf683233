//! What the derive makes of a struct, asked in const evaluation where it can be; no server needed.

// Tests stop at the first surprise, and some structs say alike things twice.
#![allow(clippy::unwrap_used, clippy::duplicated_attributes)]

#[path = "derive/columns.rs"]
mod columns;
#[path = "derive/flatten.rs"]
mod flatten;
#[path = "derive/foreign_keys.rs"]
mod foreign_keys;
#[path = "derive/keys.rs"]
mod keys;
#[path = "derive/language.rs"]
mod language;
#[path = "derive/names.rs"]
mod names;
#[cfg(feature = "chrono")]
#[path = "derive/story.rs"]
mod story;

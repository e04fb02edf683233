//! The engine of safe-schema.

pub mod schema;

#[cfg(feature = "testing")]
pub mod testing;

//! safe-schema.

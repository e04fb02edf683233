//! A database that is to be like another: read, made elsewhere, read again.

mod changes;
mod drift;
mod hidden;
mod kept;
pub(crate) mod objects;

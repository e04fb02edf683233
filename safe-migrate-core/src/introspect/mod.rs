//! From a server to the model: what the declared tables are there, read in one packet.

mod assemble;
mod canonical;
mod catalogue;
mod column;
mod column_type;
mod key;
mod privilege;
mod read;
mod row;

pub(crate) use canonical::{Trial, try_check, try_column};
#[cfg(test)]
pub(crate) use column_type::parse as parse_column_type;
pub(crate) use read::{look, look_for_children};

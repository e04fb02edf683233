//! From a server to the model: what the declared tables are there, read in one packet.

mod answers;
mod assemble;
mod canonical;
mod catalogue;
mod closer;
mod column;
mod column_type;
mod create;
mod key;
mod privilege;
mod read;
mod recover;
mod row;

pub(crate) use canonical::{Trial, try_check, try_column};
pub(crate) use closer::look_closer;
#[cfg(test)]
pub(crate) use column_type::parse as parse_column_type;
pub(crate) use privilege::prove_by_grants;
pub(crate) use read::{look, look_at_all, look_for_children};

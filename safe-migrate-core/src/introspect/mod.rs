//! From a server to the model: what the declared tables are there, read in one packet.

mod canonical;
mod catalogue;
mod column;
mod column_type;
mod key;
mod privilege;
mod read;

pub(crate) use canonical::without_effect;
#[cfg(test)]
pub(crate) use column_type::parse as parse_column_type;
pub(crate) use read::look;

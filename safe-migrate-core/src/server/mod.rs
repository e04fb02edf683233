//! The server: which one it is, what it can do, what its error numbers mean.

mod cluster;
pub(crate) mod codes;
mod flavour;
mod info;
pub(crate) mod packet;

pub(crate) use cluster::Cluster;
pub use flavour::{Flavour, Version};
pub use info::ServerInfo;

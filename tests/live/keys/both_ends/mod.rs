//! A type that changes on both ends of a foreign key: the key is taken away, and comes back.

mod beside;
mod shapes;
mod shops;

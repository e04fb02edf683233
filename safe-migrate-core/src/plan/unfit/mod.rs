//! A column of one type, and what it becomes -> the values that would not stay what they are.

mod charset;
mod judge;
mod kind;
mod size;

pub use kind::Unfit;

pub(super) use judge::{cast_name, unfit};
pub(super) use size::bounds;

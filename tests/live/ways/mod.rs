//! The ways in which another tool dies at start-up, by the error it dies with.

mod case_1060;
mod circular_1824;
mod key_1068;
mod missing_1146;
mod numbered_1075;
mod view_1050;

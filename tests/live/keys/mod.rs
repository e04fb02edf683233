//! Keys that are repaired: primary keys in every state of the contract, and the foreign keys that
//! rest on them.

mod both_ends;
mod case;
mod matrix;
mod required;
mod rests_on_key;
mod states;
mod words;

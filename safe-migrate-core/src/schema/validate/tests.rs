//! Rules asked directly, where a compile-fail case would say less than a table of values.

//! Each mistake has a case named after it, and its message is reviewed like code.

#[test]
fn refused() {
    trybuild::TestCases::new().compile_fail("tests/ui/fail/*/*.rs");
}

// On its own: cases that run are built, while those that are refused need only a check.
#[test]
fn accepted() {
    trybuild::TestCases::new().pass("tests/ui/pass/*.rs");
}

//! Mutated structs -> the derive: it never panics, and what it prints parses, whatever it is given.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::derive::{derive, derive_columns, derive_enum, derive_newtype};

/// How many streams are tried.
const CASES: u64 = 20_000;

type Derive = fn(TokenStream) -> TokenStream;

const DERIVES: &[Derive] = &[derive, derive_columns, derive_enum, derive_newtype];

/// Items that are accepted as they stand: every attribute is in one of them.
const VALID: &[(Derive, &str)] = &[
    (
        derive,
        r#"/// A tenant.
        #[derive(Debug)]
        #[safe_schema(
            table = "tenants", database = "auth", engine = "InnoDB", charset = "utf8mb4",
            collation = "utf8mb4_bin", primary_key(id, region), index(columns(region)),
            index(name = "by_name", columns(name(20) desc, id), unique), crate = ::other::path
        )]
        pub struct Tenant {
            /// Its number.
            #[safe_schema(auto_increment)]
            pub id: u64,
            #[safe_schema(len = 120, charset = "ascii", collation = "ascii_bin", unique)]
            name: String,
            region: u32,
            #[safe_schema(skip)]
            cache: std::collections::HashMap<String, Vec<u8>>,
        }"#,
    ),
    (
        derive,
        r#"#[safe_schema(
            foreign_key(
                name = "fk", columns(a, b), references(super::Parent(x, y)), on_delete = cascade
            ),
            no_primary_key, comment = false
        )]
        struct Child {
            #[safe_schema(column = "alpha", default = -5, index)]
            a: Option<i64>,
            #[safe_schema(references(Parent::id, on_delete = set_null, on_update = cascade))]
            b: Option<u64>,
        }"#,
    ),
    (
        derive,
        r#"struct Defaults {
            #[safe_schema(primary_key)] r#type: u8,
            #[safe_schema(default = "text", comment = "said")] a: Option<String>,
            #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")] b: chrono::DateTime<chrono::Utc>,
            #[safe_schema(default = true)] c: bool,
            #[safe_schema(default = 1.5e3)] d: f64,
        }"#,
    ),
    (derive, "struct Small { #[safe_schema(primary_key)] id: u64, a: [u8; { 1 + 2 }] }"),
    (
        derive,
        "#[safe_schema(no_primary_key)]
        struct Types { a: <Vec<u8> as IntoIterator>::Item, b: fn(&str) -> ! }",
    ),
    (
        derive,
        "#[safe_schema(index(columns(größe desc, r#fn)))]
        struct Größe { #[safe_schema(primary_key)] größe: u64, r#fn: i8 }",
    ),
    (
        derive,
        r#"#[sqlx(rename_all = "camelCase")]
        struct Renamed {
            #[safe_schema(primary_key)] #[sqlx(rename = "n")] number: u8,
            #[sqlx(skip)] b: u8,
            #[sqlx(json)] c: Vec<u8>,
        }"#,
    ),
    (
        derive,
        r#"#[safe_schema(rename_all = "camelCase", row_format = "DYNAMIC", renamed_from = "old")]
        struct Typed {
            #[safe_schema(primary_key)] a: u8,
            #[safe_schema(generated(stored, "a + 1"), invisible)] b: Option<u8>,
            #[safe_schema(sql_type = "datetime", on_update_sql = "CURRENT_TIMESTAMP")] c: Time,
            #[safe_schema(text, renamed_from = "old", backfill = "''")] d: String,
            #[safe_schema(precision(10, 2))] e: Decimal,
        }"#,
    ),
    (
        derive,
        r#"#[safe_schema(check(name = "c", "id > 0"), check("id < 9"))]
        struct Checked { #[safe_schema(primary_key)] id: u64 }"#,
    ),
    (
        derive,
        "struct Joined {
            #[safe_schema(primary_key)] id: u64,
            #[sqlx(flatten)] address: crate::Address,
            #[safe_schema(flatten)] r#type: <Anything as Into<[Part; 3]>>::Type,
            last: u8,
        }",
    ),
    (
        derive_columns,
        r#"#[safe_schema(
            rename_all = "camelCase", index(columns(a, b)), check("a > b"), crate = ::other::path,
            foreign_key(columns(a), references(Parent(x))), comment = false
        )]
        pub struct Part {
            #[safe_schema(primary_key, auto_increment)] a: u64,
            #[safe_schema(unique, references(Parent::id))] b: [u8; 16],
            #[safe_schema(flatten)] c: Other,
        }"#,
    ),
    (
        derive_enum,
        r#"#[safe_schema(rename_all = "snake_case", sqlx)]
        pub enum Status { #[safe_schema(rename = "on")] On, SwitchedOff, #[doc(hidden)] Else }"#,
    ),
    (derive_newtype, "#[safe_schema(crate = ::other)] pub struct UserId(pub(crate) u64);"),
];

/// Items that are refused.
const INVALID: &[(Derive, &str)] = &[
    (derive, "struct Generic<'a, T: Clone = u8, const N: usize> where T: Copy { id: &'a [T; N] }"),
    (derive, "struct Tuple(#[safe_schema(primary_key)] u64, String);"),
    (derive, "union Bits { a: u32, b: f32 }"),
    (derive, "#[safe_schema] #[safe_schema()] #[safe_schema = 5] #[safe_schema[]] struct Bare;"),
    (derive_columns, "#[safe_schema(table = \"t\")] struct Part { a: u8 }"),
    (derive_enum, "#[repr(u8)] enum Status { Off = 3, Both(u8), Named { a: u8 } }"),
    (derive_newtype, "struct Pair<T>(T, #[safe_schema(len = 5)] u8);"),
];

/// What is put in anywhere.
const WORDS: &[&str] = &[
    "primary_key",
    "auto_increment",
    "index",
    "unique",
    "columns",
    "references",
    "foreign_key",
    "table",
    "len",
    "default",
    "default_sql",
    "comment",
    "crate",
    "skip",
    "column",
    "on_delete",
    "cascade",
    "set_null",
    "desc",
    "name",
    "charset",
    "safe_schema",
    "doc",
    "Self",
    "self",
    "super",
    "_",
    "struct",
    "where",
    "dyn",
    "impl",
    "true",
    "false",
    "Option",
    "id",
    "r#struct",
    "r#id",
    "größe",
    "数",
    "ℓ",
    "__safe_schema",
    "rename_all",
    "no_primary_key",
    "check",
    "flatten",
    "generated",
];

/// Literals that somebody's parser stumbles over.
const LITERALS: &[&str] = &[
    "0",
    "-1",
    "1u8",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1e400",
    "0x_f",
    "0b1",
    "1_000",
    "1.",
    "1.5f32",
    "'a'",
    "'\\u{10FFFF}'",
    "b'x'",
    "\"\"",
    "\" \"",
    "\"\\0\"",
    "\"`\"",
    "\"a.b\"",
    "\"\u{1F600}\"",
    "\"\\u{202e}\"",
    "b\"\\xff\"",
    "c\"c\"",
    "r##\"raw\"#\"##",
    "br\"raw\"",
    "\"line\\\n  two\"",
    "\"utf8mb4\"",
    "\"snake_case\"",
];

/// SplitMix64: the same cases every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(bound).unwrap()).unwrap()
    }

    fn one_of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A token out of nowhere; a negative literal is two.
fn anything(dice: &mut Dice) -> Vec<TokenTree> {
    match dice.below(8) {
        0 | 1 => tokens(dice.one_of(WORDS)).into_iter().collect(),
        2 | 3 => tokens(dice.one_of(LITERALS)).into_iter().collect(),
        4 => {
            let spacing = dice.one_of(&[Spacing::Alone, Spacing::Joint]);
            let sign = dice.one_of(&[',', '=', ':', '#', '<', '>', '&', '!', ';', '.', '-', '\'']);
            // A quote only ever opens a lifetime.
            if sign == '\'' {
                let lifetime = Punct::new(sign, Spacing::Joint);
                return vec![lifetime.into(), Ident::new("a", Span::call_site()).into()];
            }
            vec![Punct::new(sign, spacing).into()]
        }
        5 => vec![Ident::new_raw(dice.one_of(&["match", "a", "größe"]), Span::call_site()).into()],
        6 => vec![Literal::f64_unsuffixed(f64::MAX).into()],
        _ => vec![group(dice, TokenStream::new())],
    }
}

fn group(dice: &mut Dice, inside: TokenStream) -> TokenTree {
    let delimiter = dice.one_of(&[
        Delimiter::Parenthesis,
        Delimiter::Brace,
        Delimiter::Bracket,
        Delimiter::None,
    ]);
    Group::new(delimiter, inside).into()
}

/// Changes one place, at any depth.
fn mutate(stream: TokenStream, dice: &mut Dice) -> TokenStream {
    let mut trees: Vec<TokenTree> = stream.into_iter().collect();
    if trees.is_empty() {
        return anything(dice).into_iter().collect();
    }
    let at = dice.below(trees.len());
    // Most of a struct is in its groups.
    if let TokenTree::Group(inner) = &trees[at]
        && dice.below(8) != 0
    {
        let (delimiter, inside) = (inner.delimiter(), mutate(inner.stream(), dice));
        trees[at] = Group::new(delimiter, inside).into();
        return trees.into_iter().collect();
    }
    match dice.below(7) {
        0 => drop(trees.remove(at)),
        1 => trees.insert(at, trees[at].clone()),
        2 => {
            let other = dice.below(trees.len());
            trees.swap(at, other);
        }
        3 => drop(trees.splice(at..=at, anything(dice))),
        4 => drop(trees.splice(at..at, anything(dice))),
        5 => {
            let end = at + 1 + dice.below((trees.len() - at).min(4));
            let inside = trees.splice(at..end, []).collect();
            trees.insert(at, group(dice, inside));
        }
        _ => drop(trees.splice(at..(at + 3).min(trees.len()), [])),
    }
    trees.into_iter().collect()
}

fn is_refused(output: &TokenStream) -> bool {
    output.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == "compile_error",
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

#[test]
fn the_corpus_is_what_it_is_called() {
    for (expected, corpus) in [(false, VALID), (true, INVALID)] {
        for (derive, item) in corpus {
            let output = derive(tokens(item));
            assert_eq!(is_refused(&output), expected, "{item}\nexpands to\n{output}");
        }
    }
}

#[test]
fn whatever_it_is_given_it_answers_with_code_that_parses() {
    let corpus: Vec<(Derive, TokenStream)> =
        [VALID, INVALID].concat().iter().map(|(derive, item)| (*derive, tokens(item))).collect();
    let (mut accepted, mut refused) = (0_u32, 0_u32);
    for seed in 0..CASES {
        let mut dice = Dice(seed);
        let (own, mut input) = dice.one_of(&corpus);
        let derive = if dice.below(8) == 0 { dice.one_of(DERIVES) } else { own };
        for _ in 0..dice.below(4) {
            input = mutate(input, &mut dice);
        }
        let shown = input.to_string();
        let Ok(output) = catch_unwind(AssertUnwindSafe(|| derive(input))) else {
            panic!("case {seed}: the derive panicked on\n{shown}");
        };
        if is_refused(&output) {
            refused += 1;
        } else {
            accepted += 1;
        }
        if let Err(error) = syn::parse2::<syn::File>(output.clone()) {
            panic!("case {seed}: {error}\n{shown}\nexpands to\n{output}");
        }
    }
    // Mutations that nothing survives, or that nothing notices, would show nothing.
    assert!(accepted > 2_000 && refused > 10_000, "{accepted} accepted, {refused} refused");
}

//! Limits: what the compiler still takes, the servers take too.

use crate::support::taken;

taken! {
    // 768 characters of four bytes are 3,072; with the other columns the row is below 65,535.
    #[safe_schema(index(columns(half, other_half)))]
    longest_keys {
        #[safe_schema(primary_key, len = 768)]
        id: String,
        #[safe_schema(len = 3072, charset = "ascii", unique)]
        code: String,
        #[safe_schema(len = 384)]
        half: String,
        #[safe_schema(len = 384)]
        other_half: String,
    }
    longest_row {
        // 4 + 4 + 12 + 65,512 + 2 + one byte for the NULL bits.
        #[safe_schema(primary_key)]
        id: u32,
        number: u32,
        blob: Vec<u8>,
        #[safe_schema(len = 65512)]
        bytes: Option<Vec<u8>>,
    }
    #[safe_schema(table = "a_name_of_sixty_four_characters_is_the_longest_that_there_may_be")]
    longest_names {
        #[safe_schema(primary_key, column = "a_name_of_sixty_four_characters_is_the_longest_that_there_may_be")]
        id: u32,
    }
    #[safe_schema(
        primary_key(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p),
        index(columns(p, o, n, m, l, k, j, i, h, g, f, e, d, c, b, a), unique)
    )]
    most_parts {
        a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8,
        i: u8, j: u8, k: u8, l: u8, m: u8, n: u8, o: u8, p: u8,
    }
    #[safe_schema(row_format = "compact")]
    longest_part_of_old_formats {
        #[safe_schema(primary_key, len = 767, charset = "ascii")]
        id: String,
    }
}

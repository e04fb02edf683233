//! Texts that have gone wrong somewhere, and the character sets they fit.

use super::Dice;
use crate::model::Charset;

/// Texts for defaults, members and comments.
const TEXTS: [&str; 18] = [
    "", "a", "it's", "a\\b", "x\ny", "NULL", "now()", "0x41", "q\"q", "é", "😀", "100%", "?",
    "(1)", "'in'", "a,b) c", "`t`", "-5",
];

const CHARSETS: [Charset; 8] = [
    Charset { set: "utf8mb4", collation: "utf8mb4_general_ci" },
    Charset { set: "utf8mb4", collation: "utf8mb4_bin" },
    Charset { set: "utf8mb4", collation: "utf8mb4_unicode_ci" },
    Charset { set: "latin1", collation: "latin1_swedish_ci" },
    Charset { set: "latin1", collation: "latin1_german1_ci" },
    Charset { set: "utf8mb3", collation: "utf8mb3_general_ci" },
    Charset { set: "ascii", collation: "ascii_general_ci" },
    Charset { set: "ucs2", collation: "ucs2_general_ci" },
];

/// Any text of at most so many characters that the character set has.
pub(super) fn text(dice: &mut Dice, charset: Charset, len: u32) -> String {
    let fitting: Vec<&str> = TEXTS
        .into_iter()
        .filter(|text| text.chars().count() <= len as usize && fits(text, charset))
        .collect();
    dice.pick(&fitting).to_owned()
}

/// A comment: most have none.
pub(super) fn comment(dice: &mut Dice) -> String {
    if dice.chance(75) {
        return String::new();
    }
    dice.pick(&TEXTS).to_owned()
}

/// Different members of an enum or a set.
pub(super) fn members(dice: &mut Dice) -> Vec<String> {
    const MEMBERS: [&str; 9] = ["a", "b", "it's", "x y", "é", "😀", "c\\d", "?", "long one"];
    let first = dice.up_to(MEMBERS.len() as u32 - 2) as usize;
    let count = 1 + dice.up_to(4) as usize;
    MEMBERS.iter().skip(first).take(count).map(|member| (*member).to_owned()).collect()
}

/// Whether the character set has all of the text.
pub(super) fn fits(text: &str, charset: Charset) -> bool {
    text.chars().all(|c| match charset.set {
        "ascii" => c.is_ascii(),
        "latin1" => u32::from(c) < 256,
        "utf8mb4" => true,
        _ => c.len_utf8() <= 3,
    })
}

/// A character set; most have what servers have by default.
pub(super) fn charset(dice: &mut Dice) -> Charset {
    if dice.chance(60) {
        return CHARSETS[0];
    }
    let own = match dice.is_mysql() {
        true => ["utf8mb4_0900_ai_ci", "utf8mb4_0900_as_cs"],
        false => ["utf8mb4_nopad_bin", "utf8mb4_unicode_520_ci"],
    };
    match dice.up_to(10) {
        0 | 1 => Charset { set: "utf8mb4", collation: dice.pick(&own) },
        _ => dice.pick(&CHARSETS),
    }
}

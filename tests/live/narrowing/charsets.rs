//! Character sets and the characters they have; collations, and the values they take for one.

use safe_schema::testing::Kind;

use super::{Refused, Row, row};
use crate::support::{Database, both};

both! { character_sets_and_collations }

async fn character_sets_and_collations(db: Database) {
    super::run(&db, ROWS).await;
}

/// A change that makes values equal which were not.
const fn merge(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).refused(Refused::Values)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Repertoire.
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET utf8mb3", &["'中'", "'?'", "NULL"], &["'😀'", "'a😀'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET latin1", &["'ä€'", "'a?'", "'a '"], &["'😀'", "'中'", "'ł'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET latin2", &["'ł'"], &["'ñ'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET ascii", &["'a?'"], &["'ä'", "'😀'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET gbk", &["'中文'", "'a'"], &["'😀'", "'ñ'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET sjis", &["'日本'"], &["'😀'", "'ä'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET cp1251", &["'ж'"], &["'ä'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET ucs2", &["'中'"], &["'😀'"]),
    row("c VARCHAR(20)", "c VARCHAR(20) CHARACTER SET utf16", &["'中😀'"], &[]),
    row("c VARCHAR(20) CHARACTER SET utf8mb3", "c VARCHAR(20) CHARACTER SET utf8mb4", &["'中'"], &[]),
    row("c VARCHAR(20) CHARACTER SET utf8mb3", "c VARCHAR(20) CHARACTER SET latin1", &["'ä'"], &["'中'"]),
    row("c VARCHAR(20) CHARACTER SET latin1", "c VARCHAR(20) CHARACTER SET utf8mb4", &["'ä€'", "x'81'"], &[]),
    row("c VARCHAR(20) CHARACTER SET latin1", "c VARCHAR(20) CHARACTER SET ascii", &["'a'"], &["'ä'"]),
    row("c VARCHAR(20) CHARACTER SET latin1", "c VARCHAR(20) CHARACTER SET latin2", &["'ä'"], &["'ñ'"]),
    row("c VARCHAR(20) CHARACTER SET gbk", "c VARCHAR(20) CHARACTER SET utf8mb4", &["'中'", "'?'", "x'A2A1'"], &["x'FEFE'"]),
    row("c VARCHAR(20) CHARACTER SET cp1250", "c VARCHAR(20) CHARACTER SET utf8mb4", &["'ł?'"], &["x'81'"]),
    row("c VARCHAR(20) CHARACTER SET sjis", "c VARCHAR(20) CHARACTER SET utf8mb4", &["'日本'", "x'5C'", "x'815F'"], &["x'8790'"]),
    row("c VARCHAR(20) CHARACTER SET gbk", "c VARCHAR(20) CHARACTER SET latin1", &["'a'"], &["'中'"]),
    row("c CHAR(3)", "c CHAR(3) CHARACTER SET latin1", &["'äöü'"], &["'中'"]),
    row("c TEXT", "c TEXT CHARACTER SET latin1", &["'äöü'"], &["'中'"]),
    row("c TEXT CHARACTER SET latin1", "c VARCHAR(3) CHARACTER SET utf8mb4", &["'äöü'"], &["'äöüa'"]),
    row("c ENUM('a','ö')", "c ENUM('a','ö') CHARACTER SET latin1", &["'ö'"], &[]),
    row("c ENUM('a','中')", "c ENUM('a') CHARACTER SET latin1", &["'a'"], &["'中'"]),
    row("c VARCHAR(5)", "c VARCHAR(2) CHARACTER SET latin1", &["'ä'"], &["'中'", "'äöü'"]),
    // Collations: without a key, nothing is lost.
    row("c VARCHAR(20) COLLATE utf8mb4_bin", "c VARCHAR(20) COLLATE utf8mb4_general_ci", &["'a'", "'A'", "'á'"], &[]),
    row("c VARCHAR(20) COLLATE utf8mb4_bin, KEY (c)", "c VARCHAR(20) COLLATE utf8mb4_unicode_ci, KEY (c)", &["'a'", "'A'"], &[]),
    // With one, values that become equal collide.
    merge("c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", &["'a'", "'b'", "NULL", "NULL"], &["'A'", "'á'"]),
    merge("c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_unicode_ci, UNIQUE KEY u (c)", &["'a'", "'ss'"], &["'ß'"]),
    merge("c VARCHAR(20) COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_unicode_ci, UNIQUE KEY u (c)", &["'ss'"], &["'ß'"]),
    merge("c VARCHAR(20) COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", &["'a'", "'B'"], &[]),
    merge("c VARCHAR(20) COLLATE utf8mb4_bin NOT NULL, UNIQUE KEY u (c(1))", "c VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL, UNIQUE KEY u (c(1))", &["'ab'", "'bb'"], &["'Ac'"]),
    merge("c VARCHAR(20) COLLATE utf8mb4_bin, n INT DEFAULT 1, UNIQUE KEY u (n, c)", "c VARCHAR(20) COLLATE utf8mb4_general_ci, n INT DEFAULT 1, UNIQUE KEY u (n, c)", &["'a'", "'b'"], &["'A'"]),
    merge("id INT AUTO_INCREMENT UNIQUE, c VARCHAR(20) COLLATE utf8mb4_bin PRIMARY KEY", "id INT AUTO_INCREMENT UNIQUE, c VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY", &["'a'", "'b'"], &["'A'"]),
    merge("c VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin, UNIQUE KEY u (c)", "c VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, UNIQUE KEY u (c)", &["'a'", "'b'"], &["'Ä'"]),
    merge("c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", "c VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_german1_ci, UNIQUE KEY u (c)", &["'b'", "'c'"], &["'B'"]),
    // Trailing spaces: PAD SPACE takes them for nothing.
    merge("c VARCHAR(20) COLLATE utf8mb4_0900_bin, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", &["'a'", "'b '"], &["'a '"]).only(Kind::MySql),
    merge("c VARCHAR(20) COLLATE utf8mb4_0900_ai_ci, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_unicode_ci, UNIQUE KEY u (c)", &["'a'", "'b '"], &["'a '"]).only(Kind::MySql),
    merge("c VARCHAR(20) COLLATE utf8mb4_0900_as_cs, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_0900_ai_ci, UNIQUE KEY u (c)", &["'a'", "'a '", "'b'"], &["'A'", "'á'"]).only(Kind::MySql),
    merge("c VARCHAR(20) COLLATE utf8mb4_unicode_ci, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_0900_ai_ci, UNIQUE KEY u (c)", &["'a'", "'b '"], &[]).only(Kind::MySql),
    merge("c VARCHAR(20) COLLATE utf8mb4_nopad_bin, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", &["'a'", "'b '"], &["'a '"]).only(Kind::MariaDb),
    merge("c VARCHAR(20) COLLATE utf8mb4_bin, UNIQUE KEY u (c)", "c VARCHAR(20) COLLATE utf8mb4_nopad_bin, UNIQUE KEY u (c)", &["'a'", "'b '"], &[]).only(Kind::MariaDb),
];

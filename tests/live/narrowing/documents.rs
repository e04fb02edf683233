//! JSON: texts that are documents and texts that are none.

use safe_schema::testing::Kind;

use super::{Refused, Row, Same, row};
use crate::support::{Database, both};

both! { documents }

async fn documents(db: Database) {
    super::run(&db, ROWS).await;
}

const fn document(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    row(from, to, fit, unfit).same(Same::Document)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    document("c TEXT", "c JSON", &["'{\"a\":1}'", "'[1, 2.5, \"x y\", null, true]'", "' { \"long\" : 1, \"a\" : {\"b\":[]} } '", "'\"text\"'", "'7'", "'{\"a\":18446744073709551615}'", "'{\"a\":0.30000000000000004}'", "NULL"], &["'x'", "''", "'{\"a\":}'", "'{a:1}'"]),
    document("c VARCHAR(99)", "c JSON", &["'{\"😀\":\"ä\"}'", "'{}'"], &["'nothing'"]),
    document("c LONGTEXT CHARACTER SET latin1", "c JSON", &["'{\"ä\":1}'"], &["'ä'"]),
    // MySQL keeps the last of two members, and numbers as doubles; MariaDB keeps the text.
    document("c TEXT", "c JSON", &["'{\"a\":1}'"], &["'{\"a\":1,\"a\":2}'", "'{\"a\":123456789012345678901234567890}'"]).only(Kind::MySql),
    row("c TEXT", "c JSON", &["'{\"a\":1,\"a\":2}'", "'{\"b\":1.10,\"a\":123456789012345678901234567890}'"], &["'{'"]).only(Kind::MariaDb),
    document("c JSON", "c TEXT", &["'{\"a\": 1}'", "NULL"], &["CONCAT('\"', REPEAT('a', 65535), '\"')"]),
    document("c JSON", "c LONGTEXT", &["CONCAT('\"', REPEAT('a', 65535), '\"')"], &[]),
    document("c JSON", "c VARCHAR(8)", &["'{\"a\": 1}'"], &["'{\"a\": 12}'"]),
    document("c JSON", "c INT", &["NULL"], &["'7'"]),
    document("c INT", "c JSON", &[], &["7"]).refused(Refused::AnyRow),
    document("c BLOB", "c JSON", &[], &["'{}'"]).refused(Refused::AnyRow),
];

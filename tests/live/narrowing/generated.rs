//! Columns that the server computes: made of plain ones, made plain, computed otherwise.

use super::{Refused, Row, row};
use crate::support::{Database, both};

both! { generated_columns }

async fn generated_columns(db: Database) {
    super::run(&db, ROWS).await;
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row("c INT", "c INT, g INT AS (c + 1) STORED", &["1", "NULL"], &[]),
    row("c INT", "c INT, g INT AS (c + 1) VIRTUAL, UNIQUE KEY u (g)", &["1", "2"], &["2"]).refused(Refused::Values),
    row("c INT, g INT AS (c + 1) STORED", "c INT, g INT", &["1", "2"], &[]),
    row("c INT, CONSTRAINT k_{t} CHECK (c < 10)", "c INT, g INT AS (c * 2) STORED, CONSTRAINT k_{t} CHECK (g < 10)", &["4"], &["5"]),
    row("c INT, g INT AS (c + 1) VIRTUAL", "c INT, g INT AS (c + 1) STORED", &["1", "2"], &[]),
    row("c INT, g INT AS (c + 1) STORED", "c INT, g INT AS (c + 1) VIRTUAL", &["1", "2"], &[]),
    row("c INT, g INT AS (c + 1) STORED", "c INT, g INT AS (c + 2) STORED", &["1", "2"], &[]),
    row("c INT, g INT AS (c + 1) VIRTUAL", "c INT, g INT AS (c + 2) VIRTUAL", &["1", "2"], &[]),
    row("c INT, g INT AS (c + 1) VIRTUAL", "c INT, g INT", &[], &["1"]).refused(Refused::AnyRow),
    row("c INT, g INT DEFAULT 5", "c INT, g INT AS (c + 1) STORED", &["4"], &["5"]),
    row("c INT, g INT DEFAULT 5", "c INT, g INT AS (c + 1) VIRTUAL", &["4"], &["5"]),
    row("c INT", "c INT, g TINYINT AS (c) STORED", &["1", "127"], &["128"]),
];

//! How a server may run an ALTER, from the least disruptive way to the most.

use std::fmt;

use super::Step;

/// How a server runs an ALTER; each is more disruptive than the one before. A step asks for one
/// explicitly, so that a server that can't do it so refuses, and does not take a worse one.
///
/// Source: the online DDL chapters of MySQL's and MariaDB's manuals; what each server accepts for
/// which change was tried on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Algorithm {
    /// Only the definition changes: `ALGORITHM=INSTANT`.
    Instant,
    /// Readers and writers go on meanwhile: `ALGORITHM=INPLACE, LOCK=NONE`.
    InPlace,
    /// Writers wait: `ALGORITHM=INPLACE, LOCK=SHARED`.
    InPlaceShared,
    /// The rows are copied one by one, and writers wait: `ALGORITHM=COPY`.
    Copy,
}

impl Algorithm {
    /// As an ALTER asks for it.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Instant => "ALGORITHM=INSTANT",
            Self::InPlace => "ALGORITHM=INPLACE, LOCK=NONE",
            Self::InPlaceShared => "ALGORITHM=INPLACE, LOCK=SHARED",
            Self::Copy => "ALGORITHM=COPY",
        }
    }

    /// Whether writers wait until the statement is done.
    #[must_use]
    pub const fn blocks_writers(self) -> bool {
        match self {
            Self::Instant | Self::InPlace => false,
            Self::InPlaceShared | Self::Copy => true,
        }
    }

    /// The statement, asking for this algorithm.
    pub(crate) fn asked_for_in(self, sql: &str) -> String {
        let separator = if sql.contains('\n') { ",\n  " } else { ", " };
        format!("{sql}{separator}{}", self.clause())
    }

    /// The next one to ask for, where the server refuses this one.
    pub(crate) const fn next(self) -> Option<Self> {
        match self {
            Self::Instant => Some(Self::InPlace),
            Self::InPlace => Some(Self::InPlaceShared),
            Self::InPlaceShared => Some(Self::Copy),
            Self::Copy => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Instant => "instant",
            Self::InPlace => "in place, online",
            Self::InPlaceShared => "in place, writers wait",
            Self::Copy => "copy, writers wait",
        })
    }
}

impl Step {
    /// The statement as it is sent: with the algorithm that it asks for.
    #[must_use]
    pub fn statement(&self) -> String {
        self.statement_with(self.algorithm)
    }

    pub(crate) fn statement_with(&self, algorithm: Option<Algorithm>) -> String {
        algorithm.map_or_else(|| self.sql.clone(), |algorithm| algorithm.asked_for_in(&self.sql))
    }
}

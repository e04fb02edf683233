//! Differences that may be ones of text only: servers rewrite expressions, and their catalogues
//! lose characters.

// Asks about one kind of change among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::schema::{ColumnDef, ColumnType, DefaultValue, Text};

use super::{Change, ColumnDifference};

/// The column as it is, and as it is with only the doubtful differences: what the server says
/// of the two tells whether they are differences at all. `None` where nothing is in doubt.
pub(crate) fn spelling_only(change: &Change) -> Option<(&ColumnDef, ColumnDef)> {
    let Change::AlterColumn { from, to, differences } = change else { return None };
    let mut doubtful = from.clone();
    let mut any = false;
    for difference in differences {
        if is_doubtful(*difference, from, to) {
            take(*difference, to, &mut doubtful);
            any = true;
        }
    }
    any.then_some((from, doubtful))
}

impl Change {
    /// Takes the doubtful differences out: the server says there are none. The declared text
    /// stays in the column, as the one that was read may have lost characters.
    pub(crate) fn forget_spelling(&mut self) {
        if let Self::AlterColumn { from, to, differences } = self {
            differences.retain(|difference| !is_doubtful(*difference, from, to));
        }
    }

    /// Whether nothing is left of the change.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::AlterColumn { differences, .. } if differences.is_empty())
    }
}

/// Whether the texts may mean the same. Two plain values can't.
fn is_doubtful(difference: ColumnDifference, from: &ColumnDef, to: &ColumnDef) -> bool {
    match difference {
        ColumnDifference::Default => match (&from.default, &to.default) {
            (Some(DefaultValue::Literal(from)), Some(DefaultValue::Literal(to))) => {
                lost_characters(from, to)
            }
            (Some(_), Some(_)) => true,
            (None, _) | (_, None) => false,
        },
        ColumnDifference::OnUpdate => from.on_update.is_some() && to.on_update.is_some(),
        ColumnDifference::Generated => matches!(
            (&from.generated, &to.generated),
            (Some(from), Some(to)) if from.storage == to.storage
        ),
        ColumnDifference::Type => match (&from.ty, &to.ty) {
            (ColumnType::Enum { members: from }, ColumnType::Enum { members: to })
            | (ColumnType::Set { members: from }, ColumnType::Set { members: to }) => {
                from.len() == to.len()
                    && from
                        .iter()
                        .zip(to.iter())
                        .all(|(from, to)| from == to || lost_characters(from, to))
            }
            (ColumnType::Other { .. }, _) | (_, ColumnType::Other { .. }) => true,
            _ => false,
        },
        ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Invisible
        | ColumnDifference::Check
        | ColumnDifference::Attributes
        | ColumnDifference::Comment => false,
    }
}

/// Whether the catalogue's text may be the other with characters it could not show.
fn lost_characters(catalogue: &Text, declared: &Text) -> bool {
    catalogue.contains('?') && !declared.is_ascii()
        || declared.contains('\0')
        || catalogue.starts_with("0x")
}

fn take(difference: ColumnDifference, source: &ColumnDef, target: &mut ColumnDef) {
    match difference {
        ColumnDifference::Default => target.default = source.default.clone(),
        ColumnDifference::OnUpdate => target.on_update = source.on_update.clone(),
        ColumnDifference::Generated => target.generated = source.generated.clone(),
        ColumnDifference::Type => target.ty = source.ty.clone(),
        ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Invisible
        | ColumnDifference::Check
        | ColumnDifference::Attributes
        | ColumnDifference::Comment => {}
    }
}

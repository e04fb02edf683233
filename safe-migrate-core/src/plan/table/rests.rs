//! What stays, and rests on values that change: unique keys and checks.

// Looks for single kinds of change.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::diff::{Change, TableDiff};
use crate::schema::{IndexDef, LiveTable, Text};

use super::super::{Probe, Question, WayOut, primary_key, to_be};

/// The question whether rows violate a check.
pub(in crate::plan) fn violations(
    diff: &TableDiff,
    actual: &LiveTable,
    name: &str,
    expression: &Text,
) -> Probe {
    let question = match to_be::touches_expression(diff, actual, expression) {
        (Some(column), _) => to_be::unknown(&column, &format!("check `{name}`"), 1),
        (None, _) => {
            let columns = to_be::columns_changed(diff, actual);
            let key = primary_key::key_columns_among(actual, &columns);
            Question::Violations { expression: expression.clone(), columns, key }
        }
    };
    Probe {
        table: actual.name_before(),
        change: format!("add the check `{name}`"),
        question,
        way_out: ["correct the rows".into(), WayOut::OtherCheck].into(),
        loss: None,
    }
}

/// What is asked where values change that something rests on which stays.
pub(super) fn on_changed_values(diff: &TableDiff, actual: &LiveTable) -> Vec<Probe> {
    let def = &actual.def;
    let stays = |index: &&IndexDef| {
        !diff.changes.iter().any(|change| match change {
            Change::DropIndex(gone) | Change::ReplaceIndex { from: gone, .. } => {
                gone.name == index.name
            }
            _ => false,
        })
    };
    let key_goes = diff.changes.iter().any(|change| {
        matches!(change, Change::ChangePrimaryKey { .. } | Change::DropPrimaryKey(_))
    });
    let key = (!key_goes && !def.primary_key.is_empty()).then_some(&def.primary_key);
    let unique = def.indexes.iter().filter(|index| index.is_unique()).filter(stays);
    let keys = key.map(|parts| ("the primary key".to_owned(), parts)).into_iter();
    let keys = keys.chain(unique.map(|index| (format!("index `{}`", index.name), &index.parts)));
    let mut probes: Vec<Probe> = keys
        .filter(|(_, parts)| to_be::touches(diff, actual, parts).1)
        .filter_map(|(what, parts)| {
            Some(Probe {
                table: actual.name_before(),
                change: format!("change values that {what} keeps unique"),
                question: primary_key::uniqueness(diff, actual, parts, &what)?,
                way_out: "make the values different, or convert them by hand".into(),
                loss: None,
            })
        })
        .collect();
    let is_kept = |name: &str| {
        !diff.changes.iter().any(|change| match change {
            Change::DropCheck(gone) | Change::ReplaceCheck { from: gone, .. } => gone.name == name,
            _ => false,
        })
    };
    let own = def.checks.iter().filter(|check| check.enforced && is_kept(&check.name));
    let own = own.map(|check| (&check.name, &check.expression));
    let inline = def.columns.iter().filter_map(|column| {
        let to = diff.altered_column(&column.name).unwrap_or(column);
        Some((&column.name, to.check.as_ref()?))
    });
    let checks =
        own.chain(inline).filter(|(_, sql)| to_be::touches_expression(diff, actual, sql).1);
    probes.extend(checks.map(|(name, expression)| violations(diff, actual, name, expression)));
    probes
}

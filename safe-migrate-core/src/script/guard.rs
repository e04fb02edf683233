//! Effects -> a guard for each step: when its statement has still to be run, and when it was.
//!
//! Steps are run in order, so the database is as one of them left it, and what a later step makes
//! of an object tells too that an earlier one was run. Something that is taken away only to be
//! brought back later looks alike before and after: there, the steps between tell.

use crate::plan::Plan;
use crate::schema::TableName;

use super::NoScript;
use super::catalogue::not;
use super::effect::{Effect, effects};

/// When a statement is run, and when it is passed over. Otherwise the script stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guard {
    /// Everything is as the statement finds it.
    pub(super) before: String,
    /// Everything is as it or a later one leaves it.
    pub(super) after: String,
}

/// The guard of each step.
pub(super) fn guards(plan: &Plan) -> Result<Vec<Guard>, NoScript> {
    let effects = effects(plan)?;
    Ok((0..effects.len()).map(|at| guard(&effects, at)).collect())
}

fn guard(all: &[Vec<Effect>], at: usize) -> Guard {
    let own = &all[at];
    let tells = |effect: &&Effect| !effect.is_soft && effect.after.is_some();
    let mut before: Vec<String> = own.iter().filter_map(|effect| effect.before.clone()).collect();
    let hard: Vec<&Effect> = own.iter().filter(tells).collect();
    if hard.is_empty() {
        let soft: Vec<String> = own.iter().filter_map(|effect| passed(all, at, effect)).collect();
        let tables: Vec<&TableName> = own.iter().map(|effect| &effect.table).collect();
        let either = joined(&soft, " AND ").into_iter().chain(later(all, at, &tables));
        let after = joined(&either.collect::<Vec<_>>(), " OR ");
        before.extend(after.as_deref().map(not));
        return Guard {
            before: joined(&before, " AND ").unwrap_or_else(|| "TRUE".to_owned()),
            after: after.unwrap_or_else(|| "FALSE".to_owned()),
        };
    }
    let mut after = Vec::new();
    for effect in hard {
        after.extend(passed(all, at, effect));
        before.extend(between(all, at, effect).iter().map(|passed| not(passed)));
    }
    Guard {
        before: joined(&before, " AND ").unwrap_or_else(|| "TRUE".to_owned()),
        after: joined(&after, " AND ").unwrap_or_else(|| "FALSE".to_owned()),
    }
}

/// The step that brings back what the effect takes away.
fn brought_back(all: &[Vec<Effect>], at: usize, effect: &Effect) -> Option<usize> {
    effect.takes.as_ref()?;
    let brings = |other: &Effect| is_same_object(effect, other) && other.brings == effect.takes;
    (at + 1..all.len()).find(|later| all[*later].iter().any(brings))
}

/// Whether the effect brings back what an earlier step takes away.
fn comes_back(all: &[Vec<Effect>], at: usize, effect: &Effect) -> bool {
    let mut earlier = all[..at].iter().flatten();
    effect.brings.is_some()
        && earlier.any(|other| is_same_object(effect, other) && other.takes == effect.brings)
}

fn is_same_object(effect: &Effect, other: &Effect) -> bool {
    effect.table == other.table && effect.object == other.object
}

/// That the next step of the tables that tells was run: then so was this one.
fn later(all: &[Vec<Effect>], at: usize, tables: &[&TableName]) -> Option<String> {
    (at + 1..all.len()).find_map(|step| told(all, step, tables))
}

/// That the step was run, as what it does to the tables tells.
fn told(all: &[Vec<Effect>], step: usize, tables: &[&TableName]) -> Option<String> {
    let told: Vec<String> = all[step]
        .iter()
        .filter(|other| !other.is_soft && tables.contains(&&other.table))
        .filter(|other| brought_back(all, step, other).is_none() && !comes_back(all, step, other))
        .filter_map(|other| passed(all, step, other))
        .collect();
    joined(&told, " AND ")
}

/// That the steps between taking away and bringing back were run, one condition for each.
fn between(all: &[Vec<Effect>], at: usize, effect: &Effect) -> Vec<String> {
    let Some(back) = brought_back(all, at, effect) else { return Vec::new() };
    let parents = all[back].iter().filter(|other| is_same_object(effect, other));
    let mut tables: Vec<&TableName> = vec![&effect.table];
    tables.extend(parents.filter_map(|other| other.parent.as_ref()));
    (at + 1..back).filter_map(|step| told(all, step, &tables)).collect()
}

/// That the effect is there, or what later steps make of the object.
fn passed(all: &[Vec<Effect>], at: usize, effect: &Effect) -> Option<String> {
    let mut either = vec![effect.after.clone()?];
    if brought_back(all, at, effect).is_some() {
        either.extend(joined(&between(all, at, effect), " AND "));
    } else {
        let later = all[at + 1..].iter().flatten();
        let later = later.filter(|other| is_same_object(effect, other) && !other.is_soft);
        for after in later.filter_map(|other| other.after.clone()) {
            if !either.contains(&after) {
                either.push(after);
            }
        }
    }
    joined(&either, " OR ")
}

fn joined(conditions: &[String], by: &str) -> Option<String> {
    match conditions {
        [] => None,
        [only] => Some(only.clone()),
        all => Some(all.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(by)),
    }
}

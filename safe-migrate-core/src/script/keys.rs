//! Indexes, checks and foreign keys that come, go or change -> effects.

use crate::schema::{CheckDef, ForeignKeyDef, IndexDef, TableName};

use super::catalogue::{Catalogue, not, same};
use super::column::says;
use super::effect::Effect;
use super::nets::Net;

/// The effect on an index.
pub(super) fn index(
    catalogue: Catalogue<'_>,
    table: &TableName,
    net: &Net<IndexDef>,
) -> Option<Effect> {
    let name = &net.name;
    let object = format!("index `{}`", name.to_lowercase());
    let shape = |index: &IndexDef| catalogue.index(table, index, &[]);
    let none = not(&catalogue.any_index(table, name));
    let facts = |index: &IndexDef| {
        let mut facts = vec![catalogue.visible(!index.invisible)];
        facts.extend(index.comment.as_deref().map(|text| same("INDEX_COMMENT", text)));
        catalogue.index(table, index, &facts)
    };
    let brings = net.is.as_ref().map(shape);
    let effect = match (&net.was, &net.is) {
        (None, None) => return None,
        (None, Some(to)) => Effect::new(table, object, none, shape(to)),
        (Some(None), None) => Effect::new(table, object, catalogue.any_index(table, name), none),
        (Some(Some(was)), None) => {
            let takes = Some(shape(was));
            Effect { takes, ..Effect::new(table, object, shape(was), none) }
        }
        (Some(None), Some(to)) => Effect::soft(table, object, Some(shape(to))),
        (Some(Some(was)), Some(to)) if facts(was) == facts(to) => Effect::soft(table, object, None),
        (Some(Some(was)), Some(to)) => Effect::new(table, object, facts(was), facts(to)),
    };
    Some(Effect { brings, ..effect })
}

/// The effect on a check.
pub(super) fn check(
    catalogue: Catalogue<'_>,
    table: &TableName,
    net: &Net<CheckDef>,
) -> Option<Effect> {
    let name = &net.name;
    let object = format!("check `{}`", name.to_lowercase());
    let there = catalogue.check(table, name, &[]);
    let none = not(&there);
    Some(match (&net.was, &net.is) {
        (None, None) => return None,
        (None, Some(_)) => Effect::new(table, object, none, there),
        (Some(_), None) => Effect::new(table, object, there, none),
        (Some(None), Some(_)) => Effect::soft(table, object, None),
        (Some(Some(was)), Some(to)) => {
            let clause = says("CHECK_CLAUSE", &was.expression);
            let Some(clause) = clause else { return Some(Effect::soft(table, object, None)) };
            // How the server spells what it becomes can't be told; only that it is another.
            let is_same = Some(&clause) == says("CHECK_CLAUSE", &to.expression).as_ref();
            let is_shown = to.expression.is_ascii();
            let differs = (!is_same && is_shown).then(|| not(&clause));
            let enforced = catalogue.enforced(to).filter(|_| was.enforced != to.enforced);
            let after: Vec<String> = differs.into_iter().chain(enforced).collect();
            if after.is_empty() {
                return Some(Effect::soft(table, object, None));
            }
            let before: Vec<String> =
                std::iter::once(clause).chain(catalogue.enforced(was)).collect();
            let is = |facts: &[String]| catalogue.check(table, name, facts);
            Effect::new(table, object, is(&before), is(&after))
        }
    })
}

/// The effect of a foreign key's being taken away.
pub(super) fn detached(
    catalogue: Catalogue<'_>,
    table: &TableName,
    key: &ForeignKeyDef,
) -> Option<Effect> {
    let net = Net { name: key.name.to_string(), was: Some(Some(key.clone())), is: None };
    foreign_key(catalogue, table, &net)
}

/// The effect on a foreign key.
pub(super) fn foreign_key(
    catalogue: Catalogue<'_>,
    table: &TableName,
    net: &Net<ForeignKeyDef>,
) -> Option<Effect> {
    let name = &net.name;
    let object = format!("foreign key `{}`", name.to_lowercase());
    let any = catalogue.any_foreign_key(table, name);
    let is = |key: &ForeignKeyDef| catalogue.foreign_key(table, key);
    Some(match (&net.was, &net.is) {
        (None, None) => return None,
        (None, Some(key)) => Effect {
            brings: Some(is(key)),
            parent: Some(key.parent.clone()),
            ..Effect::new(table, object, not(&any), is(key))
        },
        (Some(was), None) => Effect {
            takes: was.as_ref().map(is),
            parent: was.as_ref().map(|key| key.parent.clone()),
            ..Effect::new(table, object, was.as_ref().map_or_else(|| any.clone(), is), not(&any))
        },
        // Both servers refuse it in one statement.
        (Some(_), Some(key)) => Effect::soft(table, object, Some(is(key))),
    })
}

//! The options that a clause sets -> effects.

use crate::ddl::one_line_literal as literal;
use crate::diff::Change;
use crate::plan::Step;
use crate::schema::TableOptions;

use super::catalogue::{Catalogue, same};
use super::effect::Effect;

/// The effects on the table's options that differ, as far as the catalogue tells.
pub(super) fn of(catalogue: Catalogue<'_>, step: &Step, to: &TableOptions) -> Vec<Effect> {
    let table = &step.table;
    let mut effects = Vec::new();
    let from = step.changes.iter().find_map(|change| {
        if let Change::SetOptions { from, .. } = change { Some(from) } else { None }
    });
    let is = |facts: Vec<String>| catalogue.table(table, &facts);
    let object = |what: &str| format!("the {what}");
    if to.system_versioned == Some(true) {
        let type_is = |word| is(vec![format!("TABLE_TYPE = '{word}'")]);
        let (before, after) = (type_is("BASE TABLE"), type_is("SYSTEM VERSIONED"));
        effects.push(Effect::new(table, object("versions"), before, after));
    }
    let told: [(&str, Fact); 2] = [("collation", collation), ("engine", engine)];
    for (what, fact) in told {
        let Some(after) = fact(to) else { continue };
        // A clause restates what does not differ.
        match from.and_then(fact) {
            Some(before) if before == after => {}
            Some(before) => {
                let effect = Effect::new(table, object(what), is(vec![before]), is(vec![after]));
                effects.push(effect);
            }
            None => effects.push(Effect::soft(table, object(what), Some(is(vec![after])))),
        }
    }
    if let Some(format) = to.row_format.as_deref().map(str::to_lowercase) {
        let fact =
            (format != "default").then(|| is(vec![format!("LOWER(ROW_FORMAT) = '{format}'")]));
        effects.push(Effect::soft(table, object("row format"), fact));
    }
    for (name, value) in to.others.iter().flat_map(|others| others.iter()) {
        let name = name.trim_matches('`').to_lowercase();
        let value = value.trim_matches('\'').to_lowercase();
        let is_plain = name.chars().chain(value.chars()).all(|c| c.is_alphanumeric() || c == '_');
        let said = "CONCAT(' ', REPLACE(REPLACE(REPLACE(LOWER(CREATE_OPTIONS), '`', ''), \
                 '\"', ''), '''', ''), ' ')";
        let fact = match &*value {
            // Set back, or set to nothing.
            "0" => None,
            "default" | "" => Some(format!("{said} NOT LIKE '% {name}=%'")),
            value => Some(format!("{said} LIKE '% {name}={value} %'")),
        };
        let fact = fact.filter(|_| is_plain).map(|fact| is(vec![fact]));
        effects.push(Effect::soft(table, object(&name), fact));
    }
    effects
}

type Fact = fn(&TableOptions) -> Option<String>;

fn collation(options: &TableOptions) -> Option<String> {
    let charset = options.charset.as_deref();
    options
        .collation
        .as_deref()
        .map(|name| same("TABLE_COLLATION", name))
        .or_else(|| charset.map(|name| format!("TABLE_COLLATION LIKE '{name}\\_%'")))
}

fn engine(options: &TableOptions) -> Option<String> {
    let name = options.engine.as_deref()?.to_lowercase();
    Some(format!("LOWER(ENGINE) = {}", literal(&name)))
}

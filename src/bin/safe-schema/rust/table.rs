//! A table as a struct.

use std::collections::BTreeMap;

use safe_schema::schema::{IndexPart, TableName, TableOptions};

use super::attribute::{Word, attribute};
use super::field::{Keys, comment, field};
use super::key::{PrimaryKey, check, foreign_key, index, primary_key};
use super::name::Names;
use super::{Model, Needs};

/// The struct and its enums, and what is left out.
pub(super) fn table(
    model: &Model<'_>,
    models: &BTreeMap<&TableName, Model<'_>>,
    names: &mut Names,
    needs: &mut Needs,
) -> (String, Vec<String>) {
    let def = &model.live.def;
    let mut left_out = model.left_out.clone();
    let (doc, comment) = comment(def.options.comment.as_deref().unwrap_or_default(), 0);
    let mut head = vec![Word::text("table", &def.name)];
    head.extend(comment);
    head.extend(options(&def.options));

    let mut keys = Keys { primary_key: Vec::new(), leading: Vec::new() };
    let mut attributes: Vec<Word> = Vec::new();
    let mut has_key = true;
    match primary_key(model) {
        PrimaryKey::OnFields(columns) => {
            keys.leading.extend(columns.first());
            keys.primary_key = columns;
        }
        PrimaryKey::OnStruct(word) => {
            keys.leading.extend(leading(&def.primary_key));
            attributes.push(word);
        }
        PrimaryKey::None => has_key = false,
        PrimaryKey::Refused(why) => {
            left_out.push(why);
            has_key = false;
        }
    }
    if !has_key {
        head.push(Word::flag("no_primary_key"));
    } else if let Some(options) = def.options.primary_key.as_deref().filter(|text| !text.is_empty())
    {
        head.push(Word::text("primary_key_options", options));
    }
    for there in def.indexes.iter() {
        match index(model, there) {
            Ok(word) => {
                keys.leading.extend(leading(&there.parts));
                attributes.push(word);
            }
            Err(why) => left_out.push(format!("index `{}`, {why}", there.name)),
        }
    }
    for key in def.foreign_keys.iter() {
        match foreign_key(model, key, models) {
            Ok(word) => attributes.push(word),
            Err(why) => left_out.push(format!("foreign key `{}`, {why}", key.name)),
        }
    }
    attributes.extend(def.checks.iter().map(check));

    let mut text = doc;
    text.push_str("#[derive(Debug, Clone, PartialEq, SafeSchema, sqlx::FromRow)]\n");
    text.push_str(&attribute(&head, 0));
    for word in attributes {
        text.push_str(&attribute(&[word], 0));
    }
    text.push_str(&format!("pub struct {} {{\n", model.name));
    let mut enums = String::new();
    for column in &model.columns {
        let (lines, enumeration, unsaid) = field(model, column, &keys, names, needs);
        text.push_str(&lines);
        enums.extend(enumeration);
        left_out.extend(unsaid);
    }
    text.push_str("}\n");
    (text + &enums, left_out)
}

fn leading(parts: &[IndexPart]) -> Option<&str> {
    parts.first().filter(|part| part.prefix.is_none()).and_then(IndexPart::column_name)
}

/// What is said of the table besides its columns and keys.
fn options(options: &TableOptions) -> Vec<Word> {
    let mut words = Vec::new();
    words.extend(options.charset.as_ref().map(|charset| Word::text("charset", charset)));
    words.extend(options.collation.as_ref().map(|collation| Word::text("collation", collation)));
    // What every table has that says nothing.
    let format =
        options.row_format.as_ref().filter(|format| !format.eq_ignore_ascii_case("dynamic"));
    words.extend(format.map(|format| Word::text("row_format", &format.to_lowercase())));
    if let Some(others) = options.others.as_ref().filter(|others| !others.is_empty()) {
        let others: Vec<String> =
            others.iter().map(|(name, value)| format!("{name}={value}")).collect();
        words.push(Word::text("options", &others.join(" ")));
    }
    let partitions = options.partitions.as_deref().unwrap_or_default();
    if let Some(by) = partitions.strip_prefix("PARTITION BY ") {
        words.push(Word::text("partition_by", by));
    }
    if options.system_versioned == Some(true) {
        words.push(Word::flag("system_versioned"));
    }
    words
}

//! Keys, indexes, foreign keys and checks as attributes of the struct.

use std::collections::BTreeMap;

use safe_schema::schema::{
    CheckDef, ColumnType, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget,
    ReferentialAction, Storage, TableName, Text,
};

use super::Model;
use super::attribute::Word;

/// How the primary key is said.
pub(super) enum PrimaryKey<'a> {
    /// By its fields.
    OnFields(Vec<&'a str>),
    /// By the struct.
    OnStruct(Word),
    /// There is none.
    None,
    /// There is one that can't be declared.
    Refused(String),
}

pub(super) fn primary_key<'a>(model: &'a Model<'_>) -> PrimaryKey<'a> {
    let def = &model.live.def;
    let key = &def.primary_key;
    if key.is_empty() || model.live.generated_key.is_some() {
        return PrimaryKey::None;
    }
    let is_generated = |part: &IndexPart| {
        part.column_name()
            .and_then(|name| def.column(name))
            .is_some_and(|column| column.generated.is_some())
    };
    if key.iter().any(is_generated) {
        return PrimaryKey::Refused("the primary key, which has a generated column".to_owned());
    }
    let words = match parts(model, key, true) {
        Ok(words) => words,
        Err(why) => return PrimaryKey::Refused(format!("the primary key, {why}")),
    };
    let is_plain = key.iter().all(|part| part.prefix.is_none() && !part.descending);
    let mut in_order = model.columns.iter().map(|field| field.column.name.as_ref());
    let is_in_order = key
        .iter()
        .filter_map(IndexPart::column_name)
        .all(|name| in_order.any(|column: &str| column.eq_ignore_ascii_case(name)));
    if is_plain && is_in_order {
        let columns = key.iter().filter_map(IndexPart::column_name);
        return PrimaryKey::OnFields(
            columns.filter_map(|name| Some(model.field(name)?.column.name.as_ref())).collect(),
        );
    }
    PrimaryKey::OnStruct(Word::List("primary_key", words))
}

/// The index as an attribute; or why it can't be.
pub(super) fn index(model: &Model<'_>, index: &IndexDef) -> Result<Word, String> {
    let (kind, is_sorted) = match &index.kind {
        IndexKind::Plain => (None, true),
        IndexKind::Unique => (Some("unique"), true),
        IndexKind::Fulltext => (Some("fulltext"), false),
        IndexKind::Spatial => (Some("spatial"), false),
        IndexKind::Other(kind) => return Err(format!("of the kind {kind}")),
        _ => return Err("of a kind that this version does not know".to_owned()),
    };
    let is_virtual = |part: &IndexPart| {
        let column = part.column_name().and_then(|name| model.live.def.column(name));
        column
            .and_then(|column| column.generated.as_ref())
            .is_some_and(|generated| generated.storage == Storage::Virtual)
    };
    if index.kind == IndexKind::Fulltext && index.parts.iter().any(is_virtual) {
        return Err("of the words of a virtual column".to_owned());
    }
    // Where there is no primary key, it is one.
    if index.invisible && index.is_unique() && model.live.def.primary_key.is_empty() {
        return Err("invisible, and unique in a table without a primary key".to_owned());
    }
    let mut words = vec![
        Word::text("name", &index.name),
        Word::List("columns", parts(model, &index.parts, is_sorted)?),
    ];
    words.extend(kind.map(Word::flag));
    if index.invisible {
        words.push(Word::flag("invisible"));
    }
    let said =
        |text: &Option<Text>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
    words.extend(said(&index.comment).map(|comment| Word::text("comment", &comment)));
    words.extend(said(&index.options).map(|options| Word::text("options", &options)));
    Ok(Word::List("index", words))
}

fn parts(model: &Model<'_>, parts: &[IndexPart], is_sorted: bool) -> Result<Vec<Word>, String> {
    parts.iter().map(|part| self::part(model, part, is_sorted)).collect()
}

fn part(model: &Model<'_>, part: &IndexPart, is_sorted: bool) -> Result<Word, String> {
    let mut text = match &part.target {
        IndexTarget::Expression(sql) => format!("{sql:?}"),
        IndexTarget::Column(name) => {
            let Some(field) = model.field(name) else {
                return Err(format!("which has the column `{name}`"));
            };
            if is_sorted && part.prefix.is_none() && field.column.ty.is_lob() {
                return Err(format!("which has all of the column `{name}`"));
            }
            if is_sorted && part.prefix.is_some() && !has_prefixes(&field.column.ty) {
                return Err(format!("which has a prefix of the column `{name}`"));
            }
            field.name.clone()
        }
    };
    if let Some(prefix) = part.prefix.filter(|_| is_sorted) {
        text.push_str(&format!("({prefix})"));
    }
    if part.descending {
        text.push_str(" desc");
    }
    Ok(Word::Plain(text))
}

fn has_prefixes(ty: &ColumnType) -> bool {
    matches!(
        ty,
        ColumnType::Char { .. }
            | ColumnType::VarChar { .. }
            | ColumnType::Binary { .. }
            | ColumnType::VarBinary { .. }
            | ColumnType::Text { .. }
            | ColumnType::Blob { .. }
    )
}

/// The foreign key as an attribute; or why it can't be.
pub(super) fn foreign_key(
    model: &Model<'_>,
    key: &ForeignKeyDef,
    models: &BTreeMap<&TableName, Model<'_>>,
) -> Result<Word, String> {
    let Some(parent) = models.get(&key.parent) else {
        return Err(format!("which refers to `{}`, of which there is no struct", key.parent));
    };
    let fields = |of: &Model<'_>, columns: &[Text]| {
        let field = |name: &Text| match of.field(name) {
            Some(field) => Ok(field.name.clone()),
            None => Err(format!("which has the column `{name}`")),
        };
        columns.iter().map(field).collect::<Result<Vec<String>, String>>()
    };
    if !is_unique(parent, key) {
        return Err(format!("which refers to no unique key of `{}`", key.parent));
    }
    let columns = fields(model, &key.columns)?;
    let parent_columns = fields(parent, &key.parent_columns)?.join(", ");
    let mut words = vec![
        Word::text("name", &key.name),
        Word::List("columns", columns.into_iter().map(Word::Plain).collect()),
        Word::List("references", vec![Word::Plain(format!("{}({parent_columns})", parent.name))]),
    ];
    for (event, action) in [("on_delete", key.on_delete), ("on_update", key.on_update)] {
        let action = match action {
            ReferentialAction::Restrict => continue,
            ReferentialAction::Cascade => "cascade",
            ReferentialAction::SetNull => "set_null",
            ReferentialAction::SetDefault => return Err("with SET DEFAULT".to_owned()),
        };
        words.push(Word::Plain(format!("{event} = {action}")));
    }
    Ok(Word::List("foreign_key", words))
}

/// Whether the parent declares a key of just these columns.
fn is_unique(parent: &Model<'_>, key: &ForeignKeyDef) -> bool {
    let covers = |parts: &[IndexPart]| {
        parts.len() == key.parent_columns.len()
            && parts.iter().zip(key.parent_columns.iter()).all(|(part, column)| {
                part.prefix.is_none()
                    && part.column_name().is_some_and(|name| name.eq_ignore_ascii_case(column))
            })
    };
    let def = &parent.live.def;
    let by_primary_key =
        covers(&def.primary_key) && !matches!(primary_key(parent), PrimaryKey::Refused(_));
    by_primary_key
        || def
            .indexes
            .iter()
            .any(|there| there.is_unique() && covers(&there.parts) && index(parent, there).is_ok())
}

pub(super) fn check(check: &CheckDef) -> Word {
    let mut words = vec![Word::text("name", &check.name)];
    if !check.enforced {
        words.push(Word::flag("not_enforced"));
    }
    words.push(Word::Plain(format!("{:?}", check.expression)));
    Word::List("check", words)
}

//! The definitions of keys, indexes, foreign keys and checks.

use crate::introspect::key::action;
use crate::schema::{
    CheckDef, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, ReferentialAction,
    TableName, Text,
};

use super::cursor::Cursor;

/// What stands behind the parts of an index.
#[derive(Default)]
pub(super) struct IndexOptions {
    comment: String,
    invisible: bool,
    others: Vec<String>,
}

impl IndexOptions {
    /// All of them in one text.
    pub(super) fn all(&self) -> String {
        let mut all = self.others.clone();
        if !self.comment.is_empty() {
            all.push(format!("COMMENT {}", crate::ddl::comment_literal(&self.comment)));
        }
        all.join(" ")
    }
}

/// `KEY name (..) ..` and its kin.
pub(super) fn index(cursor: &mut Cursor<'_>) -> Option<IndexDef> {
    let kind = match cursor.bare()? {
        "KEY" => IndexKind::Plain,
        kind => {
            cursor.word(&["KEY"])?;
            match kind {
                "UNIQUE" => IndexKind::Unique,
                "FULLTEXT" => IndexKind::Fulltext,
                "SPATIAL" => IndexKind::Spatial,
                other => IndexKind::Other(other.to_owned().into()),
            }
        }
    };
    let name = cursor.name()?.into();
    let parts = parts(cursor)?.into();
    let options = options(cursor);
    Some(IndexDef {
        name,
        kind,
        parts,
        invisible: options.invisible,
        comment: Some(options.comment.into()),
        options: Some(options.others.join(" ").into()),
    })
}

/// `(`a`(10), (`b` + 1) DESC)`.
pub(super) fn parts(cursor: &mut Cursor<'_>) -> Option<Vec<IndexPart>> {
    cursor.symbol('(')?;
    let mut parts = Vec::new();
    loop {
        let target = match cursor.name() {
            Some(name) => IndexTarget::Column(name.into()),
            None => IndexTarget::Expression(cursor.parenthesised()?.to_owned().into()),
        };
        let prefix = match cursor.parenthesised() {
            Some(digits) => Some(digits.parse().ok()?),
            None => None,
        };
        let descending = cursor.word(&["DESC"]).is_some();
        parts.push(IndexPart { target, prefix, descending });
        if cursor.symbol(',').is_none() {
            cursor.symbol(')')?;
            return Some(parts);
        }
    }
}

/// What stands behind the parts, up to the end of the definition.
pub(super) fn options(cursor: &mut Cursor<'_>) -> IndexOptions {
    let mut options = IndexOptions::default();
    loop {
        let start = cursor.place();
        if cursor.word(&["COMMENT"]).is_some()
            && let Some(comment) = cursor.literal()
        {
            options.comment = comment;
        } else if cursor.word(&["INVISIBLE"]).is_some() || cursor.word(&["IGNORED"]).is_some() {
            options.invisible = true;
        } else {
            cursor.return_to(start);
            let is_known = option(cursor).is_some();
            if !is_known {
                cursor.return_to(start);
                return options;
            }
            options.others.push(cursor.words_from(start));
        }
    }
}

/// `USING BTREE`, `WITH PARSER ..`, `KEY_BLOCK_SIZE=4`, and MariaDB's `` `DISTANCE`=cosine ``.
fn option(cursor: &mut Cursor<'_>) -> Option<()> {
    if cursor.word(&["USING"]).is_some() {
        return cursor.bare().map(drop);
    }
    if cursor.word(&["WITH", "PARSER"]).is_some() {
        return cursor.name().map(drop);
    }
    if cursor.name().is_none() {
        cursor.bare()?;
    }
    cursor.symbol('=')?;
    cursor.bare().map(drop).or_else(|| cursor.literal().map(drop))
}

/// `FOREIGN KEY (..) REFERENCES ..`, from behind those first words.
pub(super) fn foreign_key(cursor: &mut Cursor<'_>, name: String) -> Option<ForeignKeyDef> {
    let columns = names(cursor)?;
    cursor.word(&["REFERENCES"])?;
    let first = cursor.name()?;
    // A dot between two quoted names is a word of its own.
    let parent = match cursor.word(&["."]) {
        Some(()) => TableName::in_database(first, cursor.name()?),
        None => TableName::new(first),
    };
    let mut key = ForeignKeyDef {
        name: name.into(),
        columns: columns.into(),
        parent,
        parent_columns: names(cursor)?.into(),
        on_delete: ReferentialAction::Restrict,
        on_update: ReferentialAction::Restrict,
    };
    while cursor.word(&["ON"]).is_some() {
        let event = cursor.bare()?;
        let mut rule = cursor.bare()?.to_owned();
        if matches!(rule.as_str(), "SET" | "NO") {
            rule = format!("{rule} {}", cursor.bare()?);
        }
        match event {
            "DELETE" => key.on_delete = action(&rule)?,
            "UPDATE" => key.on_update = action(&rule)?,
            _ => return None,
        }
    }
    Some(key)
}

fn names(cursor: &mut Cursor<'_>) -> Option<Vec<Text>> {
    cursor.symbol('(')?;
    let mut names = vec![cursor.name()?.into()];
    while cursor.symbol(',').is_some() {
        names.push(cursor.name()?.into());
    }
    cursor.symbol(')')?;
    Some(names)
}

/// `CHECK (..)`.
pub(super) fn check(cursor: &mut Cursor<'_>, name: String) -> Option<CheckDef> {
    cursor.word(&["CHECK"])?;
    let expression = cursor.parenthesised()?.to_owned().into();
    let enforced = cursor.word(&["NOT", "ENFORCED"]).is_none();
    Some(CheckDef { name: name.into(), expression, enforced })
}

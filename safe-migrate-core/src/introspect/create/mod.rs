//! From the text of SHOW CREATE TABLE to the model.
//!
//! The catalogues lose some of what a table is (binary defaults, characters beyond three bytes,
//! parsers of fulltext indexes, partitions). Here nothing is lost: a definition that is not
//! understood to its last word is told as it is written.

mod column;
mod cursor;
mod key;
mod lexer;
mod options;

use crate::schema::{CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, TableOptions};

use cursor::Cursor;

/// What SHOW CREATE TABLE says of a table.
#[derive(Debug, Default)]
pub(super) struct Created {
    pub(super) columns: Vec<ColumnDef>,
    pub(super) primary_key: Vec<IndexPart>,
    pub(super) indexes: Vec<IndexDef>,
    pub(super) foreign_keys: Vec<ForeignKeyDef>,
    pub(super) checks: Vec<CheckDef>,
    pub(super) options: TableOptions,
    /// The definitions that the model has no words for, as they are written.
    pub(super) not_understood: Vec<String>,
}

/// Reads the answer of SHOW CREATE TABLE.
pub(super) fn parse(text: &str) -> Created {
    let mut created = Created::default();
    if read(text, &mut created).is_none() {
        let first = text.lines().next().unwrap_or_default();
        created.not_understood.push(format!("the statement that would create it: {first} .."));
    }
    created
}

fn read(text: &str, created: &mut Created) -> Option<()> {
    let mut cursor = Cursor::new(text)?;
    cursor.word(&["CREATE", "TABLE"])?;
    cursor.name()?;
    cursor.symbol('(')?;
    loop {
        let start = cursor.place();
        if definition(&mut cursor, created).is_none() || !at_end(&cursor) {
            cursor.return_to(start);
            cursor.skip_definition();
            created.not_understood.push(cursor.text_from(start).to_owned());
        }
        if cursor.symbol(',').is_none() {
            break;
        }
    }
    cursor.symbol(')')?;
    options::options(&mut cursor, created)
}

fn at_end(cursor: &Cursor<'_>) -> bool {
    cursor.sees_symbol(',') || cursor.sees_symbol(')')
}

/// One definition. It is taken over only where it is understood to its end.
fn definition(cursor: &mut Cursor<'_>, created: &mut Created) -> Option<()> {
    if let Some(name) = cursor.name() {
        let column = column::column(cursor, name)?;
        return at_end(cursor).then(|| created.columns.push(column));
    }
    if cursor.word(&["PRIMARY", "KEY"]).is_some() {
        let parts = key::parts(cursor)?;
        let options = key::options(cursor);
        return at_end(cursor).then(|| {
            created.primary_key = parts;
            created.options.primary_key = Some(options.all().into());
        });
    }
    if cursor.word(&["CONSTRAINT"]).is_some() {
        let name = cursor.name()?;
        if cursor.word(&["FOREIGN", "KEY"]).is_some() {
            let key = key::foreign_key(cursor, name)?;
            return at_end(cursor).then(|| created.foreign_keys.push(key));
        }
        let check = key::check(cursor, name)?;
        return at_end(cursor).then(|| created.checks.push(check));
    }
    let index = key::index(cursor)?;
    at_end(cursor).then(|| created.indexes.push(index))
}

#[cfg(test)]
mod tests;

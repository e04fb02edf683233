//! What stands behind the definitions: the options of the table, and its partitions.

use crate::schema::Text;

use super::Created;
use super::cursor::Cursor;

/// Reads the options. The character set, the collation and the row format are the catalogue's to
/// say, as the servers leave them out here where they are their default.
pub(super) fn options(cursor: &mut Cursor<'_>, created: &mut Created) -> Option<()> {
    let options = &mut created.options;
    options.comment = Some("".into());
    options.partitions = Some("".into());
    options.system_versioned = Some(false);
    let mut others: Vec<(Text, Text)> = Vec::new();
    while !cursor.is_at_end() {
        if cursor.sees(&["PARTITION", "BY"]) {
            options.partitions = Some(cursor.rest().into());
        } else if cursor.word(&["WITH", "SYSTEM", "VERSIONING"]).is_some() {
            options.system_versioned = Some(true);
        } else if cursor.word(&["COMMENT"]).is_some() {
            cursor.symbol('=')?;
            options.comment = Some(cursor.literal()?.into());
        } else {
            let (name, value) = option(cursor)?;
            match name.as_str() {
                "ENGINE" => options.engine = Some(value.into()),
                "AUTO_INCREMENT" => options.auto_increment = Some(value.parse().ok()?),
                "ROW_FORMAT" => options.row_format = Some(value.into()),
                "CHARSET" | "COLLATE" => {}
                _ => others.push((name.into(), value.into())),
            }
        }
    }
    others.sort();
    options.others = Some(others.into());
    Some(())
}

/// An option's name and its value, both as they are written.
fn option(cursor: &mut Cursor<'_>) -> Option<(String, String)> {
    cursor.word(&["DEFAULT"]);
    let start = cursor.place();
    if cursor.name().is_none() {
        cursor.bare()?;
    }
    let name = cursor.text_from(start).to_owned();
    cursor.symbol('=');
    let start = cursor.place();
    let is_value = cursor.literal().is_some()
        || cursor.name().is_some()
        || cursor.bare().is_some()
        || cursor.parenthesised().is_some();
    is_value.then(|| (name, cursor.text_from(start).to_owned()))
}

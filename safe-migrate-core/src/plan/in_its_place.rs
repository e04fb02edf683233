//! A table that shall be there, or not -> the refusal, where what has its name on the other side is
//! none: a view, a sequence.

use std::collections::BTreeMap;

use crate::schema::{LiveSchema, TableDef, TableName, Text};

use super::{Refusal, WayOut};

/// Of a table that is to be made. Under the name it had before, too: what a view shows there may
/// be the rows that the table is to have.
pub(super) fn of_new_table(live: &LiveSchema, table: &TableDef) -> Option<Refusal> {
    let name = table.qualified_name();
    if let Some(refusal) = taken(live, &name, "create the table") {
        return Some(refusal);
    }
    let old = TableName { database: table.database.clone(), table: table.renamed_from.clone()? };
    let kind = live.in_the_place_of(&old)?;
    Some(Refusal::new(
        &name,
        format!("create the table, which was `{old}` before"),
        format!("the database has no table `{old}`, but a {kind} of that name"),
        [
            WayOut::from(format!(
                "rename the table whose rows it shall have to `{}` by hand",
                name.table
            )),
            WayOut::NotRenamed { name: name.table.clone(), what: "rows" },
        ],
    ))
}

/// Of a table that is to get the name.
pub(super) fn of_renamed(live: &LiveSchema, from: &TableName, to: &TableName) -> Option<Refusal> {
    taken(live, to, &format!("rename table `{from}` to `{to}`"))
}

fn taken(live: &LiveSchema, name: &TableName, change: &str) -> Option<Refusal> {
    let kind = live.in_the_place_of(name)?;
    Some(Refusal::new(
        name,
        change,
        format!("the database has a {kind} of that name, which is no table"),
        [WayOut::from(format!("rename or drop the {kind} by hand")), WayOut::OtherTableName],
    ))
}

/// Of what shall not be there, where the database that another shall be like has something of that
/// name that is not made here: to drop the one without the other is not what is wanted.
pub(super) fn of_dropped(
    live: &LiveSchema,
    name: &TableName,
    change: &str,
    others: &BTreeMap<TableName, Text>,
) -> Option<Refusal> {
    let (_, kind) = others.iter().find(|(there, _)| live.same_table(there, name))?;
    Some(Refusal::new(
        name,
        change,
        format!("the desired database has a {kind} of that name, which is not made here"),
        format!("{change} and make the {kind}, both by hand"),
    ))
}

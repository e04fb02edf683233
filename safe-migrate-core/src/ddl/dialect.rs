//! What the text of a statement depends on besides the model.

use crate::schema::TableName;

use super::identifier;

/// What the text of a statement depends on besides the model: the connected database, whose
/// tables need no qualifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dialect<'a> {
    /// The connected database, where known.
    pub database: Option<&'a str>,
}

impl Dialect<'_> {
    /// A table's name in SQL, qualified where it is in another database.
    pub(crate) fn table(&self, name: &TableName) -> String {
        match name.database.as_deref() {
            Some(database) if Some(database) != self.database => {
                format!("{}.{}", identifier(database), identifier(&name.table))
            }
            _ => identifier(&name.table),
        }
    }

    /// The name of a foreign key's parent. The server looks for an unqualified parent beside
    /// the child, not in the connected database.
    pub(crate) fn parent(&self, parent: &TableName, child: &TableName) -> String {
        let home = child.database.as_deref().or(self.database);
        let there = parent.database.as_deref().or(self.database);
        match there {
            Some(there) if Some(there) != home => {
                format!("{}.{}", identifier(there), identifier(&parent.table))
            }
            _ => identifier(&parent.table),
        }
    }
}

//! Rules for the structs of one `schema![..]`: one struct for a table, and no parent missing.

use std::borrow::Cow::Borrowed;

use super::Message;
use crate::schema::text::{as_slice, as_str};
use crate::schema::{ForeignKeyDef, Model, TableDef, TableOptions, Text, eq};

/// A struct in a list.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Listed {
    /// As the list has it.
    name: &'static str,
    model: Model,
    /// Of the table's name, so that a list of hundreds is compared number by number.
    hash: u64,
}

impl Listed {
    /// The model, and what the list calls it.
    #[must_use]
    pub const fn new(name: &'static str, model: Model) -> Self {
        Self { name, model, hash: hash(as_str(&model.table.name)) }
    }

    const fn is_table(&self, database: &Option<Text>, name: &str) -> bool {
        let table = self.model.table;
        eq(as_str(&table.name), name)
            && match (&table.database, database) {
                (None, None) => true,
                (Some(ours), Some(theirs)) => eq(as_str(ours), as_str(theirs)),
                (None, Some(_)) | (Some(_), None) => false,
            }
    }
}

/// The models of a list of that length.
#[doc(hidden)]
#[must_use]
pub const fn models<const N: usize>(list: &[Listed]) -> [Model; N] {
    /// An array needs elements before it gets its own.
    const NONE: Model = Model {
        table: &TableDef {
            database: None,
            name: Borrowed(""),
            renamed_from: None,
            columns: Borrowed(&[]),
            primary_key: Borrowed(&[]),
            indexes: Borrowed(&[]),
            foreign_keys: Borrowed(&[]),
            checks: Borrowed(&[]),
            options: TableOptions::NONE,
        },
        parents: &[],
    };
    let mut models = [NONE; N];
    let mut i = 0;
    while i < N {
        models[i] = list[i].model;
        i += 1;
    }
    models
}

/// No two structs declare one table, and no parent is missing. One message has all that is wrong,
/// as all of it is about the same words, those of the list.
#[doc(hidden)]
#[must_use]
pub const fn list_problem(list: &[Listed]) -> Option<Message> {
    let mut problem = None;
    let mut i = 0;
    while i < list.len() {
        let table = list[i].model.table;
        let is_known = match find(list.split_at(i).0, &table.database, &table.name) {
            Some(first) => {
                problem = Some(same_table(opened(problem, &list[i]), &list[i], first));
                true
            }
            None => false,
        };
        let keys = as_slice(&table.foreign_keys);
        let mut key = 0;
        while key < keys.len() && !is_known {
            let parent = &keys[key].parent;
            if find(list, &parent.database, &parent.table).is_none() {
                problem = Some(parent_missing(opened(problem, &list[i]), &keys[key]));
            }
            key += 1;
        }
        if !is_known
            && let Some(old) = &table.renamed_from
            && swaps(list, i, old)
        {
            problem = Some(swapped(opened(problem, &list[i]), &table.name, old));
        }
        i += 1;
    }
    problem
}

/// Whether the struct is the first of a circle of renames: once that is done, nobody can tell
/// whether it was.
const fn swaps(list: &[Listed], start: usize, old: &Text) -> bool {
    let table = list[start].model.table;
    let mut old = old;
    let mut steps = 0;
    while steps < list.len() {
        let at = match position(list, &table.database, as_str(old)) {
            Some(at) => at,
            None => return false,
        };
        // Told of the first one; of itself it is something else.
        if at <= start {
            return at == start && steps > 0;
        }
        old = match &list[at].model.table.renamed_from {
            Some(old) => old,
            None => return false,
        };
        steps += 1;
    }
    false
}

const fn swapped(message: Message, name: &Text, old: &Text) -> Message {
    message
        .text("its table ")
        .code(as_str(name))
        .text(" is to be renamed from ")
        .code(as_str(old))
        .text(
            ", and that from it in turn: once it is done, nobody can tell whether it was; give one \
             of them a third name in one release, and its own in the next",
        )
}

/// The struct that declares the table.
const fn find<'a>(list: &'a [Listed], database: &Option<Text>, table: &Text) -> Option<&'a Listed> {
    match position(list, database, as_str(table)) {
        Some(at) => Some(&list[at]),
        None => None,
    }
}

const fn position(list: &[Listed], database: &Option<Text>, name: &str) -> Option<usize> {
    let hash = hash(name);
    let mut i = 0;
    while i < list.len() {
        // Const evaluation pays most for calls, and there are many pairs in a long list.
        if list[i].hash == hash && list[i].is_table(database, name) {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// The message so far, with the next line opened.
const fn opened(so_far: Option<Message>, about: &Listed) -> Message {
    match so_far {
        None => Message::about(about.name),
        Some(message) => message.text("\nstruct ").code(about.name).text(": "),
    }
}

const fn same_table(message: Message, struct_: &Listed, first: &Listed) -> Message {
    if eq(first.name, struct_.name) {
        return message.text("it is in this list twice; keep one");
    }
    message
        .text("it declares the table ")
        .code(as_str(&struct_.model.table.name))
        .text(", and so does ")
        .code(first.name)
        .text(" in the same list; keep one of them, or give one another `table`")
}

const fn parent_missing(mut message: Message, key: &ForeignKeyDef) -> Message {
    let columns = as_slice(&key.columns);
    message = message.text(if columns.len() == 1 { "column " } else { "columns " });
    let mut i = 0;
    while i < columns.len() {
        message = message.text(if i == 0 { "" } else { ", " }).code(as_str(&columns[i]));
        i += 1;
    }
    message = message.text(if columns.len() == 1 { " refers" } else { " refer" });
    message = message.text(" to the table `");
    if let Some(database) = &key.parent.database {
        message = message.text(as_str(database)).text(".");
    }
    message
        .text(as_str(&key.parent.table))
        .text("`, which no struct of this list declares; add the struct of that table to the list")
}

/// FNV-1a.
const fn hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

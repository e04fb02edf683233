//! The live schema as the declaration speaks of it: it comes in under its old names, and goes out
//! under the declared ones, so that everything after this compares like with like.
//!
//! Only a declaration renames. A column that vanished beside one that appeared is two columns.

use crate::schema::{
    ForeignKeyDef, IndexPart, IndexTarget, List, LiveSchema, LiveTable, TableDef, TableName, Text,
    eq_ignore_case,
};

/// The live schema under the declared names. Where a table or column of the new name is there
/// already, nothing is renamed: it was done before, or both are in use. In a chain (`b` was `a`, `c`
/// was `b`) the name that is there goes on itself; whether it was done is told by its last name.
#[must_use]
pub fn under_declared_names(declared: &[TableDef], mut live: LiveSchema) -> LiveSchema {
    rename_tables(declared, &mut live);
    for table in declared {
        forget_generated_key(table, &mut live);
        rename_columns(table, &mut live);
    }
    live
}

fn rename_tables(declared: &[TableDef], live: &mut LiveSchema) {
    let links: Vec<(TableName, TableName)> = declared
        .iter()
        .filter_map(|table| {
            let old = table.renamed_from.clone()?;
            let old = TableName { database: table.database.clone(), table: old };
            Some((old, table.qualified_name()))
        })
        .collect();
    let pending = Links {
        links: &links,
        is_declared: &|name| {
            declared.iter().any(|table| live.same_table(&table.qualified_name(), name))
        },
        is_there: &|name| live.table(name).is_some(),
        same: &|a, b| live.same_table(a, b),
    }
    .pending();
    for (old, new) in pending {
        let Some(key) = live.tables.keys().find(|name| live.same_table(name, &old)).cloned() else {
            continue;
        };
        rename_table(&key, &new, live);
    }
}

fn rename_table(key: &TableName, new: &TableName, live: &mut LiveSchema) {
    if let Some(mut table) = live.tables.remove(key) {
        table.renamed_from = Some(key.table.clone());
        table.def.name = new.table.clone();
        live.tables.insert(new.clone(), table);
    }
    for (child, _) in &mut live.foreign_keys {
        if child == key {
            *child = new.clone();
        }
    }
    each_key(live, |_, reference| {
        if reference.parent == *key {
            reference.parent = new.clone();
        }
    });
}

/// A table of a circle of renames, and the name it is said to have had. (Columns in a circle are
/// what the compiler refuses.)
pub(crate) fn swapped_names(
    declared: &[TableDef],
    same: impl Fn(&TableName, &TableName) -> bool,
) -> Option<(TableName, TableName)> {
    let before = |name: &TableName| {
        let table = declared.iter().find(|table| same(&table.qualified_name(), name))?;
        let old = table.renamed_from.clone()?;
        Some(TableName { database: table.database.clone(), table: old })
    };
    declared.iter().map(TableDef::qualified_name).find_map(|table| {
        let mut name = before(&table)?;
        let old = name.clone();
        for _ in 0..declared.len() {
            if same(&name, &table) {
                // Of itself is no circle: the case of a name.
                return (!same(&old, &table)).then_some((table, old));
            }
            name = before(&name)?;
        }
        None
    })
}

/// Declared renames: (the name before, the name now), and what is known of the names.
struct Links<'a, N> {
    links: &'a [(N, N)],
    is_declared: &'a dyn Fn(&N) -> bool,
    is_there: &'a dyn Fn(&N) -> bool,
    same: &'a dyn Fn(&N, &N) -> bool,
}

impl<N: Clone> Links<'_, N> {
    /// Those that are not done yet, the last of a chain first.
    fn pending(&self) -> Vec<(N, N)> {
        let mut left: Vec<&(N, N)> = Vec::new();
        for link in self.links {
            // Claimed by two: the first has it.
            let is_claimed = left.iter().any(|other| (self.same)(&other.0, &link.0));
            if !is_claimed && self.moves(link, 0) {
                left.push(link);
            }
        }
        let mut pending = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let is_free = |link: &&(N, N)| !left.iter().any(|(old, _)| (self.same)(old, &link.1));
            let Some(at) = left.iter().position(is_free) else { break };
            pending.push(left.remove(at).clone());
        }
        pending
    }

    /// Whether what has the old name gets the new one: that is free, or what has it goes on.
    fn moves(&self, link: &(N, N), depth: usize) -> bool {
        let goes_on = || {
            self.links
                .iter()
                .any(|next| (self.same)(&next.0, &link.1) && self.moves(next, depth + 1))
        };
        // As long as all of them, it is a circle.
        depth <= self.links.len()
            && self.has_its_sources(link, 0)
            && (!(self.is_there)(&link.1) || goes_on())
    }

    /// Whether what has the old name is what the rename means. Where the old name is a declared
    /// one, it is only as long as the name before that one is there too.
    fn has_its_sources(&self, link: &(N, N), depth: usize) -> bool {
        let has_before = || {
            self.links
                .iter()
                .find(|before| (self.same)(&before.1, &link.0))
                .is_some_and(|before| self.has_its_sources(before, depth + 1))
        };
        depth <= self.links.len()
            && (self.is_there)(&link.0)
            && (!(self.is_declared)(&link.0) || has_before())
    }
}

/// Every foreign key that is known, with its table: those of all tables of the databases, and
/// those in the definitions of the declared ones.
fn each_key(live: &mut LiveSchema, mut change: impl FnMut(&TableName, &mut ForeignKeyDef)) {
    for (child, key) in &mut live.foreign_keys {
        change(child, key);
    }
    for (child, table) in &mut live.tables {
        // An empty list stays borrowed.
        if !table.def.foreign_keys.is_empty() {
            table.def.foreign_keys.to_mut().iter_mut().for_each(|key| change(child, key));
        }
    }
}

/// A generated key counts as none, unless the column is a declared one.
fn forget_generated_key(declared: &TableDef, live: &mut LiveSchema) {
    let there = live.table(&declared.qualified_name());
    let Some(there) = there.filter(|table| table.generated_key.is_some()) else { return };
    let name = there.def.qualified_name();
    if let Some(table) = live.tables.get_mut(&name) {
        if table.generated_key.as_ref().is_some_and(|column| declared.has_column(column)) {
            table.generated_key = None;
        }
        if table.generated_key.is_some() {
            table.def.primary_key = List::Owned(Vec::new());
        }
    }
}

fn rename_columns(declared: &TableDef, live: &mut LiveSchema) {
    if declared.columns.iter().all(|column| column.renamed_from.is_none()) {
        return;
    }
    let Some(there) = live.table(&declared.qualified_name()) else { return };
    let name = there.def.qualified_name();
    let links: Vec<(Text, Text)> = declared
        .columns
        .iter()
        .filter_map(|column| Some((column.renamed_from.clone()?, column.name.clone())))
        .collect();
    let pending = Links {
        links: &links,
        is_declared: &|name| declared.has_column(name),
        is_there: &|name| there.def.column(name).is_some(),
        same: &|a, b| eq_ignore_case(a, b),
    }
    .pending();
    // As the server spells them.
    let renames: Vec<(Text, Text)> = pending
        .into_iter()
        .filter_map(|(old, new)| Some((there.def.column(&old)?.name.clone(), new)))
        .collect();
    for (old, new) in renames {
        let swap = |text: &mut Text| {
            if eq_ignore_case(text, &old) {
                *text = new.clone();
            }
        };
        let Some(table) = live.tables.get_mut(&name) else { continue };
        rename_column(table, &old, &new);
        each_key(live, |child, key| {
            if *child == name {
                key.columns.to_mut().iter_mut().for_each(swap);
            }
            if key.parent == name {
                key.parent_columns.to_mut().iter_mut().for_each(swap);
            }
        });
    }
}

fn rename_column(table: &mut LiveTable, old: &Text, new: &Text) {
    let swap_part = |part: &mut IndexPart| {
        if let IndexTarget::Column(name) = &mut part.target
            && eq_ignore_case(name, old)
        {
            *name = new.clone();
        }
    };
    for column in table.def.columns.to_mut() {
        if column.name == *old {
            column.name = new.clone();
        }
    }
    if !table.def.primary_key.is_empty() {
        table.def.primary_key.to_mut().iter_mut().for_each(swap_part);
    }
    if !table.def.indexes.is_empty() {
        for index in table.def.indexes.to_mut() {
            index.parts.to_mut().iter_mut().for_each(swap_part);
        }
    }
    // Both servers write names in expressions in backticks, and rewrite them with the rename.
    let (quoted, renamed) = (format!("`{old}`"), format!("`{new}`"));
    let rewrite = |text: &mut Text| *text = text.replace(&quoted, &renamed).into();
    for column in table.def.columns.to_mut() {
        if let Some(generated) = &mut column.generated {
            rewrite(&mut generated.expression);
        }
        if let Some(check) = &mut column.check {
            rewrite(check);
        }
    }
    if !table.def.checks.is_empty() {
        table.def.checks.to_mut().iter_mut().for_each(|check| rewrite(&mut check.expression));
    }
    table.renamed_columns.push((old.clone(), new.clone()));
}

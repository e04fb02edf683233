//! The order of tables: parents first, and a cycle somewhere.

use std::collections::BTreeMap;

use crate::schema::{LiveSchema, TableDef};

/// The positions of the tables in the order in which they are dealt with: a table comes after
/// those it refers to, and otherwise as declared. In a cycle one table comes before its parent;
/// its foreign key is then added last.
pub(super) fn parents_first(tables: &[TableDef], live: &LiveSchema) -> Vec<usize> {
    // By name, as asking every table for every foreign key takes the square of their number.
    let mut positions: BTreeMap<(String, String), usize> = BTreeMap::new();
    if tables.iter().any(|table| !table.foreign_keys.is_empty()) {
        for (at, table) in tables.iter().enumerate() {
            positions.entry(live.folded(&table.qualified_name())).or_insert(at);
        }
    }
    let parents: Vec<Vec<usize>> = tables
        .iter()
        .enumerate()
        .map(|(child, table)| {
            let keys = table.foreign_keys.iter();
            keys.filter_map(|key| positions.get(&live.folded(&key.parent)).copied())
                .filter(|parent| *parent != child)
                .collect()
        })
        .collect();
    let mut order: Vec<usize> = Vec::with_capacity(tables.len());
    let mut placed = vec![false; tables.len()];
    while order.len() < tables.len() {
        let mut progress = false;
        for table in 0..tables.len() {
            if !placed[table] && parents[table].iter().all(|parent| placed[*parent]) {
                placed[table] = true;
                order.push(table);
                progress = true;
            }
        }
        if !progress && let Some(first) = placed.iter().position(|placed| !placed) {
            placed[first] = true;
            order.push(first);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{ForeignKeyDef, ReferentialAction, TableName, TableOptions};

    fn table(name: &'static str, parents: &[&'static str]) -> TableDef {
        TableDef {
            database: None,
            name: name.into(),
            renamed_from: None,
            columns: vec![].into(),
            primary_key: vec![].into(),
            indexes: vec![].into(),
            foreign_keys: parents
                .iter()
                .map(|parent| ForeignKeyDef {
                    name: "fk".into(),
                    columns: vec![].into(),
                    parent: TableName::new(*parent),
                    parent_columns: vec![].into(),
                    on_delete: ReferentialAction::Restrict,
                    on_update: ReferentialAction::Restrict,
                })
                .collect(),
            checks: vec![].into(),
            options: TableOptions::NONE,
        }
    }

    #[test]
    fn children_follow_parents_and_cycles_end() {
        let order = |tables: &[TableDef]| parents_first(tables, &LiveSchema::default());
        assert_eq!(order(&[table("b", &["a"]), table("a", &[]), table("c", &[])]), [1, 2, 0]);
        assert_eq!(order(&[table("a", &["b"]), table("b", &["a"])]), [0, 1]);
        assert_eq!(order(&[table("tree", &["tree"])]), [0]);
    }
}

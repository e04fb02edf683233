//! Foreign keys as servers take them.

use std::collections::BTreeSet;

use safe_schema::testing::Kind;

use super::super::foreign_key::referable;
use crate::model::{Action, Column, ForeignKey, Schema, Table, Ty};

/// Makes the foreign keys of the schema valid.
pub(super) fn legal(schema: &mut Schema, kind: Kind) {
    let all = schema.clone();
    let mut names = BTreeSet::new();
    for table in &mut schema.tables {
        let child = table.clone();
        for key in &mut table.foreign_keys {
            milder(key, &child);
        }
        table.foreign_keys.retain(|key| {
            let parent = all.table(&key.parent);
            parent.is_some_and(|parent| is_valid(key, &child, parent))
                && !(kind == Kind::MySql && is_never_found(key, &child))
                && names.insert(key.name.to_lowercase())
        });
    }
}

/// What can't become NULL is not set to NULL; and what something is computed from, or is checked,
/// does not change with a parent.
fn milder(key: &mut ForeignKey, child: &Table) {
    let own = |column: &&Column| key.columns.contains(&column.name);
    let may_be_null = child.columns.iter().filter(own).all(|column| column.nullable);
    let is_source =
        child.columns.iter().any(|column| {
            let formulas = column.made.iter().map(|made| &made.formula).chain(&column.check);
            formulas.into_iter().any(|formula| key.columns.contains(&formula.column))
        }) || child.checks.iter().any(|check| key.columns.contains(&check.formula.column))
            || child.indexes.iter().flat_map(|index| &index.parts).any(|part| {
                part.column_name().is_none() && key.columns.iter().any(|name| name == part.source())
            });
    for action in [&mut key.on_delete, &mut key.on_update] {
        if is_source || (*action == Action::SetNull && !may_be_null) {
            *action = Action::Restrict;
        }
    }
}

fn is_valid(key: &ForeignKey, child: &Table, parent: &Table) -> bool {
    let apart: BTreeSet<&String> = key.columns.iter().collect();
    let is_alone = |table: &Table| table.partitions.is_none() && !table.versioned;
    is_alone(child)
        && is_alone(parent)
        && apart.len() == key.columns.len()
        && key.columns.len() == key.parent_columns.len()
        && !(child.name == parent.name && key.columns == key.parent_columns)
        && referable(parent).contains(&key.parent_columns)
        && key.columns.iter().zip(&key.parent_columns).all(|(own, other)| {
            let (Some(own), Some(other)) = (child.column(own), parent.column(other)) else {
                return false;
            };
            own.made.is_none()
                && join(&own.ty, &other.ty)
                && (!own.ty.is_text() || child.charset_of(own) == parent.charset_of(other))
        })
}

/// MySQL 9.7 finds no parent for bytes of which the primary key holds a prefix, not even where there
/// is one: no row can be written then.
fn is_never_found(key: &ForeignKey, child: &Table) -> bool {
    let is_bytes = |name: &str| {
        child
            .column(name)
            .is_some_and(|column| matches!(column.ty, Ty::Binary(_) | Ty::VarBinary(_)))
    };
    child.primary_key.iter().any(|part| {
        part.prefix.is_some()
            && part.column_name().is_some_and(|name| {
                is_bytes(name) && key.columns.iter().any(|column| column == name)
            })
    })
}

/// Whether a foreign key joins columns of these types on both servers.
fn join(child: &Ty, parent: &Ty) -> bool {
    match (child, parent) {
        (
            Ty::Int { bytes: a, unsigned: a_unsigned, .. },
            Ty::Int { bytes: b, unsigned: b_unsigned, .. },
        ) => a == b && a_unsigned == b_unsigned,
        (Ty::Char(a) | Ty::VarChar(a), Ty::Char(_) | Ty::VarChar(_)) => *a <= 63,
        (child, parent) => child == parent,
    }
}

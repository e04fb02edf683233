//! The clauses of one ALTER TABLE -> its effects: a statement may take an object away and bring
//! another of the name, so what counts is what the whole does to each.

use crate::ddl::Clause;
use crate::diff::{Change, ColumnDifference};
use crate::plan::Step;
use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, Text, eq_ignore_case,
    storable_table_comment,
};

use super::catalogue::{Catalogue, not, same};
use super::column::{ALL, Known, fact, is_another};
use super::effect::{Columns, Effect};
use super::nets::{Net, Nets};
use super::{keys, options};

/// The effects of an ALTER TABLE.
pub(super) fn of_alter(
    catalogue: Catalogue<'_>,
    step: &Step,
    clauses: &[&Clause],
    columns: &mut Columns,
) -> Vec<Effect> {
    let mut alter = Alter {
        catalogue,
        step,
        columns: Nets::new(),
        indexes: Nets::new(),
        checks: Nets::new(),
        keys: Nets::new(),
        key: None,
        effects: Vec::new(),
    };
    for clause in clauses {
        alter.add(clause, columns);
    }
    alter.finish(columns)
}

struct Alter<'a> {
    catalogue: Catalogue<'a>,
    step: &'a Step,
    columns: Nets<ColumnDef>,
    indexes: Nets<IndexDef>,
    checks: Nets<CheckDef>,
    keys: Nets<ForeignKeyDef>,
    /// The primary key as it becomes; empty is none.
    key: Option<Vec<IndexPart>>,
    effects: Vec<Effect>,
}

impl Alter<'_> {
    fn add(&mut self, clause: &Clause, columns: &mut Columns) {
        let (catalogue, table) = (self.catalogue, &self.step.table);
        match clause {
            Clause::AddColumn(column) => self.columns.comes(&column.name, column),
            Clause::ChangeColumn { from, to } => {
                let was = self.altered(from).map(|(was, _)| was.clone());
                let was = was.or_else(|| columns.left.get(&Columns::key(table, from)).cloned());
                // Else it only moves, which the order of the columns tells.
                if was.is_some() {
                    self.columns.changes(from, was, to);
                }
            }
            Clause::DropColumn(name) => {
                let was = self.altered(name).map(|(was, _)| was).or_else(|| self.dropped(name));
                let was = was.cloned();
                self.columns.goes(name, was);
            }
            Clause::Placed { clause, .. } => self.add(clause, columns),
            Clause::SetDefault(column) => {
                let after =
                    fact(catalogue, table, column, ColumnDifference::Default, Known::Written);
                let after = after.map(|fact| catalogue.column(table, &column.name, &[fact]));
                self.effects.push(Effect::soft(table, default_of(&column.name), after));
            }
            Clause::DropDefault(name) => {
                self.effects.push(Effect::soft(table, default_of(name), None));
            }
            // Told together, with those of tables.
            Clause::RenameColumn { .. } => {}
            Clause::DropPrimaryKey => self.key = Some(Vec::new()),
            Clause::AddPrimaryKey { parts, .. } => self.key = Some(parts.clone()),
            Clause::AddIndex(index) => self.indexes.comes(&index.name, index),
            Clause::DropIndex(name) => {
                let was = self.dropped_index(name);
                self.indexes.goes(name, was);
            }
            Clause::AddForeignKey(key) => self.keys.comes(&key.name, key),
            Clause::DropForeignKey(name) => {
                let was = self.dropped_key(name);
                self.keys.goes(name, was);
            }
            Clause::AddCheck(check) => self.checks.comes(&check.name, check),
            Clause::DropCheck(name) => {
                let was = self.dropped_check(name);
                self.checks.goes(name, was);
            }
            Clause::HideIndex(name) | Clause::ShowIndex(name) => {
                let is_shown = matches!(clause, Clause::ShowIndex(_));
                let is = |is_visible| catalogue.index_is(table, name, is_visible);
                let object = format!("visibility of index `{}`", name.to_lowercase());
                self.effects.push(Effect::new(table, object, is(!is_shown), is(is_shown)));
            }
            Clause::Partition(partitions) => {
                let is = |word| {
                    catalogue.table(table, &[format!("CREATE_OPTIONS {word} '%partitioned%'")])
                };
                let (some, none) = (is("LIKE"), is("NOT LIKE"));
                let object = "the partitions".to_owned();
                let is_other = self.is_partitioned(columns);
                self.effects.push(if partitions.is_empty() {
                    columns.unpartitioned.insert(table.clone());
                    let takes = Some("partitions".to_owned());
                    Effect { takes, ..Effect::new(table, object, some, none) }
                } else if is_other {
                    Effect::soft(table, object, None)
                } else {
                    let brings = Some("partitions".to_owned());
                    Effect { brings, ..Effect::new(table, object, none, some) }
                });
            }
            Clause::Options(to) => self.effects.extend(options::of(catalogue, self.step, to)),
            Clause::Comment(comment) => {
                let is = |text: &str| {
                    let text = storable_table_comment(text);
                    catalogue.table(table, &[same("TABLE_COMMENT", &text)])
                };
                let from = self.step.changes.iter().find_map(|change| {
                    if let Change::SetComment { from, .. } = change { Some(is(from)) } else { None }
                });
                let after = is(comment);
                let before = from.unwrap_or_else(|| not(&after));
                self.effects.push(Effect::new(table, "the comment".to_owned(), before, after));
            }
            // How, not what.
            Clause::Copying => {}
        }
    }

    /// Whether the table is partitioned otherwise, and no former step has taken that away.
    fn is_partitioned(&self, columns: &Columns) -> bool {
        let is_other = self.step.changes.iter().any(|change| {
            if let Change::SetPartitions { from, .. } = change { !from.is_empty() } else { false }
        });
        is_other && !columns.unpartitioned.contains(&self.step.table)
    }

    fn altered(&self, name: &str) -> Option<(&ColumnDef, &[ColumnDifference])> {
        self.step.changes.iter().find_map(|change| {
            if let Change::AlterColumn { from, differences, .. } = change
                && eq_ignore_case(&from.name, name)
            {
                return Some((from, differences.as_slice()));
            }
            None
        })
    }

    fn dropped(&self, name: &str) -> Option<&ColumnDef> {
        self.step.changes.iter().find_map(|change| {
            if let Change::DropColumn(column) = change
                && eq_ignore_case(&column.name, name)
            {
                return Some(column);
            }
            None
        })
    }

    fn dropped_index(&self, name: &str) -> Option<IndexDef> {
        self.step.changes.iter().find_map(|change| {
            if let Change::DropIndex(index) | Change::ReplaceIndex { from: index, .. } = change
                && eq_ignore_case(&index.name, name)
            {
                return Some(index.clone());
            }
            None
        })
    }

    fn dropped_key(&self, name: &str) -> Option<ForeignKeyDef> {
        self.step.changes.iter().find_map(|change| {
            if let Change::DropForeignKey(key) | Change::ReplaceForeignKey { from: key, .. } =
                change
                && eq_ignore_case(&key.name, name)
            {
                return Some(key.clone());
            }
            None
        })
    }

    fn dropped_check(&self, name: &str) -> Option<CheckDef> {
        self.step.changes.iter().find_map(|change| {
            if let Change::DropCheck(check) | Change::ReplaceCheck { from: check, .. } = change
                && eq_ignore_case(&check.name, name)
            {
                return Some(check.clone());
            }
            None
        })
    }

    fn finish(mut self, columns: &mut Columns) -> Vec<Effect> {
        let (catalogue, table) = (self.catalogue, &self.step.table);
        let mut effects = std::mem::take(&mut self.effects);
        // What is not there is no object of a table that is not there, either.
        let there = catalogue.table(table, &[]);
        let a_table = Effect::soft(table, "that there is a table".to_owned(), None);
        effects.push(Effect { before: Some(there), ..a_table });
        for net in self.columns.all() {
            effects.extend(self.column(net, columns));
        }
        effects.extend(self.primary_key());
        for net in self.indexes.all() {
            effects.extend(keys::index(catalogue, table, net));
        }
        for net in self.checks.all() {
            effects.extend(keys::check(catalogue, table, net));
        }
        for net in self.keys.all() {
            effects.extend(keys::foreign_key(catalogue, table, net));
        }
        effects
    }

    fn column(&self, net: &Net<ColumnDef>, columns: &mut Columns) -> Option<Effect> {
        let name = &net.name;
        let (catalogue, table) = (self.catalogue, &self.step.table);
        let key = Columns::key(table, name);
        let has_default = columns.defaults.contains(&key);
        let object = format!("column `{}`", name.to_lowercase());
        let one = |column: &ColumnDef, attribute, known| {
            let is_asked = attribute != ColumnDifference::Default || !has_default;
            is_asked.then(|| fact(catalogue, table, column, attribute, known)).flatten()
        };
        let there = catalogue.column(table, name, &[]);
        let effect = match (&net.was, &net.is) {
            (None, None) => return None,
            (None, Some(to)) => {
                let ty = one(to, ColumnDifference::Type, Known::Written);
                let after = catalogue.column(table, name, &ty.into_iter().collect::<Vec<_>>());
                Effect::new(table, object, not(&there), after)
            }
            (Some(was), None) => {
                let ty = was.as_ref().and_then(|was| one(was, ColumnDifference::Type, Known::Read));
                let before = catalogue.column(table, name, &ty.into_iter().collect::<Vec<_>>());
                Effect::new(table, object, before, not(&there))
            }
            (Some(None), Some(_)) => Effect::soft(table, object, None),
            (Some(Some(was)), Some(to)) => {
                let differences = self.altered(name).map(|(_, differences)| differences);
                let to = &self.as_altered(name, to);
                // What a former step of the plan made was never read.
                let known = if differences.is_some() { Known::Read } else { Known::Written };
                let (mut before, mut differing, mut after) = (Vec::new(), Vec::new(), Vec::new());
                for attribute in ALL {
                    let is = one(was, attribute, known);
                    let becomes = one(to, attribute, Known::Written);
                    let differs = match differences {
                        Some(differences) => differences.contains(&attribute),
                        None => is != becomes && becomes.is_some(),
                    };
                    if differs {
                        after.extend(match (&is, becomes) {
                            (_, Some(becomes)) => Some(becomes),
                            (Some(is), None) if is_another(was, to, attribute) => Some(not(is)),
                            (Some(_) | None, None) => None,
                        });
                    }
                    // Other attributes were read too: somebody may have changed them since.
                    if differs {
                        differing.extend(is);
                    } else if known == Known::Read && attribute != ColumnDifference::NameCase {
                        before.extend(is);
                    }
                }
                if !after.is_empty() {
                    before.extend(differing);
                }
                let before = Some(catalogue.column(table, name, &before));
                match after.is_empty() {
                    true => Effect { before, ..Effect::soft(table, object, None) },
                    false => {
                        let after = catalogue.column(table, name, &after);
                        Effect { before, ..Effect::new(table, object, String::new(), after) }
                    }
                }
            }
        };
        match &net.is {
            Some(to) => columns.left.insert(key, to.clone()),
            None => columns.left.remove(&key),
        };
        Some(effect)
    }

    /// What the plan says that the column becomes: the clause leaves out what is the table's own,
    /// and may leave the default to another statement.
    fn as_altered(&self, name: &str, clause: &ColumnDef) -> ColumnDef {
        let to = self.step.changes.iter().find_map(|change| {
            if let Change::AlterColumn { from, to, .. } = change
                && eq_ignore_case(&from.name, name)
            {
                return Some(to);
            }
            None
        });
        to.unwrap_or(clause).clone()
    }

    fn primary_key(&self) -> Option<Effect> {
        let (catalogue, table) = (self.catalogue, &self.step.table);
        let to = self.key.as_ref()?;
        let from = self.step.changes.iter().find_map(|change| {
            if let Change::ChangePrimaryKey { from, .. } | Change::DropPrimaryKey(from) = change {
                Some(from)
            } else {
                None
            }
        });
        let is = |parts: &[IndexPart]| match parts {
            [] => not(&catalogue.any_index(table, "PRIMARY")),
            parts => catalogue.primary_key(table, parts),
        };
        let object = "the primary key".to_owned();
        let Some(from) = from.filter(|from| *from != to) else {
            // Its options alone change.
            return Some(Effect::soft(table, object, None));
        };
        let mut before = is(from);
        if from.is_empty() {
            // The one that MySQL made by itself goes with its column.
            before = format!(
                "({before} OR {})",
                catalogue.primary_key(table, &[IndexPart::column("my_row_id")])
            );
        }
        Some(Effect::new(table, object, before, is(to)))
    }
}

fn default_of(column: &Text) -> String {
    format!("default of `{}`", column.to_lowercase())
}

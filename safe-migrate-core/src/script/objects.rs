//! The clauses of one ALTER TABLE -> its effects: a statement may take an object away and bring
//! another of the name, so what counts is what the whole does to each.

use std::collections::BTreeMap;

use crate::ddl::Clause;
use crate::diff::{Change, ColumnDifference};
use crate::plan::Step;
use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, TableName, TableOptions, Text,
    eq_ignore_case, storable_table_comment,
};

use super::catalogue::{Catalogue, not, same};
use super::column::{ALL, Known, fact, says};
use super::effect::{Columns, Effect};

/// What an object was, and what it becomes; the inner `None` of what was is "not known".
struct Net<T> {
    name: String,
    was: Option<Option<T>>,
    is: Option<T>,
}

/// The objects of a kind by their names.
struct Nets<T>(BTreeMap<String, Net<T>>);

impl<T: Clone> Nets<T> {
    fn comes(&mut self, name: &str, object: &T) {
        let net = self.0.entry(name.to_lowercase()).or_insert(Net {
            name: name.to_owned(),
            was: None,
            is: None,
        });
        net.is = Some(object.clone());
    }

    fn goes(&mut self, name: &str, known: Option<T>) {
        let net = Net { name: name.to_owned(), was: Some(known), is: None };
        self.0.entry(name.to_lowercase()).or_insert(net).is = None;
    }

    fn changes(&mut self, name: &str, from: Option<T>, to: &T) {
        let net = Net { name: name.to_owned(), was: Some(from), is: None };
        self.0.entry(name.to_lowercase()).or_insert(net).is = Some(to.clone());
    }
}

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
        columns: Nets(BTreeMap::new()),
        indexes: Nets(BTreeMap::new()),
        checks: Nets(BTreeMap::new()),
        keys: Nets(BTreeMap::new()),
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
            Clause::Options(options) => self.options(options),
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

    /// The table's options that differ, as far as the catalogue tells.
    fn options(&mut self, to: &TableOptions) {
        let (catalogue, table) = (self.catalogue, &self.step.table);
        let from = self.step.changes.iter().find_map(|change| {
            if let Change::SetOptions { from, .. } = change { Some(from) } else { None }
        });
        let is = |facts: Vec<String>| catalogue.table(table, &facts);
        let object = |what: &str| format!("the {what}");
        if to.system_versioned == Some(true) {
            let type_is = |word| is(vec![format!("TABLE_TYPE = '{word}'")]);
            let (before, after) = (type_is("BASE TABLE"), type_is("SYSTEM VERSIONED"));
            self.effects.push(Effect::new(table, object("versions"), before, after));
        }
        let collation = |options: &TableOptions| {
            let name = options.collation.as_deref();
            let charset = options.charset.as_deref();
            name.map(|name| same("TABLE_COLLATION", name))
                .or_else(|| charset.map(|name| format!("TABLE_COLLATION LIKE '{name}\\_%'")))
        };
        let engine = |options: &TableOptions| {
            options
                .engine
                .as_deref()
                .map(|name| format!("LOWER(ENGINE) = '{}'", name.to_lowercase()))
        };
        let told: [(&str, &dyn Fn(&TableOptions) -> Option<String>); 2] =
            [("collation", &collation), ("engine", &engine)];
        for (what, fact) in told {
            let Some(after) = fact(to) else { continue };
            // A clause restates what does not differ.
            match from.and_then(fact) {
                Some(before) if before == after => {}
                Some(before) => {
                    let effect =
                        Effect::new(table, object(what), is(vec![before]), is(vec![after]));
                    self.effects.push(effect);
                }
                None => self.effects.push(Effect::soft(table, object(what), Some(is(vec![after])))),
            }
        }
        if let Some(format) = to.row_format.as_deref().map(str::to_lowercase) {
            let fact =
                (format != "default").then(|| is(vec![format!("LOWER(ROW_FORMAT) = '{format}'")]));
            self.effects.push(Effect::soft(table, object("row format"), fact));
        }
        for (name, value) in to.others.iter().flat_map(|others| others.iter()) {
            let name = name.trim_matches('`').to_lowercase();
            let value = value.trim_matches('\'').to_lowercase();
            let is_plain =
                name.chars().chain(value.chars()).all(|c| c.is_alphanumeric() || c == '_');
            let said = "CONCAT(' ', REPLACE(REPLACE(REPLACE(LOWER(CREATE_OPTIONS), '`', ''), \
                 '\"', ''), '''', ''), ' ')";
            let fact = match &*value {
                // Set back, or set to nothing.
                "0" => None,
                "default" | "" => Some(format!("{said} NOT LIKE '% {name}=%'")),
                value => Some(format!("{said} LIKE '% {name}={value} %'")),
            };
            let fact = fact.filter(|_| is_plain).map(|fact| is(vec![fact]));
            self.effects.push(Effect::soft(table, object(&name), fact));
        }
    }

    fn finish(mut self, columns: &mut Columns) -> Vec<Effect> {
        let (catalogue, table) = (self.catalogue, &self.step.table);
        let mut effects = std::mem::take(&mut self.effects);
        // What is not there is no object of a table that is not there, either.
        let there = catalogue.table(table, &[]);
        let a_table = Effect::soft(table, "that there is a table".to_owned(), None);
        effects.push(Effect { before: Some(there), ..a_table });
        for net in self.columns.0.values() {
            effects.extend(self.column(net, columns));
        }
        effects.extend(self.primary_key());
        for net in self.indexes.0.values() {
            effects.extend(index(catalogue, table, net));
        }
        for net in self.checks.0.values() {
            effects.extend(check(catalogue, table, net));
        }
        for net in self.keys.0.values() {
            effects.extend(foreign_key(catalogue, table, net));
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
                let (mut before, mut after) = (Vec::new(), Vec::new());
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
                            (Some(is), None) if is_there_always(attribute) => Some(not(is)),
                            (Some(_) | None, None) => None,
                        });
                    }
                    // Other attributes were read too: somebody may have changed them since.
                    if differs || known == Known::Read && attribute != ColumnDifference::NameCase {
                        before.extend(is);
                    }
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

/// Whether every column has the attribute, so that one of which nothing can be told beforehand is
/// at least another one.
const fn is_there_always(attribute: ColumnDifference) -> bool {
    match attribute {
        ColumnDifference::Type
        | ColumnDifference::Default
        | ColumnDifference::Generated
        | ColumnDifference::Check => true,
        // A number has neither character set nor collation; the others are always told.
        ColumnDifference::Charset
        | ColumnDifference::Collation
        | ColumnDifference::NameCase
        | ColumnDifference::Nullable
        | ColumnDifference::OnUpdate
        | ColumnDifference::AutoIncrement
        | ColumnDifference::Invisible
        | ColumnDifference::Attributes
        | ColumnDifference::Comment => false,
    }
}

fn default_of(column: &Text) -> String {
    format!("default of `{}`", column.to_lowercase())
}

fn index(catalogue: Catalogue<'_>, table: &TableName, net: &Net<IndexDef>) -> Option<Effect> {
    let name = &net.name;
    let object = format!("index `{}`", name.to_lowercase());
    let shape = |index: &IndexDef| catalogue.index(table, index, &[]);
    let none = not(&catalogue.any_index(table, name));
    let facts = |index: &IndexDef| {
        let mut facts = vec![catalogue.visible(!index.invisible)];
        facts.extend(index.comment.as_deref().map(|text| same("INDEX_COMMENT", text)));
        catalogue.index(table, index, &facts)
    };
    let brings = net.is.as_ref().map(shape);
    let effect = match (&net.was, &net.is) {
        (None, None) => return None,
        (None, Some(to)) => Effect::new(table, object, none, shape(to)),
        (Some(None), None) => Effect::new(table, object, catalogue.any_index(table, name), none),
        (Some(Some(was)), None) => {
            let takes = Some(shape(was));
            Effect { takes, ..Effect::new(table, object, shape(was), none) }
        }
        (Some(None), Some(to)) => Effect::soft(table, object, Some(shape(to))),
        (Some(Some(was)), Some(to)) if facts(was) == facts(to) => Effect::soft(table, object, None),
        (Some(Some(was)), Some(to)) => Effect::new(table, object, facts(was), facts(to)),
    };
    Some(Effect { brings, ..effect })
}

fn check(catalogue: Catalogue<'_>, table: &TableName, net: &Net<CheckDef>) -> Option<Effect> {
    let name = &net.name;
    let object = format!("check `{}`", name.to_lowercase());
    let there = catalogue.check(table, name, &[]);
    let none = not(&there);
    Some(match (&net.was, &net.is) {
        (None, None) => return None,
        (None, Some(_)) => Effect::new(table, object, none, there),
        (Some(_), None) => Effect::new(table, object, there, none),
        (Some(None), Some(_)) => Effect::soft(table, object, None),
        (Some(Some(was)), Some(to)) => {
            let clause = says("CHECK_CLAUSE", &was.expression);
            let Some(clause) = clause else { return Some(Effect::soft(table, object, None)) };
            // How the server spells what it becomes can't be told; only that it is another.
            let is_same = Some(&clause) == says("CHECK_CLAUSE", &to.expression).as_ref();
            let differs = (!is_same).then(|| not(&clause));
            let enforced = catalogue.enforced(to).filter(|_| was.enforced != to.enforced);
            let after: Vec<String> = differs.into_iter().chain(enforced).collect();
            if after.is_empty() {
                return Some(Effect::soft(table, object, None));
            }
            let before: Vec<String> =
                std::iter::once(clause).chain(catalogue.enforced(was)).collect();
            let is = |facts: &[String]| catalogue.check(table, name, facts);
            Effect::new(table, object, is(&before), is(&after))
        }
    })
}

/// The effect of a foreign key's being taken away.
pub(super) fn detached(
    catalogue: Catalogue<'_>,
    table: &TableName,
    key: &ForeignKeyDef,
) -> Option<Effect> {
    let net = Net { name: key.name.to_string(), was: Some(Some(key.clone())), is: None };
    foreign_key(catalogue, table, &net)
}

fn foreign_key(
    catalogue: Catalogue<'_>,
    table: &TableName,
    net: &Net<ForeignKeyDef>,
) -> Option<Effect> {
    let name = &net.name;
    let object = format!("foreign key `{}`", name.to_lowercase());
    let any = catalogue.any_foreign_key(table, name);
    let is = |key: &ForeignKeyDef| catalogue.foreign_key(table, key);
    Some(match (&net.was, &net.is) {
        (None, None) => return None,
        (None, Some(key)) => Effect {
            brings: Some(is(key)),
            parent: Some(key.parent.clone()),
            ..Effect::new(table, object, not(&any), is(key))
        },
        (Some(was), None) => Effect {
            takes: was.as_ref().map(is),
            parent: was.as_ref().map(|key| key.parent.clone()),
            ..Effect::new(table, object, was.as_ref().map_or_else(|| any.clone(), is), not(&any))
        },
        // Both servers refuse it in one statement.
        (Some(_), Some(key)) => Effect::soft(table, object, Some(is(key))),
    })
}

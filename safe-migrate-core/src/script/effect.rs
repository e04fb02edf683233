//! Steps -> their effects: what each changes, and how the catalogue shows it before and after.

use std::collections::{BTreeMap, BTreeSet};

use crate::ddl::Clause;
use crate::diff::{Change, ColumnDifference};
use crate::plan::{Act, Plan, Step};
use crate::schema::{ColumnDef, TableDef, TableName};

use super::NoScript;
use super::catalogue::{Catalogue, not, same};
use super::column::{Known, fact};
use super::{keys, objects};

/// What a statement does to one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Effect {
    /// The table.
    pub(super) table: TableName,
    /// The object within the table: its kind and name.
    pub(super) object: String,
    /// The object as the statement finds it.
    pub(super) before: Option<String>,
    /// The object as the statement leaves it. `None` where the catalogue does not tell.
    pub(super) after: Option<String>,
    /// Whether to run the statement again would do no harm, where nothing tells that it was run.
    pub(super) is_soft: bool,
    /// What the statement takes away, and a later one may bring back: in what shape.
    pub(super) takes: Option<String>,
    /// What it brings, in what shape.
    pub(super) brings: Option<String>,
    /// The table that a foreign key refers to.
    pub(super) parent: Option<TableName>,
}

impl Effect {
    pub(super) fn new(table: &TableName, object: String, before: String, after: String) -> Self {
        Self {
            table: table.clone(),
            object,
            before: Some(before),
            after: Some(after),
            is_soft: false,
            takes: None,
            brings: None,
            parent: None,
        }
    }

    /// Of a statement that may be run again.
    pub(super) fn soft(table: &TableName, object: String, after: Option<String>) -> Self {
        Self {
            before: None,
            after,
            is_soft: true,
            ..Self::new(table, object, "".into(), "".into())
        }
    }
}

/// What is known of the columns while one step after the other is looked at.
pub(super) struct Columns {
    /// The columns as former steps leave them.
    pub(super) left: BTreeMap<(TableName, String), ColumnDef>,
    /// Those whose default a statement sets by itself.
    pub(super) defaults: BTreeSet<(TableName, String)>,
    /// The tables whose partitions a step has taken away.
    pub(super) unpartitioned: BTreeSet<TableName>,
}

impl Columns {
    pub(super) fn key(table: &TableName, column: &str) -> (TableName, String) {
        (table.clone(), column.to_lowercase())
    }
}

/// The effects of each step.
pub(super) fn effects(plan: &Plan) -> Result<Vec<Vec<Effect>>, NoScript> {
    let catalogue = Catalogue { server: &plan.server };
    let mut columns = Columns {
        left: BTreeMap::new(),
        defaults: BTreeSet::new(),
        unpartitioned: BTreeSet::new(),
    };
    for step in &plan.steps {
        for act in &step.acts {
            let (Act::Alter(Clause::SetDefault(ColumnDef { name, .. }))
            | Act::Alter(Clause::DropDefault(name))) = act
            else {
                continue;
            };
            columns.defaults.insert(Columns::key(&step.table, name));
        }
    }
    plan.steps.iter().map(|step| of_step(catalogue, step, &mut columns)).collect()
}

fn of_step(
    catalogue: Catalogue<'_>,
    step: &Step,
    columns: &mut Columns,
) -> Result<Vec<Effect>, NoScript> {
    let mut effects = renames(catalogue, step)?;
    for act in &step.acts {
        match act {
            Act::Fill(column) => {
                let nullable = |word: &str| {
                    catalogue.column(&step.table, column, &[format!("IS_NULLABLE = '{word}'")])
                };
                let object = format!("values of `{}`", column.to_lowercase());
                let before = Some(nullable("YES"));
                let filled = Effect::soft(&step.table, object, Some(nullable("NO")));
                effects.push(Effect { before, ..filled });
            }
            Act::Detach(key) => {
                effects.extend(keys::detached(catalogue, &step.table, key));
            }
            Act::Alter(_) | Act::Rename { .. } => {}
        }
    }
    let clauses: Vec<&Clause> = step
        .acts
        .iter()
        .filter_map(|act| match act {
            Act::Alter(clause) => Some(clause),
            Act::Rename { .. } | Act::Detach(_) | Act::Fill(_) => None,
        })
        .collect();
    if !clauses.is_empty() {
        effects.extend(objects::of_alter(catalogue, step, &clauses, columns));
    }
    for change in &step.changes {
        effects.extend(of_whole(catalogue, step, change));
    }
    Ok(effects)
}

/// The effect of a change that is no clause of an ALTER TABLE.
fn of_whole(catalogue: Catalogue<'_>, step: &Step, change: &Change) -> Option<Effect> {
    let table = &step.table;
    let is = |kind: &str| catalogue.table(table, &[format!("TABLE_TYPE {kind}")]);
    let a_table = || is("IN ('BASE TABLE', 'SYSTEM VERSIONED')");
    let sequence = || is("= 'SEQUENCE'");
    let none = || not(&catalogue.table(table, &[]));
    let whole = |before, after| Some(Effect::new(table, "the table".to_owned(), before, after));
    match change {
        Change::CreateTable(def) => whole(none(), as_created(catalogue, def)),
        Change::DropTable => whole(a_table(), none()),
        Change::CreateSequence(_) => whole(none(), sequence()),
        Change::DropSequence => whole(sequence(), none()),
        Change::ReplaceSequence { to, .. } => {
            let after = counts_so(catalogue, table, to);
            whole(not(&after), after)
        }
        Change::OrderColumns(order) => Some(Effect::soft(
            table,
            "the order of the columns".to_owned(),
            Some(catalogue.order(table, order.iter().map(|name| &**name))),
        )),
        // Told by the clauses of the statement.
        Change::RenameTable { .. }
        | Change::RenameColumn { .. }
        | Change::AddColumn(_)
        | Change::AlterColumn { .. }
        | Change::ChangePrimaryKey { .. }
        | Change::AddIndex(_)
        | Change::ReplaceIndex { .. }
        | Change::AddForeignKey(_)
        | Change::ReplaceForeignKey { .. }
        | Change::AddCheck(_)
        | Change::ReplaceCheck { .. }
        | Change::HideIndex(_)
        | Change::ShowIndex(_)
        | Change::DropColumn(_)
        | Change::DropPrimaryKey(_)
        | Change::DropIndex(_)
        | Change::DropForeignKey(_)
        | Change::DropCheck(_)
        | Change::SetPartitions { .. }
        | Change::SetOptions { .. }
        | Change::SetComment { .. } => None,
    }
}

/// The table is there with the columns that it was made with; a later step may have altered them,
/// so their names and, where they can be told beforehand, their types.
fn as_created(catalogue: Catalogue<'_>, def: &TableDef) -> String {
    let table = def.qualified_name();
    let columns: Vec<(&str, Vec<String>)> = def
        .columns
        .iter()
        .map(|column| {
            let ty = fact(catalogue, &table, column, ColumnDifference::Type, Known::Written);
            (&*column.name, ty.into_iter().collect())
        })
        .collect();
    catalogue.columns(&table, &columns)
}

/// The sequence counts as the statement says that would make it.
fn counts_so(catalogue: Catalogue<'_>, sequence: &TableName, create: &str) -> String {
    let options = [
        ("start with", "start_value"),
        ("minvalue", "minimum_value"),
        ("maxvalue", "maximum_value"),
        ("increment by", "increment"),
        ("cache", "cache_size"),
    ];
    let mut facts: Vec<String> = options
        .iter()
        .filter_map(|(option, column)| {
            let (_, rest) = create.rsplit_once(&format!(" {option} "))?;
            let number: i128 = rest.split_whitespace().next()?.parse().ok()?;
            Some(format!("{column} = {number}"))
        })
        .collect();
    let cycles = create.split_whitespace().any(|word| word == "cycle");
    facts.push(format!("cycle_option = {}", u8::from(cycles)));
    catalogue.sequence(sequence, &facts)
}

/// The effects of renames: of tables, and of columns. What is there under the new name was renamed;
/// another may have taken the old one since.
fn renames(catalogue: Catalogue<'_>, step: &Step) -> Result<Vec<Effect>, NoScript> {
    let mut effects = Vec::new();
    let tables: Vec<(&TableName, &TableName)> = step
        .acts
        .iter()
        .filter_map(|act| match act {
            Act::Rename { from, to } => Some((from, to)),
            Act::Alter(_) | Act::Detach(_) | Act::Fill(_) => None,
        })
        .collect();
    let there = |table: &&TableName| catalogue.table(table, &[]);
    effects.extend(renamed(step, "the tables' names", &tables, there)?);
    let columns: Vec<(&str, &str)> = step
        .acts
        .iter()
        .filter_map(|act| match act {
            Act::Alter(Clause::RenameColumn { from, to }) => Some((&**from, &**to)),
            Act::Alter(_) | Act::Rename { .. } | Act::Detach(_) | Act::Fill(_) => None,
        })
        .collect();
    // The case of a name may be all that changes.
    let there =
        |column: &str| catalogue.column(&step.table, column, &[same("COLUMN_NAME", column)]);
    effects.extend(renamed(step, "the columns' names", &columns, |column: &&str| there(column))?);
    Ok(effects)
}

fn renamed<N: PartialEq + ToString>(
    step: &Step,
    object: &str,
    names: &[(N, N)],
    there: impl Fn(&N) -> String,
) -> Result<Option<Effect>, NoScript> {
    if names.is_empty() {
        return Ok(None);
    }
    let new: Vec<String> = names
        .iter()
        .filter(|(_, to)| names.iter().all(|(from, _)| from != to))
        .map(|(_, to)| there(to))
        .collect();
    if new.is_empty() {
        return Err(NoScript::Exchanged {
            table: step.table.clone(),
            names: names.iter().map(|(from, _)| from.to_string()).collect(),
        });
    }
    let mut before: Vec<String> = names.iter().map(|(from, _)| there(from)).collect();
    before.extend(new.iter().map(|there| not(there)));
    Ok(Some(Effect::new(&step.table, object.to_owned(), before.join(" AND "), new.join(" AND "))))
}

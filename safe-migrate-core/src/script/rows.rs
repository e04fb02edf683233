//! The questions of a step to the data, as they are asked right before it: under the names that
//! tables and columns have by then.

use std::collections::BTreeMap;

use crate::ddl::{Clause, Dialect, identifier};
use crate::plan::{Act, Plan, Probe, Question, Step};
use crate::safety::{count_sql, finding_sql};
use crate::schema::{IndexPart, IndexTarget, List, TableName, Text, eq_ignore_case};

/// A question, and when its answer is in the way.
pub(super) struct Asked {
    /// What depends on it.
    pub(super) change: String,
    /// One row with one number.
    pub(super) count: String,
    /// From which number on.
    pub(super) at_least: u64,
    /// Finds the rows.
    pub(super) find: Option<String>,
}

/// The questions of the step. What a person allowed to be lost is not asked.
pub(super) fn questions(plan: &Plan, at: usize, step: &Step) -> Vec<Asked> {
    let dialect = Dialect { database: Some(&plan.server.database) };
    let by_then = ByThen::new(&plan.steps[..at]);
    let is_allowed = |probe: &Probe| {
        probe.loss.as_ref().is_some_and(|loss| step.allowed.iter().any(|one| one.is_same(loss)))
    };
    step.probes
        .iter()
        .filter(|probe| !is_allowed(probe))
        .map(|probe| {
            let probe = by_then.probe(probe);
            let at_least = match &probe.question {
                Question::Rows { at_least, .. } => *at_least,
                Question::Nulls { .. }
                | Question::Unfit { .. }
                | Question::Duplicates { .. }
                | Question::Orphans { .. }
                | Question::Unfilled { .. }
                | Question::UpdateTriggers
                | Question::TriggersAndViews { .. }
                | Question::Violations { .. } => 1,
            };
            Asked {
                change: probe.change.clone(),
                count: count_sql(&probe, dialect),
                at_least,
                find: finding_sql(&probe, dialect),
            }
        })
        .collect()
}

/// What the steps before have made of names.
struct ByThen<'a> {
    tables: BTreeMap<&'a TableName, &'a TableName>,
    columns: BTreeMap<&'a TableName, Vec<(&'a Text, &'a Text)>>,
    /// Columns that are as they shall be.
    made: BTreeMap<&'a TableName, Vec<&'a Text>>,
    dropped: BTreeMap<&'a TableName, Vec<&'a Text>>,
}

impl<'a> ByThen<'a> {
    fn new(steps: &'a [Step]) -> Self {
        let mut by_then = Self {
            tables: BTreeMap::new(),
            columns: BTreeMap::new(),
            made: BTreeMap::new(),
            dropped: BTreeMap::new(),
        };
        for step in steps {
            for act in &step.acts {
                match act {
                    Act::Rename { from, to } => {
                        by_then.tables.insert(from, to);
                    }
                    Act::Alter(clause) => by_then.clause(&step.table, clause),
                    Act::Detach(_) | Act::Fill(_) => {}
                }
            }
        }
        by_then
    }

    fn clause(&mut self, table: &'a TableName, clause: &'a Clause) {
        match clause {
            Clause::RenameColumn { from, to } => {
                self.columns.entry(table).or_default().push((from, to));
            }
            Clause::AddColumn(column) | Clause::ChangeColumn { to: column, .. } => {
                self.made.entry(table).or_default().push(&column.name);
            }
            Clause::DropColumn(column) => self.dropped.entry(table).or_default().push(column),
            Clause::Placed { clause, .. } => self.clause(table, clause),
            Clause::SetDefault(_)
            | Clause::DropDefault(_)
            | Clause::DropPrimaryKey
            | Clause::AddPrimaryKey { .. }
            | Clause::AddIndex(_)
            | Clause::DropIndex(_)
            | Clause::AddForeignKey(_)
            | Clause::DropForeignKey(_)
            | Clause::AddCheck(_)
            | Clause::DropCheck(_)
            | Clause::HideIndex(_)
            | Clause::ShowIndex(_)
            | Clause::Partition(_)
            | Clause::Options(_)
            | Clause::Comment(_)
            | Clause::Copying => {}
        }
    }

    fn table<'t>(&self, table: &'t TableName) -> &'t TableName
    where
        'a: 't,
    {
        self.tables.get(table).copied().unwrap_or(table)
    }

    /// The name by then of a column of the table (by its present name).
    fn column(&self, table: &TableName, column: &Text) -> Text {
        let renames = self.columns.get(table).into_iter().flatten();
        let mut new = renames.filter(|(from, _)| eq_ignore_case(from, column)).map(|(_, to)| *to);
        new.next().cloned().unwrap_or_else(|| column.clone())
    }

    fn names(&self, table: &TableName, columns: &[Text]) -> List<Text> {
        columns.iter().map(|column| self.column(table, column)).collect()
    }

    /// Columns with what they will hold: those that are there by then hold it themselves.
    fn to_be(&self, table: &TableName, columns: &[(Text, Text)]) -> Vec<(Text, Text)> {
        let mut to_be: Vec<(Text, Text)> = Vec::new();
        let is_among = |columns: &BTreeMap<&TableName, Vec<&Text>>, name: &Text| {
            let mut columns = columns.get(table).into_iter().flatten();
            columns.any(|column| eq_ignore_case(column, name))
        };
        for (name, value) in columns {
            let name = self.column(table, name);
            let is_made = is_among(&self.made, &name);
            let is_gone = is_among(&self.dropped, &name) && !is_made;
            if is_gone || to_be.iter().any(|(known, _)| eq_ignore_case(known, &name)) {
                continue;
            }
            let value = if is_made {
                Text::Owned(identifier(&name))
            } else {
                self.expression(table, value)
            };
            to_be.push((name, value));
        }
        to_be
    }

    /// An expression over present names, which are in backticks.
    fn expression(&self, table: &TableName, expression: &Text) -> Text {
        let Some(renames) = self.columns.get(table) else { return expression.clone() };
        let mut parts: Vec<String> = Vec::new();
        let mut rest: &str = expression;
        // Texts stay as they are; names are what is quoted by backticks.
        while let Some(at) = rest.find(['`', '\'']) {
            let (before, quoted) = rest.split_at(at);
            parts.push(before.to_owned());
            let quote = if quoted.starts_with('`') { '`' } else { '\'' };
            let end = quoted[1..].find(quote).map_or(quoted.len(), |end| end + 2);
            let (quoted, after) = quoted.split_at(end);
            let new = renames.iter().find(|(from, _)| identifier(from) == quoted);
            parts.push(new.map_or_else(|| quoted.to_owned(), |(_, to)| identifier(to)));
            rest = after;
        }
        parts.push(rest.to_owned());
        Text::Owned(parts.concat())
    }

    fn probe(&self, probe: &Probe) -> Probe {
        let table = self.table(&probe.table).clone();
        let key = |key: &[Text]| self.names(&table, key).to_vec();
        let question = match &probe.question {
            // Triggers and views name columns as they were when the plan began.
            Question::Rows { .. }
            | Question::UpdateTriggers
            | Question::TriggersAndViews { .. } => probe.question.clone(),
            Question::Nulls { column, key: by } => {
                Question::Nulls { column: self.column(&table, column), key: key(by) }
            }
            Question::Unfit { column, unfit, key: by } => Question::Unfit {
                column: self.column(&table, column),
                unfit: unfit.clone(),
                key: key(by),
            },
            // Of columns that will be, the parts have the names that will be.
            Question::Duplicates { parts, columns } if columns.is_empty() => {
                Question::Duplicates { parts: self.parts(&table, parts), columns: Vec::new() }
            }
            Question::Duplicates { parts, columns } => {
                Question::Duplicates { parts: parts.clone(), columns: self.to_be(&table, columns) }
            }
            Question::Orphans { key, is_there, columns, parent_columns, .. } => {
                let parent = self.table(&key.parent).clone();
                let mut key = key.clone();
                key.columns = self.names(&table, &key.columns);
                key.parent_columns = self.names(&parent, &key.parent_columns);
                let parent_columns = self.to_be(&parent, parent_columns);
                key.parent = parent;
                // Foreign keys are added when every parent is there.
                let columns = self.to_be(&table, columns);
                Question::Orphans {
                    key,
                    is_there: *is_there,
                    parent_exists: true,
                    columns,
                    parent_columns,
                }
            }
            Question::Unfilled { column, expression, columns, key: by } => Question::Unfilled {
                column: column.as_ref().map(|column| self.column(&table, column)),
                expression: expression.clone(),
                columns: self.to_be(&table, columns),
                key: key(by),
            },
            Question::Violations { expression, columns, key: by } => Question::Violations {
                expression: expression.clone(),
                columns: self.to_be(&table, columns),
                key: key(by),
            },
        };
        Probe { table, question, ..probe.clone() }
    }

    fn parts(&self, table: &TableName, parts: &[IndexPart]) -> Vec<IndexPart> {
        parts
            .iter()
            .map(|part| {
                let target = match &part.target {
                    IndexTarget::Column(name) => IndexTarget::Column(self.column(table, name)),
                    IndexTarget::Expression(sql) => {
                        IndexTarget::Expression(self.expression(table, sql))
                    }
                };
                IndexPart { target, ..part.clone() }
            })
            .collect()
    }
}

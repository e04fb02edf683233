//! Differences as text for a person: one line for each, naming what is not the same.

use std::fmt;

use crate::schema::{TableOptions, Text};

use super::{Change, TableDiff};

impl fmt::Display for TableDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}`", self.table)?;
        for change in &self.changes {
            writeln!(f, "  {change}")?;
        }
        for undeclared in &self.undeclared {
            writeln!(f, "  not declared: {undeclared}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateTable(_) => f.write_str("the table is missing"),
            Self::RenameTable { from, .. } => write!(f, "the table is still named `{from}`"),
            Self::RenameColumn { from, to } => {
                write!(f, "column `{to}` is still named `{from}`")
            }
            Self::AddColumn(column) => write!(f, "column `{}` is missing", column.name),
            Self::AlterColumn { from, differences, .. } => {
                let differences: Vec<String> =
                    differences.iter().map(ToString::to_string).collect();
                write!(f, "column `{}` differs in {}", from.name, differences.join(", "))
            }
            Self::ChangePrimaryKey { conflict, .. } => conflict.fmt(f),
            Self::AddIndex(index) => write!(f, "index `{}` is missing", index.name),
            Self::ReplaceIndex { from, .. } => write!(f, "index `{}` differs", from.name),
            Self::AddForeignKey(key) => write!(f, "foreign key `{}` is missing", key.name),
            Self::ReplaceForeignKey { from, .. } => {
                write!(f, "foreign key `{}` differs", from.name)
            }
            Self::AddCheck(check) => write!(f, "check `{}` is missing", check.name),
            Self::ReplaceCheck { from, .. } => write!(f, "check `{}` differs", from.name),
            Self::HideIndex(name) => write!(f, "index `{name}` is not invisible"),
            Self::ShowIndex(name) => write!(f, "index `{name}` is invisible"),
            Self::DropTable => f.write_str("the table is superfluous"),
            Self::DropColumn(column) => write!(f, "column `{}` is superfluous", column.name),
            Self::DropPrimaryKey(_) => f.write_str("the primary key is superfluous"),
            Self::DropIndex(index) => write!(f, "index `{}` is superfluous", index.name),
            Self::DropForeignKey(key) => write!(f, "foreign key `{}` is superfluous", key.name),
            Self::DropCheck(check) => write!(f, "check `{}` is superfluous", check.name),
            Self::OrderColumns(_) => f.write_str("the columns stand in another order"),
            Self::SetPartitions { .. } => f.write_str("the partitions differ"),
            Self::CreateSequence(_) => f.write_str("the sequence is missing"),
            Self::ReplaceSequence { .. } => f.write_str("the sequence differs"),
            Self::DropSequence => f.write_str("the sequence is superfluous"),
            Self::SetOptions { from, to } => {
                write!(f, "the table differs in {}", differing(from, to).join(", "))
            }
            Self::SetComment { .. } => f.write_str("the comment of the table differs"),
        }
    }
}

/// The options that `to` sets to something else.
fn differing(from: &TableOptions, to: &TableOptions) -> Vec<String> {
    let named: [(&str, &Option<Text>, &Option<Text>); 5] = [
        ("engine", &from.engine, &to.engine),
        ("character set", &from.charset, &to.charset),
        ("collation", &from.collation, &to.collation),
        ("row format", &from.row_format, &to.row_format),
        ("options of the primary key", &from.primary_key, &to.primary_key),
    ];
    let mut differing: Vec<String> = named
        .into_iter()
        .filter(|(_, from, to)| to.is_some() && from != to)
        .map(|(name, ..)| name.to_owned())
        .collect();
    if to.system_versioned.is_some() {
        differing.push("system versioning".to_owned());
    }
    let there = from.others.as_deref().unwrap_or_default();
    let wanted = to.others.as_deref().unwrap_or_default();
    if to.others.is_some() {
        for (name, value) in wanted {
            if !there.iter().any(|(other, there)| other == name && there == value) {
                differing.push(name.trim_matches('`').to_owned());
            }
        }
        for (name, _) in there {
            if !wanted.iter().any(|(other, _)| other == name) {
                differing.push(name.trim_matches('`').to_owned());
            }
        }
    }
    differing
}

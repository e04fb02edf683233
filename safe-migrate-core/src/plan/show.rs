//! The plan as text for a person.

use std::fmt;

use crate::schema::{IndexPart, IndexTarget};

use super::{FixState, Loss, Plan, Question, Step};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Plan for `{}` on {} {}: ",
            self.server.database, self.server.flavour, self.server.version
        )?;
        let is_mended_first = self.fixes.iter().any(|fix| fix.state == FixState::ToRun);
        match (self.steps.len(), self.refusals.len()) {
            (0, 0) => writeln!(f, "nothing to do")?,
            (steps, refused) if is_mended_first => {
                writeln!(f, "{steps} step(s), {refused} refused unless data fixes mend the rows")?;
            }
            (steps, 0) => writeln!(f, "{steps} step(s)")?,
            (steps, refused) => {
                writeln!(f, "{steps} step(s), {refused} refused: nothing of it will run")?;
            }
        }
        for fix in &self.fixes {
            writeln!(f, "  - {fix}")?;
            for line in fix.sql.iter().flat_map(|sql| sql.lines()) {
                writeln!(f, "       > {line}")?;
            }
        }
        for (number, step) in self.steps.iter().enumerate() {
            write_step(f, number + 1, step)?;
        }
        if !self.refusals.is_empty() {
            writeln!(f, "Refused:")?;
            for refusal in &self.refusals {
                writeln!(f, "  - {refusal}")?;
            }
        }
        if !self.notes.is_empty() {
            writeln!(f, "Noticed:")?;
            for note in &self.notes {
                let mark = if note.is_warning { "warning: " } else { "" };
                writeln!(f, "  - {mark}`{}`: {}", note.table, note.text)?;
            }
        }
        Ok(())
    }
}

fn write_step(f: &mut fmt::Formatter<'_>, number: usize, step: &Step) -> fmt::Result {
    write!(f, "{number:>3}. `{}` [{}", step.table, step.risk)?;
    if let Some(algorithm) = step.algorithm {
        write!(f, "; {algorithm}")?;
    }
    if step.rows_estimate > 0 || step.bytes_estimate > 0 {
        let size = bytes(step.bytes_estimate);
        let rebuilt = if step.rebuilds { ", written anew" } else { "" };
        write!(f, "; about {} row(s), {size}{rebuilt}", step.rows_estimate)?;
    }
    writeln!(f, "]")?;
    for line in &step.summary {
        writeln!(f, "       {line}")?;
    }
    for change in &step.changes {
        writeln!(f, "       why:   {change}")?;
    }
    for probe in &step.probes {
        writeln!(f, "       asks:  {}", probe.question)?;
    }
    let is_allowed = |loss: &Loss| step.allowed_losses.iter().any(|one| one.loss.is_same(loss));
    for loss in step.losses.iter().filter(|loss| !is_allowed(loss)) {
        writeln!(f, "       loses: {loss}")?;
    }
    for allowed in &step.allowed_losses {
        writeln!(f, "       loses: {allowed} (allowed)")?;
    }
    for line in step.statement().lines() {
        writeln!(f, "       > {line}")?;
    }
    Ok(())
}

impl fmt::Display for Question {
    /// As a person would ask.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows { at_least: 0 | 1, reason } => write!(f, "has it rows? ({reason})"),
            Self::Rows { at_least, reason } => {
                write!(f, "has it {at_least} rows or more? ({reason})")
            }
            Self::Nulls { column, .. } => write!(f, "does `{column}` hold NULLs?"),
            Self::Unfit { column, .. } => {
                write!(f, "does `{column}` hold values that would not stay what they are?")
            }
            Self::Duplicates { parts, .. } => {
                let names: Vec<String> = parts.iter().map(part).collect();
                write!(f, "do rows share their values of ({})?", names.join(", "))
            }
            Self::Orphans { key, .. } => {
                write!(f, "do rows refer to rows of `{}` that are not there?", key.parent)
            }
            Self::Unfilled { expression, .. } => {
                write!(f, "is ({expression}) NULL for a row that it shall fill?")
            }
            Self::UpdateTriggers => f.write_str("has it triggers that an UPDATE fires?"),
            Self::TriggersAndViews { columns, .. } => {
                let names: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "do triggers or views use {}?", names.join(", "))
            }
            Self::Violations { expression, .. } => {
                write!(f, "is ({expression}) false for a row?")
            }
        }
    }
}

fn part(part: &IndexPart) -> String {
    match &part.target {
        IndexTarget::Column(name) => format!("`{name}`"),
        IndexTarget::Expression(sql) => format!("({sql})"),
    }
}

pub(crate) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let mut value = bytes;
    let mut unit = "bytes";
    for next in UNITS {
        if value < 10 * 1024 {
            break;
        }
        value /= 1024;
        unit = next;
    }
    format!("{value} {unit}")
}

impl Plan {
    /// The message of a refused plan.
    pub(crate) fn refusal_text(&self) -> String {
        let mut text = format!(
            "{} change(s) of database `{}` are refused; ",
            self.refusals.len(),
            self.server.database
        );
        text.push_str(&match self.done.as_slice() {
            [] => "nothing was changed\n".to_owned(),
            done => format!("done before them ({}): {}\n", done.len(), done.join("; ")),
        });
        for refusal in &self.refusals {
            text.push_str(&format!("  - {refusal}\n"));
        }
        for fix in &self.fixes {
            text.push_str(&format!("  - {fix}\n"));
        }
        text.truncate(text.trim_end().len());
        text
    }
}

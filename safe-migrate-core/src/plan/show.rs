//! The plan as text for a person.

use std::fmt;

use super::{Plan, Step};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Plan for `{}` on {} {}: ",
            self.server.database, self.server.flavour, self.server.version
        )?;
        match (self.steps.len(), self.refusals.len()) {
            (0, 0) => writeln!(f, "nothing to do")?,
            (steps, 0) => writeln!(f, "{steps} step(s)")?,
            (steps, refused) => {
                writeln!(f, "{steps} step(s), {refused} refused: nothing of it will run")?;
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
    if step.rebuilds {
        write!(
            f,
            ", rebuilds about {} row(s), {}",
            step.rows_estimate,
            bytes(step.bytes_estimate)
        )?;
    }
    writeln!(f, "]")?;
    for line in &step.summary {
        writeln!(f, "       {line}")?;
    }
    for line in step.sql.lines() {
        writeln!(f, "       > {line}")?;
    }
    Ok(())
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
        text.truncate(text.trim_end().len());
        text
    }
}

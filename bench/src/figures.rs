//! A table of figures: rows in, text and JSON out.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::Outcome;

/// What stands in one place of a table.
pub enum Cell {
    /// A word.
    Word(String),
    /// A count.
    Count(u64),
    /// Milliseconds.
    Time(Duration),
    /// How many times as much.
    Ratio(f64),
    /// Mebibytes.
    Size(f64),
}

impl From<&str> for Cell {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<String> for Cell {
    fn from(word: String) -> Self {
        Self::Word(word)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Duration> for Cell {
    fn from(time: Duration) -> Self {
        Self::Time(time)
    }
}

impl Cell {
    /// How many times as long the first is as the second.
    pub fn ratio(a: Duration, b: Duration) -> Self {
        Self::Ratio(a.as_secs_f64() / b.as_secs_f64())
    }

    fn text(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Count(count) => count.to_string(),
            Self::Time(time) if time.as_secs() >= 10 => format!("{:.1} s", time.as_secs_f64()),
            Self::Time(time) => format!("{:.1} ms", time.as_secs_f64() * 1000.0),
            Self::Ratio(ratio) => format!("{ratio:.2}"),
            Self::Size(mebibytes) => format!("{mebibytes:.1} MiB"),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Word(word) => word.as_str().into(),
            Self::Count(count) => (*count).into(),
            Self::Time(time) => (time.as_secs_f64() * 1000.0).into(),
            Self::Ratio(number) | Self::Size(number) => (*number).into(),
        }
    }
}

/// One row from whatever stands in it.
#[macro_export]
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($crate::figures::Cell::from($cell)),*] };
}

/// A table of figures.
pub struct Table {
    title: &'static str,
    headings: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn new(title: &'static str, headings: &'static [&'static str]) -> Self {
        Self { title, headings, rows: Vec::new() }
    }

    /// A row, which is told at once: some take long.
    pub fn add(&mut self, row: Vec<Cell>) {
        let texts: Vec<String> = row.iter().map(Cell::text).collect();
        eprintln!("  {}", texts.join("  "));
        self.rows.push(row);
    }

    /// As Markdown, with its columns in line.
    pub fn text(&self) -> String {
        let mut lines: Vec<Vec<String>> =
            vec![self.headings.iter().map(|heading| (*heading).to_owned()).collect()];
        lines.extend(self.rows.iter().map(|row| row.iter().map(Cell::text).collect()));
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..self.headings.len()).map(width).collect();
        let mut text = format!("### {}\n\n", self.title);
        for (number, line) in lines.iter().enumerate() {
            let cells = line.iter().zip(&widths).map(|(cell, width)| format!(" {cell:<width$} |"));
            let _ = writeln!(text, "|{}", cells.collect::<String>());
            if number == 0 {
                let rule = widths.iter().map(|width| format!("{}|", "-".repeat(width + 2)));
                let _ = writeln!(text, "|{}", rule.collect::<String>());
            }
        }
        text
    }

    fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let cells = self.headings.iter().zip(row);
            let object: Map<String, Value> =
                cells.map(|(heading, cell)| ((*heading).to_owned(), cell.json())).collect();
            Value::Object(object)
        });
        let mut table = Map::new();
        table.insert("title".to_owned(), self.title.into());
        table.insert("rows".to_owned(), rows.collect());
        Value::Object(table)
    }
}

/// Prints the tables of a part, and writes them as JSON: times in milliseconds, sizes in MiB.
pub fn publish(part: &str, tables: &[Table]) -> Outcome {
    for table in tables {
        println!("{}", table.text());
    }
    let folder = std::env::var("SAFE_SCHEMA_BENCH_OUT").unwrap_or_else(|_| "target/bench".into());
    std::fs::create_dir_all(&folder)?;
    let json: Value = tables.iter().map(Table::json).collect();
    std::fs::write(format!("{folder}/{part}.json"), format!("{json:#}\n"))?;
    Ok(())
}

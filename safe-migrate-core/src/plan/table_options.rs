//! The options of a table: what is set, and what is set back to what it is without being said.

// Looks for one kind of change among all.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::ddl::{Clause, alter_table, word};
use crate::diff::{Change, TableDiff};
use crate::schema::{ColumnDef, ColumnType, DefaultValue, LiveTable, TableOptions, Text};

use super::build::Context;
use super::draft::Draft;
use super::{Probe, Question, Refusal, Risk, Step};

const KEEP_VERSIONS: &str = "keep former versions of the rows";

/// What sets an option back. `None` is an option nobody here knows.
fn unsaid(name: &str) -> Option<&'static str> {
    match name.trim_matches('`').to_ascii_uppercase().as_str() {
        "STATS_PERSISTENT"
        | "STATS_AUTO_RECALC"
        | "STATS_SAMPLE_PAGES"
        | "PACK_KEYS"
        | "PAGE_COMPRESSED"
        | "PAGE_COMPRESSION_LEVEL"
        | "ENCRYPTED"
        | "ENCRYPTION_KEY_ID" => Some("DEFAULT"),
        "KEY_BLOCK_SIZE" | "MAX_ROWS" | "MIN_ROWS" | "AVG_ROW_LENGTH" | "CHECKSUM"
        | "PAGE_CHECKSUM" | "DELAY_KEY_WRITE" | "TRANSACTIONAL" | "AUTOEXTEND_SIZE" => Some("0"),
        "COMPRESSION" => Some("''"),
        _ => None,
    }
}

/// The options to set: those that differ, and those that are to be as if they had not been said.
pub(super) fn to_set(from: &TableOptions, to: &TableOptions) -> TableOptions {
    let mut set = to.clone();
    if let Some(wanted) = &to.others {
        let there = from.others.as_deref().unwrap_or_default();
        let changed = wanted.iter().filter(|option| !there.contains(option)).cloned();
        let gone =
            gone(there, wanted).filter_map(|(name, _)| Some((name.clone(), unsaid(name)?.into())));
        set.others = Some(changed.chain(gone).collect());
    }
    set
}

/// Each option that is set, with what it was.
pub(super) fn summary(from: &TableOptions, to: &TableOptions) -> Vec<String> {
    let named: [(&str, &Option<Text>, &Option<Text>); 4] = [
        ("engine", &from.engine, &to.engine),
        ("default character set", &from.charset, &to.charset),
        ("default collation", &from.collation, &to.collation),
        ("row format", &from.row_format, &to.row_format),
    ];
    let named = named.into_iter().filter_map(|(name, from, to)| {
        let to = to.as_deref().filter(|_| from != to)?;
        Some(match from {
            Some(from) => format!("change the {name} {from} -> {to}"),
            None => format!("set the {name} {to}"),
        })
    });
    let others = to.others.iter().flat_map(|others| others.iter());
    let others = others.map(|(name, value)| format!("set {}={value}", name.trim_matches('`')));
    let versions = (to.system_versioned == Some(true)).then(|| KEEP_VERSIONS.to_owned());
    let mut summary: Vec<String> = named.chain(others).chain(versions).collect();
    if summary.is_empty() {
        summary.push("set the table's options".to_owned());
    }
    summary
}

/// The question whether there are rows, where the table gets an engine that may not have them any
/// more: some keep none at all, some keep them elsewhere, some until the server stops.
pub(super) fn loses_rows(
    diff: &TableDiff,
    actual: &LiveTable,
    from: &TableOptions,
    to: &TableOptions,
) -> Option<Probe> {
    let engine = to.engine.as_deref().filter(|engine| !keeps_rows(engine))?;
    let there = from.engine.as_deref().unwrap_or("InnoDB");
    let change = format!("change the engine {there} -> {engine}");
    let table = &diff.table;
    Some(Probe {
        table: actual.name_before(),
        question: Question::Rows {
            at_least: 1,
            reason: format!("the engine {engine} is not known to keep them for good"),
        },
        way_out: format!(
            "change the engine by hand, if the rows may be lost: ALTER TABLE `{table}` ENGINE = \
             {}; the next run will find it done",
            word(engine)
        )
        .into(),
        change,
        loss: None,
    })
}

/// Whether an engine is known to have tomorrow the rows it was given.
fn keeps_rows(engine: &str) -> bool {
    let keeping = ["InnoDB", "MyISAM", "Aria", "RocksDB"];
    keeping.iter().any(|known| known.eq_ignore_ascii_case(engine))
}

fn gone<'a>(
    there: &'a [(Text, Text)],
    wanted: &'a [(Text, Text)],
) -> impl Iterator<Item = &'a (Text, Text)> + 'a {
    there.iter().filter(|(name, _)| !wanted.iter().any(|(other, _)| other == name))
}

/// Keeps former versions of the rows from now on: last of all, as MariaDB refuses to alter such a
/// table, whose history would no longer be true.
pub(super) fn versioning(ctx: &Context<'_>, diff: &TableDiff) -> Option<Step> {
    let wanted = diff.changes.iter().find(|change| match change {
        Change::SetOptions { to, .. } => to.system_versioned == Some(true),
        _ => false,
    })?;
    let actual = ctx.live.table(&diff.table).filter(|_| !is_by_time(ctx, diff))?;
    let options = TableOptions { system_versioned: Some(true), ..TableOptions::NONE };
    let mut draft = Draft::new();
    draft.raise(Risk::Rebuild);
    draft.changes.push(wanted.clone());
    draft.summary.push(KEEP_VERSIONS.to_owned());
    draft.clauses.push(Clause::Options(options));
    draft.finish(ctx, diff, actual)
}

/// The refusal to forget the former versions of the rows, which no server brings back.
pub(super) fn unversioning(ctx: &Context<'_>, diff: &TableDiff) -> Option<Step> {
    let wanted = diff.changes.iter().find(|change| match change {
        Change::SetOptions { to, .. } => to.system_versioned == Some(false),
        _ => false,
    })?;
    let actual = ctx.live.table(&diff.table)?;
    let options = TableOptions { system_versioned: Some(false), ..TableOptions::NONE };
    let summary = "forget the former versions of the rows";
    let sql = alter_table(&diff.table, &[Clause::Options(options)], ctx.dialect);
    let refusal = Refusal::new(
        &diff.table,
        summary,
        "the table is system-versioned and shall not be: the history of its rows would be lost",
        format!("keep the history elsewhere, if need be, then run by hand: {sql}"),
    );
    Some(Step {
        changes: vec![wanted.clone()],
        risk: Risk::Destructive,
        blocked: vec![refusal],
        rows_estimate: actual.rows_estimate,
        bytes_estimate: actual.bytes_estimate,
        ..Step::new(&diff.table, summary, sql)
    })
}

/// Whether the rows shall be partitioned by the time they were valid: the table has to have
/// versions then.
pub(super) fn is_by_time(ctx: &Context<'_>, diff: &TableDiff) -> bool {
    let partitions = ctx.desired(&diff.table).and_then(|table| table.options.partitions.as_deref());
    partitions.is_some_and(|partitions| partitions.contains("SYSTEM_TIME"))
}

/// The refusal of an option that is there, shall not be, and can't be set back.
pub(super) fn irrevocable(
    diff: &TableDiff,
    from: &TableOptions,
    to: &TableOptions,
) -> Option<Refusal> {
    let wanted = to.others.as_deref()?;
    let there = from.others.as_deref().unwrap_or_default();
    let (name, value) = gone(there, wanted).find(|(name, _)| unsaid(name).is_none())?;
    Some(Refusal::new(
        &diff.table,
        "set the table's options",
        format!("it has {name}={value}, and how to take that back is not known here"),
        "take it back by hand; the next run will find it done",
    ))
}

/// MariaDB converts the default of a TEXT to the table's character set, and refuses that where a
/// character is missing there; so the default of one that changes anyway goes before.
pub(super) fn defaults_in_the_way(diff: &TableDiff, actual: &LiveTable) -> Vec<Clause> {
    let is_lost = |column: &&ColumnDef| {
        let is_changed =
            diff.drops_column(&column.name) || diff.altered_column(&column.name).is_some();
        let is_text = matches!(column.ty, ColumnType::Text { .. });
        let default = match &column.default {
            Some(DefaultValue::Literal(text)) => !text.is_ascii(),
            Some(DefaultValue::Expression(_) | DefaultValue::Bytes(_)) | None => false,
        };
        is_changed && is_text && default
    };
    let lost = actual.def.columns.iter().filter(is_lost);
    lost.map(|column| Clause::DropDefault(column.name.clone())).collect()
}

/// Whether anything is set that is not the primary key's.
pub(super) fn is_any(options: &TableOptions) -> bool {
    *options != TableOptions { primary_key: options.primary_key.clone(), ..TableOptions::NONE }
}

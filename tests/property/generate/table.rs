//! Random tables, sequences, and whole schemas.

use super::{Dice, check, column, foreign_key, index, partition, text};
use crate::model::{Schema, Sequence, Table};

const NAMES: [&str; 6] = ["t0", "t1", "t2", "T3", "Tä 4", "t`5"];

/// A random schema of one to five tables.
pub(super) fn schema(dice: &mut Dice) -> Schema {
    let mut schema = Schema::default();
    for _ in 0..=dice.up_to(4) {
        add(dice, &mut schema);
    }
    for child in 0..schema.tables.len() {
        while dice.chance(35) {
            foreign_key::add(dice, &mut schema, child);
        }
    }
    if !dice.is_mysql() {
        while dice.chance(20) {
            schema.sequences.push(sequence(dice));
        }
    }
    schema
}

/// Adds a random table without foreign keys.
pub(super) fn add(dice: &mut Dice, schema: &mut Schema) {
    let free: Vec<&str> = NAMES.into_iter().filter(|name| schema.table(name).is_none()).collect();
    let Some(name) = dice.pick_any(&free) else { return };
    let table = table(dice, name);
    schema.tables.push(table);
}

fn table(dice: &mut Dice, name: &str) -> Table {
    let mut table = Table {
        name: name.to_owned(),
        columns: Vec::new(),
        primary_key: Vec::new(),
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        charset: text::charset(dice),
        options: Vec::new(),
        comment: text::comment(dice),
        partitions: None,
        versioned: false,
    };
    for _ in 0..2 + dice.up_to(6) {
        if let Some(name) = column::free_name(dice, &table) {
            let column = column::column(dice, &table, name);
            table.columns.push(column);
        }
    }
    if dice.chance(85) {
        table.primary_key = index::primary_key(dice, &table);
    }
    if dice.chance(40) {
        let integers: Vec<usize> =
            (0..table.columns.len()).filter(|at| table.columns[*at].ty.is_integer()).collect();
        if let Some(at) = dice.pick_any(&integers) {
            table.columns[at].auto_increment = true;
        }
    }
    while dice.chance(60) && table.indexes.len() < 5 {
        table.indexes.extend(index::index(dice, &table));
    }
    while dice.chance(25) {
        table.checks.extend(check::check(dice, &table));
    }
    table.options = options(dice);
    if dice.chance(8) {
        table.partitions = partition::partitions(dice, &table);
    }
    table.versioned = !dice.is_mysql() && dice.chance(3);
    table
}

/// Random options; most tables have none.
pub(super) fn options(dice: &mut Dice) -> Vec<String> {
    let mut options = Vec::new();
    if dice.chance(12) {
        let formats =
            ["COMPACT", "REDUNDANT", "DYNAMIC", "COMPRESSED", "COMPRESSED KEY_BLOCK_SIZE=8"];
        options.push(format!("ROW_FORMAT={}", dice.pick(&formats)));
    }
    if dice.chance(8) {
        options.push(dice.pick(&["STATS_PERSISTENT=1", "STATS_PERSISTENT=0"]).to_owned());
    }
    if dice.chance(4) {
        options.push("STATS_SAMPLE_PAGES=7".to_owned());
    }
    options
}

/// A random sequence.
pub(super) fn sequence(dice: &mut Dice) -> Sequence {
    let name = dice.pick(&["s0", "s1", "s 2"]).to_owned();
    let sql = dice.pick(&[
        "START WITH 1",
        "START WITH 5 INCREMENT BY 2",
        "START WITH 10 MINVALUE 1 MAXVALUE 100 CYCLE",
        "START WITH 7 INCREMENT BY 3 CACHE 10",
        "START WITH -1 INCREMENT BY -1 NOCACHE",
    ]);
    Sequence { name, sql: sql.to_owned() }
}

//! What a schema of one kind of server has that the other kind can't have, or that the two write
//! so differently that they can't be compared: told, never guessed.

use safe_schema::schema::{
    ColumnDef, ColumnType, DefaultValue, IndexDef, IndexKind, IndexTarget, LiveSchema, TableDef,
};
use safe_schema::server::Flavour;

/// What stands in the way of comparing this schema with one on the other kind of server.
pub(crate) fn obstacles(live: &LiveSchema, from: Flavour, to: Flavour) -> Vec<String> {
    if from == to {
        return Vec::new();
    }
    let mut obstacles = Vec::new();
    for name in live.sequences.keys() {
        obstacles.push(format!("`{name}`: a sequence"));
    }
    for (name, table) in &live.tables {
        obstacles
            .extend(of_table(&table.def, to).into_iter().map(|what| format!("`{name}`: {what}")));
    }
    obstacles
}

fn of_table(table: &TableDef, to: Flavour) -> Vec<String> {
    let mut found = Vec::new();
    let options = &table.options;
    found.extend(foreign_collation(options.collation.as_deref(), to));
    if options.partitions.as_deref().is_some_and(|partitions| !partitions.is_empty()) {
        found.push("partitions".to_owned());
    }
    if options.system_versioned == Some(true) {
        found.push("system versioning".to_owned());
    }
    if options.primary_key.as_deref().is_some_and(|options| options.contains("USING")) {
        found.push("options of the primary key".to_owned());
    }
    // STATS_* and the like are the same on both; the rest belongs to one of them.
    let shared = [
        "STATS_PERSISTENT",
        "STATS_AUTO_RECALC",
        "STATS_SAMPLE_PAGES",
        "KEY_BLOCK_SIZE",
        "MAX_ROWS",
        "MIN_ROWS",
        "AVG_ROW_LENGTH",
        "CHECKSUM",
        "PACK_KEYS",
        "DELAY_KEY_WRITE",
    ];
    for (name, _) in options.others.iter().flat_map(|others| others.iter()) {
        if !shared.contains(&name.as_ref()) {
            found.push(format!("the option {name}"));
        }
    }
    for column in table.columns.iter() {
        found.extend(of_column(column, to).map(|what| format!("column `{}`: {what}", column.name)));
    }
    for index in table.indexes.iter() {
        found.extend(of_index(index, to).map(|what| format!("index `{}`: {what}", index.name)));
    }
    if to == Flavour::MariaDb {
        for check in table.checks.iter().filter(|check| !check.enforced) {
            found.push(format!("check `{}`: NOT ENFORCED", check.name));
        }
    }
    found
}

fn of_column(column: &ColumnDef, to: Flavour) -> Option<String> {
    if let Some(attributes) = &column.attributes {
        return Some(attributes.to_string());
    }
    if let ColumnType::Other { sql } = &column.ty
        && !is_on_both(sql)
    {
        return Some(format!("the type {sql}"));
    }
    match to {
        Flavour::MySql if column.check.is_some() => {
            return Some("a check in the column's own definition".to_owned());
        }
        Flavour::MySql
            if column.ty.is_lob() && matches!(column.default, Some(DefaultValue::Literal(_))) =>
        {
            return Some("a literal default of a column stored apart from the row".to_owned());
        }
        Flavour::MySql | Flavour::MariaDb => {}
    }
    foreign_collation(column.collation.as_deref(), to)
}

/// Types that the model has no words for, and that both kinds of server write alike.
fn is_on_both(sql: &str) -> bool {
    let first = sql.split(['(', ' ']).next().unwrap_or_default();
    let shape = [
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
    ];
    let number = ["float", "double"];
    !sql.contains("SRID")
        && !sql.contains("REF_SYSTEM")
        && (shape.contains(&first) || number.contains(&first))
}

fn of_index(index: &IndexDef, to: Flavour) -> Option<String> {
    if let IndexKind::Other(kind) = &index.kind {
        return Some(format!("of the kind {kind}"));
    }
    if let Some(options) = index.options.as_deref()
        && !matches!(options, "" | "USING BTREE" | "USING HASH")
    {
        return Some(options.to_owned());
    }
    let has_expression =
        index.parts.iter().any(|part| matches!(part.target, IndexTarget::Expression(_)));
    (has_expression && to == Flavour::MariaDb).then(|| "an indexed expression".to_owned())
}

/// Collations that only one kind of server has.
fn foreign_collation(collation: Option<&str>, to: Flavour) -> Option<String> {
    let collation = collation?;
    let is_foreign = match to {
        Flavour::MariaDb => collation.contains("_0900_"),
        Flavour::MySql => collation.contains("uca1400") || collation.contains("nopad"),
    };
    is_foreign.then(|| format!("the collation {collation}"))
}

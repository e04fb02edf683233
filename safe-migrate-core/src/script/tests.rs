//! Whole scripts, and what has none.

use std::collections::BTreeMap;

use crate::diff::{Desired, compare};
use crate::plan::{Act, Plan, Refusal, Step, build};
use crate::schema::{
    ColumnDef, IndexPart, LiveSchema, LiveTable, TableDef, TableName, TableOptions,
};
use crate::server::{Flavour, ServerInfo, Version};

use super::NoScript;

fn table(columns: &[(&'static str, &str, bool)]) -> TableDef {
    let column = |(name, ty, nullable): &(&'static str, &str, bool)| {
        ColumnDef::new(name, crate::introspect::parse_column_type(ty), *nullable)
    };
    TableDef {
        database: None,
        name: "users".into(),
        renamed_from: None,
        columns: columns.iter().map(column).collect(),
        primary_key: vec![IndexPart::column("id")].into(),
        indexes: vec![].into(),
        foreign_keys: vec![].into(),
        checks: vec![].into(),
        options: TableOptions::NONE,
    }
}

fn plan(declared: &TableDef, there: Option<&TableDef>) -> Plan {
    let server = ServerInfo {
        flavour: Flavour::MySql,
        version: Version::new(9, 7, 4),
        database: "db".to_owned(),
        table_names_ignore_case: false,
        requires_primary_key: false,
    };
    let live = |def: &TableDef| LiveTable {
        def: def.clone(),
        rows_estimate: 7,
        bytes_estimate: 16_384,
        generated_key: None,
        broken_foreign_keys: Vec::new(),
        renamed_from: None,
        renamed_columns: Vec::new(),
        not_understood: Vec::new(),
    };
    let live = LiveSchema {
        database: "db".to_owned(),
        tables: there
            .iter()
            .map(|def| (def.qualified_name(), live(def)))
            .collect::<BTreeMap<_, _>>(),
        ..LiveSchema::default()
    };
    let desired = Desired::declared(vec![declared.clone()]);
    build(&desired, &compare(&desired, &live), &live, &server)
}

#[test]
fn a_small_script() {
    let there = table(&[("id", "int", false)]);
    let declared = table(&[("id", "int", false), ("it's", "int", true)]);
    let script = plan(&declared, Some(&there)).to_script().unwrap();
    assert_eq!(script, include_str!("small.sql"));
}

#[test]
fn a_new_table_has_the_columns_it_was_made_with() {
    let declared = table(&[("id", "int", false), ("e", "enum('\\\\')", true)]);
    let script = plan(&declared, None).to_script().unwrap();
    let after = "((COLUMN_NAME = 'id' AND (COLUMN_TYPE = 'int' OR COLUMN_TYPE LIKE 'int(%)') \
                  OR COLUMN_NAME = 'e'))";
    assert!(script.contains(&after[1..after.len() - 1]), "{script}");
}

/// What a client reads line by line holds no line that is not its own.
#[test]
fn hostile_text_stays_in_one_line() {
    let mut declared = table(&[("id", "int", false)]);
    declared.options.comment = Some("a'\nDELIMITER $$\n\\q\r\u{1a}*/ -- `".into());
    let script = plan(&declared, None).to_script().unwrap();
    for line in script.lines() {
        let is_own =
            ["-- ", "--", "SET ", "USE ", "PREPARE ", "EXECUTE ", "DEALLOCATE ", "SELECT "];
        assert!(line.is_empty() || is_own.iter().any(|own| line.starts_with(own)), "{line}");
    }
    assert!(script.contains(r"COMMENT=\'a\'\'".replace(r"\'", "''").as_str()), "{script}");
}

#[test]
fn what_is_refused_has_none() {
    let mut plan = plan(&table(&[("id", "int", false)]), None);
    let refusal = Refusal::new(&TableName::new("users"), "a change", "a reason", "a way out");
    plan.refusals.push(refusal.clone());
    let error = plan.to_script().unwrap_err();
    assert_eq!(error, NoScript::Refused(vec![refusal]));
    assert!(error.to_string().contains("a reason"), "{error}");
}

#[test]
fn names_that_are_exchanged_tell_nothing() {
    let mut plan = plan(&table(&[("id", "int", false)]), None);
    let names = ["a", "b", "c"].map(TableName::new);
    let rename =
        |from: usize, to: usize| Act::Rename { from: names[from].clone(), to: names[to].clone() };
    plan.steps = vec![Step {
        acts: vec![rename(0, 1), rename(1, 0)],
        ..Step::new(&names[0], "rename", "RENAME TABLE ..".to_owned())
    }];
    let error = plan.to_script().unwrap_err();
    assert!(matches!(&error, NoScript::Exchanged { names, .. } if *names == ["a", "b"]), "{error}");
    // A chain does tell, by the name at its end.
    plan.steps[0].acts = vec![rename(0, 1), rename(1, 2)];
    assert!(plan.to_script().is_ok());
}

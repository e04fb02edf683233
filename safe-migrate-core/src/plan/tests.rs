//! Plans, as whole SQL texts.

use std::collections::BTreeMap;

use crate::diff::{Desired, compare, under_declared_names};
use crate::schema::{
    ColumnDef, DefaultValue, ForeignKeyDef, IndexDef, IndexKind, IndexPart, IndexTarget, List,
    LiveSchema, LiveTable, ReferentialAction, TableDef, TableName, TableOptions, Text,
};
use crate::server::{Flavour, ServerInfo, Version};

use super::{Plan, Question, build};

/// `name type`, ended by `?` where NULL is allowed and `+` where the server numbers rows.
pub(super) fn column(text: &str) -> ColumnDef {
    let (text, nullable) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
    let (text, auto_increment) = text.strip_suffix('+').map_or((text, false), |text| (text, true));
    let (name, ty) = text.split_once(' ').unwrap();
    let mut column = ColumnDef::new("", crate::introspect::parse_column_type(ty), nullable);
    column.name = name.to_owned().into();
    column.auto_increment = auto_increment;
    column
}

pub(super) fn parts(columns: &str) -> List<IndexPart> {
    columns
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| IndexPart {
            target: IndexTarget::Column(name.to_owned().into()),
            prefix: None,
            descending: false,
        })
        .collect()
}

fn names(columns: &str) -> List<Text> {
    columns.split(',').map(|name| Text::Owned(name.to_owned())).collect()
}

pub(super) fn table(name: &'static str, columns: &[&str], primary_key: &str) -> TableDef {
    TableDef {
        database: None,
        name: name.into(),
        renamed_from: None,
        columns: columns.iter().map(|text| column(text)).collect(),
        primary_key: parts(primary_key),
        indexes: vec![].into(),
        foreign_keys: vec![].into(),
        checks: vec![].into(),
        options: TableOptions::NONE,
    }
}

pub(super) trait With: Sized {
    fn with_index(self, name: &'static str, kind: IndexKind, columns: &str) -> Self;
    fn with_key(self, name: &'static str, columns: &str, parent: &'static str, at: &str) -> Self;
}

impl With for TableDef {
    fn with_index(mut self, name: &'static str, kind: IndexKind, columns: &str) -> Self {
        self.indexes.to_mut().push(IndexDef {
            name: name.into(),
            kind,
            parts: parts(columns),
            invisible: false,
            options: None,
            comment: None,
        });
        self
    }

    fn with_key(
        mut self,
        name: &'static str,
        columns: &str,
        parent: &'static str,
        at: &str,
    ) -> Self {
        self.foreign_keys.to_mut().push(ForeignKeyDef {
            name: name.into(),
            columns: names(columns),
            parent: TableName::new(parent),
            parent_columns: names(at),
            on_delete: ReferentialAction::Restrict,
            on_update: ReferentialAction::Restrict,
        });
        self
    }
}

/// A table as a server tells it: nothing is left unsaid.
pub(super) fn as_read(def: &TableDef) -> TableDef {
    let mut def = def.clone();
    let said = |text: &'static str| Some(Text::Borrowed(text));
    def.options.charset = said("utf8mb4");
    def.options.collation = said("utf8mb4_general_ci");
    for column in def.columns.to_mut().iter_mut().filter(|column| column.ty.is_text()) {
        column.charset = column.charset.take().or_else(|| said("utf8mb4"));
        column.collation = column.collation.take().or_else(|| said("utf8mb4_general_ci"));
    }
    def
}

pub(super) fn live(tables: &[TableDef]) -> LiveSchema {
    LiveSchema {
        database: "db".to_owned(),
        sees_everything: true,
        seen_databases: Vec::new(),
        default_collations: BTreeMap::new(),
        table_names_ignore_case: false,
        sequences: BTreeMap::new(),
        others: BTreeMap::new(),
        foreign_keys: tables
            .iter()
            .flat_map(|table| {
                table.foreign_keys.iter().map(|key| (table.qualified_name(), key.clone()))
            })
            .collect(),
        tables: tables
            .iter()
            .map(|def| {
                let table = LiveTable {
                    def: as_read(def),
                    rows_estimate: 7,
                    bytes_estimate: 16_384,
                    generated_key: None,
                    broken_foreign_keys: Vec::new(),
                    renamed_from: None,
                    renamed_columns: Vec::new(),
                    not_understood: Vec::new(),
                };
                (def.qualified_name(), table)
            })
            .collect(),
    }
}

fn plan(declared: &[TableDef], live: &LiveSchema) -> Plan {
    let server = ServerInfo {
        flavour: Flavour::MySql,
        version: Version::new(9, 7, 4),
        database: "db".to_owned(),
        table_names_ignore_case: false,
        requires_primary_key: false,
    };
    let live = under_declared_names(declared, live.clone());
    let desired = Desired::declared(declared.to_vec());
    build(&desired, &compare(&desired, &live), &live, &server)
}

fn sql(declared: &[TableDef], there: &[TableDef]) -> String {
    plan(declared, &live(there)).to_sql()
}

#[test]
fn equal_tables_need_nothing() {
    let users = table("users", &["id bigint unsigned+", "name varchar(20)?"], "id");
    assert_eq!(sql(std::slice::from_ref(&users), std::slice::from_ref(&users)), "");
}

#[test]
fn tables_are_created_parents_first() {
    let tenants = table("tenants", &["id bigint unsigned+"], "id");
    let users = table("users", &["id int", "tenant_id bigint unsigned?"], "id").with_key(
        "fk_users_tenant_id",
        "tenant_id",
        "tenants",
        "id",
    );
    assert_eq!(
        sql(&[users, tenants], &[]),
        "CREATE TABLE IF NOT EXISTS `tenants` (\n  \
           `id` bigint unsigned NOT NULL AUTO_INCREMENT,\n  \
           PRIMARY KEY (`id`)\n\
         ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\
         CREATE TABLE IF NOT EXISTS `users` (\n  \
           `id` int NOT NULL,\n  \
           `tenant_id` bigint unsigned NULL,\n  \
           PRIMARY KEY (`id`),\n  \
           CONSTRAINT `fk_users_tenant_id` FOREIGN KEY (`tenant_id`) REFERENCES `tenants` (`id`)\n\
         ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n"
    );
}

#[test]
fn a_cycle_is_closed_last() {
    let a = table("a", &["id int", "b int?"], "id").with_key("fk_a_b", "b", "b", "id");
    let b = table("b", &["id int", "a int?"], "id").with_key("fk_b_a", "a", "a", "id");
    let text = sql(&[a, b], &[]);
    assert!(text.ends_with(
        "ALTER TABLE `a` ADD CONSTRAINT `fk_a_b` FOREIGN KEY (`b`) REFERENCES `b` (`id`);\n"
    ));
    assert!(text.contains("CONSTRAINT `fk_b_a` FOREIGN KEY (`a`) REFERENCES `a` (`id`)\n)"));
}

#[test]
fn the_key_moves_to_a_new_numbered_column_in_one_statement() {
    let declared = table("apps", &["id bigint unsigned+", "client_id varchar(64)"], "id")
        .with_index("uq_apps_client_id", IndexKind::Unique, "client_id");
    let there = table("apps", &["client_id varchar(64)"], "client_id");
    let plan = plan(&[declared], &live(&[there]));
    assert_eq!(
        plan.to_sql(),
        "ALTER TABLE `apps`\n  \
           ADD COLUMN `id` bigint unsigned NOT NULL AUTO_INCREMENT,\n  \
           DROP PRIMARY KEY,\n  \
           ADD PRIMARY KEY (`id`),\n  \
           ADD UNIQUE KEY `uq_apps_client_id` (`client_id`),\n  \
           ALGORITHM=INPLACE, LOCK=SHARED;\n"
    );
    // Numbered by the server, and unique before: nothing to ask the rows.
    assert_eq!(plan.steps[0].probes, []);
}

#[test]
fn a_numbered_column_that_leaves_the_key_is_indexed_in_the_same_statement() {
    // GORM's 1075: the old key column is AUTO_INCREMENT, and nobody declares it any more.
    let declared = table("apps", &["app_no varchar(20)"], "app_no");
    let there = table("apps", &["id int+", "app_no varchar(20)"], "id");
    assert_eq!(
        sql(&[declared], &[there]),
        "ALTER TABLE `apps`\n  \
           DROP PRIMARY KEY,\n  \
           ADD PRIMARY KEY (`app_no`),\n  \
           ADD KEY `idx_apps_id` (`id`),\n  \
           ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn what_foreign_keys_refer_to_stays_unique() {
    let there = table("parents", &["id int", "code varchar(9)"], "id");
    let child = table("children", &["id int", "parent int"], "id")
        .with_key("fk", "parent", "parents", "id");
    let declared = table("parents", &["id int", "code varchar(9)"], "code");
    assert_eq!(
        sql(&[declared], &[there, child]),
        "ALTER TABLE `parents`\n  \
           DROP PRIMARY KEY,\n  \
           ADD PRIMARY KEY (`code`),\n  \
           ADD UNIQUE KEY `uq_parents_id` (`id`),\n  \
           ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn a_foreign_key_that_rested_on_the_primary_key_gets_an_index() {
    let parent = table("p", &["id int"], "id");
    let child = |key| table("c", &["p int", "n int"], key).with_key("fk_c_p", "p", "p", "id");
    assert_eq!(
        sql(&[parent.clone(), child("n")], &[parent, child("p,n")]),
        "ALTER TABLE `c`\n  \
           DROP PRIMARY KEY,\n  \
           ADD PRIMARY KEY (`n`),\n  \
           ADD KEY `fk_c_p` (`p`),\n  \
           ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn a_wider_key_asks_nothing_and_a_narrower_one_asks_for_duplicates() {
    let narrow = table("t", &["a int", "b int"], "a");
    let wide = table("t", &["a int", "b int"], "a,b");
    let widened = plan(std::slice::from_ref(&wide), &live(std::slice::from_ref(&narrow)));
    assert_eq!(widened.steps[0].probes, []);
    let narrowed = plan(&[narrow], &live(&[wide]));
    let questions: Vec<&Question> =
        narrowed.steps[0].probes.iter().map(|probe| &probe.question).collect();
    assert_eq!(
        questions,
        [&Question::Duplicates { parts: parts("a").into_owned(), columns: Vec::new() }]
    );
}

#[test]
fn a_hidden_generated_key_goes_with_the_new_one() {
    let declared = table("t", &["a int"], "a");
    let mut there = live(&[table("t", &["my_row_id bigint unsigned+", "a int"], "")]);
    there.tables.values_mut().for_each(|table| table.generated_key = Some("my_row_id".into()));
    assert_eq!(
        plan(&[declared], &there).to_sql(),
        "ALTER TABLE `t`\n  DROP COLUMN `my_row_id`,\n  ADD PRIMARY KEY (`a`),\n  \
         ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn altering_restates_what_the_declaration_does_not_say() {
    let declared = table("t", &["id int", "name varchar(40)"], "id");
    let mut there = table("t", &["id int", "name varchar(20)"], "id");
    let name = &mut there.columns.to_mut()[1];
    name.charset = Some("latin1".into());
    name.collation = Some("latin1_bin".into());
    name.comment = Some("it's".into());
    assert_eq!(
        sql(std::slice::from_ref(&declared), &[there]),
        "ALTER TABLE `t` MODIFY COLUMN `name` varchar(40) CHARACTER SET latin1 COLLATE latin1_bin \
         NOT NULL COMMENT 'it''s', ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn a_table_is_rebuilt_once() {
    let mut declared = table("t", &["id int", "a bigint", "b int", "c int?"], "id");
    declared.columns.to_mut()[2].default = Some(DefaultValue::Literal("5".into()));
    let there = table("t", &["id int", "a int", "b int"], "id");
    assert_eq!(
        sql(&[declared], &[there]),
        "ALTER TABLE `t`\n  \
           ADD COLUMN `c` int NULL,\n  \
           MODIFY COLUMN `a` bigint NOT NULL,\n  \
           MODIFY COLUMN `b` int NOT NULL DEFAULT 5,\n  \
           ALGORITHM=COPY;\n"
    );
}

#[test]
fn what_costs_the_same_goes_together_and_the_rest_stays_apart() {
    let mut declared = table("t", &["id int", "b int", "c int?"], "id").with_index(
        "idx_t_b",
        IndexKind::Plain,
        "b",
    );
    declared.columns.to_mut()[1].default = Some(DefaultValue::Literal("5".into()));
    let there = table("t", &["id int", "b int"], "id");
    assert_eq!(
        sql(&[declared], &[there]),
        "ALTER TABLE `t`\n  \
           ADD COLUMN `c` int NULL,\n  \
           MODIFY COLUMN `b` int NOT NULL DEFAULT 5,\n  \
           ALGORITHM=INSTANT;\n\
         ALTER TABLE `t` ADD KEY `idx_t_b` (`b`), ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn a_changed_foreign_key_is_replaced_at_one_stroke() {
    let parent = table("p", &["id int"], "id");
    let child = table("c", &["id int", "p int"], "id").with_key("fk_c_p", "p", "p", "id");
    let mut declared = child.clone();
    declared.foreign_keys.to_mut()[0].on_delete = ReferentialAction::Cascade;
    let first = sql(&[parent.clone(), declared.clone()], &[parent.clone(), child.clone()]);
    assert_eq!(
        first,
        "ALTER TABLE `c`\n  DROP FOREIGN KEY `fk_c_p`,\n  ADD CONSTRAINT `fk_c_p_2` FOREIGN KEY \
         (`p`) REFERENCES `p` (`id`) ON DELETE CASCADE,\n  ALGORITHM=COPY;\n"
    );
    // The replaced key is the declared one, whatever its name; and back again.
    let mut replaced = declared.clone();
    replaced.foreign_keys.to_mut()[0].name = "fk_c_p_2".into();
    assert_eq!(sql(&[parent.clone(), declared], &[parent.clone(), replaced.clone()]), "");
    assert_eq!(
        sql(&[parent.clone(), child], &[parent, replaced]),
        "ALTER TABLE `c`\n  DROP FOREIGN KEY `fk_c_p_2`,\n  ADD CONSTRAINT `fk_c_p` FOREIGN KEY \
         (`p`) REFERENCES `p` (`id`),\n  ALGORITHM=COPY;\n"
    );
}

#[test]
fn a_declared_rename_is_one_and_an_undeclared_one_is_two_columns() {
    let there = table("t", &["id int", "nick varchar(9)?"], "id");
    let mut declared = table("t", &["id int", "name varchar(20)"], "id");
    assert_eq!(
        sql(std::slice::from_ref(&declared), std::slice::from_ref(&there)),
        "ALTER TABLE `t` ADD COLUMN `name` varchar(20) NOT NULL, ALGORITHM=INSTANT;\n"
    );
    declared.columns.to_mut()[1].renamed_from = Some("nick".into());
    let plan = plan(&[declared], &live(&[there]));
    assert_eq!(
        plan.to_sql(),
        "ALTER TABLE `t` RENAME COLUMN `nick` TO `name`, ALGORITHM=INSTANT;\n\
         ALTER TABLE `t` MODIFY COLUMN `name` varchar(20) NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
    // Asked before the rename, under the old name.
    let question = &plan.steps[1].probes[0].question;
    assert_eq!(*question, Question::Nulls { column: "nick".into(), key: vec!["id".into()] });
}

#[test]
fn a_renamed_column_takes_its_keys_along() {
    let there = table("p", &["no int"], "no").with_index("idx", IndexKind::Plain, "no");
    let child = table("c", &["p int"], "p").with_key("fk_c_p", "p", "p", "no");
    let mut declared = table("p", &["id int"], "id").with_index("idx", IndexKind::Plain, "id");
    declared.columns.to_mut()[0].renamed_from = Some("no".into());
    let declared_child = table("c", &["p int"], "p").with_key("fk_c_p", "p", "p", "id");
    assert_eq!(
        sql(&[declared, declared_child], &[there, child]),
        "ALTER TABLE `p` RENAME COLUMN `no` TO `id`, ALGORITHM=INSTANT;\n"
    );
}

#[test]
fn a_renamed_table_keeps_its_rows_and_its_children() {
    let there = table("people", &["id int"], "id");
    let child = table("c", &["p int"], "p").with_key("fk_c_p", "p", "people", "id");
    let mut declared = table("persons", &["id int"], "id");
    declared.renamed_from = Some("people".into());
    let declared_child = table("c", &["p int"], "p").with_key("fk_c_p", "p", "persons", "id");
    assert_eq!(
        sql(&[declared.clone(), declared_child], &[there.clone(), child]),
        "RENAME TABLE `people` TO `persons`;\n"
    );
    // Done before: both names there, nothing to rename.
    let new = TableDef { name: "persons".into(), ..there.clone() };
    assert_eq!(sql(&[declared], &[there, new]), "");
}

#[test]
fn a_backfill_is_add_then_fill_then_tighten() {
    let there = table("t", &["id int", "a int"], "id");
    let mut declared = table("t", &["id int", "a int", "b int"], "id");
    declared.columns.to_mut()[2].backfill = Some("a * 2".into());
    let plan = plan(std::slice::from_ref(&declared), &live(&[there]));
    assert_eq!(
        plan.to_sql(),
        "ALTER TABLE `t` ADD COLUMN `b` int NULL, ALGORITHM=INSTANT;\n\
         UPDATE `t` SET `b` = (a * 2) WHERE `b` IS NULL AND (a * 2) IS NOT NULL LIMIT 1000;\n\
         ALTER TABLE `t` MODIFY COLUMN `b` int NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
    // A run that was killed in between is taken up.
    let halfway = table("t", &["id int", "a int", "b int?"], "id");
    assert_eq!(
        sql(&[declared], &[halfway]),
        "UPDATE `t` SET `b` = (a * 2) WHERE `b` IS NULL AND (a * 2) IS NOT NULL LIMIT 1000;\n\
         ALTER TABLE `t` MODIFY COLUMN `b` int NOT NULL, ALGORITHM=INPLACE, LOCK=NONE;\n"
    );
}

#[test]
fn a_plan_says_what_why_and_how() {
    let mut declared = table("t", &["id int", "a bigint", "c int?"], "id").with_index(
        "uq_t_a",
        IndexKind::Unique,
        "a",
    );
    let mut there = live(&[table("t", &["id int", "a int"], "id")]);
    for table in there.tables.values_mut() {
        (table.rows_estimate, table.bytes_estimate) = (1_200, 160 << 10);
    }
    declared.options.comment = Some("things".into());
    assert_eq!(
        plan(&[declared], &there).to_string(),
        "Plan for `db` on MySQL 9.7.4: 1 step(s)
  1. `t` [data-dependent; copy, writers wait; about 1200 row(s), 160 KiB, written anew]
       add column `c` int
       alter column `a`: int -> bigint
       set the table's comment
       add unique index `uq_t_a`
       why:   column `c` is missing
       why:   column `a` differs in type
       why:   the comment of the table differs
       why:   index `uq_t_a` is missing
       asks:  do rows share their values of (`a`)?
       > ALTER TABLE `t`
       >   ADD COLUMN `c` int NULL,
       >   MODIFY COLUMN `a` bigint NOT NULL,
       >   ADD UNIQUE KEY `uq_t_a` (`a`),
       >   COMMENT='things',
       >   ALGORITHM=COPY
"
    );
}

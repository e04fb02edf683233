//! The class of risk of every kind of change, as the contract has it.

use std::collections::BTreeSet;

use crate::diff::{Change, ColumnDifference, Desired, Extent, compare, under_declared_names};
use crate::schema::{
    CheckDef, ColumnDef, DefaultValue, Generated, IndexKind, LiveSchema, ReferentialAction,
    Storage, TableDef, TableName, Text,
};
use crate::server::{Flavour, ServerInfo, Version};

use super::tests::{With, as_read, column, live, table};
use super::{Plan, Probe, Question, Risk, build};

fn plan(there: &LiveSchema, desired: &Desired) -> Plan {
    let server = ServerInfo {
        flavour: Flavour::MariaDb,
        version: Version::new(10, 11, 19),
        database: "db".to_owned(),
        table_names_ignore_case: false,
        requires_primary_key: false,
    };
    let there = under_declared_names(&desired.tables, there.clone());
    build(desired, &compare(desired, &there), &there, &server)
}

/// What one change is called; a new kind has to be named, and classified below.
const fn kind(change: &Change) -> &'static str {
    match change {
        Change::CreateTable(_) => "create table",
        Change::RenameTable { .. } => "rename table",
        Change::RenameColumn { .. } => "rename column",
        Change::AddColumn(_) => "add column",
        Change::AlterColumn { .. } => "alter column",
        Change::ChangePrimaryKey { .. } => "change primary key",
        Change::AddIndex(_) => "add index",
        Change::ReplaceIndex { .. } => "replace index",
        Change::AddForeignKey(_) => "add foreign key",
        Change::ReplaceForeignKey { .. } => "replace foreign key",
        Change::AddCheck(_) => "add check",
        Change::ReplaceCheck { .. } => "replace check",
        Change::HideIndex(_) => "hide index",
        Change::ShowIndex(_) => "show index",
        Change::DropTable => "drop table",
        Change::DropColumn(_) => "drop column",
        Change::DropPrimaryKey(_) => "drop primary key",
        Change::DropIndex(_) => "drop index",
        Change::DropForeignKey(_) => "drop foreign key",
        Change::DropCheck(_) => "drop check",
        Change::OrderColumns(_) => "order columns",
        Change::SetPartitions { .. } => "set partitions",
        Change::CreateSequence(_) => "create sequence",
        Change::ReplaceSequence { .. } => "replace sequence",
        Change::DropSequence => "drop sequence",
        Change::SetOptions { .. } => "set options",
        Change::SetComment { .. } => "set comment",
    }
}

const fn difference(difference: ColumnDifference) -> &'static str {
    match difference {
        ColumnDifference::NameCase => "name case",
        ColumnDifference::Type => "type",
        ColumnDifference::Nullable => "nullable",
        ColumnDifference::Charset => "charset",
        ColumnDifference::Collation => "collation",
        ColumnDifference::Default => "default",
        ColumnDifference::OnUpdate => "on update",
        ColumnDifference::AutoIncrement => "auto increment",
        ColumnDifference::Generated => "generated",
        ColumnDifference::Invisible => "invisible",
        ColumnDifference::Check => "check of a column",
        ColumnDifference::Attributes => "attributes",
        ColumnDifference::Comment => "comment",
    }
}

/// How many kinds `kind` and `difference` tell apart.
const KINDS: usize = 27 + 13;

/// What was judged so far.
#[derive(Default)]
struct Judged {
    seen: BTreeSet<&'static str>,
    wrong: Vec<String>,
}

impl Judged {
    /// The risk of what brings the tables of `there` to those of `declared`.
    fn tables(&mut self, there: &[TableDef], to: &[TableDef], extent: Extent, expected: Risk) {
        let is_read = extent != Extent::Mentioned;
        let whole = |table: &TableDef| if is_read { as_read(table) } else { table.clone() };
        let mut desired = Desired::declared(to.iter().map(whole).collect());
        desired.extent = extent;
        self.all(&live(there), &desired, expected);
    }

    fn all(&mut self, there: &LiveSchema, desired: &Desired, expected: Risk) {
        let plan = plan(there, desired);
        let changes: Vec<&Change> = plan.steps.iter().flat_map(|step| &step.changes).collect();
        for change in &changes {
            self.seen.insert(kind(change));
            if let Change::AlterColumn { differences, .. } = change {
                self.seen.extend(differences.iter().map(|what| difference(*what)));
            }
        }
        let risk = plan.steps.iter().map(|step| step.risk).max();
        if risk != Some(expected) {
            self.wrong.push(format!("{risk:?}, not {expected:?}: {plan}"));
        }
        for step in &plan.steps {
            // Whoever asks the rows says so, and whoever loses something.
            let is_to_rows =
                |probe: &Probe| !matches!(probe.question, Question::TriggersAndViews { .. });
            let asks = !step.probes.iter().any(is_to_rows) || step.risk >= Risk::DataDependent;
            let loses = step.losses.is_empty() || step.risk == Risk::Destructive;
            if !asks || !loses {
                self.wrong.push(format!("{:?} of {:?}", step.risk, step.summary));
            }
        }
    }

    /// The same of a column `c`.
    fn column(&mut self, from: ColumnDef, to: ColumnDef, expected: Risk) {
        let with = |column: ColumnDef| {
            let mut table = table("t", &["id int"], "id");
            table.columns.to_mut().push(column);
            [table]
        };
        self.tables(&with(from), &with(to), Extent::Described, expected);
    }

    fn ty(&mut self, from: &str, to: &str, expected: Risk) {
        self.column(column(&format!("c {from}?")), column(&format!("c {to}?")), expected);
    }

    fn attribute(&mut self, expected: Risk, change: impl Fn(&mut ColumnDef)) {
        let from = column("c varchar(20)?");
        let mut to = from.clone();
        change(&mut to);
        self.column(from, to, expected);
    }
}

fn said(text: &'static str) -> Option<Text> {
    Some(Text::Borrowed(text))
}

#[test]
fn every_change_has_the_class_of_the_contract() {
    let mut judged = Judged::default();
    types(&mut judged);
    attributes(&mut judged);
    columns(&mut judged);
    keys(&mut judged);
    tables(&mut judged);
    sequences(&mut judged);
    assert!(judged.wrong.is_empty(), "{}", judged.wrong.join("\n"));
    assert_eq!(judged.seen.len(), KINDS, "only {:?}", judged.seen);
}

fn types(judged: &mut Judged) {
    // Wider, at a stroke.
    judged.ty("varchar(20)", "varchar(60)", Risk::Metadata);
    judged.ty("varbinary(20)", "varbinary(255)", Risk::Metadata);
    judged.ty("enum('a','b')", "enum('a','b','c')", Risk::Metadata);
    judged.ty("set('a','b')", "set('a','b','c')", Risk::Metadata);
    // Wider, by copying.
    judged.ty("varchar(20)", "varchar(64)", Risk::Rebuild);
    judged.ty("varchar(20)", "text", Risk::Rebuild);
    judged.ty("int", "bigint", Risk::Rebuild);
    judged.ty("decimal(5,2)", "decimal(7,3)", Risk::Rebuild);
    judged.ty("date", "datetime", Risk::Rebuild);
    judged.ty("datetime", "datetime(6)", Risk::Rebuild);
    judged.ty("enum('a','b')", "enum('b','a')", Risk::Rebuild);
    judged.ty("enum('a','b')", "varchar(1)", Risk::Rebuild);
    // Narrower: rows decide.
    judged.ty("bigint", "int", Risk::DataDependent);
    judged.ty("int", "int unsigned", Risk::DataDependent);
    judged.ty("decimal(5,2)", "decimal(5,1)", Risk::DataDependent);
    judged.ty("double", "int", Risk::DataDependent);
    judged.ty("varchar(20)", "varchar(10)", Risk::DataDependent);
    judged.ty("text", "tinytext", Risk::DataDependent);
    judged.ty("blob", "text", Risk::DataDependent);
    judged.ty("text", "json", Risk::DataDependent);
    judged.ty("datetime(6)", "datetime", Risk::DataDependent);
    judged.ty("datetime", "timestamp", Risk::DataDependent);
    judged.ty("enum('a','b')", "enum('a')", Risk::DataDependent);
    judged.ty("set('a','b')", "set('b')", Risk::DataDependent);
    // Every value that is there would be another.
    judged.ty("int", "date", Risk::Destructive);
    judged.ty("enum('1','2')", "int", Risk::Destructive);
    judged.ty("datetime", "time", Risk::Destructive);
}

fn attributes(judged: &mut Judged) {
    judged.attribute(Risk::Metadata, |to| to.name = "C".into());
    judged.attribute(Risk::Metadata, |to| to.comment = said("about it"));
    judged.attribute(Risk::Metadata, |to| to.invisible = true);
    judged.attribute(Risk::Metadata, |to| to.default = Some(DefaultValue::Literal("x".into())));
    judged.attribute(Risk::DataDependent, |to| to.nullable = false);
    judged.attribute(Risk::DataDependent, |to| {
        to.charset = said("latin1");
        to.collation = said("latin1_swedish_ci");
    });
    // MariaDB only notes it, where no index holds the column.
    judged.attribute(Risk::Metadata, |to| to.collation = said("utf8mb4_bin"));
    judged.attribute(Risk::DataDependent, |to| to.check = said("`c` <> ''"));
    judged.attribute(Risk::Rebuild, |to| to.attributes = said("COMPRESSED"));
    judged.attribute(Risk::DataDependent, |to| {
        let expression = "concat(`id`,'')".into();
        to.generated = Some(Generated { expression, storage: Storage::Stored });
    });
    judged.column(column("c int"), column("c int?"), Risk::Rebuild);
    let mut updated = column("c datetime?");
    updated.on_update = said("current_timestamp()");
    judged.column(column("c datetime?"), updated, Risk::Metadata);
    let numbered = [table("t", &["id int+"], "id")];
    judged.tables(&[table("t", &["id int"], "id")], &numbered, Extent::Mentioned, Risk::Rebuild);
    // A collation that could make two keys one.
    let unique = |collation: &'static str| {
        let mut table = table("t", &["c varchar(9)"], "").with_index("u", IndexKind::Unique, "c");
        table.columns.to_mut()[0].collation = said(collation);
        [table]
    };
    let (bin, ci) = (unique("utf8mb4_bin"), unique("utf8mb4_general_ci"));
    judged.tables(&bin, &ci, Extent::Mentioned, Risk::DataDependent);
}

fn columns(judged: &mut Judged) {
    let there = [table("t", &["id int", "c int?"], "id")];
    let mut add = |text: &str, change: &dyn Fn(&mut ColumnDef), expected| {
        let mut to = table("t", &["id int", "c int?"], "id");
        to.columns.to_mut().push(column(text));
        change(&mut to.columns.to_mut()[2]);
        judged.tables(&there, &[to], Extent::Mentioned, expected);
    };
    add("n int?", &|_| {}, Risk::Additive);
    add("n int", &|n| n.default = Some(DefaultValue::Literal("5".into())), Risk::Additive);
    add("n int", &|_| {}, Risk::DataDependent);
    add("n int", &|n| n.backfill = said("1"), Risk::DataDependent);
    let mut renamed = table("t", &["id int", "d int?"], "id");
    renamed.columns.to_mut()[1].renamed_from = said("c");
    judged.tables(&there, &[renamed], Extent::Mentioned, Risk::Metadata);
    let without = [table("t", &["id int"], "id")];
    judged.tables(&there, &without, Extent::Exact, Risk::Destructive);
    let turned = [table("t", &["c int?", "id int"], "id")];
    judged.tables(&there, &turned, Extent::Exact, Risk::Metadata);
}

fn keys(judged: &mut Judged) {
    let plain = || table("t", &["id int", "c int", "n int"], "id");
    let key = |columns| table("t", &["id int", "c int", "n int"], columns);
    let index = |kind, columns| plain().with_index("i", kind, columns);
    let mentioned = |judged: &mut Judged, from: TableDef, to: TableDef, expected| {
        judged.tables(&[from], &[to], Extent::Mentioned, expected);
    };
    mentioned(judged, key("id"), key("id,c"), Risk::Rebuild);
    mentioned(judged, key("id,c"), key("c,id"), Risk::Rebuild);
    mentioned(judged, key("id"), key("c"), Risk::DataDependent);
    mentioned(judged, key(""), key("id"), Risk::DataDependent);
    judged.tables(&[key("id")], &[key("")], Extent::Exact, Risk::Rebuild);

    mentioned(judged, plain(), index(IndexKind::Plain, "c"), Risk::Additive);
    mentioned(judged, plain(), index(IndexKind::Unique, "c"), Risk::DataDependent);
    mentioned(
        judged,
        index(IndexKind::Plain, "c"),
        index(IndexKind::Unique, "c"),
        Risk::DataDependent,
    );
    judged.tables(&[index(IndexKind::Plain, "c")], &[plain()], Extent::Exact, Risk::Metadata);
    let mut hidden = index(IndexKind::Plain, "c");
    hidden.indexes.to_mut()[0].invisible = true;
    mentioned(judged, index(IndexKind::Plain, "c"), hidden.clone(), Risk::Metadata);
    let seen = index(IndexKind::Plain, "c");
    judged.tables(&[hidden], &[seen], Extent::Described, Risk::Metadata);

    let checked = |expression: &'static str| {
        let mut table = plain();
        table.checks.to_mut().push(CheckDef {
            name: "k".into(),
            expression: expression.into(),
            enforced: true,
        });
        table
    };
    mentioned(judged, plain(), checked("`c` > 0"), Risk::DataDependent);
    mentioned(judged, checked("`c` > 0"), checked("`c` > 1"), Risk::DataDependent);
    judged.tables(&[checked("`c` > 0")], &[plain()], Extent::Exact, Risk::Metadata);

    let parent = table("p", &["id int"], "id");
    let child = || index(IndexKind::Plain, "c").with_key("f", "c", "p", "id");
    let mut cascading = child();
    cascading.foreign_keys.to_mut()[0].on_delete = ReferentialAction::Cascade;
    let without = index(IndexKind::Plain, "c");
    let mut keyed = |from: TableDef, to: TableDef, extent, expected| {
        judged.tables(&[parent.clone(), from], &[parent.clone(), to], extent, expected);
    };
    keyed(without.clone(), child(), Extent::Mentioned, Risk::DataDependent);
    keyed(child(), cascading, Extent::Mentioned, Risk::DataDependent);
    keyed(child(), without, Extent::Exact, Risk::Metadata);
}

fn tables(judged: &mut Judged) {
    let there = || table("t", &["id int"], "id");
    judged.tables(&[], &[there()], Extent::Mentioned, Risk::Additive);
    judged.tables(&[there()], &[], Extent::Exact, Risk::Destructive);
    let mut renamed = table("u", &["id int"], "id");
    renamed.renamed_from = said("t");
    judged.tables(&[there()], &[renamed], Extent::Mentioned, Risk::Metadata);
    let mut option = |extent, change: &dyn Fn(&mut TableDef), expected| {
        let mut to = there();
        change(&mut to);
        judged.tables(&[there()], &[to], extent, expected);
    };
    option(Extent::Mentioned, &|to| to.options.comment = said("about it"), Risk::Metadata);
    option(Extent::Described, &|to| to.options.row_format = said("DYNAMIC"), Risk::Rebuild);
    let partitions = "PARTITION BY HASH (`id`) PARTITIONS 2";
    option(Extent::Described, &|to| to.options.partitions = said(partitions), Risk::Rebuild);
}

fn sequences(judged: &mut Judged) {
    let name = || TableName::new("s");
    let make = |most: &str| {
        Text::Owned(format!(
            "CREATE SEQUENCE `s` start with 1 minvalue 1 maxvalue {most} increment by 1 cache 1000 \
         nocycle ENGINE=InnoDB"
        ))
    };
    let mut from_to = |from: Option<&str>, to: Option<&str>, expected| {
        let mut there = live(&[]);
        there.sequences.extend(from.map(|most| (name(), make(most))));
        let mut desired = Desired::like(&live(&[]), Extent::Exact);
        desired.sequences.extend(to.map(|most| (name(), make(most))));
        judged.all(&there, &desired, expected);
    };
    from_to(None, Some("9"), Risk::Additive);
    from_to(Some("9"), Some("99"), Risk::Additive);
    // Where it had got to may be out of its new range.
    from_to(Some("99"), Some("9"), Risk::Destructive);
    from_to(Some("9"), None, Risk::Destructive);
}

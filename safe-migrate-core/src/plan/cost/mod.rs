//! The clauses of an ALTER, a table and a server -> the least disruptive algorithm that the server
//! accepts for them, and whether it rebuilds the table.
//!
//! What each server accepts was tried, clause by clause and for the combinations that matter
//! (`tests/live/algorithms`). A guess that is too good costs one more round trip: the server
//! refuses it, and the next one is asked for.

// Looks for single kinds of clause among all; the one that classifies them, `of_clause`, has no `_`.
#![allow(clippy::wildcard_enum_match_arm)]

mod together;

use crate::ddl::Clause;
use crate::schema::expression::is_now;
use crate::schema::{
    ColumnDef, ColumnType, DefaultValue, IndexDef, IndexKind, IndexPart, LiveTable, Storage,
    TableOptions, Text, eq_ignore_case,
};
use crate::server::{Flavour, ServerInfo, Version};

use super::Algorithm;
use super::type_change::{copies, is_same_storage};

/// What an ALTER costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    /// The algorithm to ask for; `None` where there is nothing to choose: partitions, engines other
    /// than InnoDB, and what says its algorithm already.
    pub(super) algorithm: Option<Algorithm>,
    /// Whether the table's rows are written anew.
    pub(super) rebuilds: bool,
}

/// A server and a table, as far as they decide what an ALTER costs.
struct Ground<'a> {
    flavour: Flavour,
    version: Version,
    actual: &'a LiveTable,
    /// The table's options when its columns change.
    options: &'a TableOptions,
    clauses: &'a [Clause],
}

/// What one clause costs.
struct Part {
    algorithm: Algorithm,
    /// Whether it has the table rebuilt, where the algorithm of the whole is not INSTANT.
    rebuilds: bool,
}

const fn part(algorithm: Algorithm, rebuilds: bool) -> Part {
    Part { algorithm, rebuilds }
}

const INSTANT: Part = part(Algorithm::Instant, false);
const IN_PLACE: Part = part(Algorithm::InPlace, false);
const REBUILT: Part = part(Algorithm::InPlace, true);
const SHARED: Part = part(Algorithm::InPlaceShared, false);
const COPIED: Part = part(Algorithm::Copy, true);

/// What an ALTER of these clauses costs, of a table that has these options by then.
pub(super) fn cost(
    clauses: &[Clause],
    actual: &LiveTable,
    options: &TableOptions,
    server: &ServerInfo,
) -> Cost {
    let ServerInfo { flavour, version, .. } = *server;
    let ground = Ground { flavour, version, actual, options, clauses };
    let parts: Vec<Part> = clauses.iter().map(|clause| ground.of_clause(clause)).collect();
    let is_innodb = actual
        .def
        .options
        .engine
        .as_deref()
        .is_none_or(|engine| engine.eq_ignore_ascii_case("InnoDB"));
    let has_no_choice = |clause: &Clause| matches!(clause, Clause::Partition(_) | Clause::Copying);
    if !is_innodb || clauses.iter().any(has_no_choice) {
        // Other engines copy the table for what InnoDB does in place.
        let is_dear =
            |part: &Part| part.rebuilds || !is_innodb && part.algorithm > Algorithm::Instant;
        return Cost { algorithm: None, rebuilds: parts.iter().any(is_dear) };
    }
    let algorithm = parts.iter().map(|part| part.algorithm).max().unwrap_or(Algorithm::Instant);
    let rebuilds = algorithm == Algorithm::Copy
        || algorithm > Algorithm::Instant && parts.iter().any(|part| part.rebuilds);
    let algorithm = ground.together(algorithm, rebuilds);
    Cost { algorithm: Some(algorithm), rebuilds: rebuilds || algorithm == Algorithm::Copy }
}

impl Ground<'_> {
    const fn is_mysql(&self) -> bool {
        match self.flavour {
            Flavour::MySql => true,
            Flavour::MariaDb => false,
        }
    }

    /// What MariaDB does at a stroke, and MySQL in place without touching the rows.
    const fn described(&self) -> Part {
        if self.is_mysql() { IN_PLACE } else { INSTANT }
    }

    fn of_clause(&self, clause: &Clause) -> Part {
        match clause {
            Clause::AddColumn(column) => self.add_column(column, false),
            Clause::Placed { clause, .. } => match &**clause {
                Clause::AddColumn(column) => self.add_column(column, true),
                other => {
                    let own = self.of_clause(other);
                    let moved = if self.is_mysql() { REBUILT } else { INSTANT };
                    part(own.algorithm.max(moved.algorithm), own.rebuilds || moved.rebuilds)
                }
            },
            Clause::ChangeColumn { from, to } => self.change_column(from, to),
            Clause::SetDefault(_) | Clause::DropDefault(_) => INSTANT,
            Clause::RenameColumn { .. } if self.is_before(8, 0, 28) => IN_PLACE,
            Clause::RenameColumn { .. } => INSTANT,
            Clause::DropColumn(name) => self.drop_column(name),
            // Only together with a new one are the rows sorted in place.
            Clause::DropPrimaryKey if !self.any(|c| matches!(c, Clause::AddPrimaryKey { .. })) => {
                COPIED
            }
            Clause::DropPrimaryKey => REBUILT,
            Clause::AddPrimaryKey { parts, .. } => {
                let nullable = parts.iter().any(|part| self.is_nullable_still(part));
                if nullable && self.narrows_null_by_copy() { COPIED } else { REBUILT }
            }
            Clause::AddIndex(index) => self.add_index(index),
            Clause::DropIndex(_) => IN_PLACE,
            // With `foreign_key_checks`, which is what makes it worth anything.
            Clause::AddForeignKey(_) => COPIED,
            Clause::DropForeignKey(_) => self.described(),
            Clause::AddCheck(check) if check.enforced => COPIED,
            Clause::AddCheck(_) | Clause::DropCheck(_) => INSTANT,
            Clause::HideIndex(_) | Clause::ShowIndex(_) | Clause::Comment(_) => self.described(),
            Clause::Options(options) => self.options(options),
            Clause::Partition(_) | Clause::Copying => COPIED,
        }
    }

    fn add_column(&self, column: &ColumnDef, is_placed: bool) -> Part {
        if column.auto_increment {
            return part(Algorithm::InPlaceShared, true);
        }
        let storage = column.generated.as_ref().map(|generated| generated.storage);
        match storage {
            Some(Storage::Stored) => return COPIED,
            Some(Storage::Virtual) => return INSTANT,
            None => {}
        }
        let is_computed = match &column.default {
            Some(DefaultValue::Expression(sql)) if is_now(sql) => false,
            Some(DefaultValue::Expression(sql)) => self.is_mysql() || !is_constant(sql),
            Some(DefaultValue::Literal(_) | DefaultValue::Bytes(_)) | None => false,
        };
        if is_computed || column.attributes.is_some() || self.is_mysql() && column.check.is_some() {
            return COPIED;
        }
        if self.rewrites_columns() || is_placed && self.is_before(8, 0, 29) {
            return REBUILT;
        }
        part(Algorithm::Instant, true)
    }

    fn drop_column(&self, name: &str) -> Part {
        let is_virtual = self.column(name).is_some_and(is_virtual);
        let is_indexed = self.is_indexed(name);
        match self.flavour {
            _ if is_virtual && !is_indexed => INSTANT,
            Flavour::MySql if is_indexed || self.is_before(8, 0, 29) => REBUILT,
            _ if self.rewrites_columns() => REBUILT,
            // Index and column go, and the rows stay as they are.
            Flavour::MariaDb if is_indexed => part(Algorithm::InPlace, true),
            Flavour::MySql | Flavour::MariaDb => part(Algorithm::Instant, true),
        }
    }

    fn change_column(&self, from: &str, to: &ColumnDef) -> Part {
        // One that is renamed by the same clause goes by its new name already; one that is not
        // there was added by an earlier step, and is tightened.
        let there = self.column(from).or_else(|| self.column(&to.name));
        let Some(from) = there else { return REBUILT };
        let own = [
            self.change_generated(from, to),
            self.change_type(from, to),
            self.change_nullable(from, to),
            self.change_text(from, to),
            self.change_numbering(from, to),
            match from.check != to.check && to.check.is_some() {
                // MariaDB would do it at a stroke, and ask no row.
                true => COPIED,
                false => INSTANT,
            },
            if from.attributes == to.attributes { INSTANT } else { COPIED },
        ];
        let algorithm = own.iter().map(|part| part.algorithm).max().unwrap_or(Algorithm::Copy);
        part(algorithm, own.iter().any(|part| part.rebuilds))
    }

    fn change_generated(&self, from: &ColumnDef, to: &ColumnDef) -> Part {
        match (&from.generated, &to.generated) {
            (None, None) => INSTANT,
            (Some(a), Some(b)) if a == b => INSTANT,
            (Some(a), Some(b)) => match (a.storage, b.storage) {
                (Storage::Virtual, Storage::Virtual) if !self.is_mysql() => INSTANT,
                (Storage::Virtual | Storage::Stored, Storage::Virtual | Storage::Stored) => COPIED,
            },
            (None, Some(_)) | (Some(_), None) => COPIED,
        }
    }

    fn change_type(&self, from: &ColumnDef, to: &ColumnDef) -> Part {
        if from.ty == to.ty || is_same_storage(&from.ty, &to.ty) {
            return INSTANT;
        }
        if copies(from, to) {
            return COPIED;
        }
        match &to.ty {
            ColumnType::VarChar { .. } | ColumnType::VarBinary { .. } => self.described(),
            _ => INSTANT,
        }
    }

    fn change_nullable(&self, from: &ColumnDef, to: &ColumnDef) -> Part {
        match (from.nullable, to.nullable) {
            (true, true) | (false, false) => INSTANT,
            (true, false) if self.narrows_null_by_copy() => COPIED,
            (true, false) | (false, true) => REBUILT,
        }
    }

    fn change_text(&self, from: &ColumnDef, to: &ColumnDef) -> Part {
        let differs = |a: &Option<Text>, b: &Option<Text>| match (a, b) {
            (Some(a), Some(b)) => !a.eq_ignore_ascii_case(b),
            (None, None) => false,
            // Of the table, of the character set: not known here.
            (Some(_), None) | (None, Some(_)) => true,
        };
        if !to.ty.is_text() {
            return INSTANT;
        }
        let is_indexed = self.is_indexed(&from.name);
        let (charset, collation) = self.text(to);
        if differs(&from.charset, charset) {
            return if is_indexed || !is_longer_unicode(from, to, charset) {
                COPIED
            } else {
                self.described()
            };
        }
        match differs(&from.collation, collation) {
            false => INSTANT,
            true if is_indexed && self.is_mysql() => COPIED,
            true if is_indexed => IN_PLACE,
            true => self.described(),
        }
    }

    /// The character set and collation that a column gets: the table's where it says none.
    fn text<'a>(&'a self, to: &'a ColumnDef) -> (&'a Option<Text>, &'a Option<Text>) {
        if to.charset.is_none() && to.collation.is_none() {
            return (&self.options.charset, &self.options.collation);
        }
        (&to.charset, &to.collation)
    }

    const fn change_numbering(&self, from: &ColumnDef, to: &ColumnDef) -> Part {
        match (from.auto_increment, to.auto_increment) {
            (true, true) | (false, false) => INSTANT,
            (false, true) => COPIED,
            (true, false) if self.is_mysql() => COPIED,
            (true, false) => INSTANT,
        }
    }

    fn add_index(&self, index: &IndexDef) -> Part {
        match &index.kind {
            IndexKind::Plain | IndexKind::Unique => {
                let is_new_virtual = |part: &IndexPart| {
                    let name = part.column_name();
                    name.is_none_or(|name| self.added(name).is_some_and(is_virtual))
                };
                if index.parts.iter().any(is_new_virtual) { SHARED } else { IN_PLACE }
            }
            // The first one gives each row a number that nobody sees.
            IndexKind::Fulltext => part(Algorithm::InPlaceShared, !self.has_fulltext()),
            IndexKind::Spatial | IndexKind::Other(_) => SHARED,
        }
    }

    fn options(&self, options: &TableOptions) -> Part {
        if options.engine.is_some() || options.system_versioned == Some(true) {
            return COPIED;
        }
        let is_light = |name: &str| name.to_ascii_uppercase().starts_with("STATS_");
        let others = options.others.as_deref().unwrap_or_default();
        if options.row_format.is_some() || !others.iter().all(|(name, _)| is_light(name)) {
            return REBUILT;
        }
        self.described()
    }

    /// Whether new and dropped columns are written into every row.
    fn rewrites_columns(&self) -> bool {
        let format = self.actual.def.options.row_format.as_deref().unwrap_or_default();
        self.has_fulltext() || format.eq_ignore_ascii_case("compressed")
    }

    fn has_fulltext(&self) -> bool {
        self.actual.def.indexes.iter().any(|index| matches!(index.kind, IndexKind::Fulltext))
    }

    /// MariaDB copies a table with stored columns to forbid NULLs in another.
    fn narrows_null_by_copy(&self) -> bool {
        let is_stored = |column: &ColumnDef| {
            column.generated.as_ref().is_some_and(|made| made.storage == Storage::Stored)
        };
        !self.is_mysql() && self.actual.def.columns.iter().any(is_stored)
    }

    fn is_before(&self, major: u16, minor: u16, patch: u16) -> bool {
        self.is_mysql() && self.version < Version::new(major, minor, patch)
    }

    fn is_nullable_still(&self, part: &IndexPart) -> bool {
        let column = part.column_name().and_then(|name| self.column(name));
        column.is_some_and(|column| column.nullable)
    }

    fn column(&self, name: &str) -> Option<&ColumnDef> {
        self.actual.def.column(name)
    }

    fn added(&self, name: &str) -> Option<&ColumnDef> {
        let mut columns = self.clauses.iter().filter_map(added);
        columns.find(|column| eq_ignore_case(&column.name, name))
    }

    fn is_indexed(&self, name: &str) -> bool {
        let def = &self.actual.def;
        let keys = def.indexes.iter().map(|index| &index.parts).chain([&def.primary_key]);
        keys.flat_map(|parts| parts.iter())
            .filter_map(IndexPart::column_name)
            .any(|other| eq_ignore_case(other, name))
    }

    fn any(&self, is_it: impl Fn(&Clause) -> bool) -> bool {
        self.clauses.iter().any(is_it)
    }
}

/// The column that the clause adds.
fn added(clause: &Clause) -> Option<&ColumnDef> {
    match clause {
        Clause::AddColumn(column) => Some(column),
        Clause::Placed { clause, .. } => added(clause),
        _ => None,
    }
}

fn is_virtual(column: &ColumnDef) -> bool {
    column.generated.as_ref().is_some_and(|generated| generated.storage == Storage::Virtual)
}

/// Whether the expression is made of literals alone.
fn is_constant(sql: &str) -> bool {
    let outside = sql.split('\'').step_by(2);
    outside.flat_map(str::chars).all(|c| !c.is_alphabetic() && c != '`' && c != '_')
}

/// Whether the bytes of a text stay what they are, and their length as long.
fn is_longer_unicode(from: &ColumnDef, to: &ColumnDef, charset: &Option<Text>) -> bool {
    let is = |charset: &Option<Text>, names: &[&str]| {
        charset.as_deref().is_some_and(|charset| names.contains(&charset))
    };
    let (ColumnType::VarChar { len }, ColumnType::VarChar { len: more }) = (&from.ty, &to.ty)
    else {
        return false;
    };
    is(&from.charset, &["utf8mb3", "utf8"])
        && is(charset, &["utf8mb4"])
        && more >= len
        && (len.saturating_mul(3) <= 255) == (more.saturating_mul(4) <= 255)
}

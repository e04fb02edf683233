//! Resolves what is written to a table: names instead of fields, defaults filled in, every word
//! that a later mistake could be about still with its span.

mod columns;
mod enumeration;
mod keys;
mod name;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{Path, Type};

use crate::attr::{
    Action, Comment, Declares, IndexKind, Len, Literal, Precision, Source, Storage, TextSize,
    WrittenType,
};
use crate::case;
use crate::errors::Errors;

pub(crate) use columns::{MAX_COLUMN_COMMENT, MAX_TABLE_COMMENT};
pub(crate) use enumeration::{Enumeration, Member, resolve as resolve_enum};
pub(crate) use name::{MAX_CHARS as MAX_NAME_CHARS, Name};

/// A table, or columns that tables take over.
pub(crate) struct Table<'a> {
    /// The struct.
    pub(crate) ident: &'a Ident,
    /// Which of both.
    pub(crate) declares: Declares,
    /// Where expanded code finds the crate.
    pub(crate) krate: Path,
    pub(crate) name: Name,
    pub(crate) database: Option<Name>,
    pub(crate) renamed_from: Option<Name>,
    /// The columns of its own.
    pub(crate) columns: Vec<Column<'a>>,
    /// The fields that bring the columns of other structs.
    pub(crate) flattened: Vec<Flattened<'a>>,
    pub(crate) primary_key: PrimaryKey,
    pub(crate) indexes: Vec<Index>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) checks: Vec<Check>,
    pub(crate) engine: Option<Word>,
    pub(crate) charset: Option<Word>,
    pub(crate) collation: Option<Word>,
    pub(crate) row_format: Option<Word>,
    pub(crate) comment: Option<Word>,
    /// What else stands behind the columns: name and value.
    pub(crate) options: Option<Vec<(String, String)>>,
    pub(crate) partition_by: Option<Word>,
    pub(crate) primary_key_options: Option<Word>,
    pub(crate) system_versioned: Option<Span>,
    /// Whether all of the struct could be read, and every key's fields were found.
    pub(crate) complete: bool,
}

/// A field that brings the columns of another struct.
pub(crate) struct Flattened<'a> {
    pub(crate) ident: &'a Ident,
    /// The field's name, without `r#`.
    pub(crate) field: String,
    pub(crate) ty: &'a Type,
    /// How many of the struct's own columns are before it.
    pub(crate) at: usize,
}

/// Text, and where it is written.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A column.
pub(crate) struct Column<'a> {
    pub(crate) ident: &'a Ident,
    /// The field's name, without `r#`.
    pub(crate) field: String,
    pub(crate) name: Name,
    pub(crate) renamed_from: Option<Name>,
    pub(crate) kind: Kind<'a>,
    pub(crate) len: Option<Len>,
    pub(crate) precision: Option<Precision>,
    pub(crate) text: Option<TextSize>,
    pub(crate) charset: Option<Word>,
    pub(crate) collation: Option<Word>,
    pub(crate) auto_increment: Option<Span>,
    pub(crate) default: Option<Literal>,
    pub(crate) default_sql: Option<Word>,
    /// A literal as text, that nobody judges.
    pub(crate) default_unchecked: Option<Word>,
    /// It has none, even where some servers would give it one.
    pub(crate) no_default: Option<Span>,
    pub(crate) on_update: Option<Word>,
    pub(crate) generated: Option<Generated>,
    pub(crate) backfill: Option<Word>,
    pub(crate) invisible: Option<Span>,
    pub(crate) check: Option<Word>,
    pub(crate) attributes: Option<Word>,
    pub(crate) comment: Option<Word>,
}

/// Where the type of a column comes from.
#[derive(Clone, Copy)]
pub(crate) enum Kind<'a> {
    /// From the Rust type, by its trait.
    Rust(&'a Type),
    /// From `sql_type`.
    Written(&'a WrittenType, Nullable<'a>),
    /// sqlx stores the field as JSON, whatever its Rust type.
    Json { nullable: bool, span: Span },
}

/// What says whether a column of a written type may be NULL.
#[derive(Clone, Copy)]
pub(crate) enum Nullable<'a> {
    /// Whether the Rust type is an `Option`.
    Option(&'a Type),
    /// What sqlx is told of its JSON.
    Is(bool),
}

/// How a generated column gets its value.
pub(crate) struct Generated {
    pub(crate) storage: Storage,
    pub(crate) expression: Word,
}

/// A check constraint.
pub(crate) struct Check {
    pub(crate) name: Name,
    pub(crate) expression: Word,
    pub(crate) enforced: bool,
}

/// The primary key, with every place that speaks of it.
pub(crate) struct PrimaryKey {
    pub(crate) parts: Vec<Part>,
    /// `primary_key(..)` on the struct.
    pub(crate) on_struct: Option<Span>,
    /// `primary_key` on fields.
    pub(crate) on_fields: Vec<Span>,
    /// `no_primary_key`.
    pub(crate) none: Option<Span>,
}

/// An index.
pub(crate) struct Index {
    pub(crate) name: Name,
    pub(crate) kind: IndexKind,
    pub(crate) invisible: bool,
    pub(crate) comment: Option<Word>,
    pub(crate) options: Option<Word>,
    pub(crate) parts: Vec<Part>,
    /// Where `index` or `unique` stands.
    pub(crate) span: Span,
}

/// A part of a key.
pub(crate) struct Part {
    pub(crate) target: Target,
    pub(crate) prefix: Option<u32>,
    pub(crate) descending: bool,
    pub(crate) span: Span,
}

/// What one part of a key covers.
pub(crate) enum Target {
    /// A column, by its position in the table.
    Column(usize),
    /// An SQL expression.
    Expression(Word),
}

impl Part {
    /// The position of its column, unless it is an expression.
    pub(crate) fn column(&self) -> Option<usize> {
        match self.target {
            Target::Column(column) => Some(column),
            Target::Expression(_) => None,
        }
    }
}

/// A foreign key.
pub(crate) struct ForeignKey {
    pub(crate) name: Name,
    /// The positions of its columns in the table.
    pub(crate) columns: Vec<usize>,
    pub(crate) parent: Path,
    /// The parent's fields, by their Rust names.
    pub(crate) parent_fields: Vec<Word>,
    pub(crate) on_delete: Option<Action>,
    pub(crate) on_update: Option<Action>,
    /// Where `references` or `foreign_key` stands.
    pub(crate) span: Span,
}

/// Resolves a struct.
pub(crate) fn resolve<'a>(source: &'a Source<'a>, errors: &mut Errors) -> Table<'a> {
    let attrs = &source.attrs;
    let name = match &attrs.table {
        Some(table) => Name::of(table),
        None => Name::at(case::snake(&name::unraw(source.ident)), source.ident.span()),
    };
    let docs = !matches!(attrs.comment, Some(Comment::Off));
    let columns = columns::resolve(source, docs, errors);
    let comment = columns::comment(
        attrs.comment.as_ref(),
        source.doc.as_ref().filter(|_| docs),
        columns::MAX_TABLE_COMMENT,
    );
    let flattened = columns::flattened(source);
    let known_mistakes = errors.len();
    let keys = keys::Resolver { source, columns: &columns, table: &name.text };
    let primary_key = keys.primary_key(errors);
    let indexes = keys.indexes(errors);
    let foreign_keys = keys.foreign_keys(errors);
    let checks = keys.checks();
    Table {
        ident: source.ident,
        declares: source.declares,
        krate: attrs.krate.clone().unwrap_or_else(default_crate),
        database: attrs.database.as_ref().map(Name::of),
        renamed_from: attrs.renamed_from.as_ref().map(Name::of),
        primary_key,
        indexes,
        foreign_keys,
        checks,
        name,
        columns,
        flattened,
        engine: attrs.engine.as_ref().map(Word::of),
        charset: attrs.charset.as_ref().map(Word::of),
        collation: attrs.collation.as_ref().map(Word::of),
        row_format: attrs.row_format.as_ref().map(Word::of),
        comment,
        options: attrs.options.clone(),
        partition_by: attrs.partition_by.as_ref().map(Word::of),
        primary_key_options: attrs.primary_key_options.as_ref().map(Word::of),
        system_versioned: attrs.system_versioned,
        complete: source.complete && errors.len() == known_mistakes,
    }
}

/// `::safe_schema`.
pub(crate) fn default_crate() -> Path {
    Path {
        leading_colon: Some(<syn::Token![::]>::default()),
        segments: std::iter::once(syn::PathSegment::from(format_ident!("safe_schema"))).collect(),
    }
}

impl Table<'_> {
    /// Whether these columns are all that it has, and the table is known.
    pub(crate) const fn is_whole(&self) -> bool {
        matches!(self.declares, Declares::Table) && self.flattened.is_empty()
    }
}

impl Word {
    pub(crate) fn of(literal: &syn::LitStr) -> Self {
        Self { text: literal.value(), span: literal.span() }
    }
}

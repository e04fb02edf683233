//! Keys, indexes and foreign keys: fields become positions of columns, and what has no name gets
//! one.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Path};

use super::name::{made, unraw};
use super::{Check, Column, ForeignKey, Index, Name, Part, PrimaryKey, Target, Word};
use crate::attr::{self, ForeignKeyAttr, IndexAttr, IndexKind, Source};
use crate::errors::Errors;

/// What keys are resolved against.
pub(super) struct Resolver<'s, 'a> {
    pub(super) source: &'s Source<'a>,
    pub(super) columns: &'s [Column<'a>],
    pub(super) table: &'s str,
}

impl Resolver<'_, '_> {
    pub(super) fn primary_key(&self, errors: &mut Errors) -> PrimaryKey {
        let attrs = &self.source.attrs;
        let mut parts = Vec::new();
        let mut on_fields = Vec::new();
        for field in &self.source.fields {
            if let Some(span) = field.attrs.primary_key {
                on_fields.push(span);
                parts.extend(self.position(field.ident).map(|column| Part {
                    target: Target::Column(column),
                    prefix: None,
                    descending: false,
                    span,
                }));
            }
        }
        if let Some(key) = &attrs.primary_key {
            parts = self.parts(&key.parts, errors);
        }
        PrimaryKey {
            parts,
            on_struct: attrs.primary_key.as_ref().map(|key| key.span),
            on_fields,
            none: attrs.no_primary_key,
        }
    }

    /// The indexes of fields in their order, then those of the struct.
    pub(super) fn indexes(&self, errors: &mut Errors) -> Vec<Index> {
        let mut indexes = Vec::new();
        for field in &self.source.fields {
            let flags =
                [(field.attrs.unique, IndexKind::Unique), (field.attrs.index, IndexKind::Plain)];
            for (span, kind) in flags {
                let (Some(span), Some(column)) = (span, self.position(field.ident)) else {
                    continue;
                };
                let target = Target::Column(column);
                let parts = vec![Part { target, prefix: None, descending: false, span }];
                indexes.push(self.index(None, kind, parts, span));
            }
        }
        for attr in &self.source.attrs.indexes {
            let IndexAttr { span, name, parts: written, kind, invisible, comment, options } = attr;
            let parts = self.parts(written, errors);
            if parts.len() < written.len() {
                continue;
            }
            let index = self.index(name.as_ref(), *kind, parts, *span);
            indexes.push(Index {
                invisible: *invisible,
                comment: comment.as_ref().map(Word::of),
                options: options.as_ref().map(Word::of),
                ..index
            });
        }
        indexes
    }

    fn index(&self, name: Option<&LitStr>, kind: IndexKind, parts: Vec<Part>, span: Span) -> Index {
        let columns: Vec<usize> = parts.iter().filter_map(Part::column).collect();
        let prefix = match kind {
            IndexKind::Plain => "idx",
            IndexKind::Unique => "uq",
            IndexKind::Fulltext => "ft",
            IndexKind::Spatial => "sp",
        };
        let name = self.name(name, prefix, &columns, span);
        Index { name, kind, invisible: false, comment: None, options: None, parts, span }
    }

    /// The checks, in their order; the number of one without a name is its place.
    pub(super) fn checks(&self) -> Vec<Check> {
        let named = |(position, attr): (usize, &attr::CheckAttr)| Check {
            name: match &attr.name {
                Some(name) => Name::of(name),
                None => Name {
                    text: made("ck", self.table, &[&(position + 1).to_string()]),
                    span: attr.span,
                    is_made: true,
                },
            },
            expression: Word::of(&attr.expression),
            enforced: attr.not_enforced.is_none(),
        };
        self.source.attrs.checks.iter().enumerate().map(named).collect()
    }

    /// The foreign keys of fields in their order, then those of the struct.
    pub(super) fn foreign_keys(&self, errors: &mut Errors) -> Vec<ForeignKey> {
        let mut keys = Vec::new();
        for field in &self.source.fields {
            if let (Some(attr), Some(column)) =
                (&field.attrs.references, self.position(field.ident))
            {
                keys.push(self.foreign_key(attr, vec![column]));
            }
        }
        for attr in &self.source.attrs.foreign_keys {
            let columns: Vec<usize> =
                attr.columns.iter().filter_map(|field| self.find(field, errors)).collect();
            if columns.len() == attr.columns.len() {
                keys.push(self.foreign_key(attr, columns));
            }
        }
        keys
    }

    fn foreign_key(&self, attr: &ForeignKeyAttr, columns: Vec<usize>) -> ForeignKey {
        ForeignKey {
            name: self.name(attr.name.as_ref(), "fk", &columns, attr.span),
            columns,
            parent: self.without_self(&attr.parent),
            parent_fields: attr
                .parent_fields
                .iter()
                .map(|field| Word { text: unraw(field), span: field.span() })
                .collect(),
            on_delete: attr.on_delete,
            on_update: attr.on_update,
            span: attr.span,
        }
    }

    /// `Self` means nothing next to the impl; the struct's name means the same everywhere.
    fn without_self(&self, path: &Path) -> Path {
        let mut path = path.clone();
        if path.is_ident("Self") {
            for segment in &mut path.segments {
                let span = segment.ident.span();
                segment.ident = self.source.ident.clone();
                segment.ident.set_span(span);
            }
        }
        path
    }

    fn name(&self, name: Option<&LitStr>, prefix: &str, columns: &[usize], span: Span) -> Name {
        if let Some(name) = name {
            return Name::of(name);
        }
        let columns: Vec<&str> = columns
            .iter()
            .filter_map(|&column| self.columns.get(column))
            .map(|column| column.name.text.as_str())
            .collect();
        Name { text: made(prefix, self.table, &columns), span, is_made: true }
    }

    fn parts(&self, parts: &[attr::Part], errors: &mut Errors) -> Vec<Part> {
        parts
            .iter()
            .filter_map(|part| {
                let (target, span) = match &part.target {
                    attr::Target::Field(field) => {
                        (Target::Column(self.find(field, errors)?), field.span())
                    }
                    attr::Target::Expression(sql) => {
                        (Target::Expression(Word::of(sql)), sql.span())
                    }
                };
                Some(Part { target, prefix: part.prefix, descending: part.descending, span })
            })
            .collect()
    }

    fn flattens(&self) -> bool {
        self.source.fields.iter().any(|field| field.attrs.flatten.is_some())
    }

    fn position(&self, field: &Ident) -> Option<usize> {
        let name = unraw(field);
        self.columns.iter().position(|column| column.field == name)
    }

    /// The column of a field that a list names.
    fn find(&self, field: &Ident, errors: &mut Errors) -> Option<usize> {
        let position = self.position(field);
        if position.is_none() {
            errors.at(field.span(), self.no_such_field(&unraw(field)));
        }
        position
    }

    fn no_such_field(&self, name: &str) -> String {
        let is = |text: &str| text.eq_ignore_ascii_case(name);
        let owner = self.source.ident;
        let written = self.source.fields.iter().find(|field| unraw(field.ident) == name);
        if let Some(field) = written
            && field.attrs.skip.is_some()
        {
            format!("`skip` leaves the field `{name}` out, so no key can have it")
        } else if let Some(field) = written
            && field.attrs.flatten.is_some()
        {
            format!("`{name}` is no column, but a struct of columns; write the key on that struct")
        } else if let Some(column) = self.columns.iter().find(|column| is(&column.name.text)) {
            let field = &column.field;
            format!("`{name}` is a column; name it by its field, `{field}`")
        } else {
            let fields = || self.columns.iter().map(|column| column.field.as_str());
            match attr::nearest(name, fields()) {
                Some(near) => format!("`{owner}` has no field `{name}`; did you mean `{near}`?"),
                None if self.flattens() => format!(
                    "`{owner}` has no field `{name}` of its own; a key of columns that it \
                     flattens is written on their struct"
                ),
                None => {
                    let fields: Vec<String> = fields().map(|field| format!("`{field}`")).collect();
                    let fields = fields.join(", ");
                    format!("`{owner}` has no field `{name}`; it has {fields}")
                }
            }
        }
    }
}

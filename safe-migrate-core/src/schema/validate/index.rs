//! Rules for indexes of words and of shapes: what their columns may be.

use super::{Facts, Message, Place, charset};
use crate::schema::text::{as_slice, as_str};
use crate::schema::{ColumnDef, ColumnType, IndexDef, eq_ignore_case};

#[doc(hidden)]
impl Facts {
    /// A fulltext index is of texts that are alike.
    pub(super) const fn fulltext_part(self, index: &IndexDef, part: usize) -> Option<Message> {
        let parts = as_slice(&index.parts);
        let Some((name, column)) = self.part_column(parts[part].column_name()) else {
            return None;
        };
        let about = Place::of_field(self.owner, self.field_of(name));
        if !matches!(
            column.ty,
            ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text { .. }
        ) {
            return Some(
                about
                    .text("a fulltext index finds words in strings, and this column is ")
                    .column_type(&column.ty),
            );
        }
        let Some((first_name, first)) = self.part_column(parts[0].column_name()) else {
            return None;
        };
        if !first.ty.is_text() {
            return None;
        }
        let (ours, theirs) =
            (charset::of_column(column, self.table), charset::of_column(first, self.table));
        let differs = !charset::same(ours, theirs) || other_collation(column, first);
        if differs {
            return Some(
                about
                    .text("all columns of a fulltext index have one character set and collation, ")
                    .text("and field ")
                    .code(self.field_of(first_name))
                    .text(" has another"),
            );
        }
        None
    }

    /// A spatial index is of a shape that is there.
    pub(super) const fn spatial_part(self, index: &IndexDef, part: usize) -> Option<Message> {
        let parts = as_slice(&index.parts);
        let Some((name, column)) = self.part_column(parts[part].column_name()) else {
            return None;
        };
        let about = Place::of_field(self.owner, self.field_of(name));
        if !is_shape(&column.ty) {
            return Some(
                about
                    .text("a spatial index finds shapes, and this column is ")
                    .column_type(&column.ty)
                    .text("; give the field a type of shapes: `sql_type = \"point\"`"),
            );
        }
        if column.nullable {
            return Some(about.text(
                "a column of a spatial index may not be NULL; take the field's type out of \
                 `Option`",
            ));
        }
        None
    }

    /// In a table without a primary key a unique index that is never NULL takes its place, and
    /// no server hides that from its optimiser.
    #[must_use]
    pub const fn invisible_index(self, index: usize) -> Option<Message> {
        if !as_slice(&self.table.primary_key).is_empty() {
            return None;
        }
        let parts = as_slice(&as_slice(&self.table.indexes)[index].parts);
        let mut i = 0;
        while i < parts.len() {
            match self.part_column(parts[i].column_name()) {
                Some((_, column)) if !column.nullable => {}
                Some(_) | None => return None,
            }
            i += 1;
        }
        Some(Message::about(self.owner).text(
            "without a primary key this unique index takes its place, and can't be invisible; \
             declare a primary key, or remove `invisible`",
        ))
    }

    const fn part_column(self, name: Option<&str>) -> Option<(&str, &'static ColumnDef)> {
        let Some(name) = name else { return None };
        match self.table.column(name) {
            Some(column) if !column.is_broken() => Some((name, column)),
            Some(_) | None => None,
        }
    }
}

/// Whether two columns say different collations.
const fn other_collation(a: &ColumnDef, b: &ColumnDef) -> bool {
    match (&a.collation, &b.collation) {
        (Some(a), Some(b)) => !eq_ignore_case(as_str(a), as_str(b)),
        (Some(_), None) | (None, Some(_)) => true,
        (None, None) => false,
    }
}

/// Whether the type holds shapes, which only a spatial index can find.
pub(super) const fn is_shape(ty: &ColumnType) -> bool {
    const SHAPES: [&str; 9] = [
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
        "geomcollection",
    ];
    let ColumnType::Other { sql } = ty else { return false };
    // An SRID may stand behind it (MySQL).
    let sql = as_str(sql).as_bytes();
    let mut end = 0;
    while end < sql.len() && sql[end] != b' ' {
        end += 1;
    }
    let name = sql.split_at(end).0;
    let mut i = 0;
    while i < SHAPES.len() {
        if name.eq_ignore_ascii_case(SHAPES[i].as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

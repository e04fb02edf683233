//! Rules for primary keys and indexes: what a part may be, and how long the whole.

use super::index::is_shape;
use super::size::{part_bytes, part_bytes_of, value_bytes};
use super::{Facts, Message, Place};
use crate::schema::text::{as_slice, as_str};
use crate::schema::{ColumnDef, ColumnType, IndexDef, IndexKind, IndexPart, eq_ignore_case};

/// What InnoDB allows a key (row formats DYNAMIC and COMPRESSED, pages of 16 KiB).
const MAX_KEY_BYTES: u64 = 3072;
/// What InnoDB allows one part of a key in row formats COMPACT and REDUNDANT.
const MAX_OLD_PART_BYTES: u64 = 767;

// Columns are told by position: in const evaluation it takes long to find one by its name.

#[doc(hidden)]
impl Facts {
    const fn index(self, index: usize) -> &'static IndexDef {
        &as_slice(&self.table.indexes)[index]
    }

    /// The bytes of a part about which there is nothing to say; most are such.
    const fn plain_bytes(self, part: &IndexPart, column: &ColumnDef) -> Option<u64> {
        let may_be_refused = part.prefix.is_some()
            || self.table.options.row_format.is_some()
            || column.ty.is_lob()
            || matches!(column.ty, ColumnType::Other { .. });
        if may_be_refused { None } else { value_bytes(column, self.table) }
    }

    /// Whether all parts are such, and are not too long together.
    const fn is_plain_key(self, parts: &[IndexPart], columns: &[usize]) -> bool {
        let (mut total, mut i) = (0, 0);
        while i < parts.len() {
            match self.plain_bytes(&parts[i], self.column(columns[i])) {
                Some(bytes) => total += bytes,
                None => return false,
            }
            i += 1;
        }
        total <= MAX_KEY_BYTES
    }

    /// One part of the primary key: it may not be NULL, nor a type that no key can hold.
    #[must_use]
    pub const fn primary_key_part(self, part: usize, column: usize) -> Option<Message> {
        if self.column(column).nullable {
            return Some(
                self.about_column(column)
                    .text("a primary key may not be NULL; take the field's type out of `Option`"),
            );
        }
        self.part_problem(&as_slice(&self.table.primary_key)[part], column)
    }

    /// The primary key as a whole is not too long.
    #[must_use]
    pub const fn primary_key_length(self, columns: &[usize]) -> Option<Message> {
        self.length_problem("the primary key", "", as_slice(&self.table.primary_key), columns)
    }

    /// A primary key of one column.
    #[must_use]
    pub const fn primary_key_of_one(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        if !def.nullable
            && let Some(bytes) = self.plain_bytes(&as_slice(&self.table.primary_key)[0], def)
            && bytes <= MAX_KEY_BYTES
        {
            return None;
        }
        match self.primary_key_part(0, column) {
            Some(problem) => Some(problem),
            None => self.primary_key_length(&[column]),
        }
    }

    /// One part of an index: not a type that no key can hold.
    #[must_use]
    pub const fn index_part(self, index: usize, part: usize, column: usize) -> Option<Message> {
        let def = self.index(index);
        match def.kind {
            IndexKind::Plain | IndexKind::Unique => {
                self.part_problem(&as_slice(&def.parts)[part], column)
            }
            IndexKind::Fulltext => self.fulltext_part(def, part),
            IndexKind::Spatial => self.spatial_part(def, part),
            IndexKind::Other(_) => None,
        }
    }

    /// An index as a whole is not too long.
    #[must_use]
    pub const fn index_length(self, index: usize, columns: &[usize]) -> Option<Message> {
        let def = self.index(index);
        if self.is_plain_key(as_slice(&def.parts), columns) {
            return None;
        }
        match def.kind {
            IndexKind::Plain | IndexKind::Unique => {
                self.length_problem("index ", as_str(&def.name), as_slice(&def.parts), columns)
            }
            IndexKind::Fulltext | IndexKind::Spatial | IndexKind::Other(_) => None,
        }
    }

    /// An index of one column.
    #[must_use]
    pub const fn index_of_one(self, index: usize, column: usize) -> Option<Message> {
        let def = self.index(index);
        if matches!(def.kind, IndexKind::Plain | IndexKind::Unique)
            && let Some(bytes) = self.plain_bytes(&as_slice(&def.parts)[0], self.column(column))
            && bytes <= MAX_KEY_BYTES
        {
            return None;
        }
        match self.index_part(index, 0, column) {
            Some(problem) => Some(problem),
            None => self.index_length(index, &[column]),
        }
    }

    const fn part_problem(self, part: &IndexPart, position: usize) -> Option<Message> {
        if self.plain_bytes(part, self.column(position)).is_some() {
            return None;
        }
        let about = self.about_column(position);
        let (column, field) = (self.column(position), self.fields[position].0);
        if matches!(column.ty, ColumnType::Json) {
            return Some(about.text(
                "a json column can't be in a key; index a generated column that extracts a value",
            ));
        }
        if is_shape(&column.ty) {
            return Some(
                about
                    .text("a column of type ")
                    .column_type(&column.ty)
                    .text(" can only be in a `spatial` index: `index(columns(")
                    .text(field)
                    .text("), spatial)`"),
            );
        }
        if let Some(problem) = self.row_format_problem(part, position) {
            return Some(problem);
        }
        match part.prefix {
            None if column.ty.is_lob() => Some(
                about
                    .text("a key can hold only a prefix of ")
                    .column_type(&column.ty)
                    .text("; give the field a `len`, or index a prefix: `")
                    .text("index(columns(")
                    .text(field)
                    .text("(64)))`"),
            ),
            None => None,
            Some(prefix) => prefix_problem(about, column, prefix),
        }
    }

    /// A part that is too long for the table's row format.
    pub(super) const fn row_format_problem(
        self,
        part: &IndexPart,
        position: usize,
    ) -> Option<Message> {
        let Some(format) = self.old_row_format() else { return None };
        let Some(bytes) = part_bytes_of(part, self.column(position), self.table) else {
            return None;
        };
        if bytes <= MAX_OLD_PART_BYTES {
            return None;
        }
        Some(
            self.about_column(position)
                .text("it takes ")
                .number(bytes)
                .text(" bytes of a key, and the limit in row format ")
                .code(format)
                .text(" is ")
                .number(MAX_OLD_PART_BYTES)
                .text("; shorten it with `len`, index a prefix, or use `dynamic`"),
        )
    }

    /// The row format, when it is one with shorter keys.
    const fn old_row_format(self) -> Option<&'static str> {
        let Some(format) = &self.table.options.row_format else { return None };
        let format = as_str(format);
        if eq_ignore_case(format, "compact") || eq_ignore_case(format, "redundant") {
            Some(format)
        } else {
            None
        }
    }

    pub(super) const fn length_problem(
        self,
        what: &str,
        name: &str,
        parts: &[IndexPart],
        columns: &[usize],
    ) -> Option<Message> {
        let mut total = 0;
        let mut i = 0;
        while i < parts.len() {
            match part_bytes_of(&parts[i], self.column(columns[i]), self.table) {
                Some(bytes) => total += bytes,
                None => return None,
            }
            i += 1;
        }
        if total <= MAX_KEY_BYTES {
            return None;
        }
        let mut message = Message::about(self.owner).text(what);
        if !name.is_empty() {
            message = message.code(name);
        }
        message = message
            .text(" takes ")
            .number(total)
            .text(" bytes, and the limit is ")
            .number(MAX_KEY_BYTES)
            .text(": ");
        i = 0;
        while i < parts.len() {
            message = self.part_size(message.text(if i == 0 { "" } else { ", " }), &parts[i]);
            i += 1;
        }
        Some(message.text("; shorten a field with `len`, or index a prefix of it: `field(64)`"))
    }

    const fn part_size(self, message: Message, part: &IndexPart) -> Message {
        let Some(name) = part.column_name() else { return message };
        let message = message.code(self.field_of(name)).text(" ");
        match part_bytes(part, self.table) {
            Some(bytes) => message.number(bytes),
            None => message,
        }
    }
}

/// A prefix is for text and bytes, and shorter than the column (server error 1089). One of the
/// full length is an index of the whole column to the servers, and would be drift for ever.
const fn prefix_problem(about: Place<'_>, column: &ColumnDef, prefix: u32) -> Option<Message> {
    let len = match column.ty {
        ColumnType::Char { len }
        | ColumnType::VarChar { len }
        | ColumnType::Binary { len }
        | ColumnType::VarBinary { len } => len,
        ColumnType::Text { .. } | ColumnType::Blob { .. } => u32::MAX,
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Json
        | ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::DateTime { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::Year
        | ColumnType::Other { .. } => {
            return Some(
                about
                    .text("only text and bytes can be indexed by a prefix, and this column is ")
                    .column_type(&column.ty)
                    .text("; write the field without `(")
                    .plain(prefix as u64)
                    .text(")`"),
            );
        }
    };
    if prefix == len {
        return Some(
            about
                .text("the prefix of ")
                .number(prefix as u64)
                .text(" is the whole column, ")
                .column_type(&column.ty)
                .text("; write the field without a prefix"),
        );
    }
    if prefix > len {
        return Some(
            about
                .text("the prefix of ")
                .number(prefix as u64)
                .text(" is longer than the column, ")
                .column_type(&column.ty)
                .text("; write the field without a prefix"),
        );
    }
    None
}

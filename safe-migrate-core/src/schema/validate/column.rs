//! Rules for one column: its length, its character set, its numbering.

use super::{Facts, Message, Place, charset};
use crate::schema::text::{as_slice, as_str};
use crate::schema::{ColumnDef, ColumnType, Text};

/// What InnoDB can store in one column of a row that is not a TEXT or BLOB.
const MAX_COLUMN_BYTES: u32 = 65_535;

#[doc(hidden)]
impl Facts {
    pub(super) const fn column(self, column: usize) -> &'static ColumnDef {
        &as_slice(&self.table.columns)[column]
    }

    /// `len` stands on a type that has a length, and one that its type can have.
    #[must_use]
    pub const fn len(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        let (len, limit) = match def.ty {
            ColumnType::VarChar { len } => {
                (len, MAX_COLUMN_BYTES / charset::bytes_per_char(def, self.table))
            }
            ColumnType::VarBinary { len } => (len, MAX_COLUMN_BYTES),
            ColumnType::Char { .. } | ColumnType::Binary { .. } => {
                return Some(
                    self.about_column(column)
                        .text("every value of this type is as long as ")
                        .column_type(&def.ty)
                        .text("; remove `len`, or name another column type with `sql_type`"),
                );
            }
            ColumnType::Boolean
            | ColumnType::Integer { .. }
            | ColumnType::Decimal { .. }
            | ColumnType::Float { .. }
            | ColumnType::Double { .. }
            | ColumnType::Bit { .. }
            | ColumnType::Text { .. }
            | ColumnType::Blob { .. }
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
                    self.about_column(column)
                        .text("a column of type ")
                        .column_type(&def.ty)
                        .text(" has no length; remove `len`, which is for strings and bytes"),
                );
            }
        };
        if len == 0 {
            return Some(
                self.about_column(column)
                    .text("with `len = 0` nothing but an empty value fits; say how long it may be"),
            );
        }
        if len > limit {
            return Some(
                self.about_column(column)
                    .column_type(&def.ty)
                    .text(" is longer than the servers allow: at most ")
                    .number(limit as u64)
                    .text(" fit here; shorten it, or leave `len` out and use a type without one"),
            );
        }
        None
    }

    /// `charset` and `collation` stand on a column of text, are known and belong together.
    #[must_use]
    pub const fn column_charset(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        let about = self.about_column(column);
        if !def.ty.is_text() {
            return Some(
                about
                    .text("a column of type ")
                    .column_type(&def.ty)
                    .text(" holds no text; remove `charset` and `collation`"),
            );
        }
        charset_problem(about, &def.charset, &def.collation)
    }

    /// The table's `charset` and `collation` are known and belong together.
    #[must_use]
    pub const fn table_charset(self) -> Option<Message> {
        let options = &self.table.options;
        charset_problem(Place::of_struct(self.owner), &options.charset, &options.collation)
    }

    /// The server can number the column.
    #[must_use]
    pub const fn auto_increment(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        if def.ty.is_integer() {
            return None;
        }
        Some(
            self.about_column(column)
                .text("`auto_increment` needs an integer such as `u64`, and this column is ")
                .column_type(&def.ty),
        )
    }
}

const fn charset_problem(
    about: Place<'_>,
    charset: &Option<Text>,
    collation: &Option<Text>,
) -> Option<Message> {
    if let Some(charset) = charset {
        let charset = as_str(charset);
        if charset::max_bytes(charset).is_none() {
            return Some(about.text("no server has a character set ").code(charset).text(
                "; the usual one is `utf8mb4`, and `ascii` or `latin1` where a byte is enough",
            ));
        }
        if let Some(collation) = collation {
            let collation = as_str(collation);
            // A collation of no known character set may be one that fits any (MariaDB).
            if let Some(of_collation) = charset::of_collation(collation)
                && !charset::same(of_collation, charset)
            {
                return Some(
                    about
                        .text("collation ")
                        .code(collation)
                        .text(" belongs to character set ")
                        .code(of_collation)
                        .text(", not to ")
                        .code(charset),
                );
            }
        }
    }
    None
}

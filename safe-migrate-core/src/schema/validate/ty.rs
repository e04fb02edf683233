//! Rules for what is said of a column's type: `precision`, `text`, `sql_type`, newtypes.

use super::{Facts, Message, Place};
use crate::schema::text::{as_slice, as_str};
use crate::schema::{ColumnDef, ColumnType, Text, eq_ignore_case};

/// A newtype is of a type that is never NULL: only `Option` says so, and stands on the field.
#[doc(hidden)]
#[must_use]
pub const fn newtype(owner: &str, nullable: bool) -> Option<Message> {
    if !nullable {
        return None;
    }
    Some(
        Message::about(owner)
            .text("a newtype holds a value that is there; take its type out of `Option`, and ")
            .text("write `Option<")
            .text(owner)
            .text(">` for fields"),
    )
}

#[doc(hidden)]
impl Facts {
    /// `precision` stands on a decimal.
    #[must_use]
    pub const fn precision(self, column: usize) -> Option<Message> {
        let ty = &self.column(column).ty;
        if matches!(ty, ColumnType::Decimal { .. }) {
            return None;
        }
        let is_none = self
            .about_column(column)
            .text("`precision` is for decimals, and this column is ")
            .column_type(ty);
        let has_digits = matches!(
            ty,
            ColumnType::Time { .. } | ColumnType::DateTime { .. } | ColumnType::Timestamp { .. }
        );
        Some(is_none.text(if has_digits {
            "; for digits of a second write `sql_type = \"datetime(3)\"`"
        } else {
            "; remove it"
        }))
    }

    /// `text` stands on a string.
    #[must_use]
    pub const fn text(self, column: usize) -> Option<Message> {
        let ty = &self.column(column).ty;
        if matches!(ty, ColumnType::Text { .. }) {
            return None;
        }
        Some(
            self.about_column(column)
                .text("`text` is for strings, and this column is ")
                .column_type(ty)
                .text("; remove it"),
        )
    }

    /// A type that is written in SQL is one that both servers take in this column.
    #[must_use]
    pub const fn column_type(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        let about = self.about_column(column);
        if let ColumnType::Enum { members } | ColumnType::Set { members } = &def.ty
            && let Some(member) = doubled(as_slice(members))
        {
            return Some(
                about
                    .text("the member ")
                    .code(member)
                    .text(" is there twice to the servers, which ignore case"),
            );
        }
        type_problem(about, def)
    }

    /// The same for all other columns, whose types come from Rust types. Those at these
    /// positions are asked by themselves.
    #[must_use]
    pub const fn column_types(self, asked: &[usize]) -> Option<Message> {
        let columns = as_slice(&self.table.columns);
        let mut i = 0;
        while i < columns.len() {
            if !super::row::contains(asked, i)
                && let Some(problem) = type_problem(self.about_column(i), &columns[i])
            {
                return Some(problem);
            }
            i += 1;
        }
        None
    }
}

const fn type_problem(about: Place<'_>, def: &ColumnDef) -> Option<Message> {
    match &def.ty {
        ColumnType::Decimal { precision: 0, .. } => Some(about.text(
            "no decimal of a server holds every value of this type; say how many digits it may \
             have, and how many of them after the point: `precision(20, 4)`",
        )),
        // With `explicit_defaults_for_timestamp=0` (MariaDB's before 10.10) the first such
        // column gets a default and ON UPDATE of its own.
        ColumnType::Timestamp { fsp }
            if !def.nullable && def.default.is_none() && def.generated.is_none() =>
        {
            let about = about.text(
                "a timestamp that is NOT NULL gets a default of some server's own unless it has \
                 one; write `default_sql = \"CURRENT_TIMESTAMP",
            );
            Some(about.fraction(*fsp).text("\"`, or make the field's type an `Option`"))
        }
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Float { .. }
        | ColumnType::Double { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Char { .. }
        | ColumnType::VarChar { .. }
        | ColumnType::Binary { .. }
        | ColumnType::VarBinary { .. }
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
        | ColumnType::Other { .. } => None,
    }
}

/// A member that another is, but for case.
const fn doubled(members: &[Text]) -> Option<&str> {
    let mut i = 0;
    while i < members.len() {
        let mut j = 0;
        while j < i {
            if eq_ignore_case(as_str(&members[i]), as_str(&members[j])) {
                return Some(as_str(&members[i]));
            }
            j += 1;
        }
        i += 1;
    }
    None
}

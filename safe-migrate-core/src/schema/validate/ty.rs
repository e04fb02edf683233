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
            if is_told_apart(&columns[i].ty) && !super::row::contains(asked, i) {
                let about = self.about_column(i);
                if let Some(problem) = fixed_len_problem(about, &columns[i].ty) {
                    return Some(problem);
                }
                if let Some(problem) = type_problem(about, &columns[i]) {
                    return Some(problem);
                }
            }
            i += 1;
        }
        None
    }

    /// Whether there is clearly nothing to say: no type has rules of its own, and the row would be
    /// short enough if all else took the most it can. Const evaluation of the rules costs more.
    const fn has_plain_columns(self) -> bool {
        /// More than any type takes that is neither text nor bytes.
        const MOST: u64 = 33;
        let columns = as_slice(&self.table.columns);
        let mut total = columns.len() as u64 * MOST;
        let mut i = 0;
        while i < columns.len() {
            let ty = &columns[i].ty;
            if let ColumnType::VarChar { len } | ColumnType::VarBinary { len } = ty {
                total += *len as u64 * 4;
            } else if is_told_apart(ty) {
                return false;
            }
            i += 1;
        }
        total <= super::row::MAX_ROW_BYTES
    }

    /// What [`column_types`](Self::column_types) and [`row`](Self::row) say, which is about the
    /// same word.
    #[must_use]
    pub const fn columns(self, with_type: &[usize], with_len: &[usize]) -> Option<Message> {
        if self.has_plain_columns() {
            return None;
        }
        match (self.column_types(with_type), self.row(with_len)) {
            (Some(first), Some(second)) => Some(first.text("\n").text(second.as_str())),
            (Some(only), None) | (None, Some(only)) => Some(only),
            (None, None) => None,
        }
    }
}

/// Whether there are rules for the type.
const fn is_told_apart(ty: &ColumnType) -> bool {
    matches!(
        ty,
        ColumnType::Decimal { precision: 0, .. }
            | ColumnType::Timestamp { .. }
            | ColumnType::Binary { .. }
            | ColumnType::Char { .. }
    )
}

/// The limit of CHAR and BINARY.
const MAX_FIXED_LEN: u32 = 255;

/// The length of a Rust type is one that a column can have. (One that is written is refused where it
/// is read.)
const fn fixed_len_problem(about: Place<'_>, ty: &ColumnType) -> Option<Message> {
    let (ColumnType::Char { len } | ColumnType::Binary { len }) = ty else { return None };
    if *len == 0 {
        let about = about.text("a column of type ").column_type(ty);
        return Some(about.text(" says nothing; leave the field out with `skip`"));
    }
    if *len <= MAX_FIXED_LEN {
        return None;
    }
    Some(
        about
            .column_type(ty)
            .text(" is longer than the servers allow: at most ")
            .number(MAX_FIXED_LEN as u64)
            .text(" fit; write `sql_type = \"varbinary(")
            .plain(*len as u64)
            .text(")\"`"),
    )
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

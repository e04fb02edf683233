//! Rules for where values come from, literals apart: expressions, `invisible`, `backfill`.

use super::{Facts, Message};
use crate::schema::text::as_str;
use crate::schema::{ColumnType, DefaultValue, eq_ignore_case};

#[doc(hidden)]
impl Facts {
    /// An expression for now has the digits of its column (MySQL's errors 1067 and 1294).
    #[must_use]
    pub const fn default_sql(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        let Some(DefaultValue::Expression(expression)) = &def.default else { return None };
        let Some(fsp) = digits(&def.ty) else {
            // MySQL's error 1067.
            if now(as_str(expression)).is_some() {
                return Some(
                    self.about_column(column)
                        .text(
                            "only a column of a date with time is now by itself, and this one is ",
                        )
                        .column_type(&def.ty)
                        .text("; write an expression in parentheses, such as `(curdate())`"),
                );
            }
            return None;
        };
        match now(as_str(expression)) {
            Some(digits) if digits != fsp => Some(self.other_digits(column, "default_sql", fsp)),
            Some(_) | None => None,
        }
    }

    /// `on_update_sql` stands on a date with time, and is now.
    #[must_use]
    pub const fn on_update(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        let about = self.about_column(column);
        let Some(fsp) = digits(&def.ty) else {
            return Some(
                about
                    .text("`on_update_sql` is for columns of a date with time, and this one is ")
                    .column_type(&def.ty)
                    .text("; remove it"),
            );
        };
        let Some(expression) = &def.on_update else { return None };
        // MariaDB gives such a column the default '0000-00-00 00:00:00'.
        if !def.nullable && def.default.is_none() {
            let about = about.text(
                "a column that is NOT NULL and has no default gets the date 0000-00-00 from \
                 MariaDB; add `default_sql = \"CURRENT_TIMESTAMP",
            );
            return Some(about.fraction(fsp).text("\"`"));
        }
        match now(as_str(expression)) {
            Some(digits) if digits == fsp => None,
            Some(_) => Some(self.other_digits(column, "on_update_sql", fsp)),
            None => {
                let about = about.text("a changed row can only get the time of the change; write ");
                let about = about.text("`on_update_sql = \"CURRENT_TIMESTAMP");
                Some(about.fraction(fsp).text("\"`"))
            }
        }
    }

    const fn other_digits(self, column: usize, key: &str, fsp: u8) -> Message {
        let def = self.column(column);
        let about = self
            .about_column(column)
            .text("the column is ")
            .column_type(&def.ty)
            .text(", and MySQL takes only a time of as many digits; write `")
            .text(key)
            .text(" = \"CURRENT_TIMESTAMP");
        about.fraction(fsp).text("\"`")
    }

    /// `backfill` stands on a column that may not be NULL.
    #[must_use]
    pub const fn backfill(self, column: usize) -> Option<Message> {
        if !self.column(column).nullable {
            return None;
        }
        Some(self.about_column(column).text(
            "rows that are there get NULL in this column, so `backfill` has no use; remove it, \
             or take the field's type out of `Option`",
        ))
    }

    /// Who does not see a column need not write it (MariaDB's error 4106).
    #[must_use]
    pub const fn invisible(self, column: usize) -> Option<Message> {
        let def = self.column(column);
        if def.nullable || def.default.is_some() || def.auto_increment || def.generated.is_some() {
            return None;
        }
        Some(self.about_column(column).text(
            "an invisible column that is NOT NULL needs a default; write `default` or \
             `default_sql`, or make the field's type an `Option`",
        ))
    }
}

/// The digits of a second of a column that can be now by itself.
const fn digits(ty: &ColumnType) -> Option<u8> {
    match ty {
        ColumnType::DateTime { fsp } | ColumnType::Timestamp { fsp } => Some(*fsp),
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
        | ColumnType::Year
        | ColumnType::Other { .. } => None,
    }
}

/// The digits that an expression for now asks for; `None` for any other expression.
const fn now(expression: &str) -> Option<u8> {
    const NAMES: [&str; 4] = ["current_timestamp", "localtimestamp", "localtime", "now"];
    let expression = expression.trim_ascii();
    let mut i = 0;
    while i < NAMES.len() {
        let len = NAMES[i].len();
        if len <= expression.len()
            && expression.is_char_boundary(len)
            && eq_ignore_case(expression.split_at(len).0, NAMES[i])
        {
            return match expression.split_at(len).1.trim_ascii().as_bytes() {
                [] | [b'(', b')'] => Some(0),
                [b'(', digit @ b'0'..=b'6', b')'] => Some(*digit - b'0'),
                _ => None,
            };
        }
        i += 1;
    }
    None
}

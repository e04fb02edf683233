//! The const functions that a derived impl is written in: its words come in, the model goes out.
//!
//! They keep an expansion to a line per column. None of them panics: what does not fit is left
//! as it is, and refused by [`validate`](super::validate) next to the impl.

use std::marker::PhantomData;
use std::mem::{forget, replace};

use super::text::as_str;
use super::{
    CheckDef, ColumnDef, ColumnType, DefaultValue, Generated, IndexPart, IndexTarget, List,
    LobSize, Storage, TableName, TableOptions, Text,
};

/// The column of a field, of whose type these are the facts.
///
/// Not a function of the type: a bound here would be a line in the error about the type.
#[must_use]
pub const fn column(name: &'static str, (ty, nullable): (&'static ColumnType, bool)) -> ColumnDef {
    ColumnDef::new(name, ty.copied(), nullable)
}

/// The type of what has a mistake.
pub const BROKEN: &ColumnType = &ColumnType::Other { sql: Text::Borrowed("") };

/// The column of a field whose struct has a mistake: its name alone.
#[must_use]
pub const fn broken_column(name: &'static str) -> ColumnDef {
    ColumnDef::new(name, BROKEN.copied(), true)
}

/// Whether a Rust type is an `Option`, of whatever: of a field with `sql_type` no more is asked.
///
/// `Nullability::<Option<T>>::NULLABLE` is the inherent constant; of every other type there is
/// only the one of [`NotAnOption`].
#[derive(Debug)]
pub struct Nullability<T: ?Sized>(PhantomData<T>);

impl<T> Nullability<Option<T>> {
    /// NULL is allowed.
    pub const NULLABLE: bool = true;
}

/// What a type is that is no `Option`.
pub trait NotAnOption {
    /// NULL is not allowed.
    const NULLABLE: bool = false;
}

impl<T: ?Sized> NotAnOption for Nullability<T> {}

pub use sqlx;

/// What decoding says of a text that is no variant of an enum.
#[must_use]
pub fn no_member(owner: &str, text: &str) -> Box<dyn std::error::Error + Send + Sync> {
    format!("`{owner}` has no variant for {text:?}").into()
}

/// A check constraint.
#[must_use]
pub const fn check(name: &'static str, expression: &'static str) -> CheckDef {
    CheckDef { name: Text::Borrowed(name), expression: Text::Borrowed(expression), enforced: true }
}

/// Text that may be left unsaid.
#[must_use]
pub const fn text(text: Option<&'static str>) -> Option<Text> {
    match text {
        Some(text) => Some(Text::Borrowed(text)),
        None => None,
    }
}

/// The table a foreign key refers to.
#[must_use]
pub const fn parent(database: Option<&'static str>, table: &'static str) -> TableName {
    TableName { database: text(database), table: Text::Borrowed(table) }
}

/// The column of the parent's field; the field's own name when the parent has no such field.
#[must_use]
pub const fn parent_column(
    fields: &'static [(&'static str, &'static str)],
    field: &'static str,
) -> Text {
    let mut i = 0;
    while i < fields.len() {
        if super::eq(fields[i].0, field) {
            return Text::Borrowed(fields[i].1);
        }
        i += 1;
    }
    Text::Borrowed(field)
}

/// Nothing said about the table.
#[must_use]
pub const fn options() -> TableOptions {
    TableOptions::NONE
}

// In `const` evaluation an assignment would drop the old value, which it may not (E0493), so the
// old value is taken out and forgotten.

#[doc(hidden)]
impl ColumnDef {
    /// Holds so many characters or bytes.
    #[must_use]
    pub const fn with_len(mut self, len: u32) -> Self {
        let ty = match self.ty {
            ColumnType::VarChar { .. } | ColumnType::Text { .. } => ColumnType::VarChar { len },
            ColumnType::VarBinary { .. } | ColumnType::Blob { .. } => ColumnType::VarBinary { len },
            // The length is the Rust type's own.
            ColumnType::Char { .. }
            | ColumnType::Binary { .. }
            | ColumnType::Boolean
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
            | ColumnType::Other { .. } => return self,
        };
        forget(replace(&mut self.ty, ty));
        self
    }

    /// A decimal of so many digits, and so many of them after the point.
    #[must_use]
    pub const fn with_precision(mut self, precision: u8, scale: u8) -> Self {
        if let ColumnType::Decimal { unsigned, .. } = self.ty {
            forget(replace(&mut self.ty, ColumnType::Decimal { precision, scale, unsigned }));
        }
        self
    }

    /// A text that is stored apart from the row.
    #[must_use]
    pub const fn with_text(mut self, size: LobSize) -> Self {
        if let ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text { .. } =
            self.ty
        {
            forget(replace(&mut self.ty, ColumnType::Text { size }));
        }
        self
    }

    /// Called otherwise before.
    #[must_use]
    pub const fn with_renamed_from(mut self, old: &'static str) -> Self {
        forget(self.renamed_from.replace(Text::Borrowed(old)));
        self
    }

    /// Set to this SQL expression when the row changes.
    #[must_use]
    pub const fn with_on_update(mut self, expression: &'static str) -> Self {
        forget(self.on_update.replace(Text::Borrowed(expression)));
        self
    }

    /// Computed from the row.
    #[must_use]
    pub const fn with_generated(mut self, storage: Storage, expression: &'static str) -> Self {
        let generated = Generated { expression: Text::Borrowed(expression), storage };
        forget(self.generated.replace(generated));
        self
    }

    /// With this SQL expression for rows that are there before the column is.
    #[must_use]
    pub const fn with_backfill(mut self, expression: &'static str) -> Self {
        forget(self.backfill.replace(Text::Borrowed(expression)));
        self
    }

    /// Left out by `SELECT *`.
    #[must_use]
    pub const fn with_invisible(mut self) -> Self {
        self.invisible = true;
        self
    }

    /// Numbered by the server.
    #[must_use]
    pub const fn with_auto_increment(mut self) -> Self {
        self.auto_increment = true;
        self
    }

    /// In this character set.
    #[must_use]
    pub const fn with_charset(mut self, charset: &'static str) -> Self {
        forget(self.charset.replace(Text::Borrowed(charset)));
        self
    }

    /// Compared by this collation.
    #[must_use]
    pub const fn with_collation(mut self, collation: &'static str) -> Self {
        forget(self.collation.replace(Text::Borrowed(collation)));
        self
    }

    /// With this value as its default.
    #[must_use]
    pub const fn with_default(mut self, literal: &'static str) -> Self {
        forget(self.default.replace(DefaultValue::Literal(Text::Borrowed(literal))));
        self
    }

    /// With these bytes as its default.
    #[must_use]
    pub const fn with_default_bytes(mut self, bytes: &'static [u8]) -> Self {
        forget(self.default.replace(DefaultValue::Bytes(List::Borrowed(bytes))));
        self
    }

    /// With a check in its own definition (MariaDB).
    #[must_use]
    pub const fn with_check(mut self, expression: &'static str) -> Self {
        forget(self.check.replace(Text::Borrowed(expression)));
        self
    }

    /// With attributes that have no words of their own.
    #[must_use]
    pub const fn with_attributes(mut self, sql: &'static str) -> Self {
        forget(self.attributes.replace(Text::Borrowed(sql)));
        self
    }

    /// With this SQL expression as its default.
    #[must_use]
    pub const fn with_default_sql(mut self, expression: &'static str) -> Self {
        forget(self.default.replace(DefaultValue::Expression(Text::Borrowed(expression))));
        self
    }

    /// With this comment.
    #[must_use]
    pub const fn with_comment(mut self, comment: &'static str) -> Self {
        forget(self.comment.replace(Text::Borrowed(comment)));
        self
    }

    /// Whether the struct has a mistake that hides what this column is.
    #[must_use]
    pub const fn is_broken(&self) -> bool {
        if let ColumnType::Other { sql } = &self.ty { as_str(sql).is_empty() } else { false }
    }
}

#[doc(hidden)]
impl TableOptions {
    /// In this storage engine.
    #[must_use]
    pub const fn with_engine(mut self, engine: &'static str) -> Self {
        forget(self.engine.replace(Text::Borrowed(engine)));
        self
    }

    /// With this default character set.
    #[must_use]
    pub const fn with_charset(mut self, charset: &'static str) -> Self {
        forget(self.charset.replace(Text::Borrowed(charset)));
        self
    }

    /// With this default collation.
    #[must_use]
    pub const fn with_collation(mut self, collation: &'static str) -> Self {
        forget(self.collation.replace(Text::Borrowed(collation)));
        self
    }

    /// In this row format.
    #[must_use]
    pub const fn with_row_format(mut self, row_format: &'static str) -> Self {
        forget(self.row_format.replace(Text::Borrowed(row_format)));
        self
    }

    /// With this comment.
    #[must_use]
    pub const fn with_comment(mut self, comment: &'static str) -> Self {
        forget(self.comment.replace(Text::Borrowed(comment)));
        self
    }
}

#[doc(hidden)]
impl TableOptions {
    /// With these other options, name and value.
    #[must_use]
    pub const fn with_others(mut self, others: &'static [(Text, Text)]) -> Self {
        forget(self.others.replace(List::Borrowed(others)));
        self
    }

    /// Partitioned so.
    #[must_use]
    pub const fn with_partitions(mut self, sql: &'static str) -> Self {
        forget(self.partitions.replace(Text::Borrowed(sql)));
        self
    }

    /// With these options of its primary key.
    #[must_use]
    pub const fn with_primary_key(mut self, sql: &'static str) -> Self {
        forget(self.primary_key.replace(Text::Borrowed(sql)));
        self
    }

    /// With the former versions of its rows kept (MariaDB).
    #[must_use]
    pub const fn with_system_versioning(mut self) -> Self {
        self.system_versioned = Some(true);
        self
    }
}

#[doc(hidden)]
impl CheckDef {
    /// Rows are not held to it (MySQL).
    #[must_use]
    pub const fn not_enforced(mut self) -> Self {
        self.enforced = false;
        self
    }
}

#[doc(hidden)]
impl IndexPart {
    /// The value of an SQL expression (MySQL).
    #[must_use]
    pub const fn expression(sql: &'static str) -> Self {
        Self {
            target: IndexTarget::Expression(Text::Borrowed(sql)),
            prefix: None,
            descending: false,
        }
    }

    /// Only so many characters or bytes of the value.
    #[must_use]
    pub const fn with_prefix(mut self, prefix: u32) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// Sorted from high to low.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.descending = true;
        self
    }
}

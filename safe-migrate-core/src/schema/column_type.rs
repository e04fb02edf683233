//! Column types as MySQL and MariaDB have them.

use super::{List, Text};

/// The type of a column.
///
/// Display widths (`int(11)`) are no part of it, but for `tinyint(1)`, which is [`Boolean`].
///
/// [`Boolean`]: ColumnType::Boolean
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "name", rename_all = "lowercase")
)]
#[non_exhaustive]
pub enum ColumnType {
    /// `tinyint(1)`: what `BOOL` means to both servers, and to sqlx.
    Boolean,
    /// `tinyint`, `smallint`, `mediumint`, `int` or `bigint`.
    Integer {
        /// One, two, three, four or eight bytes.
        width: IntegerWidth,
        /// Without negative values.
        unsigned: bool,
    },
    /// `decimal(precision, scale)`.
    Decimal {
        /// All digits, 1 to 65.
        precision: u8,
        /// Digits after the point, 0 to 30 (38 on MariaDB).
        scale: u8,
        /// Without negative values (deprecated by MySQL).
        unsigned: bool,
    },
    /// `float`: four bytes.
    Float {
        /// Without negative values (deprecated by MySQL).
        unsigned: bool,
    },
    /// `double`: eight bytes.
    Double {
        /// Without negative values (deprecated by MySQL).
        unsigned: bool,
    },
    /// `bit(n)`.
    Bit {
        /// 1 to 64.
        bits: u8,
    },
    /// `char(n)`: fixed length; trailing spaces are not kept.
    Char {
        /// In characters, 0 to 255.
        len: u32,
    },
    /// `varchar(n)`.
    VarChar {
        /// In characters; at most 16,383 of four bytes.
        len: u32,
    },
    /// `binary(n)`: fixed length, filled with zero bytes.
    Binary {
        /// In bytes, 0 to 255.
        len: u32,
    },
    /// `varbinary(n)`.
    VarBinary {
        /// In bytes, at most 65,532.
        len: u32,
    },
    /// `tinytext`, `text`, `mediumtext` or `longtext`.
    Text {
        /// How long a value may be.
        size: LobSize,
    },
    /// `tinyblob`, `blob`, `mediumblob` or `longblob`.
    Blob {
        /// How long a value may be.
        size: LobSize,
    },
    /// `enum('a', 'b')`.
    Enum {
        /// The members in their order, which is also their sort order.
        members: List<Text>,
    },
    /// `set('a', 'b')`.
    Set {
        /// The members in their order, which is the order of their bits.
        members: List<Text>,
    },
    /// `json` (on MariaDB `longtext` with a check of its own).
    Json,
    /// `date`.
    Date,
    /// `time(fsp)`.
    Time {
        /// Digits of the fraction of a second, 0 to 6.
        fsp: u8,
    },
    /// `datetime(fsp)`.
    DateTime {
        /// Digits of the fraction of a second, 0 to 6.
        fsp: u8,
    },
    /// `timestamp(fsp)`: 1970 to 2038 (2106 on MariaDB 11.5 and later).
    Timestamp {
        /// Digits of the fraction of a second, 0 to 6.
        fsp: u8,
    },
    /// `year`.
    Year,
    /// A type this model has no words for, as the server writes it. It equals only itself,
    /// and nothing is ever changed from it or to it.
    Other {
        /// The server's own text.
        sql: Text,
    },
}

/// How many bytes an integer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum IntegerWidth {
    /// `tinyint`: one byte.
    Tiny,
    /// `smallint`: two bytes.
    Small,
    /// `mediumint`: three bytes.
    Medium,
    /// `int`: four bytes.
    Int,
    /// `bigint`: eight bytes.
    Big,
}

/// How long a value of a TEXT or BLOB type may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum LobSize {
    /// 255 bytes.
    Tiny,
    /// 65,535 bytes.
    Normal,
    /// 16 MiB less one byte.
    Medium,
    /// 4 GiB less one byte.
    Long,
}

impl ColumnType {
    /// Whether the type holds text in a character set (and so takes a collation).
    #[must_use]
    pub const fn is_text(&self) -> bool {
        match self {
            Self::Char { .. }
            | Self::VarChar { .. }
            | Self::Text { .. }
            | Self::Enum { .. }
            | Self::Set { .. } => true,
            Self::Boolean
            | Self::Integer { .. }
            | Self::Decimal { .. }
            | Self::Float { .. }
            | Self::Double { .. }
            | Self::Bit { .. }
            | Self::Binary { .. }
            | Self::VarBinary { .. }
            | Self::Blob { .. }
            | Self::Json
            | Self::Date
            | Self::Time { .. }
            | Self::DateTime { .. }
            | Self::Timestamp { .. }
            | Self::Year
            | Self::Other { .. } => false,
        }
    }

    /// Whether a literal of the type is written without quotes.
    #[must_use]
    pub const fn is_numeric(&self) -> bool {
        match self {
            Self::Boolean
            | Self::Integer { .. }
            | Self::Decimal { .. }
            | Self::Float { .. }
            | Self::Double { .. }
            | Self::Year => true,
            Self::Bit { .. }
            | Self::Char { .. }
            | Self::VarChar { .. }
            | Self::Binary { .. }
            | Self::VarBinary { .. }
            | Self::Text { .. }
            | Self::Blob { .. }
            | Self::Enum { .. }
            | Self::Set { .. }
            | Self::Json
            | Self::Date
            | Self::Time { .. }
            | Self::DateTime { .. }
            | Self::Timestamp { .. }
            | Self::Other { .. } => false,
        }
    }

    /// Whether an auto-increment column may have the type.
    #[must_use]
    pub const fn is_integer(&self) -> bool {
        matches!(self, Self::Boolean | Self::Integer { .. })
    }

    /// Whether a key part of the type needs a prefix length, and a literal default is refused
    /// (TEXT, BLOB and JSON).
    #[must_use]
    pub const fn is_lob(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::Blob { .. } | Self::Json)
    }

    /// The same type as a value, in `const` evaluation, where `Clone` is not to be had.
    ///
    /// A type read from a server (owned lists) can't be copied so; a `const` never holds one.
    #[doc(hidden)]
    #[must_use]
    pub const fn copied(&'static self) -> Self {
        match *self {
            Self::Boolean => Self::Boolean,
            Self::Integer { width, unsigned } => Self::Integer { width, unsigned },
            Self::Decimal { precision, scale, unsigned } => {
                Self::Decimal { precision, scale, unsigned }
            }
            Self::Float { unsigned } => Self::Float { unsigned },
            Self::Double { unsigned } => Self::Double { unsigned },
            Self::Bit { bits } => Self::Bit { bits },
            Self::Char { len } => Self::Char { len },
            Self::VarChar { len } => Self::VarChar { len },
            Self::Binary { len } => Self::Binary { len },
            Self::VarBinary { len } => Self::VarBinary { len },
            Self::Text { size } => Self::Text { size },
            Self::Blob { size } => Self::Blob { size },
            Self::Enum { ref members } => {
                Self::Enum { members: List::Borrowed(super::text::as_slice(members)) }
            }
            Self::Set { ref members } => {
                Self::Set { members: List::Borrowed(super::text::as_slice(members)) }
            }
            Self::Json => Self::Json,
            Self::Date => Self::Date,
            Self::Time { fsp } => Self::Time { fsp },
            Self::DateTime { fsp } => Self::DateTime { fsp },
            Self::Timestamp { fsp } => Self::Timestamp { fsp },
            Self::Year => Self::Year,
            Self::Other { ref sql } => {
                Self::Other { sql: Text::Borrowed(super::text::as_str(sql)) }
            }
        }
    }
}

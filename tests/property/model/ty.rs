//! The types of columns.

use std::fmt;

use super::{Family, quoted};

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ty {
    Bool,
    Int {
        bytes: u8,
        unsigned: bool,
        zerofill: bool,
    },
    Decimal {
        precision: u8,
        scale: u8,
        unsigned: bool,
    },
    Float {
        double: bool,
        unsigned: bool,
        digits: Option<(u8, u8)>,
    },
    Bit(u8),
    Char(u32),
    VarChar(u32),
    Binary(u32),
    VarBinary(u32),
    /// 0 is TINY, 3 is LONG.
    Text(u8),
    Blob(u8),
    Enum(Vec<String>),
    Set(Vec<String>),
    Json,
    Date,
    Time(u8),
    DateTime(u8),
    Timestamp(u8),
    Year,
    Point {
        srid: Option<u32>,
    },
    Geometry,
    /// MySQL only.
    Vector(u32),
    /// MariaDB only.
    Inet6,
    /// MariaDB only.
    Uuid,
}

/// A character set with one of its collations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Charset {
    pub(crate) set: &'static str,
    pub(crate) collation: &'static str,
}

impl Ty {
    /// What a formula takes its values as.
    pub(crate) fn family(&self) -> Family {
        match self {
            Self::Bool | Self::Int { .. } | Self::Decimal { .. } => Family::Number,
            Self::Char(_) | Self::VarChar(_) => Family::Text,
            Self::Date | Self::DateTime(_) | Self::Timestamp(_) => Family::Moment,
            Self::Json => Family::Json,
            Self::Float { .. }
            | Self::Bit(_)
            | Self::Binary(_)
            | Self::VarBinary(_)
            | Self::Text(_)
            | Self::Blob(_)
            | Self::Enum(_)
            | Self::Set(_)
            | Self::Time(_)
            | Self::Year
            | Self::Point { .. }
            | Self::Geometry
            | Self::Vector(_)
            | Self::Inet6
            | Self::Uuid => Family::Other,
        }
    }

    /// Whether it holds text in a character set.
    pub(crate) fn is_text(&self) -> bool {
        matches!(
            self,
            Self::Char(_) | Self::VarChar(_) | Self::Text(_) | Self::Enum(_) | Self::Set(_)
        )
    }

    /// Whether it is an integer, which may be numbered and partitioned by.
    pub(crate) fn is_integer(&self) -> bool {
        matches!(self, Self::Int { .. })
    }

    /// Whether it is a shape.
    pub(crate) fn is_shape(&self) -> bool {
        matches!(self, Self::Point { .. } | Self::Geometry)
    }

    /// How long a prefix a key part of it may have, and whether it must have one.
    pub(crate) fn prefix(&self) -> (Option<u32>, bool) {
        match self {
            Self::Char(len) | Self::VarChar(len) | Self::Binary(len) | Self::VarBinary(len) => {
                (Some((*len).saturating_sub(1)).filter(|len| *len > 0), *len > 63)
            }
            Self::Text(_) | Self::Blob(_) => (Some(60), true),
            Self::Bool
            | Self::Int { .. }
            | Self::Decimal { .. }
            | Self::Float { .. }
            | Self::Bit(_)
            | Self::Enum(_)
            | Self::Set(_)
            | Self::Json
            | Self::Date
            | Self::Time(_)
            | Self::DateTime(_)
            | Self::Timestamp(_)
            | Self::Year
            | Self::Point { .. }
            | Self::Geometry
            | Self::Vector(_)
            | Self::Inet6
            | Self::Uuid => (None, false),
        }
    }

    /// Whether a key that sorts may hold it.
    pub(crate) fn is_sortable(&self) -> bool {
        !matches!(self, Self::Json | Self::Vector(_)) && !self.is_shape()
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = |unsigned: &bool| if *unsigned { " UNSIGNED" } else { "" };
        let size = |size: &u8| ["TINY", "", "MEDIUM", "LONG"][usize::from(*size)];
        let members = |members: &[String]| {
            members.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(",")
        };
        match self {
            Self::Bool => f.write_str("TINYINT(1)"),
            Self::Int { bytes, unsigned, zerofill } => {
                let name = match bytes {
                    1 => "TINYINT",
                    2 => "SMALLINT",
                    3 => "MEDIUMINT",
                    4 => "INT",
                    _ => "BIGINT",
                };
                let zeros = if *zerofill { " ZEROFILL" } else { "" };
                write!(f, "{name}{}{zeros}", sign(unsigned))
            }
            Self::Decimal { precision, scale, unsigned } => {
                write!(f, "DECIMAL({precision},{scale}){}", sign(unsigned))
            }
            Self::Float { double, unsigned, digits } => {
                f.write_str(if *double { "DOUBLE" } else { "FLOAT" })?;
                if let Some((all, after)) = digits {
                    write!(f, "({all},{after})")?;
                }
                f.write_str(sign(unsigned))
            }
            Self::Bit(bits) => write!(f, "BIT({bits})"),
            Self::Char(len) => write!(f, "CHAR({len})"),
            Self::VarChar(len) => write!(f, "VARCHAR({len})"),
            Self::Binary(len) => write!(f, "BINARY({len})"),
            Self::VarBinary(len) => write!(f, "VARBINARY({len})"),
            Self::Text(lob) => write!(f, "{}TEXT", size(lob)),
            Self::Blob(lob) => write!(f, "{}BLOB", size(lob)),
            Self::Enum(list) => write!(f, "ENUM({})", members(list)),
            Self::Set(list) => write!(f, "SET({})", members(list)),
            Self::Json => f.write_str("JSON"),
            Self::Date => f.write_str("DATE"),
            Self::Time(fsp) => write!(f, "TIME({fsp})"),
            Self::DateTime(fsp) => write!(f, "DATETIME({fsp})"),
            Self::Timestamp(fsp) => write!(f, "TIMESTAMP({fsp})"),
            Self::Year => f.write_str("YEAR"),
            // The SRID is an attribute of the column, behind NULL.
            Self::Point { .. } => f.write_str("POINT"),
            Self::Geometry => f.write_str("GEOMETRY"),
            Self::Vector(len) => write!(f, "VECTOR({len})"),
            Self::Inet6 => f.write_str("INET6"),
            Self::Uuid => f.write_str("UUID"),
        }
    }
}

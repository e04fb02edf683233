//! Which column type a Rust type gets: the one that sqlx decodes back into it without loss.
//!
//! | Rust | column |
//! |---|---|
//! | `bool` | `tinyint(1)` |
//! | `i8` … `i64`, `u8` … `u64` | `tinyint`, `smallint`, `int`, `bigint`, `unsigned` where the Rust type is |
//! | `f32`, `f64` | `float`, `double` |
//! | `String`, `Box<str>`, `Cow<'static, str>` | `varchar(255)`; another length by `len` |
//! | `Vec<u8>`, `Box<[u8]>` | `longblob`; `varbinary(n)` by `len` |
//! | `[u8; N]` | `binary(N)`, up to 255; see below |
//! | `Option<T>` | the column of `T`, nullable |
//! | an enum with `#[derive(SqlEnum)]` | `enum('a', 'b')` of its variants |
//! | a newtype with `#[derive(SqlNewtype)]` | the column of its field |
//! | a field with `#[sqlx(json)]` | `json` |
//!
//! Types of other crates, behind the feature that sqlx has for them (which it switches on):
//!
//! | feature | Rust | column |
//! |---|---|---|
//! | `chrono` | `DateTime<Utc>`, `DateTime<Local>`, `NaiveDateTime` | `datetime(6)` (a `timestamp` ends in 2038) |
//! | | `NaiveDate` | `date` |
//! | | `NaiveTime` | `time(6)` |
//! | `time` | `OffsetDateTime`, `PrimitiveDateTime` | `datetime(6)`, in UTC |
//! | | `Date` | `date` |
//! | | `Time` | `time(6)` |
//! | `uuid` | `Uuid` | `binary(16)` |
//! | | `uuid::fmt::Hyphenated` | `char(36)` |
//! | | `uuid::fmt::Simple` | `char(32)` |
//! | `rust_decimal` | `Decimal` | `decimal(57,28)`, which holds every value; another by `precision` |
//! | `bigdecimal` | `BigDecimal` | a decimal of the `precision` that the field must have |
//! | `json` | `serde_json::Value`, `sqlx::types::Json<T>` | `json` |
//!
//! Dates and times keep microseconds, as sqlx sends no more. It sends moments of UTC
//! (`DateTime<Utc>`, `DateTime<Local>`, `OffsetDateTime`) as timestamps, which MariaDB before 11.5
//! reads as NULL outside 1970 to 2038, whatever the column is: for others use `NaiveDateTime` or
//! `PrimitiveDateTime` there.
//!
//! sqlx decodes no column into a `[u8; N]` by itself. With `#[sqlx(try_from = "Vec<u8>")]` beside
//! the field `sqlx::FromRow` does, and every value has its N bytes, zeros at the end included; it
//! is bound as a slice, `.bind(&token[..])`.
//!
//! `#[sqlx(try_from = "..")]` and `#[sqlx(default)]` change nothing about the column: it is that of
//! the field's own type, or the one that `sql_type` says.

use std::borrow::Cow;

use super::{ColumnType, IntegerWidth, LobSize};

/// A Rust type that is stored in a column; [which column](self) for which type.
///
/// ```
/// use safe_migrate_core::schema::{ColumnType, SqlType};
///
/// /// An e-mail address, checked when made.
/// struct Email(String);
///
/// impl SqlType for Email {
///     const TYPE: &'static ColumnType = &ColumnType::VarChar { len: 254 };
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can have",
    label = "no column type is known for `{Self}`",
    note = "name the column's type with `#[safe_schema(sql_type = \"..\")]`, implement `safe_schema::SqlType` for `{Self}`, or leave the field out with `#[safe_schema(skip)]`",
    note = "types of other crates need a feature: `chrono`, `time`, `uuid`, `rust_decimal`, `bigdecimal` or `json`"
)]
pub trait SqlType {
    /// The column's type.
    const TYPE: &'static ColumnType;
    /// Whether NULL is allowed: only `Option` says so.
    const NULLABLE: bool = false;
    /// Both, for expanded code.
    #[doc(hidden)]
    const FACTS: (&'static ColumnType, bool) = (Self::TYPE, Self::NULLABLE);
}

// `do_not_recommend`: a list of all types that have a column helps nobody whose type has none,
// and changes with the features.
#[diagnostic::do_not_recommend]
impl<T: SqlType> SqlType for Option<T> {
    const TYPE: &'static ColumnType = T::TYPE;
    const NULLABLE: bool = true;
}

macro_rules! sql_type {
    ($($rust:ty => $column:expr;)*) => {
        $(#[diagnostic::do_not_recommend]
        impl SqlType for $rust {
            const TYPE: &'static ColumnType = &$column;
        })*
    };
}

sql_type! {
    bool => ColumnType::Boolean;
    i8 => ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: false };
    i16 => ColumnType::Integer { width: IntegerWidth::Small, unsigned: false };
    i32 => ColumnType::Integer { width: IntegerWidth::Int, unsigned: false };
    i64 => ColumnType::Integer { width: IntegerWidth::Big, unsigned: false };
    u8 => ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: true };
    u16 => ColumnType::Integer { width: IntegerWidth::Small, unsigned: true };
    u32 => ColumnType::Integer { width: IntegerWidth::Int, unsigned: true };
    u64 => ColumnType::Integer { width: IntegerWidth::Big, unsigned: true };
    f32 => ColumnType::Float { unsigned: false };
    f64 => ColumnType::Double { unsigned: false };
    String => ColumnType::VarChar { len: 255 };
    Box<str> => ColumnType::VarChar { len: 255 };
    Cow<'static, str> => ColumnType::VarChar { len: 255 };
    Vec<u8> => ColumnType::Blob { size: LobSize::Long };
    Box<[u8]> => ColumnType::Blob { size: LobSize::Long };
}

// Refused by `validate` where it is longer than the servers allow.
#[diagnostic::do_not_recommend]
impl<const N: usize> SqlType for [u8; N] {
    const TYPE: &'static ColumnType =
        &ColumnType::Binary { len: if N > u32::MAX as usize { u32::MAX } else { N as u32 } };
}

// The types of other crates are named as sqlx names them, so that they are those it decodes.

#[cfg(feature = "chrono")]
sql_type! {
    sqlx::types::chrono::DateTime<sqlx::types::chrono::Utc> => ColumnType::DateTime { fsp: 6 };
    sqlx::types::chrono::DateTime<sqlx::types::chrono::Local> => ColumnType::DateTime { fsp: 6 };
    sqlx::types::chrono::NaiveDateTime => ColumnType::DateTime { fsp: 6 };
    sqlx::types::chrono::NaiveDate => ColumnType::Date;
    sqlx::types::chrono::NaiveTime => ColumnType::Time { fsp: 6 };
}

#[cfg(feature = "time")]
sql_type! {
    sqlx::types::time::OffsetDateTime => ColumnType::DateTime { fsp: 6 };
    sqlx::types::time::PrimitiveDateTime => ColumnType::DateTime { fsp: 6 };
    sqlx::types::time::Date => ColumnType::Date;
    sqlx::types::time::Time => ColumnType::Time { fsp: 6 };
}

#[cfg(feature = "uuid")]
sql_type! {
    sqlx::types::Uuid => ColumnType::Binary { len: 16 };
    sqlx::types::uuid::fmt::Hyphenated => ColumnType::Char { len: 36 };
    sqlx::types::uuid::fmt::Simple => ColumnType::Char { len: 32 };
}

// 96 bits with the point at any of 29 places: up to 29 digits before it, and 28 after it.
#[cfg(feature = "rust_decimal")]
sql_type! {
    sqlx::types::Decimal => ColumnType::Decimal { precision: 57, scale: 28, unsigned: false };
}

// Without bounds, so no column holds all of them: a precision of 0 is refused by `validate`.
#[cfg(feature = "bigdecimal")]
sql_type! {
    sqlx::types::BigDecimal => ColumnType::Decimal { precision: 0, scale: 0, unsigned: false };
}

#[cfg(feature = "json")]
sql_type! {
    sqlx::types::JsonValue => ColumnType::Json;
}

#[cfg(feature = "json")]
#[diagnostic::do_not_recommend]
impl<T> SqlType for sqlx::types::Json<T> {
    const TYPE: &'static ColumnType = &ColumnType::Json;
}

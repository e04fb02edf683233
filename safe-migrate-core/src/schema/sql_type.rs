//! Which column type a Rust type gets: the one that sqlx decodes back into it without loss.
//!
//! | Rust | column |
//! |---|---|
//! | `bool` | `tinyint(1)` |
//! | `i8` … `i64`, `u8` … `u64` | `tinyint`, `smallint`, `int`, `bigint`, `unsigned` where the Rust type is |
//! | `f32`, `f64` | `float`, `double` |
//! | `String`, `Box<str>`, `Cow<'static, str>` | `varchar(255)`; another length by `len` |
//! | `Vec<u8>`, `Box<[u8]>` | `longblob`; `varbinary(n)` by `len` |
//! | `Option<T>` | the column of `T`, nullable |
//! | `chrono::DateTime<Utc>`, `chrono::NaiveDateTime` | `datetime(6)` (a `timestamp` ends in 2038) |
//! | `chrono::NaiveDate` | `date` |
//! | `chrono::NaiveTime` | `time(6)` |

use std::borrow::Cow;

use super::{ColumnType, IntegerWidth, LobSize};

/// A Rust type that is stored in a column.
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
    note = "implement `safe_schema::SqlType` for `{Self}`, or leave the field out with `#[safe_schema(skip)]`",
    note = "chrono's types need the feature `chrono`"
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

#[cfg(feature = "chrono")]
sql_type! {
    chrono::DateTime<chrono::Utc> => ColumnType::DateTime { fsp: 6 };
    chrono::NaiveDateTime => ColumnType::DateTime { fsp: 6 };
    chrono::NaiveDate => ColumnType::Date;
    chrono::NaiveTime => ColumnType::Time { fsp: 6 };
}

//! A column of one type, and what it becomes -> the values that would not stay what they are.

// Questions for one kind of type among all; what classifies types, `unfit`, has no `_` for one.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::schema::{ColumnDef, ColumnType, IntegerWidth, List, LobSize, Text};

/// What makes a value unfit for what its column becomes: the server would cut it, round it, or
/// refuse it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Unfit {
    /// A number below the least.
    Below(Text),
    /// A number above the greatest.
    Above(Text),
    /// A number with more digits after the point.
    MoreDigits {
        /// How many digits after the point are kept.
        scale: u8,
    },
    /// A number that is another one after it has been a number of that type and back.
    NotTheSameAs {
        /// The type, as CAST names it.
        cast: Text,
        /// Whether the column's own numbers are exact, and it is the new ones that are not.
        is_exact: bool,
    },
    /// A text of more characters.
    MoreCharacters {
        /// How many fit.
        characters: u64,
        /// The character set that bytes are read in.
        charset: Option<Text>,
    },
    /// A value of more bytes.
    MoreBytes {
        /// How many fit.
        bytes: u64,
        /// The character set that the bytes are counted in.
        charset: Option<Text>,
    },
    /// A value of fewer bytes, which would be filled up.
    FewerBytes(u64),
    /// A text that ends in a space, which is not kept.
    TrailingSpace,
    /// A text with characters that the character set does not have.
    NotInCharset(Text),
    /// Bytes that are no text in the character set.
    NoText(Text),
    /// A value other than these.
    NotOneOf(List<Text>),
    /// A set that holds a member which is no more.
    Holds(Text),
    /// A time with a finer fraction of a second.
    Finer {
        /// How many digits are kept.
        fsp: u8,
    },
    /// A date with a time of day.
    TimeOfDay,
    /// A text that is another one after it has been a value of the type and back: `007`.
    NotWrittenAs {
        /// The type, as CAST names it.
        cast: Text,
    },
    /// A number that is no year.
    NoYear,
}

/// The values that would not stay what they are, as far as types and character sets tell;
/// `None` where that is not known.
pub(super) fn unfit(from: &ColumnDef, to: &ColumnDef) -> Option<Vec<Unfit>> {
    use ColumnType as T;
    let mut unfit = Vec::new();
    match (&from.ty, &to.ty) {
        (a, b) if a == b && !a.is_text() => {}
        (T::Boolean | T::Integer { .. }, T::Boolean | T::Integer { .. } | T::Decimal { .. }) => {
            unfit.extend(range(&from.ty, &to.ty)?);
        }
        (T::Decimal { scale, .. }, T::Boolean | T::Integer { .. }) => {
            unfit.extend((*scale > 0).then_some(Unfit::MoreDigits { scale: 0 }));
            unfit.extend(range(&from.ty, &to.ty)?);
        }
        (
            T::Decimal { precision, scale, unsigned },
            T::Decimal { precision: most, scale: kept, unsigned: positive },
        ) => {
            let digits = most.saturating_sub(*kept);
            unfit.extend((scale > kept).then_some(Unfit::MoreDigits { scale: *kept }));
            if precision.saturating_sub(*scale) > digits {
                let nines = "9".repeat(digits.into());
                let greatest = format!("{nines}.{}", "9".repeat((*kept).into()));
                unfit.push(Unfit::Below(format!("-{greatest}").into()));
                unfit.push(Unfit::Above(greatest.into()));
            }
            unfit.extend((*positive && !unsigned).then(|| Unfit::Below(number(0))));
        }
        (T::Float { .. } | T::Double { .. }, T::Boolean | T::Integer { .. }) => {
            unfit.push(Unfit::MoreDigits { scale: 0 });
            unfit.extend(range(&from.ty, &to.ty)?);
        }
        (T::Boolean | T::Integer { .. }, T::Double { unsigned } | T::Float { unsigned }) => {
            let exact = match to.ty {
                // What servers write of a float are six digits.
                T::Float { .. } => 999_999,
                _ => 1_i128 << 53,
            };
            let (least, greatest) = bounds(&from.ty)?;
            let floor = if *unsigned { 0 } else { -exact };
            unfit.extend((least < floor).then(|| Unfit::Below(number(floor))));
            unfit.extend((greatest > exact).then(|| Unfit::Above(number(exact))));
        }
        (T::Float { .. }, T::Float { unsigned } | T::Double { unsigned })
        | (T::Double { .. }, T::Double { unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
        }
        (T::Double { .. }, T::Float { unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
            unfit.push(Unfit::NotTheSameAs { cast: "FLOAT".into(), is_exact: false });
        }
        (T::Double { .. }, T::Decimal { precision, scale, unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
            let cast = format!("DECIMAL({precision}, {scale})").into();
            unfit.push(Unfit::NotTheSameAs { cast, is_exact: false });
        }
        (T::Decimal { scale, .. }, T::Double { unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
            let cast = format!("DECIMAL(65, {scale})").into();
            unfit.push(Unfit::NotTheSameAs { cast, is_exact: true });
        }
        (T::Bit { bits: a }, T::Bit { bits: b }) => {
            unfit.extend((b < a).then(|| Unfit::Above(number((1_i128 << *b) - 1))));
        }
        (T::Year, T::Integer { width, unsigned }) => {
            let (_, greatest) = integer_bounds(*width, *unsigned);
            unfit.extend((greatest < 2155).then(|| Unfit::Above(number(greatest))));
        }
        (T::Boolean | T::Integer { .. }, T::Year) => unfit.push(Unfit::NoYear),

        (a, T::Char { len } | T::VarChar { len }) if is_characters(a) => {
            unfit.extend((longest(a) > u64::from(*len)).then(|| more_characters((*len).into())));
            let drops_spaces = matches!(to.ty, T::Char { .. }) && !matches!(a, T::Char { .. });
            unfit.extend(drops_spaces.then_some(Unfit::TrailingSpace));
            unfit.extend(charset(from, to)?);
        }
        (a, T::Text { size }) if is_characters(a) => {
            let bytes = capacity(*size);
            unfit.extend((longest_in_bytes(from, to) > bytes).then(|| Unfit::MoreBytes {
                bytes,
                charset:
                    to.resulting_charset().filter(|charset| from.charset.as_ref() != Some(charset)),
            }));
            unfit.extend(charset(from, to)?);
        }
        (T::Char { .. } | T::VarChar { .. } | T::Text { .. }, T::Enum { members }) => {
            unfit.push(Unfit::NotOneOf(members.clone()));
        }
        (T::Enum { members }, T::Enum { members: kept }) => {
            if members.iter().any(|member| !kept.contains(member)) {
                unfit.push(Unfit::NotOneOf(kept.clone()));
            }
            unfit.extend(charset(from, to)?);
        }
        (T::Set { members }, T::Set { members: kept }) => {
            let gone = members.iter().filter(|member| !kept.contains(member));
            unfit.extend(gone.cloned().map(Unfit::Holds));
            unfit.extend(charset(from, to)?);
        }
        (a, T::Char { len } | T::VarChar { len }) if is_written(a) => {
            unfit.push(more_characters((*len).into()));
        }
        (a, T::Text { .. }) if is_written(a) => {}
        (T::Json, T::Json) => {}
        (T::Json, T::Text { size }) => {
            let bytes = capacity(*size);
            unfit.extend(
                (*size != LobSize::Long).then_some(Unfit::MoreBytes { bytes, charset: None }),
            );
            if !has_every_character("utf8mb4", &to.resulting_charset()?) {
                return None;
            }
        }
        (T::Char { .. } | T::VarChar { .. } | T::Text { .. }, b) if cast_name(b).is_some() => {
            unfit.extend(cast_name(b).map(|cast| Unfit::NotWrittenAs { cast }));
            if matches!(b, T::Boolean | T::Integer { .. }) {
                unfit.extend(range(&from.ty, b)?);
                // MariaDB takes no text for a number above the greatest signed one.
                unfit.push(more_characters(18));
            }
        }

        (a, T::Binary { len }) if is_bytes(a) => {
            let len = u64::from(*len);
            unfit.extend(
                (longest(a) > len).then_some(Unfit::MoreBytes { bytes: len, charset: None }),
            );
            unfit.push(Unfit::FewerBytes(len));
        }
        (a, T::VarBinary { .. } | T::Blob { .. }) if is_bytes(a) || is_text(a) => {
            let bytes = longest(&to.ty);
            let most = if is_text(a) { longest_in_bytes(from, from) } else { longest(a) };
            unfit.extend((most > bytes).then_some(Unfit::MoreBytes { bytes, charset: None }));
        }
        (a, T::VarChar { .. } | T::Text { .. }) if is_bytes(a) => {
            unfit.push(Unfit::NoText(to.resulting_charset()?));
            unfit.push(match &to.ty {
                T::VarChar { len } => Unfit::MoreCharacters {
                    characters: (*len).into(),
                    charset: to.resulting_charset(),
                },
                _ => Unfit::MoreBytes { bytes: longest(&to.ty), charset: None },
            });
        }

        (T::Date, T::DateTime { .. }) => {}
        (T::Time { fsp: a }, T::Time { fsp: b })
        | (T::DateTime { fsp: a }, T::DateTime { fsp: b })
        | (T::Timestamp { fsp: a }, T::Timestamp { fsp: b }) => {
            unfit.extend((b < a).then_some(Unfit::Finer { fsp: *b }));
        }
        (T::DateTime { .. }, T::Date) => unfit.push(Unfit::TimeOfDay),

        (
            T::Boolean
            | T::Integer { .. }
            | T::Decimal { .. }
            | T::Float { .. }
            | T::Double { .. }
            | T::Bit { .. }
            | T::Char { .. }
            | T::VarChar { .. }
            | T::Binary { .. }
            | T::VarBinary { .. }
            | T::Text { .. }
            | T::Blob { .. }
            | T::Enum { .. }
            | T::Set { .. }
            | T::Json
            | T::Date
            | T::Time { .. }
            | T::DateTime { .. }
            | T::Timestamp { .. }
            | T::Year
            | T::Other { .. },
            _,
        ) => return None,
    }
    Some(unfit)
}

/// The character set's part: which characters are lost. `None` where it is not known.
fn charset(from: &ColumnDef, to: &ColumnDef) -> Option<Option<Unfit>> {
    match (&from.charset, to.resulting_charset()) {
        (_, None) => Some(None),
        (None, Some(_)) => None,
        (Some(a), Some(b)) if has_every_character(a, &b) => Some(None),
        // Bytes without a meaning.
        (Some(a), Some(b)) if a == "binary" || b == "binary" => None,
        (Some(_), Some(b)) => Some(Some(Unfit::NotInCharset(b))),
    }
}

/// Whether the second character set is known to have every character of the first.
fn has_every_character(from: &str, to: &str) -> bool {
    let is_unicode = |charset| matches!(charset, "utf8mb4" | "utf16" | "utf32" | "utf16le");
    let is_basic = |charset| matches!(charset, "utf8mb3" | "utf8" | "ucs2");
    from == to
        || from == "ascii" && to != "binary"
        || from != "binary" && is_unicode(to)
        || is_basic(from) && is_basic(to)
        || from == "latin1" && is_basic(to)
}

/// The bounds that the first type exceeds, or may exceed.
fn range(from: &ColumnType, to: &ColumnType) -> Option<Vec<Unfit>> {
    let (least, greatest) = bounds(to)?;
    let (lowest, highest) = bounds(from).unwrap_or((i128::MIN, i128::MAX));
    let below = (lowest < least).then(|| Unfit::Below(number(least)));
    let above = (highest > greatest).then(|| Unfit::Above(number(greatest)));
    Some(below.into_iter().chain(above).collect())
}

const fn more_characters(characters: u64) -> Unfit {
    Unfit::MoreCharacters { characters, charset: None }
}

/// The least and the greatest whole number of the type.
pub(super) fn bounds(ty: &ColumnType) -> Option<(i128, i128)> {
    use ColumnType as T;
    match ty {
        T::Boolean => Some(integer_bounds(IntegerWidth::Tiny, false)),
        T::Integer { width, unsigned } => Some(integer_bounds(*width, *unsigned)),
        // Up to 38 digits; longer ones are above all that a bound is compared with.
        T::Decimal { precision, scale, unsigned } => {
            let digits = u32::from(precision.saturating_sub(*scale)).min(38);
            let greatest = 10_i128.pow(digits) - 1;
            Some((if *unsigned { 0 } else { -greatest }, greatest))
        }
        _ => None,
    }
}

const fn integer_bounds(width: IntegerWidth, unsigned: bool) -> (i128, i128) {
    let bits = match width {
        IntegerWidth::Tiny => 8,
        IntegerWidth::Small => 16,
        IntegerWidth::Medium => 24,
        IntegerWidth::Int => 32,
        IntegerWidth::Big => 64,
    };
    match unsigned {
        true => (0, (1_i128 << bits) - 1),
        false => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
    }
}

fn number(value: i128) -> Text {
    value.to_string().into()
}

const fn is_text(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Char { .. } | ColumnType::VarChar { .. } | ColumnType::Text { .. })
}

/// Texts, and what is a text to whoever reads it.
const fn is_characters(ty: &ColumnType) -> bool {
    is_text(ty) || matches!(ty, ColumnType::Enum { .. } | ColumnType::Set { .. })
}

const fn is_bytes(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Binary { .. } | ColumnType::VarBinary { .. } | ColumnType::Blob { .. })
}

/// Types whose values are written as a text and read back as the same.
const fn is_written(ty: &ColumnType) -> bool {
    matches!(
        ty,
        ColumnType::Boolean
            | ColumnType::Integer { .. }
            | ColumnType::Decimal { .. }
            | ColumnType::Year
            | ColumnType::Date
            | ColumnType::Time { .. }
            | ColumnType::DateTime { .. }
    )
}

/// The type as CAST names it, where a text can become one.
fn cast_name(ty: &ColumnType) -> Option<Text> {
    use ColumnType as T;
    Some(match ty {
        T::Boolean | T::Integer { unsigned: false, .. } => "SIGNED".into(),
        T::Integer { unsigned: true, .. } => "UNSIGNED".into(),
        T::Decimal { precision, scale, .. } => format!("DECIMAL({precision}, {scale})").into(),
        T::Date => "DATE".into(),
        T::DateTime { fsp } => format!("DATETIME({fsp})").into(),
        T::Time { fsp } => format!("TIME({fsp})").into(),
        _ => return None,
    })
}

/// How long a value may be: characters of a text, bytes of anything else.
fn longest(ty: &ColumnType) -> u64 {
    use ColumnType as T;
    let length = |member: &Text| member.chars().count() as u64;
    match ty {
        T::Char { len } | T::VarChar { len } | T::Binary { len } | T::VarBinary { len } => {
            u64::from(*len)
        }
        T::Text { size } | T::Blob { size } => capacity(*size),
        T::Enum { members } => members.iter().map(length).max().unwrap_or(0),
        T::Set { members } => members.iter().map(|member| length(member) + 1).sum(),
        _ => u64::MAX,
    }
}

/// How many bytes a value of the first column may take in the character set of the second.
fn longest_in_bytes(from: &ColumnDef, to: &ColumnDef) -> u64 {
    let each = u64::from(super::type_change::bytes_per_character(to));
    match &from.ty {
        // Its length is counted in bytes already.
        ColumnType::Text { size } if from.charset == to.charset => capacity(*size),
        ty => longest(ty).saturating_mul(each),
    }
}

const fn capacity(size: LobSize) -> u64 {
    match size {
        LobSize::Tiny => 255,
        LobSize::Normal => 65_535,
        LobSize::Medium => 16_777_215,
        LobSize::Long => 4_294_967_295,
    }
}

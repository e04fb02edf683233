//! A column of one type, and what it becomes -> what makes its values unfit for that.

// Questions for one kind of type among all; what classifies types, `unfit`, has no `_` for one.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::schema::{ColumnDef, ColumnType, IntegerWidth, LobSize, Text};
use crate::server::Flavour;

use super::Unfit;
use super::charset::{charset, has_every_character, has_stray_bytes};
use super::size::{bounds, capacity, longest, longest_in_bytes, number, range};

/// What makes a value unfit, as far as types and character sets tell. NULL is fit for all.
pub(in crate::plan) fn unfit(from: &ColumnDef, to: &ColumnDef) -> Vec<Unfit> {
    use ColumnType as T;
    let mut unfit = Vec::new();
    match (&from.ty, &to.ty) {
        (T::Other { .. }, _) | (_, T::Other { .. }) if from.ty != to.ty => {
            unfit.push(Unfit::AnyValue);
        }
        (a, b) if a == b && !a.is_text() => {}

        (a, b) if counts(a) && (is_whole(b) || matches!(b, T::Decimal { .. })) => {
            unfit.extend(range(a, b));
        }
        (T::Boolean | T::Integer { .. }, T::Year) => unfit.push(Unfit::NoYear),
        (a, T::Double { unsigned } | T::Float { unsigned }) if counts(a) => {
            let exact = match to.ty {
                // What servers write of a float are six digits.
                T::Float { .. } => 999_999,
                _ => 1_i128 << 53,
            };
            let (least, greatest) = bounds(a).unwrap_or((i128::MIN, i128::MAX));
            let floor = if *unsigned { 0 } else { -exact };
            unfit.extend((least < floor).then(|| Unfit::Below(number(floor))));
            unfit.extend((greatest > exact).then(|| Unfit::Above(number(exact))));
        }
        (T::Decimal { precision, scale, .. }, b) if is_whole(b) => {
            unfit.extend((*scale > 0).then_some(Unfit::MoreDigits { scale: 0 }));
            unfit.extend(range(&from.ty, b));
            let is_long = precision.saturating_sub(*scale) > 18;
            let takes_more = bounds(b).is_some_and(|(_, greatest)| greatest >> 63 > 0);
            unfit.extend(
                (is_long && takes_more).then_some(Unfit::AboveSigned { server: Flavour::MySql }),
            );
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
        (T::Decimal { scale, .. }, T::Double { unsigned } | T::Float { unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
            unfit.push(other_than(real_name(&to.ty), format!("DECIMAL(65, {scale})")));
            unfit.extend(matches!(to.ty, T::Float { .. }).then_some(Unfit::MoreThanSixDigits));
        }
        (a, b) if is_real(a) && is_whole(b) => {
            unfit.push(Unfit::MoreDigits { scale: 0 });
            unfit.extend(range(a, b));
        }
        (a, T::Decimal { precision, scale, unsigned }) if is_real(a) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
            unfit.push(other_than(format!("DECIMAL({precision}, {scale})"), real_name(a)));
        }
        (T::Float { .. }, T::Float { unsigned } | T::Double { unsigned })
        | (T::Double { .. }, T::Double { unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
        }
        (T::Double { .. }, T::Float { unsigned }) => {
            unfit.extend(unsigned.then(|| Unfit::Below(number(0))));
            unfit.push(other_than("FLOAT", "DOUBLE"));
            unfit.push(Unfit::MoreThanSixDigits);
        }

        (a, T::Char { len } | T::VarChar { len }) if is_characters(a) => {
            unfit.extend((longest(a) > u64::from(*len)).then(|| more_characters((*len).into())));
            let drops_spaces = matches!(to.ty, T::Char { .. }) && !matches!(a, T::Char { .. });
            unfit.extend(drops_spaces.then_some(Unfit::TrailingSpace));
            unfit.extend(characters(from, to));
        }
        (a, T::Text { size }) if is_characters(a) => {
            let bytes = capacity(*size);
            unfit.extend((longest_in_bytes(from, to) > bytes).then(|| Unfit::MoreBytes {
                bytes,
                charset:
                    to.resulting_charset().filter(|charset| from.charset.as_ref() != Some(charset)),
            }));
            unfit.extend(characters(from, to));
        }
        (T::Enum { members }, T::Enum { members: kept }) => {
            if members.iter().any(|member| !kept.contains(member)) {
                unfit.push(Unfit::NotOneOf(kept.clone()));
            }
            unfit.extend(characters(from, to));
        }
        (T::Set { members }, T::Set { members: kept }) => {
            let gone = members.iter().filter(|member| !kept.contains(member));
            unfit.extend(gone.cloned().map(Unfit::Holds));
            unfit.extend(characters(from, to));
        }
        (a, T::Enum { members }) if is_characters(a) => {
            unfit.push(Unfit::NotOneOf(members.clone()));
        }
        (a, T::Set { members }) if is_characters(a) => unfit.push(Unfit::NoSetOf(members.clone())),
        (a, T::Char { len } | T::VarChar { len }) if is_written(a) || is_real(a) => {
            unfit.push(more_characters((*len).into()));
            unfit.extend(is_real(a).then(|| other_than("CHAR", real_name(a))));
        }
        (a, T::Text { .. }) if is_written(a) => {}
        (a, T::Text { .. }) if is_real(a) => unfit.push(other_than("CHAR", real_name(a))),
        (T::Json, b) if is_text(b) => {
            let has_all =
                to.resulting_charset().is_some_and(|to| has_every_character("utf8mb4", &to));
            unfit.extend((!has_all).then_some(Unfit::AnyValue));
            match b {
                T::Char { len } | T::VarChar { len } => unfit.push(more_characters((*len).into())),
                T::Text { size: LobSize::Long } => {}
                b => unfit.push(Unfit::MoreBytes { bytes: longest(b), charset: None }),
            }
            unfit.extend(matches!(b, T::Char { .. }).then_some(Unfit::TrailingSpace));
        }
        (a, T::Json) if is_text(a) => unfit.push(Unfit::NoDocument),
        (a, T::Year) if is_text(a) => {
            unfit.push(Unfit::NotWrittenAs { cast: "SIGNED".into() });
            unfit.push(Unfit::NoYear);
            unfit.push(Unfit::Below(number(1)));
        }
        (a, b) if is_text(a) && cast_name(b).is_some() => {
            unfit.extend(cast_name(b).map(|cast| Unfit::NotWrittenAs { cast }));
            match b {
                // Compared as a double, its bounds would be others; but CAST has the same.
                T::Integer { width: IntegerWidth::Big, unsigned: true } => {
                    unfit.push(Unfit::AboveSigned { server: Flavour::MariaDb });
                }
                T::Integer { width: IntegerWidth::Big, unsigned: false } => {}
                T::Boolean | T::Integer { .. } => unfit.extend(range(a, b)),
                T::Float { unsigned: true }
                | T::Double { unsigned: true }
                | T::Decimal { unsigned: true, .. } => unfit.push(Unfit::Below(number(0))),
                T::Timestamp { .. } => unfit.push(Unfit::NoTimestamp),
                _ => {}
            }
        }

        (a, T::Binary { len }) if is_bytes(a) || is_text(a) || is_written(a) => {
            let bytes = u64::from(*len);
            let most = if is_text(a) { longest_in_bytes(from, from) } else { longest(a) };
            unfit.extend((most > bytes).then_some(Unfit::MoreBytes { bytes, charset: None }));
            unfit.push(Unfit::FewerBytes(bytes));
        }
        (a, T::VarBinary { .. } | T::Blob { .. }) if is_bytes(a) || is_text(a) || is_written(a) => {
            let bytes = longest(&to.ty);
            let most = if is_text(a) { longest_in_bytes(from, from) } else { longest(a) };
            unfit.extend((most > bytes).then_some(Unfit::MoreBytes { bytes, charset: None }));
        }
        (a, b) if is_bytes(a) && is_text(b) => match to.resulting_charset() {
            None => unfit.push(Unfit::AnyValue),
            Some(charset) => {
                unfit.push(Unfit::NoText(charset.clone()));
                unfit.push(match b {
                    T::Text { .. } => Unfit::MoreBytes { bytes: longest(b), charset: None },
                    _ => Unfit::MoreCharacters { characters: longest(b), charset: Some(charset) },
                });
                unfit.extend(matches!(b, T::Char { .. }).then_some(Unfit::TrailingSpace));
            }
        },

        (T::Date, T::DateTime { .. }) => {}
        (T::Time { fsp: a }, T::Time { fsp: b })
        | (T::DateTime { fsp: a }, T::DateTime { fsp: b })
        | (T::Timestamp { fsp: a }, T::Timestamp { fsp: b } | T::DateTime { fsp: b }) => {
            unfit.extend((b < a).then_some(Unfit::Finer { fsp: *b }));
        }
        // Both in UTC, which is the session's time zone (and every session's of sqlx).
        (T::DateTime { fsp: a }, T::Timestamp { fsp: b }) => {
            unfit.extend((b < a).then_some(Unfit::Finer { fsp: *b }));
            unfit.push(Unfit::NoTimestamp);
        }
        (T::Date, T::Timestamp { .. }) => unfit.push(Unfit::NoTimestamp),
        (T::DateTime { .. } | T::Timestamp { .. }, T::Date) => unfit.push(Unfit::TimeOfDay),

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
        ) => unfit.push(Unfit::AnyValue),
    }
    unfit
}

/// What is lost where the character set is another one.
fn characters(from: &ColumnDef, to: &ColumnDef) -> impl Iterator<Item = Unfit> {
    let stray = has_stray_bytes(from, to).then_some(Unfit::NoCharacter);
    stray.into_iter().chain(charset(from, to))
}

fn other_than(cast: impl Into<Text>, back: impl Into<Text>) -> Unfit {
    Unfit::NotTheSameAs { cast: cast.into(), back: back.into() }
}

const fn more_characters(characters: u64) -> Unfit {
    Unfit::MoreCharacters { characters, charset: None }
}

const fn is_whole(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Boolean | ColumnType::Integer { .. } | ColumnType::Bit { .. })
}

const fn counts(ty: &ColumnType) -> bool {
    is_whole(ty) || matches!(ty, ColumnType::Year)
}

const fn is_real(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Float { .. } | ColumnType::Double { .. })
}

const fn real_name(ty: &ColumnType) -> &'static str {
    if matches!(ty, ColumnType::Float { .. }) { "FLOAT" } else { "DOUBLE" }
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
            | ColumnType::Timestamp { .. }
    )
}

/// The type as CAST names it, where a text can become one.
pub(in crate::plan) fn cast_name(ty: &ColumnType) -> Option<Text> {
    use ColumnType as T;
    Some(match ty {
        T::Boolean | T::Integer { unsigned: false, .. } => "SIGNED".into(),
        T::Integer { unsigned: true, .. } => "UNSIGNED".into(),
        T::Decimal { precision, scale, .. } => format!("DECIMAL({precision}, {scale})").into(),
        T::Float { .. } | T::Double { .. } => real_name(ty).into(),
        T::Date => "DATE".into(),
        T::DateTime { fsp } | T::Timestamp { fsp } => format!("DATETIME({fsp})").into(),
        T::Time { fsp } => format!("TIME({fsp})").into(),
        _ => return None,
    })
}

//! One narrowing or breaking change: a column before, a column after, values that stay and values
//! that would not.

use safe_schema::testing::Kind;

/// A change of the column `c` (with what stands beside it), what it becomes, values that stay what
/// they are, and values each of which forbids it. `{t}` is the table's name.
pub(super) struct Row {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) fit: &'static [&'static str],
    pub(super) unfit: &'static [&'static str],
    /// The only server that has such columns, or such a conversion.
    pub(super) only: Option<Kind>,
    pub(super) same: Same,
    pub(super) refused: Refused,
}

/// How the values are read and compared, before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    /// As texts, to the last character.
    Text,
    /// As numbers, which may be written with more zeros after the point.
    Number,
    /// As numbers, of a column that is none to look at.
    Bits,
    /// As bytes.
    Bytes,
    /// As times: a date is its midnight, and a fraction may be written with more zeros.
    Time,
    /// As sets, whose members have no order.
    Set,
    /// As JSON documents.
    Document,
}

/// What a refusal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The one row in the way, by its key, in every refusal that names rows.
    TheRow,
    /// Values that would be there twice, or are not there in the parent.
    Values,
    /// No row: that there are any is enough.
    AnyRow,
}

pub(super) const fn row(
    from: &'static str,
    to: &'static str,
    fit: &'static [&'static str],
    unfit: &'static [&'static str],
) -> Row {
    Row { from, to, fit, unfit, only: None, same: Same::Text, refused: Refused::TheRow }
}

impl Row {
    pub(super) const fn only(mut self, kind: Kind) -> Self {
        self.only = Some(kind);
        self
    }

    pub(super) const fn same(mut self, same: Same) -> Self {
        self.same = same;
        self
    }

    pub(super) const fn refused(mut self, refused: Refused) -> Self {
        self.refused = refused;
        self
    }
}

impl Same {
    /// How the column is read.
    pub(super) const fn expression(self) -> &'static str {
        match self {
            Self::Text | Self::Set | Self::Document => "CONVERT(c USING utf8mb4)",
            Self::Number | Self::Time => "CAST(c AS CHAR)",
            Self::Bits => "CAST(c + 0 AS CHAR)",
            Self::Bytes => "HEX(CAST(c AS BINARY))",
        }
    }

    /// Whether the values also have to stay in their order.
    pub(super) const fn is_sorted(self) -> bool {
        match self {
            Self::Number | Self::Bits | Self::Time => true,
            Self::Text | Self::Bytes | Self::Set | Self::Document => false,
        }
    }

    /// Whether both texts are one value.
    pub(super) fn is(self, before: &str, after: &str) -> bool {
        match self {
            Self::Text | Self::Bytes => before == after,
            Self::Number | Self::Bits => is_number(before, after),
            Self::Time => time(before) == time(after),
            Self::Set => members(before) == members(after),
            Self::Document => {
                let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
                read(before) == read(after)
            }
        }
    }
}

/// Exact, unless one of them is written with an exponent.
fn is_number(before: &str, after: &str) -> bool {
    if before.contains('e') || after.contains('e') {
        return before.parse::<f64>() == after.parse::<f64>();
    }
    number(before) == number(after)
}

/// A number without zeros that say nothing.
fn number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let digits = match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.'),
        false => digits,
    };
    match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}"),
    }
}

fn time(text: &str) -> &str {
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    };
    text.trim_end_matches(" 00:00:00")
}

fn members(text: &str) -> Vec<&str> {
    let mut members: Vec<&str> = text.split(',').collect();
    members.sort_unstable();
    members
}

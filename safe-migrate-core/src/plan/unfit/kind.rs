//! What makes a value unfit for what its column becomes, as values.

use crate::schema::{List, Text};
use crate::server::Flavour;

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
    /// A number that is another one after it has been a value of that type and back.
    NotTheSameAs {
        /// The type, as CAST names it.
        cast: Text,
        /// The type that it is compared in, as CAST names it.
        back: Text,
    },
    /// A number of more digits than servers write of a FLOAT, which are six.
    MoreThanSixDigits,
    /// A number above the greatest signed one, of which this kind of server makes none in strict
    /// mode.
    AboveSigned {
        /// The kind of server.
        server: Flavour,
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
    /// A text with bytes that are no character, in a character set that has such bytes.
    NoCharacter,
    /// Bytes that are no text in the character set.
    NoText(Text),
    /// A value other than these.
    NotOneOf(List<Text>),
    /// A set that holds a member which is no more.
    Holds(Text),
    /// A text that is no list of these in their order, each once.
    NoSetOf(List<Text>),
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
    /// A time that a TIMESTAMP can't be: before 1970, after January 2038, or without a day.
    NoTimestamp,
    /// A text that is no document, or (on MySQL, which keeps documents in a form of its own)
    /// more than that form keeps: a member named twice, a digit too many.
    NoDocument,
    /// A value other than the one that the server computes from the row.
    OtherThan {
        /// The expression.
        expression: Text,
        /// Whether the values are texts, which a collation may take for the same.
        is_text: bool,
    },
    /// Any value that is not NULL: it becomes something else, or nobody knows what.
    AnyValue,
}

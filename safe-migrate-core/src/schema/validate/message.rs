//! A message put together in const evaluation, where `format!` is not to be had.

use crate::schema::text::{as_slice, as_str};
use crate::schema::{ColumnType, IntegerWidth, LobSize, Text};

/// As much as an error has to say; what is longer is cut.
const CAPACITY: usize = 1024;

/// Why a declaration is refused, and what to write instead.
#[derive(Clone, Copy)]
pub struct Message {
    bytes: [u8; CAPACITY],
    len: usize,
}

/// Where a mistake is: a message that has not begun. Most places have none, and const evaluation
/// is slow enough to feel it, so nothing is put together before there is something to say.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    owner: &'a str,
    field: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// The field of a struct.
    pub(super) const fn of_field(owner: &'a str, field: &'a str) -> Self {
        Self { owner, field: Some(field) }
    }

    /// A struct.
    pub(super) const fn of_struct(owner: &'a str) -> Self {
        Self { owner, field: None }
    }

    const fn message(self) -> Message {
        match self.field {
            Some(field) => Message::about_field(self.owner, field),
            None => Message::about(self.owner),
        }
    }

    /// Begins with text as it is.
    pub(super) const fn text(self, text: &str) -> Message {
        self.message().text(text)
    }

    /// Begins with a name or code in backticks.
    pub(super) const fn code(self, text: &str) -> Message {
        self.message().code(text)
    }

    /// Begins with a column type as SQL has it.
    pub(super) const fn column_type(self, ty: &ColumnType) -> Message {
        self.message().column_type(ty)
    }
}

impl Message {
    /// Opens with the place: the field of a struct.
    #[must_use]
    pub(super) const fn about_field(owner: &str, field: &str) -> Self {
        Self::empty().text("field `").text(field).text("` of `").text(owner).text("`: ")
    }

    /// Opens with the place: a struct.
    #[must_use]
    pub(super) const fn about(owner: &str) -> Self {
        Self::empty().text("struct `").text(owner).text("`: ")
    }

    const fn empty() -> Self {
        Self { bytes: [0; CAPACITY], len: 0 }
    }

    /// Adds text as it is.
    #[must_use]
    pub(super) const fn text(mut self, text: &str) -> Self {
        let mut end = text.len();
        if end > CAPACITY - self.len {
            end = CAPACITY - self.len;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
        }
        let text = text.as_bytes();
        let mut i = 0;
        while i < end {
            self.bytes[self.len] = text[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    /// Adds a name or code in backticks.
    #[must_use]
    pub(super) const fn code(self, text: &str) -> Self {
        self.text("`").text(text).text("`")
    }

    /// Adds names in backticks, with commas between them.
    #[must_use]
    pub(super) const fn codes(mut self, names: &[&str]) -> Self {
        let mut i = 0;
        while i < names.len() {
            self = self.text(if i == 0 { "" } else { ", " }).code(names[i]);
            i += 1;
        }
        self
    }

    /// Adds a number for reading: `3,072`.
    #[must_use]
    pub(super) const fn number(self, number: u64) -> Self {
        if number < 1000 {
            return self.digits(number, 1);
        }
        self.number(number / 1000).text(",").digits(number % 1000, 3)
    }

    /// Adds a number as it stands in code: `3072`.
    #[must_use]
    pub(super) const fn plain(self, number: u64) -> Self {
        self.digits(number, 1)
    }

    const fn digits(self, number: u64, at_least: u32) -> Self {
        let this = if number < 10 && at_least <= 1 {
            self
        } else {
            self.digits(number / 10, at_least.saturating_sub(1))
        };
        match number % 10 {
            0 => this.text("0"),
            1 => this.text("1"),
            2 => this.text("2"),
            3 => this.text("3"),
            4 => this.text("4"),
            5 => this.text("5"),
            6 => this.text("6"),
            7 => this.text("7"),
            8 => this.text("8"),
            _ => this.text("9"),
        }
    }

    /// Adds a column type as SQL has it.
    #[must_use]
    pub(super) const fn column_type(self, ty: &ColumnType) -> Self {
        match ty {
            ColumnType::Boolean => self.text("tinyint(1)"),
            ColumnType::Integer { width, unsigned } => self
                .text(match width {
                    IntegerWidth::Tiny => "tinyint",
                    IntegerWidth::Small => "smallint",
                    IntegerWidth::Medium => "mediumint",
                    IntegerWidth::Int => "int",
                    IntegerWidth::Big => "bigint",
                })
                .unsigned(*unsigned),
            ColumnType::Decimal { precision, scale, unsigned } => self
                .text("decimal(")
                .plain(*precision as u64)
                .text(",")
                .plain(*scale as u64)
                .text(")")
                .unsigned(*unsigned),
            ColumnType::Float { unsigned } => self.text("float").unsigned(*unsigned),
            ColumnType::Double { unsigned } => self.text("double").unsigned(*unsigned),
            ColumnType::Bit { bits } => self.with_length("bit", *bits as u64),
            ColumnType::Char { len } => self.with_length("char", *len as u64),
            ColumnType::VarChar { len } => self.with_length("varchar", *len as u64),
            ColumnType::Binary { len } => self.with_length("binary", *len as u64),
            ColumnType::VarBinary { len } => self.with_length("varbinary", *len as u64),
            ColumnType::Text { size } => self.text(lob_prefix(*size)).text("text"),
            ColumnType::Blob { size } => self.text(lob_prefix(*size)).text("blob"),
            ColumnType::Enum { members } => self.members("enum", as_slice(members)),
            ColumnType::Set { members } => self.members("set", as_slice(members)),
            ColumnType::Json => self.text("json"),
            ColumnType::Date => self.text("date"),
            ColumnType::Time { fsp } => self.text("time").fraction(*fsp),
            ColumnType::DateTime { fsp } => self.text("datetime").fraction(*fsp),
            ColumnType::Timestamp { fsp } => self.text("timestamp").fraction(*fsp),
            ColumnType::Year => self.text("year"),
            ColumnType::Other { sql } => self.text(as_str(sql)),
        }
    }

    const fn unsigned(self, unsigned: bool) -> Self {
        if unsigned { self.text(" unsigned") } else { self }
    }

    /// Adds digits of a second as SQL has them: `(6)`, and nothing where there are none.
    #[must_use]
    pub(super) const fn fraction(self, fsp: u8) -> Self {
        if fsp == 0 { self } else { self.with_length("", fsp as u64) }
    }

    const fn with_length(self, name: &str, length: u64) -> Self {
        self.text(name).text("(").plain(length).text(")")
    }

    const fn members(mut self, name: &str, members: &[Text]) -> Self {
        self = self.text(name).text("(");
        let mut i = 0;
        while i < members.len() {
            self = self.text(if i == 0 { "'" } else { ",'" }).text(as_str(&members[i])).text("'");
            i += 1;
        }
        self.text(")")
    }

    /// The message.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // Text is only ever cut between characters.
            Err(_) => "",
        }
    }
}

const fn lob_prefix(size: LobSize) -> &'static str {
    match size {
        LobSize::Tiny => "tiny",
        LobSize::Normal => "",
        LobSize::Medium => "medium",
        LobSize::Long => "long",
    }
}

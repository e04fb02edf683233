//! The text of a type comes in, its name, arguments and attributes go out, and the type they are.

use super::{Size, SqlType};

/// The parts of a type: `name(arguments) attributes`.
pub(super) struct Written {
    pub(super) name: String,
    arguments: Option<Vec<Argument>>,
    pub(super) attributes: Vec<String>,
}

/// What stands between commas.
struct Argument {
    text: String,
    quoted: bool,
}

impl Written {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let end = text.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err("write a column type as MySQL has it: `sql_type = \"smallint unsigned\"`"
                .to_owned());
        }
        let (arguments, rest) = match rest.trim_start().strip_prefix('(') {
            Some(inside) => {
                let (arguments, used) = arguments(inside)
                    .ok_or_else(|| format!("a parenthesis or a quote is open in `{text}`"))?;
                (Some(arguments), inside.split_at(used).1)
            }
            None => (None, rest),
        };
        let attributes = rest.split_whitespace().map(str::to_lowercase).collect();
        Ok(Self { name: name.to_ascii_lowercase(), arguments, attributes })
    }

    /// The type in the model's words, as introspection reads it from the catalogue.
    pub(super) fn understood(&self) -> Option<SqlType> {
        let unsigned = match self.attributes.as_slice() {
            [] => false,
            [only] if only == "unsigned" => true,
            [..] => return None,
        };
        let name = self.name.as_str();
        let none = self.arguments.is_none();
        let number = |least: u32, most: u32| self.number(least, most);
        let text = |size: Size| none.then_some(SqlType::Text { size });
        let blob = |size: Size| none.then_some(SqlType::Blob { size });
        let integer = |width| {
            (none || number(0, 255).is_some()).then_some(SqlType::Integer { width, unsigned })
        };
        match name {
            "tinyint" if number(1, 1).is_some() && !unsigned => return Some(SqlType::Boolean),
            "tinyint" => return integer("Tiny"),
            "smallint" => return integer("Small"),
            "mediumint" => return integer("Medium"),
            "int" => return integer("Int"),
            "bigint" => return integer("Big"),
            "decimal" => return self.decimal(unsigned),
            "float" => return none.then_some(SqlType::Float { unsigned }),
            "double" => return none.then_some(SqlType::Double { unsigned }),
            _ if unsigned => return None,
            _ => {}
        }
        match name {
            "bit" => Some(SqlType::Bit { bits: byte(number(1, 64)?)? }),
            "char" => Some(SqlType::Char { len: number(0, 255)? }),
            "varchar" => Some(SqlType::VarChar { len: number(0, 65_535)? }),
            "binary" => Some(SqlType::Binary { len: number(0, 255)? }),
            "varbinary" => Some(SqlType::VarBinary { len: number(0, 65_535)? }),
            "tinytext" => text(Size::Tiny),
            "text" => text(Size::Normal),
            "mediumtext" => text(Size::Medium),
            "longtext" => text(Size::Long),
            "tinyblob" => blob(Size::Tiny),
            "blob" => blob(Size::Normal),
            "mediumblob" => blob(Size::Medium),
            "longblob" => blob(Size::Long),
            "enum" => Some(SqlType::Enum { members: self.members(65_535, None)? }),
            "set" => Some(SqlType::Set { members: self.members(64, Some(','))? }),
            "json" => none.then_some(SqlType::Json),
            "date" => none.then_some(SqlType::Date),
            "time" => Some(SqlType::Time { fsp: self.fraction()? }),
            "datetime" => Some(SqlType::DateTime { fsp: self.fraction()? }),
            "timestamp" => Some(SqlType::Timestamp { fsp: self.fraction()? }),
            "year" => (none || number(4, 4).is_some()).then_some(SqlType::Year),
            _ => None,
        }
    }

    /// What the servers take, and the model has no words for: `zerofill`, and floating point
    /// that rounds.
    pub(super) fn is_beyond_the_model(&self) -> bool {
        let zerofill = self.attributes.iter().any(|word| word == "zerofill");
        let rounds = matches!(self.name.as_str(), "float" | "double")
            && self.arguments.as_ref().is_some_and(|arguments| arguments.len() == 2);
        zerofill || rounds
    }

    /// The only argument, as a number within bounds.
    fn number(&self, least: u32, most: u32) -> Option<u32> {
        match self.arguments.as_deref() {
            Some([only]) => only.number().filter(|number| (least..=most).contains(number)),
            Some(_) | None => None,
        }
    }

    fn fraction(&self) -> Option<u8> {
        if self.arguments.is_none() { Some(0) } else { byte(self.number(0, 6)?) }
    }

    fn decimal(&self, unsigned: bool) -> Option<SqlType> {
        let (precision, scale) = match self.arguments.as_deref() {
            Some([precision, scale]) => (precision.number()?, scale.number()?),
            Some([precision]) => (precision.number()?, 0),
            Some(_) | None => return None,
        };
        let fits = (1..=65).contains(&precision) && scale <= 38 && scale <= precision;
        let (precision, scale) = (byte(precision)?, byte(scale)?);
        fits.then_some(SqlType::Decimal { precision, scale, unsigned })
    }

    /// Members, so many at most, without the letter that is not for them.
    fn members(&self, most: usize, not: Option<char>) -> Option<Vec<String>> {
        let members = self.arguments.as_deref().filter(|members| members.len() <= most)?;
        let member = |member: &Argument| {
            let text = &member.text;
            let fits = member.quoted
                && text.chars().count() <= 255
                && !text.ends_with(' ')
                && !text.chars().any(|c| Some(c) == not || c == '\0' || c > '\u{FFFF}');
            fits.then(|| text.clone())
        };
        members.iter().map(member).collect()
    }

    /// The type as the servers write it.
    pub(super) fn text(&self) -> String {
        let mut text = self.name.clone();
        if let Some(arguments) = &self.arguments {
            let arguments: Vec<String> = arguments.iter().map(Argument::written).collect();
            text.push_str(&format!("({})", arguments.join(",")));
        }
        for attribute in &self.attributes {
            text.push(' ');
            text.push_str(attribute);
        }
        text
    }
}

impl Argument {
    fn number(&self) -> Option<u32> {
        if self.quoted { None } else { self.text.parse().ok() }
    }

    fn written(&self) -> String {
        if self.quoted { format!("'{}'", self.text.replace('\'', "''")) } else { self.text.clone() }
    }
}

fn byte(number: u32) -> Option<u8> {
    number.try_into().ok()
}

/// The arguments up to the closing parenthesis, and how many bytes they took.
fn arguments(text: &str) -> Option<(Vec<Argument>, usize)> {
    let empty = || Argument { text: String::new(), quoted: false };
    let mut arguments = vec![empty()];
    let mut chars = text.char_indices().peekable();
    let mut quoted = false;
    while let Some((at, c)) = chars.next() {
        let last = arguments.last_mut()?;
        match c {
            '\'' if quoted && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
                last.text.push('\'');
            }
            '\'' => {
                quoted = !quoted;
                last.quoted = true;
            }
            c if quoted => last.text.push(c),
            ')' => return Some((arguments, at + 1)),
            ',' => arguments.push(empty()),
            c if c.is_whitespace() => {}
            c => last.text.push(c),
        }
    }
    None
}

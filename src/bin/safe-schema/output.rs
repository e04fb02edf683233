//! What is written where: results to standard output, all else to standard error.

use std::io::{self, Write as _};

use clap::ValueEnum;
use safe_schema::schema::LiveSchema;
use serde::Serializer as _;
use serde::ser::SerializeMap as _;

use crate::failure::Failure;

/// The version of the form of what is printed as JSON. It grows when a reader of the former one
/// could be misled.
const JSON_FORMAT: u32 = 1;

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// Statements.
    Sql,
    /// For programs.
    Json,
}

/// Writes to standard output. Who reads only the beginning (`| head`) has what they wanted.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::error(format!("cannot write to standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Writes to standard error.
pub(crate) fn complain(text: &str) {
    // Where even this fails, only the exit code is left.
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// Says that the database may hold more than its user sees.
pub(crate) fn tell_hidden(which: &str, live: &LiveSchema) {
    if !live.shows_every_table() {
        complain(&format!(
            "warning: {which} may have tables that are hidden from its user, who has no privilege \
             on the whole database; to see them, grant it SELECT ON `{}`.*",
            live.database
        ));
    }
}

/// JSON with the version of its form in front. It is written as it goes: a database may be large.
pub(crate) fn json(parts: &[(&str, &dyn erased::Part)]) -> Result<String, Failure> {
    let mut text = Vec::new();
    let mut writer = serde_json::Serializer::pretty(&mut text);
    let written = writer.serialize_map(None).and_then(|mut object| {
        object.serialize_entry("format", &JSON_FORMAT)?;
        for (name, part) in parts {
            part.write(name, &mut object)?;
        }
        object.end()
    });
    let failed = |error: &dyn std::fmt::Display| format!("cannot write JSON: {error}");
    written.map_err(|error| Failure::error(failed(&error)))?;
    text.push(b'\n');
    String::from_utf8(text).map_err(|error| Failure::error(failed(&error)))
}

/// Values of different types in one list.
pub(crate) mod erased {
    use serde::Serializer;
    use serde::ser::SerializeMap as _;
    use serde_json::ser::PrettyFormatter;

    type Writer<'a> = &'a mut serde_json::Serializer<&'a mut Vec<u8>, PrettyFormatter<'static>>;
    type Object<'a> = <Writer<'a> as Serializer>::SerializeMap;

    /// What can become a part of a JSON object.
    pub(crate) trait Part {
        /// Writes it under that name.
        fn write(&self, name: &str, object: &mut Object<'_>) -> serde_json::Result<()>;
    }

    impl<T: serde::Serialize> Part for T {
        fn write(&self, name: &str, object: &mut Object<'_>) -> serde_json::Result<()> {
            object.serialize_entry(name, self)
        }
    }
}

/// A text with what follows the scheme of each URL left out: it may hold a password.
pub(crate) fn without_urls(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        result.push_str(before);
        result.push_str("..");
        // A password may hold quotes; a blank ends an argument.
        rest = after.find(char::is_whitespace).map_or("", |end| &after[end..]);
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_left_out() {
        assert_eq!(
            without_urls("unexpected 'mysql://u:it's@h/d' found, mysql://root:x@h?y=z\nusage"),
            "unexpected 'mysql://.. found, mysql://..\nusage"
        );
        assert_eq!(without_urls("nothing: here"), "nothing: here");
    }
}

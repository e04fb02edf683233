//! What is written where: results to standard output, all else to standard error.

use std::io::{self, Write as _};

use clap::ValueEnum;
use safe_schema::schema::LiveSchema;
use serde_json::{Map, Value};

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

/// JSON with the version of its form in front.
pub(crate) fn json(parts: &[(&str, &dyn erased::Serializable)]) -> Result<String, Failure> {
    let mut object = Map::new();
    object.insert("format".to_owned(), Value::from(JSON_FORMAT));
    for (name, part) in parts {
        let value = part
            .value()
            .map_err(|error| Failure::error(format!("cannot write `{name}` as JSON: {error}")))?;
        object.insert((*name).to_owned(), value);
    }
    let text = serde_json::to_string_pretty(&Value::Object(object))
        .map_err(|error| Failure::error(format!("cannot write JSON: {error}")))?;
    Ok(text + "\n")
}

/// Values of different types in one list.
pub(crate) mod erased {
    use serde_json::Value;

    /// What can become JSON.
    pub(crate) trait Serializable {
        /// The value.
        fn value(&self) -> serde_json::Result<Value>;
    }

    impl<T: serde::Serialize> Serializable for T {
        fn value(&self) -> serde_json::Result<Value> {
            serde_json::to_value(self)
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

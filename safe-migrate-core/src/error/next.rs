//! The ends of messages: what was done before, and what to do next.

use crate::server::codes;

use super::ServerError;

pub(super) fn connect_hint(server: &ServerError) -> &'static str {
    match server.code {
        Some(codes::ACCESS_DENIED) => "; check the user and the password of the URL",
        Some(codes::UNKNOWN_DATABASE) => {
            "; create the database first, or correct its name in the URL"
        }
        Some(codes::DATABASE_ACCESS_DENIED) => "; grant the user access to the database",
        Some(_) => "",
        None if server.message.contains("RSA") => {
            "; without TLS, MySQL takes a password only with sqlx's feature `mysql-rsa`: enable it, \
             or TLS"
        }
        None if server.message.contains("closed pool") => "",
        None => "; is the server up, and are host and port of the URL right?",
    }
}

/// What to do where a question was denied.
pub(super) fn grant_hint(server: &ServerError) -> String {
    server.missing_privilege().map_or(String::new(), |privilege| {
        format!("\n  next: grant this database user {privilege}, then start again")
    })
}

pub(super) fn done_text(done: &[String]) -> String {
    match done.len() {
        0 => "done before it: nothing, the database is as it was".to_owned(),
        n => format!("done before it ({n}): {}", done.join("; ")),
    }
}

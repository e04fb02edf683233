//! The ends of messages: what was done before, and what to do next.

use crate::server::codes;

use super::{Address, ServerError};

/// What to do where there is no connection.
pub(super) fn connect_hint(address: &Address, server: &ServerError) -> &'static str {
    let said = |part: &str| server.message.contains(part);
    match server.code {
        Some(codes::ACCESS_DENIED) => "; check the user and the password of the URL",
        Some(codes::UNKNOWN_DATABASE) => {
            "; create the database first, or correct its name in the URL"
        }
        Some(codes::DATABASE_ACCESS_DENIED) => "; grant the user access to the database",
        Some(code) if codes::is_not_up_yet(code) => {
            "; start again when the server is up, or has a connection to spare"
        }
        Some(_) => "; mend what the server names, then start again",
        None if said("RSA") => {
            "; without TLS, MySQL takes a password only with sqlx's feature `mysql-rsa`: enable it, \
             or TLS"
        }
        None if said("TLS") || said("certificate") => {
            "; check `ssl-mode` and `ssl-ca` of the URL, and the certificate"
        }
        None if said("closed pool") => "; hand over a pool that is open",
        None if address.socket.is_some() => {
            "; is the server up, and is the path of its socket right?"
        }
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

/// The same, of what is told before anything was sent, but for rare cases.
pub(super) fn unchanged_text(done: &[String]) -> String {
    match done {
        [] => "; nothing was changed".to_owned(),
        _ => format!("\n  {}", done_text(done)),
    }
}

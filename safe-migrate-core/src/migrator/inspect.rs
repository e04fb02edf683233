//! A database as it is.

use sqlx::MySqlPool;

use crate::apply::{Options, Session, acquire};
use crate::error::Error;
use crate::introspect::{look, look_at_all, look_closer, prove_by_grants};
use crate::schema::{LiveSchema, TableName};
use crate::server::ServerInfo;

/// Reads the connected database whole: every table with all that it has, in the model's words.
/// What the model has no words for is in [`LiveTable::not_understood`], as the server writes it.
///
/// Only looks, and never at rows; two round trips for any number of tables, three for a user who
/// has no privilege on the whole server.
///
/// # Errors
/// When the database can't be read, or shows itself only in part for lack of privileges.
///
/// [`LiveTable::not_understood`]: crate::schema::LiveTable::not_understood
pub async fn inspect(pool: &MySqlPool) -> Result<LiveSchema, Error> {
    let mut session = Session::open(pool, &Options::new()).await?;
    let (server, mut live) = look_at_all(&mut session.connection).await?;
    prove_by_grants(&mut session.connection, &mut live).await?;
    let tables: Vec<TableName> = live.tables.keys().cloned().collect();
    look_closer(&mut session.connection, server.flavour, &mut live, &tables).await?;
    session.close().await;
    if live.database.is_empty() {
        return Err(Error::NoDatabase);
    }
    Ok(live)
}

/// Which server answers, and to which database the pool is connected. One round trip.
///
/// # Errors
/// When there is no connection, or the server is not one of the supported ones.
pub async fn server_info(pool: &MySqlPool) -> Result<ServerInfo, Error> {
    let mut connection = acquire(pool).await?;
    let looked = look(&mut connection, &[]).await;
    if looked.is_err() {
        // The packet's last statement, which gives the session its settings back, was not run.
        connection.close_on_drop();
    }
    looked.map(|(server, _)| server)
}

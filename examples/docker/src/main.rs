//! A service that listens at once, migrates when the database is up, and is ready after that.

mod models;

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use safe_schema::StartUp;
use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_ansi(false).init();
    let options: MySqlConnectOptions = std::env::var("DATABASE_URL")?.parse()?;
    // A probe must not wait for a database that is away.
    let pool =
        MySqlPoolOptions::new().acquire_timeout(Duration::from_secs(3)).connect_lazy_with(options);

    let stop = stop_on_sigterm()?;
    let routes = Router::new().route("/healthz", get(healthz)).with_state(pool.clone());
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8080").await?;
    let serving = axum::serve(listener, routes).with_graceful_shutdown(stopped(stop.clone()));
    let serving = tokio::spawn(async move { serving.await });

    // A failure ends the process, and the restart policy begins it anew.
    let up = StartUp::new().within(Duration::from_secs(120));
    tokio::select! {
        waited = up.wait_for_server(&pool) => drop(waited?),
        () = stopped(stop.clone()) => return Ok(()),
    }
    match models::schema().migrate_until(&pool, stopped(stop)).await {
        Ok(report) => println!("{report}"),
        Err(error @ safe_schema::Error::Stopped { .. }) => println!("{error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(serving.await??)
}

/// Becomes true when the container is told to end.
fn stop_on_sigterm() -> std::io::Result<watch::Receiver<bool>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        terminate.recv().await;
        told.send(true)
    });
    Ok(stop)
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

async fn healthz(State(pool): State<MySqlPool>) -> (StatusCode, String) {
    match models::schema().check(&pool).await {
        Ok(check) if check.is_ready() => (StatusCode::OK, check.to_string()),
        Ok(check) => (StatusCode::SERVICE_UNAVAILABLE, check.to_string()),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
    }
}

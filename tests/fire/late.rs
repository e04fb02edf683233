//! A server that starts after its service.

use std::time::Duration;

use safe_schema::testing::Server;
use safe_schema::{StartUp, schema};

use crate::support::{Database, both, options, pool, start};
use crate::{scene, times};

both! { late_server }

async fn late_server(db: Database) {
    let Some(mut server) = start(Server::builder().kind(db.kind)) else { return };
    server.kill().unwrap();
    let late = Duration::from_secs(times(3, 20) as u64);
    let mut services = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let pool = pool(options(&server, "root").database("shop"));
        services.spawn(async move {
            let waited = StartUp::new().create_database().wait_for_server(&pool).await.unwrap();
            (waited, scene::schema(6).migrate(&pool).await.unwrap())
        });
    }
    tokio::time::sleep(late).await; // The time without a server is what is tried here.
    let server = tokio::task::spawn_blocking(move || {
        server.restart().unwrap();
        server
    });
    let server = server.await.unwrap();
    let services = services.join_all().await;
    let steps: usize = services.iter().map(|(_, report)| report.executed.len()).sum();
    assert_eq!(steps, 6);
    let waited = services.iter().map(|(waited, _)| *waited).max().unwrap();
    assert!(waited > late);
    eprintln!(
        "{:?}: the server came {late:?} late, the services were up after {waited:?}",
        db.kind
    );
    drop(server);
}

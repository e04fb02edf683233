//! Processes that are killed (SIGKILL): at every command, and at whatever instant.

use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::proxy::{Moment, Proxy};
use crate::support::{Database, both};
use crate::{child, scene, times};

both! { kill_at_every_command, kill_at_whatever_instant }

const TABLES: usize = 4;

/// Lets the process run to its end through the proxy, or to its death.
async fn wait(child: Arc<Mutex<Child>>) -> bool {
    tokio::task::spawn_blocking(move || {
        loop {
            if let Some(status) = child.lock().unwrap().try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    })
    .await
    .unwrap()
}

async fn kill_at_every_command(db: Database) {
    scene::drift(&db, TABLES).await;
    let (_, user) = db.pool().await;
    let proxy = Proxy::to(db.server.port()).await;
    let child = child::start(proxy.port(), &user, &db.name, TABLES);
    assert!(wait(Arc::new(Mutex::new(child))).await, "undisturbed");
    let commands = proxy.commands();
    let mut killed = 0;
    let every = times(4, 1);
    for at in (1..=commands.len()).filter(|at| at % every == 0) {
        for moment in [Moment::Before, Moment::Unanswered] {
            scene::drift(&db, TABLES).await;
            let rows = db.pictures().await;
            let (_, user) = db.pool().await;
            let proxy = Proxy::to(db.server.port()).await;
            let slot: Arc<Mutex<Option<Arc<Mutex<Child>>>>> = Arc::default();
            let victim = slot.clone();
            let action = Box::new(move || {
                if let Some(child) = victim.lock().unwrap().as_ref() {
                    child.lock().unwrap().kill().unwrap();
                }
            });
            proxy.at(at, moment, true, action);
            let child = Arc::new(Mutex::new(child::start(proxy.port(), &user, &db.name, TABLES)));
            *slot.lock().unwrap() = Some(child.clone());
            killed += u32::from(!wait(child).await);
            scene::assert_keys(&db).await;
            scene::converges(&db, TABLES, &rows).await;
            scene::no_session_is_left(&db, &user).await;
        }
    }
    assert!(killed > 0);
    eprintln!("{:?}: {killed} killed at a command, and the next run made all of it right", db.kind);
}

async fn kill_at_whatever_instant(db: Database) {
    let mut whole = Duration::ZERO;
    let mut steps = 0;
    for _ in 0..3 {
        scene::drift(&db, TABLES).await;
        let (_, user) = db.pool().await;
        let started = Instant::now();
        let child = child::start(db.server.port(), &user, &db.name, TABLES);
        assert!(wait(Arc::new(Mutex::new(child))).await, "undisturbed");
        whole = whole.max(started.elapsed());
        steps = db.statements(&user).await.ddl().len();
        assert!(steps >= TABLES);
    }
    let tries = times(10, 200);
    let (mut killed, mut midway) = (0, 0);
    for number in 0..tries {
        scene::drift(&db, TABLES).await;
        let rows = db.pictures().await;
        let (_, user) = db.pool().await;
        let child = Arc::new(Mutex::new(child::start(db.server.port(), &user, &db.name, TABLES)));
        // Spread over the whole run, and never twice at the same instant.
        tokio::time::sleep(whole.mul_f64((number as f64 + 0.5) / tries as f64)).await;
        child.lock().unwrap().kill().unwrap();
        killed += u32::from(!wait(child).await);
        scene::assert_keys(&db).await;
        let left = scene::converges(&db, TABLES, &rows).await;
        midway += u32::from((1..steps).contains(&left));
        scene::no_session_is_left(&db, &user).await;
    }
    assert!(killed > 0);
    eprintln!(
        "{:?}: {killed} of {tries} killed within {whole:?}, {midway} of them between the first \
         step and the last, and the next run made all of it right",
        db.kind
    );
}

//! Throwaway servers start, answer, survive a kill, and leave nothing behind.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sqlx::{Connection, MySqlConnection, Row};

use super::*;

/// `None` when this machine has no such server.
fn start(kind: Kind) -> Option<Server> {
    match Server::start_kind(kind) {
        Err(error) if error.is_not_found() && may_be_missing() => {
            eprintln!("skipped: {error}");
            None
        }
        server => Some(server.unwrap()),
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn is_running(pid: u32) -> bool {
    let signal = format!("kill -s 0 {pid}");
    let status = Command::new("sh").args(["-c", &signal]).stderr(Stdio::null()).status();
    status.unwrap().success()
}

/// `./dev test` says so where it could not get a server; otherwise a missing one is a failure.
fn may_be_missing() -> bool {
    std::env::var_os("SAFE_SCHEMA_TEST_WITHOUT").is_some()
}

#[test]
fn each_kind_answers_and_is_gone_after_the_drop() {
    for server in Kind::ALL.into_iter().filter_map(start) {
        let (pid, dir) = (server.pid(), server.throwaway.dir().to_owned());
        let (version, host): (String, String) = block_on(async {
            let pool = server.pool("a `b/c").await.unwrap();
            sqlx::query("CREATE USER 'guest'@'%'").execute(&pool).await.unwrap();
            let url = server.url("").replace("root@", "guest@");
            let mut guest = MySqlConnection::connect(&url).await.unwrap();
            let row = sqlx::query("SELECT VERSION(), CURRENT_USER()")
                .fetch_one(&mut guest)
                .await
                .unwrap();
            (row.get(0), row.get(1))
        });
        assert_eq!(version.contains("MariaDB"), server.kind() == Kind::MariaDb);
        assert_eq!(host, "guest@%");

        assert!(is_running(pid) && dir.exists());
        drop(server);
        assert!(!is_running(pid) && !dir.exists());
    }
}

#[test]
fn data_survive_a_kill() {
    for mut server in Kind::ALL.into_iter().filter_map(start) {
        let count = block_on(async {
            let pool = server.pool("crash").await.unwrap();
            for sql in ["CREATE TABLE t (a INT PRIMARY KEY)", "INSERT INTO t VALUES (1)"] {
                sqlx::query(sql).execute(&pool).await.unwrap();
            }
            server.kill().unwrap();
            assert!(MySqlConnection::connect(&server.url("")).await.is_err());
            server.restart().unwrap();
            let pool = server.pool("crash").await.unwrap();
            let row = sqlx::query("SELECT COUNT(*) FROM t").fetch_one(&pool).await;
            row.unwrap().get::<i64, _>(0)
        });
        assert_eq!(count, 1);
    }
}

#[test]
fn an_option_the_server_refuses_is_quoted() {
    let error = match Server::builder().arg("--no-such-option").start() {
        Err(error) if error.is_not_found() && may_be_missing() => return,
        result => result.unwrap_err().to_string(),
    };
    assert!(error.contains("ended before it was ready"), "{error}");
    assert!(error.contains("no-such-option"), "{error}");
}

const HOLD: &str = "SAFE_SCHEMA_TEST_HOLDS_A_SERVER";

/// Not a test by itself: run as a process of its own by the test below.
#[test]
fn holds_a_server_until_it_is_killed() {
    if env::var_os(HOLD).is_some() {
        let server = Server::start().unwrap();
        println!("\nheld {} {}", server.port(), server.throwaway.dir().display());
        thread::sleep(Duration::from_secs(600));
    }
}

#[test]
fn a_killed_owner_takes_its_server_along() {
    if Server::start().is_err_and(|error| error.is_not_found() && may_be_missing()) {
        return;
    }
    let mut owner = Command::new(env::current_exe().unwrap())
        .args(["--nocapture", "holds_a_server_until_it_is_killed"])
        .env(HOLD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(owner.stdout.take().unwrap()).lines();
    let held = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("held ").map(str::to_owned))
        .unwrap();
    let (port, dir) = held.split_once(' ').unwrap();
    let port: u16 = port.parse().unwrap();
    // The process itself may stay as a zombie, in a container without an init.
    let answers = || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
    assert!(answers());

    owner.kill().unwrap();
    owner.wait().unwrap();
    wait_until("the server is gone", || !answers());
    wait_until("its data are gone", || !Path::new(dir).exists());
}

//! A group of two MySQL servers that both take writes: each has named locks of its own, so a lease
//! decides.

use std::io::Write;
use std::net::TcpListener;
use std::process::Child;

use safe_schema::testing::{Kind, Server};

use crate::support::{Database, ask, server, start, wait_until};
use crate::{child, scene, times};

const TABLES: usize = 10;
const MEMBERS: usize = 2;

/// The members of a new group; `None` where MySQL or its plugin is not here, and that is said.
async fn group() -> Option<Vec<Server>> {
    server(Kind::MySql)?; // missing or not: decided there
    let listeners: Vec<TcpListener> =
        (0..MEMBERS).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    let ports: Vec<u16> =
        listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect();
    drop(listeners);
    let seeds: Vec<String> = ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    let seeds = seeds.join(",");
    let members: Vec<Server> = tokio::task::spawn_blocking(move || {
        let member = |(number, port): (usize, &u16)| {
            let mut builder = Server::builder().kind(Kind::MySql);
            for arg in [
                "--log-bin=binlog",
                &format!("--server-id={}", number + 1),
                "--gtid-mode=ON",
                "--enforce-gtid-consistency=ON",
                "--report-host=127.0.0.1",
                "--plugin-load-add=group_replication.so",
                "--loose-group-replication-group-name=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
                "--loose-group-replication-start-on-boot=OFF",
                &format!("--loose-group-replication-local-address=127.0.0.1:{port}"),
                &format!("--loose-group-replication-group-seeds={seeds}"),
                "--loose-group-replication-single-primary-mode=OFF",
                "--loose-group-replication-enforce-update-everywhere-checks=ON",
                "--loose-group-replication-recovery-get-public-key=ON",
            ] {
                builder = builder.arg(arg);
            }
            start(builder).unwrap()
        };
        ports.iter().enumerate().map(member).collect()
    })
    .await
    .unwrap();
    for (number, member) in members.iter().enumerate() {
        let root = member.pool("mysql").await.unwrap();
        // What each member made for itself (the database above) is not the group's.
        let begin = "RESET BINARY LOGS AND GTIDS; CHANGE REPLICATION SOURCE TO \
             SOURCE_USER = 'root' FOR CHANNEL 'group_replication_recovery'";
        ask(&root, begin).await.unwrap();
        let boot = |on| format!("SET GLOBAL group_replication_bootstrap_group = {on}");
        let is_first = if number == 0 { "ON" } else { "OFF" };
        let join = format!("{}; START GROUP_REPLICATION; {}", boot(is_first), boot("OFF"));
        if let Err(error) = ask(&root, &join).await {
            assert!(error.to_string().contains("Unknown system variable"), "{error}");
            // Not by a macro, whose words nobody sees when a test passes.
            let _ = writeln!(
                std::io::stderr(),
                "\n!!!!!! group_replication.so is not here: NOTHING WAS TRIED ON A GROUP"
            );
            return None;
        }
        let online = "SELECT COUNT(*) FROM performance_schema.replication_group_members \
             WHERE MEMBER_STATE = 'ONLINE' AND MEMBER_ROLE = 'PRIMARY'";
        let wanted = (number + 1).to_string();
        wait_until("the member takes writes", || async {
            ask(&root, online).await.unwrap()[0][0].as_deref() == Some(&wanted)
        })
        .await;
    }
    Some(members)
}

#[tokio::test]
async fn a_lease_decides_in_a_group_that_writes_everywhere() {
    let Some(members) = group().await else { return };
    let members: &'static [Server] = Box::leak(members.into_boxed_slice());
    let mut nodes: Vec<Database> = Vec::new();
    for server in members {
        let root = server.pool("mysql").await.unwrap();
        in_step(&root).await;
        let root = server.pool("shop").await.unwrap();
        let (name, others) = ("shop".to_owned(), Vec::new());
        nodes.push(Database { kind: Kind::MySql, server, name, others, root });
    }
    let (processes, rounds) = (times(4, 12), times(2, 10));
    for round in 0..rounds {
        let is_drifted = round % 2 == 0;
        match is_drifted {
            true => scene::drift(&nodes[0], TABLES).await,
            false => scene::empty(&nodes[0]).await,
        }
        let rows = nodes[0].pictures().await;
        let (_, user) = nodes[0].pool().await;
        let mut children: Vec<Child> = Vec::new();
        for node in &nodes {
            in_step(&node.root).await;
        }
        for _ in 0..processes {
            for node in &nodes {
                children.push(child::start(node.server.port(), &user, &node.name, TABLES));
            }
        }
        tokio::task::spawn_blocking(move || {
            for child in children {
                let output = child.wait_with_output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{}: {said}", output.status);
            }
        })
        .await
        .unwrap();
        let mut ddl = Vec::new();
        for node in &nodes {
            in_step(&node.root).await;
            let statements = node.statements(&user).await;
            assert!(!statements.all.iter().any(|sql| sql.contains("GET_LOCK")));
            ddl.extend(statements.ddl().into_iter().map(str::to_owned));
            scene::assert_right(node, &scene::schema(TABLES), &rows).await;
        }
        let sent = ddl.len();
        ddl.sort();
        ddl.dedup();
        assert!(sent == ddl.len() && sent >= TABLES, "each DDL once: {sent}, {ddl:#?}");
        let lease = "SELECT owner IS NULL FROM _safe_schema_lease";
        assert_eq!(nodes[1].value(lease).await, "1");
    }
    eprintln!(
        "MySQL, group of {MEMBERS}: {rounds} rounds of {MEMBERS} x {processes} processes, all \
         ended well, each DDL once"
    );
}

/// Waits until the member has what any of them has.
async fn in_step(root: &sqlx::MySqlPool) {
    let sync = "SET SESSION group_replication_consistency = 'BEFORE'; \
         SELECT COUNT(*) FROM mysql.user; SET SESSION group_replication_consistency = DEFAULT";
    ask(root, sync).await.unwrap();
}

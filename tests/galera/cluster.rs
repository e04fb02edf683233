//! One cluster of three nodes for the whole process, and databases on it.

use std::ffi::OsString;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::sync::OnceLock;

use safe_schema::testing::{Kind, Server};
use tokio::sync::{Mutex, MutexGuard};

use crate::support::{Database, ask, start, wait_until};

pub(crate) const NODES: usize = 3;
const PROVIDER: &str = "SAFE_SCHEMA_GALERA";

/// A database of the cluster, as each node has it.
pub(crate) struct Clustered {
    pub(crate) nodes: Vec<Database>,
    /// One scenario at a time: the DDL of one would stall all others.
    _turn: MutexGuard<'static, ()>,
}

/// The nodes; they die with the process. `None`, and said loudly, where there is no provider.
fn cluster() -> Option<&'static [Server]> {
    static CLUSTER: OnceLock<Option<Vec<Server>>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| match std::env::var_os(PROVIDER).filter(|path| !path.is_empty()) {
            Some(provider) => Some(nodes(&provider)),
            None => {
                // Not by a macro, whose words nobody sees when a test passes.
                let _ = writeln!(
                    std::io::stderr(),
                    "\n!!!!!! {PROVIDER} is not set: NOTHING WAS TRIED ON GALERA; ./dev test galera \
                     does"
                );
                None
            }
        })
        .as_deref()
}

fn nodes(provider: &OsString) -> Vec<Server> {
    assert!(Path::new(provider).is_file(), "{PROVIDER} names no file: {}", provider.display());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has_script = std::env::split_paths(&path).any(|dir| dir.join("wsrep_sst_copy").is_file());
    assert!(has_script, "wsrep_sst_copy is not in PATH: run this by ./dev test galera");
    let ports = free_ports(NODES * 2);
    let (group, transfer) = ports.split_at(NODES);
    let addresses: Vec<String> = group.iter().map(|port| format!("127.0.0.1:{port}")).collect();
    let node = |number: usize| {
        let (group, transfer) = (group[number], transfer[number]);
        let mut builder = Server::builder().kind(Kind::MariaDb);
        for arg in [
            "--wsrep-on=ON".to_owned(),
            format!("--wsrep-provider={}", provider.display()),
            "--wsrep-cluster-name=safe-schema".to_owned(),
            format!("--wsrep-cluster-address=gcomm://{}", addresses.join(",")),
            format!("--wsrep-node-name=node-{number}"),
            "--wsrep-node-address=127.0.0.1".to_owned(),
            "--wsrep-sst-method=copy".to_owned(),
            format!(
                "--wsrep-provider-options=base_host=127.0.0.1;base_port={group};\
                 gmcast.listen_addr=tcp://127.0.0.1:{group};\
                 ist.recv_addr=127.0.0.1:{transfer};gcache.size=32M"
            ),
            "--binlog-format=ROW".to_owned(),
            "--innodb-autoinc-lock-mode=2".to_owned(),
        ] {
            builder = builder.arg(arg);
        }
        if number == 0 {
            builder = builder.arg("--wsrep-new-cluster");
        }
        start(builder).expect("MariaDB is not here")
    };
    // One after the other: a node joins those that are there.
    (0..NODES).map(node).collect()
}

/// All are held until the last is chosen, so that none is chosen twice.
fn free_ports(number: usize) -> Vec<u16> {
    let listeners: Vec<TcpListener> =
        (0..number).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}

/// Makes a `#[test]` out of each scenario, `async fn(Clustered)`.
macro_rules! on_the_cluster {
    ($($scenario:ident),* $(,)?) => {
        mod galera {
            $(
                #[tokio::test]
                async fn $scenario() {
                    let name = stringify!($scenario);
                    if let Some(db) = $crate::cluster::Clustered::new(name).await {
                        super::$scenario(db).await;
                    }
                }
            )*
        }
    };
}
pub(crate) use on_the_cluster;

impl Clustered {
    /// An empty database with a name of its own. `None` where there is no cluster.
    pub(crate) async fn new(scenario: &str) -> Option<Self> {
        // Starting blocks the thread.
        let servers = tokio::task::spawn_blocking(cluster).await.unwrap()?;
        static TURN: Mutex<()> = Mutex::const_new(());
        let turn = TURN.lock().await;
        let name = scenario.replace('_', "-");
        let mut nodes: Vec<Database> = Vec::new();
        for server in servers {
            wait_until("the node has joined", || joined(server)).await;
        }
        for server in servers {
            // Made on the first node. The others must have it before somebody connects to it.
            if !nodes.is_empty() {
                let root = server.pool("mysql").await.unwrap();
                in_step(&root).await;
            }
            let root = server.pool(&name).await.unwrap();
            let (kind, others) = (Kind::MariaDb, Vec::new());
            nodes.push(Database { kind, server, name: name.clone(), others, root });
        }
        Some(Self { nodes, _turn: turn })
    }

    /// The first node.
    pub(crate) fn first(&self) -> &Database {
        &self.nodes[0]
    }

    /// A new user, known on every node.
    pub(crate) async fn user(&self) -> String {
        let (_, user) = self.first().pool().await;
        self.in_step().await;
        user
    }

    /// Waits until every node has what any of them has.
    pub(crate) async fn in_step(&self) {
        for node in &self.nodes {
            in_step(&node.root).await;
        }
    }

    /// The DDL of the user on all nodes, sorted: what its clients sent, not what nodes told each
    /// other.
    pub(crate) async fn ddl(&self, user: &str) -> Vec<String> {
        let mut all = Vec::new();
        for node in &self.nodes {
            let statements = node.statements(user).await;
            all.extend(statements.ddl().into_iter().map(str::to_owned));
        }
        all.sort();
        all
    }
}

async fn joined(server: &Server) -> bool {
    let Ok(root) = server.pool("mysql").await else { return false };
    let states = "SELECT COUNT(*) FROM information_schema.GLOBAL_STATUS \
         WHERE (VARIABLE_NAME = 'wsrep_local_state_comment' AND VARIABLE_VALUE = 'Synced') \
           OR (VARIABLE_NAME = 'wsrep_cluster_size' AND VARIABLE_VALUE = '3')";
    ask(&root, states).await.is_ok_and(|rows| rows[0][0].as_deref() == Some("2"))
}

async fn in_step(root: &sqlx::MySqlPool) {
    let sync = "SET SESSION wsrep_sync_wait = 7; SELECT COUNT(*) FROM mysql.global_priv; \
         SET SESSION wsrep_sync_wait = 0";
    ask(root, sync).await.unwrap();
}

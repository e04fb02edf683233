//! A proxy that knows the client's packets: it counts commands, and does something at one of them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions, MySqlSslMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// When, as the command passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The server never gets the command.
    Before,
    /// The server got it, and the client never gets the answer.
    Unanswered,
    /// The server got it, and nothing is cut.
    Watched,
}

/// What is done at the command, besides cutting its connection.
pub(crate) type Action = Box<dyn FnOnce() + Send>;

struct Trigger {
    at: usize,
    moment: Moment,
    action: Action,
    stays_down: bool,
}

#[derive(Default)]
struct State {
    commands: Mutex<Vec<String>>,
    trigger: Mutex<Option<Trigger>>,
    fired: AtomicBool,
    is_down: AtomicBool,
    open: AtomicUsize,
}

/// See the file's first line. It ends with the runtime of its scenario.
pub(crate) struct Proxy {
    port: u16,
    state: Arc<State>,
}

impl Proxy {
    /// A proxy to a port of this machine.
    pub(crate) async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if shared.is_down.load(Ordering::SeqCst) {
                    continue; // Dropped: as a proxy without a server behind it does.
                }
                let server = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
                tokio::spawn(pass(client, server, shared.clone()));
            }
        });
        Self { port, state }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// At the command of that number, counted from 1, the connection is cut after the action; and
    /// where the network is to stay down, so is every other one.
    pub(crate) fn at(&self, at: usize, moment: Moment, stays_down: bool, action: Action) {
        *self.state.trigger.lock().unwrap() = Some(Trigger { at, moment, action, stays_down });
    }

    /// At the command of that number there is only the action; nothing is cut.
    pub(crate) fn watch(&self, at: usize, action: Action) {
        self.at(at, Moment::Watched, false, action);
    }

    /// The commands that passed, in order.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.state.commands.lock().unwrap().clone()
    }

    /// Whether the command came at which something was to be done.
    pub(crate) fn has_fired(&self) -> bool {
        self.state.fired.load(Ordering::SeqCst)
    }

    /// A small pool through the proxy, in the clear.
    pub(crate) fn pool(&self, options: MySqlConnectOptions) -> MySqlPool {
        MySqlPoolOptions::new().max_connections(2).connect_lazy_with(
            options.host("127.0.0.1").port(self.port).ssl_mode(MySqlSslMode::Disabled),
        )
    }
}

async fn pass(client: TcpStream, server: TcpStream, state: Arc<State>) {
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let muted = Arc::new(AtomicBool::new(false));
    let is_muted = muted.clone();
    let answers = tokio::spawn(async move {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(read) = from_server.read(&mut buffer).await {
            let is_over = read == 0 || is_muted.load(Ordering::SeqCst);
            if is_over || to_client.write_all(&buffer[..read]).await.is_err() {
                break;
            }
        }
    });
    loop {
        let mut packet = vec![0; 4];
        if from_client.read_exact(&mut packet).await.is_err() {
            break;
        }
        let length = u32::from_le_bytes([packet[0], packet[1], packet[2], 0]) as usize;
        let is_command = packet[3] == 0;
        packet.resize(4 + length, 0);
        if from_client.read_exact(&mut packet[4..]).await.is_err() {
            break;
        }
        let trigger = if is_command { count(&state, &packet[4..]) } else { None };
        if let Some(trigger) = trigger {
            if trigger.moment == Moment::Watched {
                to_server.write_all(&packet).await.unwrap();
                (trigger.action)();
                state.fired.store(true, Ordering::SeqCst);
                continue;
            }
            muted.store(true, Ordering::SeqCst);
            state.is_down.store(trigger.stays_down, Ordering::SeqCst);
            if trigger.moment == Moment::Unanswered {
                to_server.write_all(&packet).await.unwrap();
                to_server.flush().await.unwrap();
            }
            (trigger.action)();
            state.fired.store(true, Ordering::SeqCst);
            break;
        }
        let is_down = state.is_down.load(Ordering::SeqCst);
        if is_down || to_server.write_all(&packet).await.is_err() {
            break;
        }
    }
    // Both ends, at once.
    answers.abort();
    drop((from_client, to_server));
}

/// Counts the command; what is to be done at it.
fn count(state: &State, command: &[u8]) -> Option<Trigger> {
    let mut commands = state.commands.lock().unwrap();
    commands.push(String::from_utf8_lossy(&command[1..]).into_owned());
    let mut trigger = state.trigger.lock().unwrap();
    trigger.take_if(|trigger| trigger.at == commands.len())
}

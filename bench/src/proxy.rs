//! A network between client and server: it writes down the commands, and may be slow.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::Outcome;

/// See the file's first line.
pub struct Proxy {
    pub port: u16,
    commands: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// A proxy to a port of this machine, through which everything takes so long in each direction.
    pub async fn to(server: u16, latency: Duration) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let commands = Arc::<Mutex<Vec<String>>>::default();
        let shared = commands.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
                let _ = client.set_nodelay(true).and_then(|()| server.set_nodelay(true));
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                let commands = shared.clone();
                pass(from_client, to_server, latency, Some(commands));
                pass(from_server, to_client, latency, None);
            }
        });
        Ok(Self { port, commands })
    }

    /// The commands since the last time: a round trip each.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.commands.lock().unwrap_or_else(|lock| lock.into_inner()))
    }
}

/// Passes on what comes, when its time has come. What follows does not wait for what is under way.
fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    latency: Duration,
    commands: Option<Arc<Mutex<Vec<String>>>>,
) {
    let (sender, mut receiver) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    tokio::spawn(async move {
        let mut buffer = vec![0; 1 << 16];
        let mut packets = Packets::default();
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            if let Some(commands) = &commands {
                let found = packets.commands(&buffer[..read]);
                commands.lock().unwrap_or_else(|lock| lock.into_inner()).extend(found);
            }
            if sender.send((Instant::now() + latency, buffer[..read].to_vec())).is_err() {
                break;
            }
        }
    });
    tokio::spawn(async move {
        while let Some((when, bytes)) = receiver.recv().await {
            if !latency.is_zero() {
                sleep_until(when).await;
            }
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
    });
}

/// The packets in a stream of bytes.
#[derive(Default)]
struct Packets {
    pending: Vec<u8>,
}

impl Packets {
    /// The commands that are whole by now: packets that begin a conversation.
    fn commands(&mut self, bytes: &[u8]) -> Vec<String> {
        self.pending.extend_from_slice(bytes);
        let mut commands = Vec::new();
        while let [a, b, c, number, ..] = self.pending[..] {
            let end = 4 + u32::from_le_bytes([a, b, c, 0]) as usize;
            if self.pending.len() < end {
                break;
            }
            let packet: Vec<u8> = self.pending.drain(..end).collect();
            if number == 0 && end > 4 {
                // The first byte is the kind of the command; a ping has no more.
                commands.push(String::from_utf8_lossy(&packet[5..]).into_owned());
            }
        }
        commands
    }
}

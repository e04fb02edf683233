//! A proxy that pools sessions: each command of a client goes to another connection of the server
//! than the one before, but for those of one transaction.

use std::sync::Arc;

use sqlx::mysql::{MySqlConnectOptions, MySqlPool, MySqlPoolOptions, MySqlSslMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

/// See the file's first line. It ends with the runtime of its scenario.
pub(crate) struct Pooling {
    port: u16,
}

impl Pooling {
    /// A proxy to a port of this machine, for users without a password.
    pub(crate) async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, server));
            }
        });
        Self { port }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// A small pool through the proxy, in the clear.
    pub(crate) fn pool(&self, options: MySqlConnectOptions) -> MySqlPool {
        MySqlPoolOptions::new().max_connections(2).connect_lazy_with(
            options.host("127.0.0.1").port(self.port).ssl_mode(MySqlSslMode::Disabled),
        )
    }
}

/// A client waits for the whole answer before its next command, so whatever a server's connection
/// says belongs to the command that it got last.
async fn pass(mut client: TcpStream, server: u16) -> Option<()> {
    client.set_nodelay(true).unwrap();
    let mut first = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
    first.set_nodelay(true).unwrap();
    client.write_all(&packet(&mut first).await?).await.ok()?;
    let login = packet(&mut client).await?;
    first.write_all(&login).await.ok()?;
    let answer = packet(&mut first).await?;
    client.write_all(&answer).await.ok()?;
    assert_eq!(answer[4], 0, "logs in without a further question: {answer:?}");

    // The same login, without a password, is good for another connection.
    let mut second = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
    second.set_nodelay(true).unwrap();
    packet(&mut second).await?;
    second.write_all(&login).await.ok()?;
    assert_eq!(packet(&mut second).await?[4], 0);

    let (mut from_client, to_client) = client.into_split();
    let to_client = Arc::new(Mutex::new(to_client));
    let mut servers = Vec::new();
    for connection in [first, second] {
        let (mut from_server, to_server) = connection.into_split();
        let to_client = to_client.clone();
        let answers = tokio::spawn(async move { relay(&mut from_server, &to_client).await });
        servers.push((to_server, answers));
    }
    let (mut turn, mut is_open) = (0, false);
    while let Some(command) = packet(&mut from_client).await {
        if servers[turn % 2].0.write_all(&command).await.is_err() {
            break;
        }
        // Behind the header and the kind of command.
        match command.get(5..).unwrap_or_default() {
            b"BEGIN" => is_open = true,
            b"COMMIT" | b"ROLLBACK" => is_open = false,
            _ => {}
        }
        turn += usize::from(!is_open);
    }
    servers.into_iter().for_each(|(_, answers)| answers.abort());
    Some(())
}

async fn relay(from: &mut (impl AsyncReadExt + Unpin), to: &Mutex<OwnedWriteHalf>) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(read) = from.read(&mut buffer).await {
        if read == 0 || to.lock().await.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
}

/// One packet of the protocol, with its header.
async fn packet(from: &mut (impl AsyncReadExt + Unpin)) -> Option<Vec<u8>> {
    let mut packet = vec![0; 4];
    from.read_exact(&mut packet).await.ok()?;
    let length = u32::from_le_bytes([packet[0], packet[1], packet[2], 0]) as usize;
    packet.resize(4 + length, 0);
    from.read_exact(&mut packet[4..]).await.ok()?;
    Some(packet)
}

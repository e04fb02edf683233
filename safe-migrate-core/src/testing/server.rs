//! A running throwaway server: options in, a server that answers out.

use std::fs;
use std::io::{self, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::error::{StartError, while_trying, while_trying_on};
use super::find::find;
use super::program::{Kind, Program};
use super::template::{self, last_lines};
use super::throwaway::Throwaway;

const TIME_LIMIT: Duration = Duration::from_secs(60);
/// How long a server may take to say its first word to a connection.
const GREETING_LIMIT: Duration = Duration::from_secs(5);
/// A free port may be taken by somebody else before the server gets it.
const PORT_TRIES: u32 = 5;
/// What both kinds of servers say then.
const PORT_TAKEN: &str = "Bind on TCP/IP port";

/// Fast, but a killed server finds every acknowledged change again: only what
/// guards against a power failure is off.
const OPTIONS: [&str; 6] = [
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
    "--sync-binlog=0",
    "--innodb-flush-log-at-trx-commit=2",
    "--innodb-buffer-pool-size=64M",
    "--max-connections=300",
];
const MYSQL_OPTIONS: [&str; 2] = ["--loose-mysqlx=OFF", "--secure-file-priv=NULL"];

/// A private, throwaway MySQL or MariaDB server.
///
/// It listens on a free port of 127.0.0.1, its data lies in a temporary
/// directory, and `root` may do everything without a password. When the value
/// is dropped the server is killed and its data removed; the same happens after
/// a panic, when the value sits in a `static`, and when this process is killed.
///
/// Starting blocks the thread for about a second, three the first time for
/// each server version. No async runtime is needed.
///
/// ```no_run
/// use safe_migrate_core::testing::Server;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let server = Server::start()?;
/// let pool = server.pool("shop").await?; // the database is created
/// sqlx::query("CREATE TABLE t (id INT PRIMARY KEY)").execute(&pool).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Server {
    program: Program,
    args: Vec<String>,
    port: u16,
    socket: PathBuf,
    data_dir: PathBuf,
    log: PathBuf,
    pid: u32,
    throwaway: Throwaway,
}

/// Options of a [`Server`] before it starts; made by [`Server::builder`].
#[derive(Clone, Debug, Default)]
#[must_use = "nothing runs before `start`"]
pub struct Builder {
    kind: Option<Kind>,
    init_args: Vec<String>,
    args: Vec<String>,
}

impl Builder {
    /// Only this kind of server will do; without it, whatever is there.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// One more option for the server program, such as `--general-log=1`. It
    /// wins over the options a throwaway server has by itself.
    pub fn arg(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// The same for an option that must be known when the data directory is
    /// made, such as `--lower-case-table-names=1`.
    pub fn init_arg(mut self, arg: impl Into<String>) -> Self {
        self.init_args.push(arg.into());
        self
    }

    /// Starts the server, and waits until it answers.
    ///
    /// # Errors
    /// When there is no such server program, or when it does not start.
    pub fn start(self) -> Result<Server, StartError> {
        let program = find(self.kind)?;
        let mut throwaway = Throwaway::new().map_err(while_trying("make a watched directory"))?;
        let data_dir = throwaway.dir().join("data");
        template::fill(&data_dir, &program, &self.init_args, &mut throwaway)?;
        // A server may read and write files only here.
        for folder in ["tmp", "files"] {
            let path = throwaway.dir().join(folder);
            fs::create_dir(&path).map_err(while_trying_on("create", &path))?;
        }
        let mut server = Server {
            program,
            args: [self.init_args, self.args].concat(),
            port: 0,
            socket: throwaway.dir().join("socket"),
            data_dir,
            log: throwaway.dir().join("server.log"),
            pid: 0,
            throwaway,
        };
        server.launch_on(free_port)?;
        Ok(server)
    }
}

impl Server {
    /// Starts whatever server is there, MySQL before MariaDB; the
    /// [module](super) says how it is found.
    ///
    /// # Errors
    /// When there is no server program, or when it does not start.
    pub fn start() -> Result<Server, StartError> {
        Server::builder().start()
    }

    /// Starts a server of this kind.
    ///
    /// # Errors
    /// When there is no such server program, or when it does not start.
    pub fn start_kind(kind: Kind) -> Result<Server, StartError> {
        Server::builder().kind(kind).start()
    }

    /// For a server with options of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Which kind of server it is.
    pub fn kind(&self) -> Kind {
        self.program.kind
    }

    /// What the server program says about its version.
    pub fn version(&self) -> &str {
        &self.program.version
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The Unix socket.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The data directory.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The server's error log.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// The server's process; another one after [`Server::restart`].
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Kills the server (SIGKILL) and keeps its data, for tests of crashes.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn kill(&mut self) -> io::Result<()> {
        self.throwaway.kill()
    }

    /// Starts the server again, on the same data and port; kills it first if it
    /// still runs.
    ///
    /// # Errors
    /// When the server does not start.
    pub fn restart(&mut self) -> Result<(), StartError> {
        let port = self.port;
        self.launch_on(|| Ok(port))
    }

    /// Launches again as long as somebody else has the port.
    fn launch_on(&mut self, port: impl Fn() -> io::Result<u16>) -> Result<(), StartError> {
        let mut tries = 0;
        loop {
            self.port = port().map_err(while_trying("find a free port"))?;
            tries += 1;
            match self.launch() {
                Err(StartError::Ended { log, .. })
                    if tries < PORT_TRIES && log.contains(PORT_TAKEN) => {}
                result => return result,
            }
        }
    }

    /// Starts the program and waits until it greets.
    fn launch(&mut self) -> Result<(), StartError> {
        let program = self.program.path.clone();
        let dir = self.throwaway.dir();
        let mut command = self.program.command(self.throwaway.is_root());
        command.args([
            format!("--datadir={}", self.data_dir.display()),
            format!("--port={}", self.port),
            format!("--socket={}", self.socket.display()),
            format!("--pid-file={}", dir.join("pid").display()),
            format!("--tmpdir={}", dir.join("tmp").display()),
        ]);
        command.args(OPTIONS);
        match self.program.kind {
            Kind::MySql => command.args(MYSQL_OPTIONS),
            Kind::MariaDb => {
                command.arg(format!("--secure-file-priv={}", dir.join("files").display()))
            }
        };
        command.args(&self.args).stdin(Stdio::null());
        self.pid = self
            .throwaway
            .spawn(&mut command, &self.log)
            .map_err(while_trying_on("run", &program))?;

        let deadline = Instant::now() + TIME_LIMIT;
        loop {
            let ended = self.throwaway.ended().map_err(while_trying_on("wait for", &program))?;
            if let Some(status) = ended {
                return Err(StartError::Ended { program, status, log: last_lines(&self.log) });
            }
            if self.answers() {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(StartError::TimedOut {
                    program,
                    seconds: TIME_LIMIT.as_secs(),
                    log: last_lines(&self.log),
                });
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks the socket as well: on the port a stranger could answer.
    fn answers(&self) -> bool {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let socket = || {
            let stream = UnixStream::connect(&self.socket)?;
            stream.set_read_timeout(Some(GREETING_LIMIT))?;
            greets(stream)
        };
        let port = || {
            let stream = TcpStream::connect_timeout(&address, GREETING_LIMIT)?;
            stream.set_read_timeout(Some(GREETING_LIMIT))?;
            greets(stream)
        };
        socket().unwrap_or(false) && port().unwrap_or(false)
    }
}

/// Whether the first packet is a greeting: after four bytes of header, the
/// protocol's version, which is 10 (an error packet has 255).
fn greets(mut stream: impl Read) -> io::Result<bool> {
    let mut packet = [0; 5];
    stream.read_exact(&mut packet)?;
    Ok(packet[4] == 10)
}

fn free_port() -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests;

//! Initialised data directories: made once per server version, kept under the temporary directory, copied for each server.
//!
//! MySQL takes three seconds to initialise one, and a third of a second to copy.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs::{self, DirBuilder, File};
use std::hash::{Hash, Hasher};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::error::{StartError, while_trying, while_trying_on};
use super::find::companion;
use super::program::{Kind, Program, without_defaults};
use super::throwaway::Throwaway;

/// Part of a template's name: to be counted up when it is made differently.
const FORMAT: u32 = 1;
/// Cleaners of temporary directories remove single files, after ten days or so.
const MAX_AGE: Duration = Duration::from_secs(3 * 24 * 60 * 60);
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// Small logs make a small copy; the server gets its usual size when it starts.
const SMALL: [&str; 1] = ["--loose-innodb-redo-log-capacity=8M"];
const SMALL_MARIADB: [&str; 1] = ["--innodb-log-file-size=8M"];

/// MySQL makes root@localhost only, which `--skip-name-resolve` would shut out.
const MYSQL_USERS: &str = "CREATE USER 'root'@'127.0.0.1';\n\
    GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n";
/// MariaDB's anonymous users at localhost would shadow `'u'@'%'` (error 1045).
const MARIADB_USERS: &str = "DELETE FROM mysql.global_priv WHERE User = '';\n\
    DELETE FROM mysql.db WHERE User = '';\n";

/// Puts an initialised data directory at `data`, inside the throwaway.
pub(super) fn fill(
    data: &Path,
    program: &Program,
    init_args: &[String],
    throwaway: &mut Throwaway,
) -> Result<(), StartError> {
    let cache = cache(throwaway.uid())?;
    let name = name(program, init_args);
    let template = cache.join(&name);

    // One process at a time makes, renews or copies a template.
    let lock_path = cache.join(format!("{name}.lock"));
    let lock = File::create(&lock_path).map_err(while_trying_on("create", &lock_path))?;
    lock.lock().map_err(while_trying_on("lock", &lock_path))?;

    if !is_fresh(&template) {
        let new = throwaway.dir().join("template");
        initialise(&new, program, init_args, throwaway)?;
        remove(&template).map_err(while_trying_on("remove", &template))?;
        fs::rename(&new, &template).map_err(while_trying_on("create", &template))?;
    }
    copy(&template, data).map_err(while_trying_on("copy", &template))
}

/// The folder of all templates; in a place shared with others it must be ours.
fn cache(uid: u32) -> Result<PathBuf, StartError> {
    let cache = env::temp_dir().join(format!("safe-schema-templates-{uid}"));
    match DirBuilder::new().mode(0o700).create(&cache) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(while_trying_on("create", &cache)(error));
        }
        Ok(()) | Err(_) => {}
    }
    let found = fs::symlink_metadata(&cache).map_err(while_trying_on("look at", &cache))?;
    if !found.is_dir() || found.uid() != uid || found.mode() & 0o077 != 0 {
        let error = io::Error::other("it is not a folder that only we may use");
        return Err(while_trying_on("use", &cache)(error));
    }
    Ok(cache)
}

fn name(program: &Program, init_args: &[String]) -> String {
    let mut hasher = DefaultHasher::new();
    (FORMAT, &program.path, &program.version, init_args).hash(&mut hasher);
    format!("{}-{:016x}", program.kind, hasher.finish())
}

fn is_fresh(template: &Path) -> bool {
    let age = fs::metadata(template)
        .and_then(|found| found.modified())
        .map(|made| made.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age < MAX_AGE)
}

fn remove(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn initialise(
    data: &Path,
    program: &Program,
    init_args: &[String],
    throwaway: &mut Throwaway,
) -> Result<(), StartError> {
    let users = throwaway.dir().join("users.sql");
    let datadir = format!("--datadir={}", data.display());
    match program.kind {
        Kind::MySql => {
            fs::write(&users, MYSQL_USERS).map_err(while_trying_on("write", &users))?;
            let mut command = program.command(throwaway.is_root());
            command.args(["--initialize-insecure", &datadir]).args(SMALL);
            command.arg(format!("--init-file={}", users.display()));
            run(command.args(init_args).stdin(Stdio::null()), throwaway)?;
            // Its random identity is made anew by each server.
            remove_file(&data.join("auto.cnf"))
        }
        Kind::MariaDb => {
            let names = ["mariadb-install-db", "mysql_install_db"];
            let Some(install) = companion(&program.path, &names) else {
                let missing = io::Error::other("it is neither near the server nor in PATH");
                return Err(while_trying("run mariadb-install-db")(missing));
            };
            let mut command = without_defaults(&install, throwaway.is_root());
            command.args([
                &datadir,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--force", // or this machine's name must be resolvable
            ]);
            command.args(SMALL_MARIADB).args(init_args);
            run(command.stdin(Stdio::null()), throwaway)?;

            fs::write(&users, MARIADB_USERS).map_err(while_trying_on("write", &users))?;
            let input = File::open(&users).map_err(while_trying_on("read", &users))?;
            let mut command = program.command(throwaway.is_root());
            command.args(["--bootstrap", &datadir]).args(SMALL_MARIADB);
            run(command.args(init_args).stdin(input), throwaway)
        }
    }
}

fn remove_file(path: &Path) -> Result<(), StartError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(while_trying_on("remove", path)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Runs a command to its successful end.
fn run(command: &mut Command, throwaway: &mut Throwaway) -> Result<(), StartError> {
    let program = PathBuf::from(command.get_program());
    let log = throwaway.dir().join("initialise.log");
    throwaway.spawn(command, &log).map_err(while_trying_on("run", &program))?;
    let deadline = Instant::now() + TIME_LIMIT;
    loop {
        let ended = throwaway.ended().map_err(while_trying_on("wait for", &program))?;
        match ended {
            Some(status) if status.success() => return Ok(()),
            Some(status) => {
                return Err(StartError::Ended { program, status, log: last_lines(&log) });
            }
            None if Instant::now() > deadline => {
                return Err(StartError::TimedOut {
                    program,
                    seconds: TIME_LIMIT.as_secs(),
                    log: last_lines(&log),
                });
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// The end of a log, for an error.
pub(super) fn last_lines(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

//! A temporary directory and the one process that lives in it: both are gone when the value is dropped, or when we die.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

/// The watchdog: reads the process to watch from a pipe that only we hold open.
/// When that pipe ends, for whatever reason, it kills the process group and
/// removes the directory. A dying server may still write, so removal is repeated.
const WATCHDOG: &str = r#"
trap '' HUP INT TERM
process=
while read -r line; do process=$line; done
[ -z "$process" ] || kill -s KILL -- "-$process" 2>/dev/null
tries=0
until rm -rf -- "$1" || [ "$tries" -ge 100 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
"#;

/// See the file's first line.
#[derive(Debug)]
pub(super) struct Throwaway {
    dir: PathBuf,
    uid: u32,
    watchdog: Child,
    /// Its end is the watchdog's signal.
    pipe: Option<ChildStdin>,
    process: Option<Child>,
}

impl Throwaway {
    /// A new empty directory, under a watchdog.
    pub(super) fn new() -> io::Result<Throwaway> {
        let dir = tempfile::Builder::new()
            .prefix("safe-schema-")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir()?;
        let uid = fs::metadata(dir.path())?.uid();
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(dir.path())
            .current_dir("/")
            .process_group(0) // out of reach of a Ctrl-C
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let pipe = watchdog.stdin.take();
        Ok(Throwaway { dir: dir.keep(), uid, watchdog, pipe, process: None })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The user we are.
    pub(super) fn uid(&self) -> u32 {
        self.uid
    }

    pub(super) fn is_root(&self) -> bool {
        self.uid == 0
    }

    /// Runs a command as *the* process of this directory, its output going to a
    /// file that is emptied first.
    pub(super) fn spawn(&mut self, command: &mut Command, log: &Path) -> io::Result<u32> {
        self.kill()?;
        let log = fs::File::create(log)?;
        let process = command.stdout(log.try_clone()?).stderr(log).process_group(0).spawn()?;
        let pid = process.id();
        self.process = Some(process);
        self.tell_watchdog(&pid.to_string())?;
        Ok(pid)
    }

    /// How the process ended, if it did.
    pub(super) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        match &mut self.process {
            Some(process) => process.try_wait(),
            None => Ok(None),
        }
    }

    /// Kills the process (SIGKILL) and waits for its end; the directory stays.
    pub(super) fn kill(&mut self) -> io::Result<()> {
        if let Some(mut process) = self.process.take() {
            process.kill()?;
            // Before it is waited for: afterwards its number may be another's.
            self.tell_watchdog("")?;
            process.wait()?;
        }
        Ok(())
    }

    fn tell_watchdog(&mut self, process: &str) -> io::Result<()> {
        match &mut self.pipe {
            Some(pipe) => writeln!(pipe, "{process}"),
            None => Ok(()),
        }
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        // The watchdog does the work, as it would if we were killed.
        drop(self.pipe.take());
        let _ = self.watchdog.wait();
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

//! Finds a server program: the wanted kind in, the first program of it out.

use std::env;
use std::path::{Path, PathBuf};

use super::error::StartError;
use super::program::{Kind, Program};

/// Variables that name a program, the one for either kind first.
const VARIABLES: [&str; 3] = ["SAFE_SCHEMA_SERVER", "SAFE_SCHEMA_MYSQLD", "SAFE_SCHEMA_MARIADBD"];

/// Folders that packages use and `PATH` often lacks.
const USUAL_PLACES: [&str; 9] = [
    "/usr/sbin",
    "/usr/local/sbin",
    "/usr/libexec",
    "/usr/local/mysql/bin",
    "/usr/local/mariadb/bin",
    "/opt/homebrew/opt/mysql/bin",
    "/opt/homebrew/opt/mariadb/bin",
    "/usr/local/opt/mysql/bin",
    "/usr/local/opt/mariadb/bin",
];

/// The first program of the wanted kind; without one, of MySQL and then MariaDB.
pub(super) fn find(wanted: Option<Kind>) -> Result<Program, StartError> {
    let fits = |program: &Program| wanted.is_none_or(|kind| kind == program.kind);
    let mut looked_at = Vec::new();

    for variable in VARIABLES {
        let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()) else {
            looked_at.push(format!("{variable} (not set)"));
            continue;
        };
        let path = PathBuf::from(path);
        // Somebody named it, so a mistake in it must not be passed over.
        match Program::ask(&path) {
            Ok(program) if fits(&program) => return Ok(program),
            Ok(program) => looked_at.push(format!("{variable} ({})", program.kind)),
            Err(reason) => {
                return Err(StartError::NotAServer { variable, path, reason });
            }
        }
    }

    let folders = folders();
    for kind in Kind::ALL.into_iter().filter(|kind| wanted.is_none_or(|wanted| wanted == *kind)) {
        let found = |path: PathBuf| {
            let program = path.is_file().then(|| Program::ask(&path).ok())??;
            (program.kind == kind).then_some(program)
        };
        let names = kind.programs();
        let mut paths =
            folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name)));
        if let Some(program) = paths.find_map(found) {
            return Ok(program);
        }
    }
    looked_at.extend(folders.iter().map(|folder| folder.display().to_string()));
    Err(StartError::NotFound { wanted, looked_at })
}

/// `PATH`, the usual places, and `.servers` of this folder and of those above it.
fn folders() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let here = env::current_dir().unwrap_or_default();
    let mut folders: Vec<PathBuf> = Vec::new();
    let all = env::split_paths(&path)
        .chain(USUAL_PLACES.map(PathBuf::from))
        .chain(here.ancestors().map(|folder| folder.join(".servers/mysql/bin")));
    for folder in all {
        if folder.is_dir() && !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// A program that comes with the server: beside it, near it, or in `PATH`.
pub(super) fn companion(server: &Path, names: &[&str]) -> Option<PathBuf> {
    let beside = server.parent().unwrap_or(Path::new("/"));
    let near = ["", "../bin", "../scripts"].map(|folder| beside.join(folder));
    let path = env::var_os("PATH").unwrap_or_default();
    near.into_iter()
        .chain(env::split_paths(&path))
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|path| path.is_file())
}

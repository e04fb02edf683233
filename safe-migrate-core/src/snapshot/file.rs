//! A text and the file it was reviewed in -> nothing, or why they differ and what to do.

use std::io::{ErrorKind, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io, thread};

use similar::TextDiff;

/// Set to `1`, it has the file rewritten.
const UPDATE: &str = "SAFE_SCHEMA_UPDATE_SNAPSHOT";

/// What a new file opens with. The comment at the top is never compared, and kept.
const HEADER: &str = "\
-- The tables that the structs declare, for review. A test compares them with this file; to
-- rewrite it, run the test with SAFE_SCHEMA_UPDATE_SNAPSHOT=1.
";

/// How many equal lines stand around a difference.
const CONTEXT: usize = 3;

/// Panics where the file does not hold the text.
#[track_caller]
pub(crate) fn assert(path: &Path, text: &str) {
    let is_update = env::var_os(UPDATE).is_some_and(|value| value == "1");
    if let Err(problem) = compare(&in_package(path), text, is_update) {
        panic!("{problem}");
    }
}

/// The path, taken from the folder of the package that is being tested. Cargo tells which that
/// is; a test that is started without it uses the folder it is started in, as Cargo's is the same.
fn in_package(path: &Path) -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default().join(path)
}

fn compare(path: &Path, text: &str, is_update: bool) -> Result<(), String> {
    let shown = path.display();
    let file = match fs::read_to_string(path) {
        Ok(file) => Some(file.replace("\r\n", "\n")),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(format!("the snapshot {shown} can't be read: {error}")),
    };
    let reviewed = file.as_deref().map(split);
    if reviewed.is_some_and(|(_, reviewed)| reviewed == text) {
        return Ok(());
    }
    if is_update {
        let header = reviewed.map_or(HEADER, |(header, _)| header);
        return write(path, &format!("{header}\n{text}"))
            .map_err(|error| format!("the snapshot {shown} can't be written: {error}"));
    }
    let command = command();
    Err(match reviewed {
        None => format!(
            "the snapshot {shown} is not there yet; have it written, then read and commit it:\n\n    \
             {command}\n"
        ),
        Some((_, reviewed)) => format!(
            "the structs and the snapshot {shown} differ:\n\n{}\n\
             If the structs are right, have the snapshot rewritten, and review what changed:\n\n    \
             {command}\n",
            diff(reviewed, text, is_coloured())
        ),
    })
}

/// The comment at the top of a file, and what follows it.
fn split(file: &str) -> (&str, &str) {
    let comment: usize =
        file.split_inclusive('\n').take_while(|line| line.starts_with("--")).map(str::len).sum();
    let (header, text) = file.split_at(comment);
    (header, text.trim_start_matches('\n'))
}

fn write(path: &Path, content: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content)
}

/// What rewrites the file: the test harness names a test's thread after the test.
fn command() -> String {
    match thread::current().name() {
        Some(test) if test != "main" => format!("{UPDATE}=1 cargo test {test}"),
        _ => format!("{UPDATE}=1 cargo test"),
    }
}

/// Where the harness does not capture a panic it goes to standard error, else to standard output.
fn is_coloured() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && io::stdout().is_terminal()
        && io::stderr().is_terminal()
}

/// The unified diff.
fn diff(reviewed: &str, text: &str, is_coloured: bool) -> String {
    let diff = TextDiff::from_lines(reviewed, text)
        .unified_diff()
        .context_radius(CONTEXT)
        .header("the snapshot", "the structs")
        .to_string();
    if !is_coloured {
        return diff;
    }
    diff.lines()
        .map(|line| {
            let colour = match line.as_bytes() {
                [b'-', ..] => "31",
                [b'+', ..] => "32",
                [b'@', ..] => "36",
                _ => return format!("{line}\n"),
            };
            format!("\u{1b}[{colour}m{line}\u{1b}[0m\n")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "CREATE TABLE `a` (\n  `id` int\n);\n";

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_missing_file_is_made_only_when_asked() {
        let folder = folder();
        let path = folder.path().join("deep/schema.sql");
        let problem = compare(&path, TEXT, false).unwrap_err();
        assert!(problem.contains("deep/schema.sql is not there yet"), "{problem}");
        assert!(
            problem.contains("SAFE_SCHEMA_UPDATE_SNAPSHOT=1 cargo test snapshot::"),
            "{problem}"
        );
        assert!(!path.exists());
        compare(&path, TEXT, true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{HEADER}\n{TEXT}"));
        compare(&path, TEXT, false).unwrap();
    }

    #[test]
    fn a_difference_is_shown_and_the_file_left_alone() {
        let folder = folder();
        let path = &folder.path().join("schema.sql");
        compare(path, TEXT, true).unwrap();
        let problem = compare(path, &TEXT.replace("int", "bigint"), false).unwrap_err();
        let shown = "--- the snapshot\n+++ the structs\n@@ -1,3 +1,3 @@\n \
            CREATE TABLE `a` (\n-  `id` int\n+  `id` bigint\n );\n";
        assert!(problem.contains(shown), "{problem}");
        compare(path, TEXT, false).unwrap();
    }

    #[test]
    fn the_comment_at_the_top_is_the_users() {
        let folder = folder();
        let path = &folder.path().join("schema.sql");
        let file = |text: &str| format!("-- ours\n-- too\n\n{text}");
        fs::write(path, file(TEXT)).unwrap();
        compare(path, TEXT, false).unwrap();
        compare(path, "CREATE TABLE `b`;\n", true).unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), file("CREATE TABLE `b`;\n"));
        fs::write(path, TEXT).unwrap();
        compare(path, TEXT, false).unwrap();
    }

    #[test]
    fn line_ends_of_windows_are_no_difference() {
        let folder = folder();
        let path = &folder.path().join("schema.sql");
        fs::write(path, format!("{HEADER}\n{TEXT}").replace('\n', "\r\n")).unwrap();
        compare(path, TEXT, false).unwrap();
    }

    #[test]
    fn what_is_no_text_is_neither_compared_nor_overwritten() {
        let folder = folder();
        let path = &folder.path().join("schema.sql");
        fs::write(path, b"\xff").unwrap();
        for is_update in [false, true] {
            let problem = compare(path, TEXT, is_update).unwrap_err();
            assert!(problem.contains("can't be read"), "{problem}");
        }
        assert_eq!(fs::read(path).unwrap(), b"\xff");
    }

    #[test]
    fn colours_follow_the_first_letter() {
        assert_eq!(
            diff("a\nb\n", "a\nc\n", true),
            "\u{1b}[31m--- the snapshot\u{1b}[0m\n\u{1b}[32m+++ the structs\u{1b}[0m\n\
             \u{1b}[36m@@ -1,2 +1,2 @@\u{1b}[0m\n a\n\u{1b}[31m-b\u{1b}[0m\n\u{1b}[32m+c\u{1b}[0m\n"
        );
    }
}

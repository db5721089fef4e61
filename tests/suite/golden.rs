//! Golden files: what the program says is held against a file, and rewritten by `UPDATE=1 cargo test`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A path of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Holds a text against a golden file, or rewrites the file where `UPDATE` is set.
///
/// # Panics
/// Where they differ, with the first line that does.
pub(crate) fn golden(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE").is_some() {
        if std::fs::read_to_string(path).ok().as_deref() != Some(actual) {
            std::fs::write(path, actual).unwrap();
        }
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return;
    }
    let same = expected.lines().zip(actual.lines());
    let line = same.take_while(|(one, other)| one == other).count();
    panic!(
        "{}:{}: differs (UPDATE=1 cargo test rewrites it)\n  expected: {}\n  found:    {}\n--- found ---\n{actual}",
        path.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("<end>"),
        actual.lines().nth(line).unwrap_or("<end>"),
    );
}

/// The folders below a folder, in the order of their names.
pub(crate) fn folders(path: &str) -> Vec<PathBuf> {
    files_where(path, Path::is_dir)
}

/// The files of a folder with this ending, in the order of their names; none where there is no such folder.
pub(crate) fn files(path: &str, ending: &str) -> Vec<PathBuf> {
    files_where(path, |path| path.extension().is_some_and(|e| e == ending))
}

fn files_where(path: &str, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = files_in(&repository(path));
    found.retain(|path| wanted(path));
    found
}

/// What is in a folder, in the order of names; nothing where there is no such folder.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// What a run of the program left behind.
pub(crate) struct Run {
    /// Its exit code.
    pub(crate) code: Option<i32>,
    /// Its standard output.
    pub(crate) stdout: String,
    /// Its standard error.
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs the program in a folder, with bytes on its standard input.
pub(crate) fn redtape(folder: &Path, args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_redtape"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that refuses its input early closes the pipe: that is no fault of the test.
    let _ = std::io::Write::write_all(&mut stdin, input);
    drop(stdin);
    child.wait_with_output().unwrap().into()
}

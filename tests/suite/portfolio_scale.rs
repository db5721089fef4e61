//! What a portfolio holds in memory: whatever the number of procedures is, and of the steps that they have.

use crate::golden::redtape;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_redtape");
/// Procedures, each with as many steps of its own as this below.
const PROCEDURES: u64 = 4_000;
const STEPS: u64 = 8;
/// Characters of the name of a paper: so many that steps are sorted in blocks, and blocks are put together.
const NAME: usize = 4_500;

/// Records of procedures whose steps no other one has, but for one that every tenth has.
pub(crate) fn records(path: &Path, numbers: impl Iterator<Item = u64>) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    for number in numbers {
        let task = |paper: String| json!(["issue", [paper]]);
        let own = |step: u64| task(format!("{}{number}-{step}", "x".repeat(NAME)));
        let mut tasks: Vec<Value> = (0..STEPS).map(own).collect();
        if number % 10 == 0 {
            tasks.push(task("shared".to_owned()));
        }
        let record = json!({"record": 2, "line": number + 1, "sha256": format!("{number:064}"), "procedure":
            {"id": format!("p{number}"), "name": "p", "figures": [], "findings": {},
             "tasks": [{"agency": "a", "steps": tasks}]}});
        writeln!(out, "{record}").unwrap();
    }
}

/// Sums up, and tells the most memory that the process had, in MB; none where the system does not tell.
fn reduced(at: &Path, from: &[&str], to: &str) -> Option<u64> {
    let mut child = Command::new(PROGRAM)
        .args(["portfolio", "--reduce", "--format", "json"])
        .args(from)
        .current_dir(at)
        .stdout(File::create(at.join(to)).unwrap())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut most = None;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        most = most.max(kilobytes.map(|kilobytes| kilobytes / 1000));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success(), "{from:?}");
    most
}

#[test]
fn steps_beyond_memory_are_counted_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    records(&at.join("all"), 0..PROCEDURES);
    records(
        &at.join("a"),
        (0..PROCEDURES).filter(|number| number % 3 == 0),
    );
    records(
        &at.join("b"),
        (0..PROCEDURES).filter(|number| number % 3 > 0),
    );
    let mut most = vec![reduced(at, &["all"], "all.json")];
    most.push(reduced(at, &["a"], "a.json"));
    // A summary may be longer than any procedure, and its lines come in any order.
    most.push(reduced(at, &["b", "a.json"], "both.json"));
    most.push(reduced(at, &["both.json"], "again.json"));
    let whole = fs::read(at.join("all.json")).unwrap();
    assert!(whole.len() > redtape::source::MAX_BYTES, "{}", whole.len());
    for other in ["both.json", "again.json"] {
        assert!(whole == fs::read(at.join(other)).unwrap(), "{other}");
    }
    for most in most.into_iter().flatten() {
        assert!(most < 60, "{most} MB");
    }
    let summary: Value = serde_json::from_slice(&whole).unwrap();
    let tasks = summary["tasks"].as_object().unwrap();
    assert_eq!(tasks.len() as u64, PROCEDURES * STEPS + 1);
    assert!(tasks.keys().is_sorted());
    assert_eq!(tasks["[\"issue\",\"a\",[\"shared\"]]"], PROCEDURES / 10);
    assert_eq!(
        tasks.values().filter(|count| **count == 1).count() as u64,
        PROCEDURES * STEPS
    );
}

#[test]
fn a_summary_that_is_none_of_this_version_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    records(&at.join("records"), 0..2);
    reduced(at, &["records"], "summary.json");
    let summary = fs::read_to_string(at.join("summary.json")).unwrap();
    let cases = [
        (
            summary.replace("{\"summary\":2", "{\"summary\":3"),
            "a summary of version 3, not 2",
        ),
        (
            summary.replace("\"tasks\"", "\"tosks\""),
            "unknown field `tosks`",
        ),
        (
            summary.split(",\"tasks\"").next().unwrap().to_owned() + "}",
            "missing field `tasks`",
        ),
        (
            summary.trim_end()[..summary.len() - 20].to_owned(),
            "EOF while parsing",
        ),
    ];
    for (text, words) in cases {
        fs::write(at.join("other.json"), text).unwrap();
        for args in [
            ["other.json", "--reduce"].as_slice(),
            &["records", "--reduce", "--since", "other.json"],
        ] {
            let run = redtape(at, &[&["portfolio"], args].concat(), b"");
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
            assert!(
                run.stderr.starts_with("error: other.json") || run.stderr.starts_with("other.json"),
                "{}",
                run.stderr
            );
            assert!(run.stderr.contains(words), "{}", run.stderr);
        }
    }
}

/// Files of a folder in the order of their paths, of which there are more than are held in memory.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_may_have_more_files_than_are_held() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let deep = (0..8).fold(at.join("all"), |path, _| path.join("x".repeat(250)));
    fs::create_dir_all(&deep).unwrap();
    let mut paths: Vec<_> = (0..2_000)
        .map(|number| deep.join(format!("{}.json", number * 7_919 % 2_000)))
        .collect();
    // A folder comes in its place among files, and a name need not be a text.
    for name in ["a", "x", "y"] {
        fs::create_dir_all(at.join("all").join(name)).unwrap();
        paths.push(at.join("all").join(name).join("a.json"));
        paths.push(at.join("all").join(format!("{name}.json")));
        paths.push(at.join("all").join(format!("{name}-b.json")));
    }
    paths.push(at.join("all").join(OsStr::from_bytes(b"\xff.json")));
    for path in &paths {
        fs::write(path, "x").unwrap();
    }
    paths.sort();
    let run = redtape(at, &["portfolio", "all", "--map"], b"");
    assert_eq!(run.code, Some(0));
    let records: Vec<Value> = (run.stdout.lines())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), paths.len());
    for (record, path) in records.iter().zip(&paths) {
        let path = path.strip_prefix(at).unwrap().display().to_string();
        let fault = record["fault"].as_str().unwrap();
        assert!(fault.contains(&format!("{path}:1:1")), "{fault}");
    }
}

//! Disks and pipes that fail: one clear message, exit code 4, and nothing half-written; run for real.
#![cfg(unix)]

mod blocks;
mod places;

use crate::golden::{redtape, repository};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_redtape");
/// What the system says of a full disk.
const FULL: &str = "No space left on device";
/// What it says of a file beyond `ulimit -f`.
const LARGE: &str = "File too large";

/// A folder with a procedure, the same with its keys in another order, targets, and a small portfolio.
pub(crate) fn stage() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = fs::read_to_string(repository("procedures/pt-start-business.json")).unwrap();
    fs::write(at.join("p.json"), &text).unwrap();
    fs::write(at.join("untidy.json"), text.replacen("  ", " ", 1)).unwrap();
    let targets = r#"{"redtape_targets": 1, "targets": [{"measure": "steps", "at_most": 99}]}"#;
    fs::write(at.join("t.json"), targets).unwrap();
    fs::write(at.join("many.ndjson"), lines(7, 8)).unwrap();
    folder
}

/// Made-up procedures, one a line.
pub(crate) fn lines(seed: u64, count: u64) -> String {
    let recipe = redtape::generate::Recipe { seed, steps: None };
    let lines = (0..count).map(|number| redtape::generate::procedure(recipe, number) + "\n");
    lines.collect()
}

/// Every command that prints a result.
const PRINTING: [&str; 19] = [
    "--help",
    "--version",
    "simplify --help",
    "analyze p.json",
    "analyze p.json --format json",
    "analyze p.json --format xlsx",
    "simplify p.json --out printed",
    "check --targets t.json p.json",
    "compare p.json p.json",
    "questions p.json",
    "explain duplicate-document",
    "generate --count 2000",
    "rules",
    "why p.json duplicate-document 1 2",
    "fmt -",
    "schema",
    "new",
    "portfolio many.ndjson",
    "portfolio many.ndjson --map",
];

/// Every command that writes a file, but for its path.
const WRITING: [&str; 9] = [
    "analyze p.json -o",
    "analyze p.json --format xlsx -o",
    "questions p.json -o",
    "draw p.json -o",
    "draw p.json --paper a4 -o",
    "compare p.json p.json -o",
    "new -o",
    "simplify p.json --also html --out",
    "portfolio many.ndjson --also xlsx --also ranking --out",
];

/// A path that the command takes: pictures have an ending of theirs.
fn output(command: &str, path: &str) -> String {
    let ending = match command.split(' ').next().unwrap() {
        "questions" => ".json",
        "draw" if command.contains("--paper") => ".pdf",
        "draw" | "compare" => ".svg",
        _ => "",
    };
    format!("{path}{ending}")
}

fn run(at: &Path, args: &str, stdout: Stdio) -> Output {
    let input = File::open(at.join("p.json")).unwrap();
    let child = Command::new(PROGRAM)
        .args(args.split(' '))
        .current_dir(at)
        .stdin(input)
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn();
    child.unwrap().wait_with_output().unwrap()
}

/// Runs a script that gets the program and other words as `$1`, `$2` ...
fn shell(at: &Path, script: &str, words: &[&str]) -> Output {
    let shell = Command::new("sh")
        .args(["-c", script, "sh", PROGRAM])
        .args(words)
        .current_dir(at)
        .stdin(Stdio::null())
        .output();
    shell.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The exit code, and a message of one line that says this; never a panic.
pub(crate) fn refused(output: &Output, code: i32, words: &str, what: &str) {
    let told = said(output);
    assert_eq!(output.status.code(), Some(code), "{what}: {told}");
    assert!(told.contains(words), "{what}: {told}");
    assert_eq!(told.lines().count(), 1, "{what}: {told}");
    assert!(!told.contains("panicked"), "{what}: {told}");
}

/// Every file below a folder with what is in it, and every folder and link.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = fs::symlink_metadata(&path).unwrap().file_type();
        if kind.is_dir() {
            let inner = tree(&path).into_iter();
            all.extend(inner.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
            all.insert(name + "/", Vec::new());
        } else if kind.is_file() {
            all.insert(name, fs::read(&path).unwrap());
        } else {
            all.insert(name, b"no file".to_vec());
        }
    }
    all
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let folder = stage();
    for args in PRINTING {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ran = run(folder.path(), args, full.into());
        refused(&ran, 4, FULL, args);
        assert!(said(&ran).starts_with("standard output: "), "{args}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = stage();
    for args in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = run(folder.path(), args, writer.into());
        assert_eq!(
            (ran.status.code(), said(&ran).as_str()),
            (Some(0), ""),
            "{args}"
        );
    }
}

/// `redtape .. | head -1`, as people type it.
#[test]
fn the_first_line_of_much_can_be_had() {
    let folder = stage();
    for args in [
        "analyze p.json",
        "generate --count 20000",
        "portfolio many.ndjson --map",
    ] {
        let script = format!("{{ \"$1\" {args}; echo $? >code; }} | head -1 >first");
        let ran = shell(folder.path(), &script, &[]);
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(
            (said(&ran).as_str(), read("code").as_str()),
            ("", "0\n"),
            "{args}"
        );
        assert_eq!(read("first").lines().count(), 1, "{args}");
    }
}

#[test]
fn a_file_beyond_the_limit_of_the_system_is_not_there_at_all() {
    let folder = stage();
    let at = folder.path();
    fs::write(at.join("there"), "mine").unwrap();
    for command in WRITING {
        for path in ["new-one", "there"] {
            let path = output(command, path);
            if command.contains("--out") && path == "there" {
                continue;
            }
            let before = tree(at);
            let script = format!("ulimit -f 0; exec \"$1\" {command} {path}");
            refused(&shell(at, &script, &[]), 4, LARGE, &script);
            let mut after = tree(at);
            // A folder that was made is empty, but for what `--resume` goes on from.
            after.retain(|name, bytes| !name.starts_with("new-one/") || !bytes.is_empty());
            assert_eq!(before, after, "{script}");
            let _ = fs::remove_dir_all(at.join("new-one"));
        }
    }
    let before = tree(at);
    let ran = shell(at, "ulimit -f 0; exec \"$1\" fmt untidy.json", &[]);
    refused(&ran, 4, LARGE, "fmt");
    assert_eq!(before, tree(at), "fmt");
}

/// A folder on a disk of its own, of 256 KiB, that no other process sees and that ends with the script.
const SMALL_DISK: &str =
    "mount -t tmpfs -o size=256k none small || exit 99; cp p.json many.ndjson small/; cd small; ";

/// Runs a script on a disk of 256 KiB; none where this user may not mount one.
fn on_small_disk(at: &Path, script: &str) -> Option<Output> {
    fs::create_dir_all(at.join("small")).unwrap();
    let script = format!("{SMALL_DISK}{script}");
    let ran = Command::new("unshare")
        .args(["--mount", "sh", "-c", &script, "sh", PROGRAM])
        .current_dir(at)
        .stdin(Stdio::null())
        .output();
    let done = ran.ok().filter(|ran| {
        let refused = said(ran).starts_with("unshare:");
        ran.status.code() != Some(99) && !refused
    });
    if done.is_none() {
        eprintln!("skipped: no small disk can be mounted here");
    }
    done
}

#[test]
fn a_disk_that_fills_up_holds_no_half_of_a_result() {
    let folder = stage();
    let fill = "head -c 200000 /dev/zero >filler 2>/dev/null; ";
    for command in [
        "simplify p.json --out result",
        "draw p.json --paper a4 -o result.pdf",
    ] {
        let script = format!("{fill}\"$1\" {command}; echo $?; rm filler; find . | sort");
        let Some(ran) = on_small_disk(folder.path(), &script) else {
            return;
        };
        let told = String::from_utf8_lossy(&ran.stdout).replace("./result\n", "");
        assert_eq!(
            told,
            "4\n.\n./many.ndjson\n./p.json\n",
            "{command}: {}",
            said(&ran)
        );
        assert!(
            said(&ran).contains(FULL) && said(&ran).lines().count() == 1,
            "{}",
            said(&ran)
        );
    }
}

/// The portfolio itself is larger than the disk: it comes in through a pipe.
#[test]
fn a_portfolio_that_filled_the_disk_goes_on_where_there_is_room() {
    let folder = stage();
    let at = folder.path();
    fs::write(at.join("large.ndjson"), lines(5, 120)).unwrap();
    let whole = redtape(at, &["portfolio", "large.ndjson", "--out", "whole"], b"");
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    let script = "\"$1\" portfolio ../large.ndjson --out result; echo $?; ls result; \
        mount -o remount,size=16m small . 2>/dev/null || mount -o remount,size=16m \"$PWD\"; \
        \"$1\" portfolio ../large.ndjson --out result --resume >/dev/null; echo $?; \
        diff -r result ../whole && echo same";
    let Some(ran) = on_small_disk(at, script) else {
        return;
    };
    let told = String::from_utf8_lossy(&ran.stdout);
    let expected = "4\nrecords.ndjson.partial\nrecords.settings\n0\nsame\n";
    assert_eq!(told, expected, "{}", said(&ran));
    assert!(said(&ran).contains(FULL), "{}", said(&ran));
}

/// A user without rights, where this one has them all; none where there is no way to become one.
fn powerless(at: &Path) -> Option<Vec<String>> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        return Some(Vec::new());
    }
    let words = "setpriv --reuid=65534 --regid=65534 --clear-groups";
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    let works = Command::new(&words[0])
        .args(&words[1..])
        .args([PROGRAM, "validate", "p.json"])
        .current_dir(at)
        .output();
    let works = works.is_ok_and(|ran| ran.status.success());
    if !works {
        eprintln!("skipped: this user has every right, and can give up none");
    }
    works.then_some(words)
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = stage();
    let at = folder.path();
    fs::create_dir(at.join("shut")).unwrap();
    let may = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    may(at, 0o555);
    may(&at.join("shut"), 0o555);
    if let Some(user) = powerless(at) {
        let before = tree(at);
        for command in WRITING.into_iter().chain(["fmt"]) {
            let path = match command {
                "fmt" => "untidy.json".to_owned(),
                _ => output(command, "shut/x"),
            };
            let args = [command.split(' ').collect::<Vec<_>>(), vec![&path]].concat();
            let words = user.iter().map(String::as_str).chain([PROGRAM]).chain(args);
            let words: Vec<&str> = words.collect();
            let ran = Command::new(words[0])
                .args(&words[1..])
                .current_dir(at)
                .output();
            refused(&ran.unwrap(), 4, "Permission denied", command);
        }
        assert_eq!(before, tree(at));
    }
    may(at, 0o755);
}

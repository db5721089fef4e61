//! A run that is killed, at many moments: every file is the old one or the new one, and the next run works.
#![cfg(unix)]

use crate::disk::{lines, stage, tree};
use crate::golden::{redtape, repository};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Files = BTreeMap<String, Vec<u8>>;

/// When a run is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// After this share of the time that a whole run takes, in percent.
    After(u32),
    /// When so many files wait for their names.
    Waiting(usize),
    /// When so many files are no longer what they were.
    Shown(usize),
}

const MOMENTS: [Moment; 13] = [
    Moment::After(5),
    Moment::After(30),
    Moment::After(60),
    Moment::After(80),
    Moment::After(95),
    Moment::Waiting(1),
    Moment::Waiting(4),
    Moment::Waiting(8),
    Moment::Shown(1),
    Moment::Shown(2),
    Moment::Shown(3),
    Moment::Shown(5),
    Moment::Shown(8),
];

/// Runs the program in a folder, and kills it at a moment; tells whether it was still running.
fn killed(at: &Path, args: &[&str], moment: Moment, whole: Duration, old: &Files) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_redtape"))
        .args(args)
        .current_dir(at)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        let come = match moment {
            Moment::After(percent) => start.elapsed() * 100 >= whole * percent,
            Moment::Waiting(count) => {
                names(at)
                    .filter(|name| name.starts_with(".redtape-"))
                    .count()
                    >= count
            }
            Moment::Shown(count) => changed(at, old) >= count,
        };
        if come {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
    }
}

fn names(at: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(at.join("result"))
        .into_iter()
        .flatten()
        .flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned())
}

/// How many files are of another length than they were.
fn changed(at: &Path, old: &Files) -> usize {
    let length = |name: &String| {
        let there = fs::metadata(at.join("result").join(name));
        there.map_or(0, |there| there.len())
    };
    let changed = old
        .iter()
        .filter(|(name, was)| length(name) != was.len() as u64);
    changed.count()
}

/// Kills runs that replace `old` by `new`, and lets each be followed by a whole one.
fn survive(at: &Path, first: &[&str], then: &[&str], old: &Files, new: &Files, whole: Duration) {
    let mut hit = 0;
    for moment in MOMENTS {
        let _ = fs::remove_dir_all(at.join("result"));
        fs::create_dir(at.join("result")).unwrap();
        for (name, bytes) in old {
            fs::write(at.join("result").join(name), bytes).unwrap();
        }
        hit += usize::from(killed(at, first, moment, whole, old));
        for (name, bytes) in tree(&at.join("result")) {
            let passing = name.starts_with(".redtape-")
                || matches!(&*name, "records.ndjson.partial" | "records.settings");
            // The manifest between the two names both.
            let between =
                name == "manifest.json" && bytes.windows(6).any(|part| part == b"\"next\"");
            let whole = [old, new]
                .iter()
                .any(|files| files.get(&name) == Some(&bytes));
            assert!(
                passing || between || whole,
                "{moment:?}: {name} is neither old nor new"
            );
        }
        let ran = redtape(at, then, b"");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{moment:?}");
        let mut left = tree(&at.join("result"));
        // What only the old run had is nobody's business.
        left.retain(|name, bytes| new.contains_key(name) || old.get(name) != Some(bytes));
        assert!(
            left == *new,
            "{moment:?}: {:?}",
            left.keys().collect::<Vec<_>>()
        );
    }
    // Most files change places within a millisecond: not every moment is met on every machine.
    assert!(hit >= 4, "only {hit} runs were killed in time");
}

fn results(at: &Path, args: &[&str]) -> (Files, Duration) {
    let start = Instant::now();
    let ran = redtape(at, args, b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let took = start.elapsed();
    let files = tree(&at.join("result"));
    fs::remove_dir_all(at.join("result")).unwrap();
    (files, took)
}

#[test]
fn a_killed_simplification_leaves_old_files_or_new_ones() {
    let folder = stage();
    let at = folder.path();
    fs::copy(repository("procedures/cn-newborn.json"), at.join("q.json")).unwrap();
    let then = ["simplify", "p.json", "--out", "result"];
    let (old, _) = results(at, &["simplify", "q.json", "--out", "result"]);
    let (new, whole) = results(at, &then);
    survive(at, &then, &then, &old, &new, whole);
    // Another run than the one that was killed works too: the files are known for ours, whichever they are.
    survive(
        at,
        &["simplify", "q.json", "--out", "result"],
        &then,
        &old,
        &new,
        whole,
    );
}

#[test]
fn a_killed_portfolio_leaves_old_files_or_new_ones() {
    let folder = stage();
    let at = folder.path();
    fs::write(at.join("old.ndjson"), lines(3, 12)).unwrap();
    fs::write(at.join("new.ndjson"), lines(4, 12)).unwrap();
    let first = [
        "portfolio",
        "new.ndjson",
        "--out",
        "result",
        "--also",
        "ranking",
        "--threads",
        "1",
    ];
    let then = [&first[..], &["--resume"]].concat();
    let (old, _) = results(at, &[&["portfolio", "old.ndjson"], &first[2..]].concat());
    let (new, whole) = results(at, &first);
    survive(at, &first, &then, &old, &new, whole);
}

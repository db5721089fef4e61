//! Portfolios: the same bytes however the work was divided, faults with their lines, planted faults found.

use crate::golden;
use redtape::generate::{FAULTS, Recipe, procedure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Procedures of the portfolio that most tests look at.
const COUNT: u64 = 30;
/// Procedures in which planted faults are looked for.
const PLANTED: u64 = 300;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn portfolio(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let args: Vec<_> = std::iter::once("portfolio")
        .chain(args.iter().copied())
        .collect();
    let run = golden::redtape(folder, &args, input);
    Ran {
        code: run.code.unwrap_or(-1),
        out: run.stdout,
        err: run.stderr,
    }
}

fn recipe(seed: u64) -> Recipe {
    Recipe { seed, steps: None }
}

/// One procedure a line.
fn lines(count: u64) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "{}", procedure(recipe(7), number));
        text
    })
}

#[test]
fn planted_faults_are_found_and_clean_procedures_stay_quiet() {
    let folder = tempfile::tempdir().unwrap();
    let texts: Vec<String> = (0..PLANTED)
        .map(|number| procedure(recipe(3), number))
        .collect();
    std::fs::write(folder.path().join("p.ndjson"), texts.join("\n")).unwrap();
    let args = ["p.ndjson", "--map", "--analyze-only"];
    let run = portfolio(folder.path(), &args, b"");
    assert_eq!(run.code, 0, "{}", run.err);
    let mut planted: BTreeMap<&str, u64> = BTreeMap::new();
    for (text, record) in texts.iter().zip(run.out.lines()) {
        let text: Value = serde_json::from_str(text).unwrap();
        let record: Value = serde_json::from_str(record).unwrap();
        let found = record["procedure"]["findings"].as_object().unwrap();
        for fault in &FAULTS {
            let has = text["x-planted"].as_array().unwrap();
            let has = has.iter().any(|rule| rule == fault.rule);
            assert_eq!(
                has,
                found.contains_key(fault.rule),
                "{} in {}",
                fault.rule,
                text["id"]
            );
            *planted.entry(fault.rule).or_default() += u64::from(has);
        }
    }
    assert!(planted.values().all(|&count| count >= 25), "{planted:?}");
}

#[test]
fn the_summary_is_the_same_however_the_work_is_divided() {
    let folder = tempfile::tempdir().unwrap();
    let (at, text) = (folder.path(), lines(COUNT));
    let whole = portfolio(at, &["-", "--format", "json"], text.as_bytes());
    assert_eq!(whole.code, 0, "{}", whole.err);
    let alone = portfolio(
        at,
        &["-", "--format", "json", "--threads", "1"],
        text.as_bytes(),
    );
    assert_eq!(whole.out, alone.out);
    // Two machines, the second of which was first; one of them has already summed up its part.
    let (first, second): (Vec<_>, Vec<_>) = text
        .lines()
        .enumerate()
        .partition(|(number, _)| number % 3 == 0);
    let part = |part: &[(usize, &str)], args: &[&str], name: &str| {
        let part: Vec<_> = part.iter().map(|(_, line)| *line).collect();
        let run = portfolio(at, args, part.join("\n").as_bytes());
        std::fs::write(at.join(name), run.out).unwrap();
    };
    part(&first, &["-", "--map"], "a.ndjson");
    part(&second, &["-", "--format", "json"], "b.json");
    let reduced = portfolio(
        at,
        &["b.json", "a.ndjson", "--reduce", "--format", "json"],
        b"",
    );
    assert_eq!(reduced.code, 0, "{}", reduced.err);
    assert_eq!(whole.out, reduced.out);
}

#[test]
fn compressed_files_and_folders_say_what_plain_lines_say() {
    let folder = tempfile::tempdir().unwrap();
    let (at, text) = (folder.path(), lines(6));
    std::fs::write(at.join("p.ndjson"), &text).unwrap();
    let plain = portfolio(at, &["p.ndjson", "--format", "json"], b"");
    let half = text.len() / 2;
    let mut zipped = Vec::new();
    // Two members, as parts that were put together have.
    for part in [&text[..half], &text[half..]] {
        let mut gz = flate2::write::GzEncoder::new(&mut zipped, flate2::Compression::fast());
        gz.write_all(part.as_bytes()).unwrap();
        gz.finish().unwrap();
    }
    std::fs::write(at.join("p.ndjson.gz"), zipped).unwrap();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let mut frames = ruzstd::encoding::compress_to_vec(&text.as_bytes()[..half], level);
    frames.extend(ruzstd::encoding::compress_to_vec(
        &text.as_bytes()[half..],
        level,
    ));
    std::fs::write(at.join("p.ndjson.zst"), frames).unwrap();
    std::fs::create_dir_all(at.join("folder/inner")).unwrap();
    for (number, line) in text.lines().enumerate() {
        let inner = if number % 2 == 0 { "" } else { "inner/" };
        std::fs::write(at.join(format!("folder/{inner}{number}.json")), line).unwrap();
    }
    for path in ["p.ndjson.gz", "p.ndjson.zst"] {
        let run = portfolio(at, &[path, "--format", "json"], b"");
        assert_eq!(plain.out, run.out, "{path}: {}", run.err);
        // Standard input has no name: its first bytes tell.
        let bytes = std::fs::read(at.join(path)).unwrap();
        let run = portfolio(at, &["-", "--format", "json"], &bytes);
        assert_eq!(plain.out, run.out, "{path}: {}", run.err);
    }
    let run = portfolio(at, &["folder", "--format", "json"], b"");
    let mut summary: Value = serde_json::from_str(&run.out).unwrap();
    // A place of a folder names its file besides.
    for places in summary["rankings"].as_object_mut().unwrap().values_mut() {
        for place in places.as_array_mut().unwrap() {
            let file = place.as_object_mut().unwrap().remove("file");
            let file = file.unwrap().as_str().unwrap().to_owned();
            assert!(at.join("folder").join(&file).is_file(), "{file}");
        }
    }
    let plain: Value = serde_json::from_str(&plain.out).unwrap();
    assert_eq!(plain, summary, "{}", run.err);
}

#[test]
fn a_line_at_fault_is_told_with_its_number_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut all: Vec<String> = lines(4).lines().map(str::to_owned).collect();
    all.insert(2, "{\"redtape\": 1, \"id\": 5}".to_owned());
    all.insert(4, "not JSON".to_owned());
    let text = all.join("\n");
    let run = portfolio(folder.path(), &["-", "--format", "json"], text.as_bytes());
    assert_eq!(run.code, 0);
    assert!(run.err.contains("<stdin>, line 3:1:"), "{}", run.err);
    assert!(run.err.contains("<stdin>, line 5:1:1"), "{}", run.err);
    let summary: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&summary["procedures"], &summary["faulty"]),
        (&4.into(), &2.into())
    );
    let strict = portfolio(folder.path(), &["-", "--strict"], text.as_bytes());
    assert_eq!((strict.code, strict.out.as_str()), (2, ""));
    assert!(strict.err.contains("line 3:") && !strict.err.contains("line 5:"));
}

#[test]
fn what_was_read_before_the_input_failed_is_handed_on() {
    let folder = tempfile::tempdir().unwrap();
    let (at, text) = (folder.path(), lines(600));
    let args = ["--map", "--analyze-only", "--threads", "1"];
    std::fs::write(at.join("p.ndjson"), &text).unwrap();
    let whole = portfolio(at, &[&["p.ndjson"], &args[..]].concat(), b"");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    let zipped = gz.finish().unwrap();
    std::fs::write(at.join("cut.gz"), &zipped[..zipped.len() / 2]).unwrap();
    let cut = portfolio(at, &[&["cut.gz"], &args[..]].concat(), b"");
    assert_eq!(cut.code, 4, "{}", cut.err);
    assert!(cut.err.contains("cut.gz"), "{}", cut.err);
    assert!(whole.out.starts_with(&cut.out) && cut.out.ends_with('\n'));
    let read = cut.out.lines().count();
    assert!((200..400).contains(&read), "{read}");
}

#[test]
fn a_run_that_was_cut_short_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let (at, text) = (folder.path(), lines(10));
    std::fs::write(at.join("p.ndjson"), &text).unwrap();
    let whole = portfolio(at, &["p.ndjson", "--out", "whole"], b"");
    assert_eq!(whole.code, 0, "{}", whole.err);
    let records = std::fs::read(at.join("whole/records.ndjson")).unwrap();
    // What a kill in the middle of the sixth record leaves: the settings are those that a run writes.
    let sixth = records.split_inclusive(|byte| *byte == b'\n').take(5);
    let kept: usize = sixth.map(<[u8]>::len).sum();
    let settings = "x";
    std::fs::create_dir(at.join("cut")).unwrap();
    std::fs::write(at.join("cut/records.ndjson.partial"), &records[..kept + 40]).unwrap();
    std::fs::write(at.join("cut/records.settings"), settings).unwrap();
    let other = portfolio(at, &["p.ndjson", "--out", "cut", "--resume"], b"");
    assert_eq!(other.code, 2, "other options: {}", other.err);
    let settings = settings_of(at);
    std::fs::write(at.join("cut/records.settings"), settings).unwrap();
    let resumed = portfolio(at, &["p.ndjson", "--out", "cut", "--resume"], b"");
    assert_eq!(resumed.code, 0, "{}", resumed.err);
    assert_eq!(whole.out, resumed.out);
    for file in [
        "records.ndjson",
        "summary.json",
        "report.html",
        "manifest.json",
    ] {
        let read = |folder: &str| std::fs::read(at.join(folder).join(file)).unwrap();
        assert_eq!(read("whole"), read("cut"), "{file}");
    }
    assert!(!at.join("cut/records.ndjson.partial").exists());
    assert!(!at.join("cut/records.settings").exists());
}

/// The settings that an unfinished run leaves: one that reads a line at fault with `--strict` does not finish.
fn settings_of(at: &Path) -> String {
    let run = portfolio(at, &["-", "--out", "unfinished", "--strict"], b"x");
    assert_eq!(run.code, 2);
    std::fs::read_to_string(at.join("unfinished/records.settings")).unwrap()
}

#[test]
fn the_once_only_map_names_who_asks_what_whom_has() {
    let folder = tempfile::tempdir().unwrap();
    let run = portfolio(
        folder.path(),
        &["-", "--out", "out", "--analyze-only"],
        lines(COUNT).as_bytes(),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let read = |file: &str| std::fs::read_to_string(folder.path().join("out").join(file)).unwrap();
    let chances = read("once-only.csv");
    assert!(chances.lines().count() > 1, "{chances}");
    assert!(read("once-only-matrix.csv").lines().count() > 1);
    assert!(read("once-only.dot").contains(" -> "));
    assert!(read("report.html").contains("<svg role=\"img\""));
}

#[test]
fn names_of_procedures_are_no_markup_and_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "=cmd|'</td><script>alert(1)</script>";
    let text = lines(1).replace("Check the papers", "x");
    let mut p: Value = serde_json::from_str(text.trim()).unwrap();
    p["name"] = hostile.into();
    for agency in p["agencies"].as_array_mut().unwrap() {
        agency["name"] = hostile.into();
    }
    for document in p["documents"].as_array_mut().unwrap() {
        document["name"] = hostile.into();
        document["issued_by"] = "agency-0".into();
    }
    let run = portfolio(
        folder.path(),
        &["-", "--out", "out"],
        p.to_string().as_bytes(),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    for entry in std::fs::read_dir(folder.path().join("out")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => assert!(!text.contains("<script"), "{}", path.display()),
            Some("csv") => {
                let mut rows = csv::Reader::from_reader(text.as_bytes());
                for row in rows.records() {
                    let row = row.unwrap();
                    assert!(row.iter().all(|cell| !cell.starts_with('=')), "{row:?}");
                }
            }
            _ => {}
        }
    }
}

#[test]
fn a_trend_tells_cuts_that_were_reached_and_what_it_cannot_tell() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let lines = |count: u64, steps: Option<usize>, day: &str| {
        (0..count).fold(String::new(), |mut text, number| {
            let recipe = Recipe { seed: 7, steps };
            let mut p: serde_json::Value =
                serde_json::from_str(&procedure(recipe, number)).unwrap();
            p["id"] = format!("p-{number}").into();
            p["as_of"] = day.into();
            let _ = writeln!(text, "{p}");
            text
        })
    };
    let (large, small) = (Some(40), Some(17));
    let before = portfolio(
        at,
        &["-", "--format", "json"],
        lines(4, large, "2024-01-01").as_bytes(),
    );
    std::fs::write(at.join("before.json"), &before.out).unwrap();
    let targets = r#"{"redtape_targets": 1, "name": "t", "targets": [
        {"name": "A", "measure": "steps", "cut": 0.1, "average": true},
        {"name": "B", "measure": "steps", "cut": 0.99, "average": true},
        {"name": "C", "measure": "steps", "cut": 0.1},
        {"name": "D", "measure": "steps", "cut": 0.1, "scope": {"agency": "city"}},
        {"name": "E", "measure": "steps", "at_most": 900, "average": true},
        {"name": "F", "measure": "steps", "cut": 0.1, "share": 0.8},
        {"name": "G", "measure": "steps", "cut": 0.1, "average": true, "baselines": [{"id": "b", "value": 999}]},
        {"name": "H", "measure": "levels", "cut": 0.1, "average": true}]}"#;
    std::fs::write(at.join("targets.json"), targets).unwrap();
    let verdicts = |now: &str, since: &str| {
        let args = ["-", "--since", since, "--targets", "targets.json"];
        let run = portfolio(at, &args, now.as_bytes());
        assert_eq!(run.code, 0, "{}", run.err);
        let trend = run.out.split("Since the earlier day").nth(1).unwrap();
        let (head, table) = trend.split_once("Targets since").unwrap();
        let rows = table.lines().skip(2).take(8);
        let rows: Vec<String> = rows.map(str::to_owned).collect();
        (head.to_owned(), rows)
    };
    let (head, rows) = verdicts(&lines(4, small, "2025-01-01"), "before.json");
    assert!(head.contains("Then: 4 procedures, of 2024-01-01"), "{head}");
    assert!(head.contains("They are the same procedures"), "{head}");
    assert!(rows[0].trim_end().ends_with(" reached"), "{rows:?}");
    assert!(rows[1].trim_end().ends_with(" missed"), "{rows:?}");
    for row in &rows[2..] {
        assert!(row.contains("not measurable: "), "{row}");
    }
    // One is left out, and the mean falls by that alone.
    let (head, rows) = verdicts(&lines(3, small, "2025-01-01"), "before.json");
    assert!(head.contains("Gone: p-3. New: –"), "{head}");
    assert!(
        rows.iter().all(|row| row.contains("not measurable: ")),
        "{rows:?}"
    );
    // What is called earlier is later.
    let (head, rows) = verdicts(&lines(4, small, "2023-01-01"), "before.json");
    assert!(head.contains("is the later one"), "{head}");
    assert!(
        rows.iter().all(|row| row.contains("not measurable: ")),
        "{rows:?}"
    );
}

//! What a portfolio reads: folders with other files, blank lines, nothing but faults; and what is left of a run.

use crate::golden::{Run, redtape, repository};
use redtape::generate::{Recipe, procedure};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn lines(count: u64) -> Vec<String> {
    let recipe = Recipe {
        seed: 5,
        steps: None,
    };
    (0..count).map(|number| procedure(recipe, number)).collect()
}

fn portfolio(at: &Path, args: &str, input: &str) -> Run {
    let args: Vec<&str> = std::iter::once("portfolio")
        .chain(args.split(' '))
        .collect();
    redtape(at, &args, input.as_bytes())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Three procedures, three other files, two that nobody looks at, and five that were meant for procedures.
fn mixed(at: &Path) {
    let all = lines(3);
    fs::create_dir_all(at.join("all/targets")).unwrap();
    let targets = r#"{"redtape_targets": 1, "name": "t", "targets": []}"#;
    for (name, text) in [
        ("a.json", all[0].as_str()),
        ("B.JSON", &all[1]),
        ("c.2025.json", &all[2]),
        ("a.reform.json", r#"{"procedure": "a", "actions": []}"#),
        ("a.decisions.json", r#"{"redtape_decisions": 1}"#),
        ("targets/t.json", targets),
        ("notes.txt", "x"),
        (".hidden.json", "x"),
        ("no-version.json", r#"{"id": "x", "name": "x"}"#),
        ("no-steps.json", r#"{"redtape": 1, "name": "x"}"#),
        ("cut.json", &all[0][..200]),
        ("nothing.json", "{}"),
        ("empty.json", ""),
    ] {
        fs::write(at.join("all").join(name), text).unwrap();
    }
}

#[test]
fn other_files_of_a_folder_are_counted_and_broken_procedures_are_faults() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    mixed(at);
    let run = portfolio(at, "all --analyze-only", "");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let head: Vec<&str> = run.stdout.lines().take(4).collect();
    assert_eq!(head[0], "3 procedures read; 5 texts at fault");
    assert_eq!(head[3], "3 other files, which are no procedures");
    for file in ["no-version", "no-steps", "cut", "nothing", "empty"] {
        let told = format!("all/{file}.json:");
        assert!(run.stderr.contains(&told), "{file}: {}", run.stderr);
    }
    for file in ["reform", "decisions", "targets"] {
        assert!(!run.stderr.contains(file), "{}", run.stderr);
    }
    // The same text on a line is a fault.
    let target = fs::read_to_string(at.join("all/targets/t.json")).unwrap();
    let run = portfolio(at, "- --map", &target);
    assert!(json(&run.stdout)["fault"].is_string());
}

#[test]
fn what_comes_of_a_folder_names_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    mixed(at);
    let run = portfolio(at, "all --out out --also ranking", "");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let read = |file: &str| fs::read_to_string(at.join("out").join(file)).unwrap();
    let records = read("records.ndjson");
    let records: Vec<Value> = records.lines().map(json).collect();
    assert_eq!(records.len(), 11);
    let mut records = records.iter();
    let target = records.find(|record| record["file"] == "targets/t.json");
    assert_eq!(target.unwrap()["other"], "no-procedure");
    let (burden, ranking) = (read("burden.csv"), read("ranking.ndjson"));
    for file in ["a.json", "B.JSON", "c.2025.json"] {
        assert!(burden.contains(&format!(",{file}\n")), "{burden}");
        let told = format!("\"file\":\"{file}\"");
        assert!(ranking.contains(&told), "{ranking}");
    }
    // However the work is divided.
    let mapped = portfolio(at, "all --map", "").stdout;
    let reduced = portfolio(at, "- --reduce --format json", &mapped).stdout;
    assert!(reduced == read("summary.json"));
}

#[test]
fn the_folder_of_the_project_is_read_without_a_word() {
    let run = portfolio(&repository("."), "procedures --analyze-only --map", "");
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.lines().all(|line| !line.contains("\"fault\"")));
}

#[test]
fn where_nothing_is_read_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::create_dir(at.join("empty")).unwrap();
    fs::create_dir(at.join("others")).unwrap();
    fs::write(at.join("others/t.json"), r#"{"redtape_targets": 1}"#).unwrap();
    for args in ["empty", "empty --map", "empty --out out"] {
        let run = portfolio(at, args, "");
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert_eq!(
            run.stderr,
            "empty: no file there has a name that ends in .json\n"
        );
    }
    assert!(!at.join("out").exists());
    for (args, name) in [("-", "<stdin>"), ("others", "others")] {
        let run = portfolio(at, args, "");
        assert_eq!(run.code, Some(2));
        assert_eq!(run.stderr, format!("{name}: there is no procedure\n"));
    }
}

#[test]
fn there_is_a_line_out_for_every_line_in() {
    let folder = tempfile::tempdir().unwrap();
    let (at, all) = (folder.path(), lines(3));
    let text = format!("\n{}\n  \t\n{}\n\r\n{}\n\n", all[0], all[1], all[2]);
    let mapped = portfolio(at, "- --map", &text);
    let records: Vec<Value> = mapped.stdout.lines().map(json).collect();
    assert_eq!(records.len(), text.lines().count());
    for (record, (line, number)) in records.iter().zip(text.lines().zip(1_u64..)) {
        assert_eq!(record["line"], number);
        let is_blank = line.trim().is_empty();
        assert_eq!(record["procedure"].is_object(), !is_blank);
        assert_eq!(record["other"] == "blank", is_blank);
    }
    let whole = portfolio(at, "- --format json", &text).stdout;
    let plain = portfolio(at, "- --format json", &all.join("\n")).stdout;
    let reduced = portfolio(at, "- --reduce --format json", &mapped.stdout).stdout;
    assert!(plain == whole && plain == reduced);
}

/// A part may have nothing but faults, and an engine does again what ends with another code than 0.
#[test]
fn a_part_with_nothing_but_faults_is_mapped_and_reduced_as_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mapped = portfolio(at, "- --map", "x\ny\n");
    assert_eq!(mapped.code, Some(0));
    let reduced = portfolio(at, "- --reduce --format json", &mapped.stdout);
    assert_eq!(reduced.code, Some(0), "{}", reduced.stderr);
    assert_eq!(json(&reduced.stdout)["faulty"], 2);
    let nothing = portfolio(at, "- --reduce --format json", "");
    assert_eq!((nothing.code, nothing.stderr.as_str()), (Some(0), ""));
    let both = portfolio(
        at,
        "- --reduce --format json",
        &(nothing.stdout + &reduced.stdout),
    );
    assert_eq!(both.stdout, reduced.stdout);
    // Only where that is wanted does the code tell of what is in the records.
    let strict = portfolio(at, "- --reduce --strict --format json", &mapped.stdout);
    assert_eq!((strict.code, strict.stdout), (Some(2), reduced.stdout));
    assert_eq!(portfolio(at, "-", "x\ny\n").code, Some(2));
}

#[test]
fn of_many_faults_the_first_are_explained_and_the_others_counted() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let run = portfolio(at, "- --map", &"x\n".repeat(1_000));
    assert_eq!(run.stderr.matches("error: <stdin>, line ").count(), 20);
    assert!(
        run.stderr.ends_with(
            "980 more texts are at fault; the record of each explains it (records.ndjson, --map)\n"
        ),
        "{}",
        run.stderr
    );
    assert!(
        run.stdout
            .lines()
            .all(|line| json(line)["fault"].is_string())
    );
    assert_eq!(run.stdout.lines().count(), 1_000);
    let few = portfolio(at, "- --map", &"x\n".repeat(20));
    assert!(!few.stderr.contains("more texts"), "{}", few.stderr);
}

#[test]
fn what_a_run_left_is_not_lost_unless_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("all.ndjson"), lines(4).join("\n")).unwrap();
    let whole = portfolio(at, "all.ndjson --out whole", "");
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    let records = fs::read(at.join("whole/records.ndjson")).unwrap();
    fs::create_dir(at.join("cut")).unwrap();
    let left = at.join("cut/records.ndjson.partial");
    fs::write(&left, &records[..records.len() / 2]).unwrap();
    let run = portfolio(at, "all.ndjson --out cut", "");
    assert_eq!(run.code, Some(4));
    assert!(
        run.stderr
            .contains("go on with --resume, or start anew with --force"),
        "{}",
        run.stderr
    );
    assert_eq!(fs::read(&left).unwrap(), records[..records.len() / 2]);
    // Options that are not known to be the same.
    let run = portfolio(at, "all.ndjson --out cut --resume", "");
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("start anew with --force"),
        "{}",
        run.stderr
    );
    let run = portfolio(at, "all.ndjson --out cut --force", "");
    assert_eq!((run.code, run.stdout), (Some(0), whole.stdout));
    assert!(!left.exists());
}

#[test]
fn a_share_is_told_without_the_dust_of_its_reckoning() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let record = |steps: u32| {
        let figure = serde_json::json!({"measure": "steps", "unit": "count", "least": steps, "expected": steps});
        serde_json::json!({"record": 2, "line": 1, "sha256": "", "procedure":
            {"id": "p", "name": "p", "figures": [figure], "findings": {}}})
        .to_string()
    };
    fs::write(
        at.join("before"),
        portfolio(at, "- --reduce --format json", &record(1000)).stdout,
    )
    .unwrap();
    for (steps, cut) in [(997, "0.3"), (930, "7"), (667, "33.3")] {
        let run = portfolio(
            at,
            "- --reduce --since before --out out --force",
            &record(steps),
        );
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let trend = fs::read_to_string(at.join("out/trend.csv")).unwrap();
        assert!(
            trend.trim_end().ends_with(&format!(",1000,{steps},{cut}")),
            "{trend}"
        );
    }
}

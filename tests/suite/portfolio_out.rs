//! What a portfolio writes into a folder: the full ranking, the workbook, and nothing over what is not its own.

use crate::golden::{Run, redtape};
use redtape::generate::{Recipe, procedure};
use redtape::portfolio::{RANKED, Summary};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

fn lines(count: u64) -> Vec<String> {
    let recipe = Recipe {
        seed: 11,
        steps: None,
    };
    (0..count).map(|number| procedure(recipe, number)).collect()
}

fn portfolio(at: &Path, args: &str) -> Run {
    let args: Vec<&str> = std::iter::once("portfolio")
        .chain(args.split(' '))
        .collect();
    redtape(at, &args, b"")
}

fn done(at: &Path, args: &str) {
    let run = portfolio(at, args);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args}");
}

#[test]
fn the_ranking_and_the_workbook_are_the_same_however_the_work_is_divided() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let all = lines(24);
    fs::write(at.join("all.ndjson"), all.join("\n")).unwrap();
    let also = "--also ranking --also xlsx";
    done(at, &format!("all.ndjson --out whole {also}"));
    done(at, &format!("all.ndjson --out alone {also} --threads 1"));
    for (name, part) in [("b", &all[..7]), ("a", &all[7..])] {
        fs::write(at.join(format!("{name}.ndjson")), part.join("\n")).unwrap();
        let mapped = portfolio(at, &format!("{name}.ndjson --map"));
        fs::write(at.join(format!("{name}.records")), mapped.stdout).unwrap();
    }
    done(
        at,
        &format!("a.records b.records --reduce --out reduced {also}"),
    );
    for file in ["ranking.ndjson", "report.xlsx", "burden.csv", "totals.csv"] {
        let read = |folder: &str| fs::read(at.join(folder).join(file)).unwrap();
        assert!(read("whole") == read("alone"), "{file}");
        assert!(read("whole") == read("reduced"), "{file}");
    }
    // Records that a run wrote serve as well as those of --map.
    done(
        at,
        &format!("whole/records.ndjson --reduce --out again {also}"),
    );
    let read = |folder: &str| fs::read(at.join(folder).join("ranking.ndjson")).unwrap();
    assert!(read("whole") == read("again"));
    // A summary has but the first places.
    let run = portfolio(at, "whole/summary.json --reduce --out no --also ranking");
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("whole/summary.json, line 1: a summary has but"),
        "{}",
        run.stderr
    );
    assert!(fs::read_dir(at.join("no")).unwrap().next().is_none());
}

/// Every list with its places.
fn lists(path: &Path) -> BTreeMap<(String, String, String), Vec<Value>> {
    let mut lists: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| line[key].as_str().unwrap().to_owned();
        let list = (word("list"), word("measure"), word("unit"));
        lists.entry(list).or_default().push(line);
    }
    lists
}

#[test]
fn the_ranking_has_every_procedure_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut all = lines(24);
    // What is given twice has one place, as in the summary.
    all.push(all[3].clone());
    fs::write(at.join("all.ndjson"), all.join("\n")).unwrap();
    done(at, "all.ndjson --out out --also ranking");
    let summary = fs::File::open(at.join("out/summary.json")).unwrap();
    let summary = Summary::read(summary, &mut |_| Ok(())).unwrap();
    let lists = lists(&at.join("out/ranking.ndjson"));
    let ranked = summary.rankings.iter().filter(|(key, ranking)| {
        let measure = key.split(' ').nth(1).unwrap();
        RANKED.contains(&measure) && ranking.places().next().is_some()
    });
    assert_eq!(lists.len(), ranked.count());
    assert!(lists.len() > 10, "{:?}", lists.keys());
    for ((list, measure, unit), places) in &lists {
        let kept = &summary.rankings[&format!("{list} {measure} {unit}")];
        let kept: Vec<_> = kept.places().collect();
        assert_eq!(kept.len(), places.len());
        for ((number, kept), place) in (1_u64..).zip(kept).zip(places) {
            assert_eq!(place["place"], number);
            assert_eq!(place["id"], kept.id.as_str());
            assert_eq!(place["sha256"], kept.sha256.as_str());
            assert_eq!(place["value"].as_f64(), Some(kept.value.0.value()));
            assert_eq!(place["floor"] == true, kept.floor);
        }
    }
    let steps = &lists[&("burden".to_owned(), "steps".to_owned(), "count".to_owned())];
    assert_eq!(steps.len(), 24);
}

/// So many that they are sorted in blocks, and blocks are put together twice.
#[test]
fn a_ranking_beyond_memory_is_sorted_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let count = 5_000_u64;
    let mut text = String::new();
    for number in 0..count {
        let value = number * 7_919 % count + 1;
        let figures: Vec<Value> = RANKED
            .iter()
            .map(|measure| json!({"measure": measure, "unit": "count", "expected": value}))
            .collect();
        let record = json!({"record": 2, "line": number + 1, "sha256": format!("{number:064}"), "procedure":
            {"id": format!("p{number}"), "name": "x".repeat(4_000), "figures": figures, "findings": {}}});
        text += &record.to_string();
        text.push('\n');
    }
    fs::write(at.join("records.ndjson"), text).unwrap();
    done(at, "records.ndjson --reduce --out out --also ranking");
    let ranking = fs::File::open(at.join("out/ranking.ndjson")).unwrap();
    let mut read = 0;
    for (line, number) in std::io::BufRead::lines(std::io::BufReader::new(ranking)).zip(0_u64..) {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let (list, place) = (number / count, number % count);
        assert_eq!(line["measure"], RANKED[list as usize]);
        assert_eq!(
            (&line["place"], &line["value"]),
            (&json!(place + 1), &json!(count - place))
        );
        read += 1;
    }
    assert_eq!(read, count * RANKED.len() as u64);
}

/// A file of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Twelve procedures. Of one only a floor is known, and its name is a formula.
fn uneven(at: &Path) {
    let mut all = lines(12);
    let mut p: Value = serde_json::from_str(&all[0]).unwrap();
    p["name"] = "=1+1".into();
    for step in p["steps"].as_array_mut().unwrap().iter_mut().take(2) {
        step.as_object_mut().unwrap().remove("elapsed");
        step.as_object_mut().unwrap().remove("hands_on");
    }
    all[0] = p.to_string();
    fs::write(at.join("all.ndjson"), all.join("\n")).unwrap();
}

#[test]
fn a_workbook_has_a_sheet_for_each_table() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    uneven(at);
    for lang in ["en", "zh"] {
        done(
            at,
            &format!("all.ndjson --out {lang} --also xlsx --lang {lang}"),
        );
        let bytes = fs::read(at.join(lang).join("report.xlsx")).unwrap();
        let workbook = part(&bytes, "xl/workbook.xml");
        let sheets: Vec<&str> = workbook.split("<sheet name=\"").skip(1).collect();
        let tables = fs::read_dir(at.join(lang)).unwrap().filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            path.extension().is_some_and(|ending| ending == "csv")
        });
        assert_eq!(sheets.len(), tables.count(), "and one about the portfolio");
        for number in 1..=sheets.len() {
            let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(!sheet.contains("<f>"), "a formula");
            assert!(
                sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"),
                "{sheet}"
            );
            assert!(sheet.contains("<v>"));
        }
    }
}

#[test]
fn a_table_has_numbers_as_numbers_floors_too() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    uneven(at);
    done(at, "all.ndjson --out en");
    let mut floors = BTreeSet::new();
    for table in ["totals", "burden"] {
        let text = fs::read_to_string(at.join(format!("en/{table}.csv"))).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let heads = rows.headers().unwrap().clone();
        let state = heads
            .iter()
            .position(|head| head == "Known or least")
            .unwrap();
        let distinct: BTreeSet<&str> = heads.iter().collect();
        assert_eq!(distinct.len(), heads.len(), "{heads:?}");
        for row in rows.records() {
            let row = row.unwrap();
            assert!(row.iter().all(|cell| !cell.starts_with('=')), "{row:?}");
            let is_number = row[state - 1].parse::<f64>().is_ok();
            assert_eq!(is_number, &row[state] != "not measurable", "{row:?}");
            floors.insert(row[state].to_owned());
        }
    }
    assert!(
        floors.contains("at least") && floors.contains("known"),
        "{floors:?}"
    );
}

#[test]
fn a_portfolio_replaces_only_what_it_wrote_itself() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("all.ndjson"), lines(2).join("\n")).unwrap();
    fs::create_dir(at.join("out")).unwrap();
    fs::write(at.join("out/records.ndjson"), "mine").unwrap();
    let run = portfolio(at, "all.ndjson --out out");
    assert_eq!(run.code, Some(4));
    assert!(run.stderr.contains("out/records.ndjson"), "{}", run.stderr);
    assert_eq!(
        fs::read_dir(at.join("out")).unwrap().count(),
        1,
        "refused before the work"
    );
    done(at, "all.ndjson --out out --force");
    done(at, "all.ndjson --out out");
    for garbage in ["", "{", "[1]", "{\"version\": 1, \"files\": 3}", "\u{0}"] {
        fs::write(at.join("out/manifest.json"), garbage).unwrap();
        let run = portfolio(at, "all.ndjson --out out");
        assert_eq!(run.code, Some(4), "{garbage}");
        assert!(run.stderr.contains("out/manifest.json"), "{}", run.stderr);
    }
    done(at, "all.ndjson --out out --force");
}

#[test]
fn two_runs_do_not_write_to_one_folder_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("all.ndjson"), lines(2).join("\n")).unwrap();
    fs::create_dir(at.join("out")).unwrap();
    let other = fs::File::create(at.join("out/records.ndjson.partial")).unwrap();
    other.lock().unwrap();
    let run = portfolio(at, "all.ndjson --out out");
    assert_eq!(run.code, Some(4));
    assert!(
        run.stderr.contains("another run is writing there"),
        "{}",
        run.stderr
    );
    drop(other);
    done(at, "all.ndjson --out out");
}

#[test]
fn sums_beyond_what_json_can_hold_are_read_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    // A million billion of a small currency, and a half.
    let record = |line: u64| {
        let figure = json!({"measure": "cost", "unit": "IDR", "expected": 9_000_000_000_000.5_f64});
        json!({"record": 2, "line": line, "sha256": "", "procedure":
            {"id": "p", "name": "p", "figures": [figure], "findings": {"x": u64::MAX}}})
    };
    let text: String = (0..3).map(|line| record(line).to_string() + "\n").collect();
    fs::write(at.join("records"), text).unwrap();
    let first = portfolio(at, "records --reduce --format json");
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(
        first.stdout.contains("\"sum\":\"27000000000001.500\""),
        "{}",
        first.stdout
    );
    fs::write(at.join("sum"), &first.stdout).unwrap();
    let again = portfolio(at, "sum --reduce --format json");
    assert_eq!(first.stdout, again.stdout, "{}", again.stderr);
}

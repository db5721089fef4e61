//! The tables of a portfolio: what they name, what they leave out, and that they say so.

use crate::golden::{Run, redtape};
use redtape::portfolio::{NAMED, TOP};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn portfolio(at: &Path, args: &str) -> Run {
    let args: Vec<&str> = std::iter::once("portfolio")
        .chain(args.split(' '))
        .collect();
    let run = redtape(at, &args, b"");
    assert_eq!(run.code, Some(0), "{args:?}: {}", run.stderr);
    run
}

fn agency(id: &str, name: &str, government: &str) -> Value {
    json!({"id": id, "name": name, "concept": format!("https://x.org/{government}/{id}"), "government": government})
}

/// The tax office takes the application with a note that the city made, types a field, and signs.
fn licence(number: u64) -> Value {
    json!({"redtape": 1, "id": format!("p{number:02}"), "name": format!("Licence {number}"),
        "agencies": [agency("tax", "Tax office", "g"), agency("city", "City", "g")],
        "roles": [{"id": "owner", "kind": "applicant"}, {"id": "clerk", "agency": "tax"}, {"id": "head", "agency": "tax"}],
        "documents": [
            {"id": "note", "name": {"en": "Note", "zh": "通知书"}, "concept": "https://x.org/note", "issued_by": "city"},
            {"id": "permit", "name": {"en": "Permit", "zh": "许可证"}, "concept": "https://x.org/permit"}],
        "fields": [{"id": "turnover", "name": "Turnover", "concept": "https://x.org/turnover"}],
        "steps": [
            {"id": "take", "name": "Take it in", "kind": "check", "role": "clerk", "with": "owner", "needs": ["note"]},
            {"id": "type", "name": "Type", "kind": "record", "role": "clerk", "after": ["take"],
                "enters": [{"field": "turnover", "system": "s"}]},
            {"id": "sign", "name": "Sign as the head", "kind": "sign-off", "role": "head", "after": ["type"]},
            {"id": "give", "name": "Give it", "kind": "issue", "role": "clerk", "after": ["sign"], "produces": ["permit"]}],
        "ends": [{"id": "done", "after": ["give"]}]})
}

fn write(at: &Path, procedures: impl Iterator<Item = Value>) {
    let text = procedures.fold(String::new(), |mut text, procedure| {
        let _ = writeln!(text, "{procedure}");
        text
    });
    fs::write(at.join("all.ndjson"), text).unwrap();
}

/// Headings and rows.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let heads = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = rows.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect()
    });
    (heads, rows.collect())
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn a_step_is_the_same_by_its_documents_else_its_fields_else_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut other = licence(2);
    other["steps"][2]["name"] = "Sign otherwise".into();
    write(at, [licence(0), licence(1), other].into_iter());
    portfolio(at, "all.ndjson --out en --analyze-only");
    portfolio(at, "all.ndjson --out zh --analyze-only --lang zh");
    let (_, rows) = table(&at.join("en/tasks.csv"));
    let expected = [
        row(&["check", "Tax office", "Note", "3"]),
        row(&["issue", "Tax office", "Permit", "3"]),
        row(&["record", "Tax office", "Turnover", "3"]),
        row(&["sign-off", "Tax office", "“Sign as the head”", "2"]),
    ];
    assert_eq!(rows, expected);
    // Neither addresses nor English words.
    let (_, rows) = table(&at.join("zh/tasks.csv"));
    assert_eq!(rows[1], row(&["出具", "Tax office", "许可证", "3"]));
    assert_eq!(
        rows[3][..3],
        row(&["签批", "Tax office", "“Sign as the head”"])
    );
}

#[test]
fn the_once_only_map_names_procedures_the_first_of_them_whatever_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let many = NAMED as u64 + 5;
    write(at, (0..many).map(licence));
    portfolio(at, "all.ndjson --out a");
    write(at, (0..many).rev().map(licence));
    portfolio(at, "all.ndjson --out b --threads 1");
    let read = |folder: &str| table(&at.join(folder).join("once-only.csv"));
    assert_eq!(read("a"), read("b"));
    let (heads, rows) = read("a");
    let note = rows.iter().find(|row| row[0] == "Note").unwrap();
    assert_eq!(heads[5], "Which procedures");
    assert_eq!(note[1..5], row(&["Tax office", "City", "15", "15"]));
    assert!(
        note[5].starts_with("Licence 0 (p00); Licence 1 (p01); "),
        "{note:?}"
    );
    assert!(note[5].ends_with("Licence 9 (p09); 5 more"), "{note:?}");
    let page = fs::read_to_string(at.join("a/report.html")).unwrap();
    assert!(page.contains("Licence 2 (p02); 12 more"));
}

/// The same name at two agencies of one government and at one of another.
#[test]
fn agencies_of_one_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let procedure = |number: u64, asker: &str, government: &str| {
        let mut p = licence(number);
        p["agencies"] = json!([
            agency(asker, "Tax office", government),
            agency("city", "City", government)
        ]);
        for role in ["1", "2"] {
            let role = format!("/roles/{role}/agency");
            *p.pointer_mut(&role).unwrap() = asker.into();
        }
        p
    };
    let all = [
        procedure(0, "tax", "https://gov.org/north"),
        procedure(1, "tax-2", "https://gov.org/north"),
        procedure(2, "tax", "https://gov.org/south"),
    ];
    write(at, all.into_iter());
    portfolio(at, "all.ndjson --out out");
    let (_, rows) = table(&at.join("out/once-only-matrix.csv"));
    let askers: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!((askers.len(), rows.len()), (3, 3), "{rows:?}");
    assert!(
        askers.iter().all(|asker| asker.starts_with("Tax office (")),
        "{askers:?}"
    );
    let dot = fs::read_to_string(at.join("out/once-only.dot")).unwrap();
    assert_eq!(dot.matches(" -> ").count(), 3, "{dot}");
    assert_eq!(dot.matches("[label=\"Tax office (").count(), 3, "{dot}");
    // Where the government alone tells them apart, it does.
    write(
        at,
        [procedure(0, "tax", "north"), procedure(1, "tax", "south")].into_iter(),
    );
    portfolio(at, "all.ndjson --out two");
    let (heads, rows) = table(&at.join("two/once-only-matrix.csv"));
    assert_eq!(heads[1..], row(&["City (north)", "City (south)"]));
    assert_eq!(rows[0], row(&["Tax office (north)", "1", ""]));
    assert_eq!(rows[1], row(&["Tax office (south)", "", "1"]));
}

#[test]
fn agencies_and_rules_are_ranked_by_burden_and_by_saving() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    // Three documents asked at the tax office: one twice by itself, so that the city has but part of the burden.
    let mut alone = licence(1);
    alone["agencies"] = json!([agency("tax", "Tax office", "g")]);
    alone["documents"][0]
        .as_object_mut()
        .unwrap()
        .remove("issued_by");
    write(at, [licence(0), alone].into_iter());
    portfolio(at, "all.ndjson --out out");
    let (heads, rows) = table(&at.join("out/agencies-burden.csv"));
    let of = |heads: &[String], title: &str| heads.iter().position(|head| head == title).unwrap();
    let sum = of(&heads, "Sum");
    let steps: Vec<_> = rows.iter().filter(|row| row[0] == "Steps").collect();
    let told = |row: &Vec<String>| (row[2].clone(), row[3].clone(), row[sum].clone());
    let own = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(told(steps[0]), own("1", "Tax office", "8"));
    assert_eq!(told(steps[1]), own("2", "City", "4"));
    // What comes off an agency is what comes off its procedures.
    let records: Vec<Value> = fs::read_to_string(at.join("out/records.ndjson"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let less: f64 = records
        .iter()
        .flat_map(|record| record["procedure"]["figures"].as_array().unwrap())
        .filter(|figure| figure["measure"] == "documents")
        .filter_map(|figure| figure["less_if_answered"].as_f64())
        .sum();
    let documents = rows
        .iter()
        .find(|row| row[0].starts_with("Documents") && row[3] == "Tax office")
        .unwrap();
    let saved: f64 = documents[of(&heads, "Less: if answered yes")]
        .parse()
        .unwrap();
    assert!((saved - less).abs() < 1e-9 && less > 0.0, "{saved} {less}");
    // The city saves as much: what is equal stands in the order of concepts.
    let place = of(&heads, "Place by less: if answered yes");
    let places = rows.iter().filter(|row| row[0] == documents[0]);
    let places: Vec<_> = places
        .map(|row| (row[3].as_str(), row[place].as_str()))
        .collect();
    assert_eq!(places, [("Tax office", "2"), ("City", "1")]);
    // And of a rule: the procedures in which it found something.
    let (heads, rows) = table(&at.join("out/rules-burden.csv"));
    let found = records
        .iter()
        .filter(|record| record["procedure"]["findings"]["document-held-by-government"].is_u64());
    assert_eq!(found.count(), 1);
    let is_it = |row: &&Vec<String>| row[0] == "Steps" && row[3] == "document-held-by-government";
    assert_eq!(rows.iter().find(is_it).unwrap()[of(&heads, "Sum")], "4");
    // Parts that are added up come to the same.
    portfolio(at, "out/records.ndjson --reduce --out again");
    for file in ["agencies-burden.csv", "rules-burden.csv", "summary.json"] {
        let read = |folder: &str| fs::read(at.join(folder).join(file)).unwrap();
        assert!(read("out") == read("again"), "{file}");
    }
}

/// Records of as many procedures, each with an agency of its own that asks what the first one has.
fn records(at: &Path, count: usize) {
    let text = (0..count).fold(String::new(), |mut text, number| {
        let own = |number: usize| json!({"concept": format!("a{number:05}"), "name": format!("Agency {number}"), "government": "g"});
        let record = json!({"record": 2, "line": number + 1, "sha256": format!("{number:064}"), "procedure": {
            "id": format!("p{number}"), "name": "p", "findings": {"ping-pong-handoff": 1},
            "figures": [{"measure": "steps", "unit": "count", "least": number + 1, "expected": number + 1}],
            "agencies": [own(0), own(number)],
            "asks": [{"item": "i", "kind": "document", "name": "Item", "by": format!("a{number:05}"), "times": 1}],
            "holds": [{"item": "i", "by": "a00000"}],
            "tasks": [{"agency": "a00000", "steps": [["check", format!("Step {}", number / 2)]]}]}});
        let _ = writeln!(text, "{record}");
        text
    });
    fs::write(at.join("records"), text).unwrap();
}

#[test]
fn tables_in_files_have_what_is_held_and_say_what_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let count = 2 * TOP + 10;
    records(at, count);
    portfolio(at, "records --reduce --out out --also xlsx --top 5");
    let rows = |file: &str| table(&at.join("out").join(file)).1;
    assert_eq!(rows("agencies.csv").len(), count);
    assert_eq!(rows("once-only.csv").len(), count);
    assert_eq!(rows("agencies-burden.csv").len(), count);
    assert_eq!(
        (rows("burden.csv").len(), rows("tasks.csv").len()),
        (TOP, TOP)
    );
    let matrix = rows("once-only-matrix.csv").len();
    let about = fs::read_to_string(at.join("out/about.csv")).unwrap();
    for said in [
        format!("{matrix} of the {count} agencies that ask and 1 of the 1 that have it"),
        format!("The first {TOP} of {}.", TOP + 5),
        format!("The first {TOP} by each measure; ranking.ndjson has all"),
    ] {
        assert!(about.contains(&said), "{said}: {about}");
    }
    let page = fs::read_to_string(at.join("out/report.html")).unwrap();
    for said in [
        format!("The first 5 of {count}; all are in agencies.csv"),
        format!("The first 5 of {count}; all are in once-only.csv"),
        format!(
            "The first 5 of {}; the first {TOP} are in tasks.csv",
            TOP + 5
        ),
        format!("The first 5 by each measure; up to {TOP} are in burden.csv"),
        format!("20 of the {count} agencies that ask and 1 of the 1 that have it"),
        "all are in agencies-burden.csv".to_owned(),
    ] {
        assert!(page.contains(&said), "{said}");
    }
    assert!(page.len() < 60_000, "{}", page.len());
}

#[test]
fn names_command_neither_spreadsheets_nor_terminals() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let hostile = [
        "\u{a0}=1+1",
        "\u{200b}+1",
        " -1",
        "\u{2060}\u{200b}@x",
        "\u{feff} =1",
        "\u{202e}=gnp.exe",
    ];
    let named = hostile.iter().zip(0..).map(|(name, number)| {
        let mut p = licence(number);
        p["agencies"][0]["name"] = (*name).into();
        p["agencies"][0]["concept"] = format!("a{number}").into();
        p
    });
    write(at, named);
    let run = portfolio(at, "all.ndjson --out out");
    assert!(!run.stdout.contains('\u{202e}'));
    assert!(run.stdout.contains("=gnp.exe"));
    let mut seen = 0;
    for entry in fs::read_dir(at.join("out")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let (heads, rows) = table(&path);
            for cell in heads.iter().chain(rows.iter().flatten()) {
                if hostile
                    .iter()
                    .any(|name| cell.contains(name) && !cell.starts_with("City"))
                {
                    assert!(
                        cell.starts_with('\'') || cell.starts_with("Tax"),
                        "{cell:?} in {}",
                        path.display()
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= 2 * hostile.len(), "{seen}");
}

/// A picture of the map for real sizes: every name is inside it, none lies on another.
#[test]
fn the_graph_of_agencies_folds_long_names() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let long = "Directorate-General for the Examination of Applications and the Supervision of Lower Authorities of the Province";
    let all = (0..30).map(|number| {
        let mut p = licence(number);
        p["agencies"] = json!([
            agency(&format!("tax-{number}"), long, "g"),
            agency(&format!("city-{number}"), long, "g")
        ]);
        p["roles"][1]["agency"] = format!("tax-{number}").into();
        p["roles"][2]["agency"] = format!("tax-{number}").into();
        p["documents"][0]["issued_by"] = format!("city-{number}").into();
        p
    });
    write(at, all);
    portfolio(at, "all.ndjson --out out --analyze-only");
    let page = fs::read_to_string(at.join("out/report.html")).unwrap();
    let svg = page
        .split("<svg")
        .nth(1)
        .unwrap()
        .split("</svg>")
        .next()
        .unwrap();
    let mut sides = [Vec::new(), Vec::new()];
    for text in svg.split("<text ").skip(3) {
        let attribute = |name: &str| -> f64 {
            let rest = text.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        let words = text.split('>').nth(1).unwrap().split('<').next().unwrap();
        let width = redtape::draw::text::width(words, 12.0);
        assert!(width <= 290.0, "{words}: {width}");
        sides[usize::from(attribute("x") > 450.0)].push(attribute("y"));
    }
    for ys in sides {
        assert_eq!(ys.len(), 40, "twenty names in two lines each");
        assert!(
            ys.windows(2).all(|pair| pair[1] - pair[0] >= 12.0),
            "{ys:?}"
        );
    }
    assert!(page.contains("20 of the 30 agencies that ask"));
}

//! The canonical form: nothing is lost, and writing it twice changes nothing.

use crate::golden::{files, redtape, repository};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg32;
use redtape::message::Lang;
use redtape::model::load;
use redtape::model::print::print;
use redtape::source::Source;
use serde_json::{Map, Value};

/// Every procedure file of the repository: name and text.
pub(crate) fn corpus() -> Vec<(String, String)> {
    let mut paths = files("procedures", "json");
    paths.retain(|path| !path.to_string_lossy().ends_with(".reform.json"));
    paths.extend(files("tests/format", "json"));
    paths.extend(files("tests/format/sheets", "json"));
    paths.push(repository("src/exchange/spreadsheet/template.json"));
    let text = |path| std::fs::read_to_string(path).unwrap();
    paths
        .iter()
        .map(|path| (path.display().to_string(), text(path)))
        .collect()
}

/// Whether two values say the same: key order and the form of a figure do not matter, and a long form
/// that says no more than its short form is the short form.
fn same(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let equal = |(key, value): (&String, &Value)| {
                other.get(key).is_some_and(|other| same(value, other))
            };
            one.len() == other.len() && one.iter().all(equal)
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), other) => {
            one.len() == 1 && other.is_object() && same(&one[0], other)
                || one.len() == 1 && short(&one[0], other)
        }
        (long @ Value::Object(_), text @ Value::String(_)) => short(long, text),
        (one, other) => one == other,
    }
}

fn short(long: &Value, text: &Value) -> bool {
    let Some(long) = long.as_object().filter(|long| long.len() == 1) else {
        return false;
    };
    ["value", "time", "document", "list"]
        .iter()
        .any(|key| long.get(*key).is_some_and(|inner| same(inner, text)))
}

/// Holds the laws over one text; whether it is a procedure at all.
fn holds(name: &str, text: &str) -> bool {
    let source = |text: &str| {
        Source::from_bytes(name, text.as_bytes().to_vec())
            .map_err(|_| ())
            .unwrap()
    };
    let Ok(procedure) = load(&source(text)) else {
        return false;
    };
    let printed = print(&procedure);
    let again = source(&printed);
    let loaded = load(&again)
        .map_err(|faults| again.explain(&faults, Lang::En))
        .unwrap();
    assert_eq!(loaded, procedure, "{name}: loads as the same procedure");
    assert_eq!(print(&loaded), printed, "{name}: twice is once");
    let (before, after): (Value, Value) = (
        serde_json::from_str(text).unwrap(),
        serde_json::from_str(&printed).unwrap(),
    );
    assert!(
        same(&before, &after),
        "{name}: loses nothing\n{text}\n{printed}"
    );
    true
}

/// The value with keys in another order, members left out and own members put in.
fn varied(value: &Value, random: &mut Pcg32, leave_out: bool) -> Value {
    match value {
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            for index in (1..members.len()).rev() {
                members.swap(index, random.random_range(0..=index));
            }
            let mut out = Map::new();
            for (key, value) in members {
                if !(leave_out && random.random_range(0..12) == 0) {
                    out.insert(key.clone(), varied(value, random, leave_out));
                }
            }
            Value::Object(out)
        }
        Value::Array(list) => list
            .iter()
            .map(|value| varied(value, random, leave_out))
            .collect(),
        scalar => scalar.clone(),
    }
}

#[test]
fn every_file_keeps_all_it_says() {
    for (name, text) in corpus() {
        assert!(holds(&name, &text), "{name}");
        let value: Value = serde_json::from_str(&text).unwrap();
        for seed in 0..4 {
            let shuffled = varied(&value, &mut Pcg32::seed_from_u64(seed), false);
            assert!(holds(&name, &shuffled.to_string()), "{name} {seed}");
        }
    }
}

#[test]
fn parts_of_the_fullest_file_keep_all_they_say() {
    let text = std::fs::read_to_string(repository("tests/format/every-key.json")).unwrap();
    let full: Value = serde_json::from_str(&text).unwrap();
    let mut read = 0;
    for seed in 0..400 {
        let mut random = Pcg32::seed_from_u64(seed);
        let mut part = full.clone();
        // Only inside one list at a time, so that enough variants are procedures.
        let lists: Vec<String> = part.as_object().unwrap().keys().cloned().collect();
        let list = &lists[random.random_range(0..lists.len())];
        part[list] = varied(&part[list], &mut random, true);
        read += usize::from(holds("part", &serde_json::to_string_pretty(&part).unwrap()));
    }
    assert!(read >= 100, "{read} variants were procedures");
}

#[test]
fn long_forms_that_say_no_more_become_short() {
    let text = r#"{"redtape": 1.0, "id": "p", "name": "P", "roles": [{"id": "r", "hourly": "07.50 EUR"}],
        "complete": [{"list": "laws"}], "documents": [{"id": "d"}],
        "steps": [{"id": "a", "kind": "check", "role": "r", "needs": [{"document": "d"}], "work": {"value": "05 wd"},
        "wait": [{"time": {"value": "1.50..2.0 wd"}}]}], "ends": [{"id": "e", "after": ["a"]}]}"#;
    let source = Source::from_bytes("long", text.into()).unwrap();
    let printed: Value = serde_json::from_str(&print(&load(&source).unwrap())).unwrap();
    let step = &printed["steps"][0];
    assert_eq!(step["needs"][0], "d");
    assert_eq!(step["work"], "5 wd");
    assert_eq!(step["wait"], "1.5..2 wd");
    assert_eq!(printed["complete"][0], "laws");
    assert_eq!(printed["redtape"], 1);
}

#[test]
fn lines_are_at_most_120_columns_unless_one_word_is_longer() {
    for (name, text) in corpus() {
        let source = Source::from_bytes(&name, text.into_bytes()).unwrap();
        for line in print(&load(&source).unwrap()).lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(
                width <= 120 || line.matches("\": ").count() <= 1,
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn fmt_rewrites_in_place_and_check_only_tells() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.json");
    let canonical =
        std::fs::read_to_string(repository("src/exchange/spreadsheet/template.json")).unwrap();
    let messy = canonical.replace("\": ", "\" :");
    std::fs::write(&path, &messy).unwrap();
    let check = redtape(folder.path(), &["fmt", "--check", "p.json"], b"");
    assert_eq!(
        (check.code, check.stdout.as_str(), check.stderr.as_str()),
        (Some(1), "p.json\n", "")
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), messy);
    let fmt = redtape(folder.path(), &["fmt", "p.json"], b"");
    assert_eq!((fmt.code, fmt.stdout.as_str()), (Some(0), ""));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), canonical);
    assert_eq!(
        redtape(folder.path(), &["fmt", "--check", "p.json"], b"").code,
        Some(0)
    );
    assert_eq!(
        redtape(folder.path(), &["fmt", "-"], messy.as_bytes()).stdout,
        canonical
    );
    std::fs::write(&path, "{").unwrap();
    assert_eq!(
        redtape(folder.path(), &["fmt", "p.json"], b"").code,
        Some(2)
    );
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "{",
        "a faulty file stays as it is"
    );
}

//! A case in which a rule stays quiet has a twin in which it fires, and the two differ in one fact: so that the fact is what
//! the rule looks at.

use crate::cases::cases;
use serde_json::{Map, Value};
use std::path::Path;

/// Something that is said in one of two files and not, or otherwise, in the other.
struct Difference {
    /// Where: the ids and keys that lead there.
    place: String,
    /// What is there only in one of the files, by its id or `gateway.branch`.
    declares: Option<String>,
    /// What it says, of both files.
    text: String,
}

/// What says nothing of the procedure.
const WORDS: [&str; 2] = ["name", "description"];

fn read(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("procedure.json")).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file.as_object_mut().unwrap().remove("id");
    file
}

fn differences(a: &Value, b: &Value, place: &str, out: &mut Vec<Difference>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => members(a, b, place, out),
        (Value::Array(a), Value::Array(b)) if has_ids(a) && has_ids(b) => {
            elements(a, b, place, out);
        }
        _ if a == b => {}
        _ => out.push(Difference {
            place: place.to_owned(),
            declares: branch(place),
            text: format!("{a} {b}"),
        }),
    }
}

fn members(a: &Map<String, Value>, b: &Map<String, Value>, place: &str, out: &mut Vec<Difference>) {
    let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
    for key in keys.filter(|key| !WORDS.contains(&key.as_str())) {
        let place = format!("{place}/{key}");
        match (a.get(key), b.get(key)) {
            (Some(a), Some(b)) => differences(a, b, &place, out),
            (one, other) if key == "gateways" || key == "ends" || key == "constraints" => {
                let list = |value: Option<&Value>| {
                    let list = value.and_then(Value::as_array);
                    list.cloned().unwrap_or_default()
                };
                elements(&list(one), &list(other), &place, out);
            }
            (one, other) => out.push(Difference {
                declares: branch(&place),
                place,
                text: one.or(other).map(Value::to_string).unwrap_or_default(),
            }),
        }
    }
}

fn id(value: &Value) -> Option<&str> {
    value["id"].as_str()
}

fn has_ids(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(|one| id(one).is_some())
}

fn elements(a: &[Value], b: &[Value], place: &str, out: &mut Vec<Difference>) {
    let twin = |of: &Value, list: &[Value]| list.iter().find(|one| id(one) == id(of)).cloned();
    for one in a {
        let place = format!("{place}/{}", id(one).unwrap_or_default());
        match twin(one, b) {
            Some(other) => differences(one, &other, &place, out),
            None => out.push(alone(one, place)),
        }
    }
    let only = b.iter().filter(|one| twin(one, a).is_none());
    out.extend(only.map(|one| alone(one, format!("{place}/{}", id(one).unwrap_or_default()))));
}

fn alone(value: &Value, place: String) -> Difference {
    Difference {
        declares: branch(&place).or_else(|| id(value).map(str::to_owned)),
        place,
        text: value.to_string(),
    }
}

/// `gateway.branch`, of a place in a branch.
fn branch(place: &str) -> Option<String> {
    let parts: Vec<&str> = place.split('/').collect();
    match parts[..] {
        ["", "gateways", gateway, "branches", branch, ..] => Some(format!("{gateway}.{branch}")),
        _ => None,
    }
}

impl Difference {
    /// Whether both are one fact: the one is about what only one of the files has and the other declares, as a step that is
    /// put between two others and what follows it, or both are about how often the branches of one gateway are taken.
    fn belongs_to(&self, other: &Self) -> bool {
        let names = |text: &str, declared: &str| {
            let (whole, branch) = (format!("\"{declared}\""), format!("\"{declared}."));
            text.contains(&whole) || text.contains(&branch)
        };
        let about = |one: &Self, other: &Self| {
            let declared = other.declares.as_ref();
            declared.is_some_and(|declared| names(&one.text, declared))
        };
        let counts = |one: &Self| {
            let counted = one.place.ends_with("/n") || one.place.ends_with("/p");
            let gateway = one.place.split("/branches/").next();
            gateway.filter(|_| counted).map(str::to_owned)
        };
        let shares = counts(self).is_some() && counts(self) == counts(other);
        about(self, other) || about(other, self) || shares
    }
}

/// How many facts the differences are.
fn facts(all: &[Difference]) -> usize {
    let mut open: Vec<usize> = (0..all.len()).collect();
    let mut count = 0;
    while let Some(first) = open.pop() {
        count += 1;
        let mut fact = vec![first];
        while let Some(one) = fact.pop() {
            let (own, rest) = open
                .into_iter()
                .partition(|&other| all[one].belongs_to(&all[other]));
            fact.extend::<Vec<usize>>(own);
            open = rest;
        }
    }
    count
}

#[test]
fn quiet_twins_differ_in_one_fact() {
    let all = cases("rules");
    let mut far = Vec::new();
    for (rule, case, folder) in &all {
        if !case.starts_with("quiet-") {
            continue;
        }
        let quiet = read(folder);
        let firing = all
            .iter()
            .filter(|(of, case, _)| of == rule && case.starts_with("fires-"));
        let apart = firing.map(|(_, twin, folder)| {
            let mut out = Vec::new();
            differences(&read(folder), &quiet, "", &mut out);
            let places: Vec<String> = out.iter().map(|one| one.place.clone()).collect();
            (facts(&out), twin.clone(), places)
        });
        let nearest = apart.min().unwrap();
        if nearest.0 != 1 {
            far.push(format!("{rule}/{case}: {nearest:?}"));
        }
    }
    assert!(far.is_empty(), "{far:#?}");
}

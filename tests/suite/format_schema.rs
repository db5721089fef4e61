//! The published schema: it is what the program prints, it is valid, and it agrees with the loader.

mod forms;

use crate::golden::{golden, redtape, repository};
use forms::{forms, wrong_kinds};
use jsonschema::Validator;
use redtape::model::load;
use redtape::source::Source;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Faults that no schema can tell: they need two places of the file, or the sense of a text.
const SEMANTIC: [&str; 34] = [
    "answered-twice",
    "branch-returns",
    "channels-sum",
    "costed-twice",
    "dangling",
    "day-length",
    "duplicate-id",
    "elapsed-and-wait",
    "gateway-without-branch",
    "leads-nowhere",
    "listed-twice",
    "more-rejected-than-decided",
    "no-branches",
    "no-ends",
    "no-start",
    "no-steps",
    "no-such-branch",
    "not-earlier",
    "other-version",
    "p-and-n",
    "p-without-choice",
    "probabilities",
    "share-out-of-range",
    "superior-cycle",
    "time-order",
    "unmarked-cycle",
    "week-length",
    // Text of the file, before there is a value that a schema could see.
    "byte-order-mark",
    "duplicate-key",
    "empty-file",
    "more-faults",
    "not-json",
    "not-utf-8",
    "too-large",
];

/// Faults of form, which the schema tells too.
const STRUCTURAL: [&str; 19] = [
    "bad-after",
    "bad-date",
    "bad-id",
    "bad-language",
    "bad-money",
    "bad-number",
    "bad-reference",
    "bad-text",
    "bad-time",
    "empty-after",
    "empty-name",
    "empty-text",
    "list-too-long",
    "missing-key",
    "not-whole",
    "text-too-long",
    "time-without-value",
    "unknown-key",
    "unknown-word",
];

fn schema() -> Value {
    serde_json::from_str(&redtape::model::schema()).unwrap()
}

fn validator() -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema())
        .unwrap()
}

fn every_key() -> Value {
    let text = std::fs::read_to_string(repository("tests/format/every-key.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The keys of the faults that the loader finds in a value.
fn faults(value: &Value) -> Vec<(&'static str, String)> {
    let source = Source {
        name: "value".into(),
        text: value.to_string(),
    };
    let found = load(&source).err().unwrap_or_default();
    found
        .iter()
        .map(|fault| (fault.message.key, fault.pointer.clone()))
        .collect()
}

#[test]
fn the_published_schema_is_what_the_program_prints() {
    let run = redtape(&repository("."), &["schema"], b"");
    assert_eq!(run.stdout, redtape::model::schema());
    golden(&repository("docs/procedure.schema.json"), &run.stdout);
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(&schema()));
    assert!(
        schema()["$defs"]
            .as_object()
            .unwrap()
            .values()
            .all(|definition| definition["description"].is_string())
    );
}

#[test]
fn every_file_of_the_corpus_is_valid() {
    let validator = validator();
    for (name, text) in crate::format_fmt::corpus() {
        let value: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

/// A place of a file, as the schema sees it.
struct Seen {
    /// JSON Pointer.
    place: String,
    /// `Type.key` of the member that holds it.
    member: String,
    /// What the schema asks of it.
    asked: String,
}

/// Every place of a value that the schema says something of.
fn see(
    schema: &Value,
    part: &Value,
    value: &Value,
    (place, member): (&str, &str),
    seen: &mut Vec<Seen>,
) {
    if let Some(name) = part["$ref"]
        .as_str()
        .and_then(|name| name.strip_prefix("#/$defs/"))
    {
        let definition = &schema["$defs"][name];
        let [place, member] = [place, member].map(str::to_owned);
        if let (Some(known), Some(members)) =
            (definition["properties"].as_object(), value.as_object())
        {
            for (key, inner) in members.iter().filter(|(key, _)| known.contains_key(*key)) {
                let way = (format!("{place}/{key}"), format!("{name}.{key}"));
                see(schema, &known[key], inner, (&way.0, &way.1), seen);
            }
        }
        see(schema, definition, value, (&place, &member), seen);
        seen.push(Seen {
            place,
            member,
            asked: name.to_owned(),
        });
    }
    let choices = ["oneOf", "anyOf", "allOf"]
        .iter()
        .filter_map(|key| part[key].as_array())
        .flatten();
    for choice in choices {
        see(schema, choice, value, (place, member), seen);
    }
    if let Some(kind) = part["type"].as_str() {
        seen.push(Seen {
            place: place.to_owned(),
            member: member.to_owned(),
            asked: kind.to_owned(),
        });
    }
    if let (Some(items), Some(list)) = (part.get("items"), value.as_array()) {
        for (index, element) in list.iter().enumerate() {
            see(
                schema,
                items,
                element,
                (&format!("{place}/{index}"), member),
                seen,
            );
        }
    }
}

fn seen() -> Vec<Seen> {
    let mut seen = Vec::new();
    see(
        &schema(),
        &json!({"$ref": "#/$defs/Procedure"}),
        &every_key(),
        ("", ""),
        &mut seen,
    );
    seen
}

#[test]
fn one_file_of_the_tests_has_every_key() {
    let found: BTreeSet<String> = seen().into_iter().map(|seen| seen.member).collect();
    let schema = schema();
    let definitions = schema["$defs"].as_object().unwrap();
    for (name, definition) in definitions {
        // `After` chooses its form by its only key.
        for key in definition["properties"]
            .as_object()
            .into_iter()
            .flat_map(Map::keys)
        {
            assert!(
                found.contains(&format!("{name}.{key}")),
                "tests/format/every-key.json lacks {name}.{key}"
            );
        }
    }
}

/// Every pointer of a value.
fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| {
            pointers(
                inner,
                &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                out,
            );
        }),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, inner)| pointers(inner, &format!("{at}/{index}"), out)),
        _ => {}
    }
}

/// The value with one member more, and without each of its members.
fn other_members(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    if let Value::Object(map) = value {
        for unknown in ["colour", "x_own", "X-own", "x-own", "长", "", "$id"] {
            let mut more = map.clone();
            more.insert(unknown.to_owned(), json!(1));
            all.push(Value::Object(more));
        }
        for key in map.keys() {
            let mut less = map.clone();
            less.shift_remove(key);
            all.push(Value::Object(less));
        }
    }
    all
}

#[test]
fn the_schema_and_the_loader_agree_on_every_changed_file() {
    let (schema, validator, full) = (schema(), validator(), every_key());
    let (mut refused, mut kept) = (0, 0);
    // One place stands for all that are the same member, one member for all of the same type.
    let (mut members, mut types) = (BTreeSet::new(), BTreeSet::new());
    for Seen {
        place,
        member,
        asked,
    } in seen()
    {
        let value = full.pointer(&place).unwrap();
        let form = (value.is_object(), value.is_array());
        let mut replacements = Vec::new();
        if members.insert((member, form)) {
            replacements.extend(wrong_kinds());
        }
        // A record is no text: to it all forms are one wrong kind.
        let record = schema["$defs"][&asked].get("properties").is_some() || asked == "object";
        if types.insert((asked, form)) {
            replacements.extend(other_members(value));
            if !record {
                replacements.extend(forms());
            }
        }
        for replacement in replacements {
            let mut changed = full.clone();
            *changed.pointer_mut(&place).unwrap() = replacement.clone();
            let faults = faults(&changed);
            let structural: Vec<_> = faults
                .iter()
                .filter(|(key, _)| !SEMANTIC.contains(key))
                .collect();
            assert!(
                structural
                    .iter()
                    .all(|(key, _)| STRUCTURAL.contains(key) || *key == "wrong-kind"),
                "{structural:?}"
            );
            // Composed form (NFC) is beyond a pattern.
            let composed = !["bad-id", "bad-reference"]
                .iter()
                .any(|id| structural.iter().any(|(key, _)| key == id))
                || !replacement.to_string().contains('\u{301}');
            let valid = validator.is_valid(&changed);
            assert!(
                !composed || valid == structural.is_empty(),
                "{place} = {replacement}: schema {valid}, loader {faults:?}"
            );
            refused += usize::from(!valid);
            kept += usize::from(valid);
        }
    }
    assert!(refused > 2_000 && kept > 300, "{refused} {kept}");
}

#[test]
fn every_reference_is_checked() {
    let full = every_key();
    let mut places = Vec::new();
    pointers(&full, "", &mut places);
    // These ids name nothing that a file declares.
    let free = |place: &str| {
        let own = place.contains("/x-")
            || place.ends_with("/id")
            || place.ends_with("/system")
            || place.contains("/name");
        own || place.ends_with("/visit") || place.contains("/merged/")
    };
    let definitions = declared(&full);
    for place in places.iter().filter(|place| !free(place)) {
        let value = full.pointer(place).unwrap();
        let names = value
            .as_str()
            .is_some_and(|text| definitions.contains(text));
        // The same word may stand where a text does.
        let word = ["/kind", "/stage", "/list", "/form"]
            .iter()
            .any(|end| place.ends_with(end))
            || place.starts_with("/complete/");
        if names && !word {
            let mut changed = full.clone();
            *changed.pointer_mut(place).unwrap() = json!("nobody");
            let found = faults(&changed);
            assert!(
                found
                    .iter()
                    .any(|(key, at)| *key == "dangling" && at == place),
                "{place}: {found:?}"
            );
        }
    }
}

/// Every id that a file declares.
fn declared(full: &Value) -> BTreeSet<&str> {
    let lists = full
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_array)
        .flatten();
    lists.filter_map(|part| part["id"].as_str()).collect()
}

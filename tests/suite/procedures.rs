//! The real procedures: each file loads, names its sources, is in canonical form, and says what its sources say.

use redtape::message::Lang;
use redtape::model::{EndKind, Evidence, Procedure, load::load, print::print};
use redtape::source::Source;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

mod facts;
mod sound;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("procedures")
}

/// Paths of the folder that end in `.json`, in order: procedures, or descriptions of reforms.
fn paths(reforms: bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.retain(|path| path.to_string_lossy().ends_with(".reform.json") == reforms);
    paths.sort();
    paths
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("the file can be read")
}

fn read(path: &Path) -> Procedure {
    let name = path.to_string_lossy();
    let source = Source::from_bytes(&name, text(path).into_bytes());
    let source = source.unwrap_or_else(|(_, _)| panic!("{name} is not text"));
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

pub(crate) fn named(id: &str) -> Procedure {
    read(&folder().join(format!("{id}.json")))
}

pub(crate) fn all() -> Vec<Procedure> {
    paths(false).iter().map(|path| read(path)).collect()
}

#[test]
fn twenty_procedures_of_ten_countries_at_least() {
    let procedures = all();
    let countries = procedures
        .iter()
        .map(|p| p.jurisdiction.as_deref().expect("a place")[..2].to_owned());
    assert!(countries.collect::<BTreeSet<_>>().len() >= 10);
    assert!(procedures.len() >= 20);
}

#[test]
fn each_file_is_named_after_its_id_and_is_in_canonical_form() {
    for path in paths(false) {
        let procedure = read(&path);
        assert_eq!(
            path.file_stem().expect("a name").to_string_lossy(),
            *procedure.id
        );
        assert_eq!(
            print(&procedure),
            text(&path),
            "redtape fmt {}",
            path.display()
        );
    }
}

#[test]
fn each_file_names_its_sources_and_how_sure_its_figures_are() {
    for p in all() {
        let sources = p.sources.as_deref().unwrap_or_default();
        assert!(
            sources.iter().any(|source| source.url.is_some()),
            "{}",
            p.id
        );
        assert!(p.evidence.is_some(), "{}: figures without evidence", p.id);
        assert!(p.description.is_some(), "{}", p.id);
        for reported in p.reported.iter().flatten() {
            assert!(
                reported.source.is_some() && reported.scope.is_some(),
                "{}: {}",
                p.id,
                reported.measure
            );
        }
    }
}

#[test]
fn what_is_constructed_is_said_in_the_description() {
    for p in all() {
        let whole = p.evidence == Some(Evidence::Constructed);
        let steps = p
            .steps
            .iter()
            .any(|step| step.evidence == Some(Evidence::Constructed));
        let documents = p
            .documents
            .iter()
            .flatten()
            .any(|d| d.evidence == Some(Evidence::Constructed));
        if whole || steps || documents {
            let description = p
                .description
                .as_ref()
                .map(|text| text.say(Lang::En).to_lowercase());
            assert!(
                description.unwrap_or_default().contains("constructed"),
                "{}",
                p.id
            );
        }
    }
}

#[test]
fn names_are_in_english_and_chinese() {
    for p in all() {
        let steps = p.steps.iter().filter_map(|step| step.name.as_ref());
        let agencies = p
            .agencies
            .iter()
            .flatten()
            .filter_map(|agency| agency.name.as_ref());
        let documents = p
            .documents
            .iter()
            .flatten()
            .filter_map(|document| document.name.as_ref());
        let ends = p.ends.iter().filter_map(|end| end.name.as_ref());
        for name in steps
            .chain(agencies)
            .chain(documents)
            .chain(ends)
            .chain([&p.name])
        {
            assert!(
                name.exactly(Lang::En).is_some() && name.exactly(Lang::Zh).is_some(),
                "{}: {name:?}",
                p.id
            );
        }
    }
}

#[test]
fn each_procedure_can_be_granted() {
    for p in all() {
        assert!(
            p.ends.iter().any(|end| end.kind == Some(EndKind::Granted)),
            "{}",
            p.id
        );
    }
}

#[test]
fn counted_branches_agree_with_the_decisions_before_them() {
    for p in all() {
        for gateway in p.gateways.iter().flatten() {
            let [after] = gateway.after.refs() else {
                continue;
            };
            let before = p.steps.iter().find(|step| step.id == after.id);
            let decisions = before
                .and_then(|step| step.decisions.as_deref())
                .unwrap_or_default();
            let counted: u64 = gateway.branches.iter().filter_map(|branch| branch.n).sum();
            if decisions.is_empty() || counted == 0 {
                continue;
            }
            let refused = gateway
                .branches
                .iter()
                .filter(|b| b.id == "no" || b.id == "rejected");
            assert_eq!(
                counted,
                decisions.iter().map(|d| d.n).sum::<u64>(),
                "{} {}",
                p.id,
                gateway.id
            );
            let rejected: u64 = decisions.iter().map(|d| d.rejected).sum();
            assert_eq!(
                refused.filter_map(|b| b.n).sum::<u64>(),
                rejected,
                "{} {}",
                p.id,
                gateway.id
            );
        }
    }
}

#[test]
fn each_reform_speaks_of_the_steps_and_sources_of_its_procedure() {
    for path in paths(true) {
        let reform: Value = serde_json::from_str(&text(&path)).expect("JSON");
        let at = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let p = named(&at(&reform, "procedure"));
        let steps: BTreeSet<&str> = p.steps.iter().map(|step| &*step.id).collect();
        let sources: BTreeSet<&str> = p
            .sources
            .iter()
            .flatten()
            .map(|source| &*source.id)
            .collect();
        assert!(
            sources.contains(&*at(&reform, "source")),
            "{}",
            path.display()
        );
        let actions = reform["actions"].as_array().expect("actions");
        for action in actions {
            let id = at(action, "id");
            assert!(
                ["cut", "devolve", "merge", "convert", "resequence"]
                    .contains(&&*at(action, "verb")),
                "{id}"
            );
            assert!(
                ["structural", "policy", "capacity"].contains(&&*at(action, "kind")),
                "{id}"
            );
            assert!(sources.contains(&*at(action, "source")), "{id}");
            let named = action["steps"]
                .as_array()
                .expect("steps")
                .iter()
                .filter_map(Value::as_str);
            assert!(
                named.clone().all(|step| steps.contains(step)),
                "{}: {id}",
                path.display()
            );
            let shown = !action["shows_as"].as_array().expect("rewrites").is_empty();
            assert_eq!(
                at(action, "kind") == "structural",
                shown && at(action, "kind") != "policy",
                "{id}"
            );
        }
    }
}

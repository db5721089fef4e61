//! Preconditions asked directly, of targets that no rule would hand them too: what a precondition forbids it forbids
//! itself, not because nobody asks (docs/mutation.md).

mod edits;
mod flow;
mod papers;
mod visits;

use redtape::context::Context;
use redtape::fact::{Fact, Facts, Verdict};
use redtape::message::Lang;
use redtape::model::{Id, Procedure, load};
use redtape::rewrites::{self, Target};
use redtape::source::Source;
use serde_json::{Value, json};

/// A made-up procedure of these steps: records of one desk, each after the one before it, where nothing else is said.
/// `more` adds to the file.
fn made_of(steps: Value, more: Value) -> Procedure {
    let mut steps = steps.as_array().unwrap().clone();
    let mut before: Option<Value> = None;
    for step in &mut steps {
        let step = step.as_object_mut().unwrap();
        for (key, usual) in [("kind", "record"), ("role", "desk")] {
            step.entry(key).or_insert_with(|| json!(usual));
        }
        match (step.get("after"), &before) {
            (Some(Value::Null), _) => drop(step.remove("after")),
            (None, Some(before)) => drop(step.insert("after".to_owned(), json!([before]))),
            _ => {}
        }
        before = step.get("id").cloned();
    }
    let mut file = json!({
        "redtape": 1, "id": "made-up", "name": "A made-up procedure",
        "agencies": [{"id": "town"}, {"id": "board"}, {"id": "tax"}],
        "roles": [{"id": "owner", "kind": "applicant"}, {"id": "firm", "kind": "third-party"},
            {"id": "desk", "agency": "town"}, {"id": "clerk", "agency": "town"}, {"id": "head", "agency": "town"},
            {"id": "member", "agency": "board"}, {"id": "assessor", "agency": "tax"}],
        "ends": [{"id": "done", "kind": "granted", "after": [before]}],
    });
    let whole = file.as_object_mut().unwrap();
    whole.insert("steps".to_owned(), Value::Array(steps));
    whole.extend(more.as_object().unwrap().clone());
    let source = Source {
        name: "made-up".to_owned(),
        text: file.to_string(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

fn target(steps: &[&str], items: &[&str]) -> Target {
    let ids = |of: &[&str]| of.iter().map(|id| Id::from(*id)).collect();
    Target {
        steps: ids(steps),
        items: ids(items),
    }
}

/// What a precondition of a rewrite says of a target: `holds`, `fails`, or the facts that it asks.
fn verdict(p: &Procedure, precondition: [&str; 2], target: &Target) -> String {
    let [rewrite, id] = precondition;
    let facts = Facts::of(p);
    let cx = Context::of(p, &facts).unwrap();
    let rewrite = rewrites::ALL.iter().find(|known| known.id == rewrite);
    let mut all = rewrite.unwrap().preconditions.iter();
    let precondition = all.find(|known| known.id == id).unwrap();
    match (precondition.check)(&cx, target) {
        Verdict::Holds(_) => "holds".to_owned(),
        Verdict::Fails(_) => "fails".to_owned(),
        Verdict::Unknown(facts) => {
            let facts: Vec<String> = facts.iter().map(Fact::text).collect();
            facts.join(" ")
        }
    }
}

/// The procedure after a rewrite of a target.
fn applied(p: &Procedure, rewrite: &str, target: &Target) -> Procedure {
    let facts = Facts::of(p);
    let cx = Context::of(p, &facts).unwrap();
    let rewrite = rewrites::ALL.iter().find(|known| known.id == rewrite);
    (rewrite.unwrap().apply)(&cx, target)
}

/// No precondition lets a target through whose steps are gone, and none is let through by all that has no steps.
#[test]
fn a_target_of_the_wrong_form_never_passes() {
    let p = made_of(json!([{"id": "a"}, {"id": "b"}]), json!({}));
    let facts = Facts::of(&p);
    let cx = Context::of(&p, &facts).unwrap();
    for rewrite in rewrites::ALL {
        let failing = |target: &Target| -> Vec<&str> {
            let all = rewrite.preconditions.iter();
            let fails = all.filter(|one| matches!((one.check)(&cx, target), Verdict::Fails(_)));
            fails.map(|one| one.id).collect()
        };
        assert!(!failing(&target(&[], &[])).is_empty(), "{}", rewrite.id);
        let mut all: Vec<&str> = rewrite.preconditions.iter().map(|one| one.id).collect();
        // It leaves it to another one to say what is wrong with the target.
        all.retain(|id| *id != "refusal-needs-nothing");
        let gone = target(&["gone", "gone-too"], &["lost"]);
        assert_eq!(failing(&gone), all, "{}", rewrite.id);
    }
}

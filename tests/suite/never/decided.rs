//! What nobody decided, or nobody put a name to, is not done; and what was decided about one step is not taken for another.

use super::{all_yes, applied, found, loaded};
use crate::cases::{cases, procedure};
use redtape::fact::Facts;
use redtape::model::{Procedure, print::print};
use redtape::rewrites;
use redtape::simplify::{Layer, Options, proposals, simplify};
use serde_json::{Value, json};

/// Consent to data sharing and another qualification are facts that only a person knows: no is the end of it.
#[test]
fn a_no_to_sharing_or_competence_is_final() {
    for (rewrite, case) in [
        ("fetch-internally", "blocked-by-may-share"),
        ("hand-over-internally", "blocked-by-may-share"),
        ("merge-sign-offs", "blocked-by-competent"),
        ("remove-redundant-approval", "blocked-by-competent"),
    ] {
        let folder = crate::cases::root().join(format!("tests/rewrites/{rewrite}/{case}"));
        let p = procedure(&folder.join("procedure.json"));
        let all = proposals(&p, &all_yes(&p)).unwrap();
        let mut own = all.iter().filter(|own| own.rewrite.id == rewrite);
        assert!(own.any(|own| own.layer() == Layer::Blocked), "{rewrite}");
    }
}

/// A decision is never taken as given because nobody took it.
#[test]
fn what_nobody_decided_is_never_sure() {
    for rewrite in rewrites::ALL {
        let asks = cases("rewrites").into_iter();
        let asks = asks.filter(|(of, case, _)| of == rewrite.id && case.starts_with("asks-may-"));
        for (_, case, folder) in asks.filter(|_| rewrite.trades.is_some()) {
            let p = procedure(&folder.join("procedure.json"));
            let options = Options {
                facts: Facts::of(&p),
                ..Options::default()
            };
            let result = simplify(&p, &options).unwrap();
            let mut sure = result.sure.derivation.iter();
            assert!(
                sure.all(|entry| entry.proposal.relaxed.is_empty()),
                "{case}"
            );
            let mut open = result.if_answered.derivation.iter();
            assert!(
                open.any(|entry| !entry.proposal.relaxed.is_empty()),
                "{case}"
            );
        }
    }
}

/// The applicant's own slack is no time of the office: however steps are merged, it stays as long.
#[test]
fn the_applicants_own_time_is_never_shortened() {
    let slack = |p: &Procedure| -> Vec<String> {
        let own = p.steps.iter().filter(|step| p.is_applicant(&step.role));
        let waits = own.flat_map(|step| step.wait.iter().flat_map(|waits| &waits.0));
        waits.map(|wait| format!("{wait:?}")).collect()
    };
    let mut looked_at = 0;
    for rewrite in rewrites::ALL {
        for (case, p, _) in applied(rewrite) {
            let mut file: Value = serde_json::from_str(&print(&p)).unwrap();
            let applicants: Vec<String> = (p.steps.iter())
                .filter(|step| p.is_applicant(&step.role) && step.elapsed.is_none())
                .map(|step| step.id.to_string())
                .collect();
            for id in &applicants {
                found(&mut file, id)["wait"] = json!({"time": "30 cd", "kind": "applicant"});
            }
            let Some(p) = loaded(&file) else { continue };
            let was = slack(&p);
            let is = slack(&simplify(&p, &all_yes(&p)).unwrap().sure.procedure);
            assert!(
                is.len() >= was.len(),
                "{}/{case}: {was:?}, {is:?}",
                rewrite.id
            );
            looked_at += was.len();
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}

/// A decision that nobody has put a name to is not taken.
#[test]
fn who_gives_something_up_is_named() {
    for rewrite in rewrites::ALL
        .into_iter()
        .filter(|rewrite| rewrite.trades.is_some())
    {
        let trades = |p: &Procedure, options: &Options| {
            let result = simplify(p, options).unwrap();
            let mut sure = result.sure.derivation.iter();
            sure.any(|entry| entry.proposal.rewrite.trades.is_some())
        };
        let known = applied(rewrite).into_iter();
        // In some cases the answers of the file lead to another change.
        let own = |p: &Procedure| Options {
            facts: Facts::of(p),
            ..Options::default()
        };
        let known = known.filter(|(_, p, _)| trades(p, &own(p)));
        let known: Vec<_> = known.collect();
        assert!(!known.is_empty(), "{}", rewrite.id);
        for (case, p, _) in known {
            let mut options = own(&p);
            for given in options.facts.0.values_mut() {
                given.by = None;
            }
            assert!(!trades(&p, &options), "{case}");
            assert!(options.facts.unnamed_decisions().next().is_some(), "{case}");
        }
    }
}

/// Two signatures over one criterion: the one goes because the other looks, and then nobody may decide that the other one
/// looks too late, seldom or not at all. The declared loss would be the second signature only.
#[test]
fn what_stands_for_another_control_is_not_relaxed() {
    let text = r#"{
        "redtape": 1, "id": "permit", "name": "A made-up permit",
        "complete": ["documents", "fields", "criteria", "constraints", "laws", "competences"],
        "risk": {"level": "low", "exclusions": [], "correctable": true},
        "agencies": [{"id": "fire"}],
        "roles": [{"id": "owner", "kind": "applicant"},
            {"id": "officer", "agency": "fire", "superior": "chief", "competent_for": ["safe"]},
            {"id": "chief", "agency": "fire", "competent_for": ["safe"]}, {"id": "desk", "agency": "fire"}],
        "documents": [{"id": "form", "kind": "form"}, {"id": "licence", "kind": "output"}],
        "criteria": [{"id": "safe", "reads": ["form"], "protects": ["ok"]}],
        "steps": [{"id": "apply", "kind": "submit", "role": "owner", "needs": ["form"]},
            {"id": "first", "kind": "sign-off", "role": "officer", "after": ["apply"], "criteria": ["safe"],
                "decisions": [{"n": 1000, "rejected": 5}]},
            {"id": "second", "kind": "sign-off", "role": "chief", "after": ["g1.y"], "criteria": ["safe"],
                "decisions": [{"n": 1000, "rejected": 5, "given": ["first"]}]},
            {"id": "issue", "kind": "issue", "role": "desk", "after": ["g2.y"], "produces": ["licence"]}],
        "gateways": [{"id": "g1", "after": ["first"], "branches": [{"id": "y"}, {"id": "n"}]},
            {"id": "g2", "after": ["second"], "branches": [{"id": "y"}, {"id": "n"}]}],
        "ends": [{"id": "ok", "kind": "granted", "after": ["issue"]},
            {"id": "no", "kind": "refused", "after": {"any": ["g1.n", "g2.n"]}}]
    }"#;
    let p = loaded(&serde_json::from_str(text).unwrap()).unwrap();
    let result = simplify(&p, &all_yes(&p)).unwrap();
    assert!(result.undone.is_empty());
    let all: Vec<&str> = (result.if_answered.derivation.iter())
        .map(|entry| entry.proposal.rewrite.id)
        .collect();
    assert!(all.contains(&"remove-redundant-approval"), "{all:?}");
    let trades = |id: &&&str| rewrites::find(id).is_some_and(|rewrite| rewrite.trades.is_some());
    assert_eq!(all.iter().filter(trades).count(), 0, "{all:?}");
}

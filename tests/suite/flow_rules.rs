//! Known answers of the rules and rewrites of the flow.

use crate::cases::{procedure, root};
use crate::generator::{COUNT, generated};
use crate::procedures::named;
use redtape::context::Context;
use redtape::fact::{Fact, Facts, Given};
use redtape::finding::Finding;
use redtape::measure::vector::Component;
use redtape::message::Lang;
use redtape::model::{After, Procedure};
use redtape::rewrites::why_in_order;
use redtape::rules;
use redtape::simplify::{Layer, Options, Outcome, proposals, simplify};

/// Simplifies with every question answered as it comes.
fn simplified(p: &Procedure) -> Outcome {
    let result = simplify(p, &Options::default()).unwrap();
    assert!(result.undone.is_empty(), "{}", result.undone[0].guarantee);
    result.if_answered
}

fn follows(p: &Procedure, id: &str) -> Vec<String> {
    let after = p.step(id).unwrap().after.as_ref().unwrap();
    after.refs().iter().map(redtape::model::Ref::text).collect()
}

#[test]
fn shanghai_runs_the_chop_and_the_invoices_beside_the_hiring() {
    let p = named("cn-shanghai-start-business");
    let outcome = simplified(&p);
    let rewrites: Vec<_> = outcome
        .derivation
        .iter()
        .map(|entry| entry.proposal.id())
        .filter(|id| id.starts_with("merge-adjacent") || id.starts_with("parallelise"))
        .collect();
    assert_eq!(
        rewrites,
        [
            "merge-adjacent-steps(approve-name, issue-licence)",
            "merge-adjacent-steps(register-hiring, register-employees)",
            "parallelise-independent-steps(permit-chop, make-chop, get-invoices, register-hiring)",
        ]
    );
    let after = &outcome.procedure;
    assert_eq!(follows(after, "permit-chop"), ["approve-name"]);
    assert_eq!(follows(after, "register-hiring"), ["approve-name"]);
    assert_eq!(follows(after, "make-chop"), ["permit-chop"]);
    assert_eq!(follows(after, "get-invoices"), ["make-chop"]);
    let end = after.ends[0].after.refs();
    let end: Vec<_> = end.iter().map(redtape::model::Ref::text).collect();
    assert_eq!(end, ["get-invoices", "register-hiring"]);
    let last = outcome.derivation.last().unwrap();
    assert_eq!(
        last.before.count(Component::HandOffs),
        last.after.count(Component::HandOffs)
    );
}

#[test]
fn guangzhou_merges_nothing_across_the_building() {
    let p = named("cn-guangzhou-investment-project");
    let outcome = simplified(&p);
    let facts = Facts::default();
    let cx = Context::of(&p, &facts).unwrap();
    let merged: Vec<_> = (outcome.derivation.iter())
        .map(|entry| &entry.proposal)
        .filter(|proposal| proposal.rewrite.id == "merge-steps-of-one-desk")
        .map(|proposal| proposal.target.steps.clone())
        .collect();
    assert!(!merged.is_empty());
    for steps in merged {
        let built = cx.leads(&steps[0], &"build".into()) && cx.leads(&"build".into(), &steps[1]);
        assert!(!built, "{steps:?}");
    }
}

#[test]
fn a_check_that_comes_first_leaves_less_before_its_refusal() {
    let folder = crate::cases::root().join("tests/rewrites/move-knockout-earlier");
    let p = crate::cases::procedure(&folder.join("applies-debts-first/procedure.json"));
    let outcome = simplified(&p);
    let moved = (outcome.derivation.iter())
        .find(|entry| entry.proposal.rewrite.id == "move-knockout-earlier")
        .unwrap();
    // The application, the inspection and the check; then the application and the check.
    assert_eq!(moved.before.count(Component::InVain), 3);
    assert_eq!(moved.after.count(Component::InVain), 2);
    assert_eq!(follows(&outcome.procedure, "check-debts"), ["apply"]);
    assert_eq!(follows(&outcome.procedure, "inspect"), ["clear.yes"]);
}

#[test]
fn the_tax_invoices_wait_for_the_chop() {
    let p = named("cn-shanghai-start-business");
    let facts = Facts::default();
    let cx = Context::of(&p, &facts).unwrap();
    let said = |a: &str, b: &str| -> Option<Vec<String>> {
        let why = why_in_order(&cx, &a.into(), &b.into())?;
        Some(
            why.iter()
                .map(|message| message.say(Lang::En, &p))
                .collect(),
        )
    };
    assert_eq!(
        said("make-chop", "get-invoices").unwrap(),
        ["“Apply to print or buy tax invoices” needs “Company chop”, which “Make the chop” makes"]
    );
    assert_eq!(
        said("permit-chop", "get-invoices").unwrap(),
        [
            "“Make the chop” needs “Permission to make a chop”, which “Permit the company chop” makes",
            "“Apply to print or buy tax invoices” needs “Company chop”, which “Make the chop” makes",
        ]
    );
    assert_eq!(said("get-invoices", "register-hiring"), None);
}

#[test]
fn newborn_matters_run_side_by_side_once_the_birth_is_certified() {
    let after = simplified(&named("cn-newborn")).procedure;
    for id in [
        "register-household",
        "issue-vaccination-card",
        "issue-health-booklet",
    ] {
        assert_eq!(follows(&after, id), ["certify-birth"], "{id}");
    }
    assert_eq!(
        follows(&after, "register-insurance"),
        ["register-household"]
    );
}

#[test]
fn a_no_keeps_the_order_and_the_rest_still_runs_side_by_side() {
    let p = named("cn-newborn");
    let mut options = Options::default();
    let fact = Fact::new(
        "may-start-before",
        ["issue-health-booklet", "issue-vaccination-card"],
    );
    let no = Given {
        yes: false,
        by: Some("clinic".into()),
        ..Given::default()
    };
    options.facts.add(&fact.text(), no);
    let after = simplify(&p, &options).unwrap().if_answered.procedure;
    assert_eq!(follows(&after, "issue-vaccination-card"), ["certify-birth"]);
    assert_eq!(
        follows(&after, "issue-health-booklet"),
        ["issue-vaccination-card"]
    );
}

#[test]
fn what_may_run_side_by_side_is_asked_where_the_file_is_silent() {
    let p = named("cn-shanghai-start-business");
    let all = proposals(&p, &Options::default()).unwrap();
    let proposal = all
        .iter()
        .find(|proposal| proposal.rewrite.id == "parallelise-independent-steps")
        .unwrap();
    assert_eq!(proposal.layer(), Layer::IfAnswered);
    let asked: Vec<_> = proposal.open().iter().map(|fact| fact.text()).collect();
    assert_eq!(asked[0], "may-start-before(register-hiring, get-invoices)");
}

/// The findings of one rule.
fn found(rule: &str, p: &Procedure) -> Vec<Finding> {
    let facts = Facts::of(p);
    let cx = Context::of(p, &facts).unwrap();
    let mut findings = Vec::new();
    (rules::find(rule).unwrap().check)(&cx, &mut findings);
    findings
}

#[test]
fn a_row_of_opinions_is_told_once() {
    let mut circulations = 0;
    for p in (0..COUNT).map(generated) {
        let rows = found("sequential-independent-steps", &p);
        let stacks = found("stacked-sign-offs", &p);
        for circulation in found("countersign-circulation", &p) {
            circulations += 1;
            for other in rows.iter().chain(&stacks) {
                let both = other.steps.iter();
                let both = both.filter(|step| circulation.steps.contains(step));
                assert!(both.count() < 2, "{}: {}", p.id, other.id());
            }
        }
    }
    assert!(circulations >= 25, "{circulations}");
}

#[test]
fn drawings_that_go_round_are_named_in_a_row_of_more() {
    let p = named("cn-construction-four-stages");
    assert!(found("countersign-circulation", &p).is_empty());
    let rows = found("sequential-independent-steps", &p);
    let labels = rows.iter().flat_map(|row| &row.labels);
    let labels: Vec<String> = labels
        .map(|label| label.message.say(Lang::En, &p))
        .collect();
    let among = labels.iter().find(|text| text.starts_with("among them"));
    let names = ["review-drawings", "review-fire", "review-shelter"];
    for id in names {
        let name = p.step(id).unwrap().name.as_ref().unwrap().say(Lang::En);
        assert!(among.is_some_and(|text| text.contains(name)), "{labels:?}");
    }
}

#[test]
fn the_decision_waits_for_every_opinion() {
    let path = root().join("tests/rewrites/circulate-in-parallel/applies-three-opinions");
    let after = procedure(&path.join("after.json"));
    let opinions = ["ask-traffic", "ask-fire", "ask-heritage"];
    for id in opinions {
        assert_eq!(follows(&after, id), ["draft"]);
    }
    assert!(matches!(
        after.step("decide").unwrap().after,
        Some(After::All(_))
    ));
    assert_eq!(follows(&after, "decide"), opinions);
}

#[test]
fn without_times_no_way_is_long() {
    let mut p =
        procedure(&root().join("tests/rules/long-critical-path/fires-three-steps/procedure.json"));
    let found = |p: &Procedure| {
        let findings = simplify(p, &Options::default()).unwrap().findings;
        findings.iter().any(|one| one.rule == "long-critical-path")
    };
    assert!(found(&p));
    for step in &mut p.steps {
        step.elapsed = None;
    }
    assert!(!found(&p));
}

#[test]
fn who_may_not_grant_before_it_is_known_waits_and_the_rest_runs_on() {
    let case = "tests/rewrites/parallelise-independent-steps/asks-knockout-would-be-lost--grant";
    let p = procedure(&root().join(case).join("procedure.json"));
    let offered = |answer: Option<bool>| {
        let mut options = Options::default();
        if let Some(yes) = answer {
            let given = Given {
                yes,
                ..Given::default()
            };
            options.facts.add("may-grant-before(sign, *)", given);
        }
        let all = proposals(&p, &options).unwrap();
        let own = all.iter().map(|one| (one.rewrite.id, one.layer()));
        own.filter(|(id, _)| *id == "parallelise-independent-steps")
            .map(|(_, layer)| layer)
            .collect::<Vec<Layer>>()
    };
    assert_eq!(offered(None), [Layer::IfAnswered]);
    assert_eq!(offered(Some(true)), [Layer::Sure]);
    assert!(offered(Some(false)).is_empty());
}

/// Who pays somewhere still pays there when that step is merged, also where the file does not say how much.
#[test]
fn a_merged_payment_of_unknown_amount_is_still_a_payment() {
    for p in crate::procedures::all() {
        for entry in simplified(&p).derivation {
            let [before, after] = [&entry.before, &entry.after];
            let [paid, pays] = [before, after].map(|vector| vector.count(Component::Payments));
            let name = format!("{}: {}", p.id, entry.proposal.id());
            assert!(pays > 0 || paid == 0, "{name}: nobody pays any more");
        }
    }
    let newborn = simplified(&named("cn-newborn")).procedure;
    let merged = newborn.step("register-insurance").unwrap();
    assert!(merged.takes_unknown_sum());
}

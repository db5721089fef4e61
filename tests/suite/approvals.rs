//! Known answers about controls on real procedures.

use crate::golden::repository;
use redtape::fact::{Facts, Verdict};
use redtape::message::Lang;
use redtape::model::{self, Id, Procedure};
use redtape::simplify::{Layer, Options, Proposal, Simplification, simplify};
use redtape::source::Source;

fn procedure(name: &str) -> Procedure {
    let path = repository(&format!("procedures/{name}.json"));
    let source = Source::from_bytes(name, std::fs::read(path).unwrap()).unwrap();
    model::load(&source).unwrap()
}

fn simplified(p: &Procedure) -> Simplification {
    let options = Options {
        facts: Facts::of(p),
        ..Options::default()
    };
    let result = simplify(p, &options).ok().unwrap();
    assert!(result.undone.is_empty());
    result
}

fn removing<'a>(all: impl Iterator<Item = &'a Proposal>, step: &str) -> Option<&'a Proposal> {
    let mut all = all.filter(|proposal| proposal.rewrite.id == "remove-redundant-approval");
    all.find(|proposal| proposal.target.steps[0] == *step)
}

fn waiting(result: &Simplification) -> impl Iterator<Item = &Proposal> {
    result
        .if_answered
        .derivation
        .iter()
        .map(|entry| &entry.proposal)
}

fn failures(p: &Procedure, proposal: &Proposal) -> String {
    let failures = proposal
        .verdicts
        .iter()
        .filter_map(|(_, verdict)| match verdict {
            Verdict::Fails(message) => Some(message.say(Lang::En, p)),
            _ => None,
        });
    failures.collect::<Vec<_>>().join("\n")
}

const TUE: &str = "nl-tue-domestic-declaration";

#[test]
fn administration_is_blocked_by_its_936_rejections_of_8997() {
    let p = procedure(TUE);
    let result = simplified(&p);
    let blocked = removing(result.blocked.iter(), "administration").unwrap();
    let why = failures(&p, blocked);
    assert!(why.contains("936 of 8,997"), "{why}");
    assert!(removing(waiting(&result), "administration").is_none());
}

#[test]
fn the_third_signature_is_a_question() {
    let p = procedure(TUE);
    let result = simplified(&p);
    let proposal = removing(waiting(&result), "approve-third").unwrap();
    assert_eq!(proposal.layer(), Layer::IfAnswered);
    let after = &result.if_answered.procedure;
    assert!(after.step("approve-third").is_none());
    assert!(
        after
            .gateways
            .iter()
            .flatten()
            .all(|gateway| gateway.id != *"third-approved")
    );
    // What covers a removed control stays.
    assert!(after.step("budget-owner").is_some());
}

#[test]
fn a_third_signature_that_rejects_more_is_blocked() {
    let mut p = procedure(TUE);
    let third = p.step_mut("approve-third").unwrap();
    third.decisions.as_mut().unwrap()[0].rejected = 310;
    let result = simplified(&p);
    assert!(removing(waiting(&result), "approve-third").is_none());
    let blocked = removing(result.blocked.iter(), "approve-third").unwrap();
    let why = failures(&p, blocked);
    assert!(why.contains("310 of 2,747"), "{why}");
}

#[test]
fn t06_and_t10_of_the_permit_office_are_one_step() {
    let p = procedure("nl-wabo-receipt");
    let result = simplified(&p);
    let found = result
        .findings
        .iter()
        .find(|finding| finding.rule == "same-person-twice")
        .unwrap();
    assert_eq!(
        found.steps,
        ["t06-stop-advice", "t10-stop-indication"].map(Id::from)
    );
    assert!(found.labels[0].message.say(Lang::En, &p).contains("98.2 %"));
    let merged = waiting(&result).any(|proposal| {
        proposal.rewrite.id == "merge-adjacent-steps" && proposal.target.steps == found.steps
    });
    assert!(merged);
}

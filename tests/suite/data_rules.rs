//! Known answers of the rules and rewrites of papers, data, visits and hand-offs.

use crate::procedures::{all, named};
use redtape::fact::Facts;
use redtape::finding::{Confidence, Finding};
use redtape::model::{Listed, Procedure};
use redtape::simplify::{Layer, Options, Proposal, Simplification, proposals, simplify};
use std::collections::BTreeSet;

fn options(p: &Procedure) -> Options {
    Options {
        facts: Facts::of(p),
        ..Options::default()
    }
}

fn simplified(p: &Procedure) -> Simplification {
    let result = simplify(p, &options(p)).unwrap();
    let undone: Vec<_> = result
        .undone
        .iter()
        .map(|undone| undone.proposal.id())
        .collect();
    assert!(undone.is_empty(), "{undone:?}");
    result
}

fn ids(findings: &[Finding], rule: &str) -> Vec<String> {
    let findings = findings.iter().filter(|finding| finding.rule == rule);
    findings.map(Finding::id).collect()
}

#[test]
fn angono_takes_the_plans_three_times_and_sends_the_owner_back_and_forth() {
    let found = simplified(&named("ph-angono-building-permit")).findings;
    let plans: Vec<_> = ids(&found, "duplicate-document")
        .into_iter()
        .filter(|id| id.ends_with("; plans)"))
        .collect();
    assert_eq!(
        plans,
        [
            "duplicate-document(receive, fire-assess; plans)",
            "duplicate-document(receive, zoning-assess; plans)",
        ]
    );
    assert_eq!(
        ids(&found, "ping-pong-handoff"),
        [
            "ping-pong-handoff(fire-assess, zoning-assess, fire-certificate-issue, zoning-certificate-issue)",
            "ping-pong-handoff(permit-order-issue, pay, release)",
            "ping-pong-handoff(receive, inspect-site, check-form)",
        ]
    );
    let blocked = simplified(&named("ph-angono-building-permit")).blocked;
    let blocked: Vec<_> = blocked.iter().map(Proposal::id).collect();
    // The fourth visit waits for the receipt of the treasurer, the third for the certificates.
    assert!(blocked.contains(&"merge-visits(permit-order-issue, release)".to_owned()));
    assert!(blocked.contains(&"merge-visits(check-form, permit-order-issue)".to_owned()));
}

#[test]
fn newborn_hands_in_the_same_proofs_at_every_office() {
    let p = named("cn-newborn");
    let found = simplified(&p).findings;
    let again = ids(&found, "duplicate-document");
    for proof in ["parents-ids", "marriage-certificate", "household-booklet"] {
        let first = &p.steps[0].id;
        for later in &p.steps[1..] {
            let id = format!("duplicate-document({first}, {}; {proof})", later.id);
            assert!(again.contains(&id), "{id}");
        }
    }
    let forms = ids(&found, "duplicate-data-entry");
    assert_eq!(
        forms.len(),
        p.steps.len() - 1,
        "each form asks the names again"
    );
}

#[test]
fn quezon_has_five_of_six_documents_itself() {
    let found = simplified(&named("ph-quezon-construction-permit")).findings;
    let items = |rule, confidence| {
        let found = found
            .iter()
            .filter(|finding| finding.rule == rule && finding.confidence == confidence);
        let items: BTreeSet<String> = found.map(|finding| finding.items[0].to_string()).collect();
        items.into_iter().collect::<Vec<_>>()
    };
    let held = |confidence| items("document-held-by-government", confidence);
    let carried = |confidence| items("own-output-asked-back", confidence);
    assert_eq!(
        held(Confidence::Certain),
        ["fire-clearance", "tax-clearance", "tax-declaration"]
    );
    assert!(held(Confidence::Possible).is_empty());
    // Two of them the city makes in this very procedure; the registry and the engineer make the others.
    assert_eq!(
        carried(Confidence::Certain),
        [
            "barangay-clearance",
            "locational-clearance",
            "lot-plan",
            "title-copy",
        ]
    );
}

#[test]
fn shanghai_types_names_and_address_at_every_counter() {
    let p = named("cn-shanghai-start-business");
    let result = simplified(&p);
    let found = result
        .findings
        .iter()
        .filter(|finding| finding.rule == "duplicate-data-entry");
    let counters: BTreeSet<_> = found.map(|finding| finding.steps[1].as_str()).collect();
    let expected = [
        "get-invoices",
        "issue-licence",
        "permit-chop",
        "register-employees",
        "register-hiring",
    ];
    assert_eq!(counters, BTreeSet::from(expected));
    let fields: usize = redtape::measure::data::entered(&result.if_answered.procedure).len();
    assert_eq!(fields, 3, "each of three fields is given once");
}

#[test]
fn no_proposal_is_sure_where_the_file_does_not_list_its_laws() {
    let ours = [
        "reuse-entered-data",
        "reuse-document",
        "fetch-internally",
        "hand-over-internally",
        "drop-unused",
        "convert-step-to-internal",
        "merge-visits",
    ];
    for p in all() {
        if p.lists_all(Listed::Laws) {
            continue;
        }
        for proposal in proposals(&p, &options(&p)).unwrap() {
            let answered = proposal.layer() != Layer::Sure || p.answers.is_some();
            let asks = !ours.contains(&proposal.rewrite.id) || answered;
            assert!(asks, "{}: {}", p.id, proposal.id());
        }
    }
}

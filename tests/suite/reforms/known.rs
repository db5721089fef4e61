//! Two reforms in full: what their reformers changed is what the proposals change.

use super::constructed::without_constructed;
use super::outcome;
use crate::procedures::named;
use redtape::context::Context;
use redtape::fact::Facts;
use redtape::model::Id;
use redtape::report::silent;
use redtape::simplify::Simplification;
use std::collections::BTreeSet;

fn applied(result: &Simplification) -> Vec<String> {
    let entries = result.if_answered.derivation.iter();
    entries.map(|entry| entry.proposal.id()).collect()
}

#[test]
fn shanghai_as_its_reformers_changed_it() {
    for p in [
        named("cn-shanghai-start-business"),
        without_constructed(&named("cn-shanghai-start-business")),
    ] {
        let (_, result) = outcome(&p);
        let applied = applied(&result);
        let has = |id: &str| applied.iter().any(|known| known == id);
        assert!(
            has("merge-adjacent-steps(approve-name, issue-licence)"),
            "{applied:?}"
        );
        assert!(
            has("merge-adjacent-steps(register-hiring, register-employees)"),
            "{applied:?}"
        );
        let after = &result.if_answered.procedure;
        let facts = Facts::of(&p);
        let cx = Context::of(after, &facts).expect("not too large");
        for early in ["permit-chop", "make-chop", "get-invoices"] {
            assert!(
                cx.concurrent(&early.into(), &"register-hiring".into()),
                "{early}"
            );
        }
        for (a, b) in [("permit-chop", "make-chop"), ("make-chop", "get-invoices")] {
            assert!(cx.leads(&a.into(), &b.into()), "{a} before {b}");
        }
        let typed_again = result.findings.iter();
        let again = typed_again.filter(|finding| finding.rule == "duplicate-data-entry");
        let fields: BTreeSet<&Id> = again.flat_map(|finding| &finding.items).collect();
        let asks = silent(&p, "gap-fields").len();
        assert!(fields.len() > 1 || asks > 4, "{fields:?}");
    }
}

#[test]
fn the_newborn_proofs_are_asked_at_every_office() {
    for p in [
        named("cn-newborn"),
        without_constructed(&named("cn-newborn")),
    ] {
        let (_, result) = outcome(&p);
        let again = result.findings.iter();
        let again = again.filter(|finding| finding.rule == "duplicate-document");
        let offices: BTreeSet<&Id> = again.map(|finding| &finding.steps[1]).collect();
        assert!(offices.len() >= 4, "{offices:?}");
        let after = &result.if_answered.procedure;
        let facts = Facts::of(&p);
        let cx = Context::of(after, &facts).expect("not too large");
        assert!(cx.leads(&"certify-birth".into(), &"register-household".into()));
        assert!(cx.concurrent(
            &"issue-vaccination-card".into(),
            &"register-household".into()
        ));
    }
}

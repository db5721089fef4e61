//! `superfluous-gateway`: a gateway with one way in and one way out.
//!
//! Steps of a finding: the step before the gateway, where it is one, and the steps after it. Items: the gateway.

use super::Rule;
use crate::context::Context;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Branch, Gateway, Id, Ref};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "superfluous-gateway",
    severity: Severity::Low,
    check,
    page: include_str!("../../docs/rules/superfluous-gateway.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut gateways: Vec<&Gateway> = cx.procedure.gateways.iter().flatten().collect();
    gateways.sort_by_key(|gateway| (cx.place(&gateway.id), &gateway.id));
    for gateway in gateways {
        if let ([way_in], [way_out]) = (gateway.after.refs(), &gateway.branches[..]) {
            findings.push(finding(cx, gateway, way_in, way_out));
        }
    }
}

fn finding(cx: &Context<'_>, gateway: &Gateway, way_in: &Ref, way_out: &Branch) -> Finding {
    let before = cx.procedure.step(&way_in.id).map(|step| &step.id);
    let mut after: Vec<&Id> = cx.next_steps(&gateway.id).iter().map(|s| &s.id).collect();
    after.sort();
    let about = |key| Message::new(key).with("gateway", Arg::name(&gateway.id));
    let ways = about("one-way-through")
        .with("before", Arg::name(&way_in.id))
        .with("branch", way_out.id.as_str());
    // Where something is asked, another answer may have been left out of the file.
    let asked = gateway.on.as_ref();
    let asked_about = asked.map(|on| about("asks-about").with("criterion", Arg::name(on)));
    let labels = [ways].into_iter().chain(asked_about);
    Finding {
        rule: RULE.id,
        steps: before.into_iter().chain(after).cloned().collect(),
        items: vec![gateway.id.clone()],
        severity: RULE.severity,
        confidence: if asked.is_some() {
            Confidence::Possible
        } else {
            Confidence::Certain
        },
        message: about(RULE.id),
        labels: labels
            .map(|message| Label::new(&gateway.id, message))
            .collect(),
    }
}

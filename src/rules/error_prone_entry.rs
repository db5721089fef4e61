//! `error-prone-entry`: many cases do not pass a desk the first time and come back.
//!
//! Steps of a finding: the steps at which what the desk looks at is entered, in the order of a case, then the desk
//! that catches the errors. Items: the gateway.

use super::Rule;
use crate::context::Context;
use crate::control::{criteria, followers, refuses};
use crate::dependence::given_at;
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::measure::figure::Unit;
use crate::measure::quality::{ENOUGH, lower_bound};
use crate::message::{Arg, Message};
use crate::model::{Branch, Evidence, Gateway, GatewayKind, Id, Ref, Step, StepKind};
use std::collections::BTreeSet;

/// The share of its cases, a fraction of 1, that surely does not pass a desk the first time for the entry to be at
/// fault: one in ten. Single slips stay below it; above it many applicants stumble over the same thing.
const ERROR_PRONE: f64 = 0.1;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "error-prone-entry",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/error-prone-entry.md"),
};

/// The cases that one gateway was counted to send back.
struct Returned<'a> {
    gateway: &'a Gateway,
    /// The desk that catches the errors.
    desk: &'a Step,
    /// Where the cases come back.
    back: &'a Step,
    /// How many they were.
    cases: u64,
    n: u64,
    observed: bool,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut gateways: Vec<&Gateway> = cx.procedure.gateways.iter().flatten().collect();
    gateways.sort_by_key(|gateway| (cx.place(&gateway.id), &gateway.id));
    for gateway in gateways {
        let Some(known) = returned(cx, gateway).filter(Returned::is_error_prone) else {
            continue;
        };
        let (entries, stated) = entries(cx, &known);
        if !entries.is_empty() {
            findings.push(finding(&known, &entries, stated));
        }
    }
}

impl Returned<'_> {
    fn lower(&self) -> f64 {
        lower_bound(self.cases, self.n)
    }

    fn is_error_prone(&self) -> bool {
        self.n >= ENOUGH && self.lower() >= ERROR_PRONE
    }
}

/// What was counted behind one control, where every branch was counted and the cases come back to one place.
fn returned<'a>(cx: &Context<'a>, gateway: &'a Gateway) -> Option<Returned<'a>> {
    let p = cx.procedure;
    let [before] = gateway.after.refs() else {
        return None;
    };
    let desk = p.step(&before.id).filter(|desk| desk.is_control())?;
    if !matches!(gateway.kind, None | Some(GatewayKind::Exclusive)) {
        return None;
    }
    let (mut back, mut returned, mut n, mut observed) = (BTreeSet::new(), 0, 0, true);
    for branch in &gateway.branches {
        n += branch.n?;
        if let Some(to) = back_to(cx, gateway, branch) {
            back.insert(to);
            returned += branch.n?;
            let evidence = branch.evidence.or(gateway.evidence).or(p.evidence);
            observed &= evidence == Some(Evidence::Observed);
        }
    }
    let back = p.step(back.pop_first().filter(|_| back.is_empty())?)?;
    Some(Returned {
        gateway,
        desk,
        back,
        cases: returned,
        n,
        observed,
    })
}

/// Where the cases of a branch come back: at once, or after the applicant has taken note of the refusal.
fn back_to<'a>(cx: &Context<'a>, gateway: &Gateway, branch: &'a Branch) -> Option<&'a Id> {
    if let Some(to) = &branch.back_to {
        return Some(to);
    }
    let reference = Ref {
        id: gateway.id.clone(),
        branch: Some(branch.id.clone()),
    };
    if !refuses(cx, &reference) {
        return None;
    }
    let next = followers(cx, &reference);
    let leads = |to: &Id| next.iter().any(|(id, _)| *id == to || cx.leads(id, to));
    let mut later = cx.procedure.gateways.iter().flatten();
    later
        .find(|later| leads(&later.id) && later.branches.iter().any(|b| b.back_to.is_some()))
        .and_then(|later| later.branches.iter().find_map(|b| b.back_to.as_ref()))
}

/// The steps between the return and the desk that give what its criteria read, and whether the file says what they
/// read; where it does not, the step of the return if something is given there.
fn entries<'a>(cx: &Context<'a>, known: &Returned<'a>) -> (Vec<&'a Step>, bool) {
    let p = cx.procedure;
    let examined = criteria(known.desk).iter().filter_map(|id| p.criterion(id));
    let reads: BTreeSet<&Id> = examined
        .flat_map(|criterion| criterion.reads.iter().flatten())
        .collect();
    if reads.is_empty() {
        let back = known.back;
        let enters = back.kind == StepKind::Submit || !given_at(p, back).is_empty();
        return (enters.then_some(back).into_iter().collect(), false);
    }
    let mut entries = cx.steps_in_order();
    entries.retain(|step| {
        let from = step.id == known.back.id || cx.leads(&known.back.id, &step.id);
        from && cx.leads(&step.id, &known.desk.id) && !given_at(p, step).is_disjoint(&reads)
    });
    (entries, true)
}

fn finding(known: &Returned<'_>, entries: &[&Step], stated: bool) -> Finding {
    let ids: Vec<Id> = entries.iter().map(|step| step.id.clone()).collect();
    let rate = known.cases as f64 / known.n as f64;
    let message = Message::new(RULE.id)
        .with("step", Arg::name(&known.desk.id))
        .with("rate", Unit::Share.show(rate))
        .with("entries", Arg::names(&ids));
    let counted = Message::new("not-passed-first")
        .with("returned", known.cases)
        .with("n", known.n)
        .with("bound", Unit::Share.show(known.lower()))
        .with("back", Arg::name(&known.back.id));
    let key = if stated {
        "entered-for-desk"
    } else {
        "cases-come-back-to"
    };
    let sources = entries.iter().map(|entry| {
        let message = Message::new(key).with("step", Arg::name(&entry.id));
        let message = if stated {
            message.with("desk", Arg::name(&known.desk.id))
        } else {
            message
        };
        Label::new(&entry.id, message)
    });
    Finding {
        rule: RULE.id,
        steps: ids.iter().chain([&known.desk.id]).cloned().collect(),
        items: vec![known.gateway.id.clone()],
        severity: RULE.severity,
        // That the entry is at fault, and not the case, is never stated.
        confidence: if stated && known.observed {
            Confidence::Likely
        } else {
            Confidence::Possible
        },
        message,
        labels: [Label::new(&known.gateway.id, counted)]
            .into_iter()
            .chain(sources)
            .collect(),
    }
}

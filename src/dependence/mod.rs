//! Why one step has to wait for another: data, people, law and safeguards.
//!
//! Two steps stand in an order that matters when the later one uses what the earlier one makes or
//! takes in, when one desk does both, when a rule prescribes the order, when the earlier one is a
//! safeguard of the later one, or when one of them keeps its place in time. All the rest is habit:
//! it may change, once somebody has said that nothing else stands behind it.

mod materials;
mod series;

pub use series::{Series, chains};

use crate::context::Context;
use crate::measure::data::asked_at;
use crate::message::{Arg, Message};
use crate::model::{
    Agency, ConstraintKind, DocumentKind, Id, Mandate, Procedure, RoleKind, Step, StepKind,
    WaitKind,
};
use materials::Materials;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Steps between two others beyond which no explanation is looked for.
const LONGEST: usize = 256;

/// Why `later` directly waits for `earlier`; empty where nothing in the file makes it.
pub fn reasons(cx: &Context<'_>, earlier: &Step, later: &Step) -> Vec<Message> {
    let p = cx.procedure;
    let mut out = materials(p, earlier, later);
    out.extend(desk(p, earlier, later));
    out.extend(prescribed(p, earlier, later));
    out.extend(safeguard(cx, earlier, later));
    out.extend(case_order(p, earlier, later));
    out.extend(answered(cx, earlier, later));
    let pair = |message: Message| {
        message
            .with("a", Arg::name(&earlier.id))
            .with("b", Arg::name(&later.id))
    };
    out.into_iter().map(pair).collect()
}

/// Why `later` has to come after `earlier`, directly or by way of steps between them: the reasons
/// along the shortest way. None where nothing in the file makes it wait.
pub fn why_in_order(cx: &Context<'_>, earlier: &str, later: &str) -> Option<Vec<Message>> {
    let between = |step: &&Step| {
        let from = step.id == *earlier || cx.leads(earlier, &step.id);
        from && (step.id == *later || cx.leads(&step.id, later))
    };
    let steps: Vec<&Step> = cx.procedure.steps.iter().filter(between).collect();
    let start = steps.iter().position(|step| step.id == *earlier)?;
    let goal = steps.iter().position(|step| step.id == *later)?;
    if steps.len() > LONGEST || start == goal {
        return None;
    }
    let mut came_from = BTreeMap::from([(start, (start, Vec::new()))]);
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for next in 0..steps.len() {
            let ahead = cx.leads(&steps[at].id, &steps[next].id);
            if came_from.contains_key(&next) || !ahead {
                continue;
            }
            let reasons = reasons(cx, steps[at], steps[next]);
            if !reasons.is_empty() {
                came_from.insert(next, (at, reasons));
                open.push_back(next);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = goal;
    while at != start {
        let (from, reasons) = came_from.get(&at)?;
        way.push(reasons.clone());
        at = *from;
    }
    Some(way.into_iter().rev().flatten().collect())
}

/// Whether a criterion is there to protect what a step does.
///
/// A decision is protected by everything examined before it. Where the file does not say what a
/// criterion protects, it protects every sign-off and every product; where it names an end, it
/// protects the outputs handed over on the way there.
pub fn protects(cx: &Context<'_>, criterion: &Id, step: &Step) -> bool {
    let p = cx.procedure;
    let makes = |id: &Id| step.produces.iter().flatten().any(|made| made == id);
    let Some(list) = p
        .criterion(criterion)
        .and_then(|criterion| criterion.protects.as_ref())
    else {
        return step.signs() || step.produces.iter().flatten().next().is_some();
    };
    let output = |id: &&Id| {
        p.document(id)
            .is_some_and(|document| document.kind == Some(DocumentKind::Output))
    };
    let hands_over = step.produces.iter().flatten().any(|made| output(&made));
    let end = |id: &Id| p.ends.iter().any(|end| end.id == *id) && cx.leads(&step.id, id);
    step.kind == StepKind::Decide
        || list
            .iter()
            .any(|id| *id == step.id || makes(id) || hands_over && end(id))
}

/// What a criterion protects: every end, and the steps that it [`protects`].
pub fn protected<'a>(cx: &Context<'a>, criterion: &Id) -> Vec<&'a str> {
    let p = cx.procedure;
    let ends = p.ends.iter().map(|end| end.id.0.as_str());
    let steps = p.steps.iter();
    let steps = steps.filter(|step| protects(cx, criterion, step));
    ends.chain(steps.map(|step| step.id.0.as_str())).collect()
}

/// Documents and fields that a step or its criteria use.
pub fn used_by<'a>(p: &'a Procedure, step: &'a Step) -> BTreeSet<&'a Id> {
    Materials::of(p, step).used()
}

/// Documents and fields that a step makes, types, or takes in from the applicant, anew perhaps.
pub fn changed_by<'a>(p: &'a Procedure, step: &'a Step) -> BTreeSet<&'a Id> {
    let mut changed = Materials::of(p, step).written();
    for asked in asked_at(p, step) {
        let document = asked.need.document();
        changed.insert(document);
        let document = p.document(document);
        changed.extend(document.iter().flat_map(|document| document.carries.iter().flatten()));
    }
    changed
}

/// What the later step uses, and the earlier one makes or takes in.
fn materials(p: &Procedure, earlier: &Step, later: &Step) -> Vec<Message> {
    let (x, y) = (Materials::of(p, earlier), Materials::of(p, later));
    let mut out = Vec::new();
    let mut say = |key, items: BTreeSet<&Id>| {
        if !items.is_empty() {
            out.push(Message::new(key).with("items", Arg::names(items)));
        }
    };
    say("waits-for-product", y.needs_made_by(&x));
    say("waits-for-papers", y.needs_taken_in_by(&x));
    say("both-write", x.written_by_both(&y));
    say("used-before-change", x.uses_before_change_by(&y));
    out
}

/// One desk works on one step of a case after the other; so does the applicant alone.
fn desk(p: &Procedure, earlier: &Step, later: &Step) -> Option<Message> {
    let desk = p.desk(earlier);
    (desk == p.desk(later)).then(|| Message::new("one-desk-in-turn").with("desk", Arg::name(desk)))
}

/// What a constraint or a law says about the order of the two.
fn prescribed(p: &Procedure, earlier: &Step, later: &Step) -> Vec<Message> {
    let ordering = [
        ConstraintKind::Order,
        ConstraintKind::FourEyes,
        ConstraintKind::IndependentAppeal,
    ];
    let about_both = ordering.into_iter().filter(|&kind| {
        p.constraints_of(kind).any(|constraint| {
            constraint.steps.contains(&earlier.id) && constraint.steps.contains(&later.id)
        })
    });
    let mut out: Vec<Message> = about_both
        .map(|kind| Message::new("constraint-orders").with("kind", Message::new(kind.key())))
        .collect();
    let cited = later.law.iter().flatten();
    let both = p
        .mandating(earlier.law.as_ref(), Mandate::Order)
        .filter(|law| cited.clone().any(|id| *id == law.id));
    out.extend(both.map(|law| Message::new("law-orders").with("law", Arg::name(&law.id))));
    out
}

/// What the earlier step examines to protect the later one.
fn safeguard(cx: &Context<'_>, earlier: &Step, later: &Step) -> Option<Message> {
    let examined = earlier.criteria.iter().flatten();
    let protecting: Vec<&Id> = examined
        .filter(|criterion| protects(cx, criterion, later))
        .collect();
    (!protecting.is_empty())
        .then(|| Message::new("protected-by").with("criteria", Arg::names(protecting)))
}

/// The order that lies in what the steps are.
fn case_order(p: &Procedure, earlier: &Step, later: &Step) -> Option<Message> {
    let fixed = [earlier, later]
        .into_iter()
        .find_map(|step| keeps_place(p, step).map(|key| (step, key)));
    if let Some((step, key)) = fixed {
        return Some(Message::new(key).with("step", Arg::name(&step.id)));
    }
    if later.kind == StepKind::Notify {
        return Some(Message::new("tells-what-was-done"));
    }
    if later.kind == StepKind::Inspect && p.is_applicant(p.desk(earlier)) {
        return Some(Message::new("inspects-what-was-done"));
    }
    if p.meets_applicant(later) {
        return None;
    }
    let agencies = (agency_of(p, earlier), agency_of(p, later));
    let same = matches!(agencies, (Some(a), Some(b)) if a.id == b.id);
    let elsewhere = matches!(agencies, (Some(a), Some(b)) if a.id != b.id);
    if earlier.kind == StepKind::Submit && !elsewhere {
        return Some(Message::new("works-on-what-was-submitted"));
    }
    if same && p.meets_applicant(earlier) {
        return Some(Message::new("taken-in-by-agency"));
    }
    let signs_on = same || above(p, &later.role, &earlier.role);
    (later.signs() && signs_on && (earlier.is_control() || earlier.kind == StepKind::Inspect))
        .then(|| Message::new("signs-on-what-was-examined"))
}

/// The agency at whose desk a step is done, when it is an office's.
fn agency_of<'a>(p: &'a Procedure, step: &Step) -> Option<&'a Agency> {
    p.agency_of(step).filter(|_| {
        p.role(p.desk(step))
            .is_some_and(|role| role.kind != Some(RoleKind::Applicant))
    })
}

/// Why a step stays where it is in time: the key of the reason.
fn keeps_place(p: &Procedure, step: &Step) -> Option<&'static str> {
    let mandated = |mandate| p.mandating(step.law.as_ref(), mandate).next().is_some();
    let statutory = step
        .wait
        .iter()
        .flat_map(|waits| &waits.0)
        .any(|wait| wait.kind == Some(WaitKind::Statutory));
    let constrained = p
        .constraints_of(ConstraintKind::StatutoryWait)
        .any(|constraint| constraint.steps.contains(&step.id));
    if statutory || constrained || mandated(Mandate::MinimumWait) {
        return Some("waits-by-law");
    }
    match step.kind {
        _ if mandated(Mandate::Hearing) => Some("hearing-keeps-place"),
        StepKind::Wait => Some("wait-keeps-place"),
        StepKind::Decide => Some("decision-keeps-place"),
        _ => None,
    }
}

/// Whether `role` stands above `other` in the reporting lines of the file.
fn above(p: &Procedure, role: &Id, other: &Id) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = Some(other);
    while let Some(id) = at.filter(|id| seen.insert(*id)) {
        at = p.role(id).and_then(|role| role.superior.as_ref());
        if at == Some(role) {
            return true;
        }
    }
    false
}

/// That somebody said that the later step has to wait.
fn answered(cx: &Context<'_>, earlier: &Step, later: &Step) -> Option<Message> {
    use crate::fact::{Fact, Verdict};
    match cx.ask(Fact::new("may-start-before", [&later.id, &earlier.id])) {
        Verdict::Fails(message) => Some(message),
        _ => None,
    }
}

//! `unclear-accountability`: two desks that both decide on one criterion with no rank between them, or a decision
//! for which nobody is competent.
//!
//! Steps of a finding: the two steps, in the order of a case, or the one decision.

use super::Rule;
use crate::context::Context;
use crate::control::{competent, criteria, reports_to, shared};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::message::{Arg, Message};
use crate::model::{Agency, ConstraintKind, Id, Listed, Procedure, Step, StepKind};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "unclear-accountability",
    severity: Severity::Medium,
    check,
    page: include_str!("../../docs/rules/unclear-accountability.md"),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut signing = cx.steps_in_order();
    signing.retain(|step| step.signs());
    for (at, a) in signing.iter().enumerate() {
        for b in &signing[at + 1..] {
            findings.extend(two_deciders(cx, a, b));
        }
    }
    let decisions = signing.iter().filter(|step| step.kind == StepKind::Decide);
    findings.extend(decisions.filter_map(|step| no_decider(cx, step)));
}

/// Two desks that one case meets, that decide on the same, and of which the file says that neither ranks above the other.
fn two_deciders(cx: &Context<'_>, a: &Step, b: &Step) -> Option<Finding> {
    let p = cx.procedure;
    let contested = shared(a, b).into_iter();
    let contested: Vec<Id> = contested.filter(|on| !one_owns(cx, a, b, on)).collect();
    let met = || cx.meet(&a.id, &b.id);
    if contested.is_empty() || p.desk(a) == p.desk(b) || on_purpose(p, a, b) || !met() {
        return None;
    }
    let no_rank = no_rank(cx, a, b)?;
    let message = Message::new(RULE.id)
        .with("a", Arg::name(&a.id))
        .with("b", Arg::name(&b.id))
        .with("criteria", Arg::names(&contested));
    let able = |step: &&Step| {
        let mut each = contested.iter();
        each.all(|on| competent(cx, &step.role, on) == Some(true))
    };
    let both_able = [a, b].iter().all(able);
    let ability = [a, b].into_iter().map(|step| {
        let key = if able(&step) {
            "stated-competent"
        } else {
            "competence-not-stated"
        };
        let message = Message::new(key).with("role", Arg::name(&step.role));
        Label::new(&step.id, message)
    });
    Some(Finding {
        rule: RULE.id,
        steps: vec![a.id.clone(), b.id.clone()],
        severity: RULE.severity,
        confidence: if both_able {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
        message,
        labels: [Label::new(&b.id, no_rank)]
            .into_iter()
            .chain(ability)
            .collect(),
        items: contested,
    })
}

/// Whether just one of the two is said to be competent: then it is clear who answers for it.
fn one_owns(cx: &Context<'_>, a: &Step, b: &Step, criterion: &Id) -> bool {
    let able = |step: &Step| competent(cx, &step.role, criterion) == Some(true);
    able(a) != able(b)
}

/// Whether a constraint speaks of both, so that there are two of them on purpose.
fn on_purpose(p: &Procedure, a: &Step, b: &Step) -> bool {
    let purposes = [
        ConstraintKind::FourEyes,
        ConstraintKind::NeverMerge,
        ConstraintKind::IndependentAppeal,
    ];
    let both = |steps: &[Id]| steps.contains(&a.id) && steps.contains(&b.id);
    let mut constraints = purposes.iter().flat_map(|kind| p.constraints_of(*kind));
    constraints.any(|known| both(&known.steps))
}

/// Why neither ranks above the other; nothing where one does, or where the file does not say.
fn no_rank(cx: &Context<'_>, a: &Step, b: &Step) -> Option<Message> {
    let p = cx.procedure;
    if reports_to(cx, a, b) || reports_to(cx, b, a) {
        return None;
    }
    let pair = |key| {
        let message = Message::new(key).with("a", Arg::name(&a.role));
        message.with("b", Arg::name(&b.role))
    };
    let agency = |step: &Step| p.agency_of(step).map(|agency: &Agency| &agency.id);
    if in_a_line(p, &a.role) && in_a_line(p, &b.role) {
        return Some(pair("neither-above"));
    }
    let (one, other) = agency(a).zip(agency(b))?;
    (one != other).then(|| pair("two-agencies-decide"))
}

/// Whether the file says of a role whom it reports to or who reports to it.
fn in_a_line(p: &Procedure, role: &Id) -> bool {
    p.roles.iter().any(|known| {
        let above = known.superior.as_ref();
        above == Some(role) || known.id == *role && above.is_some()
    })
}

/// A decision on criteria for which, by a complete list, no role is competent.
fn no_decider(cx: &Context<'_>, step: &Step) -> Option<Finding> {
    let p = cx.procedure;
    let nobody = |on: &&Id| {
        let mut roles = p.roles.iter();
        roles.all(|role| competent(cx, &role.id, on) != Some(true))
    };
    let open: Vec<Id> = criteria(step).iter().filter(nobody).cloned().collect();
    if open.is_empty() || !p.lists_all(Listed::Competences) {
        return None;
    }
    let about = |key| {
        let message = Message::new(key).with("step", Arg::name(&step.id));
        message.with("criteria", Arg::names(&open))
    };
    let label = Label::new(&step.id, about("competences-listed"));
    Some(Finding {
        rule: RULE.id,
        steps: vec![step.id.clone()],
        severity: RULE.severity,
        confidence: Confidence::Certain,
        message: about("nobody-decides"),
        labels: vec![label],
        items: open,
    })
}

//! Steps that must be done by different people.

use super::Pair;
use crate::message::{Arg, Message};
use crate::model::{ConstraintKind, Procedure, Step};
use std::collections::BTreeSet;

/// Steps that must be done by different people are still two steps of two roles, where they were, stated to share no person
/// where they were, and do not come to the applicant at one joint visit.
pub(super) fn apart(pair: &Pair<'_>) -> Result<(), Message> {
    let p = pair.before.procedure;
    for constraint in p
        .constraints_of(ConstraintKind::FourEyes)
        .chain(p.constraints_of(ConstraintKind::NeverMerge))
    {
        let known = constraint.steps.iter().map(|id| p.step(id));
        let heirs: Option<Vec<&Step>> = known.map(|step| pair.control_heir(step?)).collect();
        let lost = || Message::new("lost-four-eyes").with("steps", Arg::names(&constraint.steps));
        let heirs = heirs.ok_or_else(lost)?;
        let distinct: BTreeSet<&str> = heirs.iter().map(|step| step.id.as_str()).collect();
        let were: Vec<&Step> = constraint
            .steps
            .iter()
            .filter_map(|id| p.step(id))
            .collect();
        let merged = distinct.len() < constraint.steps.len();
        let nearer = pairs(&were).zip(pairs(&heirs)).any(|(was, is)| {
            let apart = |p: &Procedure, [a, b]: [&Step; 2]| p.apart(&a.role, &b.role);
            apart(pair.after.procedure, is) < apart(p, was)
        });
        if merged || nearer || come_together(&heirs) > come_together(&were) {
            return Err(lost());
        }
    }
    Ok(())
}

/// Each two of some steps.
fn pairs<'s>(steps: &'s [&'s Step]) -> impl Iterator<Item = [&'s Step; 2]> {
    let each = steps.iter().enumerate();
    each.flat_map(|(at, a)| steps[at + 1..].iter().map(move |b| [*a, *b]))
}

/// Pairs of steps that are done at one joint visit.
fn come_together(steps: &[&Step]) -> usize {
    pairs(steps).filter(|[a, b]| a.comes_with(b)).count()
}

/// Whether the role that hears an appeal is independent of the one whose decision it is about: another one, and neither
/// its superior nor its subordinate.
fn independent(p: &Procedure, appeal: &Step, decider: &Step) -> bool {
    let (a, b) = (&appeal.role, &decider.role);
    a != b && !p.is_above(a, b) && !p.is_above(b, a)
}

/// An appeal is decided by a role and at a step of its own, as before, out of the line of who decided where it was, and at no
/// joint visit with what it is about.
pub(super) fn appeals(pair: &Pair<'_>) -> Result<(), Message> {
    for constraint in pair
        .before
        .procedure
        .constraints_of(ConstraintKind::IndependentAppeal)
    {
        let lost = || Message::new("lost-appeal").with("steps", Arg::names(&constraint.steps));
        let known = constraint.steps.iter();
        let known = known.map(|id| pair.before.procedure.step(id));
        let heirs: Option<Vec<&Step>> = known.map(|step| pair.control_heir(step?)).collect();
        let heirs = heirs.ok_or_else(lost)?;
        let Some((appeal, deciders)) = heirs.split_first() else {
            continue;
        };
        let were: Vec<&Step> = constraint
            .steps
            .iter()
            .filter_map(|id| pair.before.procedure.step(id))
            .collect();
        let together = come_together(&heirs) > come_together(&were);
        let one_step = deciders.iter().any(|step| step.id == appeal.id);
        let dependent = were.iter().skip(1).zip(deciders).any(|(was, is)| {
            let (before, after) = (pair.before.procedure, pair.after.procedure);
            let one_role = is.role == appeal.role && was.role != were[0].role;
            one_role || independent(before, were[0], was) && !independent(after, appeal, is)
        });
        if together || one_step || dependent {
            return Err(lost());
        }
    }
    Ok(())
}

//! Steps that must be done by different people.

use super::Pair;
use crate::message::{Arg, Message};
use crate::model::{ConstraintKind, Id, Step};
use std::collections::BTreeSet;

/// Steps that must be done by different people are still two steps of two roles, where they were, and do not come to the
/// applicant at one joint visit.
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
        let roles = |steps: &[&Step]| {
            steps
                .iter()
                .map(|step| &step.role)
                .collect::<BTreeSet<&Id>>()
                .len()
        };
        let were: Vec<&Step> = constraint
            .steps
            .iter()
            .filter_map(|id| p.step(id))
            .collect();
        let merged = distinct.len() < constraint.steps.len();
        if merged || roles(&heirs) < roles(&were) || come_together(&heirs) > come_together(&were) {
            return Err(lost());
        }
    }
    Ok(())
}

/// Pairs of steps that are done at one joint visit.
fn come_together(steps: &[&Step]) -> usize {
    let others = |at: usize| steps[at + 1..].iter();
    let pairs = steps.iter().enumerate();
    pairs
        .map(|(at, step)| others(at).filter(|other| step.comes_with(other)).count())
        .sum()
}

/// An appeal is decided by a role and at a step of its own, as before, and at no joint visit with what it is about.
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
        let independent = were.iter().skip(1).all(|step| step.role != were[0].role);
        let together = come_together(&heirs) > come_together(&were);
        let same = |step: &&Step| step.id == appeal.id || independent && step.role == appeal.role;
        if together || deciders.iter().any(same) {
            return Err(lost());
        }
    }
    Ok(())
}

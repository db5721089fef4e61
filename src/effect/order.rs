//! What the order of steps leaves free, and what it no longer guards.

use super::Point;
use crate::context::Net;
use crate::dependence::{finds_out, grants};
use crate::model::{Id, Step};

/// A step that grants, with controls that came before it and run beside it afterwards: what they find may come too late.
#[derive(Debug, Clone, PartialEq)]
pub struct Unguarded {
    /// The step that grants.
    pub step: Id,
    /// The controls.
    pub controls: Vec<Id>,
}

/// Pairs of steps of one case that may be done in either order or at the same time.
pub(super) fn free_pairs(net: &Net) -> usize {
    let steps: Vec<_> = crate::graph::step_nodes(&net.graph).collect();
    let pairs = steps.iter().enumerate();
    let pairs = pairs.flat_map(|(at, &a)| steps[at + 1..].iter().map(move |&b| (a, b)));
    pairs
        .filter(|&(a, b)| net.relations.concurrent(a, b))
        .count()
}

/// The steps that grant beside controls that came before them.
pub(super) fn unguarded(before: &Point<'_>, after: &Point<'_>) -> Vec<Unguarded> {
    let p = before.procedure;
    let looking: Vec<&Step> = p.steps.iter().filter(|step| finds_out(p, step)).collect();
    let related = |point: &Point<'_>, a: &Step, b: &Step| {
        let nodes = &point.net.relations;
        nodes.node(&a.id).zip(nodes.node(&b.id))
    };
    let too_late = |control: &Step, step: &Step| {
        let was = related(before, control, step);
        let is = related(after, control, step);
        was.is_some_and(|(a, b)| before.net.relations.leads_forward(a, b))
            && is.is_some_and(|(a, b)| after.net.relations.concurrent(a, b))
    };
    let granting = p.steps.iter().filter(|step| grants(p, step));
    let unguarded = granting.map(|step| Unguarded {
        step: step.id.clone(),
        controls: (looking.iter().filter(|control| too_late(control, step)))
            .map(|control| control.id.clone())
            .collect(),
    });
    unguarded.filter(|one| !one.controls.is_empty()).collect()
}

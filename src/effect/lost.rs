//! What nobody would stop any more.

use super::Point;
use crate::measure::figure::Figure;
use crate::measure::quality::stops;
use crate::model::{Id, Step};

/// A control that goes, alone or into another one, or that decides nothing any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// The control.
    pub step: Id,
    /// The control that it became a part of, where it did.
    pub into: Option<Id>,
    /// Cases a year that it stops today and that none of the controls left is known to stop.
    pub stopped: Figure,
}

/// The controls of the version before that are no controls of their own afterwards.
pub(super) fn lost(before: &Point<'_>, after: &Point<'_>) -> Vec<Lost> {
    let (p, q) = (before.procedure, after.procedure);
    let controls = p.steps.iter().filter(|step| step.is_control());
    let stays = |step: &&Step| q.step(&step.id).is_some_and(Step::is_control);
    let gone: Vec<&Step> = controls.filter(|step| !stays(step)).collect();
    let lost = gone.iter().map(|step| {
        let relations = &before.net.relations;
        let meet = |other: &Step| {
            let nodes = relations.node(&step.id).zip(relations.node(&other.id));
            nodes.is_some_and(|(a, b)| {
                relations.leads_forward(a, b)
                    || relations.leads_forward(b, a)
                    || relations.concurrent(a, b)
            })
        };
        let left = p
            .steps
            .iter()
            .filter(|other| other.is_control() && other.id != step.id);
        let left = left.filter(|other| !gone.iter().any(|gone| gone.id == other.id));
        let left: Vec<Id> = left
            .filter(|other| meet(other))
            .map(|other| other.id.clone())
            .collect();
        let heir = q.steps.iter().find(|now| now.original().contains(&step.id));
        let heir = heir.filter(|heir| heir.id != step.id);
        Lost {
            step: step.id.clone(),
            into: heir.map(|heir| heir.id.clone()),
            stopped: stops(p, &before.net.graph, step, &left),
        }
    });
    lost.collect()
}

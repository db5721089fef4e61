//! What a control catches that the controls before it let pass.

use crate::context::Context;
use crate::graph::step_nodes;
use crate::measure::figure::Unit;
use crate::measure::quality::{self, Rejection};
use crate::message::{Arg, Message};
use crate::model::{Id, Step};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The count that says most about what a control adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Caught {
    /// The count; where cases come by several ways, that of the way with the highest bound.
    pub count: Rejection,
    /// The controls that had passed the counted cases; none where the count does not say.
    pub after: Option<Vec<Id>>,
}

/// What a control was counted to catch: after exactly the controls that stand before it, or over each of
/// the ways by which cases come to it; else what it rejects over all, which is not marginal.
pub fn caught(cx: &Context<'_>, step: &Step) -> Option<Caught> {
    step.decisions.as_ref()?;
    let known = cx.once(Known::default);
    if let Some(known) = known.0.borrow().get(&step.id) {
        return known.clone();
    }
    let found = find(cx, step);
    known.0.borrow_mut().insert(step.id.clone(), found.clone());
    found
}

/// What is known of the controls of one version.
#[derive(Default)]
struct Known(RefCell<BTreeMap<Id, Option<Caught>>>);

fn find(cx: &Context<'_>, step: &Step) -> Option<Caught> {
    let node = cx.node(&step.id)?;
    let controls = step_nodes(&cx.graph).zip(&cx.procedure.steps);
    let controls = controls.filter(|(other, control)| *other != node && control.is_control());
    let possible = controls.filter(|(other, _)| cx.relations.leads_forward(*other, node));
    let (possible, certain): (Vec<&Id>, Vec<bool>) = possible
        .map(|(other, control)| (&control.id, cx.relations.always_before(other, node)))
        .unzip();
    let certain = || {
        possible
            .iter()
            .zip(&certain)
            .filter(|(_, certain)| **certain)
    };
    let given = step.decisions.iter().flatten();
    let given = given.filter_map(|counted| counted.given.as_ref());
    let mut sets: Vec<Vec<&Id>> = given.map(|given| in_order(given)).collect();
    sets.retain(|given| {
        certain().all(|(id, _)| given.contains(id)) && given.iter().all(|id| possible.contains(id))
    });
    sets.sort_unstable();
    sets.dedup();
    let counted = |id: &&Id| sets.iter().any(|set| set.contains(id));
    if sets.is_empty() || !possible.iter().all(counted) {
        let overall = step.decisions.iter().flatten();
        let overall = overall.filter(|counted| counted.given.is_none());
        return overall
            .max_by_key(|counted| counted.n)
            .map(|counted| Caught {
                count: Rejection::of(counted, step),
                after: None,
            });
    }
    let ways = sets.into_iter().filter_map(|set| {
        let given: Vec<Id> = set.into_iter().cloned().collect();
        Some(Caught {
            count: quality::rejection(step, Some(&given))?,
            after: Some(given),
        })
    });
    ways.max_by(|a, b| a.count.upper().total_cmp(&b.count.upper()))
}

/// Ids, each once, in their order.
fn in_order(ids: &[Id]) -> Vec<&Id> {
    let mut ids: Vec<&Id> = ids.iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Caught {
    /// `rejects 31 of 2,747 (1.13 %, at most 1.53 %) after ...`.
    pub fn message(&self, step: &Step) -> Message {
        let (key, after) = match self.after.as_deref() {
            None => ("caught-overall", None),
            Some([]) => ("caught-first", None),
            Some(after) => ("caught-after", Some(after)),
        };
        let share = |value: f64| Unit::Share.show(value);
        let rate = self.count.rate().unwrap_or(0.0);
        let message = Message::new(key)
            .with("step", Arg::name(&step.id))
            .with("rejected", grouped(self.count.rejected))
            .with("n", grouped(self.count.n))
            .with("rate", share(rate))
            .with("bound", share(self.count.upper()));
        match after {
            Some(after) => message.with("after", Arg::names(after)),
            None => message,
        }
    }
}

/// A count with its thousands set apart.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

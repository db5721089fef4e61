//! Criteria are examined before what they protect, and papers are at hand before they are used.

use super::Pair;
use super::certain::Certain;
use crate::context::Context;
use crate::control::competent;
use crate::dependence;
use crate::fact::Verdict;
use crate::message::{Arg, Message};
use crate::model::{Id, Need, Procedure, Step};
use crate::trade::{Relaxed, gives_up};
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Every criterion that was certainly examined before something still is, by a competent role where one was; but for
/// the examinations that are given up.
pub(super) fn criteria(pair: &Pair<'_>) -> Result<(), Message> {
    let steps = pair.before.procedure.steps.iter();
    let all: BTreeSet<&Id> = steps
        .flat_map(|step| step.criteria.iter().flatten())
        .collect();
    if all.is_empty() || examined_alike(pair) {
        return Ok(());
    }
    let tables = [false, true].map(|stated| {
        let before = examined(pair.before, &all, stated, pair.relaxed);
        (before, examined(pair.after, &all, stated, &[]))
    });
    for criterion in all.iter().copied() {
        let mut protected = dependence::protected(pair.before, criterion).into_iter();
        let lost = protected.find(|id| {
            let kept = pair.heir(id).map_or(*id, |heir| &heir.id);
            let Some((was, is)) = pair.before.node(id).zip(pair.after.node(kept)) else {
                return false;
            };
            let mut tables = tables.iter();
            tables.any(|(before, after)| before.by(was, criterion) && !after.by(is, criterion))
        });
        if let Some(lost) = lost {
            let message = Message::new("lost-criterion").with("criterion", Arg::name(criterion));
            return Err(message.with("before", Arg::name(lost)));
        }
    }
    Ok(())
}

/// Whether nothing has changed of the flow and of who examines and makes what.
fn examined_alike(pair: &Pair<'_>) -> bool {
    let (before, after) = (pair.before.procedure, pair.after.procedure);
    let alike = |(a, b): (&Step, &Step)| {
        let role = a.id == b.id && a.role == b.role && a.kind == b.kind;
        role && a.criteria == b.criteria && a.produces == b.produces
    };
    Arc::ptr_eq(&pair.before.graph, &pair.after.graph)
        && before.steps.iter().zip(&after.steps).all(alike)
}

/// Where each criterion was examined, but for what is `relaxed`; with `stated`, only by roles that the file or an answer
/// calls competent.
fn examined<'i>(
    cx: &Context<'_>,
    all: &BTreeSet<&'i Id>,
    stated: bool,
    relaxed: &[Relaxed],
) -> Certain<'i> {
    Certain::of(cx, all.iter().copied(), |supply| {
        for (step, node) in placed(cx) {
            for criterion in step.criteria.iter().flatten() {
                let counts = !stated || competent(cx, &step.role, criterion) == Some(true);
                if counts && !gives_up(relaxed, &step.id, criterion) {
                    supply(node, criterion);
                }
            }
        }
    })
}

/// What a step uses was handed in, fetched or made by then, wherever it was before.
pub(super) fn available(pair: &Pair<'_>) -> Result<(), Message> {
    if supplied_alike(pair) {
        return Ok(());
    }
    let p = pair.before.procedure;
    let documents: BTreeSet<&Id> = p
        .documents
        .iter()
        .flatten()
        .map(|known| &known.id)
        .collect();
    let before = at_hand(pair.before, &documents);
    let after = at_hand(pair.after, &documents);
    for (step, was) in placed(pair.before) {
        let heir = pair.heir(&step.id);
        let Some((heir, is)) = heir.and_then(|heir| Some((heir, pair.after.node(&heir.id)?)))
        else {
            continue;
        };
        let uses = used(p, step);
        let still = used(pair.after.procedure, heir);
        let uses = (uses.into_iter()).filter(|paper| !pair.papers_may_go || still.contains(paper));
        for document in uses {
            let lost = before.by(was, document) && !after.by(is, document);
            if lost && !nobody_uses(pair, &step.id, document) {
                let message = Message::new("lost-material").with("document", Arg::name(document));
                return Err(message.with("step", Arg::name(&heir.id)));
            }
        }
    }
    Ok(())
}

/// Whether an item that is asked or made at a step is of no use to anybody, as the file says or is answered.
fn nobody_uses(pair: &Pair<'_>, step: &Id, item: &Id) -> bool {
    match dependence::used_by_nobody(pair.before, step, item) {
        Verdict::Holds(_) => true,
        Verdict::Fails(_) => false,
        // What the change rests on is assumed of the version after it.
        Verdict::Unknown(_) => matches!(
            pair.after.ask(dependence::nobody_uses(item)),
            Verdict::Holds(_)
        ),
    }
}

/// Whether nothing has changed of the flow and of what steps ask, make and look at.
fn supplied_alike(pair: &Pair<'_>) -> bool {
    let (before, after) = (pair.before.procedure, pair.after.procedure);
    let alike = |(a, b): (&Step, &Step)| {
        let looks = a.id == b.id && a.criteria == b.criteria && a.reads == b.reads;
        looks && a.needs == b.needs && a.produces == b.produces
    };
    Arc::ptr_eq(&pair.before.graph, &pair.after.graph)
        && before.steps.iter().zip(&after.steps).all(alike)
}

/// Documents that a step uses, and other things that its criteria read.
fn used<'a>(p: &'a Procedure, step: &'a Step) -> BTreeSet<&'a Id> {
    let needs = step.needs.iter().flatten().map(Need::document);
    let criteria = step.criteria.iter().flatten();
    let read = criteria
        .filter_map(|id| p.criterion(id))
        .flat_map(|criterion| criterion.reads.iter().flatten());
    needs
        .chain(read)
        .chain(step.reads.iter().flatten())
        .collect()
}

/// Where each document was handed in, fetched or made.
fn at_hand<'i>(cx: &Context<'_>, documents: &BTreeSet<&'i Id>) -> Certain<'i> {
    Certain::of(cx, documents.iter().copied(), |supply| {
        for (step, node) in placed(cx) {
            let needs = step.needs.iter().flatten().map(Need::document);
            for document in needs.chain(step.produces.iter().flatten()) {
                supply(node, document);
            }
        }
    })
}

/// The steps with their nodes.
fn placed<'a>(cx: &Context<'a>) -> impl Iterator<Item = (&'a Step, NodeIndex)> {
    let steps = cx.procedure.steps.iter();
    steps.filter_map(|step| Some((step, cx.node(&step.id)?)))
}

//! What no rewrite may lose: checked after every rewrite, never skipped.
//!
//! Each guarantee compares the version before a rewrite with the one after it. Steps of the
//! version before are looked for in the one after under the step that took them over. A failure
//! is a bug in a rewrite.

mod law;
mod people;

use crate::context::Context;
use crate::control::competent;
use crate::dependence;
use crate::graph::Join;
use crate::measure::soundness::{Limits, Soundness, decide};
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Id, Procedure, Step};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// A guarantee: data plus a function.
pub struct Guarantee {
    /// Its name, in kebab case.
    pub id: &'static str,
    /// What was lost between the two versions, if something was.
    pub check: fn(&Pair<'_>) -> Result<(), Message>,
}

/// Every guarantee.
pub static ALL: [Guarantee; 8] = [
    Guarantee {
        id: "control-flow-sound",
        check: sound,
    },
    Guarantee {
        id: "outcomes-reachable",
        check: outcomes,
    },
    Guarantee {
        id: "criteria-examined",
        check: criteria,
    },
    Guarantee {
        id: "available-before-use",
        check: available,
    },
    Guarantee {
        id: "mandates-met",
        check: law::mandates,
    },
    Guarantee {
        id: "four-eyes",
        check: people::apart,
    },
    Guarantee {
        id: "appeals-independent",
        check: people::appeals,
    },
    Guarantee {
        id: "statutory-waits",
        check: law::waits,
    },
];

/// Two versions of a procedure and where the steps of the first went.
pub struct Pair<'a> {
    /// The version before the rewrite.
    pub before: &'a Context<'a>,
    /// The version after it.
    pub after: &'a Context<'a>,
    heir: BTreeMap<&'a str, &'a str>,
}

impl<'a> Pair<'a> {
    /// Finds for each original step the step that stands for it now.
    pub fn of(before: &'a Context<'a>, after: &'a Context<'a>) -> Self {
        let mut originals = BTreeMap::new();
        for step in &after.procedure.steps {
            originals.insert(step.id.0.clone(), step.id.0.as_str());
            for original in step.original() {
                originals.insert(original.0, step.id.0.as_str());
            }
        }
        let heirs = before.procedure.steps.iter();
        let heir = heirs
            .filter_map(|step| Some((step.id.0.as_str(), *originals.get(&step.id.0)?)))
            .collect();
        Self {
            before,
            after,
            heir,
        }
    }

    /// The step after the rewrite that stands for a step before it.
    pub fn heir(&self, id: &str) -> Option<&'a Step> {
        self.after.procedure.step(self.heir.get(id)?)
    }
}

/// The first guarantee that does not hold, and what was lost.
pub fn broken(before: &Context<'_>, after: &Context<'_>) -> Option<(&'static str, Message)> {
    let pair = Pair::of(before, after);
    ALL.iter().find_map(|guarantee| {
        (guarantee.check)(&pair)
            .err()
            .map(|lost| (guarantee.id, lost))
    })
}

fn sound(pair: &Pair<'_>) -> Result<(), Message> {
    match decide(&pair.after.graph, Limits::default()) {
        Soundness::Sound => Ok(()),
        Soundness::Unsound(fault) => {
            let at = &pair.after.graph.net[fault.at].id;
            Err(Message::new("lost-soundness").with("step", Arg::name(at)))
        }
        Soundness::Undecided { states, .. } => {
            Err(Message::new("soundness-undecided").with("states", states))
        }
    }
}

fn outcomes(pair: &Pair<'_>) -> Result<(), Message> {
    let (before, after) = (pair.before.procedure, pair.after.procedure);
    for end in &before.ends {
        if after.ends.iter().all(|kept| kept.id != end.id) {
            return Err(Message::new("lost-outcome").with("what", Arg::name(&end.id)));
        }
    }
    for (output, makers) in makers(before) {
        let ends = |p: &Procedure, cx: &Context<'_>, makers: &BTreeSet<&str>| -> BTreeSet<String> {
            let made = |end: &str| makers.iter().any(|maker| cx.leads(maker, end));
            p.ends
                .iter()
                .filter(|end| made(&end.id))
                .map(|end| end.id.0.clone())
                .collect()
        };
        let now = makers_of(after, output);
        if !ends(before, pair.before, &makers).is_subset(&ends(after, pair.after, &now)) {
            return Err(Message::new("lost-outcome").with("what", Arg::name(output)));
        }
    }
    Ok(())
}

fn makers(p: &Procedure) -> BTreeMap<&Id, BTreeSet<&str>> {
    let outputs = p
        .documents
        .iter()
        .flatten()
        .filter(|document| document.kind == Some(DocumentKind::Output));
    outputs
        .map(|output| (&output.id, makers_of(p, &output.id)))
        .collect()
}

fn makers_of<'a>(p: &'a Procedure, document: &Id) -> BTreeSet<&'a str> {
    let makes = |step: &&Step| step.produces.iter().flatten().any(|made| made == document);
    p.steps
        .iter()
        .filter(makes)
        .map(|step| step.id.0.as_str())
        .collect()
}

/// For each node of the net, whether in every run one of the nodes that `does` names has happened by
/// then (itself included). Joins of parallel branches have seen what any of them saw.
pub fn certain_by(cx: &Context<'_>, does: impl Fn(NodeIndex) -> bool) -> BTreeMap<NodeIndex, bool> {
    let net = &cx.graph.net;
    let mut certain = BTreeMap::new();
    for &node in &cx.order {
        let flows = cx
            .graph
            .in_flows(node)
            .into_iter()
            .filter(|&flow| !net[flow].rework);
        let sources: Vec<NodeIndex> = flows
            .filter_map(|flow| Some(net.edge_endpoints(flow)?.0))
            .collect();
        let known = |source: &NodeIndex| certain.get(source).copied().unwrap_or(false);
        let seen = match net[node].join {
            Join::All => sources.iter().any(known),
            Join::Any | Join::Some => !sources.is_empty() && sources.iter().all(known),
        };
        certain.insert(node, seen || does(node));
    }
    certain
}

/// Every criterion that was certainly examined before something still is, by a competent role where one was.
fn criteria(pair: &Pair<'_>) -> Result<(), Message> {
    let criteria: BTreeSet<&Id> = pair
        .before
        .procedure
        .steps
        .iter()
        .flat_map(|step| step.criteria.iter().flatten())
        .collect();
    for criterion in criteria {
        for stated in [false, true] {
            let before = examined_by(pair.before, criterion, stated);
            let after = examined_by(pair.after, criterion, stated);
            let lost = dependence::protected(pair.before, criterion)
                .into_iter()
                .find(|id| {
                    let kept = pair.heir(id).map_or(*id, |heir| heir.id.0.as_str());
                    let certain = |cx: &Context<'_>, at: &str, by: &BTreeMap<NodeIndex, bool>| {
                        cx.node(at).and_then(|node| by.get(&node).copied())
                    };
                    certain(pair.before, id, &before) == Some(true)
                        && certain(pair.after, kept, &after) == Some(false)
                });
            if let Some(lost) = lost {
                let message =
                    Message::new("lost-criterion").with("criterion", Arg::name(criterion));
                return Err(message.with("before", Arg::name(lost)));
            }
        }
    }
    Ok(())
}

/// With `stated`, only by roles that the file or an answer calls competent.
fn examined_by(cx: &Context<'_>, criterion: &Id, stated: bool) -> BTreeMap<NodeIndex, bool> {
    let examiners: BTreeSet<NodeIndex> = (cx.procedure.steps.iter())
        .filter(|step| {
            step.criteria
                .iter()
                .flatten()
                .any(|known| known == criterion)
        })
        .filter(|step| !stated || competent(cx, &step.role, criterion) == Some(true))
        .filter_map(|step| cx.node(&step.id))
        .collect();
    certain_by(cx, |node| examiners.contains(&node))
}

/// What a step uses was handed in, fetched or made by then, wherever it was before.
fn available(pair: &Pair<'_>) -> Result<(), Message> {
    let (mut before, mut after) = (AtHand::of(pair.before), AtHand::of(pair.after));
    for step in &pair.before.procedure.steps {
        let Some(heir) = pair.heir(&step.id) else {
            continue;
        };
        for document in used(pair.before.procedure, step) {
            if before.has(&document, &step.id) && !after.has(&document, &heir.id) {
                let message = Message::new("lost-material").with("document", Arg::name(&document));
                return Err(message.with("step", Arg::name(&heir.id)));
            }
        }
    }
    Ok(())
}

/// Documents that a step uses: those it needs and those its criteria read.
fn used(p: &Procedure, step: &Step) -> BTreeSet<Id> {
    let needs = step
        .needs
        .iter()
        .flatten()
        .map(|need| need.document().clone());
    let criteria = step
        .criteria
        .iter()
        .flatten()
        .filter_map(|id| p.criterion(id));
    let read = criteria
        .flat_map(|criterion| criterion.reads.iter().flatten())
        .chain(step.reads.iter().flatten());
    needs
        .chain(read.filter(|id| p.document(id).is_some()).cloned())
        .collect()
}

/// Where each document is certainly at hand, computed once for each.
struct AtHand<'a> {
    cx: &'a Context<'a>,
    by: BTreeMap<Id, BTreeMap<NodeIndex, bool>>,
}

impl<'a> AtHand<'a> {
    fn of(cx: &'a Context<'a>) -> Self {
        let by = BTreeMap::new();
        Self { cx, by }
    }

    /// Whether a document was handed in, fetched or made by the time of a step, or is made by it.
    fn has(&mut self, document: &Id, at: &Id) -> bool {
        let makes = |step: &Step| step.produces.iter().flatten().any(|made| made == document);
        if self.cx.procedure.step(at).is_some_and(makes) {
            return true;
        }
        let cx = self.cx;
        let by = self.by.entry(document.clone()).or_insert_with(|| {
            let needs = |step: &Step| {
                let mut needs = step.needs.iter().flatten();
                needs.any(|need| need.document() == document)
            };
            let steps = cx.procedure.steps.iter();
            let supplies: BTreeSet<NodeIndex> = steps
                .filter(|step| needs(step) || makes(step))
                .filter_map(|step| cx.node(&step.id))
                .collect();
            certain_by(cx, |node| supplies.contains(&node))
        });
        let certain = cx.node(at).and_then(|node| by.get(&node).copied());
        certain.unwrap_or(false)
    }
}

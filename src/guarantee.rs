//! What no rewrite may lose: checked after every rewrite, never skipped.
//!
//! Each guarantee compares the version before a rewrite with the one after it. Steps of the
//! version before are looked for in the one after under the step that took them over. What a trading rewrite declares
//! that it gives up is not looked for, and nothing else is left out. A failure is a bug in a rewrite.

mod applicant;
mod certain;
mod law;
mod material;
mod people;
mod rework;

use crate::context::Context;
use crate::measure::soundness::{Limits, Soundness, decide};
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Id, Procedure, Step, StepKind};
use crate::trade::Relaxed;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A guarantee: data plus a function.
pub struct Guarantee {
    /// Its name, in kebab case.
    pub id: &'static str,
    /// What was lost between the two versions, if something was.
    pub check: fn(&Pair<'_>) -> Result<(), Message>,
}

/// Every guarantee.
pub static ALL: [Guarantee; 10] = [
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
        check: material::criteria,
    },
    Guarantee {
        id: "available-before-use",
        check: material::available,
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
    Guarantee {
        id: "corrections-made",
        check: rework::corrections,
    },
    Guarantee {
        id: "applicant-served",
        check: applicant::served,
    },
];

/// Two versions of a procedure and where the steps of the first went.
pub struct Pair<'a> {
    /// The version before the rewrite.
    pub before: &'a Context<'a>,
    /// The version after it.
    pub after: &'a Context<'a>,
    /// What the change between them gives up.
    pub relaxed: &'a [Relaxed],
    heir: BTreeMap<&'a str, &'a Step>,
    /// Whether a paper that a step no longer uses was dropped, not lost.
    papers_may_go: bool,
}

impl<'a> Pair<'a> {
    /// Finds for each original step the step that stands for it now. What is `relaxed` may be lost.
    pub fn of(before: &'a Context<'a>, after: &'a Context<'a>, relaxed: &'a [Relaxed]) -> Self {
        let mut heir = BTreeMap::new();
        for step in &after.procedure.steps {
            heir.insert(step.id.as_str(), step);
            let merged = step.origin.iter();
            let merged = merged.flat_map(|origin| origin.merged.iter().flatten());
            heir.extend(merged.map(|id| (id.as_str(), step)));
        }
        Self {
            before,
            after,
            relaxed,
            heir,
            papers_may_go: false,
        }
    }

    /// The same of two versions that people wrote: what a step no longer uses need not be at hand there.
    pub fn claimed(before: &'a Context<'a>, after: &'a Context<'a>) -> Self {
        Self {
            papers_may_go: true,
            ..Self::of(before, after, &[])
        }
    }

    /// The step after the rewrite that stands for a step before it.
    pub fn heir(&self, id: &str) -> Option<&'a Step> {
        self.heir.get(id).copied()
    }

    /// The step that stands for one that a rule names: as much of a control as it was.
    fn control_heir(&self, step: &Step) -> Option<&'a Step> {
        let heir = self.heir(&step.id)?;
        // A check that is done at an inspection is still one.
        let looks = heir.is_control() || heir.kind == StepKind::Inspect;
        (looks || !step.is_control()).then_some(heir)
    }

    /// Whether a change of the law that prescribes a step is part of the change.
    fn law_changes(&self, law: &Id, step: &Id) -> bool {
        let mut about = self.relaxed.iter();
        about.any(|relaxed| relaxed.law() == Some(law) && relaxed.step() == step)
    }
}

/// The first guarantee that does not hold although it is not `relaxed`, and what was lost.
pub fn broken(
    before: &Context<'_>,
    after: &Context<'_>,
    relaxed: &[Relaxed],
) -> Option<(&'static str, Message)> {
    first_broken(before, after, relaxed, |_| true)
}

/// The same of all changes of a chain together. Papers were looked at one change at a time: what a step has no need of any
/// more, none of the later changes has to keep at hand.
pub fn broken_together(
    before: &Context<'_>,
    after: &Context<'_>,
    relaxed: &[Relaxed],
) -> Option<(&'static str, Message)> {
    first_broken(before, after, relaxed, |id| id != "available-before-use")
}

fn first_broken(
    before: &Context<'_>,
    after: &Context<'_>,
    relaxed: &[Relaxed],
    held: impl Fn(&str) -> bool,
) -> Option<(&'static str, Message)> {
    let pair = Pair::of(before, after, relaxed);
    let held = ALL.iter().filter(|guarantee| held(guarantee.id));
    held.into_iter().find_map(|guarantee| {
        let lost = (guarantee.check)(&pair).err()?;
        Some((guarantee.id, lost))
    })
}

fn sound(pair: &Pair<'_>) -> Result<(), Message> {
    // What was read is sound, and so is each version that this guarantee let pass.
    if Arc::ptr_eq(&pair.before.graph, &pair.after.graph) {
        return Ok(());
    }
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
        let ends = |p: &Procedure, cx: &Context<'_>, makers: &BTreeSet<&Id>| -> BTreeSet<Id> {
            let made = |end: &Id| makers.iter().any(|maker| cx.leads(maker, end));
            p.ends
                .iter()
                .filter(|end| made(&end.id))
                .map(|end| end.id.clone())
                .collect()
        };
        let now = makers_of(after, output);
        if !ends(before, pair.before, &makers).is_subset(&ends(after, pair.after, &now)) {
            return Err(Message::new("lost-outcome").with("what", Arg::name(output)));
        }
    }
    Ok(())
}

fn makers(p: &Procedure) -> BTreeMap<&Id, BTreeSet<&Id>> {
    let outputs = p
        .documents
        .iter()
        .flatten()
        .filter(|document| document.kind == Some(DocumentKind::Output));
    outputs
        .map(|output| (&output.id, makers_of(p, &output.id)))
        .collect()
}

fn makers_of<'a>(p: &'a Procedure, document: &Id) -> BTreeSet<&'a Id> {
    let makes = |step: &&Step| step.produces.iter().flatten().any(|made| made == document);
    p.steps.iter().filter(makes).map(|step| &step.id).collect()
}

//! What a change saves, figure by figure.
//!
//! A difference is measurable when what is unknown is the same unchanged steps on both sides: it
//! then cancels out, whatever it is.

use super::figure::{Figure, Unit, Values};
use super::measures::Measures;
use super::workload::{Group, Workload};
use crate::message::Message;
use crate::model::{Id, Procedure, Step};
use std::collections::{BTreeMap, BTreeSet};

/// One measure before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The measure: `lead-time`, `steps` ...
    pub key: &'static str,
    /// Its name.
    pub label: Message,
    /// Before the change.
    pub before: Figure,
    /// After it.
    pub after: Figure,
    /// How much less it is after; below zero where it is more.
    pub less: Figure,
}

/// Ids of the steps that are in both of two versions and are alike in some respect, wherever they stand: what nobody
/// knows of them in that respect is then the same on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alike {
    /// They do, take and cost the same.
    pub unchanged: BTreeSet<Id>,
    /// The same papers and data are asked and typed, whatever else has changed.
    pub asking: BTreeSet<Id>,
    /// The same is asked, and the applicant comes as before.
    pub coming: BTreeSet<Id>,
}

impl Alike {
    /// Compares each step with the one that has its id.
    pub fn of(before: &Procedure, after: &Procedure) -> Self {
        let mut alike = Self::default();
        for (step, other) in pairs(before, after) {
            let unchanged = is_unchanged(step, other);
            let asking = unchanged || all_but_how(step) == all_but_how(other);
            if asking {
                alike.asking.insert(step.id.clone());
            }
            if asking && step.joint == other.joint {
                alike.coming.insert(step.id.clone());
            }
            if unchanged {
                alike.unchanged.insert(step.id.clone());
            }
        }
        alike
    }
}

/// Ids of the steps that are in both and do, take and cost the same in both, wherever they stand.
pub fn unchanged(before: &Procedure, after: &Procedure) -> BTreeSet<Id> {
    let same = pairs(before, after).filter(|(step, other)| is_unchanged(step, other));
    same.map(|(step, _)| step.id.clone()).collect()
}

/// Whether a step does, takes and costs the same in two versions, wherever it stands.
fn is_unchanged(step: &Step, other: &Step) -> bool {
    // Most steps are the same where they stand: of those nothing need be put together to compare.
    step == other || all_but_where(step) == all_but_where(other)
}

/// The steps of a version, each with the one of the other version that has its id.
fn pairs<'p>(
    before: &'p Procedure,
    after: &'p Procedure,
) -> impl Iterator<Item = (&'p Step, &'p Step)> {
    let others: BTreeMap<&str, &Step> = (after.steps.iter())
        .map(|step| (step.id.as_str(), step))
        .collect();
    let steps = before.steps.iter();
    steps.filter_map(move |step| Some((step, *others.get(step.id.as_str())?)))
}

/// A step but for where it stands and where it comes from.
fn all_but_where(step: &Step) -> Step {
    Step {
        after: None,
        origin: None,
        ..step.clone()
    }
}

/// A step but for where it stands, what it is called, and what it takes and costs.
fn all_but_how(step: &Step) -> Step {
    Step {
        name: None,
        description: None,
        joint: None,
        fee: None,
        work: None,
        wait: None,
        elapsed: None,
        decisions: None,
        ..all_but_where(step)
    }
}

/// Every measure before and after, in the order of the tables; `unchanged` as [`unchanged`] gives it.
pub fn differences(
    before: &Measures,
    after: &Measures,
    unchanged: &BTreeSet<Id>,
) -> Vec<Difference> {
    let pairs = before.rows().into_iter().zip(after.rows());
    pairs
        .map(|(before, after)| Difference {
            key: before.key,
            label: before.label,
            less: less(&before.figure, &after.figure, unchanged),
            before: before.figure,
            after: after.figure,
        })
        .collect()
}

/// Hours a year that each group spends less; below zero where work moves onto it.
pub fn shifted(
    before: &Workload,
    after: &Workload,
    unchanged: &BTreeSet<Id>,
) -> BTreeMap<Group, Figure> {
    let none = Figure::of(Values::exactly(0.0), Unit::Hours, None);
    let present = before.groups.keys().chain(after.groups.keys());
    let present: BTreeSet<Group> = present.copied().collect();
    let hours = |year: &Workload, group| year.groups.get(&group).unwrap_or(&none).clone();
    (present.into_iter())
        .map(|group| {
            let (before, after) = (hours(before, group), hours(after, group));
            let known = before.value.is_some() || after.value.is_some();
            let (before, after) = (or_none_known(before, known), or_none_known(after, known));
            (group, less(&before, &after, unchanged))
        })
        .collect()
}

/// Hours of which no term is known, set against a figure of which some are: none of them known.
fn or_none_known(hours: Figure, other_known: bool) -> Figure {
    let no_time = hours
        .why
        .as_ref()
        .is_some_and(|why| why.key == "why-no-times");
    if other_known && no_time {
        return Figure {
            known: 0,
            ..Figure::sum(Values::exactly(0.0), Unit::Hours, hours.of, hours.unknown)
        };
    }
    hours
}

fn less(before: &Figure, after: &Figure, unchanged: &BTreeSet<Id>) -> Figure {
    before.difference(after, |id| unchanged.contains(id))
}

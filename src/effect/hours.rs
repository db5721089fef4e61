//! To whom work goes.

use crate::measure::workload::Group;
use crate::model::{Id, Procedure};
use std::collections::BTreeSet;

/// A step that another role does after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The step of the version before.
    pub step: Id,
    /// Who did it.
    pub from: Id,
    /// Who does it now.
    pub to: Id,
    /// On whose side it was; nothing for a system.
    pub was: Option<Group>,
    /// On whose side it is.
    pub group: Option<Group>,
}

/// A document that a role fetches after a change, and that somebody handed in before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The document.
    pub document: Id,
    /// Who fetches it.
    pub role: Id,
    /// On whose side that is.
    pub group: Option<Group>,
}

fn group(p: &Procedure, role: &Id) -> Option<Group> {
    p.role(role).and_then(|role| Group::of(p, role))
}

/// Steps whose work another role does in the version after.
pub(super) fn handed(before: &Procedure, after: &Procedure) -> Vec<Handed> {
    let now = after.steps.iter();
    let pairs = now.flat_map(|step| step.original().into_iter().map(move |id| (id, &step.role)));
    let handed = pairs.filter_map(|(id, to)| {
        let was = before.step(&id)?;
        (was.role != *to).then(|| Handed {
            from: was.role.clone(),
            was: group(before, &was.role),
            to: to.clone(),
            group: group(after, to),
            step: id,
        })
    });
    handed.collect()
}

/// Documents that are fetched in the version after, where they were handed in before.
pub(super) fn fetched(before: &Procedure, after: &Procedure) -> Vec<Fetched> {
    let fetches = |p: &Procedure| -> Vec<(Id, Id)> {
        let needs = (p.steps.iter()).flat_map(|step| {
            let needs = step
                .needs
                .iter()
                .flatten()
                .filter(|need| need.0.from.is_some());
            needs.map(|need| (need.document().clone(), p.desk(step).clone()))
        });
        needs.collect()
    };
    let known: BTreeSet<(Id, Id)> = fetches(before).into_iter().collect();
    let mut seen = BTreeSet::new();
    (fetches(after).into_iter())
        .filter(|fetch| !known.contains(fetch) && seen.insert(fetch.clone()))
        .map(|(document, role)| Fetched {
            group: group(after, &role),
            document,
            role,
        })
        .collect()
}

//! Work moved onto the applicant or the front line.

use super::taken::Scale;
use super::{Found, Seen};
use crate::finding::Severity;
use crate::measure::workload::Group;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, RoleKind, Step};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    steps(seen, found);
    papers(seen, found);
    entries(seen, found);
    hours(seen, found);
}

/// On whose side a step is done.
fn side(p: &Procedure, step: &Step) -> Option<Group> {
    Group::of(p, p.role(p.desk(step))?)
}

/// Steps that staff did and the applicant does now, or the front line.
fn steps(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    for step in &before.steps {
        let Some(heir) = seen.pair.heir(&step.id) else {
            continue;
        };
        let (was, is) = (side(before, step), side(after, heir));
        let staff = was.is_some_and(Group::is_staff);
        let role = after.role(after.desk(heir));
        // Staff of the front line are only those that the file calls so.
        let front = role.is_some_and(|role| {
            role.front_line == Some(true) && role.kind.unwrap_or(RoleKind::Staff) == RoleKind::Staff
        });
        let key = match is {
            Some(Group::Applicant) if was != is && !before.is_applicant(&step.role) => {
                "trick-moved-to-applicant"
            }
            _ if staff && was != Some(Group::FrontLine) && front && heir.id == step.id => {
                "trick-moved-to-front-line"
            }
            _ => continue,
        };
        let message = Message::new(key).with("step", Arg::name(&step.id));
        found.add(
            "work-moved",
            Severity::Medium,
            vec![step.id.clone()],
            message,
        );
    }
}

/// Documents that the office fetched and the applicant brings now.
fn papers(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let needed = |p: &Procedure, fetched: bool| -> BTreeSet<Id> {
        let needs = p.steps.iter().flat_map(|step| step.needs.iter().flatten());
        needs
            .filter(|need| need.0.from.is_some() == fetched)
            .map(|need| need.document().clone())
            .collect()
    };
    let made = |document: &Id| {
        let mut made = after
            .steps
            .iter()
            .flat_map(|step| step.produces.iter().flatten());
        made.any(|made| made == document)
    };
    let (fetched, brought) = (needed(before, true), needed(before, false));
    let now = needed(after, false);
    let moved = fetched.difference(&brought).filter(|id| now.contains(*id));
    for document in moved.filter(|document| !made(document)) {
        let message = Message::new("trick-moved-document").with("document", Arg::name(document));
        found.add("work-moved", Severity::Medium, Vec::new(), message);
    }
}

/// Fields that only staff typed and the applicant types now.
fn entries(seen: &Seen<'_, '_>, found: &mut Found) {
    let typed = |p: &Procedure, applicant: bool| -> BTreeSet<Id> {
        let steps = p.steps.iter();
        let steps = steps.filter(|step| p.is_applicant(&step.role) == applicant);
        let entries = steps.flat_map(|step| step.enters.iter().flatten());
        entries.map(|entry| entry.field.clone()).collect()
    };
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let (staff, applicant) = (typed(before, false), typed(before, true));
    let now = typed(after, true);
    // What was written on a paper that is asked no more is typed instead of written: no more work.
    let written = |p: &Procedure| -> BTreeSet<Id> {
        let needs = p.steps.iter().flat_map(|step| step.needs.iter().flatten());
        let brought = needs.filter(|need| need.0.from.is_none());
        let papers = brought.filter_map(|need| p.document(need.document()));
        let carried = papers.flat_map(|paper| paper.carries.iter().flatten());
        carried.cloned().collect()
    };
    let (wrote, writes) = (written(before), written(after));
    let instead = |id: &Id| wrote.contains(id) && !writes.contains(id);
    let moved = staff.difference(&applicant).filter(|id| now.contains(*id));
    for field in moved.filter(|id| !instead(id)) {
        let message = Message::new("trick-moved-field").with("field", Arg::name(field));
        found.add("work-moved", Severity::Medium, Vec::new(), message);
    }
}

/// Hours that rise for the applicant or the front line while others' fall.
fn hours(seen: &Seen<'_, '_>, found: &mut Found) {
    let less = |group| {
        seen.shifted
            .get(&group)
            .and_then(crate::measure::figure::Figure::known)
    };
    let by_case = [
        by_group(seen.pair.before.procedure, &seen.before),
        by_group(seen.pair.after.procedure, &seen.after),
    ];
    // Below zero where it is less.
    let more = |group: &Group| {
        let of = |all: &BTreeMap<Group, f64>| all.get(group).copied().unwrap_or(0.0);
        of(&by_case[1]) - of(&by_case[0])
    };
    let rises = |group| less(group).filter(|less| less.max < 0.0);
    let falls = |group: &Group| less(*group).is_some_and(|less| less.min > 0.0);
    let losers = [
        (
            Group::Applicant,
            &[Group::FrontLine, Group::BackOffice, Group::Superiors][..],
        ),
        (Group::FrontLine, &[Group::BackOffice, Group::Superiors][..]),
    ];
    for (group, others) in losers {
        let name = Message::new(group.key());
        if let Some(less) = rises(group).filter(|_| others.iter().any(falls)) {
            let more = crate::measure::figure::Unit::Hours.show(-less.max);
            let message = Message::new("trick-moved-hours")
                .with("group", name)
                .with("hours", more);
            found.add("work-moved", Severity::Medium, Vec::new(), message);
        } else if less(group).is_none()
            && more(&group) > 1e-9
            && others.iter().any(|other| more(other) < -1e-9)
        {
            let unknown = Message::new("unjudged-hours").with("group", name);
            found.not_judged.push(unknown);
        }
    }
}

/// The stated work of the steps of each group, once each.
fn by_group(p: &Procedure, scale: &Scale) -> BTreeMap<Group, f64> {
    let mut all = BTreeMap::new();
    for step in &p.steps {
        let group = p.role(&step.role).and_then(|role| Group::of(p, role));
        let work = step.work.as_ref().and_then(|work| scale.days(work));
        if let Some((group, work)) = group.zip(work) {
            *all.entry(group).or_insert(0.0) += work;
        }
    }
    all
}

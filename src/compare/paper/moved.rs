//! Work moved onto the applicant or the front line.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::measure::workload::Group;
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, RoleKind, Step};
use std::collections::BTreeSet;

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
            Some(Group::Applicant) if was != is => "trick-moved-to-applicant",
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
    for field in staff.difference(&applicant).filter(|id| now.contains(*id)) {
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
        let Some(less) = rises(group).filter(|_| others.iter().any(falls)) else {
            continue;
        };
        let more = crate::measure::figure::Unit::Hours.show(-less.max);
        let message = Message::new("trick-moved-hours")
            .with("group", Message::new(group.key()))
            .with("hours", more);
        found.add("work-moved", Severity::Medium, Vec::new(), message);
    }
}

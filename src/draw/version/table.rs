//! The step table beside the diagrams: each step of the version before and what becomes of it, then what is new.

use crate::diff::{Diff, Fate, Part};
use crate::draw::sheet::{Node, Sheet, TableRow};
use crate::model::{Id, Step};

/// The rows, in the order of the file.
pub(super) fn rows(diff: &Diff<'_>, before: &Sheet, after: &Sheet) -> Vec<TableRow> {
    let was = diff.before.steps.iter().filter_map(|step| {
        let mut row = row_of(before, &step.id)?;
        let part = diff.was.get(&step.id)?;
        let now = heir(diff, &step.id).and_then(|heir| row_of(after, &heir.id));
        if let Some(now) = &now {
            row.duration = change_of(&row.duration, &now.duration, part);
        }
        let becomes = now.filter(|now| now.number != row.number);
        row.note = note(part, becomes.map(|now| now.number));
        Some(row)
    });
    let new = |step: &&Step| {
        let part = diff.is.get(&step.id);
        part.is_some_and(|part| part.fate == Some(Fate::Added))
    };
    let added = diff.after.steps.iter().filter(new);
    let added = added.filter_map(|step| {
        let mut row = row_of(after, &step.id)?;
        row.note = note(diff.is.get(&step.id)?, None);
        Some(row)
    });
    was.chain(added).collect()
}

/// The step of the version after that a step has become or is part of.
fn heir<'a>(diff: &Diff<'a>, id: &Id) -> Option<&'a Step> {
    let mut steps = diff.after.steps.iter();
    steps.find(|step| step.id == *id || step.original().contains(id))
}

fn row_of(sheet: &Sheet, id: &Id) -> Option<TableRow> {
    let node = node(sheet, id)?;
    Some(TableRow {
        number: node.number.clone(),
        step: node.id.clone(),
        name: node.name.clone(),
        lane: sheet
            .lanes
            .get(node.lane)
            .map_or(String::new(), |lane| lane.name.main.clone()),
        duration: node.duration.clone(),
        change: node.change,
        note: String::new(),
    })
}

fn node<'a>(sheet: &'a Sheet, id: &Id) -> Option<&'a Node> {
    sheet.nodes.iter().find(|node| node.id == id.as_str())
}

/// `3 d -> 1 d` where a step itself takes another time; a merged one is told by its own row.
fn change_of(was: &str, is: &str, part: &Part) -> String {
    if was == is || part.fate == Some(Fate::Merged) {
        was.to_owned()
    } else {
        format!("{was} → {is}")
    }
}

/// What it becomes, with whom it runs side by side, and the question on which that hangs.
fn note(part: &Part, becomes: Option<String>) -> String {
    let becomes = becomes.map(|number| format!("→ {number}"));
    let beside = part.siblings.map(|letter| format!("∥ {letter}"));
    let question = part.question.map(|number| format!("?{number}"));
    let parts: Vec<String> = becomes.into_iter().chain(beside).chain(question).collect();
    parts.join("  ")
}

//! Both versions of a procedure as sheets: the same lanes, every change marked.

use super::{lanes, on_lanes};
use crate::diff::{Diff, Fate, Part, Table};
use crate::draw::sheet::{Change, FigureRow, Lane, Name, Question, Sheet};
use crate::measure::figure::{Figure, State};
use crate::message::{Arg, Lang, Message};
use crate::model::{Id, Procedure};
use std::collections::BTreeMap;

/// The measures of the figures strip.
const STRIP: [&str; 6] = [
    "steps",
    "sign-offs",
    "documents",
    "visits",
    "lead-time",
    "cost",
];

/// The sheet before and the sheet after; `table` fills the figures strip where it is known, and
/// `provenance` goes to the foot.
pub fn pair(
    diff: &Diff<'_>,
    table: Option<&Table>,
    provenance: &[String],
    lang: Lang,
) -> (Sheet, Sheet) {
    let lanes = all_lanes(diff, lang);
    let sheet = |p: &Procedure, parts: &BTreeMap<Id, Part>| {
        let mut sheet = on_lanes(p, lanes.clone(), lang);
        for node in &mut sheet.nodes {
            if let Some(part) = parts.get(node.id.as_str()) {
                node.change = part.fate.map(change);
                node.question = part.question.and_then(|number| u32::try_from(number).ok());
                node.siblings = part.siblings;
                node.number.clone_from(&part.number);
                node.anchor = part.anchor.as_ref().map(|id| id.0.clone());
            }
        }
        sheet.figures = table
            .map(|table| figures(table, diff.before, lang))
            .unwrap_or_default();
        sheet.questions = questions(diff, lang);
        sheet.foot.extend_from_slice(provenance);
        sheet
    };
    (sheet(diff.before, &diff.was), sheet(diff.after, &diff.is))
}

/// The lanes of the version before, then those that only the one after has.
fn all_lanes(diff: &Diff<'_>, lang: Lang) -> Vec<Lane> {
    let mut all = lanes(diff.before, lang);
    for lane in lanes(diff.after, lang) {
        if all.iter().all(|known| known.id != lane.id) {
            all.push(lane);
        }
    }
    all
}

fn change(fate: Fate) -> Change {
    match fate {
        Fate::Removed => Change::Removed,
        Fate::Merged => Change::Merged,
        Fate::Moved => Change::Moved,
        Fate::Parallel => Change::Parallel,
        Fate::Added => Change::Added,
        Fate::Changed => Change::Changed,
    }
}

/// The questions that some change on the sheets hangs on.
fn questions(diff: &Diff<'_>, lang: Lang) -> Vec<Question> {
    let parts = diff.was.values().chain(diff.is.values());
    let asked: std::collections::BTreeSet<usize> = parts.filter_map(|part| part.question).collect();
    let numbered = asked.into_iter().filter_map(|number| {
        let text = diff.questions.get(number.checked_sub(1)?)?;
        Some(Question {
            number: u32::try_from(number).ok()?,
            text: Name::new(text.say(lang, diff.before), ""),
        })
    });
    numbered.collect()
}

fn figures(table: &Table, p: &Procedure, lang: Lang) -> Vec<FigureRow> {
    let say = |message: &Message| message.say(lang, p);
    let show = |figure: &Figure| match figure.state() {
        State::NotMeasurable => say(&Message::new("figure-missing-plain")),
        _ => say(&figure.message()),
    };
    let lines = table.lines.iter().filter(|line| STRIP.contains(&line.key));
    let row = |line: &crate::diff::Line| FigureRow {
        label: Name::new(say(&line.label), ""),
        before: show(&line.now),
        after: Some(show(&line.sure)),
        if_yes: Some(show(&line.if_answered)),
        note: match line.now.remarks().into_iter().next() {
            Some(Arg::Message(remark)) => say(&remark),
            _ => String::new(),
        },
    };
    lines.map(row).collect()
}

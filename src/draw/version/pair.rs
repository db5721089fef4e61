//! Both versions of a procedure as sheets: the same lanes, every change marked.

use super::{View, lanes, on_lanes, table};
use crate::diff::{Diff, Fate, Part, Table};
use crate::draw::sheet::{Change, FigureRow, Lane, Name, Question, Shape, Sheet};
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
/// `provenance` goes to the foot, and with the sheet after what was given up.
pub fn pair(
    diff: &Diff<'_>,
    table: Option<&Table>,
    provenance: &[String],
    view: View,
) -> (Sheet, Sheet) {
    let lang = view.lang;
    let lanes = all_lanes(diff, view);
    let sheet = |p: &Procedure, parts: &BTreeMap<Id, Part>| {
        let mut sheet = on_lanes(p, lanes.clone(), view);
        for node in &mut sheet.nodes {
            if let Some(part) = parts.get(&Id::from(node.id.as_str())) {
                node.change = part.fate.map(change);
                node.question = part.question.and_then(|number| u32::try_from(number).ok());
                node.open = part.open;
                node.siblings = part.siblings;
                node.number.clone_from(&part.number);
                node.anchor = part.anchor.as_ref().map(Id::to_string);
            }
        }
        sheet.figures = table
            .map(|table| figures(table, diff.before, lang))
            .unwrap_or_default();
        sheet.questions = questions(diff, lang);
        sheet.foot.extend_from_slice(provenance);
        sheet
    };
    let (mut before, mut after) = (sheet(diff.before, &diff.was), sheet(diff.after, &diff.is));
    for (sheet, key) in [(&mut before, "sheet-before"), (&mut after, "sheet-after")] {
        let title = Message::new(key).with("name", sheet.title.main.as_str());
        sheet.title = Name::new(title.say(lang, diff.before), "");
    }
    let given_up = diff.given_up.iter();
    (after.foot).extend(given_up.map(|what| narrow(what.say(lang, diff.before), lang)));
    keep_lanes(&before, &mut after);
    after.table = table::rows(diff, &before, &after);
    (before, after)
}

/// Gateways and ends stay in their lanes, whatever they follow now.
fn keep_lanes(before: &Sheet, after: &mut Sheet) {
    for node in after
        .nodes
        .iter_mut()
        .filter(|node| node.shape != Shape::Step)
    {
        let was = before.nodes.iter().find(|was| was.id == node.id);
        node.lane = was.map_or(node.lane, |was| was.lane);
    }
}

/// The lanes of the version before, then those that only the one after has.
fn all_lanes(diff: &Diff<'_>, view: View) -> Vec<Lane> {
    let mut all = lanes(diff.before, view);
    for lane in lanes(diff.after, view) {
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

/// The questions that some change on the sheets waits for.
fn questions(diff: &Diff<'_>, lang: Lang) -> Vec<Question> {
    let numbered = diff.waits_for.iter().filter_map(|&number| {
        let text = diff.questions.get(number.checked_sub(1)?)?;
        Some(Question {
            number: u32::try_from(number).ok()?,
            text: Name::new(narrow(text.say(lang, diff.before), lang), ""),
        })
    });
    numbered.collect()
}

/// A text of a sheet: the quotation marks of a Chinese typeface, which sets them wide, part English words.
fn narrow(text: String, lang: Lang) -> String {
    match lang {
        Lang::En => text.replace(['“', '”'], "\""),
        Lang::Zh => text,
    }
}

fn figures(table: &Table, p: &Procedure, lang: Lang) -> Vec<FigureRow> {
    let say = |message: &Message| message.say(lang, p);
    let show = |figure: &Figure| match figure.state() {
        State::NotMeasurable => say(&Message::new("figure-missing-plain")),
        _ => say(&figure.short()),
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

//! What the one-page summary says.

use super::Report;
use crate::diff::Line;
use crate::draw::summary::{Big, Matter, Summary};
use crate::measure::figure::{Figure, State};
use crate::message::{Lang, Message, words};

/// Figures in large type: from what to what.
const LARGE: [&str; 4] = ["steps", "documents", "lead-time", "visits"];
/// Figures below them.
const SMALL: [&str; 2] = ["sign-offs", "cost"];

/// The summary of a report; `command` is how it was made.
pub fn summary(report: &Report<'_>, command: Option<&str>) -> Summary {
    let say = |message: &Message| message.say(report.lang, report);
    let lines = &report.table().lines;
    let pick = |keys: &[&str]| {
        let found = keys
            .iter()
            .filter_map(|key| lines.iter().find(|line| line.key == *key));
        found.map(|line| big(report, line)).collect()
    };
    let mut open: Vec<_> = report.result.questions.iter().zip(1..).collect();
    open.sort_by_key(|(open, _)| std::cmp::Reverse(open.unlocks.len()));
    let matter = |(open, number): &(&crate::simplify::Open, i32)| Matter {
        number: format!("?{number}"),
        text: straight(say(&open.question()), report.lang),
        unlocks: say(&Message::new("question-unlocks").with("count", open.unlocks.len())),
    };
    let mut foot = report.provenance();
    foot.extend(
        command.map(|command| say(&Message::new("sheet-command").with("command", command))),
    );
    foot.extend(
        report
            .procedure
            .as_of
            .iter()
            .map(|day| say(&Message::new("sheet-as-of").with("day", day.0.to_string()))),
    );
    Summary {
        lang: report.lang.into(),
        title: report.procedure.name.say(report.lang).to_owned(),
        subtitle: words(report.key("summary-subtitle"), report.lang).to_owned(),
        large: pick(&LARGE),
        small: pick(&SMALL),
        agenda_title: words("summary-agenda", report.lang).to_owned(),
        agenda: open.iter().map(matter).collect(),
        more: words("summary-more", report.lang).to_owned(),
        foot,
    }
}

/// The quotation marks of a Chinese typeface, which sets them wide, part English words.
pub(super) fn straight(text: String, lang: Lang) -> String {
    match lang {
        Lang::En => text.replace(['“', '”'], "\""),
        Lang::Zh => text,
    }
}

fn big(report: &Report<'_>, line: &Line) -> Big {
    let say = |message: &Message| message.say(report.lang, report);
    let show = |figure: &Figure| match figure.state() {
        State::NotMeasurable => say(&Message::new("figure-missing-plain")),
        _ => say(&figure.short()),
    };
    let (after, if_yes) = (show(&line.sure), show(&line.if_answered));
    let asks = if if_yes == after {
        String::new()
    } else {
        format!(
            "{}: {if_yes}",
            words(report.key("column-if-answered"), report.lang)
        )
    };
    Big {
        label: say(&line.label),
        before: show(&line.now),
        after,
        if_yes: asks,
    }
}

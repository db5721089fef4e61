//! What came of comparing two versions, as text and as data.

use super::called::{guarantee, trick};
use super::lines;
use crate::compare::called::member;
use crate::compare::{Change, Comparison, How, Match, Safeguard};
use crate::diff::Fate;
use crate::measure::difference::Difference;
use crate::message::{Arg, Lang, Message, words};
use comfy_table::presets::NOTHING;
use serde::Serialize;
use std::io::{Result, Write};

/// The version of the data form.
pub const VERSION: u32 = 1;

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Removed => "removed",
        Fate::Merged => "merged",
        Fate::Moved => "moved",
        Fate::Parallel => "parallel",
        Fate::Added => "added",
        Fate::Changed => "changed",
    }
}

fn change(change: &Change) -> Message {
    let key = match change.fate {
        Fate::Removed => "change-removed",
        Fate::Merged if change.into.is_some() => "change-merged",
        Fate::Merged => "change-takes-in",
        Fate::Moved => "change-moved",
        Fate::Parallel => "change-parallel",
        Fate::Added => "change-added",
        Fate::Changed => "change-changed",
    };
    let message = Message::new(key).with("step", Arg::name(&change.step));
    let into = change.into.as_ref().unwrap_or(&change.step);
    message.with("into", Arg::name(into)).with(
        "members",
        change
            .members
            .iter()
            .map(|one| member(one))
            .collect::<Vec<_>>(),
    )
}

/// The word of a way of matching in the data form.
fn how_word(how: &How) -> &'static str {
    match how {
        How::Told => "told",
        How::Id => "id",
        How::Origin => "origin",
        How::Concept => "concept",
        How::Name(_) => "name",
        How::Alike(..) => "alike",
        How::Absorbed => "absorbed",
    }
}

fn score(how: &How) -> Option<f64> {
    match how {
        How::Name(score) | How::Alike(score, _) => Some((score * 100.0).round() / 100.0),
        _ => None,
    }
}

fn how(how: &How) -> Message {
    let share = |score: f64| format!("{score:.2}");
    match how {
        How::Told => Message::new("how-told"),
        How::Id => Message::new("how-id"),
        How::Origin => Message::new("how-origin"),
        How::Concept => Message::new("how-concept"),
        How::Absorbed => Message::new("how-absorbed"),
        How::Name(score) => Message::new("how-name").with("score", share(*score)),
        How::Alike(score, by) => {
            let part = |(key, part): &(&'static str, f64)| {
                Arg::from(Message::new(key).with("score", share(*part)))
            };
            Message::new("how-alike")
                .with("score", share(*score))
                .with("by", by.iter().map(part).collect::<Vec<_>>())
        }
    }
}

/// The matches that are not plain to see: found otherwise than by id.
fn shown<'c>(comparison: &'c Comparison<'_>) -> Vec<&'c Match> {
    let matches = comparison.matching.matches.iter();
    matches.filter(|one| one.how != How::Id).collect()
}

/// A figure that differs.
fn differs(one: &Difference) -> bool {
    one.before.message() != one.after.message()
}

/// Writes the text report.
///
/// # Errors
/// Those of `out`.
pub fn write_text(comparison: &Comparison<'_>, lang: Lang, out: &mut impl Write) -> Result<()> {
    let say = |message: &Message| message.say(lang, comparison);
    let title = Message::new("compare-title")
        .with("before", comparison.before.name.say(lang))
        .with("after", comparison.after.name.say(lang));
    writeln!(out, "{}", say(&title))?;
    section(out, "compare-matches", lang, &matches(comparison, lang))?;
    let changes = comparison.changes.iter();
    let changes = changes.map(|one| say(&change(one)));
    let changes: Vec<String> = changes.chain(comparison.rest.iter().map(say)).collect();
    section(out, "compare-changes", lang, &changes)?;
    let safeguards: Vec<String> = (comparison.safeguards.iter())
        .map(|one| {
            let state = match (&one.lost, &one.open) {
                (Some(lost), _) => Message::new("safeguard-lost").with("what", lost.clone()),
                (_, Some(open)) => Message::new("safeguard-open").with("what", open.clone()),
                _ => Message::new("safeguard-kept"),
            };
            let line = Message::new("safeguard-line").with("id", guarantee(one.id));
            say(&line.with("state", state))
        })
        .collect();
    section(out, "compare-safeguards", lang, &safeguards)?;
    let tricks: Vec<String> = (comparison.tricks.iter())
        .map(|one| {
            let severity = words(one.severity.key(), lang);
            let line = Message::new("trick-line").with("id", trick(one.id));
            let line = line.with("severity", severity);
            say(&line.with("what", one.message.clone()))
        })
        .collect();
    section(out, "compare-tricks", lang, &tricks)?;
    let open: Vec<String> = comparison.not_judged.iter().map(&say).collect();
    if !open.is_empty() {
        section(out, "compare-not-judged", lang, &open)?;
    }
    figures(comparison, lang, out)
}

fn section(out: &mut impl Write, key: &'static str, lang: Lang, lines: &[String]) -> Result<()> {
    writeln!(out, "\n{}", words(key, lang))?;
    if lines.is_empty() {
        writeln!(out, "  {}", words("compare-none", lang))?;
    }
    for line in lines {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn matches(comparison: &Comparison<'_>, lang: Lang) -> Vec<String> {
    let say = |message: &Message| message.say(lang, comparison);
    let shown = shown(comparison);
    let by_id = comparison.matching.matches.len() - shown.len();
    let mut lines = vec![say(&Message::new("compare-by-id").with("count", by_id))];
    lines.extend(shown.iter().map(|one| {
        let line = Message::new("compare-match")
            .with("kind", words(kind_key(one.kind.word()), lang))
            .with("before", one.before.as_str())
            .with("after", one.after.as_str())
            .with("how", how(&one.how));
        say(&line)
    }));
    for (key, list) in [
        ("compare-only-before", &comparison.matching.gone),
        ("compare-only-after", &comparison.matching.new),
    ] {
        let ids = list
            .iter()
            .map(|(kind, id)| format!("{} {id}", words(kind_key(kind.word()), lang)));
        let ids: Vec<Arg> = ids.map(Arg::from).collect();
        if !ids.is_empty() {
            lines.push(say(&Message::new(key).with("ids", ids)));
        }
    }
    lines
}

fn kind_key(word: &str) -> &'static str {
    match word {
        "agency" => "kind-agency",
        "role" => "kind-role",
        "field" => "kind-field",
        "document" => "kind-document",
        "criterion" => "kind-criterion",
        "law" => "kind-law",
        "end" => "kind-end",
        "gateway" => "kind-gateway",
        _ => "kind-step",
    }
}

fn figures(comparison: &Comparison<'_>, lang: Lang, out: &mut impl Write) -> Result<()> {
    let say = |message: &Message| message.say(lang, comparison);
    writeln!(out, "\n{}", words("compare-figures", lang))?;
    let mut grid = comfy_table::Table::new();
    grid.load_style(NOTHING);
    let heads = ["compare-before", "compare-after", "compare-less"];
    let heads = heads.map(|key| words(key, lang).to_owned());
    grid.set_header([String::new()].into_iter().chain(heads));
    for one in comparison.figures.iter().filter(|one| differs(one)) {
        let shown = [&one.before, &one.after, &one.less];
        let shown = shown.map(|figure| say(&figure.short()));
        grid.add_row([say(&one.label)].into_iter().chain(shown));
    }
    if grid.row_count() == 0 {
        return writeln!(out, "  {}", words("compare-same-figures", lang));
    }
    for line in grid.to_string().lines() {
        writeln!(out, "  {}", line.trim_end())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'c> {
    version: u32,
    redtape: &'static str,
    lang: &'static str,
    before: &'c str,
    after: &'c str,
    matches: Vec<Matched<'c>>,
    only_before: Vec<Only<'c>>,
    only_after: Vec<Only<'c>>,
    changes: Vec<Changed<'c>>,
    /// What changed besides the steps.
    others: Vec<String>,
    safeguards: Vec<Guarded>,
    tricks: Vec<Found<'c>>,
    not_judged: Vec<String>,
    figures: Vec<Measured>,
}

#[derive(Serialize)]
struct Matched<'c> {
    kind: &'static str,
    before: &'c str,
    after: &'c str,
    how: &'static str,
    score: Option<f64>,
    text: String,
}

#[derive(Serialize)]
struct Only<'c> {
    kind: &'static str,
    id: &'c str,
}

#[derive(Serialize)]
struct Changed<'c> {
    step: &'c str,
    into: Option<&'c str>,
    fate: &'static str,
    members: &'c [String],
    text: String,
}

#[derive(Serialize)]
struct Guarded {
    id: &'static str,
    kept: bool,
    /// `kept`, `lost`, or `unknown` where the rule itself is gone.
    state: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Found<'c> {
    id: &'static str,
    severity: &'static str,
    steps: Vec<&'c str>,
    text: String,
}

#[derive(Serialize)]
struct Measured {
    measure: &'static str,
    before: String,
    after: String,
    less: String,
    changed: bool,
}

/// Writes the data form: an object with a `version`.
///
/// # Errors
/// Those of `out`.
pub fn write_json(comparison: &Comparison<'_>, lang: Lang, out: &mut impl Write) -> Result<()> {
    lines::write(&document(comparison, lang), lines::OF_ONE, out)
}

fn guarded(one: &Safeguard, say: &dyn Fn(&Message) -> String) -> Guarded {
    Guarded {
        id: one.id,
        kept: one.lost.is_none() && one.open.is_none(),
        state: match (&one.lost, &one.open) {
            (Some(_), _) => "lost",
            (_, Some(_)) => "unknown",
            _ => "kept",
        },
        text: (one.lost.as_ref().or(one.open.as_ref()))
            .map_or_else(|| say(&Message::new("safeguard-kept")), say),
    }
}

fn document<'c>(comparison: &'c Comparison<'_>, lang: Lang) -> Document<'c> {
    let say = |message: &Message| message.say(lang, comparison);
    let only = |list: &'c [(crate::compare::Kind, crate::model::Id)]| {
        let only = list.iter().map(|(kind, id)| Only {
            kind: kind.word(),
            id,
        });
        only.collect()
    };
    let matches = comparison.matching.matches.iter().map(|one| Matched {
        kind: one.kind.word(),
        before: &one.before,
        after: &one.after,
        how: how_word(&one.how),
        score: score(&one.how),
        text: say(&how(&one.how)),
    });
    let changes = comparison.changes.iter().map(|one| Changed {
        step: &one.step,
        into: one.into.as_deref(),
        fate: fate(one.fate),
        members: &one.members,
        text: say(&change(one)),
    });
    let safeguards = comparison.safeguards.iter().map(|one| guarded(one, &say));
    let tricks = comparison.tricks.iter().map(|one| Found {
        id: one.id,
        severity: one.severity.word(),
        steps: one.steps.iter().map(|id| &**id).collect(),
        text: say(&one.message),
    });
    let figures = comparison.figures.iter().map(|one| Measured {
        measure: one.key,
        before: say(&one.before.message()),
        after: say(&one.after.message()),
        less: say(&one.less.message()),
        changed: differs(one),
    });
    Document {
        version: VERSION,
        redtape: env!("CARGO_PKG_VERSION"),
        lang: lang.tag(),
        before: &comparison.before.id,
        after: &comparison.after.id,
        matches: matches.collect(),
        only_before: only(&comparison.matching.gone),
        only_after: only(&comparison.matching.new),
        changes: changes.collect(),
        others: comparison.rest.iter().map(say).collect(),
        safeguards: safeguards.collect(),
        tricks: tricks.collect(),
        not_judged: comparison.not_judged.iter().map(say).collect(),
        figures: figures.collect(),
    }
}

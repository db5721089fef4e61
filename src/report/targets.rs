//! Targets: which are met by which changes, and what stands in the way of the others.

mod conflict;

use super::Report;
use crate::measure::Measures;
use crate::measure::figure::Figure;
use crate::measure::measures::Row;
use crate::message::{Arg, Lang, Message, words};
use crate::model::target::{Target, Targets};
use crate::simplify::{Proof, Proposal};
use crate::target::{Verdict, figure, judge};
use comfy_table::presets::NOTHING;
use serde::Serialize;
use std::io::{Result, Write};

/// The targets of a run, and the search for what meets them.
pub struct Goal {
    /// The targets.
    pub targets: Targets,
    /// How the changes were found; nothing where even all of them do not meet the targets.
    pub proof: Option<Proof>,
    /// How many changes there were to choose from.
    pub of: usize,
    /// How many sets of changes were tried.
    pub tried: usize,
    /// The measures as the procedure was read, then after each change.
    pub curve: Vec<Measures>,
    /// Minutes of a working day, as [`crate::target::stated_day`] gives them.
    pub day: Option<f64>,
    /// Where the targets are not met: each blocked change with the measures if nothing blocked it.
    pub unblocked: Vec<(Proposal, Measures)>,
    /// Targets that can each be met, but not together.
    pub standoffs: Vec<Standoff>,
}

/// Targets that can each be met, but not together.
pub struct Standoff {
    /// What meets each of them alone.
    pub ways: Vec<Alone>,
    /// Whether every set of changes was tried.
    pub proven: bool,
}

/// What meets one target alone.
pub struct Alone {
    /// Its number, from 0.
    pub target: usize,
    /// The changes.
    pub changes: Vec<Proposal>,
    /// The measures as the procedure was read, then after each change.
    pub curve: Vec<Measures>,
}

/// The measures of the trade-off curve.
const CURVE: [&str; 6] = [
    "steps",
    "sign-offs",
    "visits",
    "documents",
    "lead-time",
    "cost",
];

/// A target and what became of it.
struct Judged<'g> {
    target: &'g Target,
    now: Option<Figure>,
    then: Option<Figure>,
    verdict: Verdict,
}

impl Goal {
    fn judged(&self) -> Vec<Judged<'_>> {
        let (Some(now), Some(then)) = (self.curve.first(), self.curve.last()) else {
            return Vec::new();
        };
        let judged = self.targets.targets.iter().map(|target| Judged {
            target,
            now: figure(target, now),
            then: figure(target, then),
            verdict: judge(target, now, then, self.day),
        });
        judged.collect()
    }

    /// How the changes were found, or that there are none.
    fn outcome(&self) -> Message {
        let key = match self.proof {
            Some(_) if self.curve.len() == 1 => "targets-met-already",
            Some(Proof::Smallest) => "targets-smallest",
            Some(Proof::Irreducible) => "targets-irreducible",
            None => "targets-not-met",
        };
        Message::new(key)
            .with("count", self.curve.len().saturating_sub(1))
            .with("of", self.of)
            .with("tried", self.tried)
    }
}

/// Name, or measure and ceiling.
fn name(target: &Target, then: &Measures, lang: Lang) -> Message {
    let label = then.rows().into_iter();
    let mut label = label.filter(|row| row.key == target.measure);
    named(target, label.next().map(|row| row.label), lang)
}

/// Name, or the measure's, and what it is to come to.
pub(super) fn named(target: &Target, label: Option<Message>, lang: Lang) -> Message {
    let label = match &target.name {
        Some(name) => Arg::from(name.say(lang)),
        None => label.map_or_else(|| Arg::from(target.measure.as_str()), Arg::from),
    };
    let percent = |share: f64| format!("{} %", (share * 1000.0).round() / 10.0);
    if let Some(ceiling) = &target.at_most {
        return Message::new("target-at-most")
            .with("measure", label)
            .with("ceiling", ceiling.text());
    }
    if let Some(floor) = &target.at_least {
        return Message::new("target-at-least")
            .with("measure", label)
            .with("floor", floor.text());
    }
    if let Some(share) = target.of_limit {
        return Message::new("target-share-of-limit")
            .with("measure", label)
            .with("share", percent(share));
    }
    Message::new("target-less")
        .with("measure", label)
        .with("cut", percent(target.cut.unwrap_or_default()))
}

pub(super) fn verdict(verdict: &Verdict) -> Message {
    match verdict {
        Verdict::Met => Message::new("target-met"),
        Verdict::Missed(gap) => Message::new("target-missed").with("gap", gap.clone()),
        Verdict::Unsure => Message::new("target-unsure"),
        Verdict::NotMeasurable(why) => Message::new("figure-missing").with("why", why.clone()),
    }
}

/// Writes the section of the text report.
pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> Result<()> {
    let Some(goal) = report.goal else {
        return Ok(());
    };
    let say = |message: &Message| message.say(report.lang, report);
    writeln!(out, "\n{}", words("report-targets", report.lang))?;
    let Some(then) = goal.curve.last() else {
        return Ok(());
    };
    for judged in goal.judged() {
        let shown = |figure: &Option<Figure>| {
            let figure = figure.as_ref().map(Figure::message);
            figure.map_or_else(String::new, |figure| say(&figure))
        };
        let line = Message::new("target-line")
            .with("name", name(judged.target, then, report.lang))
            .with("now", shown(&judged.now))
            .with("then", shown(&judged.then))
            .with("verdict", verdict(&judged.verdict));
        writeln!(out, "  {}", say(&line))?;
    }
    writeln!(out, "  {}", say(&goal.outcome()))?;
    let questions = report.result.questions.len();
    if questions > 0 {
        let hang = Message::new("targets-hang").with("questions", questions);
        writeln!(out, "  {}", say(&hang))?;
    }
    for line in in_the_way(report, goal, then) {
        writeln!(out, "  {}", say(&line))?;
    }
    curve(report, goal, out)
}

/// Changes named for a target that is not met.
const NAMED: usize = 3;
/// Steps named of which the file does not say enough.
const SHOWN: usize = 5;

/// For each target that is not met, what stands in the way: the facts that are missing, the blocked changes
/// that would help, those that help most first, and why they are blocked.
fn in_the_way(report: &Report<'_>, goal: &Goal, then: &Measures) -> Vec<Message> {
    let mut lines = Vec::new();
    if goal.proof.is_some() {
        return lines;
    }
    lines.extend(conflict::lines(report, goal));
    for (at, judged) in goal.judged().iter().enumerate() {
        let name = name(judged.target, then, report.lang);
        let Some(figure) = (judged.then.as_ref()).filter(|_| judged.verdict != Verdict::Met) else {
            continue;
        };
        if !figure.unknown.is_empty() {
            let line = Message::new("target-lacks").with("target", name.clone());
            let mut steps: Vec<Arg> = (figure.unknown.iter().take(SHOWN))
                .map(|id| Arg::name(id))
                .collect();
            if figure.unknown.len() > SHOWN {
                steps.push(Message::new("gap-others").into());
            }
            lines.push(line.with("steps", steps));
        }
        let helping = helping(goal, judged.target, figure);
        // Why it is not measurable is told with the verdict.
        if matches!(judged.verdict, Verdict::NotMeasurable(_)) && figure.unknown.is_empty() {
            continue;
        }
        let told = goal.standoffs.iter().any(|one| one.is_about(at));
        if helping.is_empty() && figure.unknown.is_empty() && !told {
            let key = match judged.target.at_least {
                Some(_) => "target-nothing-raises",
                None => "target-nothing-helps",
            };
            lines.push(Message::new(key).with("target", name.clone()));
        }
        lines.extend(hanging(report, goal, judged.target, &name));
        for (proposal, less, meets) in helping.into_iter().take(NAMED) {
            let reasons = super::proposal::failures(proposal);
            let reasons: Vec<Arg> = reasons.map(|(_, reason)| reason.clone().into()).collect();
            let key = if meets {
                "target-met-but-for"
            } else {
                "target-nearer-but-for"
            };
            let line = Message::new(key).with("target", name.clone());
            let act = super::proposal::act(report.procedure, proposal);
            let line = line.with("act", act).with("less", figure.unit.show(less));
            lines.push(line.with("reasons", reasons));
        }
    }
    lines
}

/// What of the way to a target hangs on open questions: the changes that bring its measure down most, in their order, each
/// with the numbers of the questions that it waits for.
fn hanging(report: &Report<'_>, goal: &Goal, target: &Target, name: &Message) -> Vec<Message> {
    let point = |measures: &Measures| {
        let figure = figure(target, measures)?;
        Some((figure.value?.point()?, figure.unit))
    };
    let entries = report.result.if_answered.derivation.iter();
    let mut hanging: Vec<(f64, Message)> = entries
        .zip(goal.curve.windows(2))
        .filter_map(|(entry, pair)| {
            let numbers = super::proposal::questions(report, &entry.proposal);
            let (was, is) = (point(&pair[0])?, point(&pair[1])?);
            let less = was.0 - is.0;
            let numbers: Vec<Arg> = numbers.iter().map(|at| format!("?{at}").into()).collect();
            let falls = target.at_least.is_none() && less > 0.0;
            let told = !numbers.is_empty() && was.1 == is.1 && falls;
            told.then(|| {
                let act = super::proposal::act(report.procedure, &entry.proposal);
                let line = Message::new("target-hangs-on").with("target", name.clone());
                let line = line.with("less", was.1.show(less)).with("act", act);
                (less, line.with("questions", numbers))
            })
        })
        .collect();
    hanging.sort_by(|a, b| b.0.total_cmp(&a.0));
    hanging
        .into_iter()
        .take(NAMED)
        .map(|(_, line)| line)
        .collect()
}

/// The blocked changes that would bring a measure down: by how much, and whether the target is met then.
fn helping<'g>(goal: &'g Goal, target: &Target, figure: &Figure) -> Vec<(&'g Proposal, f64, bool)> {
    let now = goal.curve.first();
    // What is to rise is told by its verdict alone.
    if target.at_least.is_some() {
        return Vec::new();
    }
    let point = |figure: &Figure| figure.value.and_then(|value| value.point());
    let mut helping: Vec<(&Proposal, f64, bool)> = (goal.unblocked.iter())
        .filter_map(|(proposal, measures)| {
            let then = crate::target::figure(target, measures)?;
            let comparable = then.unit == figure.unit && then.unknown.is_subset(&figure.unknown);
            let less = point(figure)? - point(&then)?;
            let meets = judge(target, now?, measures, goal.day) == Verdict::Met;
            (comparable && less > 0.0).then_some((proposal, less, meets))
        })
        .collect();
    helping.sort_by(|a, b| b.1.total_cmp(&a.1));
    helping
}

/// How the figures fall, change by change; without those of which nothing is known.
fn curve(report: &Report<'_>, goal: &Goal, out: &mut impl Write) -> Result<()> {
    let (Some(now), 2..) = (goal.curve.first(), goal.curve.len()) else {
        return Ok(());
    };
    let say = |message: &Message| message.say(report.lang, report);
    let known = |row: &Row| CURVE.contains(&row.key) && row.figure.value.is_some();
    let heads: Vec<Row> = now.rows().into_iter().filter(known).collect();
    let mut grid = comfy_table::Table::new();
    grid.load_style(NOTHING);
    let labels = heads.iter().map(|row| say(&row.label));
    let change = words("column-change", report.lang).to_owned();
    grid.set_header([String::new()].into_iter().chain(labels).chain([change]));
    let derivation = &report.result.if_answered.derivation;
    for (number, measures) in goal.curve.iter().enumerate() {
        let rows = measures.rows();
        let figure = |head: &Row| {
            let row = rows.iter().find(|row| row.key == head.key);
            row.map_or_else(String::new, |row| say(&row.figure.short()))
        };
        let entry = number.checked_sub(1).and_then(|at| derivation.get(at));
        let what = entry.map_or_else(
            || words("column-now", report.lang).to_owned(),
            |entry| entry.proposal.id(),
        );
        let figures = heads.iter().map(figure);
        grid.add_row(
            [number.to_string()]
                .into_iter()
                .chain(figures)
                .chain([what]),
        );
    }
    writeln!(out)?;
    for line in grid.to_string().lines() {
        writeln!(out, "  {}", line.trim_end())?;
    }
    Ok(())
}

/// The section of the report as data.
#[derive(Serialize)]
pub(super) struct Data {
    /// `smallest`, `irreducible`, or nothing where the targets are not met.
    proof: Option<&'static str>,
    changes: usize,
    of: usize,
    tried: usize,
    text: String,
    /// What stands in the way of the targets that are not met.
    in_the_way: Vec<String>,
    targets: Vec<One>,
    curve: Vec<Vec<(&'static str, String)>>,
}

#[derive(Serialize)]
struct One {
    measure: String,
    name: String,
    now: Option<String>,
    then: Option<String>,
    verdict: &'static str,
    text: String,
}

pub(super) fn data(report: &Report<'_>) -> Option<Data> {
    let goal = report.goal?;
    let then = goal.curve.last()?;
    let say = |message: &Message| message.say(report.lang, report);
    let one = |judged: &Judged<'_>| One {
        measure: judged.target.measure.clone(),
        name: say(&name(judged.target, then, report.lang)),
        now: judged.now.as_ref().map(|figure| say(&figure.message())),
        then: judged.then.as_ref().map(|figure| say(&figure.message())),
        verdict: match judged.verdict {
            Verdict::Met => "met",
            Verdict::Missed(_) => "missed",
            Verdict::Unsure => "unsure",
            Verdict::NotMeasurable(_) => "not-measurable",
        },
        text: say(&verdict(&judged.verdict)),
    };
    let point = |measures: &Measures| {
        let rows = measures.rows().into_iter();
        rows.filter(|row| CURVE.contains(&row.key))
            .map(|row| (row.key, say(&row.figure.message())))
            .collect()
    };
    Some(Data {
        proof: goal.proof.map(|proof| match proof {
            Proof::Smallest => "smallest",
            Proof::Irreducible => "irreducible",
        }),
        changes: goal.curve.len() - 1,
        of: goal.of,
        tried: goal.tried,
        text: say(&goal.outcome()),
        in_the_way: (in_the_way(report, goal, then).iter()).map(say).collect(),
        targets: goal.judged().iter().map(one).collect(),
        curve: goal.curve.iter().map(point).collect(),
    })
}

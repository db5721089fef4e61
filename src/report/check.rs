//! What came of checking procedures against targets: the lines that every form is made from, text and data.

use super::lines;
use super::numbers::Numbers;
use super::targets::{named, verdict};
use crate::measure::figure::{Figure, Values};
use crate::message::{Lang, Message, words};
use crate::model::target::{Target, TargetSeverity, Targets};
use crate::model::{Date, Procedure};
use crate::target::{Checked, Look, Verdict, contradict};
use serde::Serialize;
use std::io::{Result, Write};

/// The version of the data form.
pub const VERSION: u32 = 1;

/// A check that is to be reported.
pub struct Check<'a> {
    /// The targets.
    pub targets: &'a Targets,
    /// The file that they were read from.
    pub targets_file: &'a str,
    /// The procedures, with the files that they were read from.
    pub procedures: &'a [(String, &'a Procedure)],
    /// What became of the targets.
    pub results: &'a [Checked],
    /// The day on which it was looked whether targets are due.
    pub as_of: Date,
    /// The language of names and messages.
    pub lang: Lang,
    /// Whether a target that is not measurable counts as missed.
    pub strict: bool,
}

/// What a result comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The target is met.
    Pass,
    /// It is not.
    Fail,
    /// That cannot be said.
    NotMeasurable,
}

impl Outcome {
    /// What a verdict comes to: what may or may not be is not measured well enough.
    pub fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Pass,
            Verdict::Missed(_) => Self::Fail,
            Verdict::Unsure | Verdict::NotMeasurable(_) => Self::NotMeasurable,
        }
    }

    /// Its word in the data form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotMeasurable => "not-measurable",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Pass => "outcome-pass",
            Self::Fail => "outcome-fail",
            Self::NotMeasurable => "outcome-not-measurable",
        }
    }
}

/// One result in words.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    /// The number of the target in its file, from 1.
    pub(super) target: usize,
    pub(super) name: String,
    pub(super) measure: &'a str,
    pub(super) severity: &'static str,
    /// Nothing where many procedures are judged together.
    pub(super) file: Option<&'a str>,
    pub(super) procedure: Option<&'a str>,
    pub(super) result: &'static str,
    pub(super) figure: Option<String>,
    /// What it was held against, as a figure.
    pub(super) bar: Option<String>,
    pub(super) baseline: Option<String>,
    pub(super) verdict: String,
    pub(super) remedy: Option<String>,
    pub(super) by: Option<String>,
    pub(super) due: bool,
    /// The same in numbers.
    pub(super) numbers: Numbers,
    #[serde(skip)]
    pub(super) outcome: Option<Outcome>,
}

impl Line<'_> {
    /// The result in one sentence.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let open = self.outcome == Some(Outcome::NotMeasurable);
        let open = open.then(|| words(Outcome::NotMeasurable.key(), lang).to_owned());
        let figure = self.figure.iter().cloned();
        let rest = std::iter::once(self.verdict.clone());
        let more = [&self.bar, &self.baseline, &self.remedy]
            .into_iter()
            .flatten();
        let parts: Vec<String> = figure
            .chain(open)
            .chain(rest)
            .chain(more.cloned())
            .collect();
        parts.join("; ")
    }
}

impl Check<'_> {
    /// Every result, in the order of the targets, then of the files.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        self.results.iter().map(|one| self.line(one)).collect()
    }

    fn line(&self, one: &Checked) -> Line<'_> {
        let target = &self.targets.targets[one.target];
        let look = &one.look;
        let subject = one.subject.and_then(|at| self.procedures.get(at));
        // What many have in common is said in the names of the first.
        let names = subject.or_else(|| self.procedures.first());
        let say = |message: &Message| match names {
            Some((_, procedure)) => message.say(self.lang, *procedure),
            None => message.say(self.lang, &crate::message::Ids),
        };
        let mut name = say(&named(target, look.label.clone(), self.lang));
        if let Some(share) = target.share {
            let percent = format!("{} %", (share * 1000.0).round() / 10.0);
            let message = Message::new("target-of-procedures").with("share", percent);
            name = say(&message.with("name", name));
        } else if target.average == Some(true) {
            name = say(&Message::new("target-on-average").with("name", name));
        }
        let outcome = Outcome::of(&look.verdict);
        Line {
            target: one.target + 1,
            name,
            measure: &target.measure,
            severity: target.weight().word(),
            file: subject.map(|(file, _)| file.as_str()),
            procedure: subject.map(|(_, procedure)| &*procedure.id),
            result: outcome.word(),
            figure: (look.figure.as_ref()).map(|figure| say(&figure.message())),
            bar: bar(target, look).as_ref().map(&say),
            baseline: look.baseline.as_ref().map(&say),
            verdict: match &look.verdict {
                // That it is not measurable is said in front.
                Verdict::NotMeasurable(why) => say(why),
                other => say(&verdict(other)),
            },
            remedy: look.remedy.as_ref().map(&say),
            by: target.by.map(|day| day.0.to_string()),
            due: one.due,
            numbers: Numbers::of(target, look, self.lang, &say),
            outcome: Some(outcome),
        }
    }

    /// Pairs of results about one procedure that no figure can meet at once.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let results = self.results;
        let pairs =
            (0..results.len()).flat_map(|b| (0..b).map(move |a| (&results[a], &results[b])));
        let measure = |one: &Checked| &self.targets.targets[one.target].measure;
        let pairs = pairs.filter(|(a, b)| {
            let bars = a.look.bar.zip(b.look.bar);
            let same = a.subject == b.subject && measure(a) == measure(b);
            same && bars.is_some_and(|(a, b)| contradict(a, b))
        });
        let mut told: Vec<String> = Vec::new();
        for (a, b) in pairs {
            let said = Message::new("targets-contradict")
                .with("a", self.line(a).name)
                .with("b", self.line(b).name);
            let said = said.say(self.lang, &crate::message::Ids);
            if !told.contains(&said) {
                told.push(said);
            }
        }
        told
    }

    /// The list has no target: nothing was checked.
    pub fn is_empty(&self) -> bool {
        self.targets.targets.is_empty()
    }

    fn count(&self, outcome: Outcome) -> usize {
        let results = self.results.iter();
        let alike = results.filter(|one| Outcome::of(&one.look.verdict) == outcome);
        alike.count()
    }

    fn title(&self) -> String {
        let name = self.targets.name.as_ref().map(|name| name.say(self.lang));
        name.unwrap_or(self.targets_file).to_owned()
    }

    /// Whether the pipeline is to stop: something of at least this weight is missed, or not measurable where that
    /// counts. With `due_only` only of what is due.
    pub fn fails(&self, least: TargetSeverity, due_only: bool) -> bool {
        self.results.iter().any(|one| {
            let heavy = self.targets.targets[one.target].weight() >= least;
            let counts = match Outcome::of(&one.look.verdict) {
                Outcome::Pass => false,
                Outcome::Fail => true,
                Outcome::NotMeasurable => self.strict,
            };
            heavy && counts && (one.due || !due_only)
        })
    }
}

/// What the figure was held against, where the target itself does not say it.
fn bar(target: &Target, look: &Look) -> Option<Message> {
    let (bar, figure) = (look.bar?, look.figure.as_ref()?);
    let stated = target.at_most.is_some() || target.at_least.is_some();
    let shown = Figure::of(
        Values {
            typical: None,
            mean: None,
            min: bar.least,
            max: bar.most,
        },
        figure.unit.clone(),
        None,
    );
    let key = if bar.is_floor {
        "check-floor"
    } else {
        "check-ceiling"
    };
    (!stated).then(|| Message::new(key).with("bar", shown.message()))
}

/// Writes the text report.
///
/// # Errors
/// Those of `out`.
pub fn write_text(check: &Check<'_>, out: &mut impl Write) -> Result<()> {
    let lang = check.lang;
    let say = |message: Message| message.say(lang, &crate::message::Ids);
    writeln!(out, "{}", check.title())?;
    if let Some(source) = &check.targets.source {
        writeln!(out, "{}", source.say(lang))?;
    }
    let mut place = None;
    let lines = check.lines();
    let mut sorted: Vec<&Line<'_>> = lines.iter().collect();
    // Files in their order, what is about many last.
    let at = |line: &Line<'_>| {
        let files = check.procedures.iter();
        let mut files = files.map(|(file, _)| Some(file.as_str()));
        files
            .position(|file| file == line.file)
            .unwrap_or(usize::MAX)
    };
    sorted.sort_by_key(|line| at(line));
    for line in sorted {
        if place != Some(line.file) {
            place = Some(line.file);
            let head = line.file.unwrap_or(words("check-together", lang));
            writeln!(out, "\n{head}")?;
        }
        let outcome = line
            .outcome
            .map_or("", |outcome| words(outcome.key(), lang));
        let severity = words(severity_key(line.severity), lang);
        let sentence = Message::new("check-line")
            .with("outcome", outcome)
            .with("name", line.name.as_str())
            .with("severity", severity)
            .with("verdict", line.verdict.as_str());
        writeln!(out, "  {}", say(sentence))?;
        let by = line.by.as_ref().map(|day| {
            let key = if line.due {
                "target-due"
            } else {
                "target-not-due"
            };
            say(Message::new(key).with("day", day.as_str()))
        });
        let figure = line
            .figure
            .as_ref()
            .map(|figure| say(Message::new("check-figure").with("figure", figure.as_str())));
        let more = [&figure, &line.bar, &line.baseline, &line.remedy, &by];
        for more in more.into_iter().flatten() {
            writeln!(out, "      {more}")?;
        }
    }
    foot(check, out)
}

/// What contradicts each other, and how many targets came to what.
fn foot(check: &Check<'_>, out: &mut impl Write) -> Result<()> {
    let contradictions = check.contradictions();
    if !contradictions.is_empty() {
        writeln!(out)?;
    }
    for line in contradictions {
        writeln!(out, "{line}")?;
    }
    let sum = Message::new("check-sum")
        .with("pass", check.count(Outcome::Pass))
        .with("fail", check.count(Outcome::Fail))
        .with("open", check.count(Outcome::NotMeasurable))
        .with("day", check.as_of.0.to_string());
    writeln!(out, "\n{}", sum.say(check.lang, &crate::message::Ids))
}

fn severity_key(word: &str) -> &'static str {
    match word {
        "low" => "severity-low",
        "medium" => "severity-medium",
        _ => "severity-high",
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    redtape: &'static str,
    lang: &'static str,
    targets: String,
    targets_file: &'a str,
    as_of: String,
    pass: usize,
    fail: usize,
    not_measurable: usize,
    /// Targets that no figure can meet at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contradictions: Vec<String>,
    results: Vec<Line<'a>>,
}

/// Writes the data form: an object with a `version`.
///
/// # Errors
/// Those of `out`.
pub fn write_json(check: &Check<'_>, out: &mut impl Write) -> Result<()> {
    let document = Document {
        version: VERSION,
        redtape: env!("CARGO_PKG_VERSION"),
        lang: check.lang.tag(),
        targets: check.title(),
        targets_file: check.targets_file,
        as_of: check.as_of.0.to_string(),
        pass: check.count(Outcome::Pass),
        fail: check.count(Outcome::Fail),
        not_measurable: check.count(Outcome::NotMeasurable),
        contradictions: check.contradictions(),
        results: check.lines(),
    };
    lines::write(&document, lines::OF_ONE, out)
}

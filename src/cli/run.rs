//! What `analyze`, `simplify` and `why` have in common: a sound procedure, the answers, the result.

use super::answers;
use super::args::Given;
use super::decisions;
use super::exit::Failure;
use super::files;
use super::sum::hash;
use redtape::context::Net;
use redtape::decision::Decided;
use redtape::fact::Facts;
use redtape::finding::normal_id;
use redtape::graph::Graph;
use redtape::measure::relations::TooLarge;
use redtape::measure::soundness::{Limits, decide};
use redtape::measure::{Convention, Measures, measure, measure_on};
use redtape::message::{Lang, Message};
use redtape::model::target::Targets;
use redtape::model::{Date, Procedure};
use redtape::report::targets::{Alone, Goal, Standoff};
use redtape::report::{Report, unsound};
use redtape::simplify::{
    Clash, Mark, Options, Reached, Simplification, Waivers, reach, simplify_on, unblocked,
};
use redtape::source::Source;
use redtape::target::{Verdict, judge, load, stated_day};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

/// A procedure that was read and simplified.
pub(crate) struct Run {
    pub(crate) procedure: Procedure,
    pub(crate) facts: Facts,
    pub(crate) result: Simplification,
    /// The measures of the procedure as it was read.
    pub(crate) now: Measures,
    pub(crate) convention: Convention,
    pub(crate) input: String,
    pub(crate) lang: Lang,
    /// The day on which its waivers were looked at.
    pub(crate) as_of: Date,
    pub(crate) goal: Option<Goal>,
    /// What a meeting decided, where it did.
    pub(crate) decided: Option<Decided>,
}

impl Run {
    /// Decisions that have no effect as things stand.
    pub(crate) fn idle(&self) -> Vec<(usize, String)> {
        let decided = self.decided.as_ref();
        decided.map_or_else(Vec::new, |decided| decided.idle(&self.result))
    }

    pub(crate) fn report(&self) -> Report<'_> {
        Report {
            procedure: &self.procedure,
            result: &self.result,
            now: &self.now,
            answers: &self.facts,
            convention: self.convention,
            input: &self.input,
            lang: self.lang,
            as_of: self.as_of,
            goal: self.goal.as_ref(),
            decided: self.decided.as_ref(),
            measured: OnceLock::new(),
            weighed: OnceLock::new(),
            names: OnceLock::new(),
        }
    }
}

/// Reads a procedure whose flow is sound.
pub(crate) fn sound(path: &Path, lang: Lang) -> Result<(Source, Procedure), Failure> {
    let (source, procedure) = files::procedure(path, lang)?;
    let graph = Graph::of(&procedure);
    match unsound(&graph, &decide(&graph, Limits::default())) {
        None => Ok((source, procedure)),
        Some(message) => {
            let said = message.say(lang, &procedure);
            Err(Failure::Input(format!("{}: {said}", source.name)))
        }
    }
}

/// What is to be changed of what could be.
#[derive(Default)]
pub(crate) struct Chosen<'a> {
    /// The findings to answer; empty: all.
    pub(crate) only: &'a [String],
    /// The findings to leave.
    pub(crate) without: &'a [String],
    /// A file of targets: only the smallest set of changes that meets them.
    pub(crate) target: Option<&'a Path>,
    /// A file of decisions: only what was accepted is done.
    pub(crate) decisions: Option<&'a Path>,
}

/// Reads and simplifies one procedure.
pub(crate) fn run(
    path: &Path,
    lang: Lang,
    given: &Given,
    chosen: &Chosen<'_>,
) -> Result<Run, Failure> {
    let targets = chosen.target.map(|path| files::targets(path, lang));
    let targets = targets.transpose()?;
    let (source, procedure) = sound(path, lang)?;
    let input = hash(source.text.as_bytes());
    let read = |path| decisions::fitting(path, &procedure, &input, lang);
    let decided = chosen.decisions.map(read).transpose()?;
    let mut answers = answers::answers(&procedure, given, lang)?;
    let facts = std::mem::take(&mut answers.facts);
    let waivers = Waivers::of(&procedure, Some(as_of(given)));
    let ids = |list: &[String]| list.iter().map(|id| normal_id(id)).collect::<BTreeSet<_>>();
    let options = match &decided {
        Some(decided) => decided.apply(facts, waivers),
        None => Options {
            facts,
            only: ids(chosen.only),
            without: ids(chosen.without),
            waivers,
            ballot: None,
        },
    };
    let too_large = |_| too_large(&source.name, lang);
    let result = simplified(&procedure, &options, given.convention);
    let (mut result, now) = result.map_err(too_large)?;
    let mut goal = None;
    if let Some(targets) = targets {
        let convention = given.convention;
        let reached = toward(&procedure, &options, result, &targets, &now, convention);
        let reached = reached.map_err(too_large)?;
        goal = Some(judged(&reached, targets, &options, convention));
        result = reached.result;
    }
    let run = Run {
        goal,
        procedure,
        facts: options.facts,
        result,
        now,
        convention: given.convention,
        input,
        lang,
        as_of: as_of(given),
        decided,
    };
    answers.all_asked(&run.result.consulted)?;
    all_found(&run, chosen.only.iter().chain(chosen.without))?;
    Ok(run)
}

/// What comes of a procedure, and what it measures as it was read.
pub(crate) fn simplified(
    procedure: &Procedure,
    options: &Options,
    convention: Convention,
) -> Result<(Simplification, Measures), TooLarge> {
    let net = Net::of(procedure)?;
    let now = measure_on(net.base(procedure), procedure, &net.graph, convention);
    Ok((simplify_on(procedure, net, options), now))
}

/// The smallest set of changes that meets the targets.
fn toward(
    procedure: &Procedure,
    options: &Options,
    all: Simplification,
    targets: &Targets,
    now: &Measures,
    convention: Convention,
) -> Result<Reached, TooLarge> {
    let day = stated_day(procedure);
    let marks = |version: &Procedure| {
        let then = measure(version, &Graph::of(version), convention);
        let mark = |target| Mark {
            met: judge(target, now, &then, day) == Verdict::Met,
            load: load(target, now, &then),
        };
        targets.targets.iter().map(mark).collect()
    };
    reach(procedure, options, all, &marks)
}

/// What the report says of the targets.
fn judged(reached: &Reached, targets: Targets, options: &Options, convention: Convention) -> Goal {
    let measured = |version: &Procedure| measure(version, &Graph::of(version), convention);
    let last = reached.versions.last().filter(|_| reached.proof.is_none());
    let blocked = &reached.result.blocked;
    let beyond = last.map(|last| unblocked(last, options, blocked));
    let beyond = beyond.into_iter().flatten();
    Goal {
        targets,
        proof: reached.proof,
        of: reached.of,
        tried: reached.tried,
        day: reached.versions.first().and_then(stated_day),
        curve: reached.versions.iter().map(measured).collect(),
        standoffs: (reached.clashes.iter())
            .map(|clash| standoff(clash, &measured))
            .collect(),
        unblocked: beyond
            .map(|(proposal, then)| (proposal.clone(), measured(&then)))
            .collect(),
    }
}

fn standoff(clash: &Clash, measured: &dyn Fn(&Procedure) -> Measures) -> Standoff {
    let ways = clash.ways.iter().map(|way| Alone {
        target: way.purpose,
        changes: way.changes.clone(),
        curve: way.versions.iter().map(measured).collect(),
    });
    Standoff {
        proven: clash.proven,
        ways: ways.collect(),
    }
}

/// The day on which waivers are looked at.
pub(crate) fn as_of(given: &Given) -> Date {
    as_of_or_today(given.as_of)
}

/// A day, or today where none is given.
pub(crate) fn as_of_or_today(day: Option<Date>) -> Date {
    let today = || Date(jiff::ZonedDateTime::now().date());
    day.unwrap_or_else(today)
}

pub(crate) fn too_large(name: &str, lang: Lang) -> Failure {
    let said = Message::new("analysis-too-large").say(lang, &redtape::message::Ids);
    Failure::Input(format!("{name}: {said}"))
}

/// Whether every finding that the user named is there, at the start or after some rewrite.
fn all_found<'a>(run: &Run, named: impl Iterator<Item = &'a String>) -> Result<(), Failure> {
    let later = run.result.if_answered.derivation.iter();
    let later = later.map(|entry| entry.proposal.finding.id());
    let now = run
        .result
        .findings
        .iter()
        .map(redtape::finding::Finding::id);
    let known: BTreeSet<String> = now.chain(later).collect();
    let unknown: Vec<String> = named
        .filter(|id| !known.contains(&normal_id(id)))
        .map(|id| unknown("finding-unknown", id, known.iter(), run.lang))
        .collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Failure::Input(unknown.join("\n")))
    }
}

/// The sentence `key` about `{id}`, with what was probably meant.
pub(crate) fn unknown<'a>(
    key: &'static str,
    id: &str,
    known: impl Iterator<Item = &'a String>,
    lang: Lang,
) -> String {
    let ids = &redtape::message::Ids;
    let said = Message::new(key)
        .with("id", id)
        .with("fact", id)
        .say(lang, ids);
    let like = known.map(|known| (strsim::jaro_winkler(known, id), known));
    let nearest = like.max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest.filter(|(alike, _)| *alike > 0.75) {
        Some((_, known)) => {
            let hint = Message::new("explain-similar").with("id", known.as_str());
            format!("{said}; {}", hint.say(lang, ids))
        }
        None => said,
    }
}

//! The folder of a review: which procedures are in it, what was decided about each, and how a decision is recorded.
//!
//! The files are the only state: each request reads them, so that a server that was killed, a second one, or an editor
//! in between lose nothing.

use super::super::exit::Failure;
use super::super::run::{Run, as_of_or_today, simplified, too_large};
use super::super::sum::hash;
use super::super::{decisions, run, write};
use anyhow::Context;
use redtape::decision::{Decided, with_known};
use redtape::fact::Facts;
use redtape::measure::Convention;
use redtape::message::{Ids, Lang, Message};
use redtape::model::decision::{Act, Decision, Decisions, load_decisions};
use redtape::model::part::Part;
use redtape::model::{Date, Procedure};
use redtape::simplify::{Standing, Waivers};
use redtape::source::{Fault, Source};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A folder of procedures, and how they are looked at.
pub(super) struct Desk {
    pub(super) folder: PathBuf,
    pub(super) convention: Convention,
    /// The day on which waivers are looked at; today unless given.
    pub(super) as_of: Option<Date>,
}

/// A procedure with what was decided about it, as the files have it.
pub(super) struct Case {
    pub(super) procedure: Procedure,
    /// SHA-256 of the procedure's file.
    pub(super) input: String,
    pub(super) decisions: Decisions,
    /// Names this state of both files.
    pub(super) tag: String,
    name: String,
}

/// What became of a decision that was sent.
pub(super) enum Recorded {
    /// It is on the disk.
    Saved(Case, Box<Run>),
    /// The files are not those any more that it was taken on.
    Moved(Case),
    /// It is none.
    Refused(String),
}

impl Case {
    /// Whether the decisions are about another version of the file.
    pub(super) fn is_stale(&self) -> bool {
        self.decisions.input_sha256 != self.input
    }
}

impl Desk {
    /// The names of the procedures: the files of the folder that end in `.json` and in nothing more.
    pub(super) fn names(&self) -> Result<Vec<String>, Failure> {
        let told = || self.folder.display().to_string();
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder).with_context(told)? {
            let path = entry.with_context(told)?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let stem = name.and_then(|name| name.strip_suffix(".json"));
            if let Some(stem) = stem.filter(|stem| !stem.is_empty() && !stem.contains('.'))
                && path.is_file()
            {
                names.push(stem.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    fn decisions_path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.decisions.json"))
    }

    /// Whether the folder has a procedure of this name. Only names that it gives itself are: none leads out of it.
    pub(super) fn has(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.names()?.iter().any(|known| known == name))
    }

    /// Reads a procedure and its decisions; nothing where the folder has no such procedure.
    pub(super) fn open(&self, name: &str, lang: Lang) -> Result<Option<Case>, Failure> {
        let known = self.has(name)?.then(|| self.case(name, lang));
        known.transpose()
    }

    fn case(&self, name: &str, lang: Lang) -> Result<Case, Failure> {
        let (source, procedure) = run::sound(&self.path(name), lang)?;
        let input = hash(source.text.as_bytes());
        let path = self.decisions_path(name);
        let decisions = if path.exists() {
            let decisions = decisions::read(&path, lang)?;
            decisions::of_procedure(&path, &decisions, &procedure, lang)?;
            decisions
        } else {
            Decisions::none(&procedure.id, &input)
        };
        Ok(Case {
            tag: tag(&input, &decisions),
            name: name.to_owned(),
            procedure,
            input,
            decisions,
        })
    }

    /// What comes of a procedure by what was decided; by nothing of it where that was about another version.
    pub(super) fn run(&self, case: &Case, lang: Lang) -> Result<Run, Failure> {
        let decided = if case.is_stale() {
            Decisions::none(&case.procedure.id, &case.input)
        } else {
            case.decisions.clone()
        };
        let decided = Decided::of(decided);
        let as_of = as_of_or_today(self.as_of);
        let p = &case.procedure;
        let options = decided.apply(Facts::of(p), Waivers::of(p, Some(as_of)));
        let result = simplified(p, &options, self.convention);
        let (result, now) = result.map_err(|_| too_large(&case.name, lang))?;
        Ok(Run {
            result,
            procedure: p.clone(),
            facts: options.facts,
            now,
            convention: self.convention,
            input: case.input.clone(),
            lang,
            as_of,
            goal: None,
            decided: Some(decided),
        })
    }

    /// Records a decision, where the files still are as `tag` says; it is on the disk when this returns.
    pub(super) fn record(
        &self,
        name: &str,
        tag: &str,
        body: &[u8],
        lang: Lang,
    ) -> Result<Recorded, Failure> {
        let path = self.path(name);
        let told = || path.display().to_string();
        // Two windows, or two servers on one folder: one after the other. Editors replace files, but not their folder.
        let held = if cfg!(unix) { &self.folder } else { &path };
        let lock = std::fs::File::open(held).with_context(told)?;
        lock.lock().with_context(told)?;
        let mut case = self.case(name, lang)?;
        if case.tag != tag {
            return Ok(Recorded::Moved(case));
        }
        let known = case.decisions.decisions.len();
        let decisions = match with(&case, body) {
            Ok(decisions) => decisions,
            Err(faults) => {
                let said = faults.iter().map(|fault| fault.message.say(lang, &Ids));
                return Ok(Recorded::Refused(said.collect::<Vec<_>>().join("\n")));
            }
        };
        case.decisions = decisions;
        let run = self.run(&case, lang)?;
        let new = case.decisions.decisions.get(known..).unwrap_or(&[]);
        let mut lost: Vec<_> = (new.iter())
            .filter_map(|one| Some((one, about_nothing(one, &run)?)))
            .collect();
        if new.len() > 1 && !lost.is_empty() {
            // Of several that are accepted at once one may do away with another: what counts is what was shown.
            let shown = self.run(&self.case(name, lang)?, lang)?;
            lost.retain(|(one, _)| !is_proposed(one, &shown));
        }
        if let Some((_, nothing)) = lost.into_iter().next() {
            let said = Message::new("decision-unknown").with("id", nothing);
            return Ok(Recorded::Refused(said.say(lang, &Ids)));
        }
        let text = case.decisions.text();
        write::write(&self.decisions_path(name), text.as_bytes())?;
        case.tag = self::tag(&case.input, &case.decisions);
        Ok(Recorded::Saved(case, Box::new(run)))
    }

    /// How the minutes say that they are made again.
    pub(super) fn command(&self, name: &str, run: &Run) -> String {
        let quoted = |path: &Path| {
            let path = path.display().to_string();
            let plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
            if path.chars().all(plain) {
                path
            } else {
                format!("'{}'", path.replace('\'', "'\\''"))
            }
        };
        let convention = match self.convention {
            Convention::Plain => String::new(),
            other @ Convention::DoingBusiness => format!(" --convention {}", other.name()),
        };
        format!(
            "redtape simplify {} --decisions {} --as-of {}{convention} --out result",
            quoted(&self.path(name)),
            quoted(&self.decisions_path(name)),
            run.as_of.0,
        )
    }
}

fn tag(input: &str, decisions: &Decisions) -> String {
    let mut tag = hash(format!("{input}\n{}", decisions.text()).as_bytes());
    tag.truncate(32);
    tag
}

/// The decisions with one more, read as if they came from the file.
fn with(case: &Case, body: &[u8]) -> Result<Decisions, Vec<Fault>> {
    let wrong = |why: String| {
        let fault = Message::new("review-bad-request").with("why", why);
        vec![Fault::whole(fault)]
    };
    let sent: Value = serde_json::from_slice(body).map_err(|error| wrong(error.to_string()))?;
    // One decision, or several that are recorded at once.
    let mut new = match sent {
        Value::Array(several) => several,
        one => vec![one],
    };
    let now = jiff::Timestamp::now().as_millisecond();
    let now = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    for one in &mut new {
        let members = one.as_object_mut();
        let members = members.ok_or_else(|| vec![Fault::whole(Message::new("decision-form"))])?;
        members.insert("at".to_owned(), json!(now.to_string()));
    }
    if new.is_empty() {
        return Err(vec![Fault::whole(Message::new("decision-form"))]);
    }
    let carried = new.iter().find_map(|one| one.get("carry").cloned());
    let mut all = case.decisions.write();
    if case.is_stale() {
        if new.len() > 1 || carried != Some(json!(case.decisions.input_sha256)) {
            return Err(vec![Fault::whole(Message::new("review-carry-first"))]);
        }
        all["input_sha256"] = json!(case.input);
    } else if carried.is_some() {
        return Err(vec![Fault::whole(Message::new("review-nothing-to-carry"))]);
    }
    if let Some(list) = all["decisions"].as_array_mut() {
        list.extend(new);
    }
    let source = Source::from_bytes("decision", all.to_string().into_bytes());
    let source = source.map_err(|(_, fault)| vec![fault])?;
    with_known(|known| load_decisions(&source, known))
}

/// Whether a decision is about a proposal that there is.
fn is_proposed(decision: &Decision, run: &Run) -> bool {
    let Some(Act::Accept(id) | Act::Reject(id)) = decision.act() else {
        return false;
    };
    let result = &run.result;
    let applied = result.if_answered.derivation.iter();
    let mut all = applied
        .map(|entry| &entry.proposal)
        .chain(&result.blocked)
        .chain(&result.rejected);
    all.any(|proposal| proposal.id() == id)
}

/// What a decision names that there is nothing of.
fn about_nothing(decision: &Decision, run: &Run) -> Option<String> {
    let known = match decision.act()? {
        Act::Accept(id) | Act::Reject(id) => run.idle().iter().all(|(_, idle)| idle != id),
        Act::Answer(answer) => {
            let fact = redtape::fact::normal(&answer.fact);
            run.result.consulted.contains(&fact)
        }
        Act::Keep(keep) => {
            let mut waived = run.result.waived.iter();
            waived.any(|waived| waived.keep == *keep && waived.standing != Standing::NotFound)
        }
        Act::Undo(_) | Act::Carry(_) => true,
    };
    let id = match decision.act()? {
        Act::Accept(id) | Act::Reject(id) => id.to_owned(),
        Act::Answer(answer) => answer.fact.clone(),
        Act::Keep(keep) => keep.finding.clone(),
        Act::Undo(_) | Act::Carry(_) => String::new(),
    };
    (!known).then_some(id)
}

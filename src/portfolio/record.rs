//! One procedure of a portfolio, read, analysed and simplified: a line out for a line in.

use super::figures::{Kept, Reading};
use super::once_only::{self, AgencyNote, Asked, Held, Said};
use super::tasks::TasksAt;
use crate::context::{Context, Net};
use crate::fact::Facts;
use crate::finding::Finding;
use crate::measure::Convention;
use crate::measure::difference::unchanged;
use crate::message::Lang;
use crate::model::{Date, Procedure};
use crate::rules::Found;
use crate::simplify::{self, Entry, Options, Simplification, Waivers, simplify_on};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the form of a record.
pub const RECORD: u32 = 2;

/// How deep a procedure is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Figures and findings.
    Analysed,
    /// And what could be changed, with every guarantee checked.
    Simplified,
}

/// What came of one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of this form.
    pub record: u32,
    /// The number of the line, or of the file in its folder, from 1.
    pub line: u64,
    /// The path of the file below its folder; absent where procedures come one a line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<String>,
    /// SHA-256 of the text, in hexadecimal digits.
    pub sha256: String,
    /// What came of the procedure; absent where the text is at fault.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub procedure: Option<Digest>,
    /// Every fault of the text, explained.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fault: Option<String>,
    /// What is there that is no procedure, and is not meant for one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub other: Option<Other>,
}

/// What is no procedure, and no fault either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Other {
    /// A line with nothing but white space: it has a record, so that there is a line out for every line in.
    Blank,
    /// A file of a folder that is of another kind: targets, decisions, what a reform did ...
    NoProcedure,
}

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A procedure.
    Procedure(Box<Digest>),
    /// Faults, explained.
    Fault(String),
    /// None.
    Other(Other),
}

/// What a portfolio keeps of a procedure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it applies.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub jurisdiction: Option<String>,
    /// The day it describes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub as_of: Option<String>,
    /// Its figures.
    pub figures: Vec<Reading>,
    /// How many findings each rule has.
    pub findings: BTreeMap<String, u64>,
    /// How many changes of each rewrite are sure.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub sure: BTreeMap<String, u64>,
    /// How many changes of each rewrite wait for an answer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub if_answered: BTreeMap<String, u64>,
    /// Open questions.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub questions: Option<u64>,
    /// Changes that were undone because they broke a guarantee: bugs of this program.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub undone: Vec<String>,
    /// Its agencies that have a concept.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub agencies: Vec<AgencyNote>,
    /// What they ask.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub asks: Vec<Asked>,
    /// What they have.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub holds: Vec<Held>,
    /// What they do.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tasks: Vec<TasksAt>,
    /// Names of the items of these that are not asked, by their concepts.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub names: BTreeMap<String, String>,
    /// Items asked that have no concept, or are asked by an agency without one.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub unnamed: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference.
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// How every line of a portfolio is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// How deep.
    pub depth: Depth,
    /// How times are counted.
    pub convention: Convention,
    /// The language of names and faults.
    pub lang: Lang,
    /// The day on which waivers are looked at; without one, none has expired.
    pub as_of: Option<Date>,
}

impl Record {
    /// The record of a text that was read, `file` being where it lies below its folder.
    pub fn of(line: u64, file: Option<String>, sha256: String, outcome: Outcome) -> Self {
        let mut record = Self {
            record: RECORD,
            line,
            file,
            sha256,
            procedure: None,
            fault: None,
            other: None,
        };
        match outcome {
            Outcome::Procedure(digest) => record.procedure = Some(*digest),
            Outcome::Fault(fault) => record.fault = Some(fault),
            Outcome::Other(other) => record.other = Some(other),
        }
        record
    }
}

impl Digest {
    /// What a portfolio keeps of a procedure whose net is sound.
    pub fn of(p: &Procedure, net: Net, look: Look) -> Self {
        let facts = Facts::of(p);
        let now = Kept::of(p, &net, look.convention);
        let cx = Context::with(p, &facts, net.clone());
        let mut digest = Self::plain(p, once_only::said(&cx, look.lang), look);
        let options = Options {
            facts: facts.clone(),
            waivers: Waivers::of(p, look.as_of),
            ..Options::default()
        };
        match look.depth {
            Depth::Analysed => {
                digest.figures = now.readings();
                digest.found(simplify::findings(&Found::of(&cx), &cx, &options));
            }
            Depth::Simplified => {
                let result = simplify_on(p, net, &options);
                digest.simplified(p, &result, &now, look.convention);
            }
        }
        digest
    }

    fn plain(p: &Procedure, said: Said, look: Look) -> Self {
        Self {
            id: p.id.to_string(),
            name: p.name.say(look.lang).to_owned(),
            jurisdiction: p.jurisdiction.clone(),
            as_of: p.as_of.map(|day| day.0.to_string()),
            agencies: said.agencies,
            asks: said.asked,
            holds: said.held,
            tasks: said.tasks,
            names: said.names,
            unnamed: said.unnamed,
            ..Self::default()
        }
    }

    fn found<'f>(&mut self, findings: impl Iterator<Item = &'f Finding>) {
        self.findings = count(findings.map(|finding| finding.rule));
    }

    fn simplified(
        &mut self,
        p: &Procedure,
        result: &Simplification,
        now: &Kept,
        convention: Convention,
    ) {
        let less = |outcome: &simplify::Outcome| {
            let (after, net) = (&outcome.procedure, &outcome.net);
            let same = unchanged(p, after);
            if outcome.derivation.is_empty() {
                return now.less(now, &same);
            }
            now.less(&Kept::of(after, net, convention), &same)
        };
        let (sure, all) = (&result.sure, &result.if_answered);
        self.figures = now.readings();
        let less = less(sure).into_iter().zip(less(all));
        for (reading, (sure, if_answered)) in self.figures.iter_mut().zip(less) {
            (reading.less_sure, reading.less_if_answered) = (sure, if_answered);
        }
        self.found(result.findings.iter());
        let waiting = all.derivation.get(sure.derivation.len()..);
        let rewrites =
            |entries: &[Entry]| count(entries.iter().map(|entry| entry.proposal.rewrite.id));
        self.sure = rewrites(&sure.derivation);
        self.if_answered = rewrites(waiting.unwrap_or(&[]));
        self.questions = Some(result.questions.len() as u64);
        self.undone = result
            .undone
            .iter()
            .map(|undone| undone.proposal.id())
            .collect();
    }
}

fn count<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for id in ids {
        *counts.entry(id.to_owned()).or_default() += 1;
    }
    counts
}

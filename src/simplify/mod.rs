//! The driver: one rewrite, check, log, analyse again.
//!
//! Results come in layers that never mix: what is **sure** (every precondition holds), what would
//! come **if answered yes** (some depend on facts that nobody has stated), and what is **blocked**.
//! Rewriting ends because each step lowers the vector of [`crate::measure::vector`].

mod driver;
mod found;
mod reach;
mod smallest;
mod waiver;

pub use reach::{Reached, reach, unblocked};
pub use smallest::Proof;
pub use waiver::{Standing, Waived, Waivers};

use crate::context::{Context, Net};
use crate::fact::{self, Fact, Facts, Verdict};
use crate::finding::Finding;
use crate::measure::relations::TooLarge;
use crate::measure::vector::Vector;
use crate::message::Message;
use crate::model::{Id, Procedure};
use crate::rewrites::{Rewrite, Target};
use crate::rules;
use crate::trade::Relaxed;
use driver::{Driver, Version};
use found::Found;
use std::collections::{BTreeMap, BTreeSet};

/// What to apply.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Answers to questions of fact, the file's own included.
    pub facts: Facts,
    /// Ids of the findings to answer; empty: all.
    pub only: BTreeSet<String>,
    /// Ids of findings to leave.
    pub without: BTreeSet<String>,
    /// Findings that the file keeps on purpose.
    pub waivers: Waivers,
    /// What was decided about single proposals; without it, whatever is sure is done.
    pub ballot: Option<Ballot>,
}

/// What a meeting decided about single proposals, by their ids. What it has not decided about is not done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballot {
    /// To be done, once every precondition holds.
    pub accepted: BTreeSet<String>,
    /// Not to be done.
    pub rejected: BTreeSet<String>,
}

impl Options {
    /// Whether a finding about a version of the procedure is to be answered.
    fn chooses(&self, version: &Procedure, finding: &Finding) -> bool {
        if self.waivers.hold(version, finding) {
            return false;
        }
        if self.only.is_empty() && self.without.is_empty() {
            return true;
        }
        let id = finding.id();
        (self.only.is_empty() || self.only.contains(&id)) && !self.without.contains(&id)
    }
}

/// A rewrite that would answer a finding, with every precondition judged.
#[derive(Clone)]
pub struct Proposal {
    /// The rewrite.
    pub rewrite: &'static Rewrite,
    /// What it would be applied to.
    pub target: Target,
    /// The finding it answers.
    pub finding: Finding,
    /// What it gives up; nothing where it preserves every guarantee.
    pub relaxed: Vec<Relaxed>,
    /// Every precondition by name, with its verdict.
    pub verdicts: Vec<(&'static str, Verdict)>,
}

/// The id of the proposal to apply a rewrite to a target.
fn id(rewrite: &Rewrite, target: &Target) -> String {
    let join = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
    let items = if target.items.is_empty() {
        String::new()
    } else {
        format!("; {}", join(&target.items))
    };
    format!("{}({}{items})", rewrite.id, join(&target.steps))
}

/// How a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Every precondition holds.
    Sure,
    /// Some depend on facts that nobody has stated; none fails.
    IfAnswered,
    /// One fails.
    Blocked,
}

impl Proposal {
    /// Asks every precondition of a rewrite of a target.
    fn judged(
        cx: &Context<'_>,
        rewrite: &'static Rewrite,
        target: Target,
        finding: Finding,
    ) -> Self {
        let verdicts = rewrite.preconditions.iter();
        let verdicts = verdicts
            .map(|precondition| (precondition.id, (precondition.check)(cx, &target)))
            .collect();
        let relaxed = rewrite.trades.map(|trades| trades(cx, &target));
        Self {
            rewrite,
            target,
            finding,
            relaxed: relaxed.unwrap_or_default(),
            verdicts,
        }
    }

    /// `rewrite(step, step; item)`.
    pub fn id(&self) -> String {
        id(self.rewrite, &self.target)
    }

    /// The worst of its verdicts.
    pub fn layer(&self) -> Layer {
        let layer = |verdict: &Verdict| match verdict {
            Verdict::Holds(_) => Layer::Sure,
            Verdict::Unknown(_) => Layer::IfAnswered,
            Verdict::Fails(_) => Layer::Blocked,
        };
        self.verdicts
            .iter()
            .map(|(_, verdict)| layer(verdict))
            .max()
            .unwrap_or(Layer::Sure)
    }

    /// The laws that would have to change for it, each once.
    pub fn law_changes(&self) -> BTreeSet<&Id> {
        self.relaxed.iter().filter_map(Relaxed::law).collect()
    }

    /// The facts it depends on and nobody has stated.
    pub fn open(&self) -> Vec<&Fact> {
        let facts = self
            .verdicts
            .iter()
            .filter_map(|(_, verdict)| match verdict {
                Verdict::Unknown(facts) => Some(facts),
                _ => None,
            });
        facts.flatten().collect()
    }
}

/// An applied rewrite.
#[derive(Clone)]
pub struct Entry {
    /// What was applied, and why it could be.
    pub proposal: Proposal,
    /// The vector before it.
    pub before: Vector,
    /// The vector after it.
    pub after: Vector,
}

/// A procedure and the rewrites that led to it.
#[derive(Clone)]
pub struct Outcome {
    /// The procedure.
    pub procedure: Procedure,
    /// Its net.
    pub net: Net,
    /// The rewrites, in the order applied.
    pub derivation: Vec<Entry>,
}

/// A rewrite that was undone because it broke a guarantee: a bug of ours.
#[derive(Clone)]
pub struct Undone {
    /// The proposal.
    pub proposal: Proposal,
    /// The guarantee.
    pub guarantee: &'static str,
    /// What would have been lost.
    pub lost: Message,
}

/// A question with what hangs on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The facts that it asks: one, or several of one pattern.
    pub facts: Vec<Fact>,
    /// Ids of the proposals that wait for it.
    pub unlocks: Vec<String>,
}

/// Everything that came of one procedure.
pub struct Simplification {
    /// The net of the procedure as it was read.
    pub net: Net,
    /// Findings of the procedure as it was read, but for those that are kept on purpose.
    pub findings: Vec<Finding>,
    /// What is kept on purpose, and how each such decision stands.
    pub waived: Vec<Waived>,
    /// The procedure after the sure rewrites; where a meeting decides, after those of them that it accepted.
    pub sure: Outcome,
    /// The procedure after the sure rewrites and those that wait for an answer or a decision.
    pub if_answered: Outcome,
    /// Every version from the one that was read to the one if every question is answered yes; nothing where they were too
    /// many to be kept.
    pub versions: Option<Vec<Derived>>,
    /// The open questions, those that unlock most first. Their numbers are their places, from 1.
    pub questions: Vec<Open>,
    /// Proposals of the procedure as it was read of which a precondition fails.
    pub blocked: Vec<Proposal>,
    /// Proposals that would have been applied, had they not been rejected; each as judged when its turn first came.
    pub rejected: Vec<Proposal>,
    /// Rewrites that were undone.
    pub undone: Vec<Undone>,
    /// Facts that some precondition asked for, answered or not, as text.
    pub consulted: BTreeSet<String>,
}

/// Analyses and simplifies a procedure.
///
/// # Errors
/// [`TooLarge`] where the net is too large to be analysed.
pub fn simplify(procedure: &Procedure, options: &Options) -> Result<Simplification, TooLarge> {
    Ok(simplify_on(procedure, Net::of(procedure)?, options))
}

/// Analyses and simplifies a procedure with this net.
pub fn simplify_on(procedure: &Procedure, net: Net, options: &Options) -> Simplification {
    let mut version = Version::of(procedure, net.clone(), &options.facts);
    // The driver starts with what this finds out.
    let read = AsRead::of(&version.context(&options.facts), options);
    let mut driver = Driver::new(options);
    if options.ballot.is_some() {
        driver.run_accepted(&mut version);
    } else {
        driver.run(&mut version, Layer::Sure);
    }
    let sure = version.outcome();
    if options.ballot.is_some() {
        driver.run(&mut version, Layer::Sure);
    }
    driver.run(&mut version, Layer::IfAnswered);
    let if_answered = version.outcome();
    let questions = questions(&if_answered);
    let mut consulted = read.consulted;
    consulted.extend(driver.consulted);
    Simplification {
        net,
        findings: read.findings,
        waived: read.waived,
        sure,
        if_answered,
        versions: version.all(),
        questions,
        blocked: read.blocked,
        rejected: driver.rejected,
        undone: driver.undone,
        consulted,
    }
}

/// What is said about a procedure as it was read.
struct AsRead {
    findings: Vec<Finding>,
    waived: Vec<Waived>,
    blocked: Vec<Proposal>,
    consulted: BTreeSet<String>,
}

impl AsRead {
    fn of(cx: &Context<'_>, options: &Options) -> Self {
        let procedure = cx.procedure;
        let found = Found::of(cx);
        let mut blocked = found.proposals(options);
        blocked.retain(|proposal| proposal.layer() == Layer::Blocked);
        let mut findings: Vec<Finding> = found.all().cloned().collect();
        let waived = options.waivers.standing(procedure, &findings);
        findings.retain(|finding| !options.waivers.hold(procedure, finding));
        Self {
            findings,
            waived,
            blocked,
            consulted: cx.consulted(),
        }
    }
}

/// What the rules find in a version, but for what is kept on purpose, in the order of the rules.
pub fn findings<'f>(
    found: &'f rules::Found,
    cx: &'f Context<'_>,
    options: &'f Options,
) -> impl Iterator<Item = &'f Finding> {
    let found = found.by(cx, |_| true);
    found.filter(|finding| !options.waivers.hold(cx.procedure, finding))
}

/// Every proposal for a procedure, each with its verdicts: what `why` explains.
///
/// # Errors
/// [`TooLarge`] where the net is too large to be analysed.
pub fn proposals(procedure: &Procedure, options: &Options) -> Result<Vec<Proposal>, TooLarge> {
    let cx = Context::of(procedure, &options.facts)?;
    Ok(Found::of(&cx).proposals(options))
}

/// One version of a derivation.
#[derive(Clone)]
pub struct Derived {
    /// The procedure.
    pub procedure: Procedure,
    /// Its net.
    pub net: Net,
}

impl Open {
    /// The question, put so that yes permits.
    pub fn question(&self) -> Message {
        fact::question(&self.facts)
    }

    /// What an answer to all of it names: the fact, or the pattern of several.
    pub fn text(&self) -> String {
        let first = self.facts.first();
        let pattern = first
            .filter(|_| self.facts.len() > 1)
            .and_then(Fact::pattern);
        pattern.unwrap_or_else(|| first.map(Fact::text).unwrap_or_default())
    }

    /// Whether a proposal waits for it.
    pub fn holds_up(&self, proposal: &Proposal) -> bool {
        let open = proposal.open();
        open.into_iter().any(|fact| self.facts.contains(fact))
    }
}

/// The questions of a derivation, those on which most rewrites wait first, then in the order met.
fn questions(outcome: &Outcome) -> Vec<Open> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut open: Vec<Open> = Vec::new();
    for entry in &outcome.derivation {
        let id = entry.proposal.id();
        for fact in entry.proposal.open() {
            let key = fact.pattern().unwrap_or_else(|| fact.text());
            let place = *places.entry(key).or_insert(open.len());
            if place == open.len() {
                open.push(Open {
                    facts: Vec::new(),
                    unlocks: Vec::new(),
                });
            }
            let question = &mut open[place];
            if !question.facts.contains(fact) {
                question.facts.push(fact.clone());
            }
            // Two preconditions of one proposal may ask the same.
            if question.unlocks.last() != Some(&id) {
                question.unlocks.push(id.clone());
            }
        }
    }
    open.sort_by_key(|open| std::cmp::Reverse(open.unlocks.len()));
    open
}

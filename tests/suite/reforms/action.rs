//! What reformers did, and how it comes out of the proposals.

use crate::golden::repository;
use crate::procedures::named;
use redtape::context::Context;
use redtape::fact::Verdict;
use redtape::message::{Lang, Message};
use redtape::model::{Id, Procedure, Step, print};
use redtape::report::may_ask_the_same;
use redtape::rewrites::Target;
use redtape::simplify::{Entry, Layer, Options, Proposal, Simplification, proposals};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A step of a reform, as the file beside the procedure records it.
pub(super) struct Action {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) what: String,
    steps: BTreeSet<String>,
    shows_as: Vec<String>,
    /// Why no proposal does it, where none does.
    why_not: Option<String>,
}

/// A documented reform and the procedure before it.
pub(super) struct Reform {
    pub(super) procedure: Procedure,
    pub(super) actions: Vec<Action>,
}

/// Proposals that do what an action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The first of them.
    id: String,
    /// How many there are besides.
    more: usize,
    /// How many steps of the action they are about, and how many it has.
    covered: usize,
    steps: usize,
    /// The facts of the file that they are about, by their evidence.
    rests_on: String,
}

impl Shown {
    /// Half of the steps is the least that counts as the same action.
    fn counts(&self) -> bool {
        2 * self.covered >= self.steps
    }

    fn words(&self) -> String {
        let more = match self.more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let steps = match self.steps {
            1 => String::new(),
            steps => format!(", {} of {steps} steps", self.covered),
        };
        format!("`{}`{more}{steps}", self.id)
    }
}

/// How an action comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    Sure(Shown),
    Question(Shown),
    /// The file does not say what some of the steps ask, and the report asks whether they ask for the same.
    Asked,
    /// Proposals about too few of its steps.
    Little(Shown),
    /// A proposal that is counted for another action.
    Elsewhere(String),
    Blocked(String),
    /// Why, where the file of the reform says it.
    No(Option<String>),
}

impl Seen {
    pub(super) fn comes_out(&self) -> bool {
        matches!(self, Self::Sure(_) | Self::Question(_))
    }

    pub(super) fn is_asked(&self) -> bool {
        self.comes_out() || *self == Self::Asked
    }

    /// Whether every step of the action is covered.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Sure(shown) | Self::Question(shown) => shown.covered == shown.steps,
            _ => false,
        }
    }

    pub(super) fn words(&self) -> String {
        match self {
            Self::Sure(shown) => format!("sure: {}", shown.words()),
            Self::Question(shown) => format!("a question: {}", shown.words()),
            Self::Asked => "asked: do these steps ask for the same?".to_owned(),
            Self::Little(shown) => format!("not counted, too little: {}", shown.words()),
            Self::Elsewhere(id) => format!("not counted twice: `{id}` counts for another action"),
            Self::Blocked(why) => format!("blocked: {why}"),
            Self::No(Some(why)) => format!("not proposed: {why}"),
            Self::No(None) => "not proposed".to_owned(),
        }
    }

    pub(super) fn rests_on(&self) -> &str {
        match self {
            Self::Sure(shown) | Self::Question(shown) | Self::Little(shown) => &shown.rests_on,
            Self::Asked => "nothing: the file leaves it open",
            Self::Elsewhere(_) | Self::Blocked(_) | Self::No(_) => "-",
        }
    }
}

/// The facts that proposals are about, by their evidence: their steps, where nobody states it their order, and their
/// documents and fields.
fn rests_on(p: &Procedure, targets: &[&Target]) -> String {
    let named: BTreeSet<&Id> = targets.iter().flat_map(|target| &target.steps).collect();
    let items: BTreeSet<&Id> = targets.iter().flat_map(|target| &target.items).collect();
    let file: Value = serde_json::from_str(&print::print(p)).expect("JSON");
    let list = |key: &str| file[key].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value["evidence"].as_str().map(str::to_owned);
    let whole = word(&file).expect("evidence of the file");
    let mut facts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |evidence: String, fact: String| facts.entry(evidence).or_default().push(fact);
    let steps: Vec<Value> = list("steps")
        .into_iter()
        .filter(|step| named.iter().any(|id| step["id"] == ***id))
        .collect();
    for step in &steps {
        let id = step["id"].as_str().expect("an id");
        add(word(step).unwrap_or_else(|| whole.clone()), id.to_owned());
        if step["x-order"] == "constructed" {
            add("constructed".to_owned(), format!("the order of {id}"));
        }
    }
    let needs = steps.iter().filter_map(|step| step["needs"].as_array());
    let needs: Vec<&Value> = needs.flatten().collect();
    for item in items {
        let carries = |document: &Value| {
            let fields = document["carries"].as_array();
            fields.is_some_and(|fields| fields.iter().any(|field| *field == **item))
        };
        let documents = list("documents").into_iter();
        let known = documents.filter(|document| document["id"] == **item || carries(document));
        let needed = needs.iter().filter(|need| need["document"] == **item);
        let known: Vec<String> = known
            .filter_map(|document| word(&document))
            .chain(needed.filter_map(|need| word(need)))
            .collect();
        // The weakest word counts, and constructed is the weakest of all.
        let weakest = known.iter().find(|word| *word == "constructed");
        let evidence = weakest.or(known.first()).unwrap_or(&whole);
        add(evidence.clone(), item.to_string());
    }
    let said = facts.iter();
    let said = said.map(|(evidence, facts)| format!("{evidence}: {}", facts.join(", ")));
    said.collect::<Vec<_>>().join("; ")
}

pub(super) fn texts(value: &Value) -> impl Iterator<Item = String> + '_ {
    let list = value.as_array().expect("a list").iter();
    list.map(|item| item.as_str().expect("a text").to_owned())
}

pub(super) fn reforms() -> Vec<Reform> {
    let folder = repository("procedures");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".reform.json"))
        .collect();
    paths.sort();
    let reform = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a text");
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let action = |action: &Value| Action {
            id: action["id"].as_str().expect("an id").to_owned(),
            kind: action["kind"].as_str().expect("a kind").to_owned(),
            what: action["what"]["en"]
                .as_str()
                .expect("a sentence")
                .to_owned(),
            steps: texts(&action["steps"]).collect(),
            shows_as: texts(&action["shows_as"]).collect(),
            why_not: action["why_not"].as_str().map(str::to_owned),
        };
        let actions = value["actions"].as_array().expect("actions").iter();
        Reform {
            procedure: named(value["procedure"].as_str().expect("a procedure")),
            actions: actions.map(action).collect(),
        }
    };
    paths.iter().map(reform).collect()
}

impl Action {
    /// Which of its steps a proposal is about, where it does what the reformers did: one of its rewrites, at two of its
    /// steps (at one, where the rewrite or the action is about one). A step of the version that it is applied to stands
    /// for those merged into it.
    fn covered_by(&self, proposal: &Proposal, version: &Procedure) -> BTreeSet<String> {
        if !self.shows_as.iter().any(|id| id == proposal.rewrite.id) {
            return BTreeSet::new();
        }
        let mut covered = BTreeSet::new();
        let mut common = 0;
        for id in &proposal.target.steps {
            let original = version.step(id).map(Step::original);
            let original = original.unwrap_or_else(|| vec![id.clone()]);
            let own = original.iter().filter(|id| self.steps.contains(&***id));
            let before = covered.len();
            covered.extend(own.map(Id::to_string));
            common += usize::from(covered.len() > before);
        }
        let least = proposal.target.steps.len().min(self.steps.len()).min(2);
        if common < least {
            covered.clear();
        }
        covered
    }

    fn shown(&self, p: &Procedure, own: &[&Applied<'_>], covered: usize) -> Option<Shown> {
        let [first, more @ ..] = own else { return None };
        let targets: Vec<&Target> = own.iter().map(|one| &one.proposal.target).collect();
        Some(Shown {
            id: first.proposal.id(),
            more: more.len(),
            covered,
            steps: self.steps.len(),
            rests_on: rests_on(p, &targets),
        })
    }

    /// How it comes out, of the proposals that count for it alone.
    pub(super) fn seen(&self, p: &Procedure, options: &Options, share: &Share<'_>) -> Seen {
        if let Some(shown) = self.shown(p, &share.own, share.covered) {
            return match share.own.iter().all(|one| one.layer == Layer::Sure) {
                _ if !shown.counts() => Seen::Little(shown),
                true => Seen::Sure(shown),
                false => Seen::Question(shown),
            };
        }
        if let Some(id) = &share.elsewhere {
            return Seen::Elsewhere(id.clone());
        }
        let all = proposals(p, options).expect("not too large");
        let refused = all
            .iter()
            .filter(|proposal| !self.covered_by(proposal, p).is_empty());
        let why = |proposal: &Proposal| -> Option<Message> {
            proposal
                .verdicts
                .iter()
                .find_map(|(_, verdict)| match verdict {
                    Verdict::Fails(why) => Some(why.clone()),
                    _ => None,
                })
        };
        match refused.into_iter().find_map(why) {
            Some(why) => Seen::Blocked(why.say(Lang::En, p)),
            None if self.is_left_open(p) => Seen::Asked,
            None => Seen::No(self.why_not.clone()),
        }
    }

    /// Whether the file of the reform says why it is not proposed, although it is, or does not although it is not.
    pub(super) fn why_not_is_wrong(&self, seen: &Seen) -> bool {
        match seen {
            Seen::No(why) => why.is_none(),
            _ => self.why_not.is_some(),
        }
    }

    /// Whether the report asks if the steps ask for the same data or papers: half of them, two of them at least, or the
    /// one that the action is about.
    fn is_left_open(&self, p: &Procedure) -> bool {
        let about_data = |id: &String| id.starts_with("reuse") || id.starts_with("fetch");
        let asked = may_ask_the_same(p).into_iter();
        let asked = asked.filter(|step| self.steps.contains(&*step.id)).count();
        let least = self.steps.len().min(2).max(self.steps.len().div_ceil(2));
        self.shows_as.iter().any(about_data) && asked >= least
    }
}

/// A proposal that was applied, and the version that it was applied to.
pub(super) struct Applied<'a> {
    proposal: &'a Proposal,
    version: Procedure,
    layer: Layer,
}

/// What was applied, as sure first; what both layers have, once.
pub(super) fn applied<'a>(
    p: &Procedure,
    options: &Options,
    result: &'a Simplification,
) -> Vec<Applied<'a>> {
    let mut all: Vec<Applied<'a>> = Vec::new();
    for (layer, entries) in [
        (Layer::Sure, &result.sure.derivation),
        (Layer::IfAnswered, &result.if_answered.derivation),
    ] {
        for (Entry { proposal, .. }, version) in entries.iter().zip(versions(p, options, entries)) {
            if all.iter().all(|one| one.proposal.id() != proposal.id()) {
                all.push(Applied {
                    proposal,
                    version,
                    layer,
                });
            }
        }
    }
    all
}

/// What counts for one action.
#[derive(Default)]
pub(super) struct Share<'a> {
    own: Vec<&'a Applied<'a>>,
    /// How many of its steps they cover.
    covered: usize,
    /// Where none is left: one that would count, but counts for another action.
    elsewhere: Option<String>,
}

/// Which proposals count for which action: each for one. The action that has the fewest to choose from chooses first, its
/// own rewrites in their order, and takes what covers a step that it has not yet.
pub(super) fn shares<'a>(actions: &[Action], applied: &'a [Applied<'a>]) -> Vec<Share<'a>> {
    let choices = |action: &Action| -> Vec<(usize, BTreeSet<String>)> {
        let mut found: Vec<(usize, BTreeSet<String>)> = applied
            .iter()
            .map(|one| action.covered_by(one.proposal, &one.version))
            .enumerate()
            .filter(|(_, covered)| !covered.is_empty())
            .collect();
        let rank = |at: usize| {
            let id = applied[at].proposal.rewrite.id;
            action.shows_as.iter().position(|known| known == id)
        };
        found.sort_by_key(|(at, _)| rank(*at));
        found
    };
    let choices: Vec<_> = actions.iter().map(choices).collect();
    let mut order: Vec<usize> = (0..actions.len()).collect();
    order.sort_by_key(|&at| choices[at].len());
    let mut taken = BTreeSet::new();
    let mut shares: Vec<Share<'a>> = actions.iter().map(|_| Share::default()).collect();
    for at in order {
        let mut covered: BTreeSet<&String> = BTreeSet::new();
        for (one, steps) in &choices[at] {
            let new = steps.iter().any(|step| !covered.contains(step));
            if new && taken.insert(*one) {
                covered.extend(steps);
                shares[at].own.push(&applied[*one]);
            }
        }
        shares[at].covered = covered.len();
        let first = choices[at].first().filter(|_| shares[at].own.is_empty());
        shares[at].elsewhere = first.map(|(one, _)| applied[*one].proposal.id());
    }
    shares
}

/// Every version that a derivation goes through, the procedure as it was read first.
fn versions(p: &Procedure, options: &Options, entries: &[Entry]) -> Vec<Procedure> {
    let mut versions = vec![p.clone()];
    for Entry { proposal, .. } in entries {
        let last = versions.last().expect("the first");
        let cx = Context::of(last, &options.facts).expect("not too large");
        let next = (proposal.rewrite.apply)(&cx, &proposal.target);
        versions.push(next);
    }
    versions
}

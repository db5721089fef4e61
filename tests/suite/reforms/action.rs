//! What reformers did, and how it comes out of the proposals.

use super::seen::{Seen, Shown, rests_on};
use super::share::{Applied, Share};
use crate::golden::repository;
use crate::procedures::named;
use redtape::fact::Verdict;
use redtape::message::{Lang, Message};
use redtape::model::{Id, Procedure, Step};
use redtape::report::may_ask_the_same;
use redtape::rewrites::Target;
use redtape::simplify::{Layer, Options, Proposal, proposals};
use serde_json::Value;
use std::collections::BTreeSet;

/// A step of a reform, as the file beside the procedure records it.
pub(super) struct Action {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) what: String,
    steps: BTreeSet<String>,
    pub(super) shows_as: Vec<String>,
    /// Why no proposal does it, where none does.
    why_not: Option<String>,
}

/// A documented reform and the procedure before it.
pub(super) struct Reform {
    pub(super) procedure: Procedure,
    pub(super) actions: Vec<Action>,
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
    pub(super) fn covered_by(&self, proposal: &Proposal, version: &Procedure) -> BTreeSet<String> {
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

//! What reformers did, and how it comes out of the proposals.

use crate::golden::repository;
use crate::procedures::named;
use redtape::context::Context;
use redtape::fact::Verdict;
use redtape::message::{Lang, Message};
use redtape::model::{Id, Procedure, Step, print};
use redtape::report::may_ask_the_same;
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
}

/// A documented reform and the procedure before it.
pub(super) struct Reform {
    pub(super) procedure: Procedure,
    pub(super) actions: Vec<Action>,
}

/// A proposal that does what an action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    id: String,
    /// The facts of the file that it is about, by their evidence.
    rests_on: String,
}

/// How an action comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    Sure(Shown),
    Question(Shown),
    /// The file does not say what some of the steps ask, and the report asks whether they ask for the same.
    Asked,
    Blocked(String),
    No,
}

impl Seen {
    pub(super) fn comes_out(&self) -> bool {
        matches!(self, Self::Sure(_) | Self::Question(_))
    }

    pub(super) fn is_asked(&self) -> bool {
        self.comes_out() || *self == Self::Asked
    }

    pub(super) fn words(&self) -> String {
        match self {
            Self::Sure(shown) => format!("sure: `{}`", shown.id),
            Self::Question(shown) => format!("a question: `{}`", shown.id),
            Self::Asked => "asked: do these steps ask for the same?".to_owned(),
            Self::Blocked(why) => format!("blocked: {why}"),
            Self::No => "not proposed".to_owned(),
        }
    }

    pub(super) fn rests_on(&self) -> &str {
        match self {
            Self::Sure(shown) | Self::Question(shown) => &shown.rests_on,
            Self::Asked => "nothing: the file leaves it open",
            Self::Blocked(_) | Self::No => "-",
        }
    }
}

/// The facts that a proposal is about, by their evidence: its steps, where nobody states it their order, and its
/// documents and fields.
pub(super) fn rests_on(p: &Procedure, proposal: &Proposal) -> String {
    let file: Value = serde_json::from_str(&print::print(p)).expect("JSON");
    let list = |key: &str| file[key].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value["evidence"].as_str().map(str::to_owned);
    let whole = word(&file).expect("evidence of the file");
    let mut facts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |evidence: String, fact: String| facts.entry(evidence).or_default().push(fact);
    let steps: Vec<Value> = list("steps")
        .into_iter()
        .filter(|step| proposal.target.steps.iter().any(|id| step["id"] == **id))
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
    for item in &proposal.target.items {
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
    /// Whether a proposal does what the reformers did: one of its rewrites, at two of its steps (at one, where the
    /// rewrite or the action is about one). A step of the version that it is applied to stands for those merged into it.
    fn matches(&self, proposal: &Proposal, version: &Procedure) -> bool {
        let steps = &proposal.target.steps;
        let stands_for = |id: &Id| {
            let original = version.step(id).map(Step::original);
            original.unwrap_or_else(|| vec![id.clone()])
        };
        let common = steps
            .iter()
            .filter(|id| {
                let mut original = stands_for(id).into_iter();
                original.any(|id| self.steps.contains(&*id))
            })
            .count();
        self.shows_as.iter().any(|id| id == proposal.rewrite.id)
            && common >= steps.len().min(self.steps.len()).min(2)
    }

    pub(super) fn seen(&self, p: &Procedure, options: &Options, result: &Simplification) -> Seen {
        let applied = |layer: Layer| {
            let entries = match layer {
                Layer::Sure => &result.sure.derivation,
                _ => &result.if_answered.derivation,
            };
            let versions = versions(p, options, entries);
            let proposals = entries.iter().map(|entry| &entry.proposal);
            let mut found = proposals.zip(&versions);
            found
                .find(|(proposal, version)| self.matches(proposal, version))
                .map(|(proposal, _)| Shown {
                    id: proposal.id(),
                    rests_on: rests_on(p, proposal),
                })
        };
        if let Some(shown) = applied(Layer::Sure) {
            return Seen::Sure(shown);
        }
        if let Some(shown) = applied(Layer::IfAnswered) {
            return Seen::Question(shown);
        }
        let all = proposals(p, options).expect("not too large");
        let refused = all.iter().filter(|proposal| self.matches(proposal, p));
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
            None => Seen::No,
        }
    }

    /// Whether the report asks if the steps ask for the same data or papers: two of them, or the one that the action
    /// is about.
    fn is_left_open(&self, p: &Procedure) -> bool {
        let about_data = |id: &String| id.starts_with("reuse") || id.starts_with("fetch");
        let asked = may_ask_the_same(p).into_iter();
        let asked = asked.filter(|step| self.steps.contains(&*step.id)).count();
        self.shows_as.iter().any(about_data) && asked >= self.steps.len().min(2)
    }
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

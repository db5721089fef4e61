//! How an action of a reform comes out, in words.

use redtape::model::{Id, Procedure, print};
use redtape::rewrites::Target;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Proposals that do what an action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The first of them.
    pub(super) id: String,
    /// How many there are besides.
    pub(super) more: usize,
    /// How many steps of the action they are about, and how many it has.
    pub(super) covered: usize,
    pub(super) steps: usize,
    /// The facts of the file that they are about, by their evidence.
    pub(super) rests_on: String,
}

impl Shown {
    /// Half of the steps is the least that counts as the same action.
    pub(super) fn counts(&self) -> bool {
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

    /// Whether nothing of it is proposed or asked.
    pub(super) fn vanishes(&self) -> bool {
        !self.is_asked() && !matches!(self, Self::Little(_))
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
pub(super) fn rests_on(p: &Procedure, targets: &[&Target]) -> String {
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

//! What real reforms did, and which of it the tool proposes: as sure, as a question, or not, and why.

use crate::golden::{golden, repository};
use crate::procedures::named;
use redtape::context::Context;
use redtape::fact::{Facts, Verdict};
use redtape::message::{Lang, Message};
use redtape::model::{Id, Procedure, load, print};
use redtape::report::{may_ask_the_same, silent};
use redtape::simplify::{Layer, Options, Proposal, Simplification, proposals, simplify};
use redtape::source::Source;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A step of a reform, as the file beside the procedure records it.
struct Action {
    id: String,
    kind: String,
    what: String,
    steps: BTreeSet<String>,
    shows_as: Vec<String>,
}

/// A documented reform and the procedure before it.
struct Reform {
    procedure: Procedure,
    actions: Vec<Action>,
}

/// A proposal that does what an action did.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    id: String,
    /// The facts of the file that it is about, by their evidence.
    rests_on: String,
}

/// How an action comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Sure(Shown),
    Question(Shown),
    /// The file does not say what some of the steps ask, and the report asks whether they ask for the same.
    Asked,
    Blocked(String),
    No,
}

impl Seen {
    fn comes_out(&self) -> bool {
        matches!(self, Self::Sure(_) | Self::Question(_))
    }

    fn is_asked(&self) -> bool {
        self.comes_out() || *self == Self::Asked
    }

    fn words(&self) -> String {
        match self {
            Self::Sure(shown) => format!("sure: `{}`", shown.id),
            Self::Question(shown) => format!("a question: `{}`", shown.id),
            Self::Asked => "asked: do these steps ask for the same?".to_owned(),
            Self::Blocked(why) => format!("blocked: {why}"),
            Self::No => "not proposed".to_owned(),
        }
    }

    fn rests_on(&self) -> &str {
        match self {
            Self::Sure(shown) | Self::Question(shown) => &shown.rests_on,
            Self::Asked => "nothing: the file leaves it open",
            Self::Blocked(_) | Self::No => "-",
        }
    }
}

/// The facts that a proposal is about, by their evidence: its steps, where nobody states it their order, and its
/// documents and fields.
fn rests_on(p: &Procedure, proposal: &Proposal) -> String {
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
        add(evidence.clone(), item.0.to_string());
    }
    let said = facts.iter();
    let said = said.map(|(evidence, facts)| format!("{evidence}: {}", facts.join(", ")));
    said.collect::<Vec<_>>().join("; ")
}

fn texts(value: &Value) -> impl Iterator<Item = String> + '_ {
    let list = value.as_array().expect("a list").iter();
    list.map(|item| item.as_str().expect("a text").to_owned())
}

fn reforms() -> Vec<Reform> {
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
    /// rewrite or the action is about one).
    fn matches(&self, proposal: &Proposal) -> bool {
        let steps = &proposal.target.steps;
        let common = steps
            .iter()
            .filter(|id| self.steps.contains(&***id))
            .count();
        self.shows_as.iter().any(|id| id == proposal.rewrite.id)
            && common >= steps.len().min(self.steps.len()).min(2)
    }

    fn seen(&self, p: &Procedure, options: &Options, result: &Simplification) -> Seen {
        let applied = |layer: Layer| {
            let entries = match layer {
                Layer::Sure => &result.sure.derivation,
                _ => &result.if_answered.derivation,
            };
            let mut found = entries.iter().map(|entry| &entry.proposal);
            found
                .find(|proposal| self.matches(proposal))
                .map(|proposal| Shown {
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
        let refused = all.iter().filter(|proposal| self.matches(proposal));
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

/// Simplifies; nothing may have been undone, for that would be a guarantee that a rewrite broke.
fn outcome(p: &Procedure) -> (Options, Simplification) {
    let options = Options {
        facts: Facts::of(p),
        ..Options::default()
    };
    let result = simplify(p, &options).expect("not too large");
    let undone: Vec<_> = result
        .undone
        .iter()
        .map(|undone| undone.guarantee)
        .collect();
    assert!(undone.is_empty(), "{}: {undone:?}", p.id);
    (options, result)
}

fn seen(p: &Procedure, actions: &[Action]) -> Vec<Seen> {
    let (options, result) = outcome(p);
    let each = actions.iter();
    each.map(|action| action.seen(p, &options, &result))
        .collect()
}

/// Whether a part of a file, or the whole file, was made up to have a workflow.
fn is_constructed(value: &Value) -> bool {
    value["evidence"] == "constructed"
}

/// The procedure without the documents and needs that were constructed, and without what mentions them.
fn without_constructed(p: &Procedure) -> Procedure {
    let mut value: Value = serde_json::from_str(&print::print(p)).expect("JSON");
    let documents = value["documents"].as_array().cloned().unwrap_or_default();
    let gone: BTreeSet<String> = documents
        .iter()
        .filter(|document| is_constructed(document))
        .filter_map(|document| Some(document["id"].as_str()?.to_owned()))
        .collect();
    drop_constructed(&mut value, &gone);
    let source = Source {
        name: format!("{} without what was constructed", p.id),
        text: value.to_string(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

fn drop_constructed(value: &mut Value, gone: &BTreeSet<String>) {
    let mentions = |item: &Value| {
        let named = item.as_str().or_else(|| item["document"].as_str());
        named.is_some_and(|id| gone.contains(id))
    };
    match value {
        Value::Array(list) => {
            // A constructed step or gateway is part of the flow: without it there is none.
            let in_flow = |item: &Value| item.get("after").is_some() || item.get("kind").is_some();
            let document = |item: &Value| item["id"].as_str().is_some_and(|id| gone.contains(id));
            list.retain(|item| {
                !mentions(item) && !document(item) && (!is_constructed(item) || in_flow(item))
            });
            for item in list.iter_mut() {
                drop_constructed(item, gone);
            }
        }
        Value::Object(map) => {
            for (_, item) in map.iter_mut() {
                drop_constructed(item, gone);
            }
            map.retain(|_, item| item.as_array().is_none_or(|list| !list.is_empty()));
        }
        _ => {}
    }
}

const HEAD: &str = "# Recall of real reforms

Generated by a test. Each line is an action of a documented reform (`procedures/*.reform.json`) that changes the structure of the
procedure; policy and capacity are not for this tool to propose. *Rests on* names the facts of the file that the
proposal is about, by their evidence: observed, stated, estimated or constructed. The last column leaves out every
document and need that was constructed to make a workflow of the source; the Guangzhou file is constructed as a whole,
so that nothing can be left out of it. *Asked* means that the file does not say what the steps ask for: the report asks
whether it is the same, and what an answer would unlock.

| case | action | comes out as | rests on | without what was constructed |
|---|---|---|---|---|
";

/// How many actions come out, and how many are asked besides.
#[derive(Default)]
struct Count {
    out: usize,
    asked: usize,
}

impl Count {
    fn add(&mut self, seen: &Seen) {
        self.out += usize::from(seen.comes_out());
        self.asked += usize::from(*seen == Seen::Asked);
    }

    fn say(&self, all: usize) -> String {
        let sum = self.out + self.asked;
        format!(
            "{sum} ({} %: {} proposed, {} asked)",
            100 * sum / all,
            self.out,
            self.asked
        )
    }
}

#[test]
fn what_real_reforms_did_comes_out() {
    let mut page = String::from(HEAD);
    let (mut all, mut with_all, mut without_made_up) = (0, Count::default(), Count::default());
    for reform in reforms() {
        let p = &reform.procedure;
        let structural: Vec<Action> = reform
            .actions
            .into_iter()
            .filter(|action| action.kind == "structural")
            .collect();
        let with = seen(p, &structural);
        let without = seen(&without_constructed(p), &structural);
        for ((action, with), without) in structural.iter().zip(&with).zip(&without) {
            let _ = writeln!(
                page,
                "| {} | {}: {} | {} | {} | {} |",
                p.id,
                action.id,
                action.what,
                with.words(),
                with.rests_on(),
                without.words()
            );
            all += 1;
            with_all.add(with);
            without_made_up.add(without);
            assert!(
                !with.comes_out() || without.is_asked(),
                "{}: {} vanishes without what was constructed",
                p.id,
                action.id
            );
        }
    }
    let _ = writeln!(
        page,
        "\nOf {all} structural actions {} come out; {} without what was constructed.",
        with_all.say(all),
        without_made_up.say(all)
    );
    golden(&repository("docs/reform-recall.md"), &page);
}

fn applied(result: &Simplification) -> Vec<String> {
    let entries = result.if_answered.derivation.iter();
    entries.map(|entry| entry.proposal.id()).collect()
}

#[test]
fn shanghai_as_its_reformers_changed_it() {
    for p in [
        named("cn-shanghai-start-business"),
        without_constructed(&named("cn-shanghai-start-business")),
    ] {
        let (_, result) = outcome(&p);
        let applied = applied(&result);
        let has = |id: &str| applied.iter().any(|known| known == id);
        assert!(
            has("merge-adjacent-steps(approve-name, issue-licence)"),
            "{applied:?}"
        );
        assert!(
            has("merge-adjacent-steps(register-hiring, register-employees)"),
            "{applied:?}"
        );
        let after = &result.if_answered.procedure;
        let facts = Facts::of(&p);
        let cx = Context::of(after, &facts).expect("not too large");
        for early in ["permit-chop", "make-chop", "get-invoices"] {
            assert!(cx.concurrent(early, "register-hiring"), "{early}");
        }
        for (a, b) in [("permit-chop", "make-chop"), ("make-chop", "get-invoices")] {
            assert!(cx.leads(a, b), "{a} before {b}");
        }
        let typed_again = result.findings.iter();
        let again = typed_again.filter(|finding| finding.rule == "duplicate-data-entry");
        let fields: BTreeSet<&Id> = again.flat_map(|finding| &finding.items).collect();
        let asks = silent(&p, "gap-fields").len();
        assert!(fields.len() > 1 || asks > 4, "{fields:?}");
    }
}

#[test]
fn the_newborn_proofs_are_asked_at_every_office() {
    for p in [
        named("cn-newborn"),
        without_constructed(&named("cn-newborn")),
    ] {
        let (_, result) = outcome(&p);
        let again = result.findings.iter();
        let again = again.filter(|finding| finding.rule == "duplicate-document");
        let offices: BTreeSet<&Id> = again.map(|finding| &finding.steps[1]).collect();
        assert!(offices.len() >= 4, "{offices:?}");
        let after = &result.if_answered.procedure;
        let facts = Facts::of(&p);
        let cx = Context::of(after, &facts).expect("not too large");
        assert!(cx.leads("certify-birth", "register-household"));
        assert!(cx.concurrent("issue-vaccination-card", "register-household"));
    }
}

//! What real reforms did, and which of it the tool proposes: as sure, as a question, or not, and why.

use crate::golden::{golden, repository};
use crate::procedures::named;
use redtape::context::Context;
use redtape::fact::{Facts, Verdict};
use redtape::message::{Lang, Message};
use redtape::model::{Id, Procedure, load, print};
use redtape::report::silent;
use redtape::simplify::{Layer, Options, Proposal, Simplification, proposals, simplify};
use redtape::source::Source;
use serde_json::Value;
use std::collections::BTreeSet;
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

/// How an action comes out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Sure(String),
    Question(String),
    /// The file does not say what the steps ask, and the report says so.
    Open,
    Blocked(String),
    No,
}

impl Seen {
    fn comes_out(&self) -> bool {
        matches!(self, Self::Sure(_) | Self::Question(_))
    }

    fn is_asked(&self) -> bool {
        self.comes_out() || *self == Self::Open
    }
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
                .map(Proposal::id)
        };
        if let Some(id) = applied(Layer::Sure) {
            return Seen::Sure(id);
        }
        if let Some(id) = applied(Layer::IfAnswered) {
            return Seen::Question(id);
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
            None if self.is_left_open(p) => Seen::Open,
            None => Seen::No,
        }
    }

    /// Whether the report asks what data or papers one of the steps asks for, so that it cannot be seen whether
    /// another asks the same.
    fn is_left_open(&self, p: &Procedure) -> bool {
        let about_data = |id: &String| id.starts_with("reuse") || id.starts_with("fetch");
        let silent = ["gap-fields", "gap-needs"].map(|key| silent(p, key));
        let silent: BTreeSet<&Id> = silent.iter().flatten().map(|step| &step.id).collect();
        let open = |id: &String| silent.contains(&Id::from(id.as_str()));
        self.shows_as.iter().any(about_data) && self.steps.iter().any(open)
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

#[test]
fn what_real_reforms_did_comes_out() {
    let mut page = String::from(
        "# Recall of real reforms\n\nGenerated by a test. Each line is an action of a documented reform \
         (`procedures/*.reform.json`) that changes the structure of the procedure; policy and capacity are not for \
         this tool to propose. The last column leaves out every document and need that was constructed to make a \
         workflow of the source; the Guangzhou file is constructed as a whole, so that nothing can be left out of it.\n\n| case | action | comes out as | without what was constructed |\n|---|---|---|---|\n",
    );
    let (mut all, mut out, mut out_without) = (0, 0, 0);
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
            let word = |seen: &Seen| match seen {
                Seen::Sure(id) => format!("sure: `{id}`"),
                Seen::Question(id) => format!("a question: `{id}`"),
                Seen::Open => "open: the file does not say what these steps ask for".to_owned(),
                Seen::Blocked(why) => format!("blocked: {why}"),
                Seen::No => "not proposed".to_owned(),
            };
            let _ = writeln!(
                page,
                "| {} | {}: {} | {} | {} |",
                p.id,
                action.id,
                action.what,
                word(with),
                word(without)
            );
            all += 1;
            out += usize::from(with.comes_out());
            out_without += usize::from(without.comes_out());
            assert!(
                !with.comes_out() || without.is_asked(),
                "{}: {} vanishes without what was constructed",
                p.id,
                action.id
            );
        }
    }
    let share = |part: usize| 100 * part / all;
    let _ = writeln!(
        page,
        "\nOf {all} structural actions {out} come out ({} %), {out_without} ({} %) without what was constructed; the \
         rest of those is left open there: the report asks what the steps ask for.",
        share(out),
        share(out_without)
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

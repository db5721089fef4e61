//! Laws of simplifying, over every case, every real procedure and the generated ones.
//!
//! Nothing is undone; every version is sound and loads again; the vector falls; simplifying twice
//! is simplifying once; the derivation replays; and for every scenario the result reaches the same
//! end with the same outputs, after at least the same examinations ([`scenario`]).

mod scenario;

use crate::cases::{cases, procedure, root};
use crate::generator::{COUNT, generated};
use redtape::context::Context;
use redtape::fact::{Facts, Given};
use redtape::graph::Graph;
use redtape::measure::soundness::{Limits, Soundness, decide};
use redtape::message::Lang;
use redtape::model::{Procedure, load, print::print};
use redtape::simplify::{Options, Outcome, Simplification, simplify};
use redtape::source::Source;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How often each rewrite was applied.
type Applied = BTreeMap<&'static str, usize>;

fn options(p: &Procedure) -> Options {
    Options {
        facts: Facts::of(p),
        ..Options::default()
    }
}

/// Every law for one procedure.
fn hold(p: &Procedure, applied: &mut Applied) {
    let options = options(p);
    let result = simplify(p, &options).unwrap();
    nothing_is_undone(p, &result);
    for (layer, outcome) in [("sure", &result.sure), ("if answered", &result.if_answered)] {
        let at = format!("{} ({layer})", p.id);
        the_derivation_replays(&at, p, outcome, &options);
        the_result_loads_again(&at, outcome);
    }
    let again = simplify(&result.sure.procedure, &options).unwrap();
    let more = |outcome: &Outcome| -> Vec<String> {
        let entries = outcome.derivation.iter();
        entries.map(|entry| entry.proposal.id()).collect()
    };
    assert!(
        more(&again.sure).is_empty(),
        "{}: {:?}",
        p.id,
        more(&again.sure)
    );
    let again = simplify(&result.if_answered.procedure, &options).unwrap();
    assert!(
        more(&again.if_answered).is_empty(),
        "{}: {:?}",
        p.id,
        more(&again.if_answered)
    );
    for entry in &result.if_answered.derivation {
        *applied.entry(entry.proposal.rewrite.id).or_default() += 1;
    }
}

fn nothing_is_undone(p: &Procedure, result: &Simplification) {
    let told: Vec<String> = (result.undone.iter())
        .map(|undone| {
            let lost = undone.lost.say(Lang::En, p);
            format!("{}: {} ({lost})", undone.proposal.id(), undone.guarantee)
        })
        .collect();
    assert!(told.is_empty(), "{}: undone {told:#?}", p.id);
}

/// One entry after the other, from the original to the result; each version is sound and lower, and
/// refines the one before.
fn the_derivation_replays(at: &str, p: &Procedure, outcome: &Outcome, options: &Options) {
    let mut version = p.clone();
    // What was left open counts as answered yes from there on.
    let mut assumed = options.facts.clone();
    for entry in &outcome.derivation {
        for fact in entry.proposal.open() {
            assumed.add(
                &fact.text(),
                Given {
                    yes: true,
                    by: None,
                },
            );
        }
        let id = entry.proposal.id();
        let cx = Context::of(&version, &options.facts).unwrap();
        assert_eq!(cx.vector(), entry.before, "{at}: before {id}");
        let next = (entry.proposal.rewrite.apply)(&cx, &entry.proposal.target);
        let after = Context::of(&next, &assumed).unwrap();
        assert_eq!(after.vector(), entry.after, "{at}: after {id}");
        assert!(entry.after < entry.before, "{at}: {id} lowers nothing");
        let sound = decide(&Graph::of(&next), Limits::default());
        assert!(matches!(sound, Soundness::Sound), "{at}: {id}: {sound:?}");
        if let Err(lost) = scenario::refines(&cx, &after) {
            panic!("{at}: {id}: {lost}");
        }
        version = next;
    }
    assert_eq!(version, outcome.procedure, "{at}");
}

fn the_result_loads_again(at: &str, outcome: &Outcome) {
    let text = print(&outcome.procedure);
    let source = Source {
        name: at.to_owned(),
        text: text.clone(),
    };
    let loaded =
        load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)));
    assert_eq!(loaded, outcome.procedure, "{at}");
    assert_eq!(print(&loaded), text, "{at}: not in canonical form");
}

#[test]
fn laws_hold_for_every_case() {
    let mut applied = Applied::new();
    for kind in ["rules", "rewrites"] {
        for (_, _, folder) in cases(kind) {
            hold(&procedure(&folder.join("procedure.json")), &mut applied);
        }
    }
}

#[test]
fn laws_hold_for_every_real_procedure() {
    let mut applied = Applied::new();
    for path in crate::golden::files("procedures", "json") {
        if !path.to_string_lossy().ends_with(".reform.json") {
            hold(&procedure(&path), &mut applied);
        }
    }
    assert!(root().join("procedures").is_dir() && !applied.is_empty());
}

/// What the finished quarters applied, and how many are finished.
static EXERCISED: Mutex<(Applied, usize)> = Mutex::new((Applied::new(), 0));

/// How often a rewrite has to be applied for the laws to say something of it. Two sign-offs directly in a
/// row, which share no criterion or refuse few, are rare among what is generated.
fn least(rewrite: &str) -> usize {
    if rewrite == "merge-sign-offs" { 4 } else { 25 }
}

/// Seeds from `part` on in steps of four, so that the test runs on several processors. The last to
/// finish sees to it that every rewrite was put to the test.
fn generated_ones(part: u64) {
    let mut applied = Applied::new();
    for seed in (part..COUNT).step_by(4) {
        hold(&generated(seed), &mut applied);
    }
    let mut all = EXERCISED.lock().unwrap();
    for (rewrite, times) in applied {
        *all.0.entry(rewrite).or_default() += times;
    }
    all.1 += 1;
    if all.1 == 4 {
        let mut seldom: Vec<String> = Vec::new();
        for rewrite in redtape::rewrites::ALL {
            let times = all.0.get(rewrite.id).copied().unwrap_or(0);
            seldom.extend((times < least(rewrite.id)).then(|| format!("{} {times}", rewrite.id)));
        }
        assert!(seldom.is_empty(), "applied too seldom: {seldom:?}");
    }
}

#[test]
fn laws_hold_for_generated_procedures_first_quarter() {
    generated_ones(0);
}

#[test]
fn laws_hold_for_generated_procedures_second_quarter() {
    generated_ones(1);
}

#[test]
fn laws_hold_for_generated_procedures_third_quarter() {
    generated_ones(2);
}

#[test]
fn laws_hold_for_generated_procedures_fourth_quarter() {
    generated_ones(3);
}

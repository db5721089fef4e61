//! Laws of simplifying, over every case, every real procedure and the generated ones.
//!
//! Nothing is undone; every version is sound and loads again; the vector falls, and with it the component that the
//! rewrite names; simplifying twice
//! is simplifying once; the derivation replays; and for every scenario the result reaches the same
//! end with the same outputs, after at least the same examinations ([`scenario`]).

pub(crate) mod scenario;

use crate::cases::{cases, procedure, root};
use crate::generator::{COUNT, generated};
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_pcg::Pcg64Mcg;
use redtape::context::{Context, Net};
use redtape::fact::{Facts, Given, Verdict};
use redtape::graph::Graph;
use redtape::measure::soundness::{Limits, Soundness, decide};
use redtape::message::Lang;
use redtape::model::{
    ConstraintKind, Id, Mandate, Procedure, Step, Time, WaitKind, load, print::print,
};
use redtape::simplify::{Options, Outcome, Proposal, Simplification, proposals, simplify};
use redtape::source::Source;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
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
        nothing_prescribed_is_lost(&at, p, &outcome.procedure);
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

/// Said once more, without the guarantees: waits that a law prescribes are still as long, hearings still stand alone, called
/// procedures are still called, and who is kept apart from others still does the step.
fn nothing_prescribed_is_lost(at: &str, p: &Procedure, after: &Procedure) {
    let constrained = |step: &Step, kinds: &[ConstraintKind]| {
        let mut all = p.constraints.iter().flatten();
        all.any(|known| kinds.contains(&known.kind) && known.steps.contains(&step.id))
    };
    let prescribes = |laws: Option<&Vec<Id>>, mandate: Mandate| {
        let mut laws = laws.into_iter().flatten().filter_map(|id| p.law(id));
        laws.any(|law| law.mandates.iter().flatten().any(|known| *known == mandate))
    };
    for step in &p.steps {
        let mut heirs = after.steps.iter();
        let heir = heirs.find(|heir| heir.original().contains(&step.id));
        let whole = constrained(step, &[ConstraintKind::StatutoryWait])
            || prescribes(step.law.as_ref(), Mandate::MinimumWait);
        for wait in step.wait.iter().flat_map(|waits| &waits.0) {
            let own = wait.kind == Some(WaitKind::Statutory)
                || prescribes(wait.law.as_ref(), Mandate::MinimumWait);
            let kept = heir.is_some_and(|heir| {
                let mut waits = heir.wait.iter().flat_map(|waits| &waits.0);
                waits.any(|now| now == wait)
            });
            assert!(kept || !whole && !own, "{at}: the wait of {}", step.id);
        }
        if let Some(elapsed) = step.elapsed.as_ref().filter(|_| whole) {
            let now = heir.and_then(|heir| heir.elapsed.as_ref());
            let least = |time: &Time| time.0.value.map(|span| span.min);
            let kept = now.is_some_and(|now| now == elapsed || least(now) >= least(elapsed));
            assert!(kept, "{at}: the time of {}", step.id);
        }
        if prescribes(step.law.as_ref(), Mandate::Hearing) {
            let alone = heir.is_some_and(|heir| heir.original() == step.original());
            assert!(alone, "{at}: the hearing {}", step.id);
        }
        let apart = [
            ConstraintKind::FourEyes,
            ConstraintKind::NeverMerge,
            ConstraintKind::IndependentAppeal,
        ];
        if constrained(step, &apart) {
            let same = heir.is_some_and(|heir| heir.role == step.role);
            assert!(same, "{at}: who does {}", step.id);
        }
        let called = heir.is_some_and(|heir| heir.calls == step.calls);
        assert!(
            step.calls.is_none() || called,
            "{at}: what {} calls",
            step.id
        );
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
                    ..Given::default()
                },
            );
        }
        let vector = |version: &Procedure| Net::of(version).unwrap().vector(version);
        let id = entry.proposal.id();
        let cx = Context::of(&version, &options.facts).unwrap();
        assert_eq!(vector(&version), entry.before, "{at}: before {id}");
        let next = (entry.proposal.rewrite.apply)(&cx, &entry.proposal.target);
        let after = Context::of(&next, &assumed).unwrap();
        assert_eq!(vector(&next), entry.after, "{at}: after {id}");
        assert!(entry.after < entry.before, "{at}: {id} lowers nothing");
        let named = entry.proposal.rewrite.lowers;
        let (was, is) = (entry.before.count(named), entry.after.count(named));
        assert!(
            is < was,
            "{at}: {id} does not lower {named:?}: {was} to {is}"
        );
        let sound = decide(&Graph::of(&next), Limits::default());
        assert!(matches!(sound, Soundness::Sound), "{at}: {id}: {sound:?}");
        if let Err(lost) = scenario::refines(&cx, &after, &entry.proposal.relaxed) {
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

/// How often a rewrite has to be applied for the laws to say something of it.
const LEAST: usize = 25;

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
            seldom.extend((times < LEAST).then(|| format!("{} {times}", rewrite.id)));
        }
        assert!(seldom.is_empty(), "applied too seldom: {seldom:?}");
    }
}

/// The file with every list of things and every list of mentions in another order. The alternatives of an `after`
/// and the steps of a constraint keep theirs, for it means something.
fn shuffled(p: &Procedure, seed: u64) -> Procedure {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut value: Value = serde_json::from_str(&print(p)).unwrap();
    let lists = [
        "agencies",
        "roles",
        "documents",
        "fields",
        "criteria",
        "laws",
        "steps",
        "gateways",
        "ends",
        "constraints",
        "answers",
        "same_person",
        "complete",
    ];
    for list in lists {
        if let Some(list) = value.get_mut(list).and_then(Value::as_array_mut) {
            list.shuffle(&mut rng);
        }
    }
    let of_steps = ["needs", "produces", "reads", "enters", "law", "decisions"];
    for step in value["steps"].as_array_mut().unwrap() {
        for list in of_steps {
            if let Some(list) = step.get_mut(list).and_then(Value::as_array_mut) {
                list.shuffle(&mut rng);
            }
        }
    }
    let source = Source {
        name: format!("{} shuffled", p.id),
        text: value.to_string(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

/// Every proposal with its layer; the items of a target in order of their ids.
fn offered(p: &Procedure) -> BTreeSet<String> {
    let all = proposals(p, &options(p)).unwrap();
    let named = |mut proposal: Proposal| {
        proposal.target.items.sort();
        format!("{} {:?}", proposal.id(), proposal.layer())
    };
    all.into_iter().map(named).collect()
}

#[test]
fn the_order_of_the_file_changes_no_proposal() {
    let generated = (0..COUNT).step_by(5).map(generated);
    for (p, seed) in crate::procedures::all()
        .into_iter()
        .chain(generated)
        .zip(1..)
    {
        let (was, is) = (offered(&p), offered(&shuffled(&p, seed)));
        let lost: Vec<_> = was.symmetric_difference(&is).collect();
        assert!(lost.is_empty(), "{}: {lost:#?}", p.id);
    }
}

/// How often a precondition held, failed and asked.
#[derive(Default)]
struct Ways {
    held: usize,
    failed: usize,
    asked: usize,
}

#[test]
fn every_precondition_is_put_to_the_test() {
    // Rewrites that share a precondition put one and the same to the test.
    let mut ways: BTreeMap<(&str, usize), (Ways, BTreeSet<&str>)> = BTreeMap::new();
    for seed in 0..COUNT {
        let p = generated(seed);
        for proposal in proposals(&p, &options(&p)).unwrap() {
            let preconditions = proposal.rewrite.preconditions.iter();
            for (precondition, (id, verdict)) in preconditions.zip(&proposal.verdicts) {
                let place = std::ptr::from_ref(*precondition) as usize;
                let (ways, rewrites) = ways.entry((id, place)).or_default();
                rewrites.insert(proposal.rewrite.id);
                match verdict {
                    Verdict::Holds(_) => ways.held += 1,
                    Verdict::Fails(_) => ways.failed += 1,
                    Verdict::Unknown(_) => ways.asked += 1,
                }
            }
        }
    }
    let seldom = |ways: &Ways| {
        let each = [ways.held, ways.failed, ways.asked];
        each.iter().filter(|count| **count >= 10).count() < 2
    };
    // It looks at what rewrites have done before, and an original has none of that.
    let later = |id: &str| id == "stands-for-no-other";
    let seldom: Vec<String> = (ways.iter())
        .filter(|((id, _), (ways, _))| !later(id) && seldom(ways))
        .map(|((id, _), (ways, rewrites))| {
            let Ways {
                held,
                failed,
                asked,
            } = ways;
            format!("{rewrites:?} {id}: {held} held, {failed} failed, {asked} asked")
        })
        .collect();
    assert!(seldom.is_empty(), "seldom: {seldom:#?}");
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

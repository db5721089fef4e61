//! The smallest set of changes that is enough for a purpose.

use super::conflict::{Conflict, Mark, Trials};
use super::driver::{Driver, Version};
use super::smallest::{Cost, Proof, smallest, without_needless};
use super::{Entry, Layer, Options, Outcome, Proposal, Simplification, questions};
use crate::context::{Context, Net};
use crate::graph::Graph;
use crate::measure::relations::TooLarge;
use crate::measure::soundness::{Limits, Soundness, decide};
use crate::model::Procedure;
use std::collections::BTreeMap;

/// What became of the search.
pub struct Reached {
    /// What comes of the chosen changes alone; of all of them where even they are not enough.
    pub result: Simplification,
    /// How the set was found; nothing where no set was found that is enough.
    pub proof: Option<Proof>,
    /// How many changes there were to choose from.
    pub of: usize,
    /// How many sets were tried.
    pub tried: usize,
    /// The procedure after each of the chosen changes, as it was read first.
    pub versions: Vec<Procedure>,
    /// The purposes that stand against each other; only where no set was found that is enough.
    pub clashes: Vec<Clash>,
}

/// Purposes that can each be reached, but not together.
pub struct Clash {
    /// What reaches each of them alone.
    pub ways: Vec<Way>,
    /// Whether every set of changes was tried.
    pub proven: bool,
}

/// What reaches one purpose.
pub struct Way {
    /// The number of the purpose.
    pub purpose: usize,
    /// The changes.
    pub changes: Vec<Proposal>,
    /// The procedure after each of them, as it was read first.
    pub versions: Vec<Procedure>,
}

/// Looks for the smallest set of changes after which every purpose is reached: among those that are sure, and
/// where these are not enough, among all. Fewer law changes go before fewer changes, and these before
/// fewer open questions. Where all changes are not enough because some take away what others reach, smaller sets are tried.
///
/// `all` is what comes of every change; `marks` says of a version what it comes to for each purpose.
///
/// # Errors
/// [`TooLarge`] where the net is too large to be analysed.
pub fn reach(
    procedure: &Procedure,
    options: &Options,
    all: Simplification,
    marks: &dyn Fn(&Procedure) -> Vec<Mark>,
) -> Result<Reached, TooLarge> {
    let start = Version::of(procedure, Net::of(procedure)?, &options.facts);
    let mut tried = 0;
    let layers = [
        (Layer::Sure, &all.sure),
        (Layer::IfAnswered, &all.if_answered),
    ];
    let met = |marks: Vec<Mark>| marks.iter().all(|mark| mark.met);
    let mut found = None;
    for (layer, outcome) in layers {
        let entries = &outcome.derivation;
        let costs: Vec<Cost> = entries.iter().map(cost).collect();
        let mut is_enough = |chosen: &[bool]| {
            tried += 1;
            met(marks(&after(&start, options, entries, chosen, layer)))
        };
        found = smallest(&costs, &mut is_enough).map(|found| (found, entries.len()));
        if found.is_some() {
            break;
        }
    }
    let entries = &all.if_answered.derivation;
    let mut of = entries.len();
    let (mut chosen, mut proof, mut clashes) = (vec![true; of], None, Vec::new());
    if let Some((found, among)) = found {
        (chosen, proof, of) = (found.chosen, Some(found.proof), among);
    } else {
        let costs: Vec<Cost> = entries.iter().map(cost).collect();
        let mut mark = |set: &[bool]| {
            tried += 1;
            marks(&after(&start, options, entries, set, Layer::IfAnswered))
        };
        match parts(&costs, &mut mark) {
            Parts::Enough(set, found) => (chosen, proof) = (set, Some(found)),
            Parts::Never(conflicts, proven) => {
                let each = conflicts.iter().map(|one| Clash {
                    ways: ways(&start, options, &all, one),
                    proven,
                });
                clashes = each.collect();
            }
        }
    }
    let (result, versions) = only(&start, options, &all, &chosen);
    Ok(Reached {
        result,
        proof,
        of,
        tried,
        versions,
        clashes,
    })
}

/// Every version on the way of all changes, the one that was read first.
///
/// # Errors
/// [`TooLarge`] where the net is too large to be analysed.
pub fn versions(
    procedure: &Procedure,
    options: &Options,
    all: &Simplification,
) -> Result<Vec<Procedure>, TooLarge> {
    let start = Version::of(procedure, Net::of(procedure)?, &options.facts);
    let chosen = vec![true; all.if_answered.derivation.len()];
    Ok(only(&start, options, all, &chosen).1)
}

/// What some of the changes reach where all of them are not enough.
enum Parts {
    /// This set is enough.
    Enough(Vec<bool>, Proof),
    /// None was found; what stands against each other, and whether every set was tried.
    Never(Vec<Conflict>, bool),
}

fn parts(costs: &[Cost], mark: &mut dyn FnMut(&[bool]) -> Vec<Mark>) -> Parts {
    let mut trials = Trials {
        costs,
        mark,
        known: BTreeMap::new(),
    };
    let harmful = trials.harmful();
    if harmful.is_empty() {
        return Parts::Never(Vec::new(), false);
    }
    let every = trials.explore(&harmful);
    let purposes: Vec<usize> = (0..trials.marks(&vec![true; costs.len()]).len()).collect();
    let Some(set) = trials.cheapest(&purposes).cloned() else {
        let mut conflicts = trials.conflicts(purposes.len());
        // The cheapest of all sets has nothing that it does not need; that of a few may.
        for conflict in conflicts.iter_mut().filter(|_| !every) {
            let ways = conflict.purposes.iter().zip(&mut conflict.ways);
            for (&purpose, way) in ways {
                let mut is_enough = |set: &[bool]| trials.marks(set)[purpose].met;
                *way = without_needless(std::mem::take(way), costs, &mut is_enough);
            }
        }
        return Parts::Never(conflicts, every);
    };
    if every {
        return Parts::Enough(set, Proof::Smallest);
    }
    let mut is_enough = |set: &[bool]| trials.marks(set).iter().all(|mark| mark.met);
    Parts::Enough(
        without_needless(set, costs, &mut is_enough),
        Proof::Irreducible,
    )
}

/// What reaches each purpose of a conflict alone.
fn ways(start: &Version, options: &Options, all: &Simplification, conflict: &Conflict) -> Vec<Way> {
    let pairs = conflict.purposes.iter().zip(&conflict.ways);
    let way = pairs.map(|(&purpose, set)| {
        let changes = picked(&all.if_answered.derivation, set);
        Way {
            purpose,
            changes: changes.map(|entry| entry.proposal.clone()).collect(),
            versions: only(start, options, all, set).1,
        }
    });
    way.collect()
}

/// The procedure after some of the changes.
fn after(
    start: &Version,
    options: &Options,
    entries: &[Entry],
    chosen: &[bool],
    layer: Layer,
) -> Procedure {
    let mut version = start.clone();
    Driver::new(options).replay(&mut version, picked(entries, chosen), layer);
    version.procedure().clone()
}

/// What would come of each blocked proposal on a version if nothing blocked it, alone, where it can be done there
/// and the flow stays sound: what stands in the way of more. Never a result, only a comparison.
pub fn unblocked<'b>(
    version: &Procedure,
    options: &Options,
    blocked: &'b [Proposal],
) -> Vec<(&'b Proposal, Procedure)> {
    let Ok(cx) = Context::of(version, &options.facts) else {
        return Vec::new();
    };
    let there = |proposal: &&Proposal| {
        let mut steps = proposal.target.steps.iter();
        steps.all(|id| version.step(id).is_some())
    };
    let applied = blocked.iter().filter(there).map(|proposal| {
        let then = (proposal.rewrite.apply)(&cx, &proposal.target);
        (proposal, then)
    });
    applied
        .filter(|(_, then)| then != version)
        .filter(|(_, then)| decide(&Graph::of(then), Limits::default()) == Soundness::Sound)
        .collect()
}

fn cost(entry: &Entry) -> Cost {
    let proposal = &entry.proposal;
    let laws = proposal.law_changes().len() as u32;
    [laws, 1, proposal.open().len() as u32]
}

fn picked<'e>(entries: &'e [Entry], chosen: &'e [bool]) -> impl Iterator<Item = &'e Entry> {
    let pairs = entries.iter().zip(chosen);
    pairs.filter(|(_, chosen)| **chosen).map(|(entry, _)| entry)
}

/// What comes of some of the changes, which may be fewer than all that there are; and every version on the way.
fn only(
    start: &Version,
    options: &Options,
    all: &Simplification,
    chosen: &[bool],
) -> (Simplification, Vec<Procedure>) {
    let entries = &all.if_answered.derivation;
    let sure = all.sure.derivation.len();
    let mut driver = Driver::new(options);
    let mut version = start.clone();
    let mut versions = vec![version.procedure().clone()];
    let mut outcomes: Vec<Outcome> = Vec::new();
    let parts = [
        (0..sure, Layer::Sure),
        (sure..entries.len(), Layer::IfAnswered),
    ];
    for (part, layer) in parts {
        let chosen = chosen.get(part.clone()).unwrap_or(&[]);
        for entry in picked(&entries[part], chosen) {
            if driver.replay(&mut version, std::iter::once(entry), layer) {
                versions.push(version.procedure().clone());
            }
        }
        outcomes.push(version.outcome());
    }
    let if_answered = outcomes.pop().unwrap_or_else(|| version.outcome());
    let sure = outcomes.pop().unwrap_or_else(|| version.outcome());
    let consulted = all.consulted.union(&driver.consulted);
    let result = Simplification {
        net: all.net.clone(),
        findings: all.findings.clone(),
        waived: all.waived.clone(),
        questions: questions(&if_answered),
        blocked: all.blocked.clone(),
        rejected: all.rejected.clone(),
        undone: driver.undone,
        consulted: consulted.cloned().collect(),
        sure,
        if_answered,
        versions: version.all(),
    };
    (result, versions)
}

#[cfg(test)]
mod tests {
    use super::super::smallest::add;
    use super::*;
    use crate::fact::Facts;
    use crate::measure::figure::Figure;
    use crate::measure::{Convention, measure};
    use crate::simplify::simplify;
    use crate::source::Source;

    fn named(name: &str) -> Procedure {
        let path = format!("{}/procedures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).expect("the procedure");
        let Ok(source) = Source::from_bytes(&path, bytes) else {
            panic!("{path} is no text")
        };
        crate::model::load(&source).expect("a sound file")
    }

    /// What is counted of a procedure: steps, sign-offs, documents asked, fields; of a floor what is known.
    fn counted(p: &Procedure) -> [f64; 4] {
        let counts = measure(p, &crate::graph::Graph::of(p), Convention::default()).counts;
        let least = |figure: &Figure| figure.value.map_or(0.0, |value| value.min);
        [
            least(&counts.steps),
            least(&counts.sign_offs),
            least(&counts.documents),
            least(&counts.fields),
        ]
    }

    /// The cheapest of all sets of changes, tried one by one.
    fn brute_force(
        p: &Procedure,
        options: &Options,
        entries: &[Entry],
        enough: &dyn Fn(&Procedure) -> bool,
    ) -> Option<Cost> {
        let start = Version::of(p, Net::of(p).ok()?, &options.facts);
        let sets = (0_u32..1 << entries.len()).map(|bits| {
            let chosen: Vec<bool> = (0..entries.len()).map(|at| bits >> at & 1 == 1).collect();
            let mut version = start.clone();
            let mut driver = Driver::new(options);
            driver.replay(&mut version, picked(entries, &chosen), Layer::IfAnswered);
            let costs = picked(entries, &chosen).map(cost);
            let sum = costs.fold([0; 3], add);
            (sum, enough(version.procedure()))
        });
        sets.filter(|(_, enough)| *enough)
            .map(|(cost, _)| cost)
            .min()
    }

    #[test]
    fn no_set_is_cheaper_than_the_one_found() {
        let mut found = 0;
        for name in [
            "nl-tue-request-for-payment",
            "in-mumbai-building-nocs",
            "nl-tue-prepaid-travel",
            "in-delhi-building-permit",
        ] {
            let p = named(name);
            let options = Options {
                facts: Facts::of(&p),
                ..Options::default()
            };
            let all = simplify(&p, &options).expect("not too large");
            let entries = all.if_answered.derivation.clone();
            assert!(
                (3..=12).contains(&entries.len()),
                "{name}: {}",
                entries.len()
            );
            let (now, then) = (counted(&p), counted(&all.if_answered.procedure));
            for part in [0.3, 0.6, 1.0] {
                let most: Vec<f64> = now
                    .iter()
                    .zip(then)
                    .map(|(now, then)| now - part * (now - then))
                    .collect();
                let enough = |p: &Procedure| {
                    counted(p)
                        .iter()
                        .zip(&most)
                        .all(|(count, most)| count <= most)
                };
                let all = simplify(&p, &options).expect("not too large");
                let marks = |p: &Procedure| {
                    let (met, load) = (enough(p), None);
                    vec![Mark { met, load }]
                };
                let Ok(reached) = reach(&p, &options, all, &marks) else {
                    panic!("{name} is too large")
                };
                let derivation = reached.result.if_answered.derivation.iter();
                let costs = derivation.map(cost);
                let sum = costs.fold([0; 3], add);
                assert_eq!(reached.proof, Some(Proof::Smallest), "{name} {part}");
                assert_eq!(
                    Some(sum),
                    brute_force(&p, &options, &entries, &enough),
                    "{name} {part}"
                );
                assert!(enough(&reached.result.if_answered.procedure));
                assert!(reached.result.undone.is_empty());
                found += sum[1];
            }
        }
        assert!(found > 10, "only {found} changes were chosen in all");
    }
}

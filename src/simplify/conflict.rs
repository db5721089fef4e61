//! Purposes that stand against each other: what reaches the one takes the other away.
//!
//! The search for the smallest set rests on more changes never making things worse. Where they do, sets are tried one
//! by one: all of them where there are few changes, else those nearest to what is wanted.

use super::smallest::{Cost, MOST, TRIES, add};
use std::collections::BTreeMap;

/// What a version comes to for one purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Whether the purpose is reached.
    pub met: bool,
    /// What is to fall, in a unit that is the same for every version; where something is to rise, what is below zero.
    pub load: Option<f64>,
}

impl Mark {
    /// Whether this one is farther from the purpose than another.
    fn is_worse_than(self, other: Self) -> bool {
        let rises = self.load.zip(other.load).is_some_and(|(is, was)| is > was);
        rises || other.met && !self.met
    }
}

/// A set of changes, and what it comes to for every purpose.
type Known = BTreeMap<Vec<bool>, Vec<Mark>>;

/// Purposes that are each reached by some set of changes, but by none together.
pub(super) struct Conflict {
    /// Their numbers.
    pub purposes: Vec<usize>,
    /// For each of them, the cheapest set that reaches it.
    pub ways: Vec<Vec<bool>>,
}

/// The most changes of which every set is tried.
const EVERY: usize = 10;

/// The sets of changes that were tried.
pub(super) struct Trials<'m> {
    pub costs: &'m [Cost],
    pub mark: &'m mut dyn FnMut(&[bool]) -> Vec<Mark>,
    pub known: Known,
}

impl Trials<'_> {
    /// What a set comes to.
    pub(super) fn marks(&mut self, set: &[bool]) -> Vec<Mark> {
        if let Some(known) = self.known.get(set) {
            return known.clone();
        }
        let marks = (self.mark)(set);
        self.known.insert(set.to_vec(), marks.clone());
        marks
    }

    fn with(&mut self, set: &[bool], at: usize, chosen: bool) -> Vec<Mark> {
        let mut other = set.to_vec();
        other[at] = chosen;
        self.marks(&other)
    }

    /// The changes that take something away from what all of them together do not reach: alone, or on top of the others.
    pub(super) fn harmful(&mut self) -> Vec<usize> {
        let count = self.costs.len();
        if count > MOST {
            return Vec::new();
        }
        let (none, all) = (vec![false; count], vec![true; count]);
        let (least, most) = (self.marks(&none), self.marks(&all));
        let missed: Vec<usize> = (0..most.len()).filter(|&at| !most[at].met).collect();
        let changes = (0..count).filter(|&at| {
            let (alone, without) = (self.with(&none, at, true), self.with(&all, at, false));
            let harms = |purpose: &usize| {
                let purpose = *purpose;
                alone[purpose].is_worse_than(least[purpose])
                    || most[purpose].is_worse_than(without[purpose])
            };
            missed.iter().any(harms)
        });
        changes.collect()
    }

    /// Tries all sets where there are few changes, else those near to what is wanted; whether it was all of them.
    pub(super) fn explore(&mut self, harmful: &[usize]) -> bool {
        let count = self.costs.len();
        if count <= EVERY {
            for bits in 0_u32..1 << count {
                let set: Vec<bool> = (0..count).map(|at| bits >> at & 1 == 1).collect();
                self.marks(&set);
            }
            return true;
        }
        let harmless = (0..count).map(|at| !harmful.contains(&at)).collect();
        for start in [harmless, vec![true; count], vec![false; count]] {
            self.climb(start);
        }
        false
    }

    /// From one set to the next that differs in one change and reaches more.
    fn climb(&mut self, mut set: Vec<bool>) {
        let met = |marks: &[Mark]| marks.iter().filter(|mark| mark.met).count();
        let mut reached = met(&self.marks(&set));
        loop {
            let mut better = None;
            for at in 0..set.len() {
                if self.known.len() >= TRIES {
                    return;
                }
                let chosen = !set[at];
                let count = met(&self.with(&set, at, chosen));
                if count > reached {
                    (reached, better) = (count, Some(at));
                }
            }
            let Some(at) = better else { return };
            set[at] = !set[at];
        }
    }

    fn cost(&self, set: &[bool]) -> Cost {
        let chosen = self.costs.iter().zip(set).filter(|(_, chosen)| **chosen);
        chosen.fold([0; 3], |sum, (cost, _)| add(sum, *cost))
    }

    /// The cheapest of the sets tried that reaches all of some purposes.
    pub(super) fn cheapest(&self, purposes: &[usize]) -> Option<&Vec<bool>> {
        let reaches = |marks: &Vec<Mark>| purposes.iter().all(|&purpose| marks[purpose].met);
        let sets = self.known.iter().filter(|(_, marks)| reaches(marks));
        sets.map(|(set, _)| set).min_by_key(|set| self.cost(set))
    }

    /// The purposes that are each reached by some set tried, but by none together; no more of them than need be.
    pub(super) fn conflicts(&self, purposes: usize) -> Vec<Conflict> {
        let alone: Vec<usize> = (0..purposes)
            .filter(|&purpose| self.cheapest(&[purpose]).is_some())
            .collect();
        let pairs = (0..alone.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let pairs = pairs.map(|(a, b)| vec![alone[a], alone[b]]);
        let mut found: Vec<Vec<usize>> =
            pairs.filter(|pair| self.cheapest(pair).is_none()).collect();
        if found.is_empty() && self.cheapest(&alone).is_none() {
            // Any two of them can be reached: those that can be left out are.
            let mut few = alone;
            let mut at = 0;
            while at < few.len() {
                let mut less = few.clone();
                less.remove(at);
                if self.cheapest(&less).is_none() {
                    few = less;
                } else {
                    at += 1;
                }
            }
            found.push(few);
        }
        let conflicts = found.into_iter().map(|purposes| {
            let ways = purposes.iter();
            let ways = ways.filter_map(|&purpose| self.cheapest(&[purpose]).cloned());
            Conflict {
                ways: ways.collect(),
                purposes,
            }
        });
        conflicts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt as _, SeedableRng as _};

    /// Changes that each add to or take from the loads of some purposes, each reached at a load of zero or less.
    fn trial(random: &mut rand_pcg::Pcg64) -> (Vec<Cost>, Vec<Vec<f64>>, Vec<f64>) {
        let count = random.random_range(1..=6);
        let purposes = random.random_range(2..=3);
        let costs = (0..count).map(|_| [0, 1, random.random_range(0..3)]);
        let costs = costs.collect();
        let effects = (0..count).map(|_| {
            let effect = (0..purposes).map(|_| f64::from(random.random_range(-3..=2)));
            effect.collect()
        });
        let effects = effects.collect();
        let loads = (0..purposes).map(|_| f64::from(random.random_range(0..=4)));
        (costs, effects, loads.collect())
    }

    #[test]
    fn what_is_told_to_stand_against_each_other_is_what_no_set_reaches() {
        let mut random = rand_pcg::Pcg64::seed_from_u64(11);
        let mut told = 0;
        for round in 0..300 {
            let (costs, effects, loads) = trial(&mut random);
            let count = costs.len();
            let marks = |set: &[bool]| -> Vec<Mark> {
                let load = |purpose: usize| {
                    let chosen = effects.iter().zip(set).filter(|(_, chosen)| **chosen);
                    let moved: f64 = chosen.map(|(effect, _)| effect[purpose]).sum();
                    loads[purpose] + moved
                };
                let mark = |purpose| Mark {
                    met: load(purpose) <= 0.0,
                    load: Some(load(purpose)),
                };
                (0..loads.len()).map(mark).collect()
            };
            let sets =
                (0_u32..1 << count).map(|bits| (0..count).map(|at| bits >> at & 1 == 1).collect());
            let sets: Vec<Vec<bool>> = sets.collect();
            let reached = |purposes: &[usize]| {
                let mut all = sets.iter().map(|set| marks(set));
                all.any(|marks| purposes.iter().all(|&purpose| marks[purpose].met))
            };
            let mut mark = |set: &[bool]| marks(set);
            let mut trials = Trials {
                costs: &costs,
                mark: &mut mark,
                known: BTreeMap::new(),
            };
            assert!(trials.explore(&[]), "round {round}: every set is tried");
            let every: Vec<usize> = (0..loads.len()).collect();
            assert_eq!(trials.cheapest(&every).is_some(), reached(&every));
            let conflicts = trials.conflicts(loads.len());
            for conflict in &conflicts {
                assert!(!reached(&conflict.purposes), "round {round}");
                let ways = conflict.purposes.iter().zip(&conflict.ways);
                for (purpose, way) in ways {
                    assert!(marks(way)[*purpose].met, "round {round}");
                }
                told += 1;
            }
            let alone = every.iter().all(|purpose| reached(&[*purpose]));
            if alone && !reached(&every) {
                assert!(!conflicts.is_empty(), "round {round}");
            }
        }
        assert!(told > 20, "only {told} conflicts");
    }
}

//! The cheapest set of changes that is enough, proved by what every such set has to hit.
//!
//! Where more changes never make things worse, a set is enough exactly when it hits every *blocking set*: changes
//! without any of which all the others together are not enough. Blocking sets are found one by one: the cheapest set
//! that hits all known ones is tried; if it is enough, none is cheaper; if not, it is grown until nothing can be added
//! without being enough, and what is left out is another blocking set (the implicit hitting sets of Reiter 1987 and of
//! Chandrasekaran et al. 2011).

use std::collections::BTreeMap;

/// What a change costs, the first figure weighing most; a set costs the sum.
pub(super) type Cost = [u32; 3];

/// How sure it is that nothing cheaper is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Nothing cheaper is enough.
    Smallest,
    /// Nothing can be left out of it; something else might be cheaper.
    Irreducible,
}

/// How often a set may be tried before the search falls back.
pub(super) const TRIES: usize = 1_500;
/// Most changes among which the cheapest set is looked for.
pub(super) const MOST: usize = 40;
/// Most partial sets that are looked at for one cheapest hitting set.
const BRANCHES: usize = 300_000;

/// A set that is enough, if all together are.
pub(super) struct Found {
    /// For each change, whether it is in the set.
    pub chosen: Vec<bool>,
    /// Whether it is known to be the cheapest.
    pub proof: Proof,
}

/// Which changes to choose among those whose `costs` are given. `enough` is asked about sets of them.
pub(super) fn smallest(costs: &[Cost], enough: &mut dyn FnMut(&[bool]) -> bool) -> Option<Found> {
    let mut tried = Tried {
        enough,
        known: BTreeMap::new(),
        worsens: false,
    };
    let all = vec![true; costs.len()];
    if !tried.is_enough(&all) {
        return None;
    }
    let cheapest = (costs.len() <= MOST)
        .then(|| cheapest(costs, &mut tried))
        .flatten();
    let (chosen, proof) = match cheapest {
        Some(chosen) if !tried.worsens => (chosen, Proof::Smallest),
        Some(chosen) => (chosen, Proof::Irreducible),
        None => (all, Proof::Irreducible),
    };
    let chosen = match proof {
        Proof::Smallest => chosen,
        Proof::Irreducible => reduced(chosen, costs, &mut tried),
    };
    Some(Found { chosen, proof })
}

/// What was tried so far.
struct Tried<'e> {
    enough: &'e mut dyn FnMut(&[bool]) -> bool,
    known: BTreeMap<Vec<bool>, bool>,
    /// Whether a set was enough and one that contains it was not.
    worsens: bool,
}

impl Tried<'_> {
    fn is_enough(&mut self, set: &[bool]) -> bool {
        if let Some(&known) = self.known.get(set) {
            return known;
        }
        let answer = (self.enough)(set);
        let within = |a: &[bool], b: &[bool]| a.iter().zip(b).all(|(a, b)| !a || *b);
        self.worsens |= self.known.iter().any(|(other, &known)| {
            known != answer
                && if answer {
                    within(set, other)
                } else {
                    within(other, set)
                }
        });
        self.known.insert(set.to_vec(), answer);
        answer
    }
}

/// The cheapest set; none where it took too long.
fn cheapest(costs: &[Cost], tried: &mut Tried<'_>) -> Option<Vec<bool>> {
    let mut blocking: Vec<Vec<usize>> = Vec::new();
    while tried.known.len() < TRIES {
        let mut set = hit(costs, &blocking)?;
        if tried.is_enough(&set) {
            return Some(set);
        }
        // Grown by the dearest first, so that what is left out is cheap.
        let mut order: Vec<usize> = (0..costs.len()).filter(|&at| !set[at]).collect();
        order.sort_by_key(|&at| (std::cmp::Reverse(costs[at]), at));
        let mut left = Vec::new();
        for at in order {
            set[at] = true;
            if tried.is_enough(&set) {
                set[at] = false;
                left.push(at);
            }
        }
        if left.is_empty() {
            // The whole is enough and this is the whole: it cannot be unless a change makes things worse.
            return None;
        }
        blocking.push(left);
    }
    None
}

/// The cheapest set with something of each list; none where there are too many to look at.
fn hit(costs: &[Cost], lists: &[Vec<usize>]) -> Option<Vec<bool>> {
    let mut search = Search {
        costs,
        lists,
        best: None,
        branches: 0,
    };
    search.go(&mut vec![false; costs.len()], [0; 3]);
    let done = search.branches < BRANCHES;
    search.best.filter(|_| done).map(|(_, set)| set)
}

struct Search<'a> {
    costs: &'a [Cost],
    lists: &'a [Vec<usize>],
    best: Option<(Cost, Vec<bool>)>,
    branches: usize,
}

impl Search<'_> {
    fn go(&mut self, set: &mut Vec<bool>, cost: Cost) {
        self.branches += 1;
        let too_dear = |best: &(Cost, Vec<bool>)| add(cost, self.bound(set)) >= best.0;
        if self.branches >= BRANCHES || self.best.as_ref().is_some_and(too_dear) {
            return;
        }
        let open = self
            .lists
            .iter()
            .filter(|list| !list.iter().any(|&at| set[at]));
        let Some(list) = open.min_by_key(|list| list.len()) else {
            self.best = Some((cost, set.clone()));
            return;
        };
        for at in list.clone() {
            set[at] = true;
            self.go(set, add(cost, self.costs[at]));
            set[at] = false;
        }
    }

    /// What the lists not hit yet cost at least: those that have nothing in common need something each.
    fn bound(&self, set: &[bool]) -> Cost {
        let mut taken = vec![false; set.len()];
        let mut bound = [0; 3];
        for list in self.lists {
            if list.iter().any(|&at| set[at] || taken[at]) {
                continue;
            }
            for &at in list {
                taken[at] = true;
            }
            let least = list.iter().map(|&at| self.costs[at]).min();
            bound = add(bound, least.unwrap_or_default());
        }
        bound
    }
}

/// What two cost together.
pub(super) fn add(a: Cost, b: Cost) -> Cost {
    std::array::from_fn(|at| a[at] + b[at])
}

/// A set that is enough without what it does not need.
pub(super) fn without_needless(
    set: Vec<bool>,
    costs: &[Cost],
    enough: &mut dyn FnMut(&[bool]) -> bool,
) -> Vec<bool> {
    let mut tried = Tried {
        enough,
        known: BTreeMap::new(),
        worsens: false,
    };
    reduced(set, costs, &mut tried)
}

/// A set without what it does not need: the dearest changes are left out first, many at a time where that goes.
fn reduced(mut set: Vec<bool>, costs: &[Cost], tried: &mut Tried<'_>) -> Vec<bool> {
    let mut order: Vec<usize> = (0..set.len()).filter(|&at| set[at]).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(costs[at]), std::cmp::Reverse(at)));
    let mut size = order.len().div_ceil(2).max(1);
    loop {
        for part in order.chunks(size) {
            let mut less = set.clone();
            for &at in part {
                less[at] = false;
            }
            if less != set && tried.is_enough(&less) {
                set = less;
            }
        }
        order.retain(|&at| set[at]);
        if size == 1 {
            return set;
        }
        size = size.div_ceil(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt as _, SeedableRng as _};

    /// What each change gains, two that gain more together, and what has to be gained.
    type Condition = (Vec<u32>, Option<(usize, usize)>, u32);

    fn brute_force(costs: &[Cost], enough: &dyn Fn(&[bool]) -> bool) -> Option<Cost> {
        let sets = (0_u32..1 << costs.len()).map(|bits| {
            let set: Vec<bool> = (0..costs.len()).map(|at| bits >> at & 1 == 1).collect();
            let cost = (0..costs.len()).filter(|&at| set[at]);
            (cost.fold([0; 3], |sum, at| add(sum, costs[at])), set)
        });
        sets.filter(|(_, set)| enough(set))
            .map(|(cost, _)| cost)
            .min()
    }

    /// Random rules: enough is what fulfils each of some conditions, each a sum that has to reach a threshold,
    /// with pairs that count more together.
    #[test]
    fn as_cheap_as_brute_force_finds() {
        let mut random = rand_pcg::Pcg64::seed_from_u64(7);
        for round in 0..300 {
            let n = 1 + round % 12;
            let costs: Vec<Cost> = (0..n)
                .map(|_| [random.random_range(0..2), 1, random.random_range(0..3)])
                .collect();
            let conditions: Vec<Condition> = (0..=(round % 3))
                .map(|_| {
                    let gains: Vec<u32> = (0..n).map(|_| random.random_range(0..6)).collect();
                    let pair =
                        (n > 1).then(|| (random.random_range(0..n), random.random_range(0..n)));
                    let most: u32 = gains.iter().sum();
                    (gains, pair, random.random_range(0..=most + 2))
                })
                .collect();
            let enough = |set: &[bool]| {
                conditions.iter().all(|(gains, pair, threshold)| {
                    let sum: u32 = gains
                        .iter()
                        .zip(set)
                        .filter(|(_, on)| **on)
                        .map(|(gain, _)| gain)
                        .sum();
                    let extra = pair.is_some_and(|(a, b)| set[a] && set[b]);
                    sum + if extra { 3 } else { 0 } >= *threshold
                })
            };
            let found = smallest(&costs, &mut |set| enough(set));
            let cost = found.as_ref().map(|found| {
                assert_eq!(found.proof, Proof::Smallest);
                let chosen = (0..n).filter(|&at| found.chosen[at]);
                chosen.fold([0; 3], |sum, at| add(sum, costs[at]))
            });
            assert_eq!(cost, brute_force(&costs, &enough), "round {round}");
        }
    }

    #[test]
    fn what_makes_things_worse_is_not_called_the_smallest() {
        // Either of the first two alone is enough, both together are not, but with the third they are.
        let enough = |set: &[bool]| (set[0] ^ set[1]) || set[2];
        let found = smallest(&[[0, 1, 0]; 3], &mut |set| enough(set)).unwrap();
        assert!(enough(&found.chosen));
    }
}

//! Which branch is taken at each choice.

use super::network::Network;
use crate::measure::structure::{Block, Item, Kind, Structure};
use crate::measure::time::ways;

/// One scenario: for each block, by its number, the branches that are run.
pub(super) struct Scenario {
    /// In the order of the way for a choice; all of them for other blocks.
    pub(super) taken: Vec<Vec<usize>>,
    /// Its share of the cases that take no loop, unknown probabilities shared evenly.
    pub(super) weight: f64,
    /// Whether the share rests on known probabilities alone.
    pub(super) known: bool,
}

/// A choice that a scenario came to: which of how many ways on it takes.
pub(super) struct Pick {
    at: usize,
    of: usize,
}

/// A branch that may be taken from a corner, and its share of what leaves the corner without a loop.
struct Way {
    branch: usize,
    share: f64,
    known: bool,
}

/// What makes a scenario the best.
pub(super) enum Goal<'a> {
    /// Its share of the cases.
    Likeliest,
    /// Its length.
    Longest(&'a Network<'a>),
}

impl Goal<'_> {
    /// The cost of branches beside each other, given that of each.
    fn beside(&self, block: &Block, rows: &[f64]) -> f64 {
        if matches!(self, Self::Likeliest) {
            return rows.iter().sum();
        }
        let mut ready = vec![0.0_f64; block.corners.len()];
        for (branch, cost) in block.branches.iter().zip(rows) {
            ready[branch.to] = ready[branch.to].min(ready[branch.from] + cost);
        }
        ready[block.exit]
    }
}

/// All scenarios of a procedure.
pub(super) struct Scenarios<'a> {
    structure: &'a Structure,
    /// For each choice block and corner, the branches that lead on to the exit, likelier ones first.
    ways: Vec<Vec<Vec<Way>>>,
}

impl<'a> Scenarios<'a> {
    pub(super) fn new(structure: &'a Structure, returning: &[bool]) -> Self {
        let ways = |block: &Block| match block.kind {
            Kind::Choice => ways_on(block, &ways::forward(block, returning)),
            _ => Vec::new(),
        };
        Self {
            structure,
            ways: structure.blocks.iter().map(ways).collect(),
        }
    }

    /// The best scenario by a goal; nothing where some choice has no way on without a loop.
    ///
    /// The best way through each choice is found from the inside out: shares multiply, so their
    /// negative logarithms add; lengths add along a way, and the longest path counts beside others.
    pub(super) fn best(&self, goal: &Goal<'_>) -> Option<Scenario> {
        let mut costs = vec![0.0; self.structure.blocks.len()];
        let mut taken = vec![Vec::new(); costs.len()];
        for number in self.structure.inward_out() {
            let block = &self.structure.blocks[number];
            let rows: Vec<f64> = (block.branches.iter())
                .map(|branch| self.cost(branch.row, goal, &costs))
                .collect();
            if block.kind == Kind::Choice {
                let (way, cost) = self.cheapest(number, goal, &rows)?;
                taken[number] = way;
                costs[number] = cost;
            } else {
                taken[number] = (0..block.branches.len()).collect();
                costs[number] = goal.beside(block, &rows);
            }
        }
        Some(self.weighed(taken))
    }

    fn cost(&self, row: usize, goal: &Goal<'_>, costs: &[f64]) -> f64 {
        let blocks = (self.structure.rows[row].items.iter()).map(|item| match *item {
            Item::Block(inner) => costs[inner],
            _ => 0.0,
        });
        let own = match goal {
            Goal::Likeliest => 0.0,
            Goal::Longest(network) => -network.own(row),
        };
        own + blocks.sum::<f64>()
    }

    fn cheapest(&self, number: usize, goal: &Goal<'_>, rows: &[f64]) -> Option<(Vec<usize>, f64)> {
        let block = &self.structure.blocks[number];
        let mut costs = rows.to_vec();
        let mut usable = Vec::new();
        for way in self.ways[number].iter().flatten() {
            usable.push(way.branch);
            if matches!(goal, Goal::Likeliest) {
                costs[way.branch] -= way.share.ln();
            }
        }
        let way = ways::best(block, &usable, |at| costs[at], |sum| sum)?;
        let total = way.iter().map(|&at| costs[at]).sum();
        Some((way, total))
    }

    /// The share of a scenario: the product over the choices that it comes to.
    fn weighed(&self, taken: Vec<Vec<usize>>) -> Scenario {
        let mut scenario = Scenario {
            taken,
            weight: 1.0,
            known: true,
        };
        let mut rows = vec![self.structure.root];
        while let Some(row) = rows.pop() {
            for item in &self.structure.rows[row].items {
                let Item::Block(number) = *item else { continue };
                for &at in &scenario.taken[number] {
                    rows.push(self.structure.blocks[number].branches[at].row);
                    let mut ways = self.ways[number].iter().flatten();
                    if let Some(way) = ways.find(|way| way.branch == at) {
                        scenario.weight *= way.share;
                        scenario.known &= way.known;
                    }
                }
            }
        }
        scenario
    }

    /// The scenario that takes these picks, and the first way on at every choice after them, which
    /// are added to the picks.
    pub(super) fn read(&self, picks: &mut Vec<Pick>) -> Scenario {
        let mut scenario = Scenario {
            taken: vec![Vec::new(); self.structure.blocks.len()],
            weight: 1.0,
            known: true,
        };
        let mut read = 0;
        let mut rows = vec![self.structure.root];
        while let Some(row) = rows.pop() {
            for item in &self.structure.rows[row].items {
                let Item::Block(number) = *item else { continue };
                let block = &self.structure.blocks[number];
                let taken = if block.kind == Kind::Choice {
                    self.walk(number, picks, &mut read, &mut scenario)
                } else {
                    (0..block.branches.len()).collect()
                };
                rows.extend(taken.iter().map(|&at| block.branches[at].row));
                scenario.taken[number] = taken;
            }
        }
        scenario
    }

    fn walk(
        &self,
        number: usize,
        picks: &mut Vec<Pick>,
        read: &mut usize,
        scenario: &mut Scenario,
    ) -> Vec<usize> {
        let block = &self.structure.blocks[number];
        let mut way = Vec::new();
        let mut corner = block.entry;
        while corner != block.exit {
            let on = &self.ways[number][corner];
            if on.is_empty() || way.len() > block.branches.len() {
                break;
            }
            if on.len() > 1 && *read == picks.len() {
                picks.push(Pick {
                    at: 0,
                    of: on.len(),
                });
            }
            let pick = if on.len() > 1 {
                *read += 1;
                picks[*read - 1].at
            } else {
                0
            };
            scenario.weight *= on[pick].share;
            scenario.known &= on[pick].known;
            way.push(on[pick].branch);
            corner = block.branches[on[pick].branch].to;
        }
        way
    }

    /// The picks of the next scenario; false after the last one.
    pub(super) fn next(picks: &mut Vec<Pick>) -> bool {
        while let Some(mut last) = picks.pop() {
            if last.at + 1 < last.of {
                last.at += 1;
                picks.push(last);
                return true;
            }
        }
        false
    }
}

/// For each corner the branches among `usable` from which the exit can be reached, likelier ones first.
fn ways_on(block: &Block, usable: &[usize]) -> Vec<Vec<Way>> {
    let mut into = vec![Vec::new(); block.corners.len()];
    for &at in usable {
        into[block.branches[at].to].push(at);
    }
    let mut reaches = vec![false; block.corners.len()];
    let mut open = vec![block.exit];
    reaches[block.exit] = true;
    while let Some(corner) = open.pop() {
        for &at in &into[corner] {
            let from = block.branches[at].from;
            if !std::mem::replace(&mut reaches[from], true) {
                open.push(from);
            }
        }
    }
    let mut out = vec![Vec::new(); block.corners.len()];
    for &at in usable.iter().filter(|&&at| reaches[block.branches[at].to]) {
        out[block.branches[at].from].push(at);
    }
    out.iter().map(|branches| shared(block, branches)).collect()
}

fn shared(block: &Block, branches: &[usize]) -> Vec<Way> {
    let p = |at: usize| block.branches[at].p;
    let sum: f64 = branches.iter().filter_map(|&at| p(at)).sum();
    let open = branches.iter().filter(|&&at| p(at).is_none()).count();
    let even = (1.0 - sum).max(0.0) / open.max(1) as f64;
    let total = if open > 0 {
        sum + even * open as f64
    } else {
        sum
    };
    let mut ways: Vec<Way> = (branches.iter())
        .map(|&branch| Way {
            branch,
            share: p(branch).unwrap_or(even) / total.max(f64::MIN_POSITIVE),
            known: p(branch).is_some(),
        })
        .collect();
    ways.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.branch.cmp(&b.branch)));
    ways
}

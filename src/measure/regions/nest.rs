//! Nests regions by the order in which a walk meets the arcs of each chain.

use super::cut::Ports;
use super::{Chain, Region, Tree};
use crate::lookup::Table;

/// The number of no region: before the start and behind the common exit.
const OUTSIDE: usize = usize::MAX;

/// Nests the regions along the walk.
pub(super) struct Builder {
    cut: Ports,
    chain_of: Vec<usize>,
    place_in_chain: Vec<usize>,
    chains: Vec<Chain>,
    regions: Vec<Region>,
    parents: Vec<usize>,
    /// For each port reached so far: its region, or [`OUTSIDE`].
    region_of: Vec<Option<usize>>,
}

impl Builder {
    pub(super) fn new(cut: Ports, order: &[usize], cycles: &[u128]) -> Self {
        let mut by_cycles = Table::default();
        let mut chains: Vec<Chain> = Vec::new();
        let mut chain_of = vec![0; cut.arcs.len()];
        let mut place_in_chain = vec![0; cut.arcs.len()];
        let met = order
            .iter()
            .copied()
            .filter(|&arc| arc + 1 < cut.arcs.len());
        // The outside arc is last whatever branch the walk took first.
        for arc in met.chain([cut.arcs.len() - 1]) {
            let chain = *by_cycles.entry(cycles[arc]).or_insert_with(|| {
                chains.push(Chain {
                    arcs: Vec::new(),
                    regions: Vec::new(),
                });
                chains.len() - 1
            });
            chain_of[arc] = chain;
            place_in_chain[arc] = chains[chain].arcs.len();
            chains[chain].arcs.push(arc);
        }
        Self {
            region_of: vec![None; cut.count],
            cut,
            chain_of,
            place_in_chain,
            chains,
            regions: Vec::new(),
            parents: Vec::new(),
        }
    }

    /// Follows the walk; nothing when some arc crosses the border of a region elsewhere than at its
    /// one way in or out.
    pub(super) fn build(mut self, order: &[usize]) -> Option<Tree> {
        for &arc in order {
            let (from, to) = self.cut.ends[arc];
            let before = match from {
                Some(port) => self.region_of[port]?,
                None => OUTSIDE,
            };
            let after = self.pass(arc, before)?;
            let known = match to {
                Some(port) => *self.region_of[port].get_or_insert(after),
                None => OUTSIDE,
            };
            if known != after {
                return None;
            }
        }
        self.tree()
    }

    /// The region one is in after the arc.
    fn pass(&mut self, arc: usize, before: usize) -> Option<usize> {
        let (chain, place) = (self.chain_of[arc], self.place_in_chain[arc]);
        let outer = if place == 0 {
            before
        } else {
            let left = *self.chains[chain].regions.get(place - 1)?;
            if left != before {
                return None;
            }
            self.parents[left]
        };
        if place + 1 == self.chains[chain].arcs.len() {
            return Some(outer);
        }
        if self.chains[chain].regions.len() != place {
            return None;
        }
        self.chains[chain].regions.push(self.regions.len());
        self.parents.push(outer);
        self.regions.push(Region {
            chain,
            place,
            ports: Vec::new(),
            chains: Vec::new(),
        });
        Some(self.regions.len() - 1)
    }

    fn tree(mut self) -> Option<Tree> {
        for port in 0..self.cut.count {
            let region = self.region_of[port]?;
            self.regions.get_mut(region)?.ports.push(port);
        }
        for (number, chain) in self.chains.iter().enumerate() {
            let first = self.cut.ends[*chain.arcs.first()?].0;
            if let Some(region) = first.and_then(|port| self.region_of[port]) {
                self.regions[region].chains.push(number);
            }
        }
        Some(Tree {
            arcs: self.cut.arcs,
            ports: self.cut.ends,
            root: self.chain_of[0],
            chains: self.chains,
            regions: self.regions,
        })
    }
}

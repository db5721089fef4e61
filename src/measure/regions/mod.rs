//! The program structure tree: the parts of a net that have one way in and one way out.
//!
//! Each node is cut in two, a port where flows arrive and a port where they leave, with the node
//! itself as the arc between them; thus a step is inside or outside a region like a flow is. Two
//! arcs that lie on the same cycles bound a region (Johnson, Pearson and Pingali, "The program
//! structure tree", PLDI 1994). Cycles are compared by sums of fixed pseudo-random numbers, and
//! the tree that comes out is then verified arc by arc, so chance can cost a tree, never its truth.

mod shape;

pub use shape::{Corner, Quotient, Shape, Way};

use crate::graph::{Graph, NodeKind};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Number of a port: `2 * node` where its flows arrive, `2 * node + 1` where they leave; after all
/// of them the common exit behind the ends.
pub type Port = usize;

/// What an arc between two ports stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arc {
    /// A node, from its arriving to its leaving port.
    Node(NodeIndex),
    /// A sequence flow.
    Flow(EdgeIndex),
    /// From an end to the common exit.
    Over(NodeIndex),
    /// Into the start, or out of the common exit.
    Outside,
}

/// A maximal row of arcs and regions, each passed by whatever passes the others.
#[derive(Debug, Clone)]
pub struct Chain {
    /// Its arcs, in the order of the flow; indices into [`Tree::arcs`].
    pub arcs: Vec<usize>,
    /// The regions between them: one less than arcs; indices into [`Tree::regions`].
    pub regions: Vec<usize>,
}

/// A part with one way in and one way out.
#[derive(Debug, Clone)]
pub struct Region {
    /// The chain it is a link of.
    pub chain: usize,
    /// Which of that chain's regions it is; its way in is the arc of that number, its way out the next.
    pub place: usize,
    /// The ports that belong to it and to no smaller region.
    pub ports: Vec<Port>,
    /// The chains that run between those ports.
    pub chains: Vec<usize>,
}

/// The tree of regions of one net.
#[derive(Debug, Clone)]
pub struct Tree {
    /// What each arc stands for.
    pub arcs: Vec<Arc>,
    /// From which to which port each arc runs; outside there is no port.
    pub ports: Vec<(Option<Port>, Option<Port>)>,
    /// All chains.
    pub chains: Vec<Chain>,
    /// All regions, an outer one before those inside it.
    pub regions: Vec<Region>,
    /// The chain from the start to the common exit.
    pub root: usize,
}

impl Tree {
    /// The tree of a net in which every node lies on a way from the start to an end; else nothing.
    pub fn of(graph: &Graph) -> Option<Self> {
        let ports = Ports::of(graph)?;
        let order = ports.walk()?;
        let cycles = ports.cycles(&order);
        Builder::new(ports, &order, &cycles).build(&order)
    }

    /// The port that a chain leaves.
    pub fn from(&self, chain: usize) -> Option<Port> {
        self.ports[*self.chains[chain].arcs.first()?].0
    }

    /// The port that a chain enters.
    pub fn to(&self, chain: usize) -> Option<Port> {
        self.ports[*self.chains[chain].arcs.last()?].1
    }
}

/// The cut net: arcs between ports.
struct Ports {
    count: usize,
    arcs: Vec<Arc>,
    ends: Vec<(Option<Port>, Option<Port>)>,
    out: Vec<Vec<usize>>,
}

impl Ports {
    fn of(graph: &Graph) -> Option<Self> {
        let nodes = graph.net.node_count();
        let count = 2 * nodes + 1;
        let mut cut = Self {
            count,
            arcs: Vec::new(),
            ends: Vec::new(),
            out: vec![Vec::new(); count],
        };
        cut.add(Arc::Outside, None, Some(2 * graph.start.index()));
        for node in graph.net.node_indices() {
            cut.add(
                Arc::Node(node),
                Some(2 * node.index()),
                Some(2 * node.index() + 1),
            );
        }
        for flow in graph.net.edge_references() {
            let (from, to) = (2 * flow.source().index() + 1, 2 * flow.target().index());
            cut.add(Arc::Flow(flow.id()), Some(from), Some(to));
        }
        for node in graph.net.node_indices() {
            let end = graph.net[node].kind == NodeKind::End;
            let last = cut.out[2 * node.index() + 1].is_empty();
            match (end, last) {
                (true, true) => {
                    cut.add(Arc::Over(node), Some(2 * node.index() + 1), Some(2 * nodes));
                }
                (false, false) => {}
                _ => return None,
            }
        }
        cut.add(Arc::Outside, Some(2 * nodes), None);
        Some(cut)
    }

    fn add(&mut self, arc: Arc, from: Option<Port>, to: Option<Port>) {
        if let Some(from) = from {
            self.out[from].push(self.arcs.len());
        }
        self.arcs.push(arc);
        self.ends.push((from, to));
    }

    /// All arcs in the order in which a depth-first walk from the start meets them; nothing when a
    /// port is out of reach.
    fn walk(&self) -> Option<Vec<usize>> {
        let mut order = vec![0];
        let mut seen = vec![false; self.count];
        let mut stack = Vec::new();
        let start = self.ends[0].1?;
        seen[start] = true;
        stack.push((start, 0));
        while let Some((port, next)) = stack.last_mut() {
            let Some(&arc) = self.out[*port].get(*next) else {
                stack.pop();
                continue;
            };
            *next += 1;
            order.push(arc);
            if let Some(to) = self.ends[arc].1.filter(|&to| !seen[to]) {
                seen[to] = true;
                stack.push((to, 0));
            }
        }
        (seen.iter().all(|&seen| seen) && self.all_lead_out()).then_some(order)
    }

    /// Whether from every port there is a way to the common exit.
    fn all_lead_out(&self) -> bool {
        let mut into = vec![Vec::new(); self.count];
        for &(from, to) in &self.ends {
            if let (Some(from), Some(to)) = (from, to) {
                into[to].push(from);
            }
        }
        let mut seen = vec![false; self.count];
        seen[self.count - 1] = true;
        let mut stack = vec![self.count - 1];
        while let Some(port) = stack.pop() {
            for &from in &into[port] {
                if !std::mem::replace(&mut seen[from], true) {
                    stack.push(from);
                }
            }
        }
        seen.iter().all(|&seen| seen)
    }

    /// For each arc the set of independent cycles it lies on, as a sum of their numbers.
    ///
    /// A spanning tree is taken from the walk; every other arc closes one cycle. Here the two
    /// outside arcs are one, from the exit back to the start.
    fn cycles(&self, order: &[usize]) -> Vec<u128> {
        let mut sum = vec![0u128; self.count];
        let mut cycles = vec![0u128; self.arcs.len()];
        let mut grown = Vec::new();
        let mut seen = vec![false; self.count];
        let start = self.ends[0].1.unwrap_or(0);
        seen[start] = true;
        for &arc in order {
            let (Some(from), Some(to)) = self.ends[arc] else {
                continue;
            };
            if seen[to] {
                cycles[arc] = number(arc);
                sum[from] ^= cycles[arc];
                sum[to] ^= cycles[arc];
            } else {
                seen[to] = true;
                grown.push((arc, from, to));
            }
        }
        let back = number(self.arcs.len());
        sum[start] ^= back;
        sum[self.count - 1] ^= back;
        for &(arc, from, to) in grown.iter().rev() {
            cycles[arc] = sum[to];
            sum[from] ^= sum[to];
        }
        cycles[0] = back;
        cycles[self.arcs.len() - 1] = back;
        cycles
    }
}

/// A fixed pseudo-random number (two rounds of `SplitMix64`, Steele and others, 2014).
fn number(seed: usize) -> u128 {
    let mix = |seed: u64| {
        let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let seed = seed as u64;
    (u128::from(mix(2 * seed + 1)) << 64) | u128::from(mix(2 * seed + 2))
}

/// The number of no region: before the start and behind the common exit.
const OUTSIDE: usize = usize::MAX;

/// Nests the regions along the walk.
struct Builder {
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
    fn new(cut: Ports, order: &[usize], cycles: &[u128]) -> Self {
        let mut by_cycles = BTreeMap::new();
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
    fn build(mut self, order: &[usize]) -> Option<Tree> {
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

//! The program structure tree: the parts of a net that have one way in and one way out.
//!
//! Each node is cut in two, a port where flows arrive and a port where they leave, with the node
//! itself as the arc between them; thus a step is inside or outside a region like a flow is. Two
//! arcs that lie on the same cycles bound a region (Johnson, Pearson and Pingali, "The program
//! structure tree", PLDI 1994). Cycles are compared by sums of fixed pseudo-random numbers, and
//! the tree that comes out is then verified arc by arc, so chance can cost a tree, never its truth.

mod cut;
mod nest;
mod shape;

pub use shape::{Corner, Quotient, Shape, Way};

use crate::graph::Graph;
use petgraph::graph::{EdgeIndex, NodeIndex};

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

/// A net taken apart: its tree, and each of its [`Tree::several`] regions by itself.
#[derive(Debug, Clone)]
pub struct Regions {
    /// The tree.
    pub tree: Tree,
    /// The regions in which ways meet or part, by their numbers, an outer one before those inside it.
    pub parts: Vec<(usize, Quotient)>,
}

impl Regions {
    /// The regions of a net in which every node lies on a way from the start to an end; else nothing.
    pub fn of(graph: &Graph) -> Option<Self> {
        let tree = Tree::of(graph)?;
        let part = |region| (region, Quotient::of(graph, &tree, region));
        let parts = tree.several().map(part).collect();
        Some(Self { tree, parts })
    }
}

impl Tree {
    /// The tree of a net in which every node lies on a way from the start to an end; else nothing.
    pub fn of(graph: &Graph) -> Option<Self> {
        let ports = cut::Ports::of(graph)?;
        let order = ports.walk()?;
        let cycles = ports.cycles(&order);
        nest::Builder::new(ports, &order, &cycles).build(&order)
    }

    /// The regions in which ways meet or part; in the others, of one port each, nothing happens.
    pub fn several(&self) -> impl Iterator<Item = usize> {
        let regions = self.regions.iter().enumerate();
        let several =
            regions.filter(|(_, inside)| inside.ports.len() > 1 || !inside.chains.is_empty());
        several.map(|(number, _)| number)
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

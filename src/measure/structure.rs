//! A net as nested blocks: rows of steps, choices with their loops, parallel and inclusive blocks.
//!
//! What a measure needs in order to add up: a row adds; a choice is a walk of one token, whose
//! expected visits [`crate::measure::markov`] gives; a parallel block is a network of events as in
//! CPM and PERT (Kelley and Walker, 1959), whose length is its longest path. A part that is none of
//! these is kept as [`Kind::Tangled`], with the reason, and spoils no more than what it is part of.
//!
//! No type here contains itself: rows and blocks refer to each other by number, and each block's
//! number is lower than those of the blocks inside it. A figure is computed from the inside out by
//! a plain loop over [`Structure::inward_out`].

use crate::graph::{Graph, Split};
use crate::measure::regions::{Arc, Quotient, Regions, Shape, Tree};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// The blocks of one net.
#[derive(Debug, Clone)]
pub struct Structure {
    /// All rows.
    pub rows: Vec<Row>,
    /// All blocks, an outer one before those inside it.
    pub blocks: Vec<Block>,
    /// The row from the start to the end, or to the block in which all ends lie.
    pub root: usize,
}

/// What follows one on the other, each as often as the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// In order.
    pub items: Vec<Item>,
}

/// A link of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A node, ends and silent ones included.
    Node(NodeIndex),
    /// A sequence flow.
    Flow(EdgeIndex),
    /// A block; an index into [`Structure::blocks`].
    Block(usize),
}

/// A part with one way in and one way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// How its branches hang together.
    pub kind: Kind,
    /// The places where branches meet or part; each after those that lead to it, unless `cyclic`.
    pub corners: Vec<Corner>,
    /// The rows between corners, by the corner they leave, then in file order.
    pub branches: Vec<Branch>,
    /// The corner by which one comes in.
    pub entry: usize,
    /// The corner from which one goes out.
    pub exit: usize,
    /// In a choice, the probability of going out once at the exit, a fraction of 1; elsewhere 1.
    pub leave: Option<f64>,
    /// Whether some branch leads back.
    pub cyclic: bool,
}

/// How the branches of a block hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One token walks from corner to corner, each time along one branch.
    Choice,
    /// All branches run; one starts when all that end at its corner are done. The first corner
    /// is the entry, the last one the exit.
    Parallel,
    /// One or more of the branches run, all from the entry to the exit.
    Inclusive,
    /// None of these.
    Tangled(Tangle),
}

/// Why a part is not a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tangle {
    /// A loop cut by a parallel block.
    LoopAcrossParallel,
    /// Choices and parallel branches that do not close in the order in which they opened.
    CrossedBranches,
    /// Inclusive gateways other than one split and the merge of all its branches.
    InclusiveUnmatched,
}

/// A place where branches meet or part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corner {
    /// The node; none where all ends meet.
    pub node: Option<NodeIndex>,
}

/// A row between two corners of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branch {
    /// The corner it leaves.
    pub from: usize,
    /// The corner it enters.
    pub to: usize,
    /// What is on it; an index into [`Structure::rows`].
    pub row: usize,
    /// The flow it begins with, which names the branch of a gateway; none inside a node.
    pub flow: Option<EdgeIndex>,
    /// Probability of being taken from its corner, a fraction of 1; 1 where nothing is chosen.
    pub p: Option<f64>,
}

impl Structure {
    /// The blocks of a net; nothing when some node is out of reach or leads to no end, which
    /// [`crate::measure::soundness::decide`] tells more of.
    pub fn of(graph: &Graph) -> Option<Self> {
        Regions::of(graph).map(|regions| Self::with(graph, &regions))
    }

    /// The blocks of a net that is taken apart already.
    pub fn with(graph: &Graph, regions: &Regions) -> Self {
        let tree = &regions.tree;
        let mut numbers = vec![None; tree.regions.len()];
        let mut blocks = Vec::new();
        for (region, part) in &regions.parts {
            numbers[*region] = Some(blocks.len());
            blocks.push(block(graph, part));
        }
        let rows = (0..tree.chains.len())
            .map(|chain| row(tree, chain, &numbers))
            .collect();
        Self {
            rows,
            blocks,
            root: tree.root,
        }
    }

    /// The numbers of all blocks, each after those inside it.
    pub fn inward_out(&self) -> impl Iterator<Item = usize> {
        (0..self.blocks.len()).rev()
    }

    /// The parts that are not blocks, with a node of each that shows where.
    pub fn tangles(&self) -> Vec<(Tangle, Vec<NodeIndex>)> {
        (self.blocks.iter())
            .filter_map(|block| match block.kind {
                Kind::Tangled(why) => {
                    let mut nodes: Vec<_> = block
                        .corners
                        .iter()
                        .filter_map(|corner| corner.node)
                        .collect();
                    nodes.sort_unstable();
                    nodes.dedup();
                    Some((why, nodes))
                }
                _ => None,
            })
            .collect()
    }
}

fn row(tree: &Tree, chain: usize, numbers: &[Option<usize>]) -> Row {
    let chain = &tree.chains[chain];
    let mut items = Vec::new();
    for (at, &arc) in chain.arcs.iter().enumerate() {
        match tree.arcs[arc] {
            Arc::Node(node) => items.push(Item::Node(node)),
            Arc::Flow(flow) => items.push(Item::Flow(flow)),
            Arc::Over(_) | Arc::Outside => {}
        }
        let block = chain.regions.get(at).and_then(|&region| numbers[region]);
        items.extend(block.map(Item::Block));
    }
    Row { items }
}

fn block(graph: &Graph, part: &Quotient) -> Block {
    let mut outs = vec![0; part.corners.len()];
    for from in part.ways.iter().filter_map(|way| way.from) {
        outs[from] += 1;
    }
    let chance = |from: usize, first: Arc| match (part.corners[from].split, first) {
        (Split::One | Split::Some, Arc::Flow(flow)) if outs[from] > 1 => graph.net[flow].p,
        _ => Some(1.0),
    };
    let mut branches: Vec<Branch> = (part.ways.iter())
        .filter_map(|way| {
            Some(Branch {
                from: way.from?,
                to: way.to?,
                row: way.chain?,
                flow: match way.first {
                    Arc::Flow(flow) => Some(flow),
                    _ => None,
                },
                p: chance(way.from?, way.first),
            })
        })
        .collect();
    branches.sort_by_key(|branch| (branch.from, branch.flow, branch.to));
    let entry = part.ways.first().and_then(|way| way.to).unwrap_or(0);
    let (exit, leave) = match part.ways.last() {
        Some(way) => (
            way.from.unwrap_or(0),
            way.from.and_then(|from| chance(from, way.first)),
        ),
        None => (0, None),
    };
    Block {
        kind: kind(part),
        corners: part
            .corners
            .iter()
            .map(|corner| Corner { node: corner.node })
            .collect(),
        branches,
        entry,
        exit,
        leave,
        cyclic: part.cyclic,
    }
}

fn kind(part: &Quotient) -> Kind {
    let inclusive = part
        .corners
        .iter()
        .any(|corner| corner.split == Split::Some);
    match part.shape {
        Shape::Exclusive => Kind::Choice,
        Shape::Parallel => Kind::Parallel,
        Shape::Inclusive if part.corners.len() == 2 => Kind::Inclusive,
        Shape::Inclusive => Kind::Tangled(Tangle::InclusiveUnmatched),
        Shape::Mixed if inclusive => Kind::Tangled(Tangle::InclusiveUnmatched),
        Shape::Mixed if part.cyclic => Kind::Tangled(Tangle::LoopAcrossParallel),
        Shape::Mixed => Kind::Tangled(Tangle::CrossedBranches),
    }
}

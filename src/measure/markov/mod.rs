//! How often each node is visited by one case, in the mean.
//!
//! One token that walks through a choice block is an absorbing Markov chain: with Q the
//! probabilities of going from corner to corner and e the entry, the expected visits v solve
//! (I - Qᵀ) v = e (Kemeny and Snell, "Finite Markov chains", 1960, 3.2). Blocks are solved one
//! inside the other, and within a block one strongly connected component after the other, so the
//! systems stay small. A block is left as often as it is entered: an unknown probability makes
//! unknown what lies between, not what comes after.

mod equations;
mod walk;

use crate::graph::Graph;
use crate::measure::structure::{Block, Item, Kind, Structure, Tangle};
use petgraph::graph::NodeIndex;

/// Why some visits are not measurable.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// The probabilities of this node's branches are not all known.
    Probability(NodeIndex),
    /// A part that is no block.
    Tangled(Tangle, Vec<NodeIndex>),
    /// By its probabilities this loop is never left.
    ClosedLoop(Vec<NodeIndex>),
    /// A loop that connects too many gateways for its equations.
    TooLarge(Vec<NodeIndex>),
}

/// Expected visits of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Visits {
    /// For each node, by its index: visits a case; none where not measurable.
    pub of_node: Vec<Option<f64>>,
    /// For each row of the structure: how often a case passes it.
    pub of_row: Vec<Option<f64>>,
    /// For each block and branch of it: how often it is passed each time the block is entered. The
    /// expectation of what adds up over a choice is the sum of its branches' times these.
    pub of_branch: Vec<Vec<Option<f64>>>,
    /// What is missing, outer blocks first.
    pub missing: Vec<Missing>,
}

/// The expected visits of every node and row.
pub fn visits(graph: &Graph, structure: &Structure) -> Visits {
    let mut found = Visits {
        of_node: vec![None; graph.net.node_count()],
        of_row: vec![None; structure.rows.len()],
        of_branch: Vec::new(),
        missing: Vec::new(),
    };
    let mut of_block = vec![None; structure.blocks.len()];
    found.pass(structure, &mut of_block, structure.root, Some(1.0));
    for (number, block) in structure.blocks.iter().enumerate() {
        // An outer block comes before this one, so its share is known by now if it ever is.
        let times: Option<f64> = of_block[number];
        let shares = found.shares(block);
        for (branch, share) in block.branches.iter().zip(&shares) {
            let visits = times.zip(*share).map(|(times, share)| times * share);
            found.pass(structure, &mut of_block, branch.row, visits);
        }
        found.of_branch.push(shares);
    }
    // What is never left is not left as often as it is entered: nothing else holds either.
    if found
        .missing
        .iter()
        .any(|missing| matches!(missing, Missing::ClosedLoop(_)))
    {
        found.of_node.fill(None);
        found.of_row.fill(None);
        found
            .of_branch
            .iter_mut()
            .for_each(|shares| shares.fill(None));
    }
    found
}

impl Visits {
    fn pass(
        &mut self,
        structure: &Structure,
        of_block: &mut [Option<f64>],
        row: usize,
        visits: Option<f64>,
    ) {
        self.of_row[row] = visits;
        for item in &structure.rows[row].items {
            match *item {
                Item::Node(node) => self.of_node[node.index()] = visits,
                Item::Block(block) => of_block[block] = visits,
                Item::Flow(_) => {}
            }
        }
    }

    /// How often each branch of a block is passed for one entry.
    fn shares(&mut self, block: &Block) -> Vec<Option<f64>> {
        match block.kind {
            Kind::Parallel => vec![Some(1.0); block.branches.len()],
            Kind::Choice => {
                let corners = walk::Walk::of(block).solve(&mut self.missing);
                (block.branches.iter())
                    .map(|branch| {
                        corners[branch.from]
                            .zip(branch.p)
                            .map(|(visits, p)| visits * p)
                    })
                    .collect()
            }
            Kind::Inclusive => {
                if block.branches.iter().any(|branch| branch.p.is_none()) {
                    self.missing
                        .extend(block.corners[block.entry].node.map(Missing::Probability));
                }
                block.branches.iter().map(|branch| branch.p).collect()
            }
            Kind::Tangled(why) => {
                let nodes = block
                    .corners
                    .iter()
                    .filter_map(|corner| corner.node)
                    .collect();
                self.missing.push(Missing::Tangled(why, nodes));
                vec![None; block.branches.len()]
            }
        }
    }
}

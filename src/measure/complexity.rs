//! How hard a procedure is to follow, from its net alone.
//!
//! Control-flow complexity: the sum over splits of the states that each may leave behind: n for an
//! exclusive one of n branches, 2^n - 1 for an inclusive one, 1 for a parallel one (Cardoso,
//! "Control-flow complexity measurement of processes and Weyuker's properties", 2005). Coefficient
//! of connectivity: flows / nodes (Latva-Koivisto, "Finding a complexity measure for business
//! process models", 2001). Density: flows / (nodes x (nodes - 1)) (Mendling, "Metrics for process
//! models", 2008). Nesting depth: blocks around the deepest row.

use super::figure::{Figure, Unit, Values};
use super::measures::Row;
use super::structure::{Item, Structure};
use crate::graph::{Graph, NodeKind, Split};
use crate::message::Message;
use petgraph::graph::NodeIndex;

/// The complexity of one net, silent starts left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Complexity {
    /// Nodes: steps, gateways, ends, and silent forks and joins.
    pub nodes: usize,
    /// Flows between them.
    pub flows: usize,
    /// Control-flow complexity.
    pub control_flow: f64,
    /// Flows for each node; none without nodes.
    pub connectivity: Option<f64>,
    /// Share of possible flows that there are, a fraction of 1; none below two nodes.
    pub density: Option<f64>,
    /// Blocks around the deepest row; none where the net has no blocks.
    pub depth: Option<usize>,
}

impl Complexity {
    /// Measures a net.
    pub fn of(graph: &Graph) -> Self {
        Self::with(graph, Structure::of(graph).as_ref())
    }

    /// Measures a net with the blocks that [`Structure::of`] gives it.
    pub fn with(graph: &Graph, structure: Option<&Structure>) -> Self {
        let drawn = |&node: &NodeIndex| graph.net[node].kind != NodeKind::Start;
        let nodes = graph.net.node_indices().filter(drawn).count();
        let flows = (graph.net.edge_indices())
            .filter_map(|flow| graph.net.edge_endpoints(flow))
            .filter(|(from, _)| drawn(from))
            .count();
        let (n, m) = (nodes as f64, flows as f64);
        Self {
            nodes,
            flows,
            control_flow: control_flow(graph),
            connectivity: (nodes > 0).then(|| m / n),
            density: (nodes > 1).then(|| m / (n * (n - 1.0))),
            depth: structure.map(depth),
        }
    }
}

impl Complexity {
    /// The measures as rows; sizes are counts.
    pub fn rows(&self) -> Vec<Row> {
        let plain = |value: f64| Figure::of(Values::exactly(value), Unit::Count, None);
        let maybe = |value: Option<f64>, unit: Unit| match value {
            Some(value) => Figure {
                unit,
                ..plain(value)
            },
            None => Figure::missing(unit, Message::new("why-unsound")),
        };
        let depth = self.depth.map(|depth| depth as f64);
        vec![
            Row::new("size", "measure-size", &Figure::count(self.nodes)),
            Row::new(
                "control-flow",
                "measure-control-flow",
                &plain(self.control_flow),
            ),
            Row::new(
                "connectivity",
                "measure-connectivity",
                &maybe(self.connectivity, Unit::Count),
            ),
            Row::new(
                "density",
                "measure-density",
                &maybe(self.density, Unit::Share),
            ),
            Row::new("nesting", "measure-nesting", &maybe(depth, Unit::Count)),
        ]
    }
}

fn control_flow(graph: &Graph) -> f64 {
    let states = |node| {
        let ways = graph.out_flows(node).len();
        match graph.net[node].split {
            _ if ways < 2 => 0.0,
            Split::One => ways as f64,
            // Beyond a thousand branches the sum would leave the range of figures.
            Split::Some => 2.0_f64.powf(ways.min(1_000) as f64) - 1.0,
            Split::All => 1.0,
        }
    };
    // From zero, for the sum of nothing is -0.
    graph.net.node_indices().map(states).fold(0.0, |a, b| a + b)
}

fn depth(structure: &Structure) -> usize {
    let mut of_block = vec![0; structure.blocks.len()];
    let inside = |row: usize, of_block: &[usize]| {
        let blocks = (structure.rows[row].items.iter()).filter_map(|item| match *item {
            Item::Block(block) => Some(of_block[block]),
            _ => None,
        });
        blocks.max().unwrap_or(0)
    };
    for number in structure.inward_out() {
        let rows = structure.blocks[number].branches.iter();
        let deepest = rows.map(|branch| inside(branch.row, &of_block)).max();
        of_block[number] = 1 + deepest.unwrap_or(0);
    }
    inside(structure.root, &of_block)
}

//! Earliest and latest starts in one scenario, over its blocks.

use super::scenario::Scenario;
use super::{Timed, Timeline};
use crate::graph::{Graph, NodeKind};
use crate::measure::structure::{Item, Kind, Structure};

/// Slack below this share of the whole is none: sums of fractions miss by their last bits.
const EXACT: f64 = 1e-9;

/// A procedure whose nodes have fixed lengths.
pub(super) struct Network<'a> {
    graph: &'a Graph,
    structure: &'a Structure,
    of_node: &'a [f64],
}

/// One scenario in time: for each node that happens, its earliest and latest start.
pub(super) struct Run {
    starts: Vec<Option<(f64, f64)>>,
    length: f64,
    probability: Option<f64>,
}

impl<'a> Network<'a> {
    pub(super) fn new(graph: &'a Graph, structure: &'a Structure, of_node: &'a [f64]) -> Self {
        Self {
            graph,
            structure,
            of_node,
        }
    }

    /// What the nodes of a row take, its blocks left out.
    pub(super) fn own(&self, row: usize) -> f64 {
        let items = self.structure.rows[row].items.iter();
        (items.map(|item| match *item {
            Item::Node(node) => self.of_node[node.index()],
            _ => 0.0,
        }))
        .sum()
    }

    pub(super) fn run(&self, scenario: &Scenario) -> Run {
        let lengths = self.lengths(scenario);
        let length = self.row(self.structure.root, &lengths);
        let mut run = Run {
            starts: vec![None; self.graph.net.node_count()],
            length,
            probability: scenario.known.then_some(scenario.weight),
        };
        // Each block comes after those around it, so its place in time is known by then.
        let mut places = vec![None; self.structure.blocks.len()];
        self.place(
            self.structure.root,
            (0.0, 0.0),
            &lengths,
            &mut run,
            &mut places,
        );
        for number in 0..self.structure.blocks.len() {
            if let Some(place) = places[number] {
                for (row, place) in self.inside(number, place, scenario, &lengths) {
                    self.place(row, place, &lengths, &mut run, &mut places);
                }
            }
        }
        run
    }

    fn row(&self, row: usize, lengths: &[f64]) -> f64 {
        let items = self.structure.rows[row].items.iter();
        (items.map(|item| self.item(item, lengths))).sum()
    }

    fn item(&self, item: &Item, lengths: &[f64]) -> f64 {
        match *item {
            Item::Node(node) => self.of_node[node.index()],
            Item::Block(block) => lengths[block],
            Item::Flow(_) => 0.0,
        }
    }

    fn lengths(&self, scenario: &Scenario) -> Vec<f64> {
        let mut lengths = vec![0.0; self.structure.blocks.len()];
        for number in self.structure.inward_out() {
            let block = &self.structure.blocks[number];
            let taken = &scenario.taken[number];
            lengths[number] = if block.kind == Kind::Choice {
                let row = |&at: &usize| self.row(block.branches[at].row, &lengths);
                taken.iter().map(row).sum()
            } else {
                self.earliest(number, &lengths)[block.exit]
            };
        }
        lengths
    }

    /// When each corner of a parallel block is reached, from its entry.
    fn earliest(&self, number: usize, lengths: &[f64]) -> Vec<f64> {
        let block = &self.structure.blocks[number];
        let mut ready = vec![0.0_f64; block.corners.len()];
        for branch in &block.branches {
            let end = ready[branch.from] + self.row(branch.row, lengths);
            ready[branch.to] = ready[branch.to].max(end);
        }
        ready
    }

    /// The rows that run in a block, each with its earliest and latest start.
    fn inside(
        &self,
        number: usize,
        (early, late): (f64, f64),
        scenario: &Scenario,
        lengths: &[f64],
    ) -> Vec<(usize, (f64, f64))> {
        let block = &self.structure.blocks[number];
        if block.kind == Kind::Choice {
            let mut passed = 0.0;
            return (scenario.taken[number].iter())
                .map(|&at| {
                    let row = block.branches[at].row;
                    let place = (row, (early + passed, late + passed));
                    passed += self.row(row, lengths);
                    place
                })
                .collect();
        }
        let ready = self.earliest(number, lengths);
        let mut due = vec![ready[block.exit]; block.corners.len()];
        for branch in block.branches.iter().rev() {
            let start = due[branch.to] - self.row(branch.row, lengths);
            due[branch.from] = due[branch.from].min(start);
        }
        (block.branches.iter())
            .map(|branch| {
                let start = due[branch.to] - self.row(branch.row, lengths);
                (branch.row, (early + ready[branch.from], late + start))
            })
            .collect()
    }

    /// Puts the nodes and blocks of a row at their earliest and latest starts.
    fn place(
        &self,
        row: usize,
        (early, late): (f64, f64),
        lengths: &[f64],
        run: &mut Run,
        places: &mut [Option<(f64, f64)>],
    ) {
        let mut passed = 0.0;
        for item in &self.structure.rows[row].items {
            let starts = Some((early + passed, late + passed));
            match *item {
                Item::Node(node) => run.starts[node.index()] = starts,
                Item::Block(block) => places[block] = starts,
                Item::Flow(_) => {}
            }
            passed += self.item(item, lengths);
        }
    }
}

impl Run {
    fn slack(&self, node: usize) -> Option<f64> {
        let (early, late) = self.starts[node]?;
        let slack = late - early;
        Some(if slack <= EXACT * self.length.max(1.0) {
            0.0
        } else {
            slack
        })
    }

    /// Whether a node takes time in this scenario and has no slack.
    pub(super) fn is_critical(&self, node: usize, of_node: &[f64]) -> bool {
        of_node[node] > 0.0 && self.slack(node) == Some(0.0)
    }

    pub(super) fn timeline(&self, graph: &Graph, of_node: &[f64]) -> Timeline {
        let steps = graph.net.node_indices().filter_map(|node| {
            let at = node.index();
            let (start, _) = self.starts[at].filter(|_| graph.net[node].kind == NodeKind::Step)?;
            Some(Timed {
                id: graph.net[node].id.clone(),
                start,
                end: start + of_node[at],
                slack: self.slack(at)?,
            })
        });
        Timeline {
            steps: steps.collect(),
            length: self.length,
            probability: self.probability,
        }
    }
}

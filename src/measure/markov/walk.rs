//! The walk through one choice block, component by component.

use super::Missing;
use super::equations::{Component, Unsolved};
use crate::measure::structure::Block;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// The walk of one token through a choice.
pub(super) struct Walk<'b> {
    block: &'b Block,
    /// Corners and the branches that may be taken: those of unknown probability, not those of none.
    net: DiGraph<(), Option<f64>>,
    /// For each corner the number of its component; those that lead to a component come later.
    component: Vec<usize>,
}

impl<'b> Walk<'b> {
    pub(super) fn of(block: &'b Block) -> Self {
        let mut net = DiGraph::new();
        for _ in &block.corners {
            net.add_node(());
        }
        for branch in block.branches.iter().filter(|branch| branch.p != Some(0.0)) {
            net.add_edge(
                NodeIndex::new(branch.from),
                NodeIndex::new(branch.to),
                branch.p,
            );
        }
        Self {
            block,
            component: vec![0; block.corners.len()],
            net,
        }
    }

    /// Expected visits of each corner for one entry.
    pub(super) fn solve(mut self, missing: &mut Vec<Missing>) -> Vec<Option<f64>> {
        missing.extend(self.undecided().map(Missing::Probability));
        let components = kosaraju_scc(&self.net);
        for (number, component) in components.iter().enumerate() {
            for corner in component {
                self.component[corner.index()] = number;
            }
        }
        let mut visits = vec![None; self.block.corners.len()];
        let mut into = vec![Some(0.0); self.block.corners.len()];
        into[self.block.entry] = Some(1.0);
        for component in components.iter().rev() {
            match self.within(component, &into) {
                Ok(found) => {
                    for (corner, found) in component.iter().zip(found) {
                        visits[corner.index()] = Some(found);
                    }
                }
                Err(reason) => missing.extend(reason),
            }
            for flow in component.iter().flat_map(|&corner| self.net.edges(corner)) {
                let (from, to) = (flow.source().index(), flow.target().index());
                if self.component[from] != self.component[to] {
                    let more = visits[from]
                        .zip(*flow.weight())
                        .map(|(visits, p): (f64, f64)| visits * p);
                    into[to] = into[to].zip(more).map(|(known, more)| known + more);
                }
            }
        }
        visits
    }

    /// The corners some way out of which has no probability.
    fn undecided(&self) -> impl Iterator<Item = NodeIndex> {
        let open = self
            .block
            .branches
            .iter()
            .filter(|branch| branch.p.is_none());
        let exit = self.block.leave.is_none().then_some(self.block.exit);
        let corners: BTreeSet<usize> = open.map(|branch| branch.from).chain(exit).collect();
        corners
            .into_iter()
            .filter_map(|corner| self.block.corners[corner].node)
    }

    /// The visits within one component, given what comes into it; else what is missing, if that is
    /// not said elsewhere.
    fn within(
        &self,
        corners: &[NodeIndex],
        into: &[Option<f64>],
    ) -> Result<Vec<f64>, Option<Missing>> {
        let entering: Option<Vec<f64>> =
            corners.iter().map(|corner| into[corner.index()]).collect();
        let entering = entering.ok_or(None)?;
        if entering.iter().all(|&visits| visits == 0.0) {
            return Ok(entering);
        }
        let inner = Component::of(&self.net, corners);
        if inner.flows.iter().any(|&(.., p)| p.is_none()) {
            return Err(None);
        }
        let node = |corner: &NodeIndex| self.block.corners[corner.index()].node;
        let nodes = || corners.iter().filter_map(node).collect();
        let out =
            |corner: &NodeIndex| self.block.exit == corner.index() && self.block.leave != Some(0.0);
        if !inner.leaves && !corners.iter().any(out) {
            return Err(Some(Missing::ClosedLoop(nodes())));
        }
        match inner.visits(&entering) {
            Ok(visits) => Ok(visits),
            Err(Unsolved::TooLarge) => Err(Some(Missing::TooLarge(nodes()))),
            Err(Unsolved::Singular) => Err(Some(Missing::ClosedLoop(nodes()))),
        }
    }
}

//! What the figures of every version with the same net rest on: its blocks, and totals found before.

use super::calendar::Clock;
use super::figure::Notes;
use super::markov::{Visits, visits};
use super::regions::Regions;
use super::structure::Structure;
use super::time::{Fold, Range, Rule};
use super::vector::{WaysIn, ways};
use crate::graph::Graph;
use crate::message::Message;
use crate::model::Procedure;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The blocks of a net and the clock of its offices.
///
/// Versions of one procedure with the same net share it, so that a change which leaves the times alone
/// costs no second total of them: those of parallel branches may take a thousand draws.
pub struct Base {
    /// The working time.
    pub clock: Clock,
    /// None where the net has no blocks: a node out of reach or without an end.
    blocks: Option<(Structure, Visits)>,
    totals: Mutex<Vec<Known>>,
    ways: OnceLock<Arc<WaysIn>>,
}

type Total = Result<(Range, Notes), Message>;

/// A total with what it is the total of.
struct Known {
    of_node: Vec<Range>,
    rule: Rule,
    total: Total,
}

impl Base {
    /// The base of a procedure with this net, and of every version that has the same.
    pub fn of(procedure: &Procedure, graph: &Graph) -> Self {
        Self::with(Regions::of(graph).as_ref(), procedure, graph)
    }

    /// The same where the net is taken apart already, if it can be.
    pub fn with(regions: Option<&Regions>, procedure: &Procedure, graph: &Graph) -> Self {
        let blocks = regions.map(|regions| {
            let structure = Structure::with(graph, regions);
            let visits = visits(graph, &structure);
            (structure, visits)
        });
        Self {
            clock: Clock::of(procedure),
            blocks,
            totals: Mutex::default(),
            ways: OnceLock::new(),
        }
    }

    /// The blocks; none where a node is out of reach or without an end.
    pub fn structure(&self) -> Option<&Structure> {
        self.blocks.as_ref().map(|(structure, _)| structure)
    }

    /// How often each block is passed; none where there are no blocks.
    pub fn visits(&self) -> Option<&Visits> {
        self.blocks.as_ref().map(|(_, visits)| visits)
    }

    /// For each step, how a case comes to it.
    pub(crate) fn ways(&self, graph: &Graph) -> &Arc<WaysIn> {
        self.ways.get_or_init(|| Arc::new(ways(graph)))
    }

    /// The total of what each node takes, and what it rests on; an error where a part is no block.
    pub(super) fn total(&self, graph: &Graph, of_node: &[Range], rule: Rule) -> Total {
        let same = |known: &&Known| known.rule == rule && known.of_node == of_node;
        let totals = || self.totals.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = totals().iter().find(same) {
            return known.total.clone();
        }
        let blocks = self.blocks.as_ref();
        let (structure, visits) = blocks.ok_or(Message::new("why-unsound"))?;
        let total = Fold::new(graph, structure, visits, &self.clock).total(of_node, rule);
        totals().push(Known {
            of_node: of_node.to_vec(),
            rule,
            total: total.clone(),
        });
        total
    }
}

//! What each visit of each step takes, as pieces that are drawn one by one.

use super::walk::{Part, hash, named, unit};
use crate::graph::Graph;
use crate::measure::calendar::{Clock, Length};
use crate::measure::time::draws::Drawn;
use crate::measure::time::{Range, step::range, steps};
use crate::model::{Id, Procedure, Step, StepKind, Time};
use std::collections::BTreeSet;

/// The pieces of each node, by its index.
pub(super) struct Pieces {
    of_node: Vec<OfNode>,
    pub(super) left_out: BTreeSet<Id>,
    /// Whether there is time of both clocks.
    pub(super) mixed: bool,
}

/// The pieces of one node.
#[derive(Default)]
struct OfNode {
    /// Those that always take the same, together.
    fixed: Length,
    varying: Vec<Piece>,
    timed: bool,
}

impl OfNode {
    fn of(pieces: Vec<Piece>) -> Self {
        let timed = !pieces.is_empty();
        let is_fixed = |piece: &Piece| piece.length.is_fixed();
        let (fixed, varying): (Vec<_>, Vec<_>) = pieces.into_iter().partition(is_fixed);
        Self {
            fixed: (fixed.iter()).fold(Length::default(), |sum, one| sum + one.length.most()),
            varying,
            timed,
        }
    }
}

/// A piece of work, a wait, or both where the file does not part them.
struct Piece {
    /// What its number is drawn by: the same piece of the same step has the same in every version.
    seed: u64,
    length: Drawn,
}

impl Pieces {
    pub(super) fn of(first: &Procedure, version: &Procedure, graph: &Graph, clock: &Clock) -> Self {
        let mut pieces = Self {
            of_node: Vec::new(),
            left_out: BTreeSet::new(),
            mixed: false,
        };
        let mut of_node: Vec<Vec<Piece>> =
            (0..graph.net.node_count()).map(|_| Vec::new()).collect();
        for (node, step) in steps(version, graph) {
            match of_step(first, step, clock) {
                Some(found) => of_node[node.index()] = found,
                None => {
                    pieces.left_out.insert(step.id.clone());
                }
            }
        }
        let most = of_node.iter().flatten().map(|piece| piece.length.most());
        let (work, calendar) = most.fold((0.0, 0.0), |(work, calendar), most| {
            (work + most.work, calendar + most.calendar)
        });
        pieces.of_node = of_node.into_iter().map(OfNode::of).collect();
        pieces.mixed = work > 0.0 && calendar > 0.0;
        pieces
    }

    /// What the `round`-th visit of a node takes in a case.
    pub(super) fn length(&self, node: usize, case: u64, round: u64) -> Length {
        let pieces = &self.of_node[node];
        pieces.varying.iter().fold(pieces.fixed, |sum, piece| {
            sum + piece.length.at(unit(hash(piece.seed, case, round)))
        })
    }

    /// What a node is in its row; nothing where it takes no time.
    pub(super) fn part(&self, node: usize) -> Option<Part> {
        let pieces = &self.of_node[node];
        if pieces.varying.is_empty() {
            pieces.timed.then_some(Part::Fixed(pieces.fixed))
        } else {
            Some(Part::Drawn(node))
        }
    }
}

/// The pieces of a step; nothing where one is unknown or unbounded.
fn of_step(first: &Procedure, step: &Step, clock: &Clock) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    if step.elapsed.is_some() {
        let elapsed = |step: &Step| step.elapsed.clone();
        pieces.extend(summed(first, step, clock, "elapsed", elapsed)?);
        return Some(pieces);
    }
    if step.kind != StepKind::Wait || step.work.is_some() {
        pieces.extend(summed(first, step, clock, "work", |step| {
            step.work.clone()
        })?);
    }
    // The same wait of one of the steps that this one was made of is the same piece.
    let original = step.original();
    let sources: Vec<&Step> = original.iter().filter_map(|id| first.step(id)).collect();
    for (number, wait) in step.wait.as_ref()?.0.iter().enumerate() {
        let own = |source: &&Step| {
            let mut waits = source.wait.iter().flat_map(|waits| &waits.0);
            Some((source.id.clone(), waits.position(|known| known == wait)?))
        };
        let from = sources.iter().find_map(own);
        let (from, number) = from.unwrap_or_else(|| (step.id.clone(), number));
        pieces.push(piece(&from, &format!("wait {number}"), &wait.time, clock)?);
    }
    Some(pieces)
}

/// The pieces of what adds up when steps are merged: those of the steps, where their sum is what the
/// merged step says, else one of its own.
fn summed(
    first: &Procedure,
    step: &Step,
    clock: &Clock,
    kind: &str,
    of: impl Fn(&Step) -> Option<Time>,
) -> Option<Vec<Piece>> {
    let time = of(step)?;
    let original = step.original();
    if original.len() > 1 {
        let parts: Option<Vec<(Id, Time)>> = (original.iter())
            .map(|id| Some((id.clone(), of(first.step(id)?)?)))
            .collect();
        let total = parts.as_ref().and_then(|parts| {
            let ranges = parts.iter().map(|(_, time)| Some(range(time, clock)?.0));
            ranges.collect::<Option<Vec<Range>>>()
        });
        let total = total.map(|all| all.into_iter().fold(Range::zero(), |sum, one| sum + one));
        let own = range(&time, clock)?.0;
        if let (Some(parts), Some(total)) = (parts, total)
            && same(total.min, own.min)
            && same(total.max, own.max)
        {
            let pieces = parts.iter().map(|(id, time)| piece(id, kind, time, clock));
            return pieces.collect();
        }
    }
    Some(vec![piece(&step.id, kind, &time, clock)?])
}

fn same(a: Length, b: Length) -> bool {
    (a.work - b.work).abs() < 1e-6 && (a.calendar - b.calendar).abs() < 1e-6
}

fn piece(id: &Id, kind: &str, time: &Time, clock: &Clock) -> Option<Piece> {
    Some(Piece {
        seed: named(&format!("{id} {kind}")),
        length: Drawn::of(&range(time, clock)?.0)?,
    })
}

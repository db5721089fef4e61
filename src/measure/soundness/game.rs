//! The token game: a net, its states and its moves.

use crate::graph::{Graph, Join, NodeKind, Split};
use crate::measure::bits::{BitMatrix, ones};
use petgraph::visit::EdgeRef;

/// Branches of an inclusive split beyond which its choices are not enumerated.
pub(super) const MOST_CHOICES: usize = 12;

/// Bits kept at most on what comes to inclusive merges: 64 MiB.
const MOST_CELLS: usize = 1 << 29;

/// Which flows carry a token, one bit each.
pub(super) type State = Box<[u64]>;

/// A place of the game.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub join: Join,
    pub split: Split,
    /// A token that arrives here leaves the game.
    pub end: bool,
    pub ins: Vec<u32>,
    pub outs: Vec<u32>,
}

/// A net to play on. Flow 0 leads into the start and carries the first token.
#[derive(Debug, Clone)]
pub(super) struct Game {
    pub places: Vec<Place>,
    /// The place that each flow leads to.
    pub target: Vec<u32>,
    /// For each flow into an inclusive merge: the flows from which a token can come to it without
    /// passing that merge.
    comes_from: Vec<Option<BitMatrix>>,
    /// Whether those tables would not fit in memory.
    too_large: bool,
}

/// A move: a place takes tokens and gives some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub place: u32,
    /// The one flow taken; all that carry a token when several are needed.
    pub taken: Taken,
    /// For an exclusive choice the number of the flow among `outs`; for an inclusive one the set of
    /// such numbers as bits; else nothing.
    pub choice: u32,
}

/// What a move takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// The token of one flow.
    One(u32),
    /// Every token waiting.
    All,
}

/// What breaks when a move is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// A second token on this flow.
    Twice(u32),
    /// An end with other tokens alive.
    TooEarly,
}

impl Game {
    /// The game on a whole net. Places have the numbers of the nodes; flow `e` has number `e + 1`.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut places: Vec<Place> = (graph.net.node_weights())
            .map(|node| Place {
                join: node.join,
                split: node.split,
                end: node.kind == NodeKind::End,
                ins: Vec::new(),
                outs: Vec::new(),
            })
            .collect();
        let start = graph.start.index();
        places[start].join = Join::Any;
        places[start].ins.push(0);
        let mut target = vec![start as u32];
        for flow in graph.net.edge_references() {
            places[flow.source().index()].outs.push(target.len() as u32);
            places[flow.target().index()].ins.push(target.len() as u32);
            target.push(flow.target().index() as u32);
        }
        Self::new(places, target)
    }

    pub(super) fn new(mut places: Vec<Place>, target: Vec<u32>) -> Self {
        for place in &mut places {
            if place.ins.len() == 1 {
                place.join = Join::Any;
            }
            if place.outs.len() == 1 {
                place.split = Split::All;
            }
        }
        let mut game = Self {
            places,
            target,
            comes_from: Vec::new(),
            too_large: false,
        };
        let merges = game.places.iter().filter(|place| place.join == Join::Some);
        let rows: usize = merges.map(|place| place.ins.len()).sum();
        game.too_large = rows.saturating_mul(game.target.len()) > MOST_CELLS;
        if game.too_large {
            return game;
        }
        game.comes_from = (0..game.places.len())
            .map(|place| (game.places[place].join == Join::Some).then(|| game.sources(place)))
            .collect();
        game
    }

    /// One row per flow into the merge: all flows from which it is reached, itself included.
    fn sources(&self, merge: usize) -> BitMatrix {
        let mut sources = BitMatrix::new(self.places[merge].ins.len(), self.target.len());
        let mut origin = vec![None; self.target.len()];
        for (number, place) in self.places.iter().enumerate() {
            for &flow in &place.outs {
                origin[flow as usize] = Some(number);
            }
        }
        for (row, &flow) in self.places[merge].ins.iter().enumerate() {
            let mut stack = vec![flow];
            while let Some(flow) = stack.pop() {
                if !sources.set(row, flow as usize) {
                    continue;
                }
                if let Some(place) = origin[flow as usize].filter(|&place| place != merge) {
                    stack.extend(&self.places[place].ins);
                }
            }
        }
        sources
    }

    /// The state in which a case begins.
    pub(super) fn first(&self) -> State {
        let mut state = vec![0; self.target.len().div_ceil(64)].into_boxed_slice();
        state[0] = 1;
        state
    }

    /// All moves possible in a state, by rising number of the flow that enables them; nothing when
    /// the inclusive gateways are too many or a choice too large to enumerate.
    pub(super) fn moves(&self, state: &State) -> Option<Vec<Move>> {
        if self.too_large {
            return None;
        }
        let mut moves = Vec::new();
        for flow in ones(state) {
            let number = self.target[flow];
            let place = &self.places[number as usize];
            let taken = match place.join {
                Join::Any => Taken::One(flow as u32),
                _ if !leads(state, place, flow) || !self.ready(state, number as usize) => {
                    continue;
                }
                _ => Taken::All,
            };
            if place.outs.is_empty() && !place.end {
                continue;
            }
            let choices = match place.split {
                Split::All => 0..1,
                Split::One => 0..place.outs.len() as u32,
                Split::Some if place.outs.len() > MOST_CHOICES => return None,
                Split::Some => 1..1 << place.outs.len(),
            };
            moves.extend(choices.map(|choice| Move {
                place: number,
                taken,
                choice,
            }));
        }
        Some(moves)
    }

    fn ready(&self, state: &State, number: usize) -> bool {
        let place = &self.places[number];
        match &self.comes_from[number] {
            None => place.ins.iter().all(|&flow| has(state, flow)),
            Some(sources) => nothing_more_comes(state, place, sources),
        }
    }

    /// The flows that a move gives a token to.
    pub(super) fn given(&self, step: &Move) -> Vec<u32> {
        let place = &self.places[step.place as usize];
        match place.split {
            Split::All => place.outs.clone(),
            Split::One => vec![place.outs[step.choice as usize]],
            Split::Some => (0..place.outs.len())
                .filter(|&out| step.choice & (1 << out) != 0)
                .map(|out| place.outs[out])
                .collect(),
        }
    }

    /// The state after a move, or what breaks.
    pub(super) fn after(&self, state: &State, step: &Move) -> Result<State, Broken> {
        let place = &self.places[step.place as usize];
        let mut next = state.clone();
        match step.taken {
            Taken::One(flow) => clear(&mut next, flow),
            Taken::All => place.ins.iter().for_each(|&flow| clear(&mut next, flow)),
        }
        if place.end && next.iter().any(|&word| word != 0) {
            return Err(Broken::TooEarly);
        }
        for flow in self.given(step) {
            if has(&next, flow) {
                return Err(Broken::Twice(flow));
            }
            next[flow as usize / 64] |= 1 << (flow % 64);
        }
        Ok(next)
    }
}

/// Whether this is the first of the place's waiting tokens, so that it moves once, not once each.
fn leads(state: &State, place: &Place, flow: usize) -> bool {
    (place.ins.iter())
        .find(|&&waiting| has(state, waiting))
        .is_some_and(|&waiting| waiting as usize == flow)
}

/// When an inclusive merge goes on (BPMN 2.0.2, 13.4.3): each token elsewhere that can come to an
/// empty flow of it can also come to one that already carries a token.
fn nothing_more_comes(state: &State, place: &Place, sources: &BitMatrix) -> bool {
    let mut to_empty = vec![0u64; state.len()];
    let mut to_full = vec![0u64; state.len()];
    for (row, &flow) in place.ins.iter().enumerate() {
        let side = if has(state, flow) {
            &mut to_full
        } else {
            &mut to_empty
        };
        for (word, more) in side.iter_mut().zip(sources.row(row)) {
            *word |= more;
        }
    }
    (state.iter().zip(to_empty).zip(to_full))
        .all(|((tokens, empty), full)| tokens & empty & !full == 0)
}

pub(super) fn has(state: &State, flow: u32) -> bool {
    state[flow as usize / 64] & (1 << (flow % 64)) != 0
}

fn clear(state: &mut State, flow: u32) {
    state[flow as usize / 64] &= !(1 << (flow % 64));
}

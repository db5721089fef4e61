//! Breadth-first search of the token game: the first violation met is one of the nearest.

use super::game::{Broken, Game, Move, State};
use super::{FaultKind, Limits, Undecided};
use crate::measure::bits::ones;
use std::collections::{BTreeMap, VecDeque};

/// Words of state kept at most: 64 MiB, twice.
const MOST_WORDS: usize = 1 << 23;

/// What the search found.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    Sound,
    Fault(Found),
    Undecided(Undecided, usize),
}

/// A fault and how it came about.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub kind: FaultKind,
    /// The place where it shows.
    pub at: u32,
    /// Other places with tokens.
    pub also: Vec<u32>,
    pub run: Vec<Move>,
}

impl Found {
    /// Nothing can move any more.
    pub(super) fn stuck(game: &Game, state: &State, run: Vec<Move>) -> Self {
        let mut also = waiting(game, state);
        Self {
            kind: FaultKind::Deadlock,
            at: also.remove(0),
            also,
            run,
        }
    }

    /// The last move of the run, made in this state, breaks something.
    pub(super) fn broken(game: &Game, state: &State, run: Vec<Move>, broken: Broken) -> Self {
        let moved = run.last().map_or(0, |step| step.place);
        let (kind, at) = match broken {
            Broken::Twice(flow) => (FaultKind::LackOfSynchronisation, game.target[flow as usize]),
            Broken::TooEarly => (FaultKind::ImproperCompletion, moved),
        };
        let mut also = waiting(game, state);
        also.retain(|&place| place != at && place != moved);
        Self {
            kind,
            at,
            also,
            run,
        }
    }
}

/// States seen, and how each was first reached.
struct Seen {
    numbers: BTreeMap<State, u32>,
    states: Vec<State>,
    reached: Vec<Option<(u32, Move)>>,
    /// Moves between states, from the later to the earlier.
    back: Vec<(u32, u32)>,
    fired: Vec<bool>,
}

/// Visits every state within the limits, nearest first, up to the first fault.
pub(super) fn explore(game: &Game, limits: Limits) -> Outcome {
    let mut seen = Seen::new(game);
    let most = (limits.states).min(MOST_WORDS / game.first().len());
    let mut next = 0;
    while next < seen.states.len() {
        if seen.states.len() > most {
            return Outcome::Undecided(Undecided::TooManyStates, seen.states.len());
        }
        let state = seen.states[next].clone();
        let Some(moves) = game.moves(&state) else {
            return Outcome::Undecided(Undecided::TooManyChoices, seen.states.len());
        };
        let over = state.iter().all(|&word| word == 0);
        if moves.is_empty() && !over {
            return Outcome::Fault(Found::stuck(game, &state, seen.run(next)));
        }
        for step in moves {
            seen.fired[step.place as usize] = true;
            match game.after(&state, &step) {
                Ok(after) => seen.reach(next, step, after),
                Err(broken) => {
                    let mut run = seen.run(next);
                    run.push(step);
                    return Outcome::Fault(Found::broken(game, &state, run, broken));
                }
            }
        }
        next += 1;
    }
    seen.conclude(game)
}

impl Seen {
    fn new(game: &Game) -> Self {
        Self {
            numbers: BTreeMap::from([(game.first(), 0)]),
            states: vec![game.first()],
            reached: vec![None],
            back: Vec::new(),
            fired: vec![false; game.places.len()],
        }
    }

    fn reach(&mut self, from: usize, step: Move, state: State) {
        let new = self.states.len() as u32;
        let number = *self.numbers.entry(state.clone()).or_insert(new);
        if number == new {
            self.states.push(state);
            self.reached.push(Some((from as u32, step)));
        }
        self.back.push((number, from as u32));
    }

    fn run(&self, state: usize) -> Vec<Move> {
        let mut run = Vec::new();
        let mut at = state;
        while let Some((before, step)) = &self.reached[at] {
            run.push(step.clone());
            at = *before as usize;
        }
        run.reverse();
        run
    }

    /// After a full search without violation: can every state end, and did every place move?
    fn conclude(mut self, game: &Game) -> Outcome {
        if let Some(state) = self.hopeless() {
            let waiting = waiting(game, &self.states[state]);
            return Outcome::Fault(Found {
                kind: FaultKind::NoWayToEnd,
                at: waiting[0],
                also: waiting[1..].to_vec(),
                run: self.run(state),
            });
        }
        match self.fired.iter().position(|&fired| !fired) {
            None => Outcome::Sound,
            Some(at) => Outcome::Fault(Found {
                kind: FaultKind::DeadNode,
                at: at as u32,
                also: Vec::new(),
                run: Vec::new(),
            }),
        }
    }

    /// The nearest state from which the case cannot end.
    fn hopeless(&mut self) -> Option<usize> {
        self.back.sort_unstable();
        let over = vec![0; self.states[0].len()].into_boxed_slice();
        let mut hopeful = vec![false; self.states.len()];
        let mut queue: VecDeque<u32> = self.numbers.get(&over).copied().into_iter().collect();
        while let Some(state) = queue.pop_front() {
            if std::mem::replace(&mut hopeful[state as usize], true) {
                continue;
            }
            let first = self.back.partition_point(|&(after, _)| after < state);
            let before = self.back[first..].iter();
            queue.extend(
                before
                    .take_while(|&&(after, _)| after == state)
                    .map(|&(_, before)| before),
            );
        }
        hopeful.iter().position(|&hopeful| !hopeful)
    }
}

/// The places that tokens wait for, each once.
fn waiting(game: &Game, state: &State) -> Vec<u32> {
    let mut places: Vec<u32> = ones(state).map(|flow| game.target[flow]).collect();
    places.sort_unstable();
    places.dedup();
    places
}

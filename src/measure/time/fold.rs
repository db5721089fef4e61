//! Times of steps put together over the blocks of a procedure, from the inside out.

use super::{Range, draws, exact, ways};
use crate::graph::Graph;
use crate::measure::calendar::{Clock, Length};
use crate::measure::figure::{Note, Notes};
use crate::measure::markov::Visits;
use crate::measure::structure::{Block, Item, Kind, Structure, Tangle};
use crate::message::{Arg, Message};
use std::collections::BTreeSet;

/// How branches that run beside each other are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// They add: work, waiting.
    Sum,
    /// The longest counts: lead time.
    Longest,
    /// The longest counts, and each starts a calendar day after the one before, the longest first
    /// (Doing Business).
    Staggered,
}

/// What is needed to put times together.
pub struct Fold<'a> {
    /// The net.
    pub graph: &'a Graph,
    /// Its blocks.
    pub structure: &'a Structure,
    /// How often each branch is passed.
    pub visits: &'a Visits,
    /// The working time.
    pub clock: &'a Clock,
    /// For each row, whether it returns the case.
    returning: Vec<bool>,
}

impl<'a> Fold<'a> {
    /// Ready to fold.
    pub fn new(
        graph: &'a Graph,
        structure: &'a Structure,
        visits: &'a Visits,
        clock: &'a Clock,
    ) -> Self {
        Self {
            graph,
            structure,
            visits,
            clock,
            returning: ways::returning(graph, structure),
        }
    }

    /// The total of what each node takes, and what it rests on; an error where a part is no block.
    pub fn total(&self, of_node: &[Range], rule: Rule) -> Result<(Range, Notes), Message> {
        let on = |clock: fn(Length) -> f64| of_node.iter().any(|range| clock(range.max) > 0.0);
        let mut run = Run {
            fold: self,
            rule,
            mixed: on(|length| length.work) && on(|length| length.calendar),
            notes: Notes::new(),
        };
        let total = run.total(of_node)?;
        Ok((total, run.notes))
    }
}

/// One way of putting one kind of term together.
struct Run<'a> {
    fold: &'a Fold<'a>,
    rule: Rule,
    /// Whether there is time of both clocks.
    mixed: bool,
    notes: Notes,
}

impl Run<'_> {
    fn total(&mut self, of_node: &[Range]) -> Result<Range, Message> {
        let structure = self.fold.structure;
        let mut blocks = vec![Range::zero(); structure.blocks.len()];
        for number in structure.inward_out() {
            let block = &structure.blocks[number];
            let rows: Vec<Range> = (block.branches.iter())
                .map(|branch| self.row(branch.row, of_node, &blocks))
                .collect();
            blocks[number] = match (block.kind, self.rule) {
                (Kind::Tangled(why), _) => return Err(self.tangled(why, block)),
                (Kind::Choice, _) => self.choice(number, &rows),
                (Kind::Parallel, Rule::Sum) => {
                    (rows.iter()).fold(Range::zero(), |sum, &row| sum + row)
                }
                (Kind::Inclusive, Rule::Sum) => self.some(number, &rows),
                (Kind::Parallel | Kind::Inclusive, _) => self.beside(number, &rows),
            };
        }
        Ok(self.row(structure.root, of_node, &blocks))
    }

    fn tangled(&self, why: Tangle, block: &Block) -> Message {
        let ids: BTreeSet<&str> = (block.corners.iter())
            .filter_map(|corner| corner.node)
            .map(|node| self.fold.graph.net[node].id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        let key = match why {
            Tangle::LoopAcrossParallel => "why-loop-across-parallel",
            Tangle::CrossedBranches => "why-crossed-branches",
            Tangle::InclusiveUnmatched => "why-inclusive-unmatched",
        };
        Message::new(key).with("places", Arg::names(ids))
    }

    fn row(&self, row: usize, of_node: &[Range], blocks: &[Range]) -> Range {
        (self.fold.structure.rows[row].items.iter())
            .map(|item| match *item {
                Item::Node(node) => of_node[node.index()],
                Item::Block(block) => blocks[block],
                Item::Flow(_) => Range::zero(),
            })
            .fold(Range::zero(), |sum, next| sum + next)
    }

    /// What lengths are compared by: calendar days where there are both clocks, else minutes of the one.
    fn rank(&self, length: Length) -> f64 {
        if self.mixed {
            self.fold.clock.calendar_days(length)
        } else if self.rule == Rule::Staggered {
            // Working time, and the days by which the branches start after each other.
            length.work / self.fold.clock.day + length.calendar / MINUTES_OF_A_DAY
        } else {
            length.work + length.calendar
        }
    }

    fn choice(&mut self, number: usize, rows: &[Range]) -> Range {
        let block = &self.fold.structure.blocks[number];
        if block.cyclic {
            self.notes.insert(Note::LoopsNotTaken);
        }
        let usable = ways::forward(block, &self.fold.returning);
        let rank = |length: Length| self.rank(length);
        let shortest = ways::best(block, &usable, |at| rows[at].min, rank);
        let longest = ways::best(block, &usable, |at| rows[at].max, |length| -rank(length));
        let (Some(shortest), Some(longest)) = (shortest, longest) else {
            return unbounded();
        };
        let sum = |way: &[usize], of: &dyn Fn(&Range) -> Length| {
            (way.iter()).fold(Length::default(), |sum, &at| sum + of(&rows[at]))
        };
        Range {
            min: sum(&shortest, &|row| row.min),
            typical: None,
            max: sum(&longest, &|row| row.max),
            mean: self.shared(number, rows),
        }
    }

    /// The expectation of what adds up over a block: each branch as often as it is passed.
    fn shared(&self, number: usize, rows: &[Range]) -> Option<Length> {
        let shares = &self.fold.visits.of_branch[number];
        let nothing = |row: &Range| *row == Range::zero();
        (rows.iter().zip(shares))
            .filter(|(row, share)| !nothing(row) && **share != Some(0.0))
            .try_fold(Length::default(), |sum, (row, share)| {
                Some(sum + row.mean?.times((*share)?))
            })
    }

    /// An inclusive block whose branches add: at least one of them, at most all.
    fn some(&self, number: usize, rows: &[Range]) -> Range {
        let by = |a: &&Range, b: &&Range| self.rank(a.min).total_cmp(&self.rank(b.min));
        Range {
            min: rows
                .iter()
                .min_by(by)
                .map_or(Length::default(), |row| row.min),
            typical: None,
            max: (rows.iter()).fold(Length::default(), |sum, row| sum + row.max),
            mean: self.shared(number, rows),
        }
    }

    /// Branches beside each other: the longest path through the network of events.
    fn beside(&mut self, number: usize, rows: &[Range]) -> Range {
        let block = &self.fold.structure.blocks[number];
        let longest = |of: &dyn Fn(usize) -> Length| self.longest(block, of);
        let least = rows
            .iter()
            .map(|row| row.min)
            .min_by(|&a, &b| self.rank(a).total_cmp(&self.rank(b)));
        let some = block.kind == Kind::Inclusive;
        let min = match least {
            Some(least) if some => least,
            _ => longest(&|at| rows[at].min),
        };
        let max = longest(&|at| rows[at].max);
        let fixed = !some && rows.iter().all(Range::is_fixed);
        let mean = if fixed {
            Some(max)
        } else {
            self.expected(number, rows)
        };
        Range {
            min,
            typical: fixed.then_some(max),
            max,
            mean,
        }
    }

    fn expected(&mut self, number: usize, rows: &[Range]) -> Option<Length> {
        let block = &self.fold.structure.blocks[number];
        if let Some(only) = self.outlasting(block, rows) {
            return rows[only].mean;
        }
        let taken = match block.kind {
            Kind::Inclusive => {
                Some((block.branches.iter().map(|b| b.p)).collect::<Option<Vec<_>>>()?)
            }
            _ => None,
        };
        let taken = taken.as_deref();
        let one_join = block.corners.len() == 2 && self.rule != Rule::Staggered;
        if let Some(mean) = one_join.then(|| exact::mean(rows, taken)).flatten() {
            self.notes.insert(Note::Triangular);
            return Some(mean);
        }
        let blocks = self.fold.structure.blocks.iter();
        let among = blocks.map(|block| block.branches.len()).sum();
        let drawn = if self.mixed || self.rule == Rule::Staggered {
            let mut paths = Paths::default();
            draws::mean(rows, taken, among, |drawn: &[Length]| {
                self.longest_in(&mut paths, block, |at| drawn[at])
            })
        } else {
            let mut ready = Vec::new();
            let minutes = draws::mean(rows, taken, among, |drawn| latest(block, drawn, &mut ready));
            minutes.map(|minutes| on_one_clock(rows, minutes))
        };
        let floor = || {
            self.longest_mean(block, rows)
                .map(|mean| (mean, Note::MeanFloor))
        };
        let (mean, note) = drawn.map(|mean| (mean, Note::Draws)).or_else(floor)?;
        self.notes.insert(note);
        Some(mean)
    }

    /// The longest path of the means, below which the mean of the longest path never lies (Jensen's inequality).
    fn longest_mean(&self, block: &Block, rows: &[Range]) -> Option<Length> {
        let means: Option<Vec<Length>> = rows.iter().map(|row| row.mean).collect();
        let means = means.filter(|_| block.kind == Kind::Parallel)?;
        Some(self.longest(block, &|at| means[at]))
    }

    /// The branch that surely outlasts all the others, where the block is one split and one join.
    fn outlasting(&self, block: &Block, rows: &[Range]) -> Option<usize> {
        if block.kind != Kind::Parallel || block.corners.len() != 2 || self.rule == Rule::Staggered
        {
            return None;
        }
        let by = |a: &usize, b: &usize| self.rank(rows[*a].min).total_cmp(&self.rank(rows[*b].min));
        let only = (0..rows.len()).max_by(by)?;
        let floor = self.rank(rows[only].min);
        let shorter = |at: usize| at == only || self.rank(rows[at].max) <= floor;
        (0..rows.len()).all(shorter).then_some(only)
    }

    /// The longest path through a block whose branches take these lengths.
    fn longest(&self, block: &Block, of: &dyn Fn(usize) -> Length) -> Length {
        self.longest_in(&mut Paths::default(), block, of)
    }

    fn longest_in(&self, paths: &mut Paths, block: &Block, of: impl Fn(usize) -> Length) -> Length {
        let delays = (self.rule == Rule::Staggered).then(|| self.delays(block, &of));
        let Paths { ready, ranks } = paths.over(block.corners.len());
        // Corners come after those that lead to them, and branches are sorted by their corner.
        for (at, branch) in block.branches.iter().enumerate() {
            let mut end = ready[branch.from] + of(at);
            if let Some(delays) = &delays {
                end.calendar += delays[at];
            }
            let rank = self.rank(end);
            if rank > ranks[branch.to] {
                ready[branch.to] = end;
                ranks[branch.to] = rank;
            }
        }
        ready[block.exit]
    }

    /// Minutes by which branches that leave the same corner start later than the longest of them.
    fn delays(&self, block: &Block, of: impl Fn(usize) -> Length) -> Vec<f64> {
        let mut order: Vec<usize> = (0..block.branches.len()).collect();
        order.retain(|&at| of(at) != Length::default());
        order.sort_by(|&a, &b| {
            let corner = |at: usize| block.branches[at].from;
            (corner(a).cmp(&corner(b)))
                .then(self.rank(of(b)).total_cmp(&self.rank(of(a))))
                .then(a.cmp(&b))
        });
        let mut delays = vec![0.0; block.branches.len()];
        for pair in order.windows(2) {
            if block.branches[pair[0]].from == block.branches[pair[1]].from {
                delays[pair[1]] = delays[pair[0]] + MINUTES_OF_A_DAY;
            }
        }
        delays
    }
}

/// When the end of a block is come to whose branches take these minutes; `ready` is used again for every draw.
fn latest(block: &Block, minutes: &[f64], ready: &mut Vec<f64>) -> f64 {
    ready.clear();
    ready.resize(block.corners.len(), 0.0);
    // Corners come after those that lead to them, and branches are sorted by their corner.
    for (branch, takes) in block.branches.iter().zip(minutes) {
        ready[branch.to] = ready[branch.to].max(ready[branch.from] + takes);
    }
    ready[block.exit]
}

/// Minutes on the one clock that rows are on.
pub(super) fn on_one_clock(rows: &[Range], minutes: f64) -> Length {
    let (work, calendar) = if rows.iter().any(|row| row.max.calendar > 0.0) {
        (0.0, minutes)
    } else {
        (minutes, 0.0)
    };
    Length { work, calendar }
}

/// When each corner of a block is come to at the latest; used again for every draw.
#[derive(Default)]
struct Paths {
    ready: Vec<Length>,
    /// The same, as what lengths are compared by.
    ranks: Vec<f64>,
}

impl Paths {
    /// Nothing come to yet.
    fn over(&mut self, corners: usize) -> &mut Self {
        self.ready.clear();
        self.ready.resize(corners, Length::default());
        self.ranks.clear();
        self.ranks.resize(corners, 0.0);
        self
    }
}

/// Minutes of a calendar day.
const MINUTES_OF_A_DAY: f64 = 24.0 * 60.0;

/// Nothing is known of how long it takes.
fn unbounded() -> Range {
    Range {
        min: Length::default(),
        typical: None,
        max: Length {
            work: f64::INFINITY,
            calendar: 0.0,
        },
        mean: None,
    }
}

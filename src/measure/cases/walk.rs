//! One case on its way through the blocks of a version.

use super::pieces::Pieces;
use crate::graph::Graph;
use crate::measure::calendar::{Clock, Length};
use crate::measure::structure::{Block, Item, Kind, Structure};

/// Branches that one case may take in one block before it is given up.
const LONGEST: usize = 10_000;

/// Sends cases through a version.
pub(super) struct Walk<'a> {
    graph: &'a Graph,
    structure: &'a Structure,
    clock: &'a Clock,
    pieces: &'a Pieces,
    /// For each row, whether anything in it takes time.
    timed: Vec<bool>,
    /// For each node, how often the case has come to it.
    rounds: Vec<u64>,
    /// For each block and corner of it, a number by which its choices are drawn.
    seeds: Vec<Vec<u64>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        structure: &'a Structure,
        clock: &'a Clock,
        pieces: &'a Pieces,
    ) -> Self {
        let mut blocks = vec![false; structure.blocks.len()];
        let mut timed = vec![false; structure.rows.len()];
        let row = |at: usize, blocks: &[bool]| {
            let mut items = structure.rows[at].items.iter();
            items.any(|item| match *item {
                Item::Node(node) => pieces.takes_time(node.index()),
                Item::Block(block) => blocks[block],
                Item::Flow(_) => false,
            })
        };
        for number in structure.inward_out() {
            for branch in &structure.blocks[number].branches {
                timed[branch.row] = row(branch.row, &blocks);
                blocks[number] |= timed[branch.row];
            }
        }
        timed[structure.root] = row(structure.root, &blocks);
        let seeds = structure.blocks.iter().map(|block| {
            let corners = block.corners.iter();
            let name = |corner: &crate::measure::structure::Corner| {
                corner.node.map_or("", |node| graph.net[node].id.as_ref())
            };
            corners.map(|corner| named(name(corner))).collect()
        });
        Self {
            graph,
            structure,
            clock,
            pieces,
            timed,
            rounds: vec![0; graph.net.node_count() + structure.blocks.len()],
            seeds: seeds.collect(),
        }
    }

    /// How long a case takes; nothing where a probability on its way is unknown.
    pub(super) fn length(&mut self, case: u64) -> Option<Length> {
        self.rounds.fill(0);
        self.row(self.structure.root, case)
    }

    fn row(&mut self, row: usize, case: u64) -> Option<Length> {
        if !self.timed[row] {
            return Some(Length::default());
        }
        let mut sum = Length::default();
        let structure = self.structure;
        for item in &structure.rows[row].items {
            match *item {
                Item::Node(node) => {
                    let round = self.rounds[node.index()];
                    self.rounds[node.index()] += 1;
                    sum = sum + self.pieces.length(node.index(), case, round);
                }
                Item::Block(block) => sum = sum + self.block(block, case)?,
                Item::Flow(_) => {}
            }
        }
        Some(sum)
    }

    fn block(&mut self, number: usize, case: u64) -> Option<Length> {
        let structure = self.structure;
        let block = &structure.blocks[number];
        if !block.branches.iter().any(|branch| self.timed[branch.row]) {
            return Some(Length::default());
        }
        match block.kind {
            Kind::Choice => self.choice(number, block, case),
            Kind::Parallel => self.beside(block, case, &|_| true),
            Kind::Inclusive => {
                let taken = self.some_of(number, block, case)?;
                self.beside(block, case, &|at| taken[at])
            }
            Kind::Tangled(_) => None,
        }
    }

    /// One token from corner to corner.
    fn choice(&mut self, number: usize, block: &Block, case: u64) -> Option<Length> {
        let (mut at, mut sum) = (block.entry, Length::default());
        let place = self.graph.net.node_count() + number;
        for _ in 0..LONGEST {
            let round = self.rounds[place];
            self.rounds[place] += 1;
            let mut left = unit(hash(self.seeds[number][at], case, round));
            let ways = block.branches.iter().filter(|branch| branch.from == at);
            let mut taken = None;
            if at == block.exit {
                left -= block.leave?;
                if left < 0.0 {
                    return Some(sum);
                }
            }
            for branch in ways {
                taken = Some(branch);
                left -= branch.p?;
                if left < 0.0 {
                    break;
                }
            }
            let branch = taken?;
            sum = sum + self.row(branch.row, case)?;
            at = branch.to;
        }
        None
    }

    /// The branches of an inclusive block that a case takes: drawn anew until there is one.
    fn some_of(&mut self, number: usize, block: &Block, case: u64) -> Option<Vec<bool>> {
        let seed = self.seeds[number][block.entry];
        let chances = block.branches.iter().map(|branch| branch.p);
        let chances = chances.collect::<Option<Vec<f64>>>()?;
        (0..LONGEST as u64).find_map(|again| {
            let drawn = |(at, p): (usize, &f64)| {
                unit(hash(seed ^ named(&at.to_string()), case, again)) < *p
            };
            let taken: Vec<bool> = chances.iter().enumerate().map(drawn).collect();
            taken.contains(&true).then_some(taken)
        })
    }

    /// The longest path through branches beside each other.
    fn beside(
        &mut self,
        block: &Block,
        case: u64,
        taken: &dyn Fn(usize) -> bool,
    ) -> Option<Length> {
        let mut ready = vec![Length::default(); block.corners.len()];
        let mut ranks = vec![0.0; block.corners.len()];
        // Corners come after those that lead to them, and branches are sorted by their corner.
        for (at, branch) in block.branches.iter().enumerate() {
            if !taken(at) {
                continue;
            }
            let end = ready[branch.from] + self.row(branch.row, case)?;
            let rank = self.rank(end);
            if rank > ranks[branch.to] {
                ready[branch.to] = end;
                ranks[branch.to] = rank;
            }
        }
        Some(ready[block.exit])
    }

    /// What lengths are compared by: calendar days where there are both clocks, else minutes of the one.
    fn rank(&self, length: Length) -> f64 {
        if self.pieces.mixed {
            self.clock.calendar_days(length)
        } else {
            length.work + length.calendar
        }
    }
}

/// A number for a name, the same on every machine (FNV-1a).
pub(super) fn named(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A number for a piece or a choice, a case and a round: the finaliser of `SplitMix64` (Steele, Lea
/// and Flood 2014) over a sum of odd multiples.
pub(super) fn hash(seed: u64, case: u64, round: u64) -> u64 {
    let mix = |mut z: u64| {
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let case = mix(seed.wrapping_add((case + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    mix(case.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// A number from 0 to 1, 1 excluded.
pub(super) fn unit(number: u64) -> f64 {
    (number >> 11) as f64 / (1_u64 << 53) as f64
}

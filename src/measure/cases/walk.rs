//! One case on its way through the blocks of a version.

use super::pieces::Pieces;
use crate::graph::Graph;
use crate::measure::calendar::{Clock, Length};
use crate::measure::structure::{Block, Corner, Item, Kind, Structure};

/// Branches that one case may take in one block before it is given up.
const LONGEST: usize = 10_000;

/// The way through a version that cases are sent on.
pub(super) struct Walk<'a> {
    graph: &'a Graph,
    structure: &'a Structure,
    clock: &'a Clock,
    pieces: &'a Pieces,
    /// For each row, what in it takes time.
    rows: Vec<Vec<Part>>,
    /// For each block and corner of it, a number by which its choices are drawn.
    seeds: Vec<Vec<u64>>,
    /// For each block, the place of its first corner among those of all blocks.
    corners: Vec<usize>,
}

/// A part of a row that takes time.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// A node that always takes the same.
    Fixed(Length),
    /// A node of which some is drawn.
    Drawn(usize),
    Block(usize),
}

/// A case on its way.
struct Case {
    number: u64,
    /// For each node, then for each corner of each block, how often the case has come to it.
    rounds: Vec<u64>,
}

impl Case {
    /// How often the case has come here before.
    fn round(&mut self, place: usize) -> u64 {
        let round = self.rounds[place];
        self.rounds[place] += 1;
        round
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        structure: &'a Structure,
        clock: &'a Clock,
        pieces: &'a Pieces,
    ) -> Self {
        let mut corners = 0;
        let firsts = structure.blocks.iter().map(|block| {
            let first = corners;
            corners += block.corners.len();
            first
        });
        let mut walk = Self {
            corners: firsts.collect(),
            graph,
            structure,
            clock,
            pieces,
            rows: vec![Vec::new(); structure.rows.len()],
            seeds: structure
                .blocks
                .iter()
                .map(|block| seeds(graph, block))
                .collect(),
        };
        for number in structure.inward_out() {
            for branch in &structure.blocks[number].branches {
                walk.rows[branch.row] = walk.parts(branch.row);
            }
        }
        walk.rows[structure.root] = walk.parts(structure.root);
        walk
    }

    /// What takes time in a row; the rows inside it are known.
    fn parts(&self, row: usize) -> Vec<Part> {
        let items = self.structure.rows[row].items.iter();
        let part = |item: &Item| match *item {
            Item::Node(node) => self.pieces.part(node.index()),
            Item::Block(block) => self.takes_time(block).then_some(Part::Block(block)),
            Item::Flow(_) => None,
        };
        let mut parts: Vec<Part> = Vec::new();
        for part in items.filter_map(part) {
            match (&mut parts[..], part) {
                // What never varies, before anything that does, is added up once.
                ([Part::Fixed(before)], Part::Fixed(length)) => *before = *before + length,
                _ => parts.push(part),
            }
        }
        parts
    }

    fn takes_time(&self, block: usize) -> bool {
        let mut branches = self.structure.blocks[block].branches.iter();
        branches.any(|branch| !self.rows[branch.row].is_empty())
    }

    /// How long each of some cases takes; nothing where a probability on the way of one is unknown.
    pub(super) fn lengths(&self, count: usize) -> Option<Vec<Length>> {
        let mut case = Case {
            number: 0,
            rounds: vec![0; self.graph.net.node_count() + self.all_corners()],
        };
        let length = |number: usize| {
            case.number = number as u64;
            case.rounds.fill(0);
            self.row(self.structure.root, &mut case)
        };
        (0..count).map(length).collect()
    }

    fn all_corners(&self) -> usize {
        let corners = self
            .structure
            .blocks
            .iter()
            .map(|block| block.corners.len());
        corners.sum()
    }

    fn row(&self, row: usize, case: &mut Case) -> Option<Length> {
        let mut sum = Length::default();
        for part in &self.rows[row] {
            sum = sum
                + match *part {
                    Part::Fixed(length) => length,
                    Part::Drawn(node) => {
                        let round = case.round(node);
                        self.pieces.length(node, case.number, round)
                    }
                    Part::Block(block) => self.block(block, case)?,
                };
        }
        Some(sum)
    }

    fn block(&self, number: usize, case: &mut Case) -> Option<Length> {
        let block = &self.structure.blocks[number];
        match block.kind {
            Kind::Choice => self.choice(number, block, case),
            Kind::Parallel => self.beside(block, case, &|_| true),
            Kind::Inclusive => {
                let taken = self.some_of(number, block, case.number)?;
                self.beside(block, case, &|at| taken[at])
            }
            Kind::Tangled(_) => None,
        }
    }

    /// One token from corner to corner.
    fn choice(&self, number: usize, block: &Block, case: &mut Case) -> Option<Length> {
        let (mut at, mut sum) = (block.entry, Length::default());
        let first = self.graph.net.node_count() + self.corners[number];
        for _ in 0..LONGEST {
            // Of each corner by itself: one that goes before it in another version must not change what is drawn here.
            let round = case.round(first + at);
            let mut left = unit(hash(self.seeds[number][at], case.number, round));
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
    fn some_of(&self, number: usize, block: &Block, case: u64) -> Option<Vec<bool>> {
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
        &self,
        block: &Block,
        case: &mut Case,
        taken: &dyn Fn(usize) -> bool,
    ) -> Option<Length> {
        let mut ready = vec![(Length::default(), 0.0); block.corners.len()];
        // Corners come after those that lead to them, and branches are sorted by their corner.
        for (at, branch) in block.branches.iter().enumerate() {
            if !taken(at) {
                continue;
            }
            let end = ready[branch.from].0 + self.row(branch.row, case)?;
            let rank = self.rank(end);
            if rank > ready[branch.to].1 {
                ready[branch.to] = (end, rank);
            }
        }
        Some(ready[block.exit].0)
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

/// For each corner of a block, a number by which its choices are drawn.
fn seeds(graph: &Graph, block: &Block) -> Vec<u64> {
    let name = |corner: &Corner| corner.node.map_or("", |node| graph.net[node].id.as_ref());
    let corners = block.corners.iter();
    corners.map(|corner| named(name(corner))).collect()
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

//! Phase 6: runs that would lie on each other are set apart.
//!
//! On one grid line, runs that may share (a fork, a join) are one *strand*; strands that overlap
//! get different offsets from the line, in an order that crosses little. In a channel the
//! offsets are centred; in the middle of a column or track those held by a port keep the middle.

use super::runs::RunEnd;

/// Most strands whose order is improved after the first.
const SIFTED: usize = 80;
/// Distance between neighbouring lines.
pub(super) const SPACING: f64 = 9.0;
/// Most strands for which an order is searched; more are laid by their start.
const ORDERED: usize = 300;

/// A run with its ends as lengths along its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Which flow.
    pub wire: usize,
    /// Lower and higher end.
    pub span: (f64, f64),
    /// What is at the ends.
    pub ends: [RunEnd; 2],
}

/// Where and how a run turns off.
struct Turn {
    place: f64,
    /// Towards lower (-1) or higher (+1) offsets.
    way: i8,
    /// What it costs, in halves of a crossing, when another run turns there the other way and they would lie on each
    /// other beyond the line.
    clash: u32,
}

/// Price of a clash where the runs can still be set apart.
const CLASH: u32 = 6;
/// Price of a clash on a line on which boxes stand.
const CLASH_IN_MIDDLE: u32 = 40;

/// Runs that share one offset.
struct Strand {
    pieces: Vec<usize>,
    span: (f64, f64),
    /// Where it turns off.
    turns: Vec<Turn>,
    fixed: Option<f64>,
    /// How far from the middle its ports allow it; none when no port holds it.
    limit: Option<f64>,
}

/// Offsets of the pieces of one grid line from that line. `may_share` tells which flows may lie
/// on each other; `gap` is how near two ends may come; `is_middle` says that boxes stand on it.
pub(super) fn offsets(
    pieces: &[Piece],
    may_share: &dyn Fn(usize, usize) -> bool,
    gap: f64,
    is_middle: bool,
) -> Vec<f64> {
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|&a, &b| {
        pieces[a]
            .span
            .0
            .total_cmp(&pieces[b].span.0)
            .then(a.cmp(&b))
    });
    let mut out = vec![0.0; pieces.len()];
    for stretch in stretches(pieces, &order, gap) {
        let strands = strands(pieces, stretch, may_share, gap);
        let places = if is_middle {
            beside_ports(&strands, gap)
        } else {
            in_channel(&strands, gap)
        };
        for (strand, place) in strands.iter().zip(places) {
            strand.pieces.iter().for_each(|&piece| out[piece] = place);
        }
    }
    out
}

/// Pieces that hang together by overlapping; those of different stretches never meet.
fn stretches<'a>(pieces: &[Piece], order: &'a [usize], gap: f64) -> Vec<&'a [usize]> {
    let mut out = Vec::new();
    let (mut from, mut end) = (0, f64::NEG_INFINITY);
    for (at, &piece) in order.iter().enumerate() {
        let span = pieces[piece].span;
        if at > from && span.0 >= end + gap {
            out.push(&order[from..at]);
            from = at;
        }
        end = end.max(span.1);
    }
    out.push(&order[from..]);
    out
}

fn overlap(a: (f64, f64), b: (f64, f64), gap: f64) -> bool {
    a.0 < b.1 + gap && b.0 < a.1 + gap
}

/// Bundles overlapping pieces that may share, each with all it overlaps in its strand.
fn strands(
    pieces: &[Piece],
    stretch: &[usize],
    may_share: &dyn Fn(usize, usize) -> bool,
    gap: f64,
) -> Vec<Strand> {
    let mut strands: Vec<Strand> = Vec::new();
    for &at in stretch {
        let piece = &pieces[at];
        let joins = |strand: &Strand| {
            let mut met = strand
                .pieces
                .iter()
                .filter(|&&other| {
                    pieces[other].wire == piece.wire || overlap(pieces[other].span, piece.span, gap)
                })
                .peekable();
            met.peek().is_some()
                && met.all(|&other| {
                    pieces[other].wire != piece.wire && may_share(pieces[other].wire, piece.wire)
                })
                && ports_agree(strand, piece)
        };
        let found = strands.iter().position(joins).unwrap_or_else(|| {
            strands.push(Strand {
                pieces: vec![],
                span: piece.span,
                turns: vec![],
                fixed: None,
                limit: None,
            });
            strands.len() - 1
        });
        strands[found].take(at, piece);
    }
    strands
}

fn ports_agree(strand: &Strand, piece: &Piece) -> bool {
    piece.ends.iter().all(|end| match (end, strand.fixed) {
        (
            RunEnd::Port {
                fixed: Some(own), ..
            },
            Some(held),
        ) => (own - held).abs() < 0.01,
        _ => true,
    })
}

impl Strand {
    fn take(&mut self, at: usize, piece: &Piece) {
        self.pieces.push(at);
        self.span = (self.span.0.min(piece.span.0), self.span.1.max(piece.span.1));
        for (end, place) in piece.ends.iter().zip([piece.span.0, piece.span.1]) {
            match *end {
                RunEnd::Turn { way, onto_middle } => self.turns.push(Turn {
                    place,
                    way,
                    clash: if onto_middle { CLASH_IN_MIDDLE } else { CLASH },
                }),
                RunEnd::Port { fixed, limit } => {
                    self.fixed = self.fixed.or(fixed);
                    self.limit = Some(self.limit.map_or(limit, |held| held.min(limit)));
                }
            }
        }
    }

    /// Crossings, in halves, when this strand has the lower offset of the two. Two that would lie
    /// on each other beyond the line count as several.
    fn price_below(&self, other: &Strand, gap: f64) -> u32 {
        let into = |turns: &[Turn], way: i8, strand: &Strand| -> u32 {
            turns
                .iter()
                .filter(|turn| turn.way == way)
                .map(|&Turn { place, clash, .. }| {
                    let inside = place > strand.span.0 + gap && place < strand.span.1 - gap;
                    let meets = |turn: &Turn| (turn.place - place).abs() <= gap && turn.way == -way;
                    if inside {
                        2
                    } else if strand.turns.iter().any(meets) {
                        clash
                    } else {
                        u32::from(overlap(strand.span, (place, place), gap))
                    }
                })
                .sum()
        };
        into(&self.turns, 1, other) + into(&other.turns, -1, self)
    }
}

/// Slots in a channel: an order of few crossings, then each as low as the overlapping ones before
/// it permit; all are centred.
fn in_channel(strands: &[Strand], gap: f64) -> Vec<f64> {
    let order = channel_order(strands, gap);
    let mut slot = vec![0_usize; strands.len()];
    for (at, &strand) in order.iter().enumerate() {
        for &lower in &order[..at] {
            if overlap(strands[lower].span, strands[strand].span, gap) {
                slot[strand] = slot[strand].max(slot[lower] + 1);
            }
        }
    }
    let top = slot.iter().copied().max().unwrap_or(0);
    slot.iter()
        .map(|&slot| (slot as f64 - top as f64 / 2.0) * SPACING)
        .collect()
}

/// Inserts each strand where it crosses the others least, the longest first; then takes each out
/// and inserts it again while that helps.
fn channel_order(strands: &[Strand], gap: f64) -> Vec<usize> {
    let mut rest: Vec<usize> = (0..strands.len()).collect();
    if strands.len() > ORDERED {
        return rest;
    }
    rest.sort_by(|&a, &b| {
        let length = |at: usize| strands[at].span.1 - strands[at].span.0;
        length(b).total_cmp(&length(a)).then(a.cmp(&b))
    });
    let mut order: Vec<usize> = Vec::with_capacity(rest.len());
    for &strand in &rest {
        let place = cheapest_place(strands, &order, strand, gap);
        order.insert(place, strand);
    }
    for _ in 0..if strands.len() > SIFTED { 0 } else { 3 } {
        let before = order.clone();
        for &strand in &rest {
            order.retain(|&other| other != strand);
            let place = cheapest_place(strands, &order, strand, gap);
            order.insert(place, strand);
        }
        if order == before {
            break;
        }
    }
    order
}

/// Where in an order a strand crosses the others least.
fn cheapest_place(strands: &[Strand], order: &[usize], strand: usize, gap: f64) -> usize {
    let own = &strands[strand];
    let met = order
        .iter()
        .enumerate()
        .filter(|&(_, &other)| overlap(strands[other].span, own.span, gap));
    let priced = met.map(|(at, &other)| {
        let other = &strands[other];
        (at, own.price_below(other, gap), other.price_below(own, gap))
    });
    let (mut gain, mut best, mut place) = (0_i64, 0, 0);
    for (at, below, above) in priced {
        gain += i64::from(above) - i64::from(below);
        if gain < best {
            (best, place) = (gain, at + 1);
        }
    }
    place
}

/// Offsets where boxes stand on the line: what a node prescribes first, then what a port holds,
/// then the rest; each as near the middle as the others and its port permit.
fn beside_ports(strands: &[Strand], gap: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..strands.len()).collect();
    let rank = |strand: &Strand| {
        (
            strand.fixed.is_none(),
            strand.limit.is_none(),
            !strand.turns.is_empty(),
        )
    };
    order.sort_by_key(|&at| (rank(&strands[at]), at));
    let mut places: Vec<Option<f64>> = vec![None; strands.len()];
    for at in order {
        let own = &strands[at];
        let met: Vec<(usize, f64)> = places
            .iter()
            .enumerate()
            .filter_map(|(other, place)| place.map(|place| (other, place)))
            .filter(|&(other, _)| overlap(strands[other].span, own.span, gap))
            .collect();
        places[at] = Some(
            own.fixed
                .or_else(|| best_place(strands, at, &met, gap))
                .unwrap_or(0.0),
        );
    }
    places
        .into_iter()
        .map(|place| place.unwrap_or(0.0))
        .collect()
}

/// The free offset with the fewest crossings, the nearest to the middle among equals.
fn best_place(strands: &[Strand], at: usize, met: &[(usize, f64)], gap: f64) -> Option<f64> {
    let own = &strands[at];
    let crossings = |offset: f64| -> u32 {
        met.iter()
            .map(|&(other, place)| {
                let (low, high) = if offset < place {
                    (own, &strands[other])
                } else {
                    (&strands[other], own)
                };
                low.price_below(high, gap)
            })
            .sum()
    };
    candidates(own, met.len())
        .filter(|offset| {
            met.iter()
                .all(|(_, place)| (place - offset).abs() > SPACING - 0.5)
        })
        .enumerate()
        .min_by_key(|&(rank, offset)| crossings(offset) * 2 + rank as u32)
        .map(|(_, offset)| offset)
}

/// 0, then alternately further out, within what the port allows.
fn candidates(strand: &Strand, others: usize) -> impl Iterator<Item = f64> + '_ {
    let limit = strand.limit.unwrap_or(f64::INFINITY);
    (0..=4 * others + 1)
        .map(|n| n.div_ceil(2) as f64 * if n % 2 == 1 { -SPACING } else { SPACING })
        .filter(move |offset| offset.abs() <= limit)
}

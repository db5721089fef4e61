//! From whom to whom papers could go.

use crate::message::Message;
use crate::portfolio::{Chance, increase};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Holder, asker, and in how many procedures; those of most procedures first.
pub(super) struct Flows<'a> {
    pub(super) holders: Vec<&'a str>,
    pub(super) askers: Vec<&'a str>,
    pub(super) procedures: BTreeMap<(&'a str, &'a str), u64>,
    /// How many holders and askers there are in all.
    of: [usize; 2],
}

impl<'a> Flows<'a> {
    /// Those of at most `most` holders and as many askers.
    pub(super) fn of(chances: &'a [Chance<'a>], most: usize) -> Self {
        let mut procedures: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for chance in chances {
            for holder in &chance.holders {
                let pair = procedures.entry((holder, chance.asks));
                increase(pair.or_default(), chance.times.procedures);
            }
        }
        let side = |end: fn(&(&'a str, &'a str)) -> &'a str| {
            let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
            for (pair, count) in &procedures {
                increase(sums.entry(end(pair)).or_default(), *count);
            }
            let mut ends: Vec<_> = sums.into_iter().collect();
            ends.sort_by_key(|(_, count)| Reverse(*count));
            let of = ends.len();
            let ends = ends.into_iter().map(|(end, _)| end);
            (ends.take(most).collect::<Vec<_>>(), of)
        };
        let ((holders, of_holders), (askers, of_askers)) =
            (side(|pair| pair.0), side(|pair| pair.1));
        let set = |side: &[&'a str]| side.iter().copied().collect::<BTreeSet<_>>();
        let (hold, ask) = (set(&holders), set(&askers));
        procedures.retain(|(holder, asker), _| hold.contains(holder) && ask.contains(asker));
        Self {
            holders,
            askers,
            procedures,
            of: [of_holders, of_askers],
        }
    }

    /// That some agencies are left out.
    pub(super) fn cut(&self) -> Option<Message> {
        let shown = [self.holders.len(), self.askers.len()];
        let said = Message::new("portfolio-cut-sides")
            .with("askers", shown[1])
            .with("of_askers", self.of[1])
            .with("holders", shown[0])
            .with("of_holders", self.of[0]);
        (shown != self.of).then_some(said)
    }
}

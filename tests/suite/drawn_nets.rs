//! Nets drawn at random from a seed.

use crate::nets::Net;
use redtape::graph::{Graph, Join, NodeKind, Split};

/// A net drawn at random: blocks nested and then, often, spoilt.
pub(crate) fn drawn(seed: u64) -> Graph {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut net = Net::new().end("done");
    let mut open: Vec<(String, String)> = vec![("start".into(), "done".into())];
    let size = 2 + random.below(5);
    for block in 0..size {
        let at = random.below(open.len());
        let (from, to) = open.swap_remove(at);
        let (s, j) = (format!("s{block}"), format!("j{block}"));
        let (split, join) = [
            (Split::All, Join::All),
            (Split::One, Join::Any),
            (Split::Some, Join::Some),
        ][random.below(3)];
        if random.below(4) == 0 {
            open.push((from, j.clone()));
            open.push((j.clone(), s.clone()));
            open.push((s.clone(), to));
            net = net.row(&[&j]).xor(&s).back(&s, &j, None);
            continue;
        }
        open.push((from, s.clone()));
        open.push((j.clone(), to));
        for _ in 0..=random.below(2) + 1 {
            open.push((s.clone(), j.clone()));
        }
        net = net.gate(&s, Join::Any, split).gate(&j, join, Split::All);
    }
    for (number, (from, to)) in open.iter().enumerate() {
        net = match random.below(2) {
            0 => net.row(&[from, &format!("t{number}"), to]),
            _ => net.flow(from, to, None),
        };
    }
    for _ in 0..random.below(3) {
        let (a, b) = (random.below(size), random.below(size));
        let (from, to) = (["s", "j"][random.below(2)], ["s", "j"][random.below(2)]);
        net = net.flow(&format!("{from}{a}"), &format!("{to}{b}"), None);
    }
    if random.below(3) == 0 {
        let early = format!("s{}", random.below(size));
        net = net.end("early").flow(&early, "early", None);
    }
    let mut graph = net.build();
    if random.below(3) == 0 {
        let gates: Vec<_> = graph
            .net
            .node_indices()
            .filter(|&node| graph.net[node].kind == NodeKind::Gateway)
            .collect();
        if !gates.is_empty() {
            let gate = gates[random.below(gates.len())];
            graph.net[gate].join = [Join::All, Join::Any, Join::Some][random.below(3)];
            graph.net[gate].split = [Split::All, Split::One, Split::Some][random.below(3)];
        }
    }
    graph
}

/// A small generator, so that nets are the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

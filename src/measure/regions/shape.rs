//! One region by itself: its corners, the ways between them, and what kind of thing it is.

use super::{Arc, Port, Tree};
use crate::graph::{Graph, Join, Split};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// A place in a region where ways meet or part: the arriving or the leaving half of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corner {
    /// The node; none behind the ends, where all of them meet.
    pub node: Option<NodeIndex>,
    /// How it waits; only the arriving half may wait for several.
    pub join: Join,
    /// How it goes on; only the leaving half may choose.
    pub split: Split,
}

/// A way between corners, as if the chain it stands for were one flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// The corner it leaves; none for the way into the region.
    pub from: Option<usize>,
    /// The corner it enters; none for the way out of the region.
    pub to: Option<usize>,
    /// The chain of the tree; none for the ways in and out, which belong to the chain around.
    pub chain: Option<usize>,
    /// The first arc of it.
    pub first: Arc,
}

/// What a region is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Choices of one way, merged again, loops among them: one token walks about.
    Exclusive,
    /// No loop; every split starts all, every join waits for all.
    Parallel,
    /// No loop; every join takes what comes, so whatever the splits start is gathered.
    Inclusive,
    /// Anything else: its shape does not tell whether it is sound.
    Mixed,
}

/// A region with its inner regions taken for plain flows.
#[derive(Debug, Clone)]
pub struct Quotient {
    /// Its corners; each after those that lead to it if there is no loop.
    pub corners: Vec<Corner>,
    /// Its ways: the way in first, the way out last.
    pub ways: Vec<Way>,
    /// Whether some way leads back.
    pub cyclic: bool,
    /// What it is.
    pub shape: Shape,
}

impl Quotient {
    /// One of the [`Tree::several`] regions of the tree.
    pub fn of(graph: &Graph, tree: &Tree, region: usize) -> Self {
        let inside = &tree.regions[region];
        let around = &tree.chains[inside.chain].arcs;
        let (entry, exit) = (around[inside.place], around[inside.place + 1]);
        let mut ways = vec![(None, tree.ports[entry].1, None, entry)];
        for &chain in &inside.chains {
            let first = tree.chains[chain].arcs[0];
            ways.push((tree.from(chain), tree.to(chain), Some(chain), first));
        }
        ways.push((tree.ports[exit].0, None, None, exit));
        let (order, cyclic) = sorted(&inside.ports, &ways);
        let place: BTreeMap<Port, usize> = order.iter().copied().zip(0..).collect();
        let local = |port: Option<Port>| port.and_then(|port| place.get(&port).copied());
        let ways: Vec<Way> = (ways.into_iter())
            .map(|(from, to, chain, first)| Way {
                from: local(from),
                to: local(to),
                chain,
                first: tree.arcs[first],
            })
            .collect();
        let corners: Vec<Corner> = order.iter().map(|&port| corner(graph, port)).collect();
        let shape = shape(&corners, &ways, cyclic);
        Self {
            corners,
            ways,
            cyclic,
            shape,
        }
    }
}

/// The half of a node, or the common exit, which takes whatever comes first.
fn corner(graph: &Graph, port: Port) -> Corner {
    let index = NodeIndex::new(port / 2);
    let (join, split) = match graph.net.node_weight(index) {
        Some(node) if port.is_multiple_of(2) => (node.join, Split::All),
        Some(node) => (Join::Any, node.split),
        None => (Join::Any, Split::All),
    };
    Corner {
        node: graph.net.node_weight(index).map(|_| index),
        join,
        split,
    }
}

type PortWay = (Option<Port>, Option<Port>, Option<usize>, usize);

/// The ports in the order of the flow, and whether a loop prevents that (then in their own order).
fn sorted(ports: &[Port], ways: &[PortWay]) -> (Vec<Port>, bool) {
    let mut left: BTreeMap<Port, usize> = ports.iter().map(|&port| (port, 0)).collect();
    let mut out: BTreeMap<Port, Vec<Port>> = BTreeMap::new();
    for &(from, to, ..) in ways {
        if let (Some(from), Some(to)) = (from, to) {
            out.entry(from).or_default().push(to);
            *left.entry(to).or_default() += 1;
        }
    }
    let mut order: Vec<Port> = ports
        .iter()
        .copied()
        .filter(|port| left[port] == 0)
        .collect();
    let mut next = 0;
    while let Some(port) = order.get(next) {
        next += 1;
        for to in out.get(port).into_iter().flatten() {
            if let Some(left) = left.get_mut(to) {
                *left -= 1;
                if *left == 0 {
                    order.push(*to);
                }
            }
        }
    }
    if order.len() == ports.len() {
        (order, false)
    } else {
        (ports.to_vec(), true)
    }
}

fn shape(corners: &[Corner], ways: &[Way], cyclic: bool) -> Shape {
    let (mut ins, mut outs) = (vec![0; corners.len()], vec![0; corners.len()]);
    for way in ways {
        way.to.into_iter().for_each(|to| ins[to] += 1);
        way.from.into_iter().for_each(|from| outs[from] += 1);
    }
    let joins = |wanted: &[Join]| {
        (corners.iter().zip(&ins)).all(|(corner, &ins)| ins < 2 || wanted.contains(&corner.join))
    };
    let splits = |wanted| {
        (corners.iter().zip(&outs)).all(|(corner, &outs)| outs < 2 || corner.split == wanted)
    };
    if splits(Split::One) && joins(&[Join::Any, Join::Some]) {
        Shape::Exclusive
    } else if !cyclic && splits(Split::All) && joins(&[Join::All, Join::Some]) {
        Shape::Parallel
    } else if !cyclic && joins(&[Join::Some]) {
        Shape::Inclusive
    } else {
        Shape::Mixed
    }
}

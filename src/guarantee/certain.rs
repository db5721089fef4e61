//! What has certainly happened by the time a case comes to a node.

use crate::context::Context;
use crate::graph::Join;
use crate::measure::bits::BitMatrix;
use crate::model::Id;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// For each node and item, whether in every run some node that supplies the item has happened by then.
pub(super) struct Certain<'i> {
    columns: BTreeMap<&'i Id, usize>,
    table: BitMatrix,
}

impl<'i> Certain<'i> {
    /// Which of `items` have certainly been supplied where. Joins of parallel branches have seen what any
    /// of them saw; a node has seen what it supplies itself.
    pub(super) fn of(
        cx: &Context<'_>,
        items: impl IntoIterator<Item = &'i Id>,
        supplies: impl Fn(&mut dyn FnMut(NodeIndex, &Id)),
    ) -> Self {
        let columns: BTreeMap<&Id, usize> = items.into_iter().zip(0..).collect();
        let width = columns.values().max().map_or(0, |last| last + 1);
        let mut table = BitMatrix::new(cx.graph.net.node_count(), width);
        supplies(&mut |node, item| {
            if let Some(&column) = columns.get(item) {
                table.set(node.index(), column);
            }
        });
        for &node in &cx.graph.order {
            let seen = seen(cx, &table, node);
            table.add_to_row(node.index(), &seen);
        }
        Self { columns, table }
    }

    /// Whether an item has certainly been supplied by the time of a node.
    pub(super) fn by(&self, node: NodeIndex, item: &Id) -> bool {
        let column = self.columns.get(item);
        column.is_some_and(|&column| self.table.has(node.index(), column))
    }
}

/// What has been seen on the way to a node.
fn seen(cx: &Context<'_>, table: &BitMatrix, node: NodeIndex) -> Vec<u64> {
    let net = &cx.graph.net;
    let flows = net.edges_directed(node, petgraph::Incoming);
    let flows = flows.filter(|flow| !flow.weight().rework);
    let rows = flows.map(|flow| table.row(flow.source().index()));
    let all = net[node].join == Join::All;
    let join = |mut seen: Vec<u64>, row: &[u64]| {
        for (seen, word) in seen.iter_mut().zip(row) {
            *seen = if all { *seen | word } else { *seen & word };
        }
        seen
    };
    let mut rows = rows.into_iter();
    let first = rows.next().map(<[u64]>::to_vec);
    rows.fold(first.unwrap_or_default(), join)
}

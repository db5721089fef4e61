//! The critical path on a sheet.

use crate::draw::sheet::Sheet;
use crate::graph::Graph;
use crate::measure::critical::critical;
use crate::model::Procedure;
use std::collections::BTreeSet;

/// Slack, in the unit of the timeline, below which there is none.
const NONE: f64 = 1e-9;

/// Marks the steps of the likeliest case that have no slack, the gateways between them, and the flows
/// along. A procedure of which no time is known, or whose net is not made of blocks, has no such path.
pub(super) fn mark(sheet: &mut Sheet, p: &Procedure) {
    let Some(found) = critical(p, &Graph::of(p)) else {
        return;
    };
    if found.likeliest.length <= 0.0 {
        return;
    }
    let steps = found.likeliest.steps.iter();
    let mut on: BTreeSet<String> = steps
        .filter(|step| step.slack <= NONE && step.end > step.start)
        .map(|step| step.id.to_string())
        .collect();
    let between: Vec<String> = (sheet.nodes.iter())
        .filter(|node| node.shape.is_gateway())
        .filter(|node| {
            let into = sheet
                .flows
                .iter()
                .any(|flow| flow.to == node.id && on.contains(&flow.from));
            let out = sheet
                .flows
                .iter()
                .any(|flow| flow.from == node.id && on.contains(&flow.to));
            into && out
        })
        .map(|node| node.id.clone())
        .collect();
    on.extend(between);
    for node in &mut sheet.nodes {
        node.critical = on.contains(&node.id);
    }
    for flow in &mut sheet.flows {
        flow.critical = !flow.rework && on.contains(&flow.from) && on.contains(&flow.to);
    }
}

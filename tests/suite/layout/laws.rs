//! What must hold of every placed sheet.
#![allow(
    clippy::float_cmp,
    reason = "both ends of a level line have the very same y"
)]

use redtape::draw::Placed;
use redtape::draw::geometry::{Point, Rect};
use redtape::draw::layout::{PlacedFlow, PlacedNode};
use redtape::draw::sheet::{Flow, Shape};

/// Every law at once; `what` names the sheet in a failure.
pub(super) fn check(placed: &Placed, what: &str) {
    lanes_are_disjoint(placed, what);
    boxes_are_disjoint_and_in_their_lane(placed, what);
    texts_fit_their_boxes(placed, what);
    no_flow_runs_through_a_box(placed, what);
    flows_end_at_their_nodes(placed, what);
    nothing_lies_outside(placed, what);
    branches_leave_apart(placed, what);
    forward_and_rework_do_not_meet(placed, what);
}

/// A box that no flow may run through: where, whose, whether it is an outline, and whether that
/// is a diamond, whose corners are free.
struct Solid {
    rect: Rect,
    owner: String,
    outline: bool,
    diamond: bool,
}

impl Solid {
    fn overlaps(&self, other: &Solid) -> bool {
        let clear = |diamond: &Solid, rect: &Rect| {
            let (centre, half) = (diamond.rect.centre(), diamond.rect.w / 2.0);
            let away = |at: f64, low: f64, high: f64| (low - at).max(at - high).max(0.0);
            diamond.diamond
                && away(centre.x, rect.x, rect.right()) + away(centre.y, rect.y, rect.bottom())
                    >= half
        };
        self.rect.overlaps(&other.rect) && !clear(self, &other.rect) && !clear(other, &self.rect)
    }
}

fn solids(placed: &Placed) -> Vec<Solid> {
    let mut out = Vec::new();
    let mut add = |rect: Rect, owner: String, outline: bool, diamond: bool| {
        if rect.w > 0.0 {
            out.push(Solid {
                rect,
                owner,
                outline,
                diamond,
            });
        }
    };
    for node in &placed.nodes {
        let ghost = if node.ghost { "ghost of " } else { "" };
        add(
            node.rect,
            format!("{ghost}{}", node.node.id),
            true,
            node.node.shape.is_gateway(),
        );
        if node.node.shape.is_gateway() && !node.ghost {
            add(
                node.name.rect,
                format!("question of {}", node.node.id),
                false,
                false,
            );
            node.chips
                .iter()
                .for_each(|chip| add(chip.rect, format!("chip of {}", node.node.id), false, false));
        }
    }
    for flow in &placed.flows {
        let data = data(placed, flow);
        if let Some(label) = &flow.label {
            add(
                label.rect,
                format!("label of {} -> {}", data.from, data.to),
                false,
                false,
            );
        }
    }
    out
}

pub(super) fn data<'a>(placed: &'a Placed, flow: &PlacedFlow) -> &'a Flow {
    &placed.sheet.flows[flow.flow]
}

fn lanes_are_disjoint(placed: &Placed, what: &str) {
    for pair in placed.lanes.windows(2) {
        assert!(
            !pair[0].rect.overlaps(&pair[1].rect),
            "{what}: lanes overlap"
        );
    }
    for lane in &placed.lanes {
        assert!(
            lane.head.contains(&lane.name.rect),
            "{what}: lane name {:?} leaves its head",
            lane.name.main
        );
    }
}

fn boxes_are_disjoint_and_in_their_lane(placed: &Placed, what: &str) {
    let solids = solids(placed);
    for (at, a) in solids.iter().enumerate() {
        for b in &solids[at + 1..] {
            assert!(
                !a.overlaps(b),
                "{what}: {} and {} overlap: {:?} {:?}",
                a.owner,
                b.owner,
                a.rect,
                b.rect
            );
        }
    }
    for node in &placed.nodes {
        let lane = &placed.lanes[node.node.lane.min(placed.lanes.len() - 1)];
        assert!(
            lane.rect.contains(&node.rect),
            "{what}: {} leaves its lane",
            node.node.id
        );
        assert!(
            !lane.head.overlaps(&node.rect),
            "{what}: {} lies on the head",
            node.node.id
        );
    }
}

fn texts_fit_their_boxes(placed: &Placed, what: &str) {
    for PlacedNode {
        node,
        rect,
        name,
        chips,
        ghost,
    } in &placed.nodes
    {
        if node.shape.is_gateway() || *ghost {
            continue;
        }
        assert!(
            rect.contains(&name.rect),
            "{what}: the name of {} leaves its box",
            node.id
        );
        for (at, chip) in chips.iter().enumerate() {
            assert!(
                rect.contains(&chip.rect),
                "{what}: {:?} leaves the box of {}",
                chip.kind,
                node.id
            );
            assert!(
                !chip.rect.overlaps(&name.rect),
                "{what}: {:?} touches the name of {}",
                chip.kind,
                node.id
            );
            for other in &chips[at + 1..] {
                assert!(
                    !chip.rect.overlaps(&other.rect),
                    "{what}: chips of {} overlap",
                    node.id
                );
            }
        }
    }
}

pub(super) fn no_flow_runs_through_a_box(placed: &Placed, what: &str) {
    let solids = solids(placed);
    for flow in &placed.flows {
        let (data, last) = (data(placed, flow), flow.points.len() - 2);
        for (at, ends) in flow.points.windows(2).enumerate() {
            assert!(
                ends[0].x == ends[1].x || ends[0].y == ends[1].y,
                "{what}: a slanted line: {ends:?}"
            );
            for solid in &solids {
                let own = solid.outline
                    && ((at == 0 && solid.owner == data.from)
                        || (at == last && solid.owner == data.to));
                let cut = solid.rect.cut_by(ends[0], ends[1]);
                assert!(
                    own || !cut,
                    "{what}: {} -> {} runs through {}: {ends:?} {:?}",
                    data.from,
                    data.to,
                    solid.owner,
                    solid.rect
                );
            }
        }
    }
}

fn is_near(rect: &Rect, point: Point) -> bool {
    let slack = 0.02;
    point.x > rect.x - slack
        && point.x < rect.right() + slack
        && point.y > rect.y - slack
        && point.y < rect.bottom() + slack
}

fn flows_end_at_their_nodes(placed: &Placed, what: &str) {
    let rect = |id: &str| {
        placed
            .nodes
            .iter()
            .find(|node| !node.ghost && node.node.id == id)
            .map(|node| node.rect)
            .expect("a flow joins two nodes")
    };
    for flow in &placed.flows {
        let (data, last) = (data(placed, flow), flow.points.len() - 1);
        assert!(
            is_near(&rect(&data.from), flow.points[0]),
            "{what}: {} -> {} starts in the air",
            data.from,
            data.to
        );
        assert!(
            is_near(&rect(&data.to), flow.points[last]),
            "{what}: {} -> {} ends in the air",
            data.from,
            data.to
        );
    }
}

fn nothing_lies_outside(placed: &Placed, what: &str) {
    let sheet = Rect {
        x: 0.0,
        y: 0.0,
        w: placed.width,
        h: placed.height,
    };
    for solid in solids(placed) {
        assert!(
            sheet.contains(&solid.rect),
            "{what}: {} lies outside: {:?}",
            solid.owner,
            solid.rect
        );
    }
    for flow in &placed.flows {
        assert!(
            flow.points.iter().all(|&point| is_near(&sheet, point)),
            "{what}: a flow leaves the sheet"
        );
    }
}

/// Alternatives leave a gateway at different points (or by the teeth of one comb).
fn branches_leave_apart(placed: &Placed, what: &str) {
    for node in placed
        .nodes
        .iter()
        .filter(|node| !node.ghost && node.node.shape == Shape::Exclusive)
    {
        let out: Vec<_> = placed
            .flows
            .iter()
            .filter(|flow| data(placed, flow).from == node.node.id)
            .collect();
        for (at, a) in out.iter().enumerate() {
            for b in &out[at + 1..] {
                let same = a.points[0] == b.points[0];
                assert!(
                    !same || out.len() > 3,
                    "{what}: two branches of {} leave at one point",
                    node.node.id
                );
            }
        }
    }
}

fn forward_and_rework_do_not_meet(placed: &Placed, what: &str) {
    let end = |flow: &PlacedFlow| *flow.points.last().expect("a flow has two ends");
    for back in placed.flows.iter().filter(|flow| flow.back) {
        for forward in placed.flows.iter().filter(|flow| !flow.back) {
            let node = &data(placed, back).to;
            assert!(
                end(back) != end(forward),
                "{what}: forward and rework meet at one port of {node}"
            );
        }
    }
}

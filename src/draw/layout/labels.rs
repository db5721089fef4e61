//! Branch texts: right after the node, beside the line, inside the node's form.
//!
//! ```text
//!   question | top's text          left: below the line    right: above the line
//!            | right's text        top, bottom: right of the line
//!   ---------<>---------
//!   left's   | bottom's text
//! ```
//!
//! Each exit has a place of its own, whichever exits the router picks. More than three
//! alternatives leave by a comb: a bar beside the node with one labelled tooth for each.

use super::form::{Form, GATEWAY_HALF, SMALL_LEAD, SMALL_SIZE};
use crate::draw::geometry::{Direction, Point, Reach, Rect, Side};
use crate::draw::sheet::{Node, Shape, Sheet};
use crate::draw::text::{self, wrap};

/// Font size of branch texts.
pub const BRANCH_SIZE: f64 = SMALL_SIZE;
/// Line distance of branch texts.
pub const BRANCH_LEAD: f64 = SMALL_LEAD;
/// Widest branch text.
const BRANCH_WIDTH: f64 = 76.0;
/// Most lines of a branch text.
const BRANCH_LINES: usize = 3;
/// Distance of the comb's bar from the node.
const BAR: f64 = 9.0;

/// The text of one outgoing flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Index of the flow in the sheet.
    pub flow: usize,
    /// Its lines; empty for an alternative without a text.
    pub lines: Vec<String>,
    /// Whether the text was cut.
    pub cut: bool,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// Measures the branch texts of a node and decides how they leave it.
pub fn branches(sheet: &Sheet, node: &Node, out: &[usize], direction: Direction, form: &mut Form) {
    let labelled = out.iter().any(|&flow| !sheet.flows[flow].label.is_empty());
    form.splits =
        out.len() > 1 && node.shape != Shape::Parallel && (labelled || node.shape.is_gateway());
    form.comb = form.splits && out.len() > 3;
    if !labelled && !form.splits {
        return;
    }
    let across = if form.comb && direction == Direction::LeftRight {
        2.0
    } else {
        1.0
    };
    form.branches = out
        .iter()
        .map(|&flow| {
            let wrapped = wrap(
                &sheet.flows[flow].label,
                BRANCH_SIZE,
                BRANCH_WIDTH * across,
                BRANCH_LINES,
            );
            let w = wrapped
                .lines
                .iter()
                .map(|line| text::width(line, BRANCH_SIZE))
                .fold(0.0, f64::max);
            let h = wrapped.lines.len() as f64 * BRANCH_LEAD;
            Branch {
                flow,
                lines: wrapped.lines,
                cut: wrapped.cut,
                w,
                h,
            }
        })
        .collect();
}

fn largest(form: &Form) -> (f64, f64) {
    form.branches.iter().fold((0.0, 0.0), |(w, h), branch| {
        (branch.w.max(w), branch.h.max(h))
    })
}

/// Distance between the outline and a text.
fn gap(form: &Form) -> (f64, f64) {
    if is_diamond(form) {
        (2.0, -2.0)
    } else {
        (4.0, 3.0)
    }
}

fn is_diamond(form: &Form) -> bool {
    form.core.w.to_bits() == (2.0 * GATEWAY_HALF).to_bits()
        && form.core.w.to_bits() == form.core.h.to_bits()
}

/// Where the text of a flow stands that leaves by `side`, relative to the node's centre.
pub fn branch_rect(form: &Form, branch: &Branch, side: Side, direction: Direction) -> Rect {
    let (_, tallest) = largest(form);
    let (half_w, half_h) = (form.core.w / 2.0, form.core.h / 2.0);
    let (gap_x, gap_y) = gap(form);
    let (w, h) = (branch.w, branch.h);
    let at = match (side, direction) {
        (Side::Ahead, Direction::LeftRight) | (Side::Far, Direction::TopDown) => Point {
            x: half_w + gap_x,
            y: -3.0 - h,
        },
        (Side::Far, Direction::LeftRight) | (Side::Ahead, Direction::TopDown) => Point {
            x: 6.0,
            y: half_h + gap_y,
        },
        (Side::Near, Direction::LeftRight) | (Side::Back, Direction::TopDown) => Point {
            x: 6.0,
            y: -(half_h + gap_y).max(tallest + 5.0) - h,
        },
        (Side::Back, Direction::LeftRight) | (Side::Near, Direction::TopDown) => Point {
            x: -half_w - gap_x - w,
            y: 3.0,
        },
    };
    Rect {
        x: at.x,
        y: at.y,
        w,
        h,
    }
}

/// Room for the texts, whichever sides the flows leave by.
pub fn branch_reach(form: &Form, direction: Direction) -> Reach {
    if form.branches.is_empty() {
        return Reach::default();
    }
    if form.comb {
        return comb_reach(form, direction);
    }
    let margin = 2.0;
    let mut reach = Reach::default();
    for branch in &form.branches {
        for side in [Side::Ahead, Side::Near, Side::Far] {
            reach = reach.max(direction.reach(&branch_rect(form, branch, side, direction)));
        }
    }
    Reach {
        back: reach.back.max(0.0),
        ahead: reach.ahead + margin,
        near: reach.near + margin,
        far: reach.far + margin,
    }
}

/// Distance between two teeth, and how far they reach beyond the bar.
fn comb_teeth(form: &Form, direction: Direction) -> (f64, f64) {
    let (w, h) = largest(form);
    match direction {
        Direction::LeftRight => (h.max(BRANCH_LEAD) + 6.0, w + 10.0),
        Direction::TopDown => (w + 14.0, h + 10.0),
    }
}

fn comb_reach(form: &Form, direction: Direction) -> Reach {
    let (pitch, length) = comb_teeth(form, direction);
    let half = direction.reach(&form.core).ahead;
    let across = pitch * form.branches.len() as f64 / 2.0 + 2.0;
    Reach {
        back: 0.0,
        ahead: half + BAR + length,
        near: across + 8.0,
        far: across + pitch / 2.0,
    }
}

/// Distance across the flow, from the node's centre, of tooth `index`.
pub fn tooth_offset(form: &Form, index: usize, direction: Direction) -> f64 {
    let (pitch, _) = comb_teeth(form, direction);
    (index as f64 - (form.branches.len() as f64 - 1.0) / 2.0) * pitch
}

/// The line through the bar of a comb to the end of a tooth, relative to the node's centre.
pub fn tooth_line(form: &Form, index: usize, direction: Direction) -> [Point; 4] {
    let half = direction.reach(&form.core).ahead;
    let offset = tooth_offset(form, index, direction);
    [
        direction.point(half, 0.0),
        direction.point(half + BAR, 0.0),
        direction.point(half + BAR, offset),
        direction.point(form.reach.ahead, offset),
    ]
}

/// Where the text of a tooth stands, relative to the node's centre.
pub fn tooth_rect(form: &Form, index: usize, branch: &Branch, direction: Direction) -> Rect {
    let [_, _, corner, _] = tooth_line(form, index, direction);
    let (x, y) = match direction {
        Direction::LeftRight => (corner.x + 4.0, corner.y - 3.0 - branch.h),
        Direction::TopDown => (corner.x + 5.0, corner.y + 4.0),
    };
    Rect {
        x,
        y,
        w: branch.w,
        h: branch.h,
    }
}

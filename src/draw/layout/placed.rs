//! A sheet with a place for everything on it.

use super::form::{Block, Chip};
use crate::draw::geometry::{Direction, Point, Rect};
use crate::draw::sheet::{Change, Node, Sheet};

/// A lane.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLane {
    /// All of it, its head included.
    pub rect: Rect,
    /// The part with its name.
    pub head: Rect,
    /// Its name.
    pub name: Block,
    /// Its whole name, in the main language.
    pub title: String,
}

/// A node, or the ghost of one that is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedNode {
    /// The node; of a ghost, the node of the first sheet.
    pub node: Node,
    /// Whether only its former place is shown.
    pub ghost: bool,
    /// Its outline.
    pub rect: Rect,
    /// Name or question, in sheet coordinates.
    pub name: Block,
    /// Chips, in sheet coordinates.
    pub chips: Vec<Chip>,
}

/// A branch text.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedLabel {
    /// Its lines.
    pub lines: Vec<String>,
    /// Bounds.
    pub rect: Rect,
    /// Whether it was cut.
    pub cut: bool,
}

/// A flow.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedFlow {
    /// Index of the flow in the sheet.
    pub flow: usize,
    /// Whether it runs against the flow of the sheet.
    pub back: bool,
    /// Corners, from outline to outline.
    pub points: Vec<Point>,
    /// Its branch text.
    pub label: Option<PlacedLabel>,
}

/// A sheet with places.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The sheet.
    pub sheet: Sheet,
    /// The way it runs.
    pub direction: Direction,
    /// Width of the diagram.
    pub width: f64,
    /// Height of the diagram.
    pub height: f64,
    /// Lanes.
    pub lanes: Vec<PlacedLane>,
    /// Nodes and ghosts.
    pub nodes: Vec<PlacedNode>,
    /// Flows.
    pub flows: Vec<PlacedFlow>,
}

impl Placed {
    /// Changes that occur on it, each once.
    pub fn changes(&self) -> Vec<Change> {
        let mut found: Vec<Change> = self
            .nodes
            .iter()
            .filter_map(|placed| placed.node.change)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

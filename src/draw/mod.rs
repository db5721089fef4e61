//! Drawing: a [`Sheet`] is laid out, becomes a [`Scene`] of plain shapes, and is written as SVG.
//!
//! ```
//! use redtape::draw::{Direction, Parts, compose, layout_one, sheet::Sheet, svg};
//! let placed = layout_one(&Sheet::default(), Direction::LeftRight);
//! let mut bytes = Vec::new();
//! svg::write(&compose(&[&placed], Parts::default()), &mut bytes)?;
//! assert!(bytes.starts_with(b"<svg"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! `compose(&[&before, &after], ..)` puts both on one page.

pub mod dot;
pub mod face;
pub mod fold;
pub mod geometry;
mod ink;
pub mod layout;
pub mod mermaid;
mod paint;
pub mod paper;
pub mod pdf;
pub mod prose;
pub mod raster;
pub mod scene;
pub mod sheet;
pub mod summary;
pub mod svg;
pub mod text;
pub mod version;
pub mod words;

pub use geometry::Direction;
pub use layout::Placed;
pub use paint::{Pages, Parts, compose, diagram_alone, legend_alone, pages};
pub use paper::{Format, Paper};
pub use scene::Scene;
pub use sheet::Sheet;

/// Lays out a sheet that stands alone: the before-sheet, or the compact after-sheet.
pub fn layout_one(sheet: &Sheet, direction: Direction) -> Placed {
    let mut placed = layout::place(&[sheet], direction);
    placed.swap_remove(0)
}

/// Lays out the before-sheet and the after-sheet on the same lanes, columns and tracks: what did
/// not change has equal coordinates on both, and what is gone is a ghost on the second.
pub fn layout_pair(before: &Sheet, after: &Sheet, direction: Direction) -> (Placed, Placed) {
    let mut placed = layout::place(&[before, after], direction);
    let second = placed.swap_remove(1);
    (placed.swap_remove(0), second)
}

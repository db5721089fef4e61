//! Drawing: a [`sheet::Sheet`] is laid out, becomes a scene of plain shapes, and is written as SVG.

pub mod sheet;

//! Colours. Each change has its own, told apart by the colour-blind and, since badge text and
//! outline tell the same, needed by nobody.

use crate::draw::scene::Colour;
use crate::draw::sheet::Change;

/// Names and figures.
pub(in crate::draw) const INK: Colour = "#16202c";
/// Second language, durations, small print.
pub(in crate::draw) const GREY: Colour = "#4b5563";
/// Ghosts.
pub(in crate::draw) const FAINT: Colour = "#9aa3af";
/// Borders of lanes and tables.
pub(in crate::draw) const BORDER: Colour = "#b8c4cf";
/// Lanes, alternately.
pub(in crate::draw) const LANES: [Colour; 2] = ["#fafbfd", "#f0f4f8"];
/// Heads of lanes, alternately.
pub(in crate::draw) const HEADS: [Colour; 2] = ["#e6edf4", "#dae3ec"];
/// Paper, and boxes that do not change.
pub(in crate::draw) const PAPER: Colour = "#ffffff";
/// Outlines of boxes that do not change.
pub(in crate::draw) const OUTLINE: Colour = "#4a5564";
/// Flows.
pub(in crate::draw) const FLOW: Colour = "#3d4855";
/// Flows on the critical path.
pub(in crate::draw) const CRITICAL: Colour = "#0b1725";
/// Flows that send a case back.
pub(in crate::draw) const REWORK: Colour = "#a03d12";
/// Branch texts.
pub(in crate::draw) const BRANCH: Colour = "#1d4f7c";

/// Outline and fill of a change.
pub(super) fn change(change: Change) -> (Colour, Colour) {
    match change {
        Change::Removed => ("#b3261e", "#fdeeec"),
        Change::Merged => ("#9a5b00", "#fff4df"),
        Change::Moved => ("#1763a6", "#e8f2fc"),
        Change::Parallel => ("#1a7a45", "#e8f6ee"),
        Change::Added => ("#6b3fa0", "#f3ecfb"),
        Change::Changed => ("#6b6400", "#faf7d8"),
    }
}

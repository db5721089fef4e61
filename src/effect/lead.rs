//! How much sooner a case ends.

use super::{Point, Same, drawn, without_bounds};
use crate::measure::Convention;
use crate::measure::cases::Cases;
use crate::measure::figure::{Figure, Values};

/// What the same cases save: nine of ten within the range, the mean that of all cases.
///
/// The mean is the difference of the two expectations where both are known, for expectations subtract
/// exactly; the range is never one of bounds, which may be those of different cases.
pub(super) fn saved(before: &Point<'_>, after: &Point<'_>, same: &Same) -> Figure {
    let (was, is) = (&before.measures.lead_time, &after.measures.lead_time);
    let plain = was.difference(is, |id| same.contains(id));
    let cases = |point: &Point<'_>| -> Option<Cases> {
        let counted = point.convention == Convention::Plain;
        counted.then(|| point.cases().cloned()).flatten()
    };
    let pair = cases(before).zip(cases(after));
    let per_case = pair.and_then(|(before, after)| before.saved(&after, same));
    let Some((values, unit)) = per_case else {
        let blocks = [before, after].map(|point| point.blocks.choices || point.blocks.parallel);
        return if blocks.contains(&true) {
            without_bounds(plain)
        } else {
            plain
        };
    };
    let expected = plain.known().and_then(|less| less.mean);
    let mean = expected.or(values.mean).filter(|_| !values.is_fixed());
    let values = match mean {
        Some(mean) => Values {
            mean: Some(mean),
            ..values
        },
        None => Values::exactly(values.min),
    };
    drawn(values, unit, was, is)
}

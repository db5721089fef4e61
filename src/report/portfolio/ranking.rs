//! The full ranking of a portfolio, a line a place.

use crate::portfolio::{Entry, List, Milli};
use serde::Serialize;
use std::io::{Result, Write};

#[derive(Serialize)]
struct Line<'a> {
    list: List,
    measure: &'static str,
    unit: &'a str,
    place: u64,
    value: Milli,
    /// Whether only the least is known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    floor: bool,
    id: &'a str,
    name: &'a str,
    sha256: &'a str,
}

/// Writes a place, counted from 1 in its list.
///
/// # Errors
/// Those of `out`.
pub fn write(entry: &Entry, place: u64, out: &mut impl Write) -> Result<()> {
    let (list, measure, unit) = entry.list();
    let line = Line {
        list,
        measure,
        unit: &unit,
        place,
        value: entry.place.value.0,
        floor: entry.place.floor,
        id: &entry.place.id,
        name: &entry.place.name,
        sha256: &entry.place.sha256,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

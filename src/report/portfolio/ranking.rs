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
    /// Where it lies below the folder that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    sha256: &'a str,
}

/// Writes every place, given in the order of the ranking; places are counted from 1 in each list.
///
/// # Errors
/// Those of `entries` and of `out`.
pub fn write(entries: impl Iterator<Item = Result<Entry>>, out: &mut impl Write) -> Result<()> {
    let mut last = None;
    let mut place = 0_u64;
    for entry in entries {
        let entry = entry?;
        let list = Some(entry.list());
        place = if last == list { place + 1 } else { 1 };
        line(&entry, place, out)?;
        last = list;
    }
    Ok(())
}

fn line(entry: &Entry, place: u64, out: &mut impl Write) -> Result<()> {
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
        file: entry.place.file.as_deref(),
        sha256: &entry.place.sha256,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

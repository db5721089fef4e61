//! `redtape draw`: a procedure as a diagram.

use super::args::Draw;
use super::exit::{CLEAN, Failure};
use super::files;
use anyhow::{Context, anyhow};
use redtape::diff::Diff;
use redtape::draw::version::View;
use redtape::draw::{
    Direction, Parts, Placed, Sheet, compose, layout_one, layout_pair, svg, version,
};
use std::path::Path;

pub(crate) fn run(args: &Draw) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let view = View {
        lang,
        lanes: args.lanes.into(),
    };
    is_drawing(&args.out)?;
    let direction = args.direction.into();
    let (_, procedure) = files::procedure(&args.file, lang)?;
    let bytes = match &args.after {
        Some(after) => {
            let (_, after) = files::procedure(after, lang)?;
            let diff = Diff::between(&procedure, &after);
            let (before, after) = version::pair(&diff, None, &[], view);
            drawing(&args.out, &before, Some(&after), direction)?
        }
        None => drawing(
            &args.out,
            &version::sheet(&procedure, view),
            None,
            direction,
        )?,
    };
    files::write_result(&args.out, &bytes)?;
    Ok(CLEAN)
}

fn form(path: &Path) -> Option<&str> {
    path.extension().and_then(|form| form.to_str())
}

/// Whether a drawing can have this name.
pub(crate) fn is_drawing(path: &Path) -> Result<(), Failure> {
    if matches!(form(path), Some("svg" | "dot")) {
        return Ok(());
    }
    let name = path.display();
    Err(Failure::Io(anyhow!(
        "{name}: the name ends in .svg or .dot"
    )))
}

/// One version, or two beside each other, in the form that the name asks for; as DOT only the later one.
pub(crate) fn drawing(
    path: &Path,
    before: &Sheet,
    after: Option<&Sheet>,
    direction: Direction,
) -> Result<Vec<u8>, Failure> {
    match after {
        _ if form(path) == Some("dot") => dot(after.unwrap_or(before)),
        Some(after) => {
            let (before, after) = layout_pair(before, after, direction);
            drawn(&[&before, &after])
        }
        None => drawn(&[&layout_one(before, direction)]),
    }
}

/// Placed sheets as one SVG.
pub(crate) fn drawn(placed: &[&Placed]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    svg::write(&compose(placed, Parts::default()), &mut bytes).context("drawing")?;
    Ok(bytes)
}

/// A sheet as DOT.
pub(crate) fn dot(sheet: &Sheet) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    redtape::draw::dot::write(sheet, &mut bytes).context("drawing")?;
    Ok(bytes)
}

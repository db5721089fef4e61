//! `redtape draw`: a procedure as a diagram.

use super::args::Draw;
use super::exit::{CLEAN, Failure};
use super::files;
use anyhow::{Context, anyhow};
use redtape::diff::Diff;
use redtape::draw::version::View;
use redtape::draw::{Parts, Placed, Sheet, compose, layout_one, layout_pair, svg, version};

pub(crate) fn run(args: &Draw) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let view = View {
        lang,
        lanes: args.lanes.into(),
    };
    let form = args.out.extension().and_then(|form| form.to_str());
    if !matches!(form, Some("svg" | "dot")) {
        let name = args.out.display();
        return Err(Failure::Io(anyhow!(
            "{name}: the name ends in .svg or .dot"
        )));
    }
    let (_, procedure) = files::procedure(&args.file, lang)?;
    let bytes = match &args.after {
        Some(after) => {
            let (_, after) = files::procedure(after, lang)?;
            let diff = Diff::between(&procedure, &after);
            let (before, after) = version::pair(&diff, None, &[], view);
            if form == Some("dot") {
                dot(&after)?
            } else {
                let (before, after) = layout_pair(&before, &after, args.direction.into());
                drawn(&[&before, &after])?
            }
        }
        None => one(&version::sheet(&procedure, view), form, args)?,
    };
    files::write_result(&args.out, &bytes)?;
    Ok(CLEAN)
}

fn one(sheet: &Sheet, form: Option<&str>, args: &Draw) -> Result<Vec<u8>, Failure> {
    if form == Some("dot") {
        dot(sheet)
    } else {
        drawn(&[&layout_one(sheet, args.direction.into())])
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

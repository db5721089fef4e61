//! `redtape draw`: a procedure as a diagram.

use super::args::Draw;
use super::exit::{CLEAN, Failure};
use super::picture::{Form, draw, form, page_name};
use super::{files, print};
use anyhow::Context;
use redtape::diff::Diff;
use redtape::draw::version::View;
use redtape::draw::{Parts, Placed, Sheet, compose, layout_one, layout_pair, svg, version};
use redtape::message::{Ids, Message};

pub(crate) fn run(args: &Draw) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let view = View {
        lang,
        lanes: args.lanes.into(),
    };
    let form = form(&args.out)?;
    let (_, procedure) = files::procedure(&args.file, lang)?;
    let sheets = match &args.after {
        Some(after) => {
            let (_, after) = files::procedure(after, lang)?;
            let (before, after) =
                version::pair(&Diff::between(&procedure, &after), None, &[], view);
            vec![before, after]
        }
        None => vec![version::sheet(&procedure, view)],
    };
    if let Form::Dot | Form::Mermaid = form {
        let last = &sheets[sheets.len() - 1];
        let bytes = if form == Form::Dot {
            dot(last)?
        } else {
            mermaid(last)?
        };
        files::write_result(&args.out, &bytes)?;
        return Ok(CLEAN);
    }
    let direction = args.direction.into();
    let placed = match sheets.as_slice() {
        [before, after] => {
            let (before, after) = layout_pair(before, after, direction);
            vec![before, after]
        }
        sheets => sheets
            .iter()
            .map(|sheet| layout_one(sheet, direction))
            .collect(),
    };
    let placed: Vec<&Placed> = placed.iter().collect();
    let pages = draw(&placed, form, args.print, lang)?;
    for (number, bytes) in pages.iter().enumerate() {
        files::write_result(&page_name(&args.out, number + 1, pages.len()), bytes)?;
    }
    if pages.len() > 1 {
        let said = Message::new("wrote-pages")
            .with(
                "first",
                page_name(&args.out, 1, pages.len()).display().to_string(),
            )
            .with("count", pages.len());
        print::text(&format!("{}\n", said.say(lang, &Ids)))?;
    }
    Ok(CLEAN)
}

/// A sheet as Mermaid text.
fn mermaid(sheet: &Sheet) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    redtape::draw::mermaid::write(sheet, &mut bytes).context("drawing")?;
    Ok(bytes)
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

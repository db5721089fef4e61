//! `redtape draw`: a procedure as a diagram.

use super::args::{Draw, Way};
use super::exit::{CLEAN, Failure};
use super::files;
use anyhow::Context;
use redtape::draw::{Direction, Parts, compose, layout_one, svg, version};

pub(crate) fn run(args: &Draw) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let (_, procedure) = files::procedure(&args.file, lang)?;
    let direction = match args.direction {
        Way::Lr => Direction::LeftRight,
        Way::Td => Direction::TopDown,
    };
    let placed = layout_one(&version::sheet(&procedure, lang), direction);
    let mut bytes = Vec::new();
    svg::write(&compose(&[&placed], Parts::default()), &mut bytes).context("drawing")?;
    files::write(&args.out, &bytes)?;
    Ok(CLEAN)
}

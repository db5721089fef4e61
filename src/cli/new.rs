//! `redtape new`: a first file to fill in.

use super::args::New;
use super::exit::{CLEAN, Failure};
use super::write::{parent, sweep, write};
use super::{files, print};
use redtape::exchange::spreadsheet;
use redtape::model::print::print as canonical;

pub(crate) fn run(args: &New) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let procedure = match &args.from {
        Some(path) => {
            let source = files::sheet(path, lang)?;
            let read = spreadsheet::read(&args.id, &source.text);
            read.map_err(|faults| {
                Failure::Input(spreadsheet::explain(&source.name, &faults, lang))
            })?
        }
        None => spreadsheet::template(&args.id),
    };
    let text = canonical(&procedure);
    match &args.out {
        Some(path) => {
            write(path, text.as_bytes())?;
            sweep(parent(path));
        }
        None => print::text(&text)?,
    }
    Ok(CLEAN)
}

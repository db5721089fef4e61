//! `redtape fmt`: the canonical form of procedure files.

use super::args::Fmt;
use super::exit::{CLEAN, FINDINGS, Failure};
use super::write::{parent, sweep, write};
use super::{files, print};
use redtape::model::print::print as canonical;
use std::collections::BTreeSet;
use std::path::Path;

pub(crate) fn run(args: &Fmt) -> Result<u8, Failure> {
    let (mut code, mut swept) = (CLEAN, BTreeSet::new());
    for path in &args.files.files {
        let (source, procedure) = files::procedure(path, args.files.lang.into())?;
        let text = canonical(&procedure);
        if path == Path::new("-") {
            print::text(&text)?;
        } else if text != source.text && args.check {
            print::text(&format!("{}\n", path.display()))?;
            code = FINDINGS;
        } else if text != source.text {
            write(path, text.as_bytes())?;
            if swept.insert(parent(path)) {
                sweep(parent(path));
            }
        }
    }
    Ok(code)
}

//! `redtape schema`: the JSON Schema of procedure files.

use super::exit::{CLEAN, Failure};
use super::print;

pub(crate) fn run() -> Result<u8, Failure> {
    print::text(&redtape::model::schema())?;
    Ok(CLEAN)
}

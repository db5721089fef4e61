//! `redtape validate`: every fault of every file.

use super::args::Files;
use super::exit::{BAD_INPUT, CLEAN, Failure};
use super::{files, print};

pub(crate) fn run(args: &Files) -> Result<u8, Failure> {
    let mut code = CLEAN;
    for path in &args.files {
        match files::procedure(path, args.lang.into()) {
            Ok(_) => {}
            Err(Failure::Input(text)) => {
                print::error(text.trim_end());
                code = BAD_INPUT;
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(code)
}

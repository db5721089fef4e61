//! `redtape analyze`: what weighs on a procedure, and its figures.

use super::args::Files;
use super::exit::{CLEAN, Failure};
use super::{files, print};
use redtape::fact::Facts;
use redtape::simplify::{Options, simplify};

pub(crate) fn run(args: &Files) -> Result<u8, Failure> {
    for path in &args.files {
        let lang = args.lang.into();
        let (_, procedure) = files::procedure(path, lang)?;
        let options = Options {
            facts: Facts::of(&procedure),
            ..Options::default()
        };
        let result = simplify(&procedure, &options);
        let result =
            result.map_err(|_| Failure::Input(format!("{}: too large", path.display())))?;
        let mut text = Vec::new();
        redtape::report::text::write(&procedure, &result, lang, &mut text)
            .map_err(|error| Failure::Io(error.into()))?;
        print::text(&String::from_utf8_lossy(&text))?;
    }
    Ok(CLEAN)
}

//! Files of decisions: read whole, held against the procedure that they are about.

use super::exit::Failure;
use super::files;
use redtape::decision::{Decided, with_known};
use redtape::message::{Ids, Lang, Message};
use redtape::model::Procedure;
use redtape::model::decision::{Decisions, load_decisions};
use std::path::Path;

/// Reads a file of decisions; every fault of the file is explained at once.
pub(crate) fn read(path: &Path, lang: Lang) -> Result<Decisions, Failure> {
    let source = files::read(path, lang)?;
    let decisions = with_known(|known| load_decisions(&source, known));
    decisions.map_err(|faults| Failure::Input(source.explain(&faults, lang)))
}

/// Reads decisions that are about this procedure; `input` is the SHA-256 of its file.
pub(crate) fn fitting(
    path: &Path,
    procedure: &Procedure,
    input: &str,
    lang: Lang,
) -> Result<Decided, Failure> {
    let decisions = read(path, lang)?;
    of_procedure(path, &decisions, procedure, lang)?;
    if decisions.input_sha256 != input {
        let short = |hash: &str| hash.get(..16).unwrap_or(hash).to_owned();
        let said = Message::new("decisions-stale")
            .with("file", path.display().to_string())
            .with("was", short(&decisions.input_sha256))
            .with("now", short(input));
        return Err(Failure::Input(said.say(lang, &Ids)));
    }
    Ok(Decided::of(decisions))
}

/// Fails where decisions are about another procedure.
pub(crate) fn of_procedure(
    path: &Path,
    decisions: &Decisions,
    procedure: &Procedure,
    lang: Lang,
) -> Result<(), Failure> {
    if decisions.procedure == procedure.id {
        return Ok(());
    }
    let said = Message::new("decisions-of-other")
        .with("file", path.display().to_string())
        .with("other", decisions.procedure.as_str())
        .with("id", procedure.id.as_str());
    Err(Failure::Input(said.say(lang, &Ids)))
}

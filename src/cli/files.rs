//! Reading: texts, procedures, targets.

use super::exit::Failure;
use super::print;
use anyhow::{Context, anyhow};
use redtape::message::Lang;
use redtape::model::target::{Targets, load_targets};
use redtape::model::{self, Procedure};
use redtape::source::{MAX_BYTES, Source};
use std::io::Read;
use std::path::Path;

/// Reads a text; `-` is standard input.
pub(crate) fn read(path: &Path, lang: Lang) -> Result<Source, Failure> {
    source(path, bytes(path)?, lang)
}

/// Reads a sheet: a text that may start with the byte order mark that spreadsheet programs write.
pub(crate) fn sheet(path: &Path, lang: Lang) -> Result<Source, Failure> {
    let mut bytes = bytes(path)?;
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes.drain(..3);
    }
    source(path, bytes, lang)
}

fn source(path: &Path, bytes: Vec<u8>, lang: Lang) -> Result<Source, Failure> {
    let name = if path == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    Source::from_bytes(&name, bytes)
        .map_err(|(source, fault)| Failure::Input(source.explain(&[fault], lang)))
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        return print::input();
    }
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(Failure::Io(anyhow!("{}: is a folder", path.display())));
    }
    let mut bytes = Vec::new();
    // One byte more than is allowed, so that a file that is too large shows itself without being read whole.
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| path.display().to_string())?;
    Ok(bytes)
}

/// Reads a procedure; every fault of the file is explained at once.
pub(crate) fn procedure(path: &Path, lang: Lang) -> Result<(Source, Procedure), Failure> {
    let source = read(path, lang)?;
    match model::load(&source) {
        Ok(procedure) => Ok((source, procedure)),
        Err(faults) => Err(Failure::Input(source.explain(&faults, lang))),
    }
}

/// Reads a file of targets; every fault of the file is explained at once.
pub(crate) fn targets(path: &Path, lang: Lang) -> Result<Targets, Failure> {
    let source = read(path, lang)?;
    let targets = load_targets(&source, &redtape::target::measures());
    targets.map_err(|faults| Failure::Input(source.explain(&faults, lang)))
}

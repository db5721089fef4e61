//! Reading procedures and writing files whole or not at all.

use super::exit::Failure;
use super::print;
use anyhow::{Context, anyhow};
use redtape::message::Lang;
use redtape::model::target::{Targets, load_targets};
use redtape::model::{self, Procedure};
use redtape::source::{MAX_BYTES, Source};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

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

/// Writes a file whole or not at all, and on the disk, name and all, before this returns: for what a person wrote.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let staged = stage(path, bytes)?;
    let told = || path.display().to_string();
    staged.file.as_file().sync_all().with_context(told)?;
    staged.publish()?;
    // A name is on the disk once its folder is; elsewhere folders cannot be opened as files.
    #[cfg(unix)]
    std::fs::File::open(folder_of(path))
        .and_then(|folder| folder.sync_all())
        .with_context(told)?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all: for what can be made again.
pub(crate) fn write_result(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    stage(path, bytes)?.publish()
}

/// A file that is written but for its name. It vanishes unless it is published.
pub(crate) struct Staged {
    path: PathBuf,
    file: NamedTempFile,
}

/// Writes a temporary file beside the file that it is to become.
pub(crate) fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, Failure> {
    let folder = folder_of(path);
    let written = (|| {
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        #[cfg(unix)]
        file.as_file().set_permissions(permissions(path))?;
        Ok::<_, std::io::Error>(file)
    })();
    let file = written.with_context(|| path.display().to_string())?;
    Ok(Staged {
        path: path.to_owned(),
        file,
    })
}

impl Staged {
    /// Gives the file its name; one that had it is replaced.
    pub(crate) fn publish(self) -> Result<(), Failure> {
        let persisted = self.file.persist(&self.path);
        persisted.with_context(|| self.path.display().to_string())?;
        Ok(())
    }
}

#[cfg(unix)]
/// The permissions of the file that is replaced, else those of any new file.
fn permissions(path: &Path) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).map_or(std::fs::Permissions::from_mode(0o644), |meta| {
        meta.permissions()
    })
}

//! Files are written whole or not at all: under a passing name beside the file that they are to become, which then takes
//! the place of what had it. What another run left half-written when it was killed is taken away.

use super::exit::Failure;
use anyhow::{Context, anyhow};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::Arc;
use tempfile::{Builder, NamedTempFile};

/// How the passing names begin, and how they end.
const PASSING: (&str, &str) = (".redtape-", ".tmp");
/// The most symbolic links from one to the next.
const MOST_LINKS: usize = 40;

/// Writes a file whole or not at all, and on the disk, name and all, before this returns: for what a person wrote.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let told = || path.display().to_string();
    let staged = stage(path, bytes)?;
    staged.sync().with_context(told)?;
    staged.publish()?;
    // A name is on the disk once its folder is; elsewhere folders cannot be opened as files.
    #[cfg(unix)]
    File::open(parent(path))
        .and_then(|folder| folder.sync_all())
        .with_context(told)?;
    Ok(())
}

/// Writes files whole or none of them: for what can be made again.
pub(crate) fn write_results(files: &[(PathBuf, &[u8])]) -> Result<(), Failure> {
    let staged = files.iter().map(|(path, bytes)| stage(path, bytes));
    let staged: Vec<_> = staged.collect::<Result<_, _>>()?;
    for file in staged {
        file.publish()?;
    }
    for (path, _) in files.iter().take(1) {
        sweep(parent(path));
    }
    Ok(())
}

/// [`write_results`] of one file.
pub(crate) fn write_result(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_results(&[(path.to_owned(), bytes)])
}

/// A file that is written but for its name. It vanishes unless it is published.
pub(crate) struct Staged {
    path: PathBuf,
    what: What,
}

enum What {
    /// It waits beside the file that it is to become.
    File(NamedTempFile),
    /// It grew under another name, from which it can be gone on with.
    Grown(PathBuf),
    /// It waits without a name, for what is no file: a pipe, a terminal, a device.
    Stream(File),
}

/// Writes bytes to a file that waits for its name.
pub(crate) fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, Failure> {
    stage_with(path, |out| out.write_all(bytes))
}

/// Writes a file that waits for its name.
pub(crate) fn stage_with(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> Result<Staged, Failure> {
    let told = || path.display().to_string();
    let there = std::fs::metadata(path);
    if there.as_ref().is_ok_and(std::fs::Metadata::is_dir) {
        return Err(Failure::Io(anyhow!("{}: is a folder", told())));
    }
    let written = (|| {
        let stream = there.is_ok_and(|there| !there.is_file());
        if stream {
            let mut file = tempfile::tempfile()?;
            filled(&mut file, fill)?;
            let path = path.to_owned();
            let what = What::Stream(file);
            return Ok(Staged { path, what });
        }
        let path = followed(path)?;
        let mut file = passing(&path)?;
        filled(file.as_file_mut(), fill)?;
        let what = What::File(file);
        Ok(Staged { path, what })
    })();
    written
        .map_err(plain)
        .with_context(told)
        .map_err(Failure::from)
}

/// A file for this run alone beside the file that it is to become, with the permissions that this one has or would have.
fn passing(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PASSING.0).suffix(PASSING.1);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(parent(path))?;
    // Held by a run that goes on, so that no other one takes it for a leftover; not every disk can do that.
    let _ = file.as_file().try_lock();
    if let Ok(there) = std::fs::metadata(path) {
        file.as_file().set_permissions(there.permissions())?;
    }
    Ok(file)
}

fn filled(
    file: &mut File,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    out.flush()
}

impl Staged {
    /// A file that was written under another name.
    pub(crate) fn grown(from: PathBuf, path: PathBuf) -> Self {
        let what = What::Grown(from);
        Self { path, what }
    }

    fn sync(&self) -> io::Result<()> {
        match &self.what {
            What::File(file) => file.as_file().sync_all(),
            What::Grown(_) | What::Stream(_) => Ok(()),
        }
    }

    /// Gives the file its name; one that had it is replaced.
    pub(crate) fn publish(self) -> Result<(), Failure> {
        let told = || self.path.display().to_string();
        let published = match self.what {
            What::File(file) => {
                let persisted = file.persist(&self.path);
                persisted.map(drop).map_err(|failed| failed.error)
            }
            What::Grown(from) => std::fs::rename(from, &self.path),
            What::Stream(file) => pour(file, &self.path),
        };
        published.with_context(told).map_err(Failure::from)
    }
}

/// What is no file takes what it is given.
fn pour(mut file: File, path: &Path) -> io::Result<()> {
    file.rewind()?;
    let mut out = OpenOptions::new().write(true).open(path)?;
    io::copy(&mut file, &mut out)?;
    out.flush()
}

/// Where a path leads: a link stays, and what it leads to is written.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&path) {
            Ok(to) => path = parent(&path).join(to),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("symbolic links lead round in a circle"))
}

/// Makes a folder where it is not there yet.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    let told = || path.display().to_string();
    let taken = std::fs::symlink_metadata(path).is_ok() && !path.is_dir();
    if taken {
        return Err(Failure::Io(anyhow!("{}: is not a folder", told())));
    }
    let made = std::fs::create_dir_all(path);
    made.with_context(told).map_err(Failure::from)
}

/// Takes away what runs that were killed left in a folder. What cannot be taken away is nobody's loss.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && name.starts_with(PASSING.0) && name.ends_with(PASSING.1) {
            let file = File::open(entry.path());
            // A run that goes on holds its own.
            if file.is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// A file that grows beyond the limit of the system (`ulimit -f`) is told as what cannot be written, and ends nothing.
pub(crate) fn catch_limit() {
    #[cfg(unix)]
    {
        // Without it the run would end at once, and leave what is half-written.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    }
}

/// The folder that a path is in.
pub(crate) fn parent(path: &Path) -> &Path {
    let named = path.parent();
    let named = named.filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

/// What the system said, without the passing name that nobody knows.
fn plain(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path \"") {
        Some((said, _)) => io::Error::new(error.kind(), said.to_owned()),
        None => error,
    }
}

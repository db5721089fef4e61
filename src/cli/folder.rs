//! A folder of results: all files are written before one is shown, with a manifest by which a later run knows its own.

use super::exit::Failure;
use super::files::{self, Staged};
use super::run::hash;
use anyhow::{Context, anyhow};
use redtape::message::{Ids, Lang, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";

/// What was written, by which version, from which input.
#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u32,
    redtape: String,
    input_sha256: String,
    /// SHA-256 of each file by its name.
    files: BTreeMap<String, String>,
}

/// A folder that files are being written to.
pub(crate) struct Folder<'a> {
    path: &'a Path,
    /// Whether files that are not ours may be replaced.
    force: bool,
    lang: Lang,
}

/// A file of the folder that waits for the others.
pub(crate) struct Written {
    name: String,
    sum: String,
    file: Staged,
}

impl<'a> Folder<'a> {
    /// Makes the folder where it is not there yet.
    pub(crate) fn open(path: &'a Path, force: bool, lang: Lang) -> Result<Self, Failure> {
        std::fs::create_dir_all(path).with_context(|| path.display().to_string())?;
        Ok(Self { path, force, lang })
    }

    /// Writes a file that waits for [`Folder::publish`].
    pub(crate) fn stage(&self, name: impl Into<String>, bytes: &[u8]) -> Result<Written, Failure> {
        let name = name.into();
        Ok(Written {
            sum: hash(bytes),
            file: files::stage(&self.path.join(&name), bytes)?,
            name,
        })
    }

    /// Shows the files, and the manifest with them; none where one of them would replace what is not ours.
    /// `input` is the SHA-256 of what they were made from. Returns how many files there are then.
    pub(crate) fn publish(&self, files: Vec<Written>, input: &str) -> Result<usize, Failure> {
        if !self.force {
            self.refuse_foreign(&files)?;
        }
        let sums = files
            .iter()
            .map(|file| (file.name.clone(), file.sum.clone()));
        let manifest = Manifest {
            version: 1,
            redtape: env!("CARGO_PKG_VERSION").to_owned(),
            input_sha256: input.to_owned(),
            files: sums.collect(),
        };
        let mut text = serde_json::to_vec_pretty(&manifest).context(MANIFEST)?;
        text.push(b'\n');
        let manifest = files::stage(&self.path.join(MANIFEST), &text)?;
        let count = files.len() + 1;
        for file in files {
            file.file.publish()?;
        }
        manifest.publish()?;
        Ok(count)
    }

    /// Fails where a file is there that the manifest does not list, or that was changed since.
    fn refuse_foreign(&self, files: &[Written]) -> Result<(), Failure> {
        let known = std::fs::read(self.path.join(MANIFEST)).ok();
        let manifest = known.as_deref().map(serde_json::from_slice::<Manifest>);
        let ours = match manifest {
            None => BTreeMap::new(),
            Some(Ok(manifest)) => manifest.files,
            Some(Err(_)) => return Err(foreign(self.path, MANIFEST, self.lang)),
        };
        for Written { name, sum, .. } in files {
            let path = self.path.join(name);
            let there = match std::fs::read(&path) {
                Ok(there) => hash(&there),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => {
                    let error = anyhow!(error).context(path.display().to_string());
                    return Err(Failure::Io(error));
                }
            };
            if ours.get(name) != Some(&there) && there != *sum {
                return Err(foreign(self.path, name, self.lang));
            }
        }
        Ok(())
    }
}

fn foreign(folder: &Path, name: &str, lang: Lang) -> Failure {
    let file = folder.join(name).display().to_string();
    let said = Message::new("folder-not-ours").with("file", file);
    Failure::Io(anyhow!(said.say(lang, &Ids)))
}

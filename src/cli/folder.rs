//! A folder of results: all files are written before one is shown, with a manifest by which a later run knows its own.

use super::exit::Failure;
use super::sum::{Sum, hash};
use super::write::{self, Staged};
use anyhow::{Context, anyhow};
use redtape::message::{Ids, Lang, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// The name of the manifest.
const MANIFEST: &str = "manifest.json";

/// What was written, by which version, from which input.
#[derive(Default, Serialize, Deserialize)]
struct Manifest {
    version: u32,
    redtape: String,
    input_sha256: String,
    /// SHA-256 of each file by its name.
    files: BTreeMap<String, String>,
    /// The same of the files that are about to take their places; there only while a run shows its files.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    next: BTreeMap<String, String>,
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
    pub(crate) name: String,
    /// Its SHA-256.
    pub(crate) sum: String,
    pub(crate) file: Staged,
}

impl<'a> Folder<'a> {
    /// Makes the folder where it is not there yet.
    pub(crate) fn open(path: &'a Path, force: bool, lang: Lang) -> Result<Self, Failure> {
        write::make_folder(path)?;
        write::sweep(path);
        Ok(Self { path, force, lang })
    }

    /// Writes a file that waits for [`Folder::publish`].
    pub(crate) fn stage(&self, name: impl Into<String>, bytes: &[u8]) -> Result<Written, Failure> {
        let name = name.into();
        Ok(Written {
            sum: hash(bytes),
            file: write::stage(&self.path.join(&name), bytes)?,
            name,
        })
    }

    /// Writes a file that is too large to be held, which waits for [`Folder::publish`].
    pub(crate) fn stage_with(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Written, Failure> {
        let mut sum = String::new();
        let file = write::stage_with(&self.path.join(name), |out| {
            let mut summed = Sum::new(out);
            fill(&mut summed)?;
            sum = summed.end().0;
            Ok(())
        })?;
        Ok(Written {
            name: name.to_owned(),
            sum,
            file,
        })
    }

    /// Fails where files with these names are there that are not ours: before the work rather than after it.
    pub(crate) fn refuse(&self, names: &[&str]) -> Result<(), Failure> {
        let known = self.known()?;
        for name in names.iter().filter(|_| !self.force) {
            if self
                .sum(name)?
                .is_some_and(|there| !known.lists(name, &there))
            {
                return Err(foreign(self.path, name, self.lang));
            }
        }
        Ok(())
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &'a Path {
        self.path
    }

    /// Shows the files, and the manifest with them; none where one of them would replace what is not ours.
    /// `input` is the SHA-256 of what they were made from. Returns how many files there are then.
    ///
    /// A run that is killed in the middle leaves some files old and some new. A manifest that names both goes before
    /// them, so that the next run knows them for ours.
    pub(crate) fn publish(&self, files: Vec<Written>, input: &str) -> Result<usize, Failure> {
        let before = self.known()?;
        if !self.force {
            self.refuse_foreign(&before, &files)?;
        }
        let sums = files
            .iter()
            .map(|file| (file.name.clone(), file.sum.clone()));
        let sums: BTreeMap<_, _> = sums.collect();
        let last = self.manifest(input, sums.clone(), BTreeMap::new())?;
        let passing = self.manifest(input, before.files, sums)?;
        let count = files.len() + 1;
        passing.publish()?;
        for file in files {
            file.file.publish()?;
        }
        last.publish()?;
        Ok(count)
    }

    fn manifest(
        &self,
        input: &str,
        files: BTreeMap<String, String>,
        next: BTreeMap<String, String>,
    ) -> Result<Staged, Failure> {
        let manifest = Manifest {
            version: 1,
            redtape: env!("CARGO_PKG_VERSION").to_owned(),
            input_sha256: input.to_owned(),
            files,
            next,
        };
        let mut text = serde_json::to_vec_pretty(&manifest).context(MANIFEST)?;
        text.push(b'\n');
        write::stage(&self.path.join(MANIFEST), &text)
    }

    /// What the manifest says that is there; nothing where there is none.
    fn known(&self) -> Result<Manifest, Failure> {
        let path = self.path.join(MANIFEST);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Manifest::default()),
            Err(error) => {
                return Err(Failure::Io(
                    anyhow!(error).context(path.display().to_string()),
                ));
            }
        };
        match serde_json::from_slice(&text) {
            Ok(manifest) => Ok(manifest),
            Err(_) if self.force => Ok(Manifest::default()),
            Err(_) => Err(foreign(self.path, MANIFEST, self.lang)),
        }
    }

    /// Fails where a file is there that the manifest does not list, or that was changed since.
    fn refuse_foreign(&self, known: &Manifest, files: &[Written]) -> Result<(), Failure> {
        for Written { name, sum, .. } in files {
            let there = self.sum(name)?;
            if there.is_some_and(|there| there != *sum && !known.lists(name, &there)) {
                return Err(foreign(self.path, name, self.lang));
            }
        }
        Ok(())
    }

    /// The SHA-256 of a file; none where it is not there.
    fn sum(&self, name: &str) -> Result<Option<String>, Failure> {
        let path = self.path.join(name);
        let summed = File::open(&path).and_then(|mut file| {
            let mut sum = Sum::new(io::sink());
            io::copy(&mut file, &mut sum)?;
            Ok(sum.end().0)
        });
        match summed {
            Ok(sum) => Ok(Some(sum)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::Io(
                anyhow!(error).context(path.display().to_string()),
            )),
        }
    }
}

impl Manifest {
    fn lists(&self, name: &str, sum: &str) -> bool {
        let listed = [&self.files, &self.next];
        listed
            .iter()
            .any(|files| files.get(name).is_some_and(|listed| listed == sum))
    }
}

fn foreign(folder: &Path, name: &str, lang: Lang) -> Failure {
    let file = folder.join(name).display().to_string();
    let said = Message::new("folder-not-ours").with("file", file);
    Failure::Io(anyhow!(said.say(lang, &Ids)))
}

//! A folder of results: written file by file, with a manifest by which a later run knows its own files.

use super::exit::Failure;
use super::files;
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

/// Files to be, by name.
pub(crate) type Contents = Vec<(&'static str, Vec<u8>)>;

/// Writes the files and the manifest; nothing where one of them would replace what is not ours.
pub(crate) fn write(
    folder: &Path,
    contents: &Contents,
    input: &str,
    force: bool,
    lang: Lang,
) -> Result<(), Failure> {
    if !force {
        refuse_foreign(folder, contents, lang)?;
    }
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    // A disk is waited for more than worked for.
    let (one, other) = contents.split_at(contents.len() / 2);
    let sums: Result<_, Failure> = std::thread::scope(|scope| {
        let other = scope.spawn(|| write_some(folder, other));
        let one = write_some(folder, one)?;
        let other = other.join();
        let other = other.unwrap_or_else(|bug| std::panic::resume_unwind(bug))?;
        Ok(one.into_iter().chain(other).collect())
    });
    let manifest = Manifest {
        version: 1,
        redtape: env!("CARGO_PKG_VERSION").to_owned(),
        input_sha256: input.to_owned(),
        files: sums?,
    };
    let mut text = serde_json::to_vec_pretty(&manifest).context(MANIFEST)?;
    text.push(b'\n');
    files::write_result(&folder.join(MANIFEST), &text)
}

/// Writes files; the SHA-256 of each by its name.
fn write_some(
    folder: &Path,
    contents: &[(&'static str, Vec<u8>)],
) -> Result<Vec<(String, String)>, Failure> {
    let each = contents.iter().map(|(name, bytes)| {
        files::write_result(&folder.join(name), bytes)?;
        Ok(((*name).to_owned(), hash(bytes)))
    });
    each.collect()
}

/// Fails where a file is there that the manifest does not list, or that was changed since.
fn refuse_foreign(folder: &Path, contents: &Contents, lang: Lang) -> Result<(), Failure> {
    let known = std::fs::read(folder.join(MANIFEST)).ok();
    let manifest = known.as_deref().map(serde_json::from_slice::<Manifest>);
    let ours = match manifest {
        None => BTreeMap::new(),
        Some(Ok(manifest)) => manifest.files,
        Some(Err(_)) => return Err(foreign(folder, MANIFEST, lang)),
    };
    for (name, bytes) in contents {
        let path = folder.join(name);
        let there = match std::fs::read(&path) {
            Ok(there) => hash(&there),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                let error = anyhow!(error).context(path.display().to_string());
                return Err(Failure::Io(error));
            }
        };
        if ours.get(*name) != Some(&there) && there != hash(bytes) {
            return Err(foreign(folder, name, lang));
        }
    }
    Ok(())
}

fn foreign(folder: &Path, name: &str, lang: Lang) -> Failure {
    let file = folder.join(name).display().to_string();
    let said = Message::new("folder-not-ours").with("file", file);
    Failure::Io(anyhow!(said.say(lang, &Ids)))
}

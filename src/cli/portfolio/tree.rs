//! The procedure files below a folder, in the order of their paths, however many they are.

use super::super::exit::Failure;
use super::sorter::{Merge, Sortable, Sorter};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Files that are yet to be read.
pub(crate) struct Tree {
    folder: PathBuf,
    files: Merge<'static, Found>,
    /// How many there were at first.
    pub(crate) count: u64,
}

impl Tree {
    /// Finds the files.
    pub(crate) fn of(folder: &Path) -> Result<Self, Failure> {
        let mut found = Sorter::new(None);
        let count = collect(folder, &mut found, &mut BTreeSet::new())?;
        let files = found.into_order()?;
        let folder = folder.to_owned();
        Ok(Self {
            folder,
            files,
            count,
        })
    }

    /// Where a file lies below the folder, its parts parted by `/` on every system.
    pub(crate) fn inside(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.folder).unwrap_or(path);
        let parts = inside.iter().map(|part| part.to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    }

    /// The next file.
    pub(crate) fn next(&mut self) -> Result<Option<PathBuf>, Failure> {
        let next = self.files.next().transpose().context("names of files")?;
        Ok(next.map(|found| PathBuf::from(found.0)))
    }
}

/// A path. The order is that of its parts.
#[derive(Clone, Serialize, Deserialize)]
struct Found(OsString);

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        Path::new(&self.0).cmp(Path::new(&other.0))
    }
}
impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Found {}

impl Sortable for Found {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.0.len()
    }
    fn join(&mut self, next: &Self) -> bool {
        self == next
    }
}

/// Adds the files below a folder whose names end in `.json`, in letters of any case, and tells how many there are. What is
/// hidden is passed over. A folder that links lead to a second time is looked into once.
fn collect(
    folder: &Path,
    found: &mut Sorter<Found>,
    seen: &mut BTreeSet<PathBuf>,
) -> Result<u64, Failure> {
    let told = || folder.display().to_string();
    if !seen.insert(std::fs::canonicalize(folder).with_context(told)?) {
        return Ok(0);
    }
    let mut count = 0;
    for entry in std::fs::read_dir(folder).with_context(told)? {
        let path = entry.with_context(told)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            count += collect(&path, found, seen)?;
        } else if is_json(&path) && !name.starts_with('.') {
            found.take(Found(path.into_os_string()))?;
            count += 1;
        }
    }
    Ok(count)
}

fn is_json(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

//! The corpus of the fuzz targets, replayed through the functions that fuzzing calls: what was found once stays found.

use crate::golden::{files_in, folders};

#[path = "../../fuzz/entries/mod.rs"]
mod entries;

/// The targets that have a file in `fuzz/targets`.
fn targets() -> Vec<String> {
    let files = crate::golden::files("fuzz/targets", "rs").into_iter();
    let names = files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
    names.collect()
}

#[test]
fn the_corpus_is_replayed_without_a_finding() {
    let mut found = Vec::new();
    for folder in folders("fuzz/corpus") {
        let target = folder.file_name().unwrap().to_string_lossy().into_owned();
        let inputs = files_in(&folder);
        assert!(!inputs.is_empty(), "{target}");
        for path in inputs {
            let bytes = std::fs::read(&path).unwrap();
            if std::panic::catch_unwind(|| entries::run(&target, &bytes)).is_err() {
                found.push(path);
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_target_has_seeds_and_is_built() {
    let folders = folders("fuzz/corpus").into_iter();
    let seeded: Vec<_> = folders
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(targets(), seeded);
    let manifest = crate::golden::repository("fuzz/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).unwrap();
    for target in targets() {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "{target}"
        );
        let code = crate::golden::repository(&format!("fuzz/targets/{target}.rs"));
        let code = std::fs::read_to_string(code).unwrap();
        assert!(
            code.contains(&format!("entries::run(\"{target}\", bytes)")),
            "{target}"
        );
    }
}

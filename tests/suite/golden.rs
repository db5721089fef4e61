//! Golden texts: plain files beside the tests, rewritten by `UPDATE=1 cargo test`.

use std::path::Path;

/// Holds `text` against the file; with `UPDATE` set, writes the file instead.
pub fn check(path: &Path, text: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, text).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(path)
        .unwrap_or_else(|_| panic!("{} is missing: UPDATE=1 cargo test writes it", path.display()));
    assert_eq!(golden, text, "{} differs: UPDATE=1 cargo test rewrites it", path.display());
}

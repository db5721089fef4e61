//! The pictures of docs/gallery.md are those that the program makes.

use crate::golden::{golden, redtape, repository};

/// Procedure, further options, and which sheet is shown under which name.
const SHOWN: [(&str, &[&str], &str, &str); 3] = [
    (
        "cn-newborn",
        &["--lang", "zh"],
        "before-after.svg",
        "newborn-zh.svg",
    ),
    (
        "nl-tue-domestic-declaration",
        &[],
        "before-after.svg",
        "tue-domestic.svg",
    ),
    (
        "ph-angono-building-permit",
        &["--direction", "td"],
        "before-after.svg",
        "angono-top-down.svg",
    ),
];

#[test]
fn the_pictures_of_the_gallery() {
    let page = std::fs::read_to_string(repository("docs/gallery.md")).unwrap();
    for (procedure, options, sheet, picture) in SHOWN {
        let folder = tempfile::tempdir().unwrap();
        let file = repository(&format!("procedures/{procedure}.json"));
        let file = file.to_string_lossy();
        let args = [&["simplify", &file, "--out", "result"], options].concat();
        let run = redtape(folder.path(), &args, b"");
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (Some(0), ""),
            "{procedure}"
        );
        let made = folder.path().join("result").join(sheet);
        let made = std::fs::read_to_string(made).unwrap();
        golden(&repository(&format!("docs/gallery/{picture}")), &made);
        assert!(page.contains(&format!("gallery/{picture}")), "{picture}");
    }
}

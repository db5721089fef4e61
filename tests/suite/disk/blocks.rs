//! A disk that fills up while what is too much for the memory is sorted on it.

use super::{FULL, LARGE, on_small_disk, refused, said, shell, stage};
use crate::golden::redtape;
use crate::portfolio_scale::records;
use std::fs;
use std::path::Path;

/// Records of more steps than are held in memory, and their summary.
fn many_steps(at: &Path) {
    records(&at.join("records"), 0..250);
    let args = ["portfolio", "records", "--reduce", "--format", "json"];
    let summary = redtape(at, &args, b"");
    assert_eq!(summary.code, Some(0), "{}", summary.stderr);
    fs::write(at.join("summary.json"), summary.stdout).unwrap();
}

const RUNS: [&str; 4] = [
    "records --out result --also ranking",
    "records --format json",
    "summary.json --out result",
    "summary.json",
];

#[test]
fn a_disk_that_fills_up_while_steps_are_sorted_is_told() {
    let folder = stage();
    many_steps(folder.path());
    for run in RUNS {
        let script = format!(
            "mkdir result; TMPDIR=$PWD \"$1\" portfolio --reduce ../{run} >printed; echo $?; cat printed; find . | sort"
        );
        let Some(ran) = on_small_disk(folder.path(), &script) else {
            return;
        };
        let left = "4\n.\n./many.ndjson\n./p.json\n./printed\n./result\n";
        assert_eq!(String::from_utf8_lossy(&ran.stdout), left, "{run}");
        let told = said(&ran);
        assert!(told.contains(FULL) && told.lines().count() == 1, "{told}");
    }
}

#[test]
fn blocks_beyond_the_limit_of_the_system_are_told() {
    let folder = stage();
    let at = folder.path();
    many_steps(at);
    fs::create_dir(at.join("result")).unwrap();
    for run in RUNS {
        let script = format!("ulimit -f 100; exec \"$1\" portfolio --reduce {run}");
        let ran = shell(at, &script, &[]);
        refused(&ran, 4, LARGE, run);
        assert!(ran.stdout.is_empty(), "{run}");
        let left = fs::read_dir(at.join("result")).unwrap().count();
        assert_eq!(left, 0, "{run}");
    }
}

//! How long whole commands take, process start included: the median of 50 runs, the files in the page cache, results
//! written to a folder that is not there yet, unless said.
//!
//! `cargo bench --bench commands`.

mod made_up;

use made_up::procedure;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 50;

fn median(command: impl Fn() -> Command) -> Duration {
    median_of(RUNS, command)
}

/// The median of the wall times of a command, after one run that is not counted.
fn median_of(runs: usize, command: impl Fn() -> Command) -> Duration {
    let run = |_| {
        let mut command = command();
        let _ = std::fs::remove_dir_all(results(&command));
        let start = Instant::now();
        let status = command.stdout(Stdio::null()).status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "the command fails"
        );
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..=runs).map(run).skip(1).collect();
    times.sort();
    times[runs / 2]
}

/// Where a command of this benchmark writes its results.
fn results(command: &Command) -> std::path::PathBuf {
    let folder = command.get_current_dir().unwrap_or(Path::new("."));
    folder.join("out")
}

fn tell(what: &str, median: Duration) {
    use std::io::Write as _;
    let _ = writeln!(
        std::io::stdout(),
        "{what:<54} {:>9.2} ms",
        median.as_secs_f64() * 1e3
    );
}

fn redtape(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redtape"));
    command.current_dir(folder).args(args);
    command
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    tell(
        "start and end of a process (--version)",
        median(|| redtape(at, &["--version"])),
    );
    for (steps, agencies) in [(25, 8), (100, 20)] {
        let name = format!("{steps}.json");
        std::fs::write(at.join(&name), procedure(steps, agencies)).expect("a file");
        for command in ["validate", "analyze"] {
            tell(
                &format!("{command}, {steps} steps"),
                median(|| redtape(at, &[command, &name])),
            );
        }
        tell(
            &format!("simplify and draw, {steps} steps"),
            median(|| redtape(at, &["simplify", &name, "--out", "out"])),
        );
        tell(
            &format!("the same with report.html, {steps} steps"),
            median(|| redtape(at, &["simplify", &name, "--out", "out", "--also", "html"])),
        );
        tell(
            &format!("simplify in the place of earlier results, {steps} steps"),
            median(|| redtape(at, &["simplify", &name, "--out", &format!("kept{steps}")])),
        );
    }
    std::fs::write(at.join("2500.json"), procedure(2_500, 40)).expect("a file");
    tell(
        "draw both sheets, 2,500 steps, 40 lanes",
        median_of(5, || {
            redtape(at, &["draw", "2500.json", "2500.json", "-o", "big.svg"])
        }),
    );
}

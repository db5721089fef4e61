//! How long whole commands take, process start included: the median of 50 runs, the files in the page cache, results
//! written to a folder that is not there yet.
//!
//! `cargo bench --bench commands`. The procedures are made up to the scale asked for: every matter goes to an
//! agency of its own, which takes it in (asking the same form, licence and plan each time), examines it and signs it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 50;

/// Matters of three steps each, one behind the other, over at most `agencies` agencies; one step more at the start.
fn procedure(steps: usize, agencies: usize) -> String {
    let mut roles = String::from(r#"{"id": "owner", "kind": "applicant"}"#);
    let mut list = String::new();
    for agency in 0..agencies {
        let comma = if agency == 0 { "" } else { "," };
        let _ = write!(
            list,
            r#"{comma}{{"id": "agency{agency}", "government": "city"}}"#
        );
        for (role, superior) in [("window", "officer"), ("officer", "chief"), ("chief", "")] {
            let superior = if superior.is_empty() {
                String::new()
            } else {
                format!(r#", "superior": "{superior}{agency}""#)
            };
            let _ = write!(
                roles,
                r#", {{"id": "{role}{agency}", "agency": "agency{agency}"{superior}}}"#
            );
        }
    }
    let mut text = format!(
        r#"{{"redtape": 1, "id": "made-up", "name": "Made up", "agencies": [{list}], "roles": [{roles}],
        "documents": [{{"id": "form", "kind": "form", "carries": ["name", "address"]}},
            {{"id": "licence", "kind": "proof"}}, {{"id": "plan", "kind": "proof"}}],
        "fields": [{{"id": "name"}}, {{"id": "address"}}],
        "criteria": [{{"id": "complete", "reads": ["form", "plan"]}}, {{"id": "lawful", "reads": ["plan"]}}],
        "steps": [{{"id": "s0", "name": "Prepare the project", "kind": "record", "role": "owner", "elapsed": "5 cd"}}"#
    );
    for step in 1..steps {
        let agency = (step - 1) / 3 % agencies;
        let body = match (step - 1) % 3 {
            0 => format!(
                r#""kind": "submit", "role": "owner", "with": "window{agency}", "visit": "in-person", "elapsed": "1 cd",
                "needs": [{{"document": "form"}}, {{"document": "licence", "form": "copy"}}, {{"document": "plan", "form": "copy"}}]"#
            ),
            1 => format!(
                r#""kind": "review", "role": "officer{agency}", "criteria": ["complete", "lawful"], "elapsed": "3..8 cd""#
            ),
            _ => format!(
                r#""kind": "sign-off", "role": "chief{agency}", "criteria": ["lawful"], "elapsed": "2 cd""#
            ),
        };
        let before = step - 1;
        let _ = write!(
            text,
            r#", {{"id": "s{step}", "name": "Matter {} at agency {agency}", {body}, "after": ["s{before}"]}}"#,
            (step - 1) / 3
        );
    }
    let last = steps - 1;
    let _ = write!(
        text,
        r#"], "ends": [{{"id": "done", "after": ["s{last}"]}}]}}"#
    );
    text
}

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
        "{what:<44} {:>9.2} ms",
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
    }
    std::fs::write(at.join("2500.json"), procedure(2_500, 40)).expect("a file");
    tell(
        "draw both sheets, 2,500 steps, 40 lanes",
        median_of(5, || {
            redtape(at, &["draw", "2500.json", "2500.json", "-o", "big.svg"])
        }),
    );
}

//! How long it takes to measure a procedure, by its size.

use divan::{Bencher, black_box};
use redtape::graph::Graph;
use redtape::measure::critical::critical;
use redtape::measure::{Convention, measure};
use redtape::model::{Procedure, load};
use redtape::source::Source;
use std::fmt::Write as _;

/// Rows of five steps: one, two beside each other, one that joins them, a check that may return the
/// case, each with a range of times, on both clocks.
fn procedure(steps: usize) -> Procedure {
    let mut text = String::from(
        r#"{"redtape": 1, "id": "b", "name": "b", "cases_per_year": 1000, "roles": [{"id": "r"}, {"id": "s", "superior": "r"}], "steps": ["#,
    );
    let mut gateways = String::new();
    let mut last = String::new();
    for row in 0..steps / 5 {
        let after = if row == 0 {
            String::new()
        } else {
            format!(r#", "after": ["{last}"]"#)
        };
        let comma = if row == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"id": "a{row}", "kind": "record", "role": "r", "work": "10..30 min", "wait": "1 wd"{after}}},
            {{"id": "b{row}", "kind": "review", "role": "s", "after": ["a{row}"], "elapsed": "1/2/5 wd"}},
            {{"id": "c{row}", "kind": "review", "role": "r", "after": ["a{row}"], "elapsed": "2..4 wd"}},
            {{"id": "d{row}", "kind": "sign-off", "role": "s", "after": ["b{row}", "c{row}"], "elapsed": "3 cd"}},
            {{"id": "e{row}", "kind": "check", "role": "r", "after": ["d{row}"], "work": "15 min", "wait": "2 wd"}}"#
        );
        let comma = if row == 0 { "" } else { "," };
        let _ = write!(
            gateways,
            r#"{comma}{{"id": "g{row}", "after": ["e{row}"], "branches": [{{"id": "y", "p": 0.9}}, {{"id": "n", "p": 0.1, "back_to": "a{row}"}}]}}"#
        );
        last = format!("g{row}.y");
    }
    let _ = write!(
        text,
        r#"], "gateways": [{gateways}], "ends": [{{"id": "z", "after": ["{last}"]}}]}}"#
    );
    let source = Source {
        name: "bench".to_owned(),
        text,
    };
    load(&source).unwrap_or_else(|faults| panic!("{} faults", faults.len()))
}

#[divan::bench(args = [25, 250, 2_500])]
fn all_measures(bencher: Bencher<'_, '_>, steps: usize) {
    let procedure = procedure(steps);
    let graph = Graph::of(&procedure);
    bencher.bench_local(|| measure(black_box(&procedure), &graph, Convention::Plain));
}

#[divan::bench(args = [25, 250, 2_500])]
fn critical_paths(bencher: Bencher<'_, '_>, steps: usize) {
    let procedure = procedure(steps);
    let graph = Graph::of(&procedure);
    bencher.bench_local(|| critical(black_box(&procedure), &graph));
}

fn main() {
    divan::main();
}

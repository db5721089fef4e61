//! How many procedures a second all cores read and look into, in one process, the texts in memory: what `portfolio` does of
//! each, without what it writes.
//!
//! `cargo bench --bench portfolio -- FILE.ndjson`; without a file, of procedures that `generate` makes up.
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]

use rayon::prelude::*;
use redtape::context::Net;
use redtape::generate::{Recipe, procedure};
use redtape::graph::Graph;
use redtape::measure::Convention;
use redtape::measure::regions::Regions;
use redtape::measure::soundness::{Limits, Soundness, decide_by};
use redtape::message::Lang;
use redtape::model::{Procedure, load};
use redtape::portfolio::{Depth, Digest, Look};
use redtape::source::Source;
use std::time::Instant;

/// The allocator of the binary.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often the whole portfolio is gone through; the first time warms up and does not count.
const ROUNDS: usize = 8;

const LOOK: Look = Look {
    depth: Depth::Analysed,
    convention: Convention::Plain,
    lang: Lang::En,
    as_of: None,
};

fn main() {
    let sources = sources();
    let threads = rayon::current_num_threads();
    println!("{} procedures, {threads} threads", sources.len());
    let rates: [(&str, Work); 3] = [
        ("read, every reference checked", is_read),
        ("read, and the flow proved sound", is_sound),
        ("read and analysed: measures and all rules", is_analysed),
    ];
    for (what, work) in rates {
        let mut rates: Vec<f64> = (0..ROUNDS).map(|_| rate(&sources, work)).skip(1).collect();
        rates.sort_by(f64::total_cmp);
        let (least, most) = (rates[0], rates[rates.len() - 1]);
        let median = rates[rates.len() / 2];
        println!("{what}: {median:.0} a second ({least:.0} to {most:.0})");
    }
}

/// What is done with a text; whether it comes through.
type Work = fn(&Source) -> bool;

/// The procedures of a file, one a line, else made-up ones of 25 steps.
fn sources() -> Vec<Source> {
    let file = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let texts: Vec<String> = if let Some(file) = file {
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        text.lines().map(str::to_owned).collect()
    } else {
        let recipe = Recipe {
            seed: 1,
            steps: Some(25),
        };
        (0..2_000).map(|number| procedure(recipe, number)).collect()
    };
    let name = "line".to_owned();
    let source = |text| Source {
        name: name.clone(),
        text,
    };
    texts.into_iter().map(source).collect()
}

/// Procedures a second; each has to come through.
fn rate(sources: &[Source], work: Work) -> f64 {
    let start = Instant::now();
    let done = sources
        .par_iter()
        .with_max_len(1)
        .filter(|source| work(source))
        .count();
    assert_eq!(done, sources.len(), "a procedure is at fault");
    sources.len() as f64 / start.elapsed().as_secs_f64()
}

fn is_read(source: &Source) -> bool {
    load(source).is_ok()
}

fn is_sound(source: &Source) -> bool {
    load(source).is_ok_and(|p| {
        let graph = Graph::of(&p);
        decide_by(Regions::of(&graph).as_ref(), &graph, Limits::default()) == Soundness::Sound
    })
}

fn is_analysed(source: &Source) -> bool {
    load(source).is_ok_and(|p| digest(&p).is_some())
}

fn digest(p: &Procedure) -> Option<Digest> {
    let graph = Graph::of(p);
    let regions = Regions::of(&graph);
    let verdict = decide_by(regions.as_ref(), &graph, Limits::default());
    let net = Net::apart(graph, regions.as_ref(), p).ok()?;
    (verdict == Soundness::Sound).then(|| Digest::of(p, net, LOOK))
}

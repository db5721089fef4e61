//! The work itself: batches of texts become records on all cores, in the order of the input. While a batch is worked on,
//! the one before it is taken and the one after it is read.

use super::super::exit::Failure;
use super::super::sum::hash;
use super::input::{Input, Item};
use anyhow::Context;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use redtape::context::Net;
use redtape::graph::Graph;
use redtape::measure::regions::Regions;
use redtape::measure::soundness::{Limits, decide_by};
use redtape::message::{Ids, Message};
use redtape::model::{Procedure, load};
use redtape::portfolio::{Digest, Look, Other, Outcome, Record};
use redtape::report::unsound;
use redtape::source::Source;
use serde_json::{Map, Value};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// Texts of a batch for each thread: enough that the threads seldom wait for each other.
const EACH: usize = 128;
/// Bytes of a batch: what is held at once stays bounded whatever the texts are.
const BATCH_BYTES: usize = 16 << 20;

/// What was made from a text.
pub(crate) struct Made {
    pub(crate) record: Record,
    /// The record as it is written; empty where none is.
    pub(crate) line: Vec<u8>,
}

/// Makes records.
pub(crate) struct Workers<'p> {
    pool: &'p ThreadPool,
    look: Look,
    /// Whether records are written.
    lines: bool,
    crashed: AtomicBool,
}

/// So many threads; as many as there are cores where that is 0.
pub(crate) fn pool(threads: usize) -> Result<ThreadPool, Failure> {
    let pool = ThreadPoolBuilder::new().num_threads(threads);
    Ok(pool.build().context("threads")?)
}

impl<'p> Workers<'p> {
    /// Workers on the threads of a pool. `lines` tells whether records are written.
    pub(crate) fn new(pool: &'p ThreadPool, look: Look, lines: bool) -> Self {
        Self {
            pool,
            look,
            lines,
            crashed: AtomicBool::new(false),
        }
    }

    /// Hands on what was made from each batch of texts, in the order of the input. What was read before a fault of the
    /// input is handed on before that is told.
    pub(crate) fn each_batch(
        &self,
        input: &mut Input,
        mut take: impl FnMut(&[Made], &Input) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut made = Vec::new();
        let (mut items, mut ended) = self.read(input);
        while !items.is_empty() {
            let batch = items;
            let mut next = Ok(Vec::new());
            let taken = self.pool.in_place_scope(|scope| {
                // One by one, so that no thread keeps a row of texts to itself while the other waits at the end of a batch.
                let texts = batch.into_par_iter().with_max_len(1);
                scope.spawn(|_| next = texts.map(|item| self.made(item)).collect());
                // What is taken is put away here too: between two batches nobody works.
                take(&std::mem::take(&mut made), input)?;
                Ok::<_, Failure>(match ended {
                    Ok(()) => self.read(input),
                    fault => (Vec::new(), fault),
                })
            });
            (items, ended) = taken?;
            made = next.context("record")?;
        }
        take(&made, input).and(ended)
    }

    /// The texts of the next batch; none at the end, or where the input is at fault.
    fn read(&self, input: &mut Input) -> (Vec<Item>, Result<(), Failure>) {
        let (mut items, mut bytes) = (Vec::new(), 0);
        let most = EACH * self.pool.current_num_threads();
        while items.len() < most && bytes < BATCH_BYTES {
            match input.next() {
                Ok(Some(item)) => {
                    bytes += item.bytes.len();
                    items.push(item);
                }
                Ok(None) => break,
                Err(failure) => return (items, Err(failure)),
            }
        }
        (items, Ok(()))
    }

    /// Whether a bug of this program stopped the analysis of some text.
    pub(crate) fn crashed(&self) -> bool {
        self.crashed.load(Ordering::Relaxed)
    }

    fn made(&self, item: Item) -> serde_json::Result<Made> {
        let record = self.record(item);
        let mut line = Vec::new();
        if self.lines {
            serde_json::to_writer(&mut line, &record)?;
            line.push(b'\n');
        }
        Ok(Made { record, line })
    }

    fn record(&self, item: Item) -> Record {
        let look = self.look;
        let sha256 = hash(&item.bytes);
        let (line, file) = (item.line, item.file.clone());
        if item.is_blank() {
            return Record::of(line, file, sha256, Outcome::Other(Other::Blank));
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| outcome(item, look)));
        if outcome.is_err() {
            self.crashed.store(true, Ordering::Relaxed);
        }
        // The panic hook has said where; the rest of the portfolio goes on.
        let bug = |_| Outcome::Fault(Message::new("portfolio-bug").say(look.lang, &Ids));
        Record::of(line, file, sha256, outcome.unwrap_or_else(bug))
    }
}

fn outcome(item: Item, look: Look) -> Outcome {
    if let Some(said) = item.unreadable {
        let message = Message::new("portfolio-unreadable");
        let message = message.with("file", item.name).with("said", said);
        return Outcome::Fault(message.say(look.lang, &Ids));
    }
    let source = match Source::from_bytes(&item.name, item.bytes) {
        Ok(source) => source,
        Err((source, fault)) => return Outcome::Fault(source.explain(&[fault], look.lang)),
    };
    match load(&source) {
        Ok(p) => {
            let digest = digest(&source.name, &p, look);
            digest.map_or_else(Outcome::Fault, |digest| {
                Outcome::Procedure(Box::new(digest))
            })
        }
        Err(_) if item.file.is_some() && is_other(&source.text) => {
            Outcome::Other(Other::NoProcedure)
        }
        Err(faults) => Outcome::Fault(source.explain(&faults, look.lang)),
    }
}

/// Members that procedures have, and no other file of ours.
const OF_PROCEDURES: [&str; 4] = ["redtape", "id", "roles", "steps"];

/// Whether a file is of another kind: an object that has members, and none of those by which a procedure is known. What
/// is no JSON, or has any of them, was meant for a procedure.
fn is_other(text: &str) -> bool {
    let members: Option<Map<String, Value>> = serde_json::from_str(text).ok();
    members.is_some_and(|members| {
        let is_procedure = OF_PROCEDURES.iter().any(|name| members.contains_key(*name));
        !members.is_empty() && !is_procedure
    })
}

fn digest(name: &str, p: &Procedure, look: Look) -> Result<Digest, String> {
    let graph = Graph::of(p);
    let told = |message: &Message| format!("{name}: {}", message.say(look.lang, p));
    let regions = Regions::of(&graph);
    let verdict = decide_by(regions.as_ref(), &graph, Limits::default());
    if let Some(message) = unsound(&graph, &verdict) {
        return Err(told(&message));
    }
    let net = Net::apart(graph, regions.as_ref(), p);
    net.map(|net| Digest::of(p, net, look))
        .map_err(|_| told(&Message::new("analysis-too-large")))
}

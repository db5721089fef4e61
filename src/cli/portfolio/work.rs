//! The work itself: batches of texts become records on all cores, in the order of the input.

use super::super::exit::Failure;
use super::super::sum::hash;
use super::input::{Input, Item};
use anyhow::Context;
use rayon::prelude::*;
use redtape::graph::Graph;
use redtape::measure::soundness::{Limits, decide};
use redtape::message::{Ids, Message};
use redtape::model::load;
use redtape::portfolio::{Digest, Look, Record};
use redtape::report::unsound;
use redtape::source::Source;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// Texts of a batch for each thread: enough that the threads seldom wait for each other.
const EACH: usize = 64;
/// Bytes of a batch: what is held at once stays bounded whatever the texts are.
const BATCH_BYTES: usize = 16 << 20;

/// Makes records on a number of threads.
pub(crate) struct Workers {
    pool: rayon::ThreadPool,
    look: Look,
    crashed: AtomicBool,
}

impl Workers {
    /// Workers on `threads` threads; on all cores where that is 0.
    pub(crate) fn new(threads: usize, look: Look) -> Result<Self, Failure> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        Ok(Self {
            pool: pool.build().context("threads")?,
            look,
            crashed: AtomicBool::new(false),
        })
    }

    /// The records of the next batch, in the order of the input; empty at its end.
    pub(crate) fn batch(&self, input: &mut Input) -> Result<Vec<Record>, Failure> {
        let (mut items, mut bytes) = (Vec::new(), 0);
        let most = EACH * self.pool.current_num_threads();
        while items.len() < most && bytes < BATCH_BYTES {
            let Some(item) = input.next()? else { break };
            bytes += item.bytes.len();
            items.push(item);
        }
        let records = || items.into_par_iter().map(|item| self.record(item));
        Ok(self.pool.install(|| records().collect()))
    }

    /// Whether a bug of this program stopped the analysis of some text.
    pub(crate) fn crashed(&self) -> bool {
        self.crashed.load(Ordering::Relaxed)
    }

    fn record(&self, item: Item) -> Record {
        let look = self.look;
        let sha256 = hash(&item.bytes);
        let line = item.line;
        let outcome = catch_unwind(AssertUnwindSafe(|| digest(item, look)));
        if outcome.is_err() {
            self.crashed.store(true, Ordering::Relaxed);
        }
        // The panic hook has said where; the rest of the portfolio goes on.
        let outcome =
            outcome.unwrap_or_else(|_| Err(Message::new("portfolio-bug").say(look.lang, &Ids)));
        Record::of(line, sha256, outcome)
    }
}

fn digest(item: Item, look: Look) -> Result<Digest, String> {
    if let Some(said) = item.unreadable {
        let message = Message::new("portfolio-unreadable");
        let message = message.with("file", item.name).with("said", said);
        return Err(message.say(look.lang, &Ids));
    }
    let source = Source::from_bytes(&item.name, item.bytes);
    let source = source.map_err(|(source, fault)| source.explain(&[fault], look.lang))?;
    let p = load(&source).map_err(|faults| source.explain(&faults, look.lang))?;
    let graph = Graph::of(&p);
    let told = |message: &Message| format!("{}: {}", source.name, message.say(look.lang, &p));
    if let Some(message) = unsound(&graph, &decide(&graph, Limits::default())) {
        return Err(told(&message));
    }
    Digest::of(&p, graph, look).map_err(|_| told(&Message::new("analysis-too-large")))
}

//! `redtape portfolio`: many procedures, read as a stream, looked into on all cores, and summed up.

mod input;
mod out;
mod progress;
mod ranks;
mod resume;
mod tally;
mod work;

use super::args::Portfolio;
use super::exit::{BAD_INPUT, BUG, CLEAN, Failure};
use super::folder::Folder;
use super::print;
use anyhow::Context;
use input::Input;
use out::Waiting;
use progress::Progress;
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::{Depth, Look, Record, Summary};
use resume::Records;
use std::io::Write;
use std::path::Path;
use tally::Tally;
use work::Workers;

pub(crate) fn run(args: &Portfolio) -> Result<u8, Failure> {
    if args.map {
        return map(args);
    }
    let input = if args.reduce {
        None
    } else {
        Some(Input::open(only_path(args)?)?)
    };
    let folder = args.out.as_deref();
    let folder = folder.map(|folder| Folder::open(folder, args.force, args.lang.into()));
    let folder = folder.transpose()?;
    if let Some(folder) = &folder {
        folder.refuse(&out::NAMES)?;
    }
    let mut tally = Tally::new(args, folder.as_ref());
    let (records, crashed) = match input {
        Some(input) => analyse(args, input, folder.as_ref(), &mut tally)?,
        None => (reduce(args, &mut tally)?, false),
    };
    let Tally { summary, ranks, .. } = tally;
    let records = records.map(Records::end).transpose()?;
    let waiting = folder.as_ref().map(|folder| Waiting {
        folder,
        ranks,
        records,
    });
    out::write(&summary, waiting, args)?;
    if let Some(folder) = folder.filter(|_| !args.reduce) {
        Records::forget(folder.path())?;
    }
    Ok(if crashed {
        BUG
    } else {
        code(&summary, args.strict)
    })
}

/// A bug of ours goes before what is wrong with the input.
fn code(summary: &Summary, strict: bool) -> u8 {
    if summary.undone > 0 {
        BUG
    } else if strict && summary.faulty > 0 || summary.procedures == 0 {
        BAD_INPUT
    } else {
        CLEAN
    }
}

fn look(args: &Portfolio) -> Look {
    Look {
        depth: if args.analyze_only {
            Depth::Analysed
        } else {
            Depth::Simplified
        },
        convention: args.convention,
        lang: args.lang.into(),
        as_of: args.as_of,
    }
}

fn only_path(args: &Portfolio) -> Result<&Path, Failure> {
    match &args.paths[..] {
        [path] => Ok(path),
        _ => Err(Failure::Input(said("portfolio-one-path", args.lang.into()))),
    }
}

fn said(key: &'static str, lang: Lang) -> String {
    Message::new(key).say(lang, &Ids)
}

/// Reads the procedures and sums up their records; tells whether a bug of this program stopped one.
fn analyse(
    args: &Portfolio,
    mut input: Input,
    folder: Option<&Folder<'_>>,
    tally: &mut Tally,
) -> Result<(Option<Records>, bool), Failure> {
    let look = look(args);
    let workers = Workers::new(args.threads, look)?;
    let mut records = match folder.map(Folder::path) {
        None => None,
        Some(folder) => {
            let settings = format!("redtape {} {look:?}\n", env!("CARGO_PKG_VERSION"));
            Some(if args.resume {
                Records::resume(folder, &settings, &mut input, tally, look.lang)?
            } else {
                Records::new(folder, &settings, look.lang)?
            })
        }
    };
    each_batch(&workers, &mut input, args.strict, |batch| {
        for record in batch {
            tally.take(record)?;
        }
        records
            .as_mut()
            .map_or(Ok(()), |records| records.write(batch))
    })?;
    Ok((records, workers.crashed()))
}

/// Calls `take` for each batch of records; tells of the lines at fault, and with `strict` stops at the first.
fn each_batch(
    workers: &Workers,
    input: &mut Input,
    strict: bool,
    mut take: impl FnMut(&[Record]) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let progress = Progress::of(input);
    let mut read = 0;
    loop {
        let batch = workers.batch(input)?;
        if batch.is_empty() {
            progress.end();
            return Ok(read);
        }
        read += batch.len() as u64;
        for fault in batch.iter().filter_map(|record| record.fault.as_deref()) {
            if strict {
                progress.end();
                return Err(Failure::Input(fault.to_owned()));
            }
            print::error(fault.trim_end());
        }
        take(&batch)?;
        progress.show(input, read);
    }
}

/// One line out for one line in.
fn map(args: &Portfolio) -> Result<u8, Failure> {
    let mut input = Input::open(only_path(args)?)?;
    let workers = Workers::new(args.threads, look(args))?;
    let mut bugs = false;
    each_batch(&workers, &mut input, args.strict, |batch| {
        let mut bytes = Vec::new();
        for record in batch {
            let undone = record.procedure.iter().map(|digest| digest.undone.len());
            bugs |= undone.sum::<usize>() > 0;
            serde_json::to_writer(&mut bytes, record).context("record")?;
            bytes.push(b'\n');
        }
        let mut out = std::io::stdout().lock();
        let written = out.write_all(&bytes).and_then(|()| out.flush());
        written.context("standard output")?;
        Ok(())
    })?;
    let bugs = bugs || workers.crashed();
    Ok(if bugs { BUG } else { CLEAN })
}

/// Sums up records, or summaries of other records: what `--map` and `--format json` wrote.
fn reduce(args: &Portfolio, tally: &mut Tally) -> Result<Option<Records>, Failure> {
    for path in &args.paths {
        let mut input = Input::open(path)?;
        let progress = Progress::of(&input);
        let mut read = 0;
        while let Some(item) = input.next()? {
            tally.line(&item.name, &item.bytes)?;
            read += 1;
            progress.show(&input, read);
        }
        progress.end();
    }
    Ok(None)
}

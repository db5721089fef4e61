//! `redtape portfolio`: many procedures, read as a stream, looked into on all cores, and summed up.

mod input;
mod out;
mod progress;
mod resume;
mod work;

use super::args::Portfolio;
use super::exit::{BAD_INPUT, BUG, CLEAN, Failure};
use super::print;
use anyhow::{Context, anyhow};
use input::Input;
use progress::Progress;
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::{Depth, Look, RECORD, Record, Summary};
use resume::Records;
use std::io::Write;
use std::path::Path;
use work::Workers;

pub(crate) fn run(args: &Portfolio) -> Result<u8, Failure> {
    let (summary, crashed) = if args.reduce {
        (reduced(args)?, false)
    } else if args.map {
        return map(args);
    } else {
        analysed(args)?
    };
    out::write(&summary, args)?;
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
fn analysed(args: &Portfolio) -> Result<(Summary, bool), Failure> {
    let mut input = Input::open(only_path(args)?)?;
    let (look, mut summary) = (look(args), Summary::default());
    let workers = Workers::new(args.threads, look)?;
    let mut records = match &args.out {
        None => None,
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            let settings = format!("redtape {} {look:?}\n", env!("CARGO_PKG_VERSION"));
            Some(if args.resume {
                Records::resume(folder, &settings, &mut input, &mut summary, look.lang)?
            } else {
                Records::new(folder, &settings)?
            })
        }
    };
    each_batch(&workers, &mut input, args.strict, |batch| {
        for record in batch {
            summary.take(record);
        }
        records
            .as_mut()
            .map_or(Ok(()), |records| records.write(batch))
    })?;
    if let Some(records) = records {
        records.publish()?;
    }
    Ok((summary, workers.crashed()))
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
fn reduced(args: &Portfolio) -> Result<Summary, Failure> {
    let mut summary = Summary::default();
    for path in &args.paths {
        let mut input = Input::open(path)?;
        let progress = Progress::of(&input);
        let mut read = 0;
        while let Some(item) = input.next()? {
            add(&mut summary, &item.bytes)
                .map_err(|error| Failure::Input(format!("{}: {error}", item.name)))?;
            read += 1;
            progress.show(&input, read);
        }
        progress.end();
    }
    Ok(summary)
}

/// Adds a line: a record or a summary.
fn add(summary: &mut Summary, line: &[u8]) -> Result<(), anyhow::Error> {
    if line.starts_with(b"{\"summary\"") {
        summary.add(&serde_json::from_slice(line)?);
        return Ok(());
    }
    let record: Record = serde_json::from_slice(line)?;
    if record.record != RECORD {
        return Err(anyhow!(
            "a record of version {}, not {RECORD}",
            record.record
        ));
    }
    summary.take(&record);
    Ok(())
}

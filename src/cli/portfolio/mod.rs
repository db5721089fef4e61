//! `redtape portfolio`: many procedures, read as a stream, looked into on all cores, and summed up.

mod counts;
mod input;
mod line;
mod out;
mod progress;
mod resume;
mod sorter;
mod tally;
mod tree;
mod work;

use super::args::Portfolio;
use super::exit::{BAD_INPUT, BUG, CLEAN, Failure};
use super::folder::Folder;
use super::print;
use input::Input;
use progress::Progress;
use rayon::ThreadPool;
use redtape::message::{Ids, Lang, Message};
use redtape::portfolio::{Depth, Look, RECORD, Summary};
use resume::Records;
use std::path::Path;
use tally::Tally;
use work::{Made, Workers};

pub(crate) fn run(args: &Portfolio) -> Result<u8, Failure> {
    let pool = work::pool(args.threads)?;
    if args.map {
        return map(args, &pool);
    }
    let input = if args.reduce {
        None
    } else {
        Some(opened(args)?)
    };
    let folder = args.out.as_deref();
    let folder = folder.map(|folder| Folder::open(folder, args.force, args.lang.into()));
    let folder = folder.transpose()?;
    if let Some(folder) = &folder {
        folder.refuse(&out::NAMES)?;
    }
    let mut tally = Tally::new(args, folder.as_ref());
    let (records, crashed) = if let Some(input) = input {
        analyse(args, &pool, input, folder.as_ref(), &mut tally)?
    } else {
        reduce(args, &mut tally)?;
        (None, false)
    };
    if !args.reduce {
        tell_of_nothing(&tally.summary, args);
    }
    let code = code(&tally.summary, crashed, args);
    let records = records.map(Records::end).transpose()?;
    out::write(tally, folder.as_ref(), records, args, &pool)?;
    if let Some(folder) = folder.filter(|_| !args.reduce) {
        Records::forget(folder.path())?;
    }
    Ok(code)
}

/// A bug of ours goes before what is wrong with the input. A part of a portfolio may have nothing but faults, and an
/// engine that adds up parts takes any other code than 0 for a part that was not added up: only with `--strict` does the
/// code of `--reduce` tell of what is in the records.
fn code(summary: &Summary, crashed: bool, args: &Portfolio) -> u8 {
    if args.reduce && !args.strict {
        CLEAN
    } else if crashed || summary.undone > 0 {
        BUG
    } else if args.strict && summary.faulty > 0 || summary.procedures == 0 {
        BAD_INPUT
    } else {
        CLEAN
    }
}

/// Where nothing was read, no fault has told why.
fn tell_of_nothing(summary: &Summary, args: &Portfolio) {
    if summary.procedures == 0
        && summary.faulty == 0
        && let [path] = &args.paths[..]
    {
        print::error(&about("portfolio-nothing", path, args.lang.into()));
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

/// The input, of which there is one; a folder has to have files.
fn opened(args: &Portfolio) -> Result<Input, Failure> {
    let path = only_path(args)?;
    let input = Input::open(path)?;
    if input.is_empty_folder() {
        let said = about("portfolio-no-files", path, args.lang.into());
        return Err(Failure::Input(said));
    }
    Ok(input)
}

fn said(key: &'static str, lang: Lang) -> String {
    Message::new(key).say(lang, &Ids)
}

fn about(key: &'static str, path: &Path, lang: Lang) -> String {
    let message = Message::new(key).with("path", input::name(path));
    message.say(lang, &Ids)
}

/// Reads the procedures and sums up their records; tells whether a bug of this program stopped one.
fn analyse(
    args: &Portfolio,
    pool: &ThreadPool,
    mut input: Input,
    folder: Option<&Folder<'_>>,
    tally: &mut Tally,
) -> Result<(Option<Records>, bool), Failure> {
    let look = look(args);
    let workers = Workers::new(pool, look, folder.is_some());
    let mut records = match folder.map(Folder::path) {
        None => None,
        Some(folder) => {
            let version = env!("CARGO_PKG_VERSION");
            let settings = format!("redtape {version} record {RECORD} {look:?}\n");
            Some(if args.resume {
                Records::resume(folder, &settings, &mut input, tally, look.lang)?
            } else {
                Records::new(folder, &settings, args.force, look.lang)?
            })
        }
    };
    each_batch(&workers, &mut input, args, |batch| {
        for made in batch {
            tally.take(&made.record)?;
        }
        let written = records.as_mut().map(|records| records.write(batch));
        written.unwrap_or(Ok(()))
    })?;
    Ok((records, workers.crashed()))
}

/// Faults that are explained on standard error; of those after them the number is told.
const EXPLAINED: u64 = 20;

/// Calls `take` for each batch of records; tells of the lines at fault, and with `--strict` stops at the first.
fn each_batch(
    workers: &Workers<'_>,
    input: &mut Input,
    args: &Portfolio,
    mut take: impl FnMut(&[Made]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let progress = Progress::of(input);
    let (mut read, mut faulty) = (0, 0);
    let done = workers.each_batch(input, |batch, input| {
        read += batch.len() as u64;
        let faults = batch.iter().filter_map(|made| made.record.fault.as_deref());
        for fault in faults {
            if args.strict {
                progress.end();
                return Err(Failure::Input(fault.to_owned()));
            }
            faulty += 1;
            if faulty <= EXPLAINED {
                print::error(fault.trim_end());
            }
        }
        take(batch)?;
        progress.show(input, read);
        Ok(())
    });
    progress.end();
    if faulty > EXPLAINED {
        let more = Message::new("portfolio-more-faults").with("count", faulty - EXPLAINED);
        print::error(&more.say(args.lang.into(), &Ids));
    }
    done
}

/// One line out for one line in. Whatever is in a line, the code tells that there is a record of it: an engine would
/// do the whole part again.
fn map(args: &Portfolio, pool: &ThreadPool) -> Result<u8, Failure> {
    let mut input = opened(args)?;
    let workers = Workers::new(pool, look(args), true);
    let mut bugs = false;
    each_batch(&workers, &mut input, args, |batch| {
        let mut digests = batch
            .iter()
            .filter_map(|made| made.record.procedure.as_ref());
        bugs |= digests.any(|digest| !digest.undone.is_empty());
        print::stream(|out| batch.iter().try_for_each(|made| out.write_all(&made.line)))
    })?;
    let bugs = bugs || workers.crashed();
    Ok(if args.strict && bugs { BUG } else { CLEAN })
}

/// Sums up records, or summaries of other records: what `--map` and `--format json` wrote.
fn reduce(args: &Portfolio, tally: &mut Tally) -> Result<(), Failure> {
    for path in &args.paths {
        let mut input = Input::open(path)?;
        let progress = Progress::of(&input);
        let mut read = 0;
        while input.stream(|name, text| tally.text(name, text))? {
            read += 1;
            progress.show(&input, read);
        }
        progress.end();
    }
    Ok(())
}

//! `redtape questions`: the open questions as a form for the meeting.

use super::args::Questions;
use super::exit::{CLEAN, Failure};
use super::print;
use super::run::{Chosen, run};
use super::write::write_result;
use anyhow::{Context, anyhow};
use redtape::report::questions;

pub(crate) fn questions(args: &Questions) -> Result<u8, Failure> {
    let form = args.out.as_deref().map(|out| out.extension());
    let form = form.map(|form| form.and_then(|form| form.to_str()));
    let is_page = match form {
        None | Some(Some("json")) => false,
        Some(Some("html")) => true,
        Some(_) => {
            let name = args.out.as_deref().unwrap_or(&args.file).display();
            return Err(Failure::Io(anyhow!(
                "{name}: the name ends in .json or .html"
            )));
        }
    };
    let run = run(
        &args.file,
        args.lang.into(),
        &args.given,
        &Chosen::default(),
    )?;
    let report = run.report();
    let mut bytes = Vec::new();
    if is_page {
        questions::html(&report, &mut bytes).context("questions")?;
    } else {
        questions::json(&report, &mut bytes).context("questions")?;
    }
    match &args.out {
        Some(out) => write_result(out, &bytes)?,
        None => print::text(&String::from_utf8_lossy(&bytes))?,
    }
    Ok(CLEAN)
}

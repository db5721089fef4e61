//! `redtape explain`: the manual page of a rule or rewrite.

use super::args::Explain;
use super::exit::{CLEAN, Failure};
use super::print;
use super::run::unknown;
use redtape::{rewrites, rules};

pub(crate) fn run(args: &Explain) -> Result<u8, Failure> {
    let rule = rules::find(&args.id).map(|rule| rule.page);
    let page = rule.or_else(|| rewrites::find(&args.id).map(|rewrite| rewrite.page));
    let Some(page) = page else {
        let rules = rules::ALL.iter().map(|rule| rule.id.to_owned());
        let rewrites = rewrites::ALL.iter().map(|rewrite| rewrite.id.to_owned());
        let known: Vec<String> = rules.chain(rewrites).collect();
        let said = unknown("explain-none", &args.id, known.iter(), args.lang.into());
        return Err(Failure::Input(said));
    };
    print::text(page)?;
    Ok(CLEAN)
}

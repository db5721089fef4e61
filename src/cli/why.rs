//! `redtape why`: why something was proposed at some steps, or was not.

use super::args::Why;
use super::exit::{CLEAN, Failure};
use super::run::{self, unknown};
use super::{answers, print};
use redtape::model::Procedure;
use redtape::report::{Asked, why};
use redtape::rules;
use redtape::simplify::{Options, Waivers};

pub(crate) fn run(args: &Why) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let (source, procedure) = run::sound(&args.file, lang)?;
    let Some(rule) = rules::find(&args.rule) else {
        let known: Vec<String> = rules::ALL.iter().map(|rule| rule.id.to_owned()).collect();
        return Err(Failure::Input(unknown(
            "explain-none",
            &args.rule,
            known.iter(),
            lang,
        )));
    };
    let named = args.steps.iter();
    let steps: Vec<String> = named.map(|text| id(&procedure, text)).collect();
    let known: Vec<String> = procedure
        .steps
        .iter()
        .map(|step| step.id.to_string())
        .collect();
    let strange = steps.iter().filter(|id| !known.contains(id));
    let strange: Vec<String> = strange
        .map(|id| unknown("why-unknown-step", id, known.iter(), lang))
        .collect();
    if !strange.is_empty() {
        return Err(Failure::Input(strange.join("\n")));
    }
    let options = Options {
        facts: answers::answers(&procedure, &args.given, lang)?.facts,
        waivers: Waivers::of(&procedure, Some(run::as_of(&args.given))),
        ..Options::default()
    };
    let asked = Asked {
        procedure: &procedure,
        options: &options,
        rule,
        steps: &steps,
    };
    let text = why(&asked, lang).map_err(|_| run::too_large(&source.name, lang))?;
    print::text(&text)?;
    Ok(CLEAN)
}

/// A step is named by its id, or by its number on the sheets.
fn id(procedure: &Procedure, text: &str) -> String {
    let number = text
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let numbered = number.and_then(|place| procedure.steps.get(place));
    let named = procedure.step(text);
    named
        .or(numbered)
        .map_or_else(|| text.to_owned(), |step| step.id.to_string())
}

//! `redtape compare`: what a claimed reform changed, and what it only seems to.

use super::args::{Compare, Form, Threshold};
use super::exit::{CLEAN, FINDINGS, Failure};
use super::picture::form;
use super::run::{self, sound};
use super::{draw, files, print};
use anyhow::Context;
use redtape::compare::{Comparison, Orders, compare};
use redtape::draw::version::{View, pair};
use redtape::finding::Severity;
use redtape::message::{Ids, Lang, Message};
use redtape::model::{Id, Procedure};
use redtape::report::compare::{write_json, write_text};

pub(crate) fn run(args: &Compare) -> Result<u8, Failure> {
    let lang = args.lang.into();
    let form = args.out.as_deref().map(form).transpose()?;
    let (source, before) = sound(&args.before, lang)?;
    // A version that somebody claims may be unsound: that is a finding, not bad input.
    let (later, after) = files::procedure(&args.after, lang)?;
    let orders = orders(args, &before, &after, lang)?;
    let compared = compare(&before, &after, &orders, args.convention);
    let compared = compared.map_err(|_| run::too_large(&source.name, lang))?;
    let mut out = Vec::new();
    match args.format {
        Form::Text => write_text(&compared, lang, &mut out),
        Form::Json => write_json(&compared, lang, &mut out),
    }
    .context("report")?;
    if let (Some(path), Some(form)) = (&args.out, form) {
        let view = View {
            lang,
            lanes: args.lanes.into(),
        };
        let table = compared.table();
        let foot = [
            draw::origin(&source, &before, lang),
            draw::origin(&later, &after, lang),
            draw::made_by(lang),
        ];
        let (was, is) = pair(&compared.diff(), Some(&table), &foot, view);
        let drawn = draw::Drawn {
            sheets: &[was, is],
            procedure: &after,
            direction: args.direction.into(),
            lang,
        };
        draw::write(path, form, &drawn, args.print)?;
    }
    print::text(&String::from_utf8_lossy(&out))?;
    Ok(code(&compared, args.fail_on))
}

/// What was said of the matches; every id is one of the versions.
fn orders(
    args: &Compare,
    before: &Procedure,
    after: &Procedure,
    lang: Lang,
) -> Result<Orders, Failure> {
    let mut orders = Orders::default();
    for text in &args.same {
        let Some((a, b)) = text.split_once('=') else {
            let said = Message::new("match-form").with("text", text.as_str());
            return Err(Failure::Input(said.say(lang, &Ids)));
        };
        orders.same.push((Id::from(a.trim()), Id::from(b.trim())));
    }
    orders.apart = args.no_match.iter().map(|id| Id::from(id.trim())).collect();
    let lines: Vec<String> = (orders.strange(before, after).iter())
        .map(|id| {
            let said = Message::new("match-unknown").with("id", id.as_str());
            said.say(lang, &Ids)
        })
        .collect();
    let unlike = orders.unlike(before, after).into_iter().map(|(a, b)| {
        let said = Message::new("match-unlike").with("before", a.as_str());
        said.with("after", b.as_str()).say(lang, &Ids)
    });
    let lines: Vec<String> = lines.into_iter().chain(unlike).collect();
    if lines.is_empty() {
        Ok(orders)
    } else {
        Err(Failure::Input(lines.join("\n")))
    }
}

/// A lost safeguard weighs as much as anything can.
fn code(compared: &Comparison<'_>, threshold: Threshold) -> u8 {
    let Some(least) = threshold.least() else {
        return CLEAN;
    };
    let heavy = |severity: Severity| severity >= least;
    let tricks = compared.tricks.iter().any(|trick| heavy(trick.severity));
    if compared.loses() || tricks {
        FINDINGS
    } else {
        CLEAN
    }
}

//! Why something was proposed at some steps, or was not.

use super::proposal::{act, given_up};
use crate::context::Context;
use crate::fact::Verdict;
use crate::measure::relations::TooLarge;
use crate::message::{Arg, Lang, Message};
use crate::model::{Id, Procedure};
use crate::rewrites::{self, why_in_order};
use crate::rules::Rule;
use crate::simplify::{Layer, Options, Proposal, proposals};
use std::fmt::Write;

/// A question: what became of a rule at some steps.
pub struct Asked<'a> {
    /// The procedure, sound.
    pub procedure: &'a Procedure,
    /// The answers at hand.
    pub options: &'a Options,
    /// The rule.
    pub rule: &'a Rule,
    /// Ids of steps that are in the procedure.
    pub steps: &'a [String],
}

/// The findings of the rule that touch all of the steps, with every proposal and every verdict; what
/// makes the steps wait for each other where there is none.
///
/// # Errors
/// [`TooLarge`] where the net is too large to be analysed.
pub fn why(asked: &Asked<'_>, lang: Lang) -> Result<String, TooLarge> {
    let cx = Context::of(asked.procedure, &asked.options.facts)?;
    let say = |message: &Message| message.say(lang, asked.procedure);
    let mut text = String::new();
    let mut findings = Vec::new();
    (asked.rule.check)(&cx, &mut findings);
    findings.retain(|finding| touches(&finding.steps, asked.steps));
    for finding in &findings {
        let fires = Message::new("why-finding")
            .with("rule", finding.id())
            .with("message", finding.message.clone());
        let _ = writeln!(text, "{}", say(&fires));
        if asked.options.waivers.hold(asked.procedure, finding) {
            let _ = writeln!(text, "  {}", say(&Message::new("why-kept")));
        }
    }
    if findings.is_empty() {
        let quiet = Message::new("why-no-finding")
            .with("rule", asked.rule.id)
            .with("steps", Arg::names(asked.steps));
        let _ = writeln!(text, "{}", say(&quiet));
    }
    let mut none = true;
    for proposal in proposals(asked.procedure, asked.options)? {
        let answers = proposal.rewrite.answers.contains(&asked.rule.id);
        if answers && touches(&proposal.target.steps, asked.steps) {
            none = false;
            tell(asked.procedure, &proposal, &say, &mut text);
        }
    }
    if none {
        let silent = rewrites::ALL.iter();
        for rewrite in silent.filter(|rewrite| rewrite.answers.contains(&asked.rule.id)) {
            let message = Message::new("why-no-target").with("rewrite", rewrite.id);
            let _ = writeln!(text, "{}", say(&message));
        }
    }
    order(&cx, asked.steps, &say, &mut text);
    Ok(text)
}

fn touches(found: &[Id], asked: &[String]) -> bool {
    asked
        .iter()
        .all(|id| found.iter().any(|found| found.as_str() == *id))
}

fn tell(p: &Procedure, proposal: &Proposal, say: &impl Fn(&Message) -> String, text: &mut String) {
    let key = match proposal.layer() {
        Layer::Sure => "why-sure",
        Layer::IfAnswered => "why-if-answered",
        Layer::Blocked => "why-blocked",
    };
    let head = Message::new(key)
        .with("proposal", proposal.id())
        .with("act", act(p, proposal));
    let _ = writeln!(text, "{}", say(&head));
    for line in given_up(proposal) {
        let _ = writeln!(text, "  {}", say(&line));
    }
    for (name, verdict) in &proposal.verdicts {
        match verdict {
            Verdict::Holds(message) => {
                let _ = writeln!(text, "  + {name}: {}", say(message));
            }
            Verdict::Fails(message) => {
                let _ = writeln!(text, "  - {name}: {}", say(message));
            }
            Verdict::Unknown(facts) => {
                for fact in facts {
                    let _ = writeln!(
                        text,
                        "  ? {name}: {} [{}]",
                        say(&fact.question()),
                        fact.text()
                    );
                }
            }
        }
    }
}

/// What makes each of the steps wait for another one of them.
fn order(cx: &Context<'_>, steps: &[String], say: &impl Fn(&Message) -> String, text: &mut String) {
    let steps: Vec<Id> = steps.iter().map(|id| Id::from(id.as_str())).collect();
    for (at, a) in steps.iter().enumerate() {
        for b in &steps[at + 1..] {
            let (a, b) = if cx.leads(b, a) { (b, a) } else { (a, b) };
            let pair = |key| {
                Message::new(key)
                    .with("a", Arg::name(a))
                    .with("b", Arg::name(b))
            };
            let Some(reasons) = why_in_order(cx, a, b) else {
                let _ = writeln!(text, "{}", say(&pair("why-no-order")));
                continue;
            };
            let _ = writeln!(text, "{}", say(&pair("why-order")));
            for reason in reasons {
                let _ = writeln!(text, "  - {}", say(&reason));
            }
        }
    }
}

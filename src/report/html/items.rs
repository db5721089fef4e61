//! Findings, proposals and questions for the page. The words are those of the text report.

use super::super::effects::{self, Detail};
use super::super::meeting::Stand;
use super::super::{proposal, text};
use super::{Report, json, say};
use crate::effect::Effect;
use crate::fact::Verdict;
use crate::message::{Message, Names, words};
use crate::model::Id;
use crate::simplify::{Proposal, Standing};
use minijinja::{Value, context};

/// Steps as a list that the script reads.
fn steps(ids: &[Id]) -> String {
    json(&super::super::value::texts(ids))
}

pub(super) fn findings(report: &Report<'_>) -> Vec<Value> {
    let findings = report.result.findings.iter();
    let shown = |finding: &crate::finding::Finding| {
        let labels = finding.labels.iter().map(|label| {
            let at = report.procedure.name(&label.at, report.lang);
            context! { at => at, text => say(report, &label.message) }
        });
        context! {
            id => finding.id(),
            steps => steps(&finding.steps),
            text => say(report, &finding.message),
            severity => finding.severity.word(),
            weight => text::weight(finding, report.lang),
            labels => labels.collect::<Vec<_>>(),
        }
    };
    findings.map(shown).collect()
}

/// Every proposal: those that are sure, those that wait, those that are blocked.
pub(super) fn proposals(report: &Report<'_>) -> Vec<Value> {
    let each = report.effects().each.as_deref();
    let stops = proposal::stops_today(report);
    let effect = |at: usize| each.and_then(|each| each.get(at));
    let all = report.standing().into_iter();
    all.map(|(stand, item, at)| change(report, &stops, stand, item, at.and_then(effect)))
        .collect()
}

fn change(
    report: &Report<'_>,
    stops: &proposal::Stops,
    stand: Stand,
    item: &Proposal,
    effect: Option<&Effect>,
) -> Value {
    let all = |messages: Vec<Message>| -> Vec<String> {
        messages.iter().map(|one| say(report, one)).collect()
    };
    let because = Message::new("effect-because").with("finding", item.finding.message.clone());
    let lines = effect.map(|effect| effects::lines(report, effect, Detail::Brief));
    let mut stakes = effects::stakes(report, item, effect);
    stakes.extend(effects::blocking(report.procedure, item));
    let stopped = proposal::stopped(stops, item).into_iter().cloned();
    let decided = report.decided.and_then(|decided| decided.about(&item.id()));
    context! {
        id => item.id(),
        layer => stand.word(),
        standing => words(stand.key(), report.lang),
        decided => decided.map(|(number, _)| number),
        decision => report.decision(item).map(|said| say(report, &said)),
        severity => item.finding.severity.word(),
        weight => text::weight(&item.finding, report.lang),
        steps => steps(&item.target.steps),
        text => say(report, &proposal::act(report.procedure, item)),
        waits => proposal::questions(report, item),
        because => say(report, &because),
        failures => proposal::failures(item).map(|(_, why)| say(report, why)).collect::<Vec<_>>(),
        evidence => evidence(report, item),
        given_up => all(proposal::given_up(item)),
        effects => all(lines.unwrap_or_default()),
        stakes => all(stakes),
        stopped => all(stopped.collect()),
        conditions => conditions(report, item),
    }
}

/// What the finding of a proposal rests on.
fn evidence(report: &Report<'_>, item: &Proposal) -> Vec<String> {
    let labels = item.finding.labels.iter();
    labels.map(|label| say(report, &label.message)).collect()
}

/// Every precondition with its verdict.
fn conditions(report: &Report<'_>, item: &Proposal) -> Vec<Value> {
    let shown = |(name, verdict): &(&'static str, Verdict)| {
        let (word, key, lines) = match verdict {
            Verdict::Holds(message) => ("holds", "html-holds", vec![say(report, message)]),
            Verdict::Fails(message) => ("fails", "html-fails", vec![say(report, message)]),
            Verdict::Unknown(facts) => {
                let asked = facts.iter().map(|fact| say(report, &fact.question()));
                ("unknown", "html-unknown", asked.collect())
            }
        };
        context! {
            name => *name,
            word => word,
            verdict => words(key, report.lang),
            lines => lines,
        }
    };
    item.verdicts.iter().map(shown).collect()
}

pub(super) fn questions(report: &Report<'_>) -> Vec<Value> {
    let all = report.result.questions.iter().zip(1..);
    let waiting = || report.waiting().iter().map(|entry| &entry.proposal);
    let shown = all.map(|(open, number): (_, usize)| {
        let unlocked: Vec<&Proposal> = waiting().filter(|one| open.holds_up(one)).collect();
        let mut ids: Vec<Id> = Vec::new();
        for id in unlocked.iter().flat_map(|one| &one.target.steps) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        let count = Message::new("question-unlocks").with("count", open.unlocks.len());
        let acts = unlocked.iter().map(|one| {
            let act = say(report, &proposal::act(report.procedure, one));
            context! { id => one.id(), text => act }
        });
        context! {
            number => number,
            text => say(report, &open.question()),
            fact => open.text(),
            steps => steps(&ids),
            count => say(report, &count),
            unlocks => acts.collect::<Vec<_>>(),
        }
    });
    shown.collect()
}

/// The rewrites in the order applied.
pub(super) fn replay(report: &Report<'_>) -> Vec<Value> {
    let entries = report.result.if_answered.derivation.iter();
    let sure = report.result.sure.derivation.len();
    let shown = entries.enumerate().map(|(at, entry)| {
        let item = &entry.proposal;
        context! {
            id => item.id(),
            steps => steps(&item.target.steps),
            layer => if at < sure { "sure" } else { "asked" },
            text => say(report, &proposal::act(report.procedure, item)),
        }
    });
    shown.collect()
}

/// What is kept on purpose.
pub(super) fn kept(report: &Report<'_>) -> Vec<Value> {
    let waived = report.result.waived.iter();
    let shown = waived.map(|waived| {
        let finding = match &waived.standing {
            Standing::Kept(finding) => say(report, &finding.message),
            _ => waived.keep.finding.clone(),
        };
        context! { finding => finding, why => say(report, &waived.message(report.lang)) }
    });
    shown.collect()
}

/// Rewrites that broke a guarantee.
pub(super) fn undone(report: &Report<'_>) -> Vec<Value> {
    let undone = report.result.undone.iter();
    let shown = undone.map(|undone| {
        context! {
            id => undone.proposal.id(),
            guarantee => undone.guarantee,
            lost => say(report, &undone.lost),
        }
    });
    shown.collect()
}

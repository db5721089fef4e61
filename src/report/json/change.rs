//! A change as data: what it rests on, what it gives up, what it does.

use crate::effect::Effect;
use crate::fact::Verdict;
use crate::model::Id;
use crate::model::decision::Act;
use crate::report::value::{say, texts};
use crate::report::{Report, effects_data, proposal};
use crate::simplify::Proposal;
use crate::trade::Relaxed;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Change {
    id: String,
    rewrite: &'static str,
    steps: Vec<String>,
    items: Vec<String>,
    message: String,
    finding: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<Decision>,
    questions: Vec<usize>,
    preconditions: Vec<Condition>,
    stops_today: Vec<String>,
    /// What it gives up, where it is one that needs a decision.
    gives_up: Vec<GivenUp>,
    /// What it does alone, on the version that it is applied to.
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<effects_data::Data>,
    #[serde(flatten)]
    stake: effects_data::Stake,
}

/// What a meeting decided about it; `decided` is `accepted` or `rejected`.
#[derive(Serialize)]
struct Decision {
    decided: &'static str,
    number: usize,
    by: String,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// `kind` is `after-outcome`, `sample`, `notice` or `law`.
#[derive(Serialize)]
struct GivenUp {
    kind: &'static str,
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    law: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct Condition {
    precondition: &'static str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<String>,
}

pub(super) fn change(
    report: &Report<'_>,
    stops: &proposal::Stops,
    item: &Proposal,
    effect: Option<&Effect>,
) -> Change {
    let stopped = proposal::stopped(stops, item);
    let conditions = item.verdicts.iter();
    Change {
        id: item.id(),
        rewrite: item.rewrite.id,
        steps: texts(&item.target.steps),
        items: texts(&item.target.items),
        message: say(report, &proposal::act(report.procedure, item)),
        finding: item.finding.id(),
        decision: decision(report, item),
        questions: proposal::questions(report, item),
        preconditions: conditions
            .map(|(name, verdict)| condition(report, name, verdict))
            .collect(),
        stops_today: stopped.iter().map(|message| say(report, message)).collect(),
        gives_up: item
            .relaxed
            .iter()
            .map(|relaxed| given_up(report, relaxed))
            .collect(),
        effect: effect.map(|effect| effects_data::changed(report, effect)),
        stake: effects_data::stake(report, item, effect),
    }
}

fn decision(report: &Report<'_>, item: &Proposal) -> Option<Decision> {
    let (number, one) = report.decided?.about(&item.id())?;
    Some(Decision {
        decided: match one.act()? {
            Act::Accept(_) => "accepted",
            _ => "rejected",
        },
        number,
        by: one.by.clone(),
        at: one.at.0.to_string(),
        why: one.why.clone(),
    })
}

fn given_up(report: &Report<'_>, relaxed: &Relaxed) -> GivenUp {
    GivenUp {
        kind: relaxed.word(),
        step: relaxed.step().to_string(),
        criterion: relaxed.criterion().map(Id::to_string),
        law: relaxed.law().map(Id::to_string),
        text: say(report, &relaxed.message()),
    }
}

fn condition(report: &Report<'_>, precondition: &'static str, verdict: &Verdict) -> Condition {
    let (word, message, facts) = match verdict {
        Verdict::Holds(message) => ("holds", Some(message), &[][..]),
        Verdict::Fails(message) => ("fails", Some(message), &[][..]),
        Verdict::Unknown(facts) => ("unknown", None, facts.as_slice()),
    };
    Condition {
        precondition,
        verdict: word,
        message: message.map(|message| say(report, message)),
        facts: facts.iter().map(crate::fact::Fact::text).collect(),
    }
}

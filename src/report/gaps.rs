//! What the file leaves out, so that it could not be judged.

use crate::message::{Arg, Message};
use crate::model::{Procedure, Step};

/// What a step leaves out: the key of the sentence, whether the question arises, whether it is left open.
type Gap = (
    &'static str,
    fn(&Procedure, &Step) -> bool,
    fn(&Step) -> bool,
);

const GAPS: [Gap; 6] = [
    (
        "gap-work",
        |p, step| !p.is_applicant(p.desk(step)),
        |step| step.work.is_none(),
    ),
    (
        "gap-elapsed",
        |_, _| true,
        |step| step.elapsed.is_none() && step.work.is_none() && step.wait.is_none(),
    ),
    ("gap-needs", |_, _| true, |step| step.needs.is_none()),
    ("gap-enters", |_, _| true, |step| step.enters.is_none()),
    (
        "gap-criteria",
        |_, step| step.is_control(),
        |step| step.criteria.is_none(),
    ),
    (
        "gap-decisions",
        |_, step| step.is_control(),
        |step| step.decisions.is_none(),
    ),
];

/// How many steps are named.
const SHOWN: usize = 5;

/// One sentence for each kind of statement that steps lack.
pub fn gaps(p: &Procedure) -> Vec<Message> {
    GAPS.iter().filter_map(|gap| sentence(p, gap)).collect()
}

fn sentence(p: &Procedure, (key, arises, open): &Gap) -> Option<Message> {
    let asked: Vec<&Step> = p.steps.iter().filter(|step| arises(p, step)).collect();
    let silent: Vec<&Step> = asked.iter().copied().filter(|step| open(step)).collect();
    let mut names: Vec<Arg> = (silent.iter().take(SHOWN))
        .map(|step| Arg::name(&step.id))
        .collect();
    if silent.len() > SHOWN {
        names.push(Message::new("gap-others").into());
    }
    (!silent.is_empty()).then(|| {
        Message::new(key)
            .with("count", silent.len())
            .with("of", asked.len())
            .with("steps", Arg::List(names))
    })
}

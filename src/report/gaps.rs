//! What the file leaves out, so that it could not be judged.

use crate::measure::data::asked_at;
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, GatewayKind, Id, Listed, Procedure, Step};
use std::collections::BTreeSet;

/// What a step leaves out: the key of the sentence, whether the question arises, whether it is left open.
type Gap = (
    &'static str,
    fn(&Procedure, &Step) -> bool,
    fn(&Procedure, &Step) -> bool,
);

const GAPS: [Gap; 8] = [
    (
        "gap-work",
        |p, step| !p.is_applicant(p.desk(step)),
        |_, step| step.work.is_none(),
    ),
    (
        "gap-elapsed",
        |_, _| true,
        |_, step| step.elapsed.is_none() && step.work.is_none() && step.wait.is_none(),
    ),
    ("gap-needs", |_, _| true, |_, step| step.needs.is_none()),
    (
        "gap-fields",
        |p, step| p.meets_applicant(step) && !p.lists_all(Listed::Fields),
        asks_no_field,
    ),
    ("gap-enters", |_, _| true, |_, step| step.enters.is_none()),
    (
        "gap-criteria",
        |_, step| step.is_control(),
        |_, step| step.criteria.is_none(),
    ),
    (
        "gap-decisions",
        |_, step| step.is_control(),
        |_, step| step.decisions.is_none(),
    ),
    (
        "gap-risk",
        |_, step| step.signs(),
        |p, step| p.risk_of(step, |risk| risk.level).is_none(),
    ),
];

/// How many steps are named.
const SHOWN: usize = 5;

/// Whether the file names no form, and so no field, that the applicant fills in at a step.
fn asks_no_field(p: &Procedure, step: &Step) -> bool {
    let form = |id: &str| {
        let document = p.document(id);
        document.is_some_and(|document| document.kind == Some(DocumentKind::Form))
    };
    let mut asked = asked_at(p, step).into_iter();
    !asked.any(|asked| form(asked.need.document()))
}

/// One sentence for each kind of statement that steps lack, then the question that it leaves open.
pub fn gaps(p: &Procedure) -> Vec<Message> {
    let lacking = GAPS.iter().filter_map(|gap| sentence(p, gap));
    lacking
        .chain(not_understood(p))
        .chain(to_write(p))
        .collect()
}

/// What rules do not understand and are silent about: each kind once.
fn not_understood(p: &Procedure) -> Vec<Message> {
    let gateways = p.gateways.iter().flatten();
    let inclusive = gateways.filter(|gateway| gateway.kind == Some(GatewayKind::Inclusive));
    let calls = p.steps.iter().filter(|step| step.calls.is_some());
    let kinds: [(&str, Vec<&Id>); 3] = [
        ("gap-mandates", unread(p)),
        (
            "gap-inclusive",
            inclusive.map(|gateway| &gateway.id).collect(),
        ),
        ("gap-calls", calls.map(|step| &step.id).collect()),
    ];
    let told = kinds.into_iter().filter(|(_, ids)| !ids.is_empty());
    told.map(|(key, ids)| {
        Message::new(key)
            .with("ids", named(&ids))
            .with("count", ids.len())
    })
    .collect()
}

/// The laws that something cites and of which the file does not say what they prescribe.
fn unread(p: &Procedure) -> Vec<&Id> {
    let cited: BTreeSet<&Id> = (p.steps.iter().flat_map(|step| p.laws_of(step)))
        .map(|law| &law.id)
        .collect();
    let laws = p.laws.iter().flatten();
    let unread = laws.filter(|law| law.is_unread() && cited.contains(&law.id));
    unread.map(|law| &law.id).collect()
}

/// The names of some elements; of many the first.
fn named(ids: &[&Id]) -> Arg {
    let mut names: Vec<Arg> = (ids.iter().take(SHOWN)).map(|id| Arg::name(id)).collect();
    if ids.len() > SHOWN {
        names.push(Message::new("gap-others").into());
    }
    Arg::List(names)
}

/// Steps at which the applicant may be asked for the same data: two at least, and of one of them the file does not
/// say what it asks.
pub fn may_ask_the_same(p: &Procedure) -> Vec<&Step> {
    if silent(p, "gap-fields").is_empty() {
        return Vec::new();
    }
    let steps = p.steps.iter().filter(|step| p.meets_applicant(step));
    let steps: Vec<&Step> = steps.collect();
    if steps.len() > 1 { steps } else { Vec::new() }
}

/// The question whether steps ask for the same, with what an answer in the file would unlock.
fn same_data(p: &Procedure) -> Option<Message> {
    let steps = may_ask_the_same(p);
    let names = |steps: &[&Step]| Arg::names(steps.iter().map(|step| &step.id));
    (!steps.is_empty()).then(|| {
        let message = Message::new("gap-same-data").with("steps", names(&steps));
        message.with("silent", names(&silent(p, "gap-fields")))
    })
}

/// Questions that no yes or no answers: what to write into the file instead.
pub(super) fn to_write(p: &Procedure) -> Vec<Message> {
    same_data(p).into_iter().chain(take_up(p)).collect()
}

/// The online channels of which nobody says how many use them, where some step can be done either way.
fn take_up(p: &Procedure) -> Option<Message> {
    let mut steps = p.steps.iter();
    steps.find(|step| p.share_in_person(step).is_none())?;
    let online = p.channels.iter().flatten();
    let silent = online.filter(|channel| channel.online == Some(true) && channel.share.is_none());
    let silent: Vec<Arg> = silent.map(|channel| Arg::name(&channel.id)).collect();
    Some(if silent.is_empty() {
        Message::new("gap-channels")
    } else {
        Message::new("gap-take-up").with("channels", silent)
    })
}

/// The steps that leave a kind of statement out, by the key of its sentence.
pub fn silent<'a>(p: &'a Procedure, key: &str) -> Vec<&'a Step> {
    let gap = GAPS.iter().find(|(known, _, _)| *known == key);
    let open = |(_, arises, open): &Gap| {
        let steps = p.steps.iter();
        steps
            .filter(|step| arises(p, step) && open(p, step))
            .collect()
    };
    gap.map(open).unwrap_or_default()
}

fn sentence(p: &Procedure, (key, arises, _): &Gap) -> Option<Message> {
    let asked = p.steps.iter().filter(|step| arises(p, step)).count();
    let silent = silent(p, key);
    let ids: Vec<&Id> = silent.iter().map(|step| &step.id).collect();
    (!silent.is_empty()).then(|| {
        Message::new(key)
            .with("count", silent.len())
            .with("of", asked)
            .with("steps", named(&ids))
    })
}

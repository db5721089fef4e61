//! One step that does what two did.

use super::{Target, edit, times};
use crate::context::Context;
use crate::model::{Decisions, Procedure, Risk, RiskLevel, Step, StepKind, Text};

/// Lets the first step of a target do what the second did, and takes the second out of the flow.
pub(super) fn into_first(cx: &Context<'_>, target: &Target, rewrite: &str) -> Procedure {
    let mut p = cx.procedure.clone();
    let [first, second] = &target.steps[..] else {
        return p;
    };
    let Some(gone) = edit::take_out(&mut p, second) else {
        return p;
    };
    edit::rename_mentions(&mut p, second, first);
    if let Some(step) = p.step_mut(first) {
        absorb(cx.procedure, step, &gone);
        edit::mark_merged(step, &gone.original(), rewrite);
    }
    p
}

/// Lets one step do what two did.
pub(super) fn absorb(p: &Procedure, step: &mut Step, gone: &Step) {
    // What it has to wait is what the laws said of it before it took over those of the other.
    times::merge(p, step, gone);
    let open = step.takes_unknown_sum() || gone.takes_unknown_sum();
    step.name = both_names(step, gone);
    step.decisions = counts(step, gone);
    step.kind = weightier(step.kind, gone.kind);
    edit::union(&mut step.criteria, gone.criteria.as_ref());
    edit::union_needs(&mut step.needs, gone.needs.as_ref());
    edit::union(&mut step.reads, gone.reads.as_ref());
    edit::union(&mut step.produces, gone.produces.as_ref());
    edit::union(&mut step.enters, gone.enters.as_ref());
    edit::union(&mut step.law, gone.law.as_ref());
    // What the first step makes, the second no longer has to be handed.
    let made = step.produces.clone().unwrap_or_default();
    if let Some(needs) = &mut step.needs {
        needs.retain(|need| !made.contains(need.document()));
    }
    step.visit = step.visit.take().or_else(|| gone.visit.clone());
    step.risk = risk_of_both(step.risk.as_ref(), gone.risk.as_ref());
    step.fee = times::sum_money(step.fee.as_ref(), gone.fee.as_ref()).filter(|_| !open);
    step.pays = open.then_some(true);
    step.online = step.online.zip(gone.online).map(|(a, b)| a && b);
}

/// The risk of both: what either guards, and no more of what is said of one alone than what keeps it from being relaxed.
fn risk_of_both(a: Option<&Risk>, b: Option<&Risk>) -> Option<Risk> {
    let risks = [a, b];
    let known = || risks.into_iter().flatten();
    let first = known().next()?;
    let all = |of: &dyn Fn(&Risk) -> bool| risks.iter().all(|risk| risk.is_some_and(of));
    let level = [RiskLevel::High, RiskLevel::Medium]
        .into_iter()
        .find(|level| known().any(|risk| risk.level == Some(*level)));
    let low = all(&|risk| risk.level == Some(RiskLevel::Low)).then_some(RiskLevel::Low);
    let mut exclusions = None;
    for risk in known() {
        edit::union(&mut exclusions, risk.exclusions.as_ref());
    }
    let listed = all(&|risk| risk.exclusions.is_some());
    let wrong = known().any(|risk| risk.correctable == Some(false));
    let right = all(&|risk| risk.correctable == Some(true));
    Some(Risk {
        level: level.or(low),
        exclusions: exclusions.filter(|all| listed || !all.is_empty()),
        correctable: (wrong || right).then_some(right),
        ..first.clone()
    })
}

/// What was counted of the merged step: one part's count holds where the other part refuses nobody.
///
/// Where both may refuse, how many the two together refuse is not known, and either count alone would
/// make the merged step look idler than it is.
fn counts(step: &Step, gone: &Step) -> Option<Vec<Decisions>> {
    let silent = |step: &Step| step.decisions.is_none() && !step.is_control();
    let mut counts = if silent(gone) {
        step.decisions.clone()
    } else if silent(step) {
        gone.decisions.clone()
    } else {
        None
    };
    for given in counts
        .iter_mut()
        .flatten()
        .filter_map(|counted| counted.given.as_mut())
    {
        given.retain(|id| *id != step.id && *id != gone.id);
    }
    counts
}

/// The kind that says most about the merged step: whoever decides, decides.
fn weightier(a: StepKind, b: StepKind) -> StepKind {
    const ORDER: [StepKind; 11] = [
        StepKind::Decide,
        StepKind::SignOff,
        StepKind::Inspect,
        StepKind::Review,
        StepKind::Check,
        StepKind::Issue,
        StepKind::Submit,
        StepKind::Pay,
        StepKind::Record,
        StepKind::Notify,
        StepKind::Wait,
    ];
    ORDER
        .into_iter()
        .find(|kind| *kind == a || *kind == b)
        .unwrap_or(a)
}

/// "First + second", in each language that both have.
fn both_names(a: &Step, b: &Step) -> Option<Text> {
    let (a, b) = (a.name.as_ref()?, b.name.as_ref()?);
    match (a, b) {
        (Text::Many(texts), Text::Many(_)) => {
            let both = texts.iter().filter_map(|(tag, text)| {
                Some((tag.clone(), format!("{text} + {}", b.in_tag(tag)?)))
            });
            Some(Text::Many(both.collect())).filter(|text| !text.all().is_empty())
        }
        _ => Some(Text::One(format!(
            "{} + {}",
            a.all().first()?,
            b.all().first()?
        ))),
    }
}

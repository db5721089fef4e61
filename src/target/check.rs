//! Many procedures against many targets.

use super::scope::{Meant, emptied, is_parted, part};
use super::{Verdict, in_unit, judge_figure, missing};
use crate::graph::Graph;
use crate::measure::figure::{Figure, State, Unit, Values};
use crate::measure::{Convention, measure};
use crate::message::{Arg, Message};
use crate::model::target::{Ceiling, Target, Targets};
use crate::model::{Amount, Date, Procedure};

/// A procedure that is checked.
pub struct Subject<'a> {
    /// As it is.
    pub procedure: &'a Procedure,
    /// As it was before a reform, from which cuts are counted.
    pub before: Option<&'a Procedure>,
    /// After the changes that are sure, where they were looked for.
    pub sure: Option<&'a Procedure>,
    /// If every question is answered yes, where changes were looked for.
    pub if_answered: Option<&'a Procedure>,
}

/// What became of one target: of one procedure, or of many together.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The number of the target in its list, from 0.
    pub target: usize,
    /// The number of the procedure, from 0; none where many are judged together.
    pub subject: Option<usize>,
    /// The measure's name.
    pub label: Option<Message>,
    /// The figure that was judged.
    pub figure: Option<Figure>,
    /// What a cut was counted from.
    pub baseline: Option<Message>,
    /// What became of it.
    pub verdict: Verdict,
    /// What would close the gap, or make it measurable.
    pub remedy: Option<Message>,
    /// Whether its day has come.
    pub due: bool,
}

/// Checks procedures against targets: one result for each target and procedure in its scope, and one for each target
/// that is about many together. A target that is about none of them is not measurable.
pub fn check(
    list: &Targets,
    subjects: &[Subject<'_>],
    convention: Convention,
    as_of: Date,
) -> Vec<Checked> {
    let mut all = Vec::new();
    for (number, target) in list.targets.iter().enumerate() {
        let looks: Vec<(usize, Look)> = (subjects.iter().enumerate())
            .filter_map(|(at, subject)| Some((at, look(target, subject, convention)?)))
            .collect();
        let due = target.by.is_none_or(|by| by <= as_of);
        let result = |subject, look: Look| Checked {
            target: number,
            subject,
            label: look.label,
            figure: look.figure,
            baseline: look.baseline,
            verdict: look.verdict,
            remedy: look.remedy,
            due,
        };
        if looks.is_empty() {
            all.push(result(
                None,
                Look::unknown(missing("target-nothing-in-scope", target)),
            ));
        } else if let Some(share) = target.share {
            all.push(result(None, shared(&looks, share)));
        } else if target.average == Some(true) {
            all.push(result(None, averaged(target, &looks)));
        } else {
            let each = looks.into_iter();
            all.extend(each.map(|(at, look)| result(Some(at), look)));
        }
    }
    all
}

/// One procedure looked at for one target.
struct Look {
    label: Option<Message>,
    figure: Option<Figure>,
    was: Option<Figure>,
    limit: Option<f64>,
    baseline: Option<Message>,
    verdict: Verdict,
    remedy: Option<Message>,
}

impl Look {
    fn unknown(verdict: Verdict) -> Self {
        Self {
            label: None,
            figure: None,
            was: None,
            limit: None,
            baseline: None,
            verdict,
            remedy: None,
        }
    }
}

/// The figure of what a target means of a procedure; what it says where there is none.
fn figure_of(
    p: &Procedure,
    target: &Target,
    convention: Convention,
) -> Option<Result<(Message, Figure), Verdict>> {
    let (version, outside) = match part(p, target.scope.as_ref()) {
        Meant::Outside => return None,
        Meant::OneOfClasses => return Some(Err(missing("target-class", target))),
        Meant::Steps(_) if !is_parted(&target.measure) => {
            return Some(Err(missing("target-not-parted", target)));
        }
        Meant::Steps(keep) => (Some(emptied(p, &keep)), p.steps.len() - keep.len()),
        Meant::Whole => (None, 0),
    };
    let version = version.as_ref().unwrap_or(p);
    let rows = measure(version, &Graph::of(version), convention).rows();
    let row = rows.into_iter().find(|row| row.key == target.measure);
    let Some(mut row) = row else {
        return Some(Err(missing("unknown-measure", target)));
    };
    if row.key == "steps"
        && let Some(value) = row.figure.value
    {
        row.figure.value = Some(value.map(|steps| steps - outside as f64));
    }
    Some(Ok((row.label, row.figure)))
}

fn look(target: &Target, subject: &Subject<'_>, convention: Convention) -> Option<Look> {
    let (label, figure) = match figure_of(subject.procedure, target, convention)? {
        Ok(found) => found,
        Err(verdict) => return Some(Look::unknown(verdict)),
    };
    let known = |p: Option<&Procedure>| {
        let found = figure_of(p?, target, convention)?.ok()?;
        Some(found.1)
    };
    let was = known(subject.before.filter(|_| target.cut.is_some()));
    let limit = limit(subject.procedure, &figure.unit);
    let judged = |figure: &Figure| judge_figure(target, was.as_ref(), figure, limit);
    let verdict = judged(&figure);
    let remedy = match &verdict {
        Verdict::Met => None,
        Verdict::NotMeasurable(_) | Verdict::Unsure => unmeasured(&figure),
        Verdict::Missed(_) => {
            let then = |p| known(p).map(|figure| (judged(&figure), figure));
            remedy(then(subject.sure), then(subject.if_answered))
        }
    };
    Some(Look {
        label: Some(label),
        baseline: baseline(target, was.as_ref()),
        figure: Some(figure),
        was,
        limit,
        verdict,
        remedy,
    })
}

/// What the law allows, in the unit of a figure.
fn limit(p: &Procedure, unit: &Unit) -> Option<f64> {
    let span = p.limit.as_ref()?.statutory.as_ref()?.0.value?;
    let most = Amount {
        value: span.max,
        unit: span.unit,
    };
    in_unit(&Ceiling::Time(most), unit)
}

/// What a cut was counted from, and who says so.
fn baseline(target: &Target, was: Option<&Figure>) -> Option<Message> {
    if let Some(base) = target.base() {
        let cut = target.cut.is_some();
        let key = if cut { "baseline-cut" } else { "baseline-told" };
        let date = base.date.map(|date| date.0.to_string());
        let source = base
            .source
            .as_ref()
            .and_then(|source| source.all().first().copied());
        let more = date.into_iter().chain(source.map(str::to_owned));
        let more: Vec<String> = more.map(|more| format!(", {more}")).collect();
        return Some(
            Message::new(key)
                .with("id", base.id.as_str())
                .with("value", base.value.text())
                .with("more", more.concat()),
        );
    }
    was.map(|was| Message::new("baseline-before").with("value", was.message()))
}

/// Where the file would have to say more.
fn unmeasured(figure: &Figure) -> Option<Message> {
    if !figure.unknown.is_empty() {
        let steps = Arg::names(&figure.unknown);
        return Some(Message::new("remedy-state").with("steps", steps));
    }
    let why = figure.why.clone()?;
    Some(Message::new("remedy-why").with("why", why))
}

/// Which changes would meet it.
fn remedy(sure: Option<(Verdict, Figure)>, all: Option<(Verdict, Figure)>) -> Option<Message> {
    let met = |found: &(Verdict, Figure)| found.0 == Verdict::Met;
    let (key, figure) = match (sure, all) {
        (Some(sure), _) if met(&sure) => ("remedy-sure", sure.1),
        (_, Some(all)) if met(&all) => ("remedy-answered", all.1),
        (_, Some(all)) => ("remedy-none", all.1),
        _ => return None,
    };
    Some(Message::new(key).with("figure", figure.message()))
}

/// Whether enough procedures meet a target.
fn shared(looks: &[(usize, Look)], share: f64) -> Look {
    let count =
        |test: fn(&Verdict) -> bool| looks.iter().filter(|(_, look)| test(&look.verdict)).count();
    let met = count(|verdict| *verdict == Verdict::Met);
    let missed = count(|verdict| matches!(verdict, Verdict::Missed(_)));
    let of = looks.len();
    let part = |n: usize| n as f64 / of as f64;
    // Rounded up, but not for what is a whole number but for its last bits.
    let needed = (share * of as f64 - 1e-9).ceil() as usize;
    let verdict = if met >= needed {
        Verdict::Met
    } else if of - missed < needed {
        let gap = Message::new("gap-procedures").with("count", needed - met);
        Verdict::Missed(Message::new("target-gap").with("gap", gap))
    } else {
        let unknown = Message::new("target-share-unknown").with("count", of - met - missed);
        Verdict::NotMeasurable(unknown)
    };
    let values = Values {
        min: part(met),
        typical: None,
        max: part(of - missed),
        mean: None,
    };
    Look {
        label: looks.first().and_then(|(_, look)| look.label.clone()),
        figure: Some(Figure::of(values, Unit::Share, None)),
        ..Look::unknown(verdict)
    }
}

/// Whether procedures meet a target on average.
fn averaged(target: &Target, looks: &[(usize, Look)]) -> Look {
    let mean = |figure: fn(&Look) -> Option<&Figure>| -> Option<Figure> {
        let all: Option<Vec<&Figure>> = looks.iter().map(|(_, look)| figure(look)).collect();
        let sum = all?.into_iter().cloned().reduce(|sum, one| sum.add(&one))?;
        let of = looks.len() as f64;
        Some(Figure {
            value: sum.value.map(|value| value.map(|part| part / of)),
            ..sum
        })
    };
    let first = looks.first();
    let label = first.and_then(|(_, look)| look.label.clone());
    let Some(figure) = mean(|look| look.figure.as_ref()) else {
        return Look {
            label,
            ..Look::unknown(missing("target-unknown", target))
        };
    };
    let was = mean(|look| look.was.as_ref());
    let limits: Option<f64> = looks.iter().map(|(_, look)| look.limit).sum();
    let limit = limits.map(|sum| sum / looks.len() as f64);
    let verdict = judge_figure(target, was.as_ref(), &figure, limit);
    let remedy = match figure.state() {
        State::Known => None,
        State::Floor | State::NotMeasurable => unmeasured(&figure),
    };
    Look {
        label,
        baseline: baseline(target, was.as_ref()),
        verdict,
        remedy,
        figure: Some(figure),
        was,
        limit,
    }
}

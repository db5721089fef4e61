//! Each procedure against each target.

use super::many::{averaged, shared};
use super::scope::{self, Meant, emptied, is_parted, part};
use super::units::{in_unit, stated_day};
use super::{Bar, Base, Verdict, bar, missing};
use crate::graph::Graph;
use crate::measure::calendar::Clock;
use crate::measure::figure::{Figure, Unit};
use crate::measure::{Convention, measure};
use crate::message::{Arg, Message};
use crate::model::target::{Ceiling, Target, Targets};
use crate::model::{Amount, Date, Procedure};

/// A procedure that is checked.
pub struct Subject<'a> {
    /// The file that it was read from.
    pub file: &'a str,
    /// As it is.
    pub procedure: &'a Procedure,
    /// As it was before a reform, from which cuts are counted, with its file.
    pub before: Option<(&'a str, &'a Procedure)>,
    /// It after each change that is known, one after the other, those that are sure first; none where changes were not
    /// looked for.
    pub stages: &'a [Stage],
}

/// A procedure after one more change.
pub struct Stage {
    /// The procedure.
    pub version: Procedure,
    /// What was changed.
    pub change: Message,
    /// The questions that it waits for; none where it is sure.
    pub questions: Vec<Message>,
}

/// What became of one target: of one procedure, or of many together.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The number of the target in its list, from 0.
    pub target: usize,
    /// The number of the procedure, from 0; none where many are judged together.
    pub subject: Option<usize>,
    /// What was seen.
    pub look: Look,
    /// Whether its day has come.
    pub due: bool,
}

/// What was seen of one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The measure's name.
    pub label: Option<Message>,
    /// The figure that was judged.
    pub figure: Option<Figure>,
    /// The figure of the version before, where a cut is counted from that.
    pub was: Option<Figure>,
    /// What the law allows, in the figure's unit.
    pub limit: Option<f64>,
    /// What the figure was held against, in its unit.
    pub bar: Option<Bar>,
    /// What a cut was counted from.
    pub baseline: Option<Message>,
    /// What became of it.
    pub verdict: Verdict,
    /// What would close the gap, or make it measurable.
    pub remedy: Option<Message>,
}

impl Look {
    pub(super) fn unknown(verdict: Verdict) -> Self {
        Self {
            label: None,
            figure: None,
            was: None,
            limit: None,
            bar: None,
            baseline: None,
            verdict,
            remedy: None,
        }
    }

    /// By how much the target is missed at least, in the figure's unit.
    pub fn gap(&self) -> Option<f64> {
        let missed = matches!(self.verdict, Verdict::Missed(_));
        let value = self.figure.as_ref().filter(|_| missed)?.value?;
        self.bar?.gap(value)
    }
}

/// Checks procedures against targets: one result for each target and procedure in its scope, and one for each target
/// that is about many together. A target that is about none of them, or that names what is in no file, is not measurable.
pub fn check(
    list: &Targets,
    subjects: &[Subject<'_>],
    convention: Convention,
    as_of: Date,
) -> Vec<Checked> {
    let mut all = Vec::new();
    let procedures: Vec<&Procedure> = subjects.iter().map(|one| one.procedure).collect();
    for (number, target) in list.targets.iter().enumerate() {
        let due = target.by.is_none_or(|by| by <= as_of);
        let result = |subject, look| Checked {
            target: number,
            subject,
            look,
            due,
        };
        let strange = scope::unknown(target.scope.as_ref(), &procedures);
        if !strange.is_empty() {
            let ids: Vec<Arg> = strange.into_iter().map(Arg::from).collect();
            let said = Message::new("target-scope-unknown").with("ids", ids);
            let look = Look::unknown(Verdict::NotMeasurable(said));
            all.push(result(None, look));
            continue;
        }
        let looks: Vec<(usize, Look)> = (subjects.iter().enumerate())
            .filter_map(|(at, subject)| Some((at, look(target, subject, convention)?)))
            .collect();
        if looks.is_empty() {
            let nothing = missing("target-nothing-in-scope", target);
            all.push(result(None, Look::unknown(nothing)));
        } else if let Some(share) = target.share {
            all.push(result(None, shared(subjects, &looks, share)));
        } else if target.average == Some(true) {
            all.push(result(None, averaged(target, subjects, &looks)));
        } else {
            let each = looks.into_iter();
            all.extend(each.map(|(at, look)| result(Some(at), look)));
        }
    }
    all
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
    let known = |p: &Procedure| Some(figure_of(p, target, convention)?.ok()?.1);
    let earlier = subject.before.filter(|_| target.counts_from_before());
    let was = earlier.and_then(|(_, before)| known(before));
    let alike = earlier.is_none_or(|(_, before)| days_alike(subject.procedure, before));
    let day = stated_day(subject.procedure)
        .filter(|_| earlier.is_none_or(|(_, before)| alike && stated_day(before).is_some()));
    let limit = limit(subject.procedure, &figure.unit);
    let base = Base {
        before: was.as_ref(),
        limit,
        day,
    };
    let judged = |figure: &Figure| match bar(target, figure, base) {
        _ if earlier.is_some() && was.is_none() => (None, missing("target-before-scope", target)),
        _ if !alike && figure.unit == Unit::WorkingDays => {
            (None, missing("target-before-day", target))
        }
        Ok(bar) => (Some(bar), bar.judge(figure, target)),
        Err(verdict) => (None, verdict),
    };
    let (bar, verdict) = judged(&figure);
    let remedy = match &verdict {
        Verdict::Met => None,
        Verdict::NotMeasurable(_) | Verdict::Unsure => {
            unmeasured(subject.file, &figure).or_else(|| unmeasured(earlier?.0, was.as_ref()?))
        }
        Verdict::Missed(_) => remedy(subject.stages, &figure, &|version| {
            let figure = known(version)?;
            Some((judged(&figure).1 == Verdict::Met, figure))
        }),
    };
    Some(Look {
        label: Some(label),
        baseline: baseline(target, subject, was.as_ref()),
        figure: Some(figure),
        was,
        limit,
        bar,
        verdict,
        remedy,
    })
}

/// Whether working days are equally long in two versions.
fn days_alike(now: &Procedure, before: &Procedure) -> bool {
    (Clock::of(now).day - Clock::of(before).day).abs() < f64::EPSILON
}

/// What the law allows, in the unit of a figure.
fn limit(p: &Procedure, unit: &Unit) -> Option<f64> {
    let span = p.limit.as_ref()?.statutory.as_ref()?.0.value?;
    let most = Amount {
        value: span.max,
        unit: span.unit,
    };
    in_unit(&Ceiling::Time(most), unit, stated_day(p))
}

/// What a cut was counted from, and who says so.
fn baseline(target: &Target, subject: &Subject<'_>, was: Option<&Figure>) -> Option<Message> {
    if let Some(stated) = stated_baseline(target) {
        return Some(stated);
    }
    let (file, before) = subject.before?;
    let key = if before.id == subject.procedure.id {
        "baseline-before"
    } else {
        "baseline-before-other"
    };
    let told = Message::new(key).with("value", was?.message());
    Some(told.with("file", file).with("id", before.id.as_str()))
}

/// The baseline that a target states.
pub(super) fn stated_baseline(target: &Target) -> Option<Message> {
    let base = target.base()?;
    let cut = target.cut.is_some();
    let key = if cut { "baseline-cut" } else { "baseline-told" };
    let date = base.date.map(|date| date.0.to_string());
    let source = base.source.as_ref();
    let source = source.and_then(|source| source.all().first().copied());
    let more = date.into_iter().chain(source.map(str::to_owned));
    let more: Vec<String> = more.map(|more| format!(", {more}")).collect();
    let said = Message::new(key).with("id", base.id.as_str());
    let said = said.with("value", base.value.text());
    Some(said.with("more", more.concat()))
}

/// Where a file would have to say more.
pub(super) fn unmeasured(file: &str, figure: &Figure) -> Option<Message> {
    if !figure.unknown.is_empty() {
        let steps = Arg::names(&figure.unknown);
        let said = Message::new("remedy-state").with("steps", steps);
        return Some(said.with("file", file));
    }
    let why = figure.why.clone()?;
    let said = Message::new("remedy-why").with("why", why);
    Some(said.with("file", file))
}

/// Which changes would meet it: the first of the stages that does, and what of the way there brings the figure down, or up
/// where that is wanted. `judged` says of a version whether it meets the target, and its figure.
fn remedy(
    stages: &[Stage],
    now: &Figure,
    judged: &dyn Fn(&Procedure) -> Option<(bool, Figure)>,
) -> Option<Message> {
    let mut last = now.clone();
    let mut met = false;
    let mut way: Vec<&Stage> = Vec::new();
    for stage in stages {
        let (meets, figure) = judged(&stage.version)?;
        if meets || differs(&last, &figure) {
            way.push(stage);
        }
        last = figure;
        if meets {
            met = true;
            break;
        }
    }
    if stages.is_empty() {
        return None;
    }
    let open: Vec<Message> = way
        .iter()
        .flat_map(|stage| stage.questions.clone())
        .collect();
    let key = match (met, open.is_empty(), way.is_empty()) {
        (true, true, _) => "remedy-sure",
        (true, false, _) => "remedy-answered",
        (false, _, false) => "remedy-none",
        (false, _, true) => "remedy-nothing",
    };
    let changes = way.iter().map(|stage| Arg::from(stage.change.clone()));
    let changes: Vec<Arg> = changes.collect();
    let mut questions: Vec<Message> = Vec::new();
    for question in open {
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    let questions: Vec<Arg> = questions.into_iter().map(Arg::from).collect();
    let said = Message::new(key).with("figure", last.message());
    Some(said.with("changes", changes).with("questions", questions))
}

fn differs(a: &Figure, b: &Figure) -> bool {
    a.value != b.value || a.unit != b.unit || a.unknown != b.unknown
}

//! Many procedures against one target: on average, or enough of them.

use super::check::{Look, Subject, stated_baseline, unmeasured};
use super::{Base, Verdict, bar, missing};
use crate::measure::figure::{Figure, State, Unit, Values};
use crate::message::{Arg, Message};
use crate::model::target::Target;

/// Procedures that are named of those that miss a target.
const NAMED: usize = 10;

/// Whether enough procedures meet a target.
pub(super) fn shared(subjects: &[Subject<'_>], looks: &[(usize, Look)], share: f64) -> Look {
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
    let remedy = (verdict != Verdict::Met).then(|| {
        let list = |such: &dyn Fn(&Verdict) -> bool| {
            let such = looks.iter().filter(|(_, look)| such(&look.verdict));
            named(such.map(|(at, look)| (subjects[*at].file, look.figure.as_ref())))
        };
        let missed = list(&|verdict| matches!(verdict, Verdict::Missed(_)));
        let open = list(&|verdict| matches!(verdict, Verdict::NotMeasurable(_) | Verdict::Unsure));
        let key = match (missed.is_empty(), open.is_empty()) {
            (false, true) => "remedy-those-that-miss",
            (true, _) => "remedy-those-open",
            (false, false) => "remedy-those-both",
        };
        Message::new(key).with("missed", missed).with("open", open)
    });
    Look {
        label: looks.first().and_then(|(_, look)| look.label.clone()),
        figure: Some(Figure::of(values, Unit::Share, None)),
        remedy,
        ..Look::unknown(verdict)
    }
}

/// Files with their figures, the first of them.
fn named<'f>(all: impl Iterator<Item = (&'f str, Option<&'f Figure>)>) -> Vec<Arg> {
    let all: Vec<_> = all.collect();
    let mut named: Vec<Arg> = (all.iter().take(NAMED))
        .map(|(file, figure)| match figure {
            Some(figure) => Message::new("remedy-file")
                .with("file", *file)
                .with("figure", figure.message())
                .into(),
            None => (*file).into(),
        })
        .collect();
    if all.len() > NAMED {
        named.push(Message::new("gap-others").into());
    }
    named
}

/// Whether procedures meet a target on average.
pub(super) fn averaged(target: &Target, subjects: &[Subject<'_>], looks: &[(usize, Look)]) -> Look {
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
    let base = Base {
        before: was.as_ref(),
        limit,
        // Days of many procedures may be of different lengths.
        day: None,
    };
    let no_baseline = looks.iter().find_map(|(_, look)| match &look.verdict {
        Verdict::NotMeasurable(why) if why.key.starts_with("target-before") => Some(&look.verdict),
        _ => None,
    });
    let (bar, verdict) = match bar(target, &figure, base) {
        _ if no_baseline.is_some() => (None, no_baseline.cloned().unwrap_or(Verdict::Unsure)),
        Ok(bar) => (Some(bar), bar.judge(&figure, target)),
        Err(verdict) => (None, verdict),
    };
    Look {
        label,
        baseline: stated_baseline(target).or_else(|| {
            let was = was.as_ref()?.message();
            Some(Message::new("baseline-average").with("value", was))
        }),
        remedy: told(subjects, looks, &figure, &verdict),
        bar,
        verdict,
        figure: Some(figure),
        was,
        limit,
    }
}

/// The procedures that weigh most on an average that is missed, or those that are not known.
fn told(
    subjects: &[Subject<'_>],
    looks: &[(usize, Look)],
    figure: &Figure,
    verdict: &Verdict,
) -> Option<Message> {
    if *verdict == Verdict::Met {
        return None;
    }
    let judged = matches!(verdict, Verdict::Missed(_) | Verdict::Unsure);
    let own = |(at, look): &(usize, Look)| Some((subjects[*at].file, look.figure.clone()?));
    let mut all: Vec<(&str, Figure)> = looks.iter().filter_map(own).collect();
    if figure.state() != State::Known {
        let open = all.iter().filter(|(_, own)| own.state() != State::Known);
        let open: Vec<_> = open.map(|(file, own)| (*file, Some(own))).collect();
        if let [(file, Some(own))] = open[..] {
            return unmeasured(file, own);
        }
        let open = named(open.into_iter());
        return Some(Message::new("remedy-those-open").with("open", open));
    }
    if !judged {
        return None;
    }
    let point = |figure: &Figure| figure.value.and_then(|value| value.point());
    all.sort_by(|a, b| {
        point(&b.1)
            .partial_cmp(&point(&a.1))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let most = named(all.iter().map(|(file, own)| (*file, Some(own))));
    Some(Message::new("remedy-weighs-most").with("files", most))
}

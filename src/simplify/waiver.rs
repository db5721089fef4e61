//! Findings that somebody decided to keep, with a reason and a day on which the decision ends.

use crate::finding::Finding;
use crate::message::{Lang, Message};
use crate::model::setting::Keep;
use crate::model::{Date, Id, Procedure, Step};
use crate::rewrites::{self, Rewrite, Target};
use std::collections::BTreeSet;

/// The waivers that a file records, as they stand on one day.
#[derive(Debug, Clone, Default)]
pub struct Waivers {
    waivers: Vec<Waiver>,
    day: Option<Date>,
}

#[derive(Debug, Clone)]
struct Waiver {
    keep: Keep,
    rule: String,
    steps: BTreeSet<Id>,
    items: BTreeSet<Id>,
    expired: bool,
}

/// How a waiver stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// The finding is left as it is.
    Kept(Finding),
    /// Its day has passed: the finding counts as any other.
    Expired,
    /// The rules find no such thing.
    NotFound,
}

/// A waiver and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Waived {
    /// As the file records it.
    pub keep: Keep,
    /// How it stands.
    pub standing: Standing,
}

impl Waivers {
    /// The waivers of a procedure as they stand on a day; without a day, none has expired.
    pub fn of(p: &Procedure, day: Option<Date>) -> Self {
        let kept = p.keep.iter().flatten();
        Self {
            waivers: kept.map(|keep| Waiver::of(keep, day)).collect(),
            day,
        }
    }

    /// The same with more that is kept.
    #[must_use]
    pub fn and<'k>(mut self, more: impl Iterator<Item = &'k Keep>) -> Self {
        let day = self.day;
        self.waivers.extend(more.map(|keep| Waiver::of(keep, day)));
        self
    }

    /// Whether a finding about a version of the procedure is to be left as it is. Of a step that stands for several,
    /// what was decided about each of them holds.
    pub fn hold(&self, version: &Procedure, finding: &Finding) -> bool {
        let mut in_force = self.waivers.iter().filter(|waiver| !waiver.expired);
        in_force.any(|waiver| waiver.covers(version, finding))
    }

    /// Whether there is none.
    pub(super) fn are_none(&self) -> bool {
        self.waivers.is_empty()
    }

    /// Whether a change would do to what a kept finding is about what the answers to that finding would do, in another way:
    /// it lowers what they lower, at all of its steps.
    pub(super) fn forbid(&self, version: &Procedure, rewrite: &Rewrite, target: &Target) -> bool {
        let mut in_force = self.waivers.iter().filter(|waiver| !waiver.expired);
        in_force.any(|waiver| waiver.forbids(version, rewrite, target))
    }

    /// How each stands, given everything that the rules find in the procedure.
    pub(super) fn standing(&self, p: &Procedure, findings: &[Finding]) -> Vec<Waived> {
        let standing = |waiver: &Waiver| {
            let found = findings.iter().find(|finding| waiver.covers(p, finding));
            match found {
                _ if waiver.expired => Standing::Expired,
                Some(finding) => Standing::Kept(finding.clone()),
                None => Standing::NotFound,
            }
        };
        let all = self.waivers.iter().map(|waiver| Waived {
            keep: waiver.keep.clone(),
            standing: standing(waiver),
        });
        all.collect()
    }
}

impl Waiver {
    fn of(keep: &Keep, day: Option<Date>) -> Self {
        let (rule, places) = keep.finding.split_once('(').unwrap_or((&keep.finding, ""));
        let places = places.trim().trim_end_matches(')');
        let (steps, items) = places.split_once(';').unwrap_or((places, ""));
        Self {
            rule: rule.trim().to_owned(),
            steps: ids(steps),
            items: ids(items),
            expired: day.zip(keep.until).is_some_and(|(day, until)| day > until),
            keep: keep.clone(),
        }
    }

    fn forbids(&self, version: &Procedure, rewrite: &Rewrite, target: &Target) -> bool {
        let alike = rewrites::ALL.iter().any(|other| {
            other.lowers == rewrite.lowers && other.answers.contains(&self.rule.as_str())
        });
        let steps = target.steps.iter().filter_map(|id| version.step(id));
        let steps: BTreeSet<Id> = steps.flat_map(Step::original).collect();
        let about = |items: &[Id]| {
            let either_says_nothing = items.is_empty() || self.items.is_empty();
            either_says_nothing || items.iter().any(|item| self.items.contains(item))
        };
        alike && !self.steps.is_empty() && self.steps.is_subset(&steps) && about(&target.items)
    }

    fn covers(&self, version: &Procedure, finding: &Finding) -> bool {
        let items: BTreeSet<Id> = finding.items.iter().cloned().collect();
        if finding.rule != self.rule || items != self.items {
            return false;
        }
        let stands_for = |id: &Id| match version.step(id) {
            Some(step) => step.original(),
            None => vec![id.clone()],
        };
        let steps: Vec<Vec<Id>> = finding.steps.iter().map(stands_for).collect();
        let known: BTreeSet<&Id> = steps.iter().flatten().collect();
        let own = |step: &Vec<Id>| step.iter().any(|id| self.steps.contains(id));
        self.steps.iter().all(|id| known.contains(id)) && steps.iter().all(own)
    }
}

fn ids(list: &str) -> BTreeSet<Id> {
    let ids = list.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(Id::from).collect()
}

impl Waived {
    /// Who decided what, and whether it still holds.
    pub fn message(&self, lang: Lang) -> Message {
        let key = match (&self.standing, self.keep.until) {
            (Standing::Kept(_), None) => "kept",
            (Standing::Kept(_), Some(_)) => "kept-until",
            (Standing::Expired, _) => "kept-expired",
            (Standing::NotFound, _) => "kept-not-found",
        };
        let until = self.keep.until.map(|day| day.0.to_string());
        Message::new(key)
            .with("by", self.keep.by.as_str())
            .with("why", self.keep.why.say(lang))
            .with("until", until.unwrap_or_default())
    }

    /// The word of its standing in data.
    pub fn word(&self) -> &'static str {
        match self.standing {
            Standing::Kept(_) => "kept",
            Standing::Expired => "expired",
            Standing::NotFound => "not-found",
        }
    }
}

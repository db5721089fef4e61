//! What a person said of the matches, and what a person should look at.

use super::alike;
use super::matching::{ALIKE, How, Kind, Matching, Orders, knows, things};
use crate::message::{Arg, Message};
use crate::model::{Id, Procedure, Step};
use std::collections::BTreeMap;

/// The score below which two steps of the same id may be two.
const DOUBTFUL: f64 = 0.5;
impl Matching {
    /// Matches by id of steps where another step is far more like the one before: an id that was given to something else.
    pub(super) fn doubtful(&self, before: &Procedure, translated: &Procedure) -> Vec<Message> {
        let by_id = self.of_kind(Kind::Step).filter(|one| one.how == How::Id);
        let doubtful = by_id.filter_map(|one| {
            let was = before.step(&one.before)?;
            let score = |step: &Step| alike::steps(was, step).score;
            let own = score(translated.step(&one.before)?);
            let others = translated.steps.iter().filter(|step| step.id != one.before);
            let best = others.max_by(|a, b| score(a).total_cmp(&score(b)))?;
            (own < DOUBTFUL && score(best) >= ALIKE).then(|| {
                Message::new("match-doubtful")
                    .with("before", one.before.as_str())
                    .with("other", best.id.as_str())
            })
        });
        doubtful.collect()
    }

    /// Steps that a person said became several.
    pub(super) fn splits(&self) -> Vec<Message> {
        let mut parts: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
        for one in self.of_kind(Kind::Step) {
            parts.entry(&one.before).or_default().push(&one.after);
        }
        let split = parts.into_iter().filter(|(_, into)| into.len() > 1);
        split
            .map(|(step, into)| {
                let into: Vec<Arg> = into.iter().map(|id| id.as_str().into()).collect();
                Message::new("rest-split")
                    .with("step", Arg::name(step))
                    .with("into", into)
            })
            .collect()
    }
}

impl Orders {
    /// Pairs of ids that are there and can never be the same thing: a step is no document.
    pub fn unlike(&self, before: &Procedure, after: &Procedure) -> Vec<&(Id, Id)> {
        let has =
            |p: &Procedure, kind: Kind, id: &Id| things(kind, p).iter().any(|one| one.id == id);
        let unlike = self.same.iter().filter(|(a, b)| {
            let mut kinds = Kind::ALL.iter();
            knows(before, a)
                && knows(after, b)
                && !kinds.any(|kind| has(before, *kind, a) && has(after, *kind, b))
        });
        unlike.collect()
    }

    /// Ids that were ordered about and are in neither version on the side they were named for.
    pub fn strange(&self, before: &Procedure, after: &Procedure) -> Vec<Id> {
        let mut strange = Vec::new();
        for (a, b) in &self.same {
            strange.extend((!knows(before, a)).then(|| a.clone()));
            strange.extend((!knows(after, b)).then(|| b.clone()));
        }
        let apart = self.apart.iter();
        strange.extend(
            apart
                .filter(|id| !knows(before, id) && !knows(after, id))
                .cloned(),
        );
        strange
    }
}

//! A limit that was raised: a share of it is met by nothing but that.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::Message;
use crate::model::{Procedure, Time};

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    let (before, after) = (seen.pair.before.procedure, seen.pair.after.procedure);
    let stated = |p: &Procedure| -> Option<Time> { p.limit.as_ref()?.statutory.clone() };
    let text = |time: &Time| Some(time.0.value?.text());
    let (Some(was), Some(is)) = (stated(before), stated(after)) else {
        return;
    };
    let days = seen.before.days(&was).zip(seen.after.days(&is));
    if let (Some(old), Some(new)) = (text(&was), text(&is))
        && days.is_some_and(|(was, is)| is > was + 1e-9)
    {
        let message = Message::new("trick-limit-raised")
            .with("was", old)
            .with("is", new);
        found.add("limit-raised", Severity::Medium, Vec::new(), message);
    }
}

//! A step that is another procedure now: what it takes there is in no figure of this file.

use super::{Found, Seen};
use crate::finding::Severity;
use crate::message::{Arg, Message};

pub(super) fn look(seen: &Seen<'_, '_>, found: &mut Found) {
    for step in &seen.pair.before.procedure.steps {
        let heir = seen.pair.heir(&step.id).filter(|_| step.calls.is_none());
        let Some((heir, calls)) = heir.and_then(|heir| Some((heir, heir.calls.as_ref()?))) else {
            continue;
        };
        let (was, is) = (seen.before.taken(step), seen.after.taken(heir));
        let took = was.is_some() && was.is_kept(is) != Some(true);
        let came = step.visit.is_some() && heir.visit.is_none();
        if took || came {
            let message = Message::new("trick-window-called")
                .with("step", Arg::name(&step.id))
                .with("procedure", calls.as_str());
            let steps = vec![step.id.clone()];
            found.add("wait-moved-outside", Severity::High, steps, message);
        }
    }
}

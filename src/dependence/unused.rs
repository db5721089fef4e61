//! Whether what no step is stated to use is used by nobody.

use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::measure::unused::{Unused, unused};
use crate::message::{Arg, Message};
use crate::model::{Id, Listed, Procedure, Step, StepKind};
use std::rc::Rc;

/// What no step is stated to use, found once for a version.
pub fn left_over(cx: &Context<'_>) -> Rc<Vec<(Id, Id)>> {
    let named = |unused: Unused<'_>| (unused.step.id.clone(), unused.item.clone());
    cx.once(|| unused(cx.procedure).into_iter().map(named).collect())
}

/// Whether the file lists everything that is asked, given and examined, and what each criterion reads: only then does
/// a use that is not listed not exist.
pub fn lists_every_use(p: &Procedure) -> bool {
    let lists = [Listed::Documents, Listed::Fields, Listed::Criteria];
    lists.into_iter().all(|list| p.lists_all(list))
        && p.steps.iter().all(|step| reads_of_criteria_stated(p, step))
}

fn reads_of_criteria_stated(p: &Procedure, step: &Step) -> bool {
    let mut criteria = step.criteria.iter().flatten();
    criteria.all(|id| {
        p.criterion(id)
            .is_some_and(|criterion| criterion.reads.is_some())
    })
}

/// Whether every control and inspection from a step on says what it reads, one at least, so that what none of them
/// names stands out.
pub fn readers_stated(cx: &Context<'_>, from: &Step) -> bool {
    let p = cx.procedure;
    let looks = |step: &&Step| step.is_control() || step.kind == StepKind::Inspect;
    let later = |step: &&Step| step.id == from.id || cx.meet(&from.id, &step.id);
    let says = |step: &Step| {
        let criteria = step.criteria.as_ref();
        let examines = criteria.is_some_and(|criteria| !criteria.is_empty());
        (examines || step.reads.is_some()) && reads_of_criteria_stated(p, step)
    };
    let mut readers = p.steps.iter().filter(looks).filter(later).peekable();
    readers.peek().is_some() && readers.all(says)
}

/// Whether nobody uses an item that is asked, given or made at a step: it fails where a step does, holds where the file
/// lists every use, and else is asked.
pub fn used_by_nobody(cx: &Context<'_>, step: &Id, item: &Id) -> Verdict {
    let about = |key| Message::new(key).with("item", Arg::name(item));
    let here = |(at, unused): &(Id, Id)| at == step && unused == item;
    if !left_over(cx).iter().any(here) {
        return Verdict::Fails(about("is-used"));
    }
    if lists_every_use(cx.procedure) {
        return Verdict::Holds(about("every-use-listed"));
    }
    cx.ask(nobody_uses(item))
}

/// The fact that nobody uses an item.
pub fn nobody_uses(item: &Id) -> Fact {
    Fact::new("used-by-nobody", [item])
}

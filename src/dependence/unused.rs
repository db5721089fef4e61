//! Whether what no step is stated to use is used by nobody.

use crate::context::Context;
use crate::fact::{Fact, Verdict};
use crate::measure::unused::{Place, Unused, unused};
use crate::message::{Arg, Message};
use crate::model::{DocumentKind, Id, Listed, Procedure, Step, StepKind};
use std::rc::Rc;

/// A document or field that no step is stated to use.
pub struct LeftOver {
    /// The step at which it is asked, given or made.
    pub step: Id,
    /// The document or field.
    pub item: Id,
    /// Which of them.
    pub place: Place,
}

/// What no step is stated to use, in the order of steps; found once for a version.
pub fn left_over(cx: &Context<'_>) -> Rc<Vec<LeftOver>> {
    let named = |unused: Unused<'_>| LeftOver {
        step: unused.step.id.clone(),
        item: unused.item.clone(),
        place: unused.place,
    };
    cx.once(|| unused(cx.procedure).into_iter().map(named).collect())
}

/// Whether the file lists everything that is asked, given and examined, what each criterion reads and what stands on
/// each output: only then does a use that is not listed not exist.
pub fn lists_every_use(cx: &Context<'_>) -> bool {
    let p = cx.procedure;
    let lists = [Listed::Documents, Listed::Fields, Listed::Criteria];
    let says = |step| criteria_say(p, step) && outputs_say(p, step);
    let all = || lists.into_iter().all(|list| p.lists_all(list)) && p.steps.iter().all(says);
    cx.once(|| EveryUse(all())).0
}

/// Whether a version [`lists_every_use`].
struct EveryUse(bool);

/// Whether each criterion of a step says what it reads.
fn criteria_say(p: &Procedure, step: &Step) -> bool {
    let mut criteria = step.criteria.iter().flatten();
    criteria.all(|id| {
        let criterion = p.criterion(id);
        criterion.is_some_and(|criterion| criterion.reads.is_some())
    })
}

/// Whether each document that a step makes, not for other desks only, says what stands on it.
fn outputs_say(p: &Procedure, step: &Step) -> bool {
    let mut made = step.produces.iter().flatten();
    made.all(|id| {
        let document = p.document(id);
        document.is_some_and(|document| {
            document.kind == Some(DocumentKind::Internal) || document.carries.is_some()
        })
    })
}

/// Whether whoever may look at what is given at a step says what is looked at, so that what none of them names stands
/// out: the step itself unless it only takes in, and every control, inspection and record that the same case may meet,
/// one at least.
pub fn readers_stated(cx: &Context<'_>, from: &Step) -> bool {
    let p = cx.procedure;
    let reader = |step: &&Step| {
        let looks = matches!(step.kind, StepKind::Inspect | StepKind::Record);
        if step.id == from.id {
            step.kind != StepKind::Submit
        } else {
            (step.is_control() || looks) && cx.meet(&from.id, &step.id)
        }
    };
    let says = |step: &Step| {
        let examines = step.criteria.as_ref().is_some_and(|all| !all.is_empty());
        (examines || step.reads.is_some()) && criteria_say(p, step)
    };
    let met = |step: &&Step| step.id == from.id || cx.meet(&from.id, &step.id);
    let mut readers = p.steps.iter().filter(reader).peekable();
    readers.peek().is_some()
        && readers.all(says)
        && p.steps.iter().filter(met).all(|step| outputs_say(p, step))
}

/// Whether nobody uses an item that is asked, given or made at a step: it fails where a step does, holds where the file
/// lists every use, and else is asked.
pub fn used_by_nobody(cx: &Context<'_>, step: &Id, item: &Id) -> Verdict {
    let about = |key| Message::new(key).with("item", Arg::name(item));
    let here = |left: &LeftOver| left.step == *step && left.item == *item;
    if !left_over(cx).iter().any(here) {
        return Verdict::Fails(about("is-used"));
    }
    if lists_every_use(cx) {
        return Verdict::Holds(about("every-use-listed"));
    }
    cx.ask(nobody_uses(item))
}

/// The fact that nobody uses an item.
pub fn nobody_uses(item: &Id) -> Fact {
    Fact::new("used-by-nobody", [item])
}

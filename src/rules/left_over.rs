//! What the three rules about unused things share.

use super::Rule;
use crate::context::Context;
use crate::dependence::{LeftOver, left_over, lists_every_use, readers_stated};
use crate::finding::{Confidence, Finding, Label};
use crate::measure::unused::Place;
use crate::message::{Arg, Message};
use crate::model::{Id, Step};

/// Adds a finding for each step with something unused: one for each document, one for all fields.
///
/// Certain where the file lists every use; possible where all who may look at it say what they look at; silent else, for
/// then the file merely does not say who uses it.
pub(super) fn report(cx: &Context<'_>, rule: &Rule, place: Place, findings: &mut Vec<Finding>) {
    let all = left_over(cx);
    if all.iter().all(|left| left.place != place) {
        return;
    }
    let certain = lists_every_use(cx);
    for step in &cx.procedure.steps {
        let here = |left: &&LeftOver| left.place == place && left.step == step.id;
        let mut items: Vec<Id> = (all.iter().filter(here))
            .map(|left| left.item.clone())
            .collect();
        items.dedup();
        if items.is_empty() || !(certain || readers_stated(cx, step)) {
            continue;
        }
        if place == Place::Field {
            findings.push(finding(rule, step, items, certain));
        } else {
            let each = items.into_iter();
            findings.extend(each.map(|item| finding(rule, step, vec![item], certain)));
        }
    }
}

fn finding(rule: &Rule, step: &Step, items: Vec<Id>, certain: bool) -> Finding {
    let key = if certain {
        "every-use-is-listed"
    } else {
        "readers-name-others"
    };
    let named = Arg::names(&items);
    Finding {
        rule: rule.id,
        steps: vec![step.id.clone()],
        severity: rule.severity,
        confidence: if certain {
            Confidence::Certain
        } else {
            Confidence::Possible
        },
        message: Message::new(rule.id)
            .with("items", named.clone())
            .with("step", Arg::name(&step.id)),
        labels: vec![Label::new(&step.id, Message::new(key).with("items", named))],
        items,
    }
}

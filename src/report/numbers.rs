//! What a program reads of a target's result: numbers in the unit of the figure.

use super::value::{Value, said};
use crate::message::{Lang, Message};
use crate::model::part::Part;
use crate::model::target::Target;
use crate::target::Look;
use serde::Serialize;

/// The numbers of a result.
#[derive(Debug, Serialize)]
pub(super) struct Numbers {
    /// The form of the target: `at_most`, `at_least`, `cut`, `of_limit`.
    form: &'static str,
    /// What the target states: a fraction of 1, a number, or the text of a time or an amount.
    stated: serde_json::Value,
    scope: Option<serde_json::Value>,
    source: Option<String>,
    /// The figure that was judged.
    value: Option<Value>,
    /// That of the version before, where a cut is counted from it.
    before: Option<Value>,
    /// The statutory limit, in the unit of the value.
    limit: Option<f64>,
    /// What the least of the value may be, and the most, in its unit.
    ceiling: Option<[f64; 2]>,
    /// What the value has to reach, in its unit.
    floor: Option<f64>,
    /// By how much the target is missed at least, in the unit of the value.
    gap: Option<f64>,
}

impl Numbers {
    pub(super) fn of(
        target: &Target,
        look: &Look,
        lang: Lang,
        say: &dyn Fn(&Message) -> String,
    ) -> Self {
        let (form, stated) = match (&target.at_most, &target.at_least, target.cut) {
            (Some(most), ..) => ("at_most", most.write()),
            (_, Some(least), _) => ("at_least", least.write()),
            (.., Some(cut)) => ("cut", cut.into()),
            _ => ("of_limit", target.of_limit.into()),
        };
        let bar = look.bar;
        let value = |figure| said(figure, say);
        let source = target.source.as_ref();
        Self {
            form,
            stated,
            scope: target.scope.as_ref().map(Part::write),
            source: source.map(|source| source.say(lang).to_owned()),
            value: look.figure.as_ref().map(value),
            before: look.was.as_ref().map(value),
            limit: look.limit,
            ceiling: (bar.filter(|bar| !bar.is_floor)).map(|bar| [bar.least, bar.most]),
            floor: bar.filter(|bar| bar.is_floor).map(|bar| bar.least),
            gap: look.gap(),
        }
    }
}

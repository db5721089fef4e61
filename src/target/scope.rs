//! What a target is about: which procedures, and which of their steps.

use crate::model::part::Part;
use crate::model::target::Scope;
use crate::model::{Id, Procedure, Role, RoleKind, Span, Step, StepKind, Time, TimeUnit, Waits};

/// The measures that can be told for some of the steps: what the others add to them can be taken out.
const PARTED: [&str; 19] = [
    "steps",
    "interactions",
    "sign-offs",
    "visits",
    "documents",
    "distinct-documents",
    "fields",
    "forms",
    "payments",
    "inspections",
    "online-share",
    "hands-on",
    "waiting",
    "statutory-waiting",
    "lead-time",
    "applicant-time",
    "agency-time",
    "applicant-hours",
    "agency-hours",
];
/// The role of the steps that are taken out.
const OUTSIDE: &str = "x-outside-the-scope";

/// How a procedure stands to a scope.
pub(super) enum Meant {
    /// All of it is meant.
    Whole,
    /// These steps of it are.
    Steps(Vec<Id>),
    /// A class of cases, which the figures do not part from the others.
    OneOfClasses,
    /// Nothing of it is.
    Outside,
}

/// What a scope names that none of the procedures has: misspelt, renamed, or gone.
pub(super) fn unknown(scope: Option<&Scope>, procedures: &[&Procedure]) -> Vec<String> {
    let Some(scope) = scope else {
        return Vec::new();
    };
    let has = |such: &dyn Fn(&Procedure) -> bool| procedures.iter().any(|p| such(p));
    let in_some_step = |id: &Id| {
        has(&|p| {
            let mut steps = p.steps.iter();
            steps.any(|step| step.id == *id || step.original().contains(id))
        })
    };
    let ids = scope.procedures.iter().flatten();
    let mut strange: Vec<String> = ids
        .filter(|id| !has(&|p| p.id == **id))
        .map(ToString::to_string)
        .collect();
    let place = scope.jurisdiction.iter();
    strange.extend(
        place
            .filter(|place| !has(&|p| p.jurisdiction.as_ref() == Some(*place)))
            .cloned(),
    );
    let class = scope.class.iter();
    let class =
        class.filter(|id| !has(&|p| p.case_classes.iter().flatten().any(|one| one.id == **id)));
    strange.extend(class.map(ToString::to_string));
    let agency = scope.agency.iter();
    let of = |p: &Procedure, agency: &String| {
        let mut all = p.agencies.iter().flatten();
        all.any(|one| one.id == *agency || one.concept.as_ref() == Some(agency))
    };
    strange.extend(agency.filter(|agency| !has(&|p| of(p, agency))).cloned());
    let steps = scope.steps.iter().flatten().filter(|id| !in_some_step(id));
    strange.extend(steps.map(ToString::to_string));
    strange
}

/// What of a procedure is meant.
pub(super) fn part(p: &Procedure, scope: Option<&Scope>) -> Meant {
    let Some(scope) = scope else {
        return Meant::Whole;
    };
    let named = |ids: &Vec<Id>| ids.contains(&p.id);
    let place = |place: &String| p.jurisdiction.as_ref() == Some(place);
    if !scope.procedures.as_ref().is_none_or(named)
        || !scope.jurisdiction.as_ref().is_none_or(place)
    {
        return Meant::Outside;
    }
    if let Some(class) = &scope.class {
        let mut classes = p.case_classes.iter().flatten();
        let Some(known) = classes.find(|known| known.id == *class) else {
            return Meant::Outside;
        };
        let only = p.case_classes.as_ref().is_some_and(|all| all.len() == 1);
        if !only && known.share != Some(1.0) {
            return Meant::OneOfClasses;
        }
    }
    if scope.agency.is_none() && scope.steps.is_none() {
        return Meant::Whole;
    }
    let chosen = p.steps.iter().filter(|step| {
        let here = |agency: &String| {
            let known = p.agency_of(step);
            known.is_some_and(|known| known.id == *agency || known.concept.as_ref() == Some(agency))
        };
        let listed = |ids: &Vec<Id>| {
            step.original().iter().any(|id| ids.contains(id)) || ids.contains(&step.id)
        };
        scope.agency.as_ref().is_none_or(here) && scope.steps.as_ref().is_none_or(listed)
    });
    let chosen: Vec<Id> = chosen.map(|step| step.id.clone()).collect();
    if chosen.is_empty() {
        Meant::Outside
    } else {
        Meant::Steps(chosen)
    }
}

/// Whether a measure can be told for some of the steps.
pub(super) fn is_parted(measure: &str) -> bool {
    PARTED.contains(&measure)
}

/// The procedure with all other steps emptied: they stay in the flow, ask nothing, and take no time.
pub(super) fn emptied(p: &Procedure, keep: &[Id]) -> Procedure {
    let mut rest = p.clone();
    rest.roles.push(Role {
        id: Id::from(OUTSIDE),
        kind: Some(RoleKind::System),
        ..Role::placeholder()
    });
    for step in rest
        .steps
        .iter_mut()
        .filter(|step| !keep.contains(&step.id))
    {
        *step = Step {
            id: step.id.clone(),
            kind: StepKind::Record,
            role: Id::from(OUTSIDE),
            after: step.after.clone(),
            work: Some(nothing(step)),
            wait: Some(Waits(Vec::new())),
            ..Step::placeholder()
        };
    }
    rest
}

/// No time, in the unit in which the step's own was given.
fn nothing(step: &Step) -> Time {
    let waits = step.wait.iter().flat_map(|waits| &waits.0);
    let times = (step.elapsed.iter().chain(&step.work)).chain(waits.map(|wait| &wait.time));
    let mut units = times.filter_map(|time| time.0.value.map(|span| span.unit));
    Time::exactly(Span {
        min: 0.0,
        typical: None,
        max: 0.0,
        unit: units.next().unwrap_or(TimeUnit::Minute),
    })
}

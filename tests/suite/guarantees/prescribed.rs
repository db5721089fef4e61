//! What laws and constraints prescribe is kept in whichever of the ways a file says it.

use super::{after, broken_from, step};
use redtape::model::{
    Constraint, ConstraintKind, Id, Mandate, Procedure, Span, Time, TimeUnit, WaitFigure, WaitKind,
    Waits,
};
use redtape::rewrites::edit;

/// So many calendar days.
fn days(count: u32) -> Time {
    Time::exactly(Span {
        min: count.into(),
        typical: None,
        max: count.into(),
        unit: TimeUnit::CalendarDay,
    })
}

fn waits(count: u32) -> Waits {
    Waits(vec![WaitFigure {
        time: days(count),
        kind: None,
        law: None,
        extra: serde_json::Map::new(),
    }])
}

fn constrain(p: &mut Procedure, kind: ConstraintKind, steps: &[&str]) {
    p.constraints.get_or_insert_default().push(Constraint {
        kind,
        steps: steps.iter().map(|id| Id::from(*id)).collect(),
        law: None,
        why: None,
        extra: serde_json::Map::new(),
    });
}

fn act(p: &mut Procedure, mandates: Option<Vec<Mandate>>) {
    p.laws.as_mut().unwrap()[0].mandates = mandates;
}

/// Says something of a procedure.
type Said = fn(&mut Procedure);

/// The ways in which a file says that the step `hear` has to wait a fortnight.
fn ways() -> [(&'static str, Said); 6] {
    [
        ("its kind", |p| {
            act(p, Some(Vec::new()));
            step(p, "hear").wait = Some(waits(14));
            step(p, "hear").wait.as_mut().unwrap().0[0].kind = Some(WaitKind::Statutory);
        }),
        ("its law", |p| {
            act(p, Some(vec![Mandate::MinimumWait]));
            step(p, "hear").law = None;
            step(p, "hear").wait = Some(waits(14));
            step(p, "hear").wait.as_mut().unwrap().0[0].law = Some(vec![Id::from("act")]);
        }),
        ("its law, not read", |p| {
            act(p, None);
            step(p, "hear").law = None;
            step(p, "hear").wait = Some(waits(14));
            step(p, "hear").wait.as_mut().unwrap().0[0].law = Some(vec![Id::from("act")]);
        }),
        ("the law of the step", |p| {
            act(p, Some(vec![Mandate::MinimumWait]));
            step(p, "hear").wait = Some(waits(14));
        }),
        ("a constraint", |p| {
            act(p, Some(Vec::new()));
            step(p, "hear").wait = Some(waits(14));
            constrain(p, ConstraintKind::StatutoryWait, &["hear"]);
        }),
        ("a hearing", |p| {
            act(p, Some(vec![Mandate::Hearing]));
            step(p, "hear").wait = Some(waits(14));
        }),
    ]
}

#[test]
fn a_prescribed_wait_is_kept_however_it_is_said() {
    for (how, said) in ways() {
        let shorter = |p: &mut Procedure| {
            step(p, "hear").wait.as_mut().unwrap().0[0].time = days(1);
        };
        assert_eq!(broken_from(said, shorter), ["statutory-waits"], "{how}");
        let gone = |p: &mut Procedure| step(p, "hear").wait = None;
        assert_eq!(broken_from(said, gone), ["statutory-waits"], "{how}");
        let longer = |p: &mut Procedure| {
            step(p, "hear").wait.as_mut().unwrap().0[0].time = days(20);
        };
        assert!(broken_from(said, longer).is_empty(), "{how}");
    }
    let elapsed = |p: &mut Procedure| {
        act(p, Some(Vec::new()));
        step(p, "hear").elapsed = Some(days(14));
        constrain(p, ConstraintKind::StatutoryWait, &["hear"]);
    };
    let shorter = |p: &mut Procedure| step(p, "hear").elapsed = Some(days(1));
    assert_eq!(broken_from(elapsed, shorter), ["statutory-waits"]);
    let gone = |p: &mut Procedure| step(p, "hear").elapsed = None;
    assert_eq!(broken_from(elapsed, gone), ["statutory-waits"]);
    let told_apart = |p: &mut Procedure| {
        step(p, "hear").elapsed = None;
        step(p, "hear").wait = Some(waits(14));
    };
    assert!(broken_from(elapsed, told_apart).is_empty());
    // Nothing is prescribed of a wait whose law is read and prescribes none.
    let free = |p: &mut Procedure| {
        act(p, Some(Vec::new()));
        step(p, "hear").wait = Some(waits(14));
    };
    let shorter = |p: &mut Procedure| step(p, "hear").wait = Some(waits(1));
    assert!(broken_from(free, shorter).is_empty());
}

#[test]
fn two_waits_are_not_one() {
    let two = |p: &mut Procedure| {
        let all = [waits(14).0, waits(14).0].concat();
        step(p, "hear").wait = Some(Waits(all));
        constrain(p, ConstraintKind::StatutoryWait, &["hear"]);
    };
    let one = |p: &mut Procedure| step(p, "hear").wait = Some(waits(30));
    assert_eq!(broken_from(two, one), ["statutory-waits"]);
}

#[test]
fn a_hearing_stays_a_step_of_its_own() {
    let hearing = |p: &mut Procedure| act(p, Some(vec![Mandate::Hearing]));
    let merged = |p: &mut Procedure| {
        let gone = edit::take_out(p, &Id::from("hear")).unwrap();
        let check = step(p, "check");
        edit::union(&mut check.law, gone.law.as_ref());
        edit::mark_merged(check, &gone.original(), "a-faulty-merge");
    };
    assert_eq!(broken_from(hearing, merged), ["mandates-met"]);
}

#[test]
fn an_order_that_a_law_prescribes_is_kept() {
    let ordered = |p: &mut Procedure| {
        act(p, Some(vec![Mandate::Order]));
        step(p, "check").law = Some(vec![Id::from("act")]);
    };
    let turned = |p: &mut Procedure| {
        step(p, "hear").after = Some(after(&[("submit", None)]));
        step(p, "check").after = Some(after(&[("hear", None)]));
        step(p, "display").after = Some(after(&[("check", None)]));
    };
    assert_eq!(broken_from(ordered, turned), ["mandates-met"]);
    assert!(broken_from(|p| act(p, Some(Vec::new())), turned).is_empty());
}

#[test]
fn what_the_law_of_a_criterion_prescribes_is_kept() {
    let signed = |p: &mut Procedure| {
        act(p, Some(vec![Mandate::Signatory]));
        step(p, "hear").law = None;
        p.criteria.as_mut().unwrap()[0].law = Some(vec![Id::from("act")]);
        p.constraints = None;
    };
    let another = |p: &mut Procedure| step(p, "check").role = Id::from("chief");
    assert_eq!(broken_from(signed, another), ["mandates-met"]);
    // That it is examined, whoever does it.
    let examined = |p: &mut Procedure| {
        signed(p);
        act(p, Some(vec![Mandate::Step]));
    };
    let moved = |p: &mut Procedure| {
        let sign = step(p, "sign").criteria.as_mut().unwrap();
        sign.push(Id::from("complete"));
        edit::take_out(p, &Id::from("check")).unwrap();
    };
    assert!(broken_from(examined, moved).is_empty());
    let dropped = |p: &mut Procedure| step(p, "check").kind = redtape::model::StepKind::Notify;
    let lost = broken_from(examined, |p| {
        dropped(p);
        step(p, "check").criteria = None;
    });
    assert!(lost.contains(&"mandates-met"), "{lost:?}");
}

#[test]
fn people_who_are_stated_to_be_apart_stay_so() {
    let apart = |p: &mut Procedure| {
        let clerk = p.roles.iter_mut().find(|role| role.id == *"clerk").unwrap();
        clerk.separate_from = Some(vec![Id::from("chief")]);
        constrain(p, ConstraintKind::FourEyes, &["check", "sign"]);
    };
    let to_judge = |p: &mut Procedure| {
        step(p, "sign").role = Id::from("judge");
        p.constraints
            .as_mut()
            .unwrap()
            .retain(|known| known.kind != ConstraintKind::IndependentAppeal);
    };
    assert!(broken_from(apart, to_judge).contains(&"four-eyes"));
}

#[test]
fn an_appeal_is_not_heard_by_the_superior_of_who_decided() {
    let line = |p: &mut Procedure| {
        let judge = p.roles.iter_mut().find(|role| role.id == *"judge").unwrap();
        judge.superior = Some(Id::from("clerk"));
        let clerk = p.roles.iter_mut().find(|role| role.id == *"clerk").unwrap();
        clerk.superior = None;
        p.constraints
            .as_mut()
            .unwrap()
            .retain(|known| known.kind != ConstraintKind::FourEyes);
    };
    let to_superior = |p: &mut Procedure| step(p, "sign").role = Id::from("clerk");
    assert!(broken_from(line, to_superior).contains(&"appeals-independent"));
}

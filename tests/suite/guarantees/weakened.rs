//! What a guarantee would let pass that looked at one thing less: mutants of the guarantees that nothing else caught
//! (docs/mutation.md).

use super::{after, broken, broken_from, broken_pair, permit, step};
use redtape::context::Context;
use redtape::fact::Facts;
use redtape::model::{
    Constraint, ConstraintKind, Criterion, Id, Mandate, Need, Procedure, Step, StepKind,
};
use redtape::rewrites::edit;
use redtape::trade::Relaxed;

/// Lets the act of the permit prescribe something else, and the step `hear` alone cite it.
fn act_wants(mandate: Mandate) -> impl Fn(&mut Procedure) {
    move |p| p.laws.as_mut().unwrap()[0].mandates = Some(vec![mandate])
}

#[test]
fn a_change_of_a_law_is_of_that_law_at_that_step() {
    let before = permit();
    let mut taken_out = before.clone();
    edit::take_out(&mut taken_out, &Id::from("hear")).unwrap();
    let facts = Facts::default();
    let was = Context::of(&before, &facts).unwrap();
    let is = Context::of(&taken_out, &facts).unwrap();
    let changes = |law: &str, step: &str| {
        [Relaxed::Law {
            law: Id::from(law),
            step: Id::from(step),
        }]
    };
    assert_eq!(broken_pair(&was, &is, &changes("act", "hear")), None);
    for (law, step) in [("act", "sign"), ("another-act", "hear")] {
        let lost = broken_pair(&was, &is, &changes(law, step));
        assert_eq!(lost, Some("mandates-met"), "{law} at {step}");
    }
}

#[test]
fn who_has_to_sign_signs() {
    let wanted = act_wants(Mandate::Signatory);
    let another = |p: &mut Procedure| step(p, "hear").role = Id::from("chief");
    assert_eq!(broken_from(&wanted, another), ["mandates-met"]);
    let signs = |p: &mut Procedure| {
        wanted(p);
        step(p, "sign").law = Some(vec![Id::from("act")]);
    };
    let looks = |p: &mut Procedure| step(p, "sign").kind = StepKind::Check;
    assert_eq!(broken_from(signs, looks), ["mandates-met"]);
}

#[test]
fn what_a_person_apart_does_takes_nothing_in() {
    let merged = |p: &mut Procedure| {
        let gone = edit::take_out(p, &Id::from("display")).unwrap();
        let hear = step(p, "hear");
        hear.wait.clone_from(&gone.wait);
        edit::mark_merged(hear, &gone.original(), "a-faulty-merge");
    };
    assert!(broken(merged).is_empty());
    let lost = broken_from(act_wants(Mandate::SeparatePerson), merged);
    assert_eq!(lost, ["mandates-met"]);
}

#[test]
fn the_paper_that_a_law_prescribes_is_the_one_that_stays() {
    let wanted = |p: &mut Procedure| {
        act_wants(Mandate::Document)(p);
        let submit = step(p, "submit");
        submit.law = Some(vec![Id::from("act")]);
        submit.needs.as_mut().unwrap()[0].0.law = Some(vec![Id::from("act")]);
    };
    assert!(broken_from(wanted, |_| ()).is_empty());
    let asked = |at: usize| {
        move |p: &mut Procedure| drop(step(p, "submit").needs.as_mut().unwrap().remove(at))
    };
    assert!(broken_from(wanted, asked(0)).contains(&"mandates-met"));
    assert!(!broken_from(wanted, asked(1)).contains(&"mandates-met"));
}

#[test]
fn what_nobody_is_stated_to_decide_on_is_still_examined() {
    let unstated = |p: &mut Procedure| {
        for role in &mut p.roles {
            role.competent_for = None;
        }
    };
    let dropped = |p: &mut Procedure| step(p, "sign").criteria = None;
    assert_eq!(broken_from(unstated, dropped), ["criteria-examined"]);
}

#[test]
fn the_net_that_was_kept_hides_nobody_who_may_not_decide() {
    let devolved = broken(|p| step(p, "sign").role = Id::from("clerk"));
    assert!(devolved.contains(&"criteria-examined"), "{devolved:?}");
}

/// The net that is kept lets less be looked at only where nothing of what counts has changed anywhere.
#[test]
fn what_changes_at_every_step_is_looked_at() {
    let everywhere = |change: fn(&mut Step)| broken(move |p| p.steps.iter_mut().for_each(change));
    let lost = everywhere(|step| {
        let role = if step.role == *"clerk" {
            "judge"
        } else {
            "clerk"
        };
        step.role = Id::from(role);
    });
    assert!(lost.contains(&"criteria-examined"), "{lost:?}");
    let other = |list: &mut Option<Vec<Id>>, id: &str| {
        *list = list.is_none().then(|| vec![Id::from(id)]);
    };
    let lost = broken(|p| {
        p.steps
            .iter_mut()
            .for_each(|step| other(&mut step.criteria, "complete"));
    });
    assert!(lost.contains(&"criteria-examined"), "{lost:?}");
    let filed = |p: &mut Procedure| {
        let mut file = p.documents.as_ref().unwrap()[1].clone();
        file.id = Id::from("file");
        p.documents.as_mut().unwrap().push(file);
        step(p, "check").produces = Some(vec![Id::from("file")]);
        step(p, "sign").reads = Some(vec![Id::from("file")]);
    };
    let produced = |p: &mut Procedure| {
        p.steps
            .iter_mut()
            .for_each(|step| other(&mut step.produces, "licence"));
    };
    let lost = broken_from(filed, produced);
    assert!(lost.contains(&"available-before-use"), "{lost:?}");
    let lost = everywhere(|step| {
        step.needs = step
            .needs
            .is_none()
            .then(|| vec![Need::of(Id::from("form"))]);
    });
    assert!(lost.contains(&"available-before-use"), "{lost:?}");
}

/// A table of criteria is as wide as there are criteria, also where a machine word ends.
#[test]
fn each_of_many_criteria_is_looked_for() {
    let many = |p: &mut Procedure| {
        let known = p.criteria.as_ref().unwrap()[1].clone();
        let ids = (0..65).map(|number| Id::from(format!("c{number:02}").as_str()));
        let ids: Vec<Id> = ids.collect();
        let criteria = ids.iter().map(|id| Criterion {
            id: id.clone(),
            ..known.clone()
        });
        p.criteria = Some(criteria.collect());
        step(p, "check").criteria = None;
        step(p, "sign").criteria = Some(ids);
        for role in &mut p.roles {
            role.competent_for = None;
        }
    };
    for dropped in [0, 1, 63, 64] {
        let lost = broken_from(many, |p| {
            step(p, "sign").criteria.as_mut().unwrap().remove(dropped);
        });
        assert_eq!(lost, ["criteria-examined"], "{dropped}");
    }
}

#[test]
fn what_is_never_merged_stays_two_steps_of_one_role_too() {
    let apart = |p: &mut Procedure| {
        let constraints = p.constraints.as_mut().unwrap();
        constraints.push(Constraint {
            kind: ConstraintKind::NeverMerge,
            steps: vec![Id::from("check"), Id::from("hear")],
            ..constraints[0].clone()
        });
    };
    let merged = |p: &mut Procedure| {
        let gone = edit::take_out(p, &Id::from("hear")).unwrap();
        let check = step(p, "check");
        check.law.clone_from(&gone.law);
        edit::mark_merged(check, &gone.original(), "a-faulty-merge");
    };
    assert!(broken(merged).is_empty());
    assert_eq!(broken_from(apart, merged), ["four-eyes"]);
}

/// Lets the verdict on the plan send cases back.
fn returns(back: &'static str) -> impl Fn(&mut Procedure) {
    move |p| {
        let gateway = &mut p.gateways.as_mut().unwrap()[0];
        gateway.on = Some(Id::from("lawful"));
        let mut again = gateway.branches[1].clone();
        again.id = Id::from("again");
        again.back_to = Some(Id::from(back));
        gateway.branches.push(again);
    }
}

#[test]
fn what_a_case_is_sent_back_for_is_examined_again() {
    let before_the_round = |p: &mut Procedure| {
        step(p, "sign").after = Some(after(&[("check", None)]));
        step(p, "hear").after = Some(after(&[("sign", None)]));
        p.gateways.as_mut().unwrap()[0].after = after(&[("display", None)]);
    };
    let unhurried = |p: &mut Procedure| {
        returns("hear")(p);
        step(p, "display").wait = None;
    };
    let lost = broken_from(unhurried, before_the_round);
    assert_eq!(lost, ["corrections-made"]);
}

#[test]
fn what_rests_on_a_correction_is_done_again() {
    let reads = |p: &mut Procedure| {
        returns("submit")(p);
        let hear = step(p, "hear");
        hear.law = None;
        hear.reads = Some(vec![Id::from("plan")]);
    };
    let behind_the_verdict = |p: &mut Procedure| {
        step(p, "display").after = Some(after(&[("check", None)]));
        step(p, "hear").after = Some(after(&[("verdict", Some("yes"))]));
        step(p, "issue").after = Some(after(&[("hear", None)]));
    };
    let lost = broken_from(reads, behind_the_verdict);
    assert_eq!(lost, ["corrections-made"]);
}

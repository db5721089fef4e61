//! Each guarantee refuses the one faulty change that it is there for, and no other does; changes that lose nothing pass.

mod prescribed;
mod weakened;

use redtape::context::{Context, Net};
use redtape::fact::Facts;
use redtape::guarantee::{ALL, Pair};
use redtape::message::Lang;
use redtape::model::{After, Document, Id, Mandate, Need, Procedure, Ref, load};
use redtape::rewrites::edit;
use redtape::source::Source;
use redtape::trade::Relaxed;

/// A permit with a check, a statutory wait, a sign-off by a second person, and an appeal to a third.
const PERMIT: &str = r#"{
    "redtape": 1, "id": "permit", "name": "A made-up permit",
    "agencies": [{"id": "town"}, {"id": "board"}],
    "roles": [{"id": "owner", "kind": "applicant"},
        {"id": "clerk", "agency": "town", "superior": "chief", "competent_for": ["complete"]},
        {"id": "chief", "agency": "town", "competent_for": ["complete", "lawful"]},
        {"id": "judge", "agency": "board", "competent_for": ["lawful"]}],
    "laws": [{"id": "act", "cite": "Act 1", "mandates": ["step"]}],
    "documents": [{"id": "form", "kind": "form", "carries": ["address"]}, {"id": "plan", "kind": "proof"},
        {"id": "licence", "kind": "output"}],
    "fields": [{"id": "address"}],
    "criteria": [{"id": "complete", "reads": ["form"], "protects": ["licence"]},
        {"id": "lawful", "reads": ["plan"], "protects": ["licence"]}],
    "constraints": [{"kind": "four-eyes", "steps": ["check", "sign"]},
        {"kind": "independent-appeal", "steps": ["appeal", "sign"]},
        {"kind": "order", "steps": ["submit", "check"]}],
    "steps": [
        {"id": "submit", "kind": "submit", "role": "owner", "with": "clerk", "needs": ["form", "plan"]},
        {"id": "check", "kind": "check", "role": "clerk", "criteria": ["complete"], "after": ["submit"]},
        {"id": "hear", "kind": "review", "role": "clerk", "law": ["act"], "after": ["check"]},
        {"id": "display", "kind": "wait", "role": "clerk", "wait": {"time": "14 cd", "kind": "statutory"}, "after": ["hear"]},
        {"id": "sign", "kind": "sign-off", "role": "chief", "criteria": ["lawful"], "after": ["display"]},
        {"id": "issue", "kind": "issue", "role": "clerk", "produces": ["licence"], "after": ["verdict.yes"]},
        {"id": "appeal", "kind": "decide", "role": "judge", "after": ["verdict.no"]}],
    "gateways": [{"id": "verdict", "after": ["sign"], "branches": [{"id": "yes"}, {"id": "no"}]}],
    "ends": [{"id": "done", "kind": "granted", "after": ["issue"]}, {"id": "heard", "kind": "refused", "after": ["appeal"]}]
}"#;

fn permit() -> Procedure {
    read(PERMIT.to_owned())
}

fn read(text: String) -> Procedure {
    let source = Source {
        name: "permit".to_owned(),
        text,
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

/// The guarantees that a change breaks.
fn broken(change: impl FnOnce(&mut Procedure)) -> Vec<&'static str> {
    broken_from(|_| (), change)
}

/// The guarantees that a change breaks, of the permit with something else about it.
fn broken_from(
    other: impl FnOnce(&mut Procedure),
    change: impl FnOnce(&mut Procedure),
) -> Vec<&'static str> {
    let mut before = permit();
    other(&mut before);
    let mut after = before.clone();
    change(&mut after);
    let facts = Facts::default();
    let net = Net::of(&before).unwrap();
    let fresh = Net::of(&after).unwrap();
    // A change that leaves the flow alone keeps the net, and then less is looked at.
    let kept = net.after(&before, &after).unwrap();
    let before = Context::with(&before, &facts, net);
    let [broken, with_kept] = [fresh, kept].map(|net| {
        let after = Context::with(&after, &facts, net);
        let pair = Pair::of(&before, &after, &[]);
        let broken = ALL
            .iter()
            .filter(|guarantee| (guarantee.check)(&pair).is_err());
        broken.map(|guarantee| guarantee.id).collect::<Vec<_>>()
    });
    assert_eq!(broken, with_kept, "the net that was kept hides a loss");
    broken
}

fn step<'a>(p: &'a mut Procedure, id: &str) -> &'a mut redtape::model::Step {
    p.step_mut(id).unwrap()
}

fn after(refs: &[(&str, Option<&str>)]) -> After {
    let reference = |(id, branch): &(&str, Option<&str>)| Ref {
        id: Id::from(*id),
        branch: branch.map(Id::from),
    };
    After::All(refs.iter().map(reference).collect())
}

#[test]
fn what_loses_nothing_passes() {
    assert!(broken(|_| ()).is_empty());
    assert!(broken(|p| step(p, "issue").role = Id::from("chief")).is_empty());
    // The desk that may decide on both may examine both.
    let one_desk = |p: &mut Procedure| {
        step(p, "sign").criteria = Some(vec![Id::from("complete"), Id::from("lawful")]);
        step(p, "check").criteria = None;
    };
    assert!(broken(one_desk).is_empty());
}

#[test]
fn a_join_of_alternatives_never_happens() {
    let both = after(&[("verdict", Some("yes")), ("verdict", Some("no"))]);
    let lost = broken(|p| {
        step(p, "appeal").after = Some(both);
        step(p, "issue").after = Some(after(&[("appeal", None)]));
    });
    assert!(lost.contains(&"control-flow-sound"), "{lost:?}");
}

#[test]
fn the_licence_is_still_made() {
    let lost = broken(|p| step(p, "issue").produces = None);
    assert_eq!(lost, ["outcomes-reachable"]);
    let lost = broken(|p| p.ends.retain(|end| end.id != *"heard"));
    assert!(lost.contains(&"outcomes-reachable"), "{lost:?}");
}

#[test]
fn only_what_nobody_uses_goes_unasked() {
    let asked_too = |p: &mut Procedure| {
        let photo = Document {
            id: Id::from("photo"),
            ..p.documents.as_ref().unwrap()[1].clone()
        };
        p.documents.as_mut().unwrap().push(photo);
        let needs = step(p, "submit").needs.as_mut().unwrap();
        needs.push(Need::of(Id::from("photo")));
    };
    let goes = |document: &'static str| {
        move |p: &mut Procedure| {
            let needs = step(p, "submit").needs.as_mut().unwrap();
            needs.retain(|need| *need.document() != *document);
        }
    };
    // No step is stated to use it, and the file does not list every use.
    assert_eq!(
        broken_from(asked_too, goes("photo")),
        ["available-before-use"]
    );
    let listed = |p: &mut Procedure| {
        asked_too(p);
        let start = r#"{"redtape": 1, "complete": ["documents", "fields", "criteria"],"#;
        let text = PERMIT.replacen(
            r#"{
    "redtape": 1,"#,
            start,
            1,
        );
        p.complete = read(text).complete;
        for document in p.documents.iter_mut().flatten() {
            document.carries.get_or_insert_default();
        }
    };
    assert!(broken_from(listed, goes("photo")).is_empty());
    assert_eq!(broken_from(listed, goes("plan")), ["available-before-use"]);
}

#[test]
fn whom_the_law_wants_heard_is_heard_and_the_licence_handed_out() {
    let heard = |p: &mut Procedure| {
        p.laws.iter_mut().flatten().next().unwrap().mandates = Some(vec![Mandate::Hearing]);
        step(p, "hear").with = Some(Id::from("owner"));
    };
    let unheard = |p: &mut Procedure| step(p, "hear").with = None;
    assert_eq!(broken_from(heard, unheard), ["applicant-served"]);
    let comes = |p: &mut Procedure| step(p, "issue").with = Some(Id::from("owner"));
    let stays_away = |p: &mut Procedure| step(p, "issue").with = None;
    assert_eq!(broken_from(comes, stays_away), ["applicant-served"]);
    assert!(broken_from(comes, |_| ()).is_empty());
}

#[test]
fn what_was_examined_before_the_licence_still_is() {
    let dropped = |p: &mut Procedure| step(p, "sign").criteria = None;
    assert_eq!(broken(dropped), ["criteria-examined"]);
    // By somebody who may not decide on it.
    let devolved = |p: &mut Procedure| {
        step(p, "sign").criteria = None;
        step(p, "check").criteria = Some(vec![Id::from("complete"), Id::from("lawful")]);
    };
    assert_eq!(broken(devolved), ["criteria-examined"]);
    // Too late: after the licence.
    let late = |p: &mut Procedure| {
        step(p, "issue").after = Some(after(&[("display", None)]));
        step(p, "sign").after = Some(after(&[("issue", None)]));
        p.ends[0].after = after(&[("verdict", Some("yes"))]);
    };
    assert!(broken(late).contains(&"criteria-examined"));
}

#[test]
fn what_a_step_uses_is_at_hand() {
    let lost = broken(|p| step(p, "submit").needs.as_mut().unwrap().truncate(1));
    assert_eq!(lost, ["available-before-use"]);
}

#[test]
fn a_step_that_a_law_wants_stays() {
    let lost = broken(|p| {
        edit::take_out(p, &Id::from("hear")).unwrap();
    });
    assert_eq!(lost, ["mandates-met"]);
    // So does an order that a constraint prescribes.
    let lost = broken(|p| {
        step(p, "check").after = None;
        step(p, "submit").after = Some(after(&[("check", None)]));
        step(p, "hear").after = Some(after(&[("submit", None)]));
    });
    assert!(lost.contains(&"mandates-met"), "{lost:?}");
}

#[test]
fn two_people_stay_two() {
    let lost = broken(|p| {
        step(p, "sign").role = Id::from("chief");
        step(p, "check").role = Id::from("chief");
    });
    assert_eq!(lost, ["four-eyes"]);
    let merged = broken(|p| {
        let gone = edit::take_out(p, &Id::from("check")).unwrap();
        let sign = step(p, "sign");
        sign.criteria
            .as_mut()
            .unwrap()
            .extend(gone.criteria.clone().unwrap());
        edit::mark_merged(sign, &gone.original(), "a-faulty-merge");
    });
    assert!(merged.contains(&"four-eyes"), "{merged:?}");
}

#[test]
fn who_looks_at_what_others_did_does_not_come_with_them() {
    let together = |a: &'static str, b: &'static str| {
        broken(move |p| {
            for id in [a, b] {
                step(p, id).joint = Some(Id::from("one-day"));
            }
        })
    };
    assert_eq!(together("check", "sign"), ["four-eyes"]);
    assert_eq!(together("appeal", "sign"), ["appeals-independent"]);
    assert!(together("check", "hear").is_empty());
}

#[test]
fn an_appeal_is_heard_by_somebody_else() {
    let lost = broken(|p| step(p, "appeal").role = Id::from("chief"));
    assert_eq!(lost, ["appeals-independent"]);
}

#[test]
fn a_refusal_needs_no_other_ground_unless_one_is_named() {
    // The plans are looked at only where the papers are complete.
    let knocked_out = |before: &mut Procedure| {
        let mut gateway = before.gateways.as_ref().unwrap()[0].clone();
        gateway.id = Id::from("first");
        gateway.after = after(&[("check", None)]);
        before.gateways.as_mut().unwrap().push(gateway);
        step(before, "hear").after = Some(after(&[("first", Some("yes"))]));
        before.ends[1].after = After::Any(vec![
            Ref::step(Id::from("appeal")),
            Ref {
                id: Id::from("first"),
                branch: Some(Id::from("no")),
            },
        ]);
    };
    // The hearing that the law prescribes is for those who are refused too.
    assert_eq!(broken(knocked_out), ["mandates-met"]);
    let free = |p: &mut Procedure| step(p, "hear").law = None;
    let lost = broken_from(free, knocked_out);
    assert!(lost.is_empty(), "{lost:?}");
    let named = |p: &mut Procedure| {
        free(p);
        let protects = p.criteria.as_mut().unwrap()[1].protects.as_mut().unwrap();
        protects.push(Id::from("heard"));
    };
    assert_eq!(broken_from(named, knocked_out), ["criteria-examined"]);
    // Where the applicant gets something, every ground counts.
    let granted = |p: &mut Procedure| {
        free(p);
        p.ends[1].kind = Some(redtape::model::EndKind::Granted);
    };
    assert_eq!(broken_from(granted, knocked_out), ["criteria-examined"]);
}

#[test]
fn a_case_that_is_sent_back_comes_to_what_is_corrected() {
    let returns = |back: &'static str| {
        move |p: &mut Procedure| {
            let gateway = &mut p.gateways.as_mut().unwrap()[0];
            gateway.on = Some(Id::from("lawful"));
            let mut again = gateway.branches[1].clone();
            again.id = Id::from("again");
            again.back_to = Some(Id::from(back));
            gateway.branches.retain(|branch| branch.id != *"again");
            gateway.branches.push(again);
        }
    };
    assert!(broken_from(returns("submit"), returns("submit")).is_empty());
    // The plan is handed in at the submission: a return behind it corrects nothing.
    let lost = broken_from(returns("submit"), returns("check"));
    assert_eq!(lost, ["corrections-made"]);
}

#[test]
fn a_statutory_wait_never_shortens() {
    let shorter = permit().step("display").unwrap().wait.clone().unwrap();
    let lost = broken(|p| step(p, "display").wait = None);
    assert_eq!(lost, ["statutory-waits"]);
    // Nor may what came after it come before its end.
    let beside = broken(|p| {
        step(p, "sign").after = Some(after(&[("hear", None)]));
        step(p, "issue").after = Some(after(&[("verdict", Some("yes")), ("display", None)]));
    });
    assert!(beside.contains(&"statutory-waits"), "{beside:?}");
    // It may go to another step.
    let moved = broken(|p| {
        step(p, "display").wait = None;
        step(p, "hear").wait = Some(shorter);
    });
    assert_eq!(
        moved,
        ["statutory-waits"],
        "a wait belongs to the step that the law names"
    );
}

/// A sign-off that becomes a notice gives up what it examined: declared, that passes; a rewrite that gives up more than it
/// declares is caught.
#[test]
fn only_what_is_declared_may_be_given_up() {
    let before = permit();
    let mut after = before.clone();
    let both = vec![Id::from("complete"), Id::from("lawful")];
    let examined = |p: &mut Procedure, id: &str, criteria: &[Id]| {
        step(p, id).criteria = Some(criteria.to_vec());
    };
    let mut before = before;
    before.constraints = None;
    after.constraints = None;
    examined(&mut before, "check", &[]);
    examined(&mut before, "sign", &both);
    examined(&mut after, "check", &[]);
    examined(&mut after, "sign", &[]);
    step(&mut after, "sign").kind = redtape::model::StepKind::Notify;
    let facts = Facts::default();
    let (was, is) = (
        Context::of(&before, &facts).unwrap(),
        Context::of(&after, &facts).unwrap(),
    );
    let gives_up = |criteria: &[&str]| -> Vec<Relaxed> {
        let each = criteria.iter().map(|criterion| Relaxed::Notice {
            step: Id::from("sign"),
            criterion: Some(Id::from(*criterion)),
        });
        each.collect()
    };
    let caught = |relaxed: &[Relaxed]| broken_pair(&was, &is, relaxed);
    assert_eq!(caught(&gives_up(&["complete", "lawful"])), None);
    for declared in [&[][..], &["complete"], &["lawful"]] {
        let relaxed = gives_up(declared);
        assert_eq!(caught(&relaxed), Some("criteria-examined"), "{declared:?}");
        assert!(
            crate::laws::scenario::refines(&was, &is, &relaxed).is_err(),
            "{declared:?}"
        );
    }
    assert!(crate::laws::scenario::refines(&was, &is, &gives_up(&["complete", "lawful"])).is_ok());
}

fn broken_pair(was: &Context<'_>, is: &Context<'_>, relaxed: &[Relaxed]) -> Option<&'static str> {
    redtape::guarantee::broken(was, is, relaxed).map(|(guarantee, _)| guarantee)
}

/// Nor may a declared examination take along a mandate, a second pair of eyes or an appeal.
#[test]
fn a_notice_is_no_control() {
    let noticed = |p: &mut Procedure| step(p, "sign").kind = redtape::model::StepKind::Notify;
    let lost = broken(noticed);
    assert_eq!(lost, ["four-eyes", "appeals-independent"]);
    let mandated = broken(|p| step(p, "hear").kind = redtape::model::StepKind::Notify);
    assert_eq!(mandated, ["mandates-met"]);
}

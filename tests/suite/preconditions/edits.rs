//! What edits of a procedure keep: papers as strict as either step asked them, times and counts that are still true, waits
//! that a law gives, and every mention of a step.

use super::{applied, made_of, target};
use redtape::model::{DocumentForm, Evidence, Id, Procedure, Ref, Step};
use redtape::rewrites::edit;
use serde_json::{Value, json};

/// A procedure whose steps `a` and `b` are made one, and the step that comes out.
fn merged(first: Value, second: Value, more: Value) -> (Procedure, Step) {
    let mut steps = json!([{"id": "s"}, {"id": "a"}, {"id": "b"}, {"id": "e"}]);
    for (at, more) in [(1, first), (2, second)] {
        let step = steps[at].as_object_mut().unwrap();
        step.extend(more.as_object().unwrap().clone());
    }
    let p = applied(
        &made_of(steps, more),
        "merge-adjacent-steps",
        &target(&["a", "b"], &[]),
    );
    let step = p.step("a").unwrap().clone();
    (p, step)
}

#[test]
fn a_paper_that_both_ask_is_asked_as_strictly_as_either_does() {
    let documents =
        || json!({"documents": [{"id": "plan", "kind": "proof"}, {"id": "map", "kind": "proof"}]});
    let asked = |form: &str, copies: u32| json!({"needs": [{"document": "plan", "form": form, "copies": copies}]});
    let forms = [
        "electronic",
        "copy",
        "certified-copy",
        "notarised-copy",
        "original",
    ];
    for (at, weaker) in forms.iter().enumerate() {
        for stricter in &forms[at..] {
            for (first, second) in [(weaker, stricter), (stricter, weaker)] {
                let (_, step) = merged(asked(first, 1), asked(second, 3), documents());
                let need = &step.needs.as_ref().unwrap()[0].0;
                let form: DocumentForm = need.form.unwrap();
                assert_eq!(form.word(), *stricter, "{first} {second}");
                assert_eq!(need.copies, Some(3));
            }
        }
    }
    let none = || json!({"needs": ["plan"]});
    let (_, step) = merged(asked("original", 1), none(), documents());
    assert_eq!(
        step.needs.as_ref().unwrap()[0].0.form,
        Some(DocumentForm::Original)
    );
    // Another paper is another one.
    let (_, step) = merged(none(), json!({"needs": ["map"]}), documents());
    assert_eq!(step.needs.as_ref().unwrap().len(), 2);
    // An office gets it itself only where it does at both.
    let fetched = || json!({"needs": [{"document": "plan", "from": "tax"}]});
    for (first, second, from) in [
        (fetched(), fetched(), Some(Id::from("tax"))),
        (fetched(), none(), None),
        (none(), fetched(), None),
    ] {
        let (_, step) = merged(first, second, documents());
        assert_eq!(step.needs.as_ref().unwrap()[0].0.from, from);
    }
}

#[test]
fn every_mention_of_a_merged_step_is_of_the_one_that_stays() {
    let more = json!({
        "constraints": [{"kind": "order", "steps": ["b", "e"]}],
        "criteria": [{"id": "lawful", "protects": ["b", "done"]}],
        "same_person": [{"steps": ["a", "b"], "share": 0.5}, {"steps": ["b", "e"], "share": 0.5},
            {"steps": ["s", "e"], "share": 0.5}, {"steps": ["a", "b", "e"], "share": 0.5}],
        "gateways": [{"id": "fault", "after": ["e"], "branches": [{"id": "no"}, {"id": "yes", "back_to": "b"}]}],
        "ends": [{"id": "done", "kind": "granted", "after": ["fault.no"]}]});
    let (p, _) = merged(json!({}), json!({}), more);
    let ids = |steps: &[Id]| steps.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids(&p.constraints.as_ref().unwrap()[0].steps), ["a", "e"]);
    assert_eq!(
        ids(p.criteria.as_ref().unwrap()[0].protects.as_ref().unwrap()),
        ["a", "done"]
    );
    let same = p.same_person.as_ref().unwrap().iter();
    let same: Vec<_> = same.map(|same| ids(&same.steps)).collect();
    assert_eq!(
        same,
        [["a", "e"], ["s", "e"], ["a", "e"]],
        "one step is no pair"
    );
    assert_eq!(
        p.gateway("fault").unwrap().branches[1].back_to,
        Some(Id::from("a"))
    );
}

#[test]
fn what_was_counted_with_a_step_goes_with_it() {
    let counted =
        json!([{"n": 10, "rejected": 1, "given": ["b"]}, {"n": 20, "rejected": 2, "given": ["s"]}]);
    let p = made_of(
        json!([{"id": "s"}, {"id": "b"}, {"id": "e", "kind": "check", "decisions": counted}]),
        json!({"same_person": [{"steps": ["b", "e"], "share": 0.5}, {"steps": ["s", "e"], "share": 0.5}],
            "criteria": [{"id": "lawful", "protects": ["b", "done"]}]}),
    );
    let p = applied(&p, "drop-empty-step", &target(&["b"], &[]));
    let counts = p.step("e").unwrap().decisions.as_ref().unwrap();
    assert_eq!(counts.len(), 1);
    assert_eq!(counts[0].given, Some(vec![Id::from("s")]));
    let same = p.same_person.as_ref().unwrap();
    assert_eq!(same.len(), 1);
    assert_eq!(same[0].steps[0], Id::from("s"));
    assert_eq!(
        p.criteria.as_ref().unwrap()[0].protects,
        Some(vec![Id::from("done")])
    );
}

#[test]
fn counts_of_one_of_two_are_counts_of_both_only_where_the_other_refuses_nobody() {
    let counted = || json!({"kind": "check", "decisions": [{"n": 10, "rejected": 1, "given": ["s", "a", "b"]}]});
    let kept = |first: Value, second: Value| merged(first, second, json!({})).1.decisions;
    for (first, second) in [(counted(), json!({})), (json!({}), counted())] {
        let counts = kept(first, second).unwrap();
        assert_eq!(
            counts[0].given,
            Some(vec![Id::from("s")]),
            "what is one step is not behind itself"
        );
    }
    assert!(kept(counted(), json!({"kind": "check"})).is_none());
    assert!(kept(json!({"kind": "check"}), counted()).is_none());
    assert!(kept(counted(), counted()).is_none());
}

#[test]
fn waits_that_a_law_gives_and_times_add_up() {
    let statutory =
        |time: &str| json!([{"time": time, "kind": "statutory"}, {"time": "1 h", "kind": "queue"}]);
    let waits = |step: &Step| -> Vec<&'static str> {
        let waits = step.wait.iter().flat_map(|waits| &waits.0);
        waits.map(|wait| wait.kind.unwrap().word()).collect()
    };
    // Work and wait are known of both: the first waits as it did, and what the law makes the second wait is added.
    let (_, step) = merged(
        json!({"work": "10 min", "wait": statutory("2 cd")}),
        json!({"work": "5..7 min", "wait": statutory("3 cd")}),
        json!({}),
    );
    assert_eq!(waits(&step), ["statutory", "queue", "statutory"]);
    let work = step.work.unwrap().0.value.unwrap();
    assert_eq!((work.min, work.max), (15.0, 17.0));
    // Where one gives its elapsed time alone, nothing but what the law gives is known apart.
    for (first, second) in [
        (
            json!({"elapsed": "2 h"}),
            json!({"work": "5 min", "wait": statutory("3 cd")}),
        ),
        (
            json!({"work": "5 min", "wait": statutory("3 cd")}),
            json!({"elapsed": "2 h"}),
        ),
    ] {
        let (_, step) = merged(first, second, json!({}));
        assert!(step.elapsed.is_none() && step.work.is_none());
        assert_eq!(waits(&step), ["statutory"]);
    }
    let (_, step) = merged(
        json!({"elapsed": "1/2/4 h"}),
        json!({"elapsed": "2/3/5 h"}),
        json!({}),
    );
    assert!(step.wait.is_none());
    let elapsed = step.elapsed.unwrap().0.value.unwrap();
    assert_eq!(
        (elapsed.min, elapsed.typical, elapsed.max),
        (3.0, Some(5.0), 9.0)
    );
    let in_days = merged(
        json!({"elapsed": "1 h"}),
        json!({"elapsed": "2 cd"}),
        json!({}),
    )
    .1;
    assert!(in_days.elapsed.is_none(), "two units make no sum");
}

#[test]
fn a_mean_adds_up_in_one_unit_and_keeps_the_weaker_evidence() {
    let mean = |time: &str, evidence: &str, source: &str| json!({"work": {"mean": time, "evidence": evidence, "source": source}});
    let sources =
        || json!({"sources": [{"id": "log", "title": "Log"}, {"id": "book", "title": "Book"}]});
    let work = |first: Value, second: Value| merged(first, second, sources()).1.work;
    let sum = work(
        mean("10 min", "observed", "log"),
        mean("5 min", "estimated", "log"),
    )
    .unwrap()
    .0;
    assert!((sum.mean.unwrap().value - 15.0).abs() < 1e-9);
    assert_eq!(sum.evidence, Some(Evidence::Estimated));
    assert_eq!(sum.source.unwrap(), "log");
    let apart = work(
        mean("10 min", "observed", "log"),
        mean("5 min", "observed", "book"),
    )
    .unwrap()
    .0;
    assert!(apart.source.is_none());
    assert!(
        work(
            mean("10 min", "observed", "log"),
            mean("5 h", "observed", "log")
        )
        .is_none()
    );
}

/// Each step that starts a case, with what follows.
#[test]
fn a_starting_step_goes_where_one_step_alone_follows_it() {
    let goes =
        |steps: Value, more: Value| edit::can_be_bypassed(&made_of(steps, more), &Id::from("a"));
    assert!(goes(
        json!([{"id": "a"}, {"id": "b"}, {"id": "c"}]),
        json!({})
    ));
    // Two that follow would be alternatives.
    let fork = json!([{"id": "a"}, {"id": "b"}, {"id": "c", "after": ["a"]}, {"id": "e", "after": ["b", "c"]}]);
    assert!(!goes(fork, json!({})));
    let either = json!([{"id": "a", "after": null}, {"id": "x", "after": null}, {"id": "b", "after": {"any": ["a", "x"]}}]);
    assert!(!goes(either, json!({})));
    let which = json!({"gateways": [{"id": "which", "after": ["a"], "branches": [{"id": "yes"}, {"id": "no"}]}]});
    let asked = json!([{"id": "a"}, {"id": "b", "after": {"any": ["which.yes", "which.no"]}}]);
    assert!(!goes(asked, which));
    let ends = json!({"ends": [{"id": "done", "kind": "granted", "after": ["a"]}]});
    assert!(!goes(json!([{"id": "a"}]), ends));
}

#[test]
fn taking_a_starting_step_out_lets_what_followed_it_start() {
    let mut p = made_of(json!([{"id": "a"}, {"id": "b"}, {"id": "c"}]), json!({}));
    edit::take_out(&mut p, &Id::from("a")).unwrap();
    assert!(p.step("b").unwrap().after.is_none());
    let after = p.step("c").unwrap().after.as_ref().unwrap();
    assert_eq!(after.refs(), [Ref::step(Id::from("b"))]);
}

#[test]
fn a_new_id_is_nobody_elses() {
    let p = made_of(
        json!([{"id": "a"}, {"id": "a-new"}, {"id": "b", "after": ["a-new-2.yes"]}, {"id": "c", "after": ["a-new-2.no"]}]),
        json!({"gateways": [{"id": "a-new-2", "after": ["a-new"], "branches": [{"id": "yes"}, {"id": "no"}]}],
            "ends": [{"id": "a-new-3", "kind": "granted", "after": ["b"]}, {"id": "no", "kind": "refused", "after": ["c"]}]}),
    );
    assert_eq!(edit::new_id(&p, &Id::from("a"), "new"), Id::from("a-new-4"));
    assert_eq!(edit::new_id(&p, &Id::from("b"), "new"), Id::from("b-new"));
}

#[test]
fn one_step_is_called_after_both_and_done_online_where_both_are() {
    let named = |names: [Value; 2]| {
        let [a, b] = names.map(|name| json!({ "name": name }));
        merged(a, b, json!({})).1.name.unwrap()
    };
    let both = |en: &str, zh: &str| json!({"en": en, "zh": zh});
    let name = named([both("Look", "看"), both("Sign", "签")]);
    assert_eq!(name.in_tag("en"), Some("Look + Sign"));
    assert_eq!(name.in_tag("zh"), Some("看 + 签"));
    let online = |first: bool, second: bool| {
        merged(
            json!({"online": first}),
            json!({"online": second}),
            json!({}),
        )
        .1
        .online
    };
    assert_eq!(online(true, true), Some(true));
    assert_eq!(online(true, false), Some(false));
    assert_eq!(online(false, true), Some(false));
}

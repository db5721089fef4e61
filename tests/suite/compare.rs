//! Comparison of two versions: what is what, whether safeguards survived, and what is simpler on paper only.

use crate::generator::generated;
use crate::golden::{self, repository};
use crate::procedures::named;
use redtape::compare::{Comparison, How, Kind, Orders, compare};
use redtape::diff::Fate;
use redtape::measure::Convention;
use redtape::message::Lang;
use redtape::model::{Id, Procedure, load};
use redtape::simplify::{Options, simplify};
use redtape::source::Source;
use serde_json::{Value, json};

pub(crate) fn read(value: &Value) -> Procedure {
    let source = Source {
        name: "case".into(),
        text: value.to_string(),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

pub(crate) fn compared<'a>(before: &'a Procedure, after: &Procedure) -> Comparison<'a> {
    compare(before, after, &Orders::default(), Convention::default()).unwrap()
}

/// A permit: an applicant, an officer who checks, reviews and files, and a head who decides.
pub(crate) fn permit() -> Value {
    json!({"redtape": 1, "id": "permit", "name": "Permit", "evidence": "constructed", "cases_per_year": 100,
        "agencies": [{"id": "town", "name": "Town"}],
        "roles": [
            {"id": "citizen", "kind": "applicant"},
            {"id": "officer", "agency": "town"},
            {"id": "counter", "agency": "town", "front_line": true},
            {"id": "head", "agency": "town"}
        ],
        "fields": [{"id": "name"}, {"id": "address"}],
        "documents": [
            {"id": "form", "kind": "form", "carries": ["name"]},
            {"id": "annex", "kind": "form", "carries": ["address"]},
            {"id": "survey-report", "kind": "proof"},
            {"id": "extract", "kind": "proof"},
            {"id": "permit", "kind": "output"}
        ],
        "criteria": [
            {"id": "complete", "protects": ["permit"]},
            {"id": "lawful", "protects": ["permit"]}
        ],
        "steps": [
            {"id": "survey", "kind": "record", "role": "counter", "with": "citizen", "produces": ["survey-report"], "work": "40 min"},
            {"id": "apply", "kind": "submit", "role": "citizen", "after": ["survey"],
                "needs": ["form", "annex", "survey-report"], "work": "30 min"},
            {"id": "check", "kind": "check", "role": "officer", "after": ["apply"], "criteria": ["complete"],
                "needs": [{"document": "extract", "from": "town"}],
                "work": "20 min", "wait": {"time": "2 wd", "kind": "queue"}},
            {"id": "review", "kind": "review", "role": "officer", "after": ["check"], "criteria": ["lawful"], "work": "60 min"},
            {"id": "file", "kind": "record", "role": "officer", "after": ["review"], "work": "10 min"},
            {"id": "decide", "kind": "decide", "role": "head", "after": ["file"], "produces": ["permit"], "work": "15 min"}
        ],
        "ends": [{"id": "granted", "kind": "granted", "after": ["decide"]}]})
}

/// The member of the step with this id.
pub(crate) fn step<'v>(file: &'v mut Value, id: &str) -> &'v mut Value {
    let steps = file["steps"].as_array_mut().unwrap();
    steps.iter_mut().find(|step| step["id"] == id).unwrap()
}

pub(crate) fn without(file: &mut Value, id: &str) {
    let steps = file["steps"].as_array_mut().unwrap();
    steps.retain(|step| step["id"] != id);
}

/// The tricks that are found when `change` was done to the permit; the way back has none.
fn tricks(change: impl Fn(&mut Value)) -> Vec<&'static str> {
    let mut file = permit();
    change(&mut file);
    let (before, after) = (read(&permit()), read(&file));
    let back = compared(&after, &before);
    assert!(back.tricks.is_empty(), "the way back: {:?}", back.tricks);
    let found = compared(&before, &after);
    found.tricks.iter().map(|trick| trick.id).collect()
}

#[test]
fn steps_merged_with_the_same_work_inside() {
    let merged = |work: &'static str| {
        move |file: &mut Value| {
            without(file, "review");
            let check = step(file, "check");
            check["criteria"] = json!(["complete", "lawful"]);
            check["work"] = json!(work);
            step(file, "file")["after"] = json!(["check"]);
        }
    };
    assert_eq!(tricks(merged("80 min")), ["merged-same-work"]);
    assert!(
        tricks(merged("50 min")).is_empty(),
        "a merge that saves work is none"
    );
}

#[test]
fn a_count_that_fell_alone() {
    let fewer = |work: &'static str| {
        move |file: &mut Value| {
            without(file, "file");
            step(file, "review")["work"] = json!(work);
            step(file, "decide")["after"] = json!(["review"]);
        }
    };
    assert_eq!(tricks(fewer("70 min")), ["count-fell-alone"]);
    assert!(
        tricks(fewer("60 min")).is_empty(),
        "work that is gone is none"
    );
    let one_form = |carries: Value| {
        move |file: &mut Value| {
            file["documents"][0]["carries"] = carries.clone();
            step(file, "apply")["needs"] = json!(["form", "survey-report"]);
        }
    };
    assert_eq!(
        tricks(one_form(json!(["name", "address"]))),
        ["count-fell-alone"]
    );
    assert!(tricks(one_form(json!(["name"]))).is_empty());
}

#[test]
fn a_clock_that_starts_later() {
    let later = |needs: Value| {
        move |file: &mut Value| {
            without(file, "survey");
            let apply = step(file, "apply").as_object_mut().unwrap();
            apply.remove("after");
            apply.insert("needs".into(), needs.clone());
        }
    };
    let asked = later(json!(["form", "annex", "survey-report"]));
    assert_eq!(tricks(asked), ["clock-starts-later"]);
    let dropped = later(json!(["form", "annex"]));
    assert!(tricks(dropped).is_empty(), "what is asked no more is none");
}

#[test]
fn waiting_moved_outside_the_counted_window() {
    let relabelled = |file: &mut Value| step(file, "check")["wait"]["kind"] = json!("applicant");
    assert_eq!(tricks(relabelled), ["wait-moved-outside"]);
    let shorter = |file: &mut Value| step(file, "check")["wait"]["time"] = json!("1 wd");
    assert!(tricks(shorter).is_empty());
    let after_the_end = |file: &mut Value| {
        step(file, "decide")["after"] = json!(["review"]);
        step(file, "file")["after"] = json!(["decide"]);
        file["ends"] = json!([
            {"id": "granted", "kind": "granted", "after": ["decide"]},
            {"id": "filed", "after": ["file"]}
        ]);
    };
    assert_eq!(tricks(after_the_end), ["wait-moved-outside"]);
}

#[test]
fn work_moved_onto_the_applicant_or_the_front_line() {
    for role in ["citizen", "counter"] {
        let found = tricks(|file| step(file, "file")["role"] = json!(role));
        assert!(
            !found.is_empty() && found.iter().all(|id| *id == "work-moved"),
            "{role}: {found:?}"
        );
    }
    assert!(tricks(|file| step(file, "file")["role"] = json!("head")).is_empty());
    let brought = |file: &mut Value| {
        step(file, "check")["needs"] = json!([]);
        let needs = step(file, "apply")["needs"].as_array_mut().unwrap();
        needs.push(json!("extract"));
    };
    assert_eq!(tricks(brought), ["work-moved"]);
}

#[test]
fn a_criterion_that_nobody_examines_any_more() {
    let dropped = |file: &mut Value| {
        step(file, "check")
            .as_object_mut()
            .unwrap()
            .remove("criteria");
    };
    assert_eq!(tricks(dropped), ["criterion-unexamined"]);
    let moved = |file: &mut Value| {
        dropped(file);
        step(file, "review")["criteria"] = json!(["lawful", "complete"]);
    };
    assert!(tricks(moved).is_empty(), "who else examines it is none");
    let mut file = permit();
    dropped(&mut file);
    let (before, after) = (read(&permit()), read(&file));
    let lost: Vec<&str> = (compared(&before, &after).safeguards.iter())
        .filter(|one| one.lost.is_some())
        .map(|one| one.id)
        .collect();
    assert_eq!(lost, ["criteria-examined"]);
}

#[test]
fn a_paper_that_is_still_read_has_to_be_at_hand() {
    let mut file = permit();
    file["criteria"][0]["reads"] = json!(["annex"]);
    let before = read(&file);
    step(&mut file, "apply")["needs"] = json!(["form", "survey-report"]);
    let lost = |after: &Procedure| -> Vec<&'static str> {
        let found = compared(&before, after);
        let lost = found.safeguards.iter().filter(|one| one.lost.is_some());
        lost.map(|one| one.id).collect()
    };
    assert_eq!(lost(&read(&file)), ["available-before-use"]);
    file["criteria"][0]["reads"] = json!([]);
    assert!(
        lost(&read(&file)).is_empty(),
        "what nobody reads any more may go"
    );
}

#[test]
fn other_ids_are_matched_by_content_and_by_what_a_person_says() {
    let mut file = permit();
    step(&mut file, "review")["id"] = json!("legal-review");
    step(&mut file, "file")["after"] = json!(["legal-review"]);
    let (before, after) = (read(&permit()), read(&file));
    let found = compared(&before, &after);
    let of = |found: &Comparison<'_>| {
        let mut steps = found.matching.of_kind(Kind::Step);
        let one = steps.find(|one| one.before == *"review");
        one.map(|one| (one.after.to_string(), one.how.clone()))
    };
    let (id, how) = of(&found).unwrap();
    assert!(
        id == "legal-review" && matches!(how, How::Alike(score, _) if score > 0.9),
        "{how:?}"
    );
    assert!(
        found.changes.is_empty() && !found.loses(),
        "a name is no change: {:?}",
        found.changes
    );
    let mut orders = Orders::default();
    orders.apart.insert(Id::from("review"));
    let apart = compare(&before, &after, &orders, Convention::default()).unwrap();
    let fates: Vec<Fate> = apart.changes.iter().map(|one| one.fate).collect();
    assert!(of(&apart).is_none(), "{:?}", apart.matching);
    assert_eq!(fates, [Fate::Removed, Fate::Added]);
    assert!(!apart.loses(), "the new step examines it as well");
    let told = Orders {
        same: vec![(Id::from("review"), Id::from("legal-review"))],
        ..Orders::default()
    };
    let told = compare(&before, &after, &told, Convention::default()).unwrap();
    assert_eq!(of(&told).unwrap().1, How::Told);
    // An id that means something else after does not hide what is gone.
    step(&mut file, "legal-review")["id"] = json!("decide-2");
    step(&mut file, "file")["after"] = json!(["decide-2"]);
    assert!(!compared(&before, &read(&file)).loses());
}

#[test]
fn a_version_compared_with_itself_is_quiet() {
    let real = golden::files("procedures", "json").into_iter();
    let real = real.filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        (!name.ends_with(".reform")).then(|| named(&name))
    });
    for p in real.chain((0..crate::generator::COUNT).map(generated)) {
        let found = compared(&p, &p);
        assert!(
            found.is_quiet(),
            "{}: {:?} {:?} {:?}",
            p.id,
            found.changes,
            found.tricks,
            found.safeguards
        );
    }
}

#[test]
fn what_redtape_is_sure_of_loses_no_safeguard_and_is_no_trick() {
    let mut changed = 0;
    let real = golden::files("procedures", "json").into_iter();
    let real = real.filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        (!name.ends_with(".reform")).then(|| named(&name))
    });
    for p in real.chain((0..150).map(generated)) {
        let Ok(result) = simplify(&p, &Options::default()) else {
            continue;
        };
        let found = compared(&p, &result.sure.procedure);
        changed += usize::from(!found.changes.is_empty());
        assert!(!found.loses(), "{}: {:?}", p.id, found.safeguards);
        assert!(found.tricks.is_empty(), "{}: {:?}", p.id, found.tricks);
    }
    assert!(changed > 20, "only {changed} were changed at all");
}

/// Shanghai before, against what is documented of its reform.
fn shanghai(more: &[&str]) -> (golden::Run, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let before = repository("procedures/cn-shanghai-start-business.json");
    let after = repository("tests/compare/cn-shanghai-one-window.json");
    let files = ["compare", before.to_str().unwrap(), after.to_str().unwrap()];
    let ran = golden::redtape(folder.path(), &[&files[..], more].concat(), b"");
    (
        ran,
        std::fs::read_to_string(folder.path().join("pair.svg")).ok(),
    )
}

#[test]
fn the_reform_of_shanghai_gave_up_one_control() {
    // Sign-off and filing share neither name nor kind: a person has to say so.
    let told = ["--match", "permit-chop=chop-filed", "--format", "json"];
    let (ran, _) = shanghai(&told);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    let ids = |key: &str, wanted: &dyn Fn(&Value) -> bool| -> Vec<String> {
        let all = said[key].as_array().unwrap().iter();
        let all = all.filter(|one| wanted(one));
        all.map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    // The permission to make the chop became a filing: what it examined nobody examines now.
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(ids("tricks", &|_| true), ["criterion-unexamined"]);
    let lost = ids("safeguards", &|one| one["kept"] == false);
    assert_eq!(lost, ["criteria-examined"]);
    let after_of = |id: &str| {
        let all = said["matches"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["kind"] == "step" && one["before"] == id);
        one.map_or("", |one| one["after"].as_str().unwrap())
    };
    for (id, now) in [
        ("approve-name", "licence-issued"),
        ("issue-licence", "licence-issued"),
        ("permit-chop", "chop-filed"),
        ("get-invoices", "invoices-issued"),
        ("register-hiring", "insurance"),
        ("register-employees", "insurance"),
    ] {
        assert_eq!(after_of(id), now, "{id}");
    }
    let figures = said["figures"].as_array().unwrap();
    let lead = figures.iter().find(|one| one["measure"] == "lead-time");
    let lead = lead.unwrap()["after"].as_str().unwrap();
    assert!(
        lead.contains("at least"),
        "two times are not stated: {lead}"
    );
}

#[test]
fn the_pair_is_drawn_and_told_in_chinese() {
    let (ran, sheet) = shanghai(&["--lang", "zh", "--fail-on", "never", "-o", "pair.svg"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("纸面简化"), "{}", ran.stdout);
    assert!(sheet.is_some_and(|sheet| sheet.contains("核发营业执照")));
    let (ran, _) = shanghai(&["-o", "pair.txt"]);
    assert_eq!(ran.code, Some(4), "no drawing has that name");
}

#[test]
fn what_is_said_of_unknown_ids_is_bad_input() {
    let folder = tempfile::tempdir().unwrap();
    let file = repository("procedures/cn-shanghai-start-business.json");
    let file = file.to_str().unwrap();
    for (args, said) in [
        (["--match", "approve-name"], "BEFORE=AFTER"),
        (["--match", "approve-name=nothing"], "nothing"),
        (["--no-match", "nothing"], "nothing"),
    ] {
        let args = [&["compare", file, file][..], &args[..]].concat();
        let ran = golden::redtape(folder.path(), &args, b"");
        assert_eq!(ran.code, Some(2), "{}", ran.stdout);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

//! Faults that are planted in made-up procedures, each so that one rule of the catalogue has to see it.

use super::draft::{Draft, Work};
use super::pool;
use rand::RngExt as _;
use rand_pcg::Pcg64Mcg;
use serde_json::{Value, json};

/// A fault that can be planted.
pub struct Fault {
    /// The rule that has to see it.
    pub rule: &'static str,
    /// Plants it, where there is a place for it.
    pub(super) plant: fn(&mut Draft, &mut Pcg64Mcg) -> Option<()>,
}

/// Every fault that can be planted.
pub static FAULTS: [Fault; 10] = [
    Fault {
        rule: "redundant-approval",
        plant: countersignature,
    },
    Fault {
        rule: "rubber-stamp-approval",
        plant: rubber_stamp,
    },
    Fault {
        rule: "approval-without-criterion",
        plant: idle_signature,
    },
    Fault {
        rule: "duplicate-document",
        plant: paper_again,
    },
    Fault {
        rule: "duplicate-data-entry",
        plant: typed_again,
    },
    Fault {
        rule: "document-held-by-government",
        plant: held,
    },
    Fault {
        rule: "adjacent-steps-one-desk",
        plant: split,
    },
    Fault {
        rule: "sequential-independent-steps",
        plant: habit,
    },
    Fault {
        rule: "ping-pong-handoff",
        plant: back_and_forth,
    },
    Fault {
        rule: "repeated-visits",
        plant: second_visit,
    },
];

fn one(rng: &mut Pcg64Mcg, of: &[usize]) -> Option<usize> {
    (!of.is_empty()).then(|| of[rng.random_range(0..of.len())])
}

/// Right after the step at `at`, for which the next one waits.
fn insert(draft: &mut Draft, at: usize, work: Work) {
    draft.steps.insert(at + 1, work);
}

fn role(draft: &Draft, at: usize) -> String {
    let role = draft.steps[at].members["role"].as_str();
    role.unwrap_or_default().to_owned()
}

/// A new role at the agency of a step.
fn new_role(draft: &mut Draft, at: usize, id: &str, competent_for: Option<&Value>) {
    let role = role(draft, at);
    let agency = role.rsplit('-').next().unwrap_or("0").to_owned();
    let mut it = json!({"id": id, "agency": format!("agency-{agency}")});
    if let Some(criteria) = competent_for {
        it["competent_for"] = criteria.clone();
    }
    draft.roles.push(it);
}

/// A deputy signs on what the chief has just signed on.
fn countersignature(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let at = one(rng, &signatures(draft))?;
    let criteria = draft.steps[at].members["criteria"].clone();
    let chief = role(draft, at);
    for role in &mut draft.roles {
        if role["id"] == chief.as_str() {
            role["competent_for"] = criteria.clone();
        }
    }
    new_role(draft, at, "deputy", Some(&criteria));
    let work = Work::new(("Countersign".into(), "会签".into()), "sign-off", "deputy");
    let counted = json!([{"n": 500, "rejected": 22, "evidence": "observed"}]);
    let work = work.with("criteria", criteria).with("decisions", counted);
    insert(draft, at, work);
    Some(())
}

/// Signatures that examine something and were counted.
fn signatures(draft: &Draft) -> Vec<usize> {
    let all = draft.of_kind("sign-off").into_iter();
    let of_chief = |at: &usize| role(draft, *at).starts_with("chief");
    all.filter(of_chief).collect()
}

fn rubber_stamp(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let at = one(rng, &signatures(draft))?;
    let counted = json!([{"n": 2000, "rejected": 8, "evidence": "observed"}]);
    draft.steps[at].members.insert("decisions".into(), counted);
    Some(())
}

fn idle_signature(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let at = one(rng, &draft.of_kind("inspect"))?;
    new_role(draft, at, "director", None);
    let work = Work::new(
        ("The director signs".into(), "领导签字".into()),
        "sign-off",
        "director",
    );
    insert(draft, at, work);
    Some(())
}

/// Another counter asks a paper again.
fn paper_again(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let at = one(rng, &draft.of_kind("inspect"))?;
    let papers = draft.steps[0].members["needs"].as_array();
    let paper = papers.and_then(|papers| papers.get(1)).cloned();
    new_role(draft, at, "counter", None);
    let work = Work::new(
        ("Show the papers again".into(), "再次提交材料".into()),
        "submit",
        "applicant",
    );
    let work = work.with("with", "counter".into());
    insert(draft, at, work.with("needs", json!([paper])));
    Some(())
}

/// What the form says is typed into another system.
fn typed_again(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let field = draft.fields[0]["id"].clone();
    let of_registrar = |at: &usize| role(draft, *at).starts_with("registrar");
    let desks: Vec<_> = (draft.of_kind("record").into_iter())
        .filter(of_registrar)
        .collect();
    let (&first, others) = desks.split_first()?;
    let second = one(rng, others)?;
    for (system, at) in [first, second].into_iter().enumerate() {
        let entry = json!([{"field": field, "system": format!("system-{system}")}]);
        draft.steps[at].members.insert("enters".into(), entry);
    }
    Some(())
}

/// A paper is asked that an agency of the government issues.
#[expect(clippy::unnecessary_wraps, reason = "one form for every fault")]
fn held(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let papers = draft.documents.iter_mut();
    let mut papers: Vec<_> = papers.filter(|paper| paper["kind"] == "proof").collect();
    let at = rng.random_range(0..papers.len());
    papers[at]["issued_by"] = format!("agency-{}", 1).into();
    Some(())
}

/// The inspector goes twice in a row.
fn split(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let at = one(rng, &draft.of_kind("inspect"))?;
    let role = role(draft, at);
    let work = Work::new(
        ("Write the report".into(), "撰写报告".into()),
        "record",
        &role,
    );
    draft.steps[at].tied = true;
    insert(draft, at, work.with("work", "30 min".into()));
    Some(())
}

/// The reviewer asks the registrar and goes on.
fn back_and_forth(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let at = one(rng, &draft.of_kind("review"))?;
    let reviewer = role(draft, at);
    let registrar = reviewer.replace("officer", "registrar");
    let ask = Work::new(
        ("Complete the file".into(), "补全案卷".into()),
        "record",
        &registrar,
    );
    let go_on = Work::new(
        ("Go on with the review".into(), "继续审查".into()),
        "record",
        &reviewer,
    );
    for (at, mut work) in [(at, ask), (at + 1, go_on)] {
        draft.steps[at].tied = true;
        work.members.insert("work".into(), "10 min".into());
        insert(draft, at, work);
    }
    Some(())
}

/// An agency has its turn after another although it needs nothing of it.
fn habit(draft: &mut Draft, rng: &mut Pcg64Mcg) -> Option<()> {
    let agency = draft.agency_count() - 1;
    // Between the turns of two agencies, and not beside its own turn, where a desk would wait for itself.
    let ends_turn = |at: &usize| {
        let next = draft.steps.get(at + 1).map(|_| role(draft, at + 1));
        next.is_some_and(|next| next.starts_with("registrar"))
    };
    let signed = draft.of_kind("sign-off").into_iter();
    let turns: Vec<usize> = signed.filter(ends_turn).collect();
    let (_, turns) = turns.split_last()?;
    let at = one(rng, turns)?;
    draft
        .roles
        .push(json!({"id": "adviser", "agency": format!("agency-{agency}")}));
    let (en, zh) = pool::AGENCIES[0];
    let name = (format!("{en}: give an opinion"), format!("{zh}：出具意见"));
    let mut work = Work::new(name, "record", "adviser").with("work", "60 min".into());
    work.beside = true;
    insert(draft, at, work);
    Some(())
}

/// The applicant comes to the hall a second time.
#[expect(clippy::unnecessary_wraps, reason = "one form for every fault")]
fn second_visit(draft: &mut Draft, _: &mut Pcg64Mcg) -> Option<()> {
    let last = draft.steps.len() - 1;
    let issue = &mut draft.steps[last].members;
    issue.insert("with".into(), "applicant".into());
    issue.insert("visit".into(), "hall-0".into());
    Some(())
}

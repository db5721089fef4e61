//! What is never given up, whatever anybody answers: held against every rewrite.
//!
//! Each case in which a rewrite is applied gets one more fact that forbids it, and every question is answered yes. A
//! trading rewrite then declines and says why; any other either declines or leaves whole what the fact protects.

mod decided;

use crate::cases::{cases, procedure};
use redtape::fact::{Facts, Given, Verdict};
use redtape::message::Lang;
use redtape::model::{Procedure, Step, StepKind, load, print::print};
use redtape::rewrites::{self, Rewrite};
use redtape::simplify::{Layer, Options, Proposal, proposals, simplify};
use redtape::source::Source;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Something that is never given up.
struct Never {
    name: &'static str,
    /// Adds the fact to a file, about a step and another one.
    add: fn(&mut Value, &str, &str),
    /// What a trading rewrite says when it declines.
    says: &'static str,
}

fn constraint(file: &mut Value, kind: &str, steps: [&str; 2]) {
    let list = file.as_object_mut().unwrap().entry("constraints");
    let list = list.or_insert_with(|| json!([]));
    list.as_array_mut()
        .unwrap()
        .push(json!({"kind": kind, "steps": steps}));
}

fn never_act(file: &mut Value, says: Value) {
    let list = file.as_object_mut().unwrap().entry("laws");
    let list = list.or_insert_with(|| json!([]));
    let mut act = json!({"id": "never-act", "cite": "An act, art. 1"});
    let says = says.as_object().unwrap().clone();
    act.as_object_mut().unwrap().extend(says);
    list.as_array_mut().unwrap().push(act);
}

/// Whether a step follows another one directly, or by way of a gateway that does.
fn is_after(file: &Value, step: &Value, other: &str) -> bool {
    let mentions = |after: &Value, id: &str| {
        let text = after.to_string();
        text.contains(&format!("\"{id}\"")) || text.contains(&format!("\"{id}."))
    };
    let gateways = file["gateways"].as_array().into_iter().flatten();
    let mut gateways = gateways.filter(|gateway| mentions(&gateway["after"], other));
    let by_way = |gateway: &Value| mentions(&step["after"], gateway["id"].as_str().unwrap());
    mentions(&step["after"], other) || gateways.any(by_way)
}

fn law(file: &mut Value, step: &str, mandate: &str) {
    never_act(file, json!({"mandates": [mandate]}));
    let step = found(file, step);
    let cited = step.as_object_mut().unwrap().entry("law");
    let cited = cited.or_insert_with(|| json!([]));
    cited.as_array_mut().unwrap().push(json!("never-act"));
}

fn found<'a>(file: &'a mut Value, id: &str) -> &'a mut Value {
    let steps = file["steps"].as_array_mut().unwrap().iter_mut();
    let mut steps = steps.filter(|step| step["id"] == id);
    steps.next().unwrap()
}

fn excluded(file: &mut Value, category: &str) {
    let risk = file.as_object_mut().unwrap().entry("risk");
    let risk = risk.or_insert_with(|| json!({}));
    risk["exclusions"] = json!([category]);
}

const LAW_SAYS: &str = "that is never given up";
const LIST_SAYS: &str = "on the exclusion list";
const KEPT_SAYS: &str = "a constraint names";
const WAIT_SAYS: &str = "it is never given up";

static NEVER: [Never; 20] = [
    Never {
        name: "four eyes",
        add: |file, step, other| constraint(file, "four-eyes", [other, step]),
        says: KEPT_SAYS,
    },
    Never {
        name: "never merge",
        add: |file, step, other| constraint(file, "never-merge", [other, step]),
        says: KEPT_SAYS,
    },
    Never {
        name: "an appeal",
        add: |file, step, other| constraint(file, "independent-appeal", [step, other]),
        says: KEPT_SAYS,
    },
    Never {
        name: "an order",
        add: |file, step, other| constraint(file, "order", [other, step]),
        says: KEPT_SAYS,
    },
    Never {
        name: "a wait by constraint",
        add: |file, step, other| constraint(file, "statutory-wait", [step, other]),
        says: KEPT_SAYS,
    },
    Never {
        name: "a wait by law",
        add: |file, step, _| {
            found(file, step)["wait"] = json!({"time": "14 cd", "kind": "statutory"});
        },
        says: WAIT_SAYS,
    },
    Never {
        name: "a wait whose law prescribes it",
        add: |file, step, _| {
            never_act(file, json!({"mandates": ["minimum-wait"]}));
            found(file, step)["wait"] = json!({"time": "14 cd", "law": ["never-act"]});
        },
        says: WAIT_SAYS,
    },
    Never {
        name: "a wait whose law nobody has read",
        add: |file, step, _| {
            never_act(file, json!({}));
            found(file, step)["wait"] = json!({"time": "14 cd", "law": ["never-act"]});
        },
        says: WAIT_SAYS,
    },
    Never {
        name: "a minimum wait",
        add: |file, step, _| {
            law(file, step, "minimum-wait");
            found(file, step)["wait"] = json!("14 cd");
        },
        says: LAW_SAYS,
    },
    Never {
        name: "a hearing",
        add: |file, step, _| law(file, step, "hearing"),
        says: LAW_SAYS,
    },
    Never {
        name: "the statutory signatory",
        add: |file, step, _| law(file, step, "signatory"),
        says: LAW_SAYS,
    },
    Never {
        name: "a separate person",
        add: |file, step, _| law(file, step, "separate-person"),
        says: LAW_SAYS,
    },
    Never {
        name: "national security",
        add: |file, _, _| excluded(file, "national-security"),
        says: LIST_SAYS,
    },
    Never {
        name: "secrets",
        add: |file, _, _| excluded(file, "secrets"),
        says: LIST_SAYS,
    },
    Never {
        name: "public safety",
        add: |file, _, _| excluded(file, "public-safety"),
        says: LIST_SAYS,
    },
    Never {
        name: "prudential finance",
        add: |file, _, _| excluded(file, "prudential-finance"),
        says: LIST_SAYS,
    },
    Never {
        name: "the environment",
        add: |file, _, _| excluded(file, "environment"),
        says: LIST_SAYS,
    },
    Never {
        name: "health, life or property",
        add: |file, _, _| excluded(file, "health-life-property"),
        says: LIST_SAYS,
    },
    Never {
        name: "sensitive affairs",
        add: |file, _, _| excluded(file, "sensitive"),
        says: LIST_SAYS,
    },
    Never {
        name: "safety at a step behind",
        add: |file, step, _| {
            let steps = file["steps"].as_array().unwrap();
            let behind = steps.iter().position(|one| is_after(file, one, step));
            // Where nothing comes after the step, it is said of the step itself.
            let own = steps.iter().position(|one| one["id"] == step);
            let at = behind.or(own).unwrap();
            file["steps"][at]["risk"] = json!({"exclusions": ["public-safety"]});
        },
        says: LIST_SAYS,
    },
];

/// Every question answered yes, as long as answers lead to more of them.
fn all_yes(p: &Procedure) -> Options {
    let mut options = Options {
        facts: Facts::of(p),
        ..Options::default()
    };
    for _ in 0..8 {
        let all = proposals(p, &options).unwrap();
        let open: Vec<String> = (all.iter().flat_map(Proposal::open))
            .map(redtape::fact::Fact::text)
            .collect();
        if open.is_empty() {
            break;
        }
        for fact in open {
            let yes = Given {
                yes: true,
                by: Some("everybody".to_owned()),
                ..Given::default()
            };
            options.facts.add(&fact, yes);
        }
    }
    options
}

fn loaded(file: &Value) -> Option<Procedure> {
    let source = Source {
        name: "never".to_owned(),
        text: file.to_string(),
    };
    load(&source).ok()
}

/// Whether a version still has what a fact about the original protects: the step, that somebody looks there, its statutory
/// waits, and two people where there were two.
fn whole(before: &Procedure, after: &Procedure, steps: &[&str]) -> bool {
    let heir = |id: &str| {
        let mut steps = after.steps.iter();
        steps.find(|step| step.original().iter().any(|original| *original == *id))
    };
    let kept = |id: &&str| {
        let (was, is) = (before.step(id).unwrap(), heir(id));
        let waits = |p: &Procedure, step: &Step| p.wait_by_law(step).waits.len();
        let looks = |step: &Step| step.is_control() || step.kind == StepKind::Inspect;
        is.is_some_and(|is| looks(is) >= was.is_control() && waits(after, is) >= waits(before, was))
    };
    let heirs = || steps.iter().filter_map(|id| heir(id));
    let ids: BTreeSet<&str> = heirs().map(|step| step.id.as_str()).collect();
    let roles = |steps: &mut dyn Iterator<Item = &Step>| -> usize {
        let roles: BTreeSet<String> = steps.map(|step| step.role.to_string()).collect();
        roles.len()
    };
    let were = roles(&mut steps.iter().filter_map(|id| before.step(id)));
    steps.iter().all(kept) && ids.len() == steps.len() && roles(&mut heirs()) >= were
}

/// The cases in which a rewrite is applied, and one of its targets in each.
fn applied(rewrite: &Rewrite) -> Vec<(String, Procedure, Proposal)> {
    let own = cases("rewrites").into_iter();
    let own = own.filter(|(of, case, _)| of == rewrite.id && case.starts_with("applies-"));
    own.filter_map(|(_, case, folder)| {
        let p = procedure(&folder.join("procedure.json"));
        let all = proposals(&p, &all_yes(&p)).unwrap().into_iter();
        let proposal = all
            .filter(|proposal| proposal.layer() == Layer::Sure)
            .find(|proposal| proposal.rewrite.id == rewrite.id)?;
        Some((case, p, proposal))
    })
    .collect()
}

#[test]
fn what_is_never_given_up_no_answer_gives_up() {
    let mut declined = 0;
    for rewrite in rewrites::ALL {
        let known = applied(rewrite);
        assert!(!known.is_empty(), "{} is applied nowhere", rewrite.id);
        for (case, p, proposal) in &known {
            for never in &NEVER {
                let at = format!("{}/{case}: {}", rewrite.id, never.name);
                // A gateway alone: nothing that is never given up is about one.
                let Some(step) = proposal.target.steps.first() else {
                    continue;
                };
                let step = step.as_str();
                let other = p.steps.iter().map(|step| step.id.as_str());
                // A case of one step has no other to keep apart from it.
                let Some(other) = other.rev().find(|id| *id != step) else {
                    continue;
                };
                let mut file: Value = serde_json::from_str(&print(p)).unwrap();
                (never.add)(&mut file, step, other);
                let Some(p) = loaded(&file) else { continue };
                let options = all_yes(&p);
                let all = proposals(&p, &options).unwrap();
                let same = all.iter().find(|other| other.id() == proposal.id());
                if rewrite.trades.is_some() {
                    let same = same.unwrap_or_else(|| panic!("{at}: not proposed, so no reason"));
                    assert!(says(same, &p, never.says), "{at}: {:?}", same.verdicts);
                    declined += 1;
                }
                let result = simplify(&p, &options).unwrap();
                assert!(result.undone.is_empty(), "{at}: undone");
                let trading = |entry: &redtape::simplify::Entry| {
                    let about = entry.proposal.target.steps.iter().any(|id| *id == *step);
                    entry.proposal.rewrite.trades.is_some() && about
                };
                assert!(!result.sure.derivation.iter().any(trading), "{at}: traded");
                let one = matches!(never.says, LAW_SAYS | WAIT_SAYS);
                let kept: &[&str] = if one { &[step] } else { &[step, other] };
                let people = ["four eyes", "never merge", "an appeal"].contains(&never.name);
                if never.name == "the statutory signatory" {
                    let heirs = result.sure.procedure.steps.iter();
                    let role = &p.step(step).unwrap().role;
                    let mut heirs =
                        heirs.filter(|heir| heir.original().iter().any(|id| *id == *step));
                    assert!(heirs.any(|heir| heir.role == *role), "{at}: another signs");
                }
                if one || people {
                    assert!(whole(&p, &result.sure.procedure, kept), "{at}: lost");
                }
            }
        }
    }
    assert!(declined >= 4 * NEVER.len(), "{declined}");
}

/// Whether a proposal is declined with such a reason.
fn says(proposal: &Proposal, p: &Procedure, reason: &str) -> bool {
    proposal.verdicts.iter().any(|(_, verdict)| match verdict {
        Verdict::Fails(message) => message.say(Lang::En, p).contains(reason),
        _ => false,
    })
}

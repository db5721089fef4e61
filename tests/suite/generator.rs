//! Random procedures from a fixed seed: structured flows with choices, parallel blocks and rework,
//! and people, papers, criteria, laws and counts that give every rule something to look at.
//!
//! Made as JSON text, as an office would write it: that each one loads and is sound is a test of
//! its own, as is the mix.

mod encounters;
mod flow;
mod material;
mod order;
mod people;
mod safeguards;
mod work;

use rand::{RngExt as _, SeedableRng};
use rand_pcg::Pcg64Mcg;
use redtape::graph::Graph;
use redtape::measure::soundness::{Limits, Soundness, decide};
use redtape::message::Lang;
use redtape::model::{GatewayKind, Procedure, load};
use redtape::source::Source;
use serde_json::{Value, json};

/// Generated procedures that the laws look at.
pub(crate) const COUNT: u64 = 500;

/// What has been made so far.
pub(super) struct Generator {
    rng: Pcg64Mcg,
    steps: Vec<Value>,
    gateways: Vec<Value>,
    ends: Vec<Value>,
    /// Steps still to be made.
    left: usize,
    /// Ids by kind, for what is still to be linked.
    roles: Vec<String>,
    agencies: usize,
    fields: usize,
    criteria: usize,
    laws: usize,
    /// Two signatures in a row.
    signed_twice: Option<[String; 2]>,
    /// Two steps of one desk, apart.
    done_apart: Option<[String; 2]>,
    /// Documents that somebody hands in.
    proofs: Vec<String>,
    forms: Vec<String>,
    /// Criteria about one paper each.
    about: Vec<Value>,
    /// Documents that steps have made so far, with whether they are outputs.
    made: Vec<(String, bool)>,
}

impl Generator {
    fn chance(&mut self, p: f64) -> bool {
        self.rng.random_bool(p)
    }

    fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Up to `most` of them, each once, in their order.
    fn some<T: Clone>(&mut self, of: &[T], most: usize) -> Vec<T> {
        let chosen = of.iter().filter(|_| self.rng.random_bool(0.3));
        chosen.take(most).cloned().collect()
    }
}

/// The text of the procedure with this seed.
pub(crate) fn text(seed: u64) -> String {
    let mut made = Generator {
        rng: Pcg64Mcg::seed_from_u64(seed),
        steps: Vec::new(),
        gateways: Vec::new(),
        ends: Vec::new(),
        left: 0,
        roles: Vec::new(),
        agencies: 0,
        fields: 0,
        criteria: 0,
        laws: 0,
        signed_twice: None,
        done_apart: None,
        proofs: Vec::new(),
        forms: Vec::new(),
        about: Vec::new(),
        made: Vec::new(),
    };
    made.left = 5 + made.below(if seed.is_multiple_of(6) { 50 } else { 18 });
    let mut file = json!({"redtape": 1, "id": format!("g{seed}"),
        "name": {"en": format!("Generated procedure {seed}"), "zh": format!("生成的事项{seed}")},
        "evidence": "constructed", "cases_per_year": 1000 + seed});
    made.surroundings(&mut file);
    made.whole();
    made.documents(&mut file);
    made.constraints(&mut file);
    file["steps"] = made.steps.into();
    file["gateways"] = made.gateways.into();
    file["ends"] = made.ends.into();
    risks(&mut file, seed);
    material::carried(&mut file, seed);
    material::left_over(&mut file, seed);
    circulation(&mut file, seed);
    encounters::encounters(&mut file, seed);
    safeguards::safeguards(&mut file, seed);
    file.to_string()
}

/// What is stated of risk, from a source of its own so that nothing else changes with it.
fn risks(file: &mut Value, seed: u64) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x7269_736b);
    let risk = |rng: &mut Pcg64Mcg| {
        let mut risk = json!({"level": if rng.random_bool(0.7) { "low" } else { "high" }});
        if rng.random_bool(0.5) {
            risk["correctable"] = rng.random_bool(0.7).into();
        }
        if rng.random_bool(0.6) {
            let listed = rng.random_bool(0.3);
            risk["exclusions"] = if listed {
                json!(["environment"])
            } else {
                json!([])
            };
        }
        risk
    };
    if rng.random_bool(0.2) {
        file["risk"] = risk(&mut rng);
    }
    for step in file["steps"].as_array_mut().into_iter().flatten() {
        if rng.random_bool(0.35) {
            step["risk"] = risk(&mut rng);
        }
        // What one step guards keeps every approval before it: in most procedures, none does.
        let listed = step.pointer_mut("/risk/exclusions");
        if let Some(listed) = listed.filter(|_| !seed.is_multiple_of(10)) {
            *listed = json!([]);
        }
    }
    stamps(file, &mut rng);
    registrations(file, &mut rng);
    file["answers"] = decisions(file, &mut rng);
}

/// Lets some cases end only once several agencies have given their opinion on a draft, one after the other; from a source
/// of its own as well.
fn circulation(file: &mut Value, seed: u64) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed ^ 0x6369_7263);
    let steps = file["steps"].as_array().map_or(0, Vec::len);
    if steps > 50 || !rng.random_bool(0.2) {
        return;
    }
    let mut desks: Vec<[Value; 2]> = Vec::new();
    for role in file["roles"].as_array().into_iter().flatten() {
        let known = |desk: &[Value; 2]| desk[1] == role["agency"];
        if !role["agency"].is_null() && !desks.iter().any(known) {
            desks.push([role["id"].clone(), role["agency"].clone()]);
        }
    }
    let criteria = file["criteria"].as_array().cloned().unwrap_or_default();
    let after = file["ends"]
        .as_array()
        .and_then(|ends| ends.last())
        .cloned();
    let mut row = vec![json!({"id": "draft", "kind": "record", "role": desks[0][0],
        "name": {"en": "Lay out the draft", "zh": "公示草案"}, "produces": ["draft-text"],
        "wait": {"time": "7 cd", "kind": "statutory"}, "after": after.unwrap_or_default()["after"]})];
    for (at, [role, _]) in desks.iter().enumerate().take(2 + rng.random_range(0..2)) {
        let before = row.last().map(|step| step["id"].clone());
        let mut opinion = json!({"id": format!("opinion-{at}"), "kind": "review", "role": role,
            "name": {"en": format!("Opinion ({at})"), "zh": format!("出具意见（{at}）")},
            "needs": ["draft-text"], "work": "1 h", "after": [before]});
        if rng.random_bool(0.6) {
            let criterion = &criteria[rng.random_range(0..criteria.len())];
            opinion["criteria"] = json!([criterion["id"]]);
        }
        if rng.random_bool(0.6) {
            let rejected = if rng.random_bool(0.3) { 40 } else { 0 };
            opinion["decisions"] = json!([{"n": 400, "rejected": rejected}]);
        }
        row.push(opinion);
    }
    let last = row.last().map(|step| step["id"].clone());
    if let Some(end) = file["ends"].as_array_mut().and_then(|ends| ends.last_mut()) {
        end["after"] = json!([last]);
    }
    let draft = json!({"id": "draft-text", "kind": "internal"});
    for (list, more) in [("documents", vec![draft]), ("steps", row)] {
        file[list].as_array_mut().unwrap().extend(more);
    }
}

/// Makes some sign-offs signatures that were counted to refuse almost nothing, often over what a desk has just looked at.
fn stamps(file: &mut Value, rng: &mut Pcg64Mcg) {
    let known = file["steps"].as_array().cloned().unwrap_or_default();
    for step in file["steps"].as_array_mut().into_iter().flatten() {
        let signs = |other: &Value| other["kind"] == "sign-off" && other["id"] != step["id"];
        let beside = |other: &Value| {
            other["after"] == json!([step["id"]]) || step["after"] == json!([other["id"]])
        };
        // Two signatures in a row stay as they are.
        let twice = known.iter().any(|other| signs(other) && beside(other));
        if step["kind"] != "sign-off" || twice || !rng.random_bool(0.75) {
            continue;
        }
        let looks = |before: &&Value| {
            let kinds = ["check", "review", "inspect"];
            let looks = kinds.iter().any(|kind| before["kind"] == *kind);
            looks && step["after"] == json!([before["id"]])
        };
        let before = known.iter().find(looks);
        let criteria = before.and_then(|before| before.get("criteria")).cloned();
        let step = step.as_object_mut().unwrap();
        for more in ["enters", "fee", "law", "needs"] {
            step.remove(more);
        }
        let decisions = json!([{"n": 4000, "rejected": 3}]);
        step.insert("decisions".to_owned(), decisions);
        if let Some(criteria) = criteria {
            step.insert("criteria".to_owned(), criteria);
        }
    }
}

/// Makes some steps behind an approval record what it lets pass, at another desk of its office.
fn registrations(file: &mut Value, rng: &mut Pcg64Mcg) {
    let known = file["steps"].clone();
    let known = known.as_array().cloned().unwrap_or_default();
    let roles = file["roles"].clone();
    let mut ordered = Vec::new();
    for approval in known {
        let signs = approval["kind"] == "sign-off" || approval["kind"] == "decide";
        if !signs || !rng.random_bool(0.5) {
            continue;
        }
        let agency = |role: &Value| {
            let mut roles = roles.as_array().into_iter().flatten();
            roles
                .find(|known| known["id"] == *role)
                .map(|known| known["agency"].clone())
        };
        let own = agency(&approval["role"]);
        let mut staff = roles.as_array().into_iter().flatten();
        let colleague = staff
            .find(|role| Some(&role["agency"]) == own.as_ref() && role["id"] != approval["role"]);
        let steps = file["steps"].as_array_mut().into_iter().flatten();
        for step in steps {
            let controls = ["sign-off", "decide", "check", "review", "inspect"];
            let other = !controls.iter().any(|kind| step["kind"] == *kind);
            if other && step["after"] == json!([approval["id"]]) && step["role"] != "申请人" {
                step["kind"] = "record".into();
                let role = colleague.map_or(&approval["role"], |role| &role["id"]);
                step["role"] = role.clone();
                if rng.random_bool(0.2) {
                    ordered.push(json!({"kind": "order", "steps": [approval["id"], step["id"]]}));
                }
            }
            if step["id"] == approval["id"] && rng.random_bool(0.7) {
                step.as_object_mut().map(|step| step.remove("decisions"));
            }
        }
    }
    if ordered.is_empty() {
        return;
    }
    let list = file.as_object_mut().unwrap().entry("constraints");
    let list = list.or_insert_with(|| json!([]));
    list.as_array_mut().unwrap().extend(ordered);
}

/// What somebody decided about a few of the approvals.
fn decisions(file: &Value, rng: &mut Pcg64Mcg) -> Value {
    const ASKED: [&str; 5] = [
        "may-be-sampled",
        "may-be-notice",
        "may-be-notified",
        "may-check-after",
        "no-discretion",
    ];
    let steps = file["steps"].as_array().into_iter().flatten();
    let signing = steps.filter(|step| step["kind"] == "sign-off" || step["kind"] == "decide");
    let mut answers = Vec::new();
    for step in signing {
        for asked in ASKED {
            // Where a notice would do, nobody asks for a sample.
            let often = if asked == "may-be-notice" { 0.35 } else { 0.15 };
            if rng.random_bool(often) {
                let answer = if rng.random_bool(0.5) { "yes" } else { "no" };
                let fact = format!("{asked}({})", step["id"].as_str().unwrap_or_default());
                answers.push(json!({"fact": fact, "answer": answer, "by": "议会"}));
            }
        }
    }
    answers.into()
}

/// The procedure with this seed.
pub(crate) fn generated(seed: u64) -> Procedure {
    let source = Source {
        name: format!("seed {seed}"),
        text: text(seed),
    };
    load(&source).unwrap_or_else(|faults| panic!("{}", source.explain(&faults, Lang::En)))
}

#[test]
fn every_generated_procedure_is_sound() {
    for seed in 0..COUNT {
        let sound = decide(&Graph::of(&generated(seed)), Limits::default());
        assert!(matches!(sound, Soundness::Sound), "seed {seed}: {sound:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_procedure() {
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}

#[test]
fn the_mix_is_as_rich_as_promised() {
    let all: Vec<_> = (0..COUNT).map(generated).collect();
    let share = |test: &dyn Fn(&Procedure) -> bool| {
        all.iter().filter(|p| test(p)).count() as f64 / all.len() as f64
    };
    let kind = |p: &Procedure, kind: GatewayKind| {
        let of = |gateway: &redtape::model::Gateway| gateway.kind.unwrap_or(GatewayKind::Exclusive);
        p.gateways
            .iter()
            .flatten()
            .any(|gateway| of(gateway) == kind)
    };
    let rework = |p: &Procedure| {
        let mut branches = p
            .gateways
            .iter()
            .flatten()
            .flat_map(|gateway| &gateway.branches);
        branches.any(|branch| branch.back_to.is_some())
    };
    let parallel = |p: &Procedure| {
        let joins = p.steps.iter().filter_map(|step| step.after.as_ref());
        joins
            .chain(p.ends.iter().map(|end| &end.after))
            .any(|after| matches!(after, redtape::model::After::All(refs) if refs.len() > 1))
    };
    assert!(share(&|p| kind(p, GatewayKind::Exclusive)) >= 0.4);
    assert!(share(&parallel) >= 0.4, "{}", share(&parallel));
    assert!(share(&rework) >= 0.3, "{}", share(&rework));
    assert!(share(&|p| kind(p, GatewayKind::Inclusive)) >= 0.1);
    assert!(share(&|p| p.complete.is_some()) >= 0.3);
    assert!(share(&|p| p.constraints.is_some()) >= 0.3);
    assert!(all.iter().all(|p| (5..=60).contains(&p.steps.len())));
    assert!(all.iter().any(|p| p.steps.len() > 40));
    let agencies = |p: &Procedure| p.agencies.as_ref().map_or(0, Vec::len);
    assert!(all.iter().all(|p| (3..=12).contains(&agencies(p))));
    assert!(all.iter().all(|p| p.name.exactly(Lang::Zh).is_some()));
}

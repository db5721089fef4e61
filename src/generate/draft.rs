//! A procedure in the making: a row of steps, each waiting for the paper that the one before makes.

use super::pool::{self, Name};
use rand::RngExt as _;
use rand_pcg::Pcg64Mcg;
use serde_json::{Map, Value, json};

/// Steps of one matter: registered, reviewed, inspected, signed.
pub(super) const MATTER: usize = 4;
/// Steps around the matters: submitted and checked, decided, paid, issued.
pub(super) const FRAME: usize = 5;

/// What comes after a step other than the next one.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Gate {
    /// Back to the applicant, with this probability.
    Back(f64),
    /// The case is refused.
    Refuse,
}

/// A step without its place in the row.
pub(super) struct Work {
    pub(super) members: Map<String, Value>,
    pub(super) gate: Option<Gate>,
    /// Whether it waits for the step two before it, not for the one before.
    pub(super) beside: bool,
    /// Whether the step after it has to stay there.
    pub(super) tied: bool,
}

impl Work {
    pub(super) fn new(name: (String, String), kind: &str, role: &str) -> Self {
        let mut members = Map::new();
        members.insert("name".into(), json!({"en": name.0, "zh": name.1}));
        members.insert("kind".into(), kind.into());
        members.insert("role".into(), role.into());
        Self {
            members,
            gate: None,
            beside: false,
            tied: false,
        }
    }

    pub(super) fn with(mut self, key: &str, value: Value) -> Self {
        self.members.insert(key.into(), value);
        self
    }
}

/// One procedure.
pub(super) struct Draft {
    id: String,
    name: (String, String),
    cases: u64,
    /// Agencies by their place in the portfolio, each of one government.
    agencies: Vec<usize>,
    government: usize,
    pub(super) roles: Vec<Value>,
    pub(super) documents: Vec<Value>,
    pub(super) fields: Vec<Value>,
    pub(super) criteria: Vec<Value>,
    pub(super) steps: Vec<Work>,
}

fn both(name: Name, en: &str, zh: &str) -> (String, String) {
    (format!("{}: {en}", name.0), format!("{}：{zh}", name.1))
}

/// So many different numbers below `of`, in random order.
fn different(rng: &mut Pcg64Mcg, count: usize, of: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..of).collect();
    let take = |_| all.swap_remove(rng.random_range(0..all.len()));
    (0..count.min(of)).map(take).collect()
}

impl Draft {
    pub(super) fn new(
        rng: &mut Pcg64Mcg,
        number: u64,
        matters: usize,
        steps: Option<usize>,
    ) -> Self {
        let subject = pool::SUBJECTS[rng.random_range(0..pool::SUBJECTS.len())];
        let mut draft = Self {
            id: format!("made-up-{number}"),
            name: (
                format!("{} ({number})", subject.0),
                format!("{}（{number}）", subject.1),
            ),
            cases: 10_u64.pow(rng.random_range(1..=4)) * rng.random_range(1..=9),
            agencies: different(rng, matters.max(1), pool::AGENCIES.len()),
            government: rng.random_range(0..pool::GOVERNMENTS),
            roles: vec![json!({"id": "applicant", "kind": "applicant"})],
            documents: Vec::new(),
            fields: Vec::new(),
            criteria: Vec::new(),
            steps: Vec::new(),
        };
        draft.people();
        draft.submission(rng);
        // More matters than agencies go round.
        let matters = (0..matters).map(|matter| matter % draft.agencies.len());
        for (matter, agency) in matters.collect::<Vec<_>>().into_iter().enumerate() {
            draft.matter(rng, matter, agency);
        }
        if let Some(steps) = steps {
            draft.steps.truncate(steps.saturating_sub(FRAME - 2));
        }
        draft.end(rng);
        draft
    }

    /// How many agencies there are.
    pub(super) fn agency_count(&self) -> usize {
        self.agencies.len()
    }

    fn people(&mut self) {
        for agency in 0..self.agencies.len() {
            let place = format!("agency-{agency}");
            for role in [
                "clerk",
                "examiner",
                "registrar",
                "officer",
                "inspector",
                "chief",
            ] {
                let id = format!("{role}-{agency}");
                let mut it = json!({"id": id, "agency": place});
                if role == "clerk" {
                    it["front_line"] = true.into();
                }
                self.roles.push(it);
            }
        }
    }

    /// What the applicant hands in, once.
    fn submission(&mut self, rng: &mut Pcg64Mcg) {
        let mut carries = Vec::new();
        for field in different(rng, 6, pool::FIELDS.len()) {
            let id = format!("field-{field}");
            let (en, zh) = pool::FIELDS[field];
            self.fields
                .push(json!({"id": id, "name": {"en": en, "zh": zh},
                "concept": format!("https://example.org/field/{field}")}));
            carries.push(Value::from(id));
        }
        self.documents.push(
            json!({"id": "form", "name": {"en": "Application form", "zh": "申请表"}, "kind": "form", "carries": carries, "law": ["act"]}),
        );
        let mut needs = vec![json!("form")];
        let count = rng.random_range(3..=6);
        for paper in different(rng, count, pool::PAPERS.len()) {
            needs.push(self.paper(paper).into());
        }
        let submit = Work::new(
            ("Hand in the application".into(), "提交申请".into()),
            "submit",
            "applicant",
        );
        let submit = submit
            .with("with", "clerk-0".into())
            .with("visit", "hall-0".into())
            .with("needs", needs.into())
            .with("work", "20..60 min".into());
        self.steps.push(submit);
        self.criteria
            .push(json!({"id": "complete", "name": {"en": "Complete", "zh": "材料齐全"}, "reads": ["form"]}));
        let check = Work::new(
            ("Check the papers".into(), "材料核验".into()),
            "check",
            "examiner-0",
        );
        let mut check = check
            .with("criteria", json!(["complete"]))
            .with("work", "10..30 min".into());
        check.gate = Some(Gate::Back(f64::from(rng.random_range(1_u32..=4)) / 100.0));
        self.steps.push(check);
    }

    /// A paper of the pool, as a proof that the applicant brings; its id.
    pub(super) fn paper(&mut self, paper: usize) -> String {
        let id = format!("paper-{paper}");
        let (en, zh) = pool::PAPERS[paper];
        self.documents.push(
            json!({"id": id, "name": {"en": en, "zh": zh}, "kind": "proof", "law": ["act"],
            "concept": format!("https://example.org/paper/{paper}")}),
        );
        id
    }

    /// Four desks of one agency, one after the other.
    fn matter(&mut self, rng: &mut Pcg64Mcg, matter: usize, agency: usize) {
        let name = pool::AGENCIES[self.agencies[agency]];
        let named = |en: &str, zh: &str| both(name, en, zh);
        let role = |role: &str| format!("{role}-{agency}");
        let wait = format!("{} wd", rng.random_range(1..=3));
        let register = Work::new(
            named("register the case", "登记"),
            "record",
            &role("registrar"),
        );
        self.steps.push(register.with("work", "5 min".into()));
        let reviewed = self.criterion(rng, matter, "review");
        let review = Work::new(
            named("examine the substance", "实质审查"),
            "review",
            &role("officer"),
        );
        self.steps.push(
            review
                .with("criteria", json!([reviewed]))
                .with("work", "30..90 min".into())
                .with("wait", wait.into()),
        );
        let seen = self.criterion(rng, matter, "site");
        let inspect = Work::new(
            named("inspect the site", "现场核查"),
            "inspect",
            &role("inspector"),
        );
        self.steps.push(
            inspect
                .with("criteria", json!([seen]))
                .with("work", "60..180 min".into()),
        );
        let signed = self.criterion(rng, matter, "sign");
        let sign = Work::new(named("sign", "签批"), "sign-off", &role("chief"));
        let n = rng.random_range(400..=4000);
        // More than a rubber stamp, less than a late knock-out.
        let rejected = n * rng.random_range(38..=45) / 1000;
        self.steps.push(
            sign.with("criteria", json!([signed]))
                .with(
                    "decisions",
                    json!([{"n": n, "rejected": rejected, "evidence": "observed"}]),
                )
                .with("work", "5..15 min".into()),
        );
    }

    fn criterion(&mut self, rng: &mut Pcg64Mcg, matter: usize, what: &str) -> String {
        let (en, zh) = pool::CRITERIA[rng.random_range(0..pool::CRITERIA.len())];
        let id = format!("{what}-{matter}");
        self.criteria.push(json!({"id": id, "name": {"en": en, "zh": zh}, "reads": ["form"], "protects": ["granted"]}));
        id
    }

    fn end(&mut self, rng: &mut Pcg64Mcg) {
        let decide = Work::new(("Decide".into(), "作出决定".into()), "decide", "chief-0");
        self.criteria.push(
            json!({"id": "merits", "name": {"en": "Merits", "zh": "综合条件"}, "reads": ["form"], "protects": ["granted"]}),
        );
        let mut decide = decide
            .with("criteria", json!(["merits"]))
            .with("work", "10..20 min".into());
        decide.gate = Some(Gate::Refuse);
        self.steps.push(decide);
        let pay = Work::new(("Pay the fee".into(), "缴费".into()), "pay", "applicant");
        let fee = format!("{} CNY", rng.random_range(1..=9) * 50);
        self.steps.push(pay.with("fee", fee.into()));
        let output = rng.random_range(0..pool::OUTPUTS);
        let (en, zh) = pool::PAPERS[output];
        self.documents.push(
            json!({"id": "output", "name": {"en": en, "zh": zh}, "kind": "output",
            "concept": format!("https://example.org/paper/{output}"), "issued_by": "agency-0"}),
        );
        let issue = Work::new(
            ("Issue and send".into(), "制证并寄送".into()),
            "issue",
            "clerk-0",
        );
        self.steps.push(issue.with("produces", json!(["output"])));
    }

    /// The steps of such a kind after which another may be put, by their places.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<usize> {
        let places = self.steps.iter().enumerate();
        places
            .filter(|(_, step)| step.members["kind"] == kind && !step.tied)
            .map(|(at, _)| at)
            .collect()
    }

    /// The whole procedure.
    pub(super) fn json(mut self, planted: Vec<Value>) -> Value {
        let (steps, gateways) = self.row();
        let agency = |(at, &agency): (usize, &usize)| {
            let (en, zh) = pool::AGENCIES[agency];
            let number = self.government * pool::AGENCIES.len() + agency;
            json!({"id": format!("agency-{at}"), "name": {"en": en, "zh": zh},
                "government": format!("https://example.org/government/{}", self.government),
                "concept": format!("https://example.org/agency/{number}")})
        };
        let agencies: Vec<Value> = self.agencies.iter().enumerate().map(agency).collect();
        json!({"redtape": 1, "id": self.id, "name": {"en": self.name.0, "zh": self.name.1},
            "evidence": "constructed", "as_of": "2026-01-01", "cases_per_year": self.cases,
            "complete": ["documents", "fields", "criteria", "constraints", "laws"],
            "agencies": agencies, "roles": self.roles, "fields": self.fields, "documents": self.documents,
            "criteria": self.criteria, "steps": steps, "gateways": gateways,
            "ends": [{"id": "granted", "after": [format!("s{}", self.steps.len() - 1)]},
                {"id": "refused", "after": ["gate-refuse.no"]}],
            "laws": [{"id": "act", "cite": "Administrative procedure act (made up)", "mandates": []}], "constraints": [], "x-planted": planted})
    }

    /// The steps with their places, and the gateways between them.
    fn row(&mut self) -> (Vec<Value>, Vec<Value>) {
        let (mut steps, mut gateways) = (Vec::new(), Vec::new());
        let mut before: Option<String> = None;
        let gates: Vec<_> = self
            .steps
            .iter()
            .map(|step| (step.gate, step.beside))
            .collect();
        for (at, work) in self.steps.iter_mut().enumerate() {
            let mut step = std::mem::take(&mut work.members);
            step.insert("id".into(), format!("s{at}").into());
            step.entry("law").or_insert_with(|| json!(["act"]));
            if let Some(before) = &before {
                step.insert("after".into(), json!([before]));
            }
            let file = format!("file-{at}");
            link(&mut step, at, &gates);
            push(&mut step, "produces", json!(file));
            self.documents.push(json!({"id": file, "kind": "internal"}));
            before = Some(match gates[at].0 {
                None => format!("s{at}"),
                Some(gate) => {
                    gateways.push(gateway(gate, at));
                    format!("{}.yes", gate.id())
                }
            });
            steps.push(Value::Object(step));
        }
        (steps, gateways)
    }
}

/// The papers of earlier steps that a step waits for.
fn link(step: &mut Map<String, Value>, at: usize, gates: &[(Option<Gate>, bool)]) {
    if at == 0 {
        return;
    }
    if gates[at].1 {
        push(step, "needs", json!(format!("file-{}", at - 2)));
        return;
    }
    push(step, "needs", json!(format!("file-{}", at - 1)));
    if gates[at - 1].1 {
        push(step, "needs", json!(format!("file-{}", at - 2)));
    }
}

fn push(step: &mut Map<String, Value>, key: &str, value: Value) {
    let list = step.entry(key).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.push(value);
    }
}

impl Gate {
    fn id(self) -> &'static str {
        match self {
            Self::Back(_) => "gate-back",
            Self::Refuse => "gate-refuse",
        }
    }
}

fn gateway(gate: Gate, at: usize) -> Value {
    let after = json!([format!("s{at}")]);
    match gate {
        Gate::Back(p) => json!({"id": gate.id(), "after": after,
            "branches": [{"id": "yes", "p": 1.0 - p}, {"id": "no", "p": p, "back_to": "s0"}]}),
        Gate::Refuse => json!({"id": gate.id(), "after": after,
            "branches": [{"id": "yes", "p": 0.9}, {"id": "no", "p": 0.1}]}),
    }
}

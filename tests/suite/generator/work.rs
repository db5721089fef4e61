//! What is done at a generated step, and the papers and criteria it takes.

use super::Generator;
use serde_json::{Value, json};

const NAMES: [(&str, &str); 12] = [
    ("受理申请", "Accept the application"),
    ("核对材料", "Check the papers"),
    ("实质审查", "Examine the substance"),
    ("科长审批", "The section chief signs"),
    ("局长审批", "The director signs"),
    ("现场核查", "Inspect the site"),
    ("登记入册", "Register"),
    ("缴费", "Pay"),
    ("征求意见", "Ask for an opinion"),
    ("制作证照", "Make the certificate"),
    ("录入系统", "Enter into the system"),
    ("告知结果", "Tell the result"),
];

const KINDS: [&str; 14] = [
    "submit", "check", "check", "review", "sign-off", "sign-off", "sign-off", "inspect", "decide",
    "pay", "issue", "notify", "record", "record",
];

impl Generator {
    /// A step of any kind, often at the desk of the step before.
    pub(super) fn work(&mut self) -> Value {
        let kind = self.one(&KINDS);
        let mut step = self.done_by(kind);
        if matches!(kind, "check" | "review" | "sign-off" | "decide" | "inspect") {
            self.examine(&mut step);
        }
        self.papers(&mut step);
        self.times(&mut step);
        step
    }

    /// A sign-off that examines something.
    pub(super) fn control(&mut self) -> Value {
        let mut step = self.done_by("sign-off");
        step["criteria"] = json!([format!("c{}", self.below(self.criteria))]);
        self.counts(&mut step);
        self.times(&mut step);
        step
    }

    fn done_by(&mut self, kind: &str) -> Value {
        let (zh, en) = self.one(&NAMES);
        let at = self.steps.len();
        let mut step = json!({"id": format!("s{at}"), "kind": kind,
            "name": {"en": format!("{en} ({at})"), "zh": format!("{zh}（{at}）")}});
        let before = self.steps.last().filter(|step| step["role"] != "申请人");
        let before = before.map(|step| (step["role"].clone(), step["with"].clone()));
        let again = self.chance(0.45);
        match before.filter(|_| again) {
            Some((role, with)) => {
                step["role"] = role;
                if !with.is_null() {
                    step["with"] = with;
                }
            }
            None if kind == "submit" => {
                step["role"] = "申请人".into();
                if self.chance(0.6) {
                    step["with"] = self.one(&self.roles.clone()).into();
                }
            }
            None => {
                step["role"] = self.one(&self.roles.clone()).into();
                if self.chance(0.4) {
                    step["with"] = "申请人".into();
                }
            }
        }
        let meets = step["role"] == "申请人" || step["with"] == "申请人";
        if meets && self.chance(0.4) {
            step["visit"] = format!("大厅{}", self.below(3)).into();
        }
        step
    }

    fn examine(&mut self, step: &mut Value) {
        if self.chance(0.2) {
            return;
        }
        let last = self
            .steps
            .iter()
            .rev()
            .find_map(|step| step.get("criteria").cloned());
        let all: Vec<_> = (0..self.criteria).map(|at| format!("c{at}")).collect();
        let other = json!(self.some(&all, 2));
        let again = self.chance(0.45);
        step["criteria"] = last.filter(|_| again).unwrap_or(other);
        if self.chance(0.6) {
            self.counts(step);
        }
    }

    /// Counted decisions: few refusals, none, or many.
    fn counts(&mut self, step: &mut Value) {
        let n = self.one(&[50_u64, 400, 4000]);
        let rejected = self.one(&[0, n / 500, n / 10]);
        let mut decisions = json!({"n": n, "rejected": rejected});
        let before: Vec<String> = (self.steps.iter())
            .filter(|step| step.get("criteria").is_some())
            .map(|step| step["id"].as_str().unwrap().to_owned())
            .collect();
        if !before.is_empty() && self.chance(0.6) {
            decisions["given"] = if self.chance(0.5) {
                json!(before)
            } else {
                json!([self.one(&before)])
            };
        }
        step["decisions"] = json!([decisions]);
    }

    fn papers(&mut self, step: &mut Value) {
        let mut needs: Vec<Value> = Vec::new();
        if step["role"] == "申请人" || step["with"] == "申请人" || step["kind"] == "submit" {
            for (kind, chance) in [("p", 0.5), ("p", 0.3), ("form", 0.5)] {
                if !self.chance(chance) {
                    continue;
                }
                let document = self.handed_in(kind);
                if needs
                    .iter()
                    .any(|need| *need == document || need["document"] == document)
                {
                    continue;
                }
                needs.push(if self.chance(0.3) {
                    json!({"document": document, "copies": 1 + self.below(3), "form": self.one(&["original", "copy"])})
                } else {
                    json!(document)
                });
            }
        }
        if !self.made.is_empty() && self.chance(0.4) {
            let (made, _) = self.one(&self.made.clone());
            needs.push(json!(made));
        }
        if !needs.is_empty() {
            step["needs"] = needs.into();
        }
        if self.chance(0.15) {
            step["reads"] = json!([format!("f{}", self.below(self.fields))]);
        }
        if self.chance(0.2) && step["role"] != "申请人" {
            step["enters"] =
                json!([{"field": format!("f{}", self.below(self.fields)), "system": "台账"}]);
        }
        let chance = if step["kind"] == "issue" { 0.9 } else { 0.2 };
        if self.chance(chance) {
            let document = format!("d{}", self.made.len());
            let output = step["kind"] == "issue" && self.chance(0.6);
            self.made.push((document.clone(), output));
            step["produces"] = json!([document]);
        }
        if self.chance(0.2) {
            step["law"] = json!([format!("law{}", self.below(self.laws))]);
        }
    }

    /// A paper or form that was asked before, or a new one.
    fn handed_in(&mut self, kind: &str) -> String {
        let known = if kind == "p" {
            &self.proofs
        } else {
            &self.forms
        };
        let known = known.clone();
        if !known.is_empty() && self.chance(0.6) {
            return self.one(&known);
        }
        let id = format!("{kind}{}", known.len());
        if kind == "p" {
            &mut self.proofs
        } else {
            &mut self.forms
        }
        .push(id.clone());
        id
    }

    fn times(&mut self, step: &mut Value) {
        match self.below(4) {
            0 => {}
            1 => step["elapsed"] = self.one(&["5 wd", "1..3 wd", "1/2/5 wd"]).into(),
            _ => {
                step["work"] = self.one(&["20 min", "10..30 min", "1 h"]).into();
                if self.chance(0.1) {
                    step["wait"] = json!({"time": "7 cd", "kind": "statutory"});
                } else if self.chance(0.6) {
                    step["wait"] = "2 wd".into();
                }
            }
        }
        if self.chance(0.1) {
            step["fee"] = "120 CNY".into();
        }
    }

    /// Documents and criteria, once it is known what the steps use and make.
    pub(super) fn documents(&mut self, file: &mut Value) {
        let mut documents = Vec::new();
        for id in self.proofs.clone() {
            let mut proof = json!({"id": id, "kind": "proof"});
            if self.chance(0.3) {
                proof["issued_by"] = format!("a{}", self.below(self.agencies)).into();
            }
            if self.chance(0.3) {
                proof["held_by"] = json!([format!("a{}", self.below(self.agencies))]);
            }
            documents.push(proof);
        }
        let fields: Vec<_> = (0..self.fields).map(|at| format!("f{at}")).collect();
        for id in self.forms.clone() {
            documents.push(json!({"id": id, "kind": "form", "carries": self.some(&fields, 4)}));
        }
        for (id, output) in self.made.clone() {
            let kind = if output { "output" } else { "internal" };
            documents.push(json!({"id": id, "kind": kind}));
        }
        let ids: Vec<String> = (documents.iter())
            .map(|document| document["id"].as_str().unwrap().to_owned())
            .collect();
        file["documents"] = documents.into();
        let criteria = 0..self.criteria;
        let criteria: Vec<Value> = criteria
            .map(|at| self.criterion(at, &ids, &fields))
            .collect();
        file["criteria"] = criteria.into_iter().chain(self.about.clone()).collect();
    }

    fn criterion(&mut self, at: usize, documents: &[String], fields: &[String]) -> Value {
        let mut criterion = json!({"id": format!("c{at}"),
            "name": {"en": format!("Criterion {at}"), "zh": format!("审查要点{at}")}});
        if self.chance(0.7) {
            let mut reads = self.some(documents, 2);
            reads.extend(self.some(fields, 2));
            criterion["reads"] = json!(reads);
        }
        if self.chance(0.7) {
            let mut protects = vec!["granted".to_owned()];
            let outputs: Vec<String> = (self.made.iter())
                .filter(|(_, output)| *output)
                .map(|(id, _)| id.clone())
                .collect();
            protects.extend(self.some(&outputs, 2));
            criterion["protects"] = json!(protects);
        }
        criterion
    }
}

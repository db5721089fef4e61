//! Who is there, and what surrounds a generated procedure: agencies, roles, laws, constraints.

use super::Generator;
use rand::RngExt as _;
use serde_json::{Value, json};

const AGENCIES: [(&str, &str); 12] = [
    ("市场监督管理局", "Market regulation"),
    ("公安局", "Public security"),
    ("税务局", "Tax"),
    ("人力资源和社会保障局", "Human resources"),
    ("自然资源和规划局", "Planning"),
    ("消防救援支队", "Fire service"),
    ("生态环境局", "Environment"),
    ("卫生健康委员会", "Health"),
    ("住房和城乡建设局", "Housing"),
    ("城市管理局", "City management"),
    ("行政审批局", "Approvals"),
    ("档案馆", "Archive"),
];

impl Generator {
    /// Agencies, roles, fields, criteria and laws.
    pub(super) fn surroundings(&mut self, file: &mut Value) {
        self.agencies = 3 + self.below(10);
        self.fields = 2 + self.below(6);
        self.criteria = 2 + self.below(5);
        self.laws = 1 + self.below(3);
        let agencies = 0..self.agencies;
        file["agencies"] = agencies
            .map(|at| {
                let (zh, en) = AGENCIES[at];
                let mut agency = json!({"id": format!("a{at}"), "name": {"en": en, "zh": zh}});
                if self.chance(0.7) {
                    agency["government"] = "x:city".into();
                }
                agency
            })
            .collect();
        file["roles"] = self.staff();
        let fields = 0..self.fields;
        file["fields"] = fields.map(|at| json!({"id": format!("f{at}")})).collect();
        self.laws(file);
        if self.chance(0.6) {
            let whole = self.chance(0.5);
            let lists = [
                "documents",
                "fields",
                "criteria",
                "constraints",
                "laws",
                "competences",
            ];
            let listed = lists.iter().filter(|_| whole || self.rng.random_bool(0.5));
            file["complete"] = listed.map(|list| json!(list)).collect();
        }
    }

    fn staff(&mut self) -> Value {
        let mut roles = vec![json!({"id": "申请人", "kind": "applicant"})];
        for agency in 0..self.agencies {
            let count = 1 + self.below(3);
            for at in 0..count {
                let id = format!("r{agency}-{at}");
                let mut role = json!({"id": id, "agency": format!("a{agency}")});
                let criteria: Vec<_> = (0..self.criteria).map(|c| format!("c{c}")).collect();
                if self.chance(0.8) {
                    let several = self.chance(0.6);
                    role["competent_for"] = if several {
                        json!(criteria)
                    } else {
                        json!(self.some(&criteria, 3))
                    };
                }
                if at + 1 < count && self.chance(0.7) {
                    role["superior"] = format!("r{agency}-{}", at + 1).into();
                }
                roles.push(role);
                self.roles.push(id);
            }
        }
        roles.into()
    }

    fn laws(&mut self, file: &mut Value) {
        const MANDATES: [&str; 10] = [
            "hearing",
            "hearing",
            "step",
            "hearing",
            "signatory",
            "order",
            "separate-person",
            "minimum-wait",
            "hearing",
            "document",
        ];
        let laws = 0..self.laws;
        file["laws"] = laws
            .map(|at| {
                let mut law =
                    json!({"id": format!("law{at}"), "cite": format!("办法第{}条", at + 1)});
                if self.chance(0.8) {
                    law["mandates"] = json!([self.one(&MANDATES)]);
                }
                law
            })
            .collect();
    }

    /// What a change must respect, and who was seen doing what.
    pub(super) fn constraints(&mut self, file: &mut Value) {
        const KINDS: [&str; 5] = [
            "four-eyes",
            "never-merge",
            "order",
            "independent-appeal",
            "statutory-wait",
        ];
        let ids: Vec<String> = (self.steps.iter())
            .map(|step| step["id"].as_str().unwrap().to_owned())
            .collect();
        if self.chance(0.5) {
            let count = self.below(4);
            let constraints = 0..count;
            file["constraints"] = constraints
                .map(|_| {
                    let at = self.below(ids.len() - 1);
                    let other = at + 1 + self.below((ids.len() - at - 1).min(3));
                    json!({"kind": self.one(&KINDS), "steps": [ids[at], ids[other]]})
                })
                .collect();
        }
        let pairs = [self.signed_twice.clone(), self.done_apart.clone()];
        for two in pairs.into_iter().flatten() {
            if !self.chance(0.25) {
                continue;
            }
            let apart = json!({"kind": self.one(&["four-eyes", "never-merge"]), "steps": two});
            match file["constraints"].as_array_mut() {
                Some(list) => list.push(apart),
                None => file["constraints"] = json!([apart]),
            }
        }
        if self.chance(0.3) {
            let at = self.below(ids.len() - 1);
            let share = self.one(&[0.4, 0.95, 1.0]);
            file["same_person"] =
                json!([{"steps": [ids[at], ids[at + 1]], "share": share, "n": 400}]);
        }
    }
}

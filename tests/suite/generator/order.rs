//! Blocks whose order can be better: checks that come late, returns to the start, work of one desk apart, steps and
//! gateways at which nothing happens.

use super::Generator;
use super::flow::Cursor;
use serde_json::{Value, json};

impl Generator {
    /// A step of an office with a duration and nothing else.
    fn plain(&mut self, role: &str, work: &str) -> Value {
        let at = self.steps.len();
        json!({"id": format!("s{at}"), "kind": "record", "role": role, "work": work,
            "name": {"en": format!("Prepare ({at})"), "zh": format!("准备（{at}）")}})
    }

    fn put(&mut self, step: Value, at: &Cursor) -> Cursor {
        Cursor::One(self.place(step, at))
    }

    /// A role of an agency other than that of `role`.
    fn elsewhere(&mut self, role: &str) -> String {
        let office = role.split('-').next().unwrap_or_default().to_owned();
        let others = self.roles.iter();
        let others = others.filter(|other| !other.starts_with(&format!("{office}-")));
        self.one(&others.cloned().collect::<Vec<_>>())
    }

    /// A gateway with one branch, that asks something or not.
    pub(super) fn lone_gateway(&mut self, at: &Cursor) -> Cursor {
        let at = self.step(at);
        let kind = self.one(&["exclusive", "exclusive", "parallel"]);
        let gateway = self.gateway(&at, kind, vec![json!({"id": "b0"})]);
        if self.chance(0.5) {
            let last = self.gateways.len() - 1;
            self.gateways[last].as_object_mut().unwrap().remove("name");
        }
        Cursor::One(format!("{gateway}.b0"))
    }

    /// Work, papers handed in, a check of the papers, and a return to the work.
    pub(super) fn restart(&mut self, at: &Cursor) -> Cursor {
        let role = self.one(&self.roles.clone());
        let first = self.plain(&role, "1 h");
        let back = first["id"].clone();
        let mut at = self.put(first, at);
        if self.chance(0.2) {
            let mut told = self.plain(&role, "5 min");
            told["kind"] = "notify".into();
            at = self.put(told, &at);
        }
        if self.chance(0.3) {
            let branches = vec![json!({"id": "b0"}), json!({"id": "b1"})];
            let gateway = self.gateway(&at, "exclusive", branches);
            at = Cursor::Any(vec![format!("{gateway}.b0"), format!("{gateway}.b1")]);
        }
        let paper = format!("p{}", self.proofs.len());
        self.proofs.push(paper.clone());
        let mut papers = self.plain("申请人", "10 min");
        papers["kind"] = "submit".into();
        papers["needs"] = json!([paper]);
        at = self.put(papers, &at);
        let criterion = format!("c{}", self.criteria + self.about.len());
        self.about
            .push(json!({"id": criterion, "reads": [paper], "protects": ["granted"]}));
        let mut check = self.plain(&role, "20 min");
        check["kind"] = "check".into();
        check["criteria"] = json!([criterion]);
        at = self.put(check, &at);
        let branches = vec![
            json!({"id": "on", "p": 0.8}),
            json!({"id": "again", "p": 0.2, "back_to": back}),
        ];
        let gateway = self.gateway(&at, "exclusive", branches);
        let last = self.gateways.len() - 1;
        self.gateways[last]["on"] = criterion.into();
        Cursor::One(format!("{gateway}.on"))
    }

    /// Dear steps, then a check of another office that stops many cases.
    pub(super) fn late_check(&mut self, at: &Cursor) -> Cursor {
        let role = self.one(&self.roles.clone());
        let other = self.elsewhere(&role);
        let mut dear = self.plain(&role, "3 h");
        let report = format!("d{}", self.made.len());
        let makes = self.one(&["nothing", "nothing", "report", "output"]);
        if makes != "nothing" {
            dear["produces"] = json!([report]);
            self.made.push((report.clone(), makes == "output"));
        }
        let mut at = self.put(dear, at);
        if self.chance(0.4) {
            at = self.step(&at);
        }
        let mut check = self.plain(&other, "10 min");
        check["kind"] = "check".into();
        check["criteria"] = json!([format!("c{}", self.below(self.criteria))]);
        check["decisions"] = json!([{"n": 1000, "rejected": 125}]);
        at = self.put(check, &at);
        let branches = vec![json!({"id": "yes"}), json!({"id": "no"})];
        let gateway = self.gateway(&at, "exclusive", branches);
        let end = format!("refused{}", self.ends.len());
        let mut no = format!("{gateway}.no");
        if self.chance(0.3) {
            let mut told = self.plain(&role, "5 min");
            told["kind"] = "notify".into();
            if makes == "report" {
                told["needs"] = json!([report]);
            }
            no = self.place(told, &Cursor::One(no));
        }
        self.ends
            .push(json!({"id": end, "kind": "refused", "after": [no]}));
        Cursor::One(format!("{gateway}.yes"))
    }

    /// Work of one desk, with that of another one between.
    pub(super) fn apart(&mut self, at: &Cursor) -> Cursor {
        let role = self.one(&self.roles.clone());
        let other = self.elsewhere(&role);
        let mut at = at.clone();
        let first = self.steps.len();
        for role in [&role, &other, &role] {
            let mut step = self.plain(role, "20 min");
            if self.chance(0.45) {
                step["visit"] = format!("大厅{}", self.below(3)).into();
                step["with"] = "申请人".into();
            }
            if self.chance(0.3) {
                step["law"] = json!([format!("law{}", self.below(self.laws))]);
            }
            at = self.put(step, &at);
        }
        self.done_apart = Some([format!("s{first}"), format!("s{}", first + 2)]);
        at
    }

    /// A step at which nothing is done, as far as the file says.
    pub(super) fn nothing(&mut self, at: &Cursor) -> Cursor {
        let role = self.one(&self.roles.clone());
        let mut step = self.plain(&role, "0 min");
        let map = step.as_object_mut().unwrap();
        map.remove("work");
        for list in ["criteria", "needs", "reads", "produces", "enters"] {
            map.insert(list.to_owned(), json!([]));
        }
        if self.chance(0.3) {
            step["work"] = "10 min".into();
        }
        if self.chance(0.3) {
            step["law"] = json!([format!("law{}", self.below(self.laws))]);
        }
        self.put(step, at)
    }
}

//! One version of a procedure as a [`Sheet`].

mod critical;
mod pair;
mod table;

pub use pair::pair;

use super::sheet::{self, Documents, Flow, Lane, Mark, Name, Node, Shape, Sheet};
use crate::measure::data;
use crate::message::{Lang, Names};
use crate::model::{After, Branch, GatewayKind, Procedure, Step, StepKind};
use std::collections::BTreeSet;

/// The lane of whoever belongs to no agency.
const NO_AGENCY: &str = "-";

/// How a version is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// The language of names and of the sheet's own words.
    pub lang: Lang,
    /// What the lanes are.
    pub lanes: Lanes,
}

/// What the lanes are, in file order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lanes {
    /// The applicant and the agencies.
    #[default]
    Agency,
    /// The roles at whose desks steps are done.
    Role,
}

/// The sheet of a procedure.
pub fn sheet(p: &Procedure, view: View) -> Sheet {
    on_lanes(p, lanes(p, view), view)
}

/// The sheet of a procedure on these lanes.
fn on_lanes(p: &Procedure, lanes: Vec<Lane>, view: View) -> Sheet {
    let lang = view.lang;
    let mut nodes = step_nodes(p, &lanes, view);
    nodes.extend(other_nodes(p, &lanes, view));
    let mut foot: Vec<String> = p.as_of.iter().map(|date| date.0.to_string()).collect();
    let sources = p.sources.iter().flatten();
    foot.extend(sources.map(|source| source.title.say(lang).to_owned()));
    let title = Name::new(p.name.say(lang), "");
    let mut sheet = Sheet {
        lang: lang.into(),
        title,
        lanes,
        nodes,
        flows: flows(p, lang),
        foot,
        ..Sheet::default()
    };
    critical::mark(&mut sheet, p);
    fork_branches(&mut sheet, p);
    sheet
}

/// A branch after which several elements go on leads to a fork, so that its text stands once.
fn fork_branches(sheet: &mut Sheet, p: &Procedure) {
    let lang = match sheet.lang {
        sheet::Lang::En => Lang::En,
        sheet::Lang::Zh => Lang::Zh,
    };
    for gateway in p.gateways.iter().flatten() {
        for branch in &gateway.branches {
            let label = branch_text(branch, lang);
            let same = |branch: &&Branch| branch_text(branch, lang) == label;
            let is_here = |flow: &&mut Flow| {
                flow.from == gateway.id.as_str() && flow.label == label && !flow.rework
            };
            let mut here: Vec<&mut Flow> = sheet.flows.iter_mut().filter(is_here).collect();
            if here.len() < 2 || gateway.branches.iter().filter(same).count() > 1 {
                continue;
            }
            let fork = format!("{}/{}", gateway.id, branch.id);
            for flow in &mut here {
                flow.from.clone_from(&fork);
                flow.label.clear();
            }
            let critical = here.iter().any(|flow| flow.critical);
            let home = sheet
                .nodes
                .iter()
                .find(|node| node.id == gateway.id.as_str());
            let lane = home.map_or(0, |node| node.lane);
            sheet.nodes.push(Node {
                critical,
                ..plain(&fork, lane, Shape::Parallel, "")
            });
            sheet.flows.push(Flow {
                from: gateway.id.to_string(),
                to: fork,
                label,
                critical,
                ..Flow::default()
            });
        }
    }
}

fn branch_text(branch: &Branch, lang: Lang) -> String {
    let name = branch.name.as_ref();
    name.map_or_else(|| branch.id.to_string(), |name| name.say(lang).to_owned())
}

fn index(lanes: &[Lane], id: &str) -> usize {
    lanes.iter().position(|lane| lane.id == id).unwrap_or(0)
}

fn step_nodes(p: &Procedure, lanes: &[Lane], view: View) -> Vec<Node> {
    let mut seen = BTreeSet::new();
    let numbered = p.steps.iter().enumerate();
    let nodes = numbered.map(|(number, step)| {
        let asked = data::asked_at(p, step);
        let again = asked
            .iter()
            .filter(|asked| !seen.insert(asked.need.document()))
            .count();
        Node {
            id: step.id.to_string(),
            lane: index(lanes, &lane_of(p, step, view)),
            number: (number + 1).to_string(),
            name: Name::new(p.name(&step.id, view.lang), ""),
            duration: duration(step),
            marks: marks(step),
            documents: Documents {
                asked: asked.len() as u32,
                again: again as u32,
            },
            ..Node::default()
        }
    });
    nodes.collect()
}

/// Gateways and ends, each in the lane of the step that it follows.
fn other_nodes(p: &Procedure, lanes: &[Lane], view: View) -> Vec<Node> {
    let lang = view.lang;
    let home = |after: &After| {
        let first = after
            .refs()
            .first()
            .map(|reference| reference.id.as_str())
            .unwrap_or_default();
        let gateway = p
            .gateway(first)
            .and_then(|gateway| gateway.after.refs().first());
        let step = p.step(gateway.map_or(first, |reference| &reference.id));
        step.map_or(0, |step| index(lanes, &lane_of(p, step, view)))
    };
    let gateways = p.gateways.iter().flatten().map(|gateway| {
        let shape = match gateway.kind.unwrap_or(GatewayKind::Exclusive) {
            GatewayKind::Exclusive => Shape::Exclusive,
            GatewayKind::Inclusive => Shape::Inclusive,
            GatewayKind::Parallel => Shape::Parallel,
        };
        let question = gateway.name.as_ref().map_or("", |name| name.say(lang));
        plain(&gateway.id, home(&gateway.after), shape, question)
    });
    let ends = p.ends.iter().map(|end| {
        plain(
            &end.id,
            home(&end.after),
            Shape::End,
            &p.name(&end.id, lang),
        )
    });
    gateways.chain(ends).collect()
}

fn plain(id: &str, lane: usize, shape: Shape, name: &str) -> Node {
    Node {
        id: id.to_owned(),
        lane,
        shape,
        name: Name::new(name, ""),
        ..Node::default()
    }
}

fn lane_of(p: &Procedure, step: &Step, view: View) -> String {
    let desk = p.desk(step);
    let agency = p.agency_of(step).filter(|_| view.lanes == Lanes::Agency);
    match agency {
        Some(agency) => agency.id.to_string(),
        None if view.lanes == Lanes::Role || p.is_applicant(desk) => desk.to_string(),
        None => NO_AGENCY.to_owned(),
    }
}

fn lanes(p: &Procedure, view: View) -> Vec<Lane> {
    let lane = |id: &str| Lane {
        id: id.to_owned(),
        name: Name::new(p.name(id, view.lang), ""),
    };
    let used: BTreeSet<String> = p.steps.iter().map(|step| lane_of(p, step, view)).collect();
    let applicants = p.roles.iter().filter(|role| p.is_applicant(&role.id));
    let applicants: Vec<&str> = applicants.map(|role| role.id.as_ref()).collect();
    let others: Vec<&str> = match view.lanes {
        Lanes::Agency => {
            let agencies = p.agencies.iter().flatten().map(|agency| agency.id.as_ref());
            agencies.chain([NO_AGENCY]).collect()
        }
        Lanes::Role => {
            let others = p.roles.iter().filter(|role| !p.is_applicant(&role.id));
            others.map(|role| role.id.as_ref()).collect()
        }
    };
    let all = applicants.into_iter().chain(others);
    all.filter(|id| used.contains(*id)).map(lane).collect()
}

fn duration(step: &Step) -> String {
    let time = step.elapsed.as_ref().or(step.work.as_ref());
    let amount = time
        .and_then(|time| time.0.mean)
        .map(|mean| format!("{} {}", mean.value, mean.unit.word()));
    amount
        .or_else(|| time.and_then(|time| time.0.value).map(|span| span.text()))
        .unwrap_or_default()
}

fn marks(step: &Step) -> Vec<Mark> {
    let kind = match step.kind {
        StepKind::SignOff | StepKind::Decide => Some(Mark::SignOff),
        StepKind::Check | StepKind::Review => Some(Mark::Check),
        StepKind::Inspect => Some(Mark::Inspection),
        StepKind::Wait => Some(Mark::Wait),
        _ => None,
    };
    let come = match step.joint {
        Some(_) => Mark::JointVisit,
        None => Mark::Visit,
    };
    let paid = step.takes_money().then_some(Mark::Payment);
    (kind.into_iter().chain(paid))
        .chain(step.visit.as_ref().map(|_| come))
        .collect()
}

fn flows(p: &Procedure, lang: Lang) -> Vec<Flow> {
    let label = |id: &str, branch: &str| {
        let branch = p
            .gateway(id)
            .and_then(|gateway| gateway.branches.iter().find(|known| known.id == *branch));
        branch.map_or(String::new(), |branch| branch_text(branch, lang))
    };
    let steps = p.steps.iter().map(|step| (&step.id, step.after.as_ref()));
    let gateways = p
        .gateways
        .iter()
        .flatten()
        .map(|gateway| (&gateway.id, Some(&gateway.after)));
    let ends = p.ends.iter().map(|end| (&end.id, Some(&end.after)));
    let mut out = Vec::new();
    for (to, after) in steps.chain(gateways).chain(ends) {
        for reference in after.map_or(&[][..], After::refs) {
            let label = reference
                .branch
                .as_ref()
                .map_or(String::new(), |branch| label(&reference.id, branch));
            out.push(Flow {
                from: reference.id.to_string(),
                to: to.to_string(),
                label,
                ..Flow::default()
            });
        }
    }
    for gateway in p.gateways.iter().flatten() {
        for branch in &gateway.branches {
            let Some(to) = &branch.back_to else { continue };
            let label = label(&gateway.id, &branch.id);
            out.push(Flow {
                from: gateway.id.to_string(),
                to: to.to_string(),
                label,
                rework: true,
                ..Flow::default()
            });
        }
    }
    out
}

//! One version of a procedure as a [`Sheet`].

mod critical;
mod pair;

pub use pair::pair;

use super::sheet::{self, Documents, Flow, Lane, Mark, Name, Node, Shape, Sheet};
use crate::measure::data;
use crate::message::{Lang, Names};
use crate::model::{After, GatewayKind, Procedure, Step, StepKind, Text};
use std::collections::BTreeSet;

/// The lane of whoever belongs to no agency.
const NO_AGENCY: &str = "-";

/// The sheet of a procedure: lanes are the applicant and the agencies, in file order.
pub fn sheet(p: &Procedure, lang: Lang) -> Sheet {
    on_lanes(p, lanes(p, lang), lang)
}

/// The sheet of a procedure on these lanes.
fn on_lanes(p: &Procedure, lanes: Vec<Lane>, lang: Lang) -> Sheet {
    let mut nodes = step_nodes(p, &lanes, lang);
    nodes.extend(other_nodes(p, &lanes, lang));
    let mut foot: Vec<String> = p.as_of.iter().map(|date| date.0.to_string()).collect();
    let sources = p.sources.iter().flatten();
    foot.extend(sources.map(|source| source.title.say(lang).to_owned()));
    let words = if lang == Lang::Zh {
        sheet::Lang::Zh
    } else {
        sheet::Lang::En
    };
    let title = Name::new(p.name.say(lang), "");
    let mut sheet = Sheet {
        lang: words,
        title,
        lanes,
        nodes,
        flows: flows(p, lang),
        foot,
        ..Sheet::default()
    };
    critical::mark(&mut sheet, p);
    sheet
}

fn index(lanes: &[Lane], id: &str) -> usize {
    lanes.iter().position(|lane| lane.id == id).unwrap_or(0)
}

fn step_nodes(p: &Procedure, lanes: &[Lane], lang: Lang) -> Vec<Node> {
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
            lane: index(lanes, &lane_of(p, step)),
            number: (number + 1).to_string(),
            name: Name::new(p.name(&step.id, lang), ""),
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
fn other_nodes(p: &Procedure, lanes: &[Lane], lang: Lang) -> Vec<Node> {
    let home = |after: &After| {
        let first = after
            .refs()
            .first()
            .map(|reference| reference.id.0.as_str())
            .unwrap_or_default();
        let gateway = p
            .gateway(first)
            .and_then(|gateway| gateway.after.refs().first());
        let step = p.step(gateway.map_or(first, |reference| &reference.id));
        step.map_or(0, |step| index(lanes, &lane_of(p, step)))
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

fn lane_of(p: &Procedure, step: &Step) -> String {
    if let Some(agency) = p.agency_of(step) {
        return agency.id.to_string();
    }
    if p.is_applicant(p.desk(step)) {
        p.desk(step).to_string()
    } else {
        NO_AGENCY.to_owned()
    }
}

fn lanes(p: &Procedure, lang: Lang) -> Vec<Lane> {
    let lane = |id: &str, name: String| Lane {
        id: id.to_owned(),
        name: Name::new(name, ""),
    };
    let used: BTreeSet<String> = p.steps.iter().map(|step| lane_of(p, step)).collect();
    let applicants = p.roles.iter().filter(|role| p.is_applicant(&role.id));
    let applicants = applicants.map(|role| lane(&role.id, p.name(&role.id, lang)));
    let agencies = p
        .agencies
        .iter()
        .flatten()
        .map(|agency| lane(&agency.id, p.name(&agency.id, lang)));
    let nobody = [lane(NO_AGENCY, NO_AGENCY.to_owned())];
    applicants
        .chain(agencies)
        .chain(nobody)
        .filter(|lane| used.contains(&lane.id))
        .collect()
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
        StepKind::Pay => Some(Mark::Payment),
        StepKind::Wait => Some(Mark::Wait),
        _ => None,
    };
    kind.into_iter()
        .chain(step.visit.as_ref().map(|_| Mark::Visit))
        .collect()
}

fn flows(p: &Procedure, lang: Lang) -> Vec<Flow> {
    let label = |id: &str, branch: &str| {
        let branch = p
            .gateway(id)
            .and_then(|gateway| gateway.branches.iter().find(|known| known.id == *branch));
        branch.map_or(String::new(), |branch| {
            branch.name.as_ref().map_or_else(
                || branch.id.to_string(),
                |name: &Text| name.say(lang).to_owned(),
            )
        })
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

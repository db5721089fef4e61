//! A flow that goes wrong, told as the run that shows it.

use crate::graph::Graph;
use crate::measure::soundness::{Fault, FaultKind, Soundness, Undecided};
use crate::message::{Arg, Message};

/// What is wrong with the control flow; nothing where it is sound.
pub fn unsound(graph: &Graph, verdict: &Soundness) -> Option<Message> {
    match verdict {
        Soundness::Sound => None,
        Soundness::Unsound(fault) => Some(told(graph, fault)),
        Soundness::Undecided { reason, states } => {
            let key = match reason {
                Undecided::TooManyStates => "flow-undecided-states",
                Undecided::TooManyChoices => "flow-undecided-choices",
            };
            Some(Message::new(key).with("states", *states))
        }
    }
}

fn told(graph: &Graph, fault: &Fault) -> Message {
    let key = match fault.kind {
        FaultKind::Deadlock => "flow-deadlock",
        FaultKind::LackOfSynchronisation => "flow-twice",
        FaultKind::ImproperCompletion => "flow-improper-end",
        FaultKind::DeadNode => "flow-dead",
        FaultKind::NoWayToEnd => "flow-no-end",
    };
    let at = Message::new(key).with("at", Arg::name(&graph.net[fault.at].id));
    let run: Vec<Arg> = (fault.run.told(graph).into_iter())
        .map(|(id, branches)| firing(id, &branches))
        .collect();
    if run.is_empty() {
        return at;
    }
    Message::new("flow-with-run")
        .with("fault", at)
        .with("run", Arg::List(run))
}

fn firing(id: &str, branches: &[&str]) -> Arg {
    if branches.is_empty() {
        return Arg::name(id);
    }
    let branches = branches.iter().map(|branch| Arg::from(*branch)).collect();
    Message::new("flow-branch")
        .with("gateway", Arg::name(id))
        .with("branches", Arg::List(branches))
        .into()
}

//! Figures: shares between 0 and 1, probabilities that add up, counts that fit each other.

use crate::message::Message;
use crate::model::flow::{Gateway, GatewayKind};
use crate::model::procedure::Procedure;
use crate::source::{Fault, Faults};

/// How far the probabilities of a gateway may be from 1 before they are a fault; within it they are normalised.
const TOLERANCE: f64 = 0.005;

pub(super) fn check(p: &Procedure, faults: &mut Faults) {
    for (index, gateway) in p.gateways.iter().flatten().enumerate() {
        probabilities(&format!("/gateways/{index}"), gateway, faults);
    }
    for (s, step) in p.steps.iter().enumerate() {
        share(format_args!("/steps/{s}/share"), step.share, faults);
        if step.elapsed.is_some() && step.wait.is_some() {
            let hint = Message::new("elapsed-and-wait-hint");
            let fault = Fault::at(format!("/steps/{s}/wait"), Message::new("elapsed-and-wait"));
            faults.push(fault.hint(hint));
        }
        for (d, decisions) in step.decisions.iter().flatten().enumerate() {
            if decisions.rejected > decisions.n {
                let message = Message::new("more-rejected-than-decided");
                let message = message
                    .with("rejected", decisions.rejected)
                    .with("n", decisions.n);
                faults.push(Fault::at(
                    format!("/steps/{s}/decisions/{d}/rejected"),
                    message,
                ));
            }
        }
    }
    for (index, same) in p.same_person.iter().flatten().enumerate() {
        share(
            format_args!("/same_person/{index}/share"),
            Some(same.share),
            faults,
        );
    }
    for (index, channel) in p.channels.iter().flatten().enumerate() {
        share(
            format_args!("/channels/{index}/share"),
            channel.share,
            faults,
        );
    }
    let shares = p
        .channels
        .iter()
        .flatten()
        .filter_map(|channel| channel.share);
    let taken: f64 = shares.filter(|share| *share <= 1.0).sum();
    if taken > 1.0 + TOLERANCE {
        let message = Message::new("channels-sum").with("sum", format!("{taken:.3}"));
        faults.push(Fault::at("/channels", message));
    }
    for (index, class) in p.case_classes.iter().flatten().enumerate() {
        share(
            format_args!("/case_classes/{index}/share"),
            class.share,
            faults,
        );
    }
}

fn share(pointer: std::fmt::Arguments<'_>, share: Option<f64>, faults: &mut Faults) {
    if let Some(share) = share.filter(|share| *share > 1.0) {
        let message = Message::new("share-out-of-range").with("share", share.to_string());
        faults.push(Fault::at(pointer.to_string(), message).hint(Message::new("share-range")));
    }
}

fn probabilities(at: &str, gateway: &Gateway, faults: &mut Faults) {
    if gateway.branches.is_empty() {
        faults.push(Fault::at(
            format!("{at}/branches"),
            Message::new("no-branches"),
        ));
    }
    let parallel = gateway.kind == Some(GatewayKind::Parallel);
    let estimated = gateway.branches.iter().any(|branch| branch.p.is_some());
    for (index, branch) in gateway.branches.iter().enumerate() {
        let at = format!("{at}/branches/{index}");
        share(format_args!("{at}/p"), branch.p, faults);
        if parallel && branch.p.is_some() {
            faults.push(Fault::at(
                format!("{at}/p"),
                Message::new("p-without-choice"),
            ));
        }
        if estimated && branch.n.is_some() {
            let hint = Message::new("p-and-n-hint");
            faults.push(Fault::at(format!("{at}/n"), Message::new("p-and-n")).hint(hint));
        }
    }
    if gateway.kind.unwrap_or(GatewayKind::Exclusive) != GatewayKind::Exclusive {
        return;
    }
    let known: Vec<f64> = gateway
        .branches
        .iter()
        .filter_map(|branch| branch.p)
        .collect();
    let sum: f64 = known.iter().sum();
    let complete = known.len() == gateway.branches.len();
    if known.iter().all(|p| *p <= 1.0)
        && (sum > 1.0 + TOLERANCE || complete && !known.is_empty() && sum < 1.0 - TOLERANCE)
    {
        let message = Message::new("probabilities").with("sum", format!("{sum:.3}"));
        faults.push(
            Fault::at(format!("{at}/branches"), message).hint(Message::new("probabilities-hint")),
        );
    }
}

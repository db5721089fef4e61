//! Steps that follow each other one by one, and which of them really wait for which.

use super::party::Party;
use super::{MAY_GO_FIRST, reasons, waits};
use crate::context::Context;
use crate::measure::bits::BitMatrix;
use crate::message::{Arg, Message};
use crate::model::{After, Id, Step};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::iter::successors;
use std::rc::Rc;

/// Steps of one series that are compared with each other; longer ones are looked at in parts.
const LONGEST: usize = 256;

/// The longest series of steps each of which is directly and alone followed by the next, in file order of their first steps.
pub fn chains<'a>(cx: &Context<'a>) -> Vec<Vec<&'a Step>> {
    let chains = cx.once(|| Chains::of(cx));
    let steps = &cx.procedure.steps;
    let named = |chain: &Vec<usize>| chain.iter().map(|&at| &steps[at]).collect();
    chains.0.iter().map(named).collect()
}

/// The same series, each step by its place in the file.
struct Chains(Vec<Vec<usize>>);

impl Chains {
    fn of(cx: &Context<'_>) -> Self {
        let steps = &cx.procedure.steps;
        let follower = |step: &Step| cx.position(cx.sole_follower(&step.id)?);
        let next: Vec<Option<usize>> = steps.iter().map(follower).collect();
        let mut inner = vec![false; steps.len()];
        for &follower in next.iter().flatten() {
            inner[follower] = true;
        }
        let heads = (0..steps.len()).filter(|&at| !inner[at]);
        let mut chains = Vec::new();
        for head in heads {
            let whole: Vec<usize> = successors(Some(head), |&at| next[at]).collect();
            let parts = whole.chunks(LONGEST).filter(|part| part.len() > 1);
            chains.extend(parts.map(<[usize]>::to_vec));
        }
        Self(chains)
    }
}

/// A series and its dependencies. Places count from 0.
pub struct Series<'a> {
    /// The steps, in their present order.
    pub steps: Vec<&'a Step>,
    order: Rc<Order>,
}

/// Which step of a series waits for which. That is asked of every two; why they wait is told of few.
struct Order {
    /// For each place, the earlier ones for which it waits, directly or not.
    waits: BitMatrix,
    /// Why the others wait for the first, whatever they are.
    first: Option<Message>,
}

/// The series of one version that were compared.
#[derive(Default)]
struct Compared(RefCell<BTreeMap<Vec<Id>, Rc<Order>>>);

impl<'a> Series<'a> {
    /// Compares the steps of a series with each other.
    pub fn of(cx: &Context<'_>, steps: Vec<&'a Step>) -> Self {
        let compared = cx.once(Compared::default);
        let key: Vec<Id> = steps.iter().map(|step| step.id.clone()).collect();
        let known = compared.0.borrow().get(&key).cloned();
        let order = known.unwrap_or_else(|| Rc::new(Order::of(cx, &steps)));
        compared.0.borrow_mut().insert(key, order.clone());
        Self { steps, order }
    }

    /// Whether the step at `later` has to wait for the one at `earlier`, directly or not.
    pub fn waits(&self, later: usize, earlier: usize) -> bool {
        earlier < later && self.order.waits.has(later, earlier)
    }

    /// Why the step at `later` directly waits for the one at `earlier`.
    pub fn why(&self, cx: &Context<'_>, later: usize, earlier: usize) -> Vec<Message> {
        if earlier >= later {
            return Vec::new();
        }
        let party = |at: usize| Party::of(cx.procedure, self.steps[at]);
        let mut why = reasons(cx, &party(earlier), &party(later));
        let first = self.order.first.iter().filter(|_| earlier == 0);
        why.extend(first.map(|first| {
            let later = Arg::name(&self.steps[later].id);
            first.clone().with("b", later)
        }));
        why
    }

    /// The steps for which the one at `later` waits with no other of them between.
    pub fn direct(&self, later: usize) -> Vec<usize> {
        let between = |earlier: usize| {
            (earlier + 1..later)
                .any(|middle| self.waits(later, middle) && self.waits(middle, earlier))
        };
        (0..later)
            .filter(|&earlier| self.waits(later, earlier) && !between(earlier))
            .collect()
    }

    /// The steps for which no other of the series waits.
    pub fn last(&self) -> Vec<usize> {
        let count = self.steps.len();
        (0..count)
            .filter(|&step| (step + 1..count).all(|later| !self.waits(later, step)))
            .collect()
    }

    /// The parts within which the order can change: between two parts every step waits for every earlier one.
    pub fn parts(&self) -> Vec<Vec<&'a Step>> {
        let count = self.steps.len();
        let free_from = |later: usize| {
            (0..later)
                .find(|&earlier| !self.waits(later, earlier))
                .unwrap_or(later)
        };
        let mut parts = Vec::new();
        let mut end = count;
        let mut least = count;
        for at in (0..count).rev() {
            least = least.min(free_from(at));
            if least == at {
                parts.push(self.steps[at..end].to_vec());
                (end, least) = (at, at);
            }
        }
        parts.reverse();
        parts.retain(|part| part.len() > 1);
        parts
    }
}

impl Order {
    fn of(cx: &Context<'_>, steps: &[&Step]) -> Self {
        let first = steps.first().and_then(|first| stays_first(cx, first));
        let parties = steps.iter().map(|step| Party::of(cx.procedure, step));
        let parties: Vec<Party<'_>> = parties.collect();
        let mut table = BitMatrix::new(steps.len(), steps.len());
        let answered = MAY_GO_FIRST.iter().any(|name| cx.facts.has(name));
        for later in 0..steps.len() {
            for earlier in (0..later).rev() {
                // What is waited for by way of a step between need not be compared, but for answers that are about the two.
                if !answered && table.has(later, earlier) {
                    continue;
                }
                let stays = earlier == 0 && first.is_some();
                if waits(cx, &parties[earlier], &parties[later]) || stays {
                    table.set(later, earlier);
                    table.join_row(later, earlier);
                }
            }
        }
        Self {
            waits: table,
            first,
        }
    }
}

/// Why the first step of a series stays ahead of the others: what leads to it cannot lead to several.
fn stays_first(cx: &Context<'_>, first: &Step) -> Option<Message> {
    let key = match &first.after {
        None => "starts-the-case",
        Some(After::Some(refs)) if refs.len() > 1 => "waits-for-some",
        Some(_) => {
            let returned = (cx.procedure.gateways.iter().flatten())
                .flat_map(|gateway| &gateway.branches)
                .any(|branch| branch.back_to.as_ref() == Some(&first.id));
            returned.then_some("cases-return-here")?
        }
    };
    Some(Message::new(key).with("a", Arg::name(&first.id)))
}

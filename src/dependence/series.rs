//! Steps that follow each other one by one, and which of them really wait for which.

use super::party::Party;
use super::{MAY_GO_FIRST, reasons, waits};
use crate::context::Context;
use crate::measure::bits::BitMatrix;
use crate::message::{Arg, Message};
use crate::model::{After, Id, Procedure, Step};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::iter::successors;
use std::ops::Range;
use std::rc::Rc;

/// Steps of one series that are compared with each other; longer ones are looked at in parts.
const LONGEST: usize = 256;

/// The longest series of steps each of which is directly and alone followed by the next, in file order of their first steps.
pub fn chains<'a>(cx: &Context<'a>) -> Vec<Vec<&'a Step>> {
    let chains = cx.once(|| Chains::of(cx));
    chains.0.iter().map(|chain| chain.steps(cx)).collect()
}

/// The same series.
struct Chains(Vec<Chain>);

/// One of them.
struct Chain {
    /// Its steps, by their places in the file.
    steps: Vec<usize>,
    order: OnceCell<Rc<Order>>,
}

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
            chains.extend(parts.map(|part| Chain {
                steps: part.to_vec(),
                order: OnceCell::new(),
            }));
        }
        Self(chains)
    }

    /// The series that has these steps in this order, and from which of its places on.
    fn with(&self, cx: &Context<'_>, steps: &[&Step]) -> Option<(&Chain, usize)> {
        let first = cx.position(steps.first()?)?;
        let place = |chain: &Chain| chain.steps.iter().position(|&at| at == first);
        let mut places = self
            .0
            .iter()
            .filter_map(|chain| Some((chain, place(chain)?)));
        places.find(|(chain, from)| {
            let inside = chain.steps.get(*from..from + steps.len());
            let same = |(step, &at): (&&Step, &usize)| cx.procedure.steps[at].id == step.id;
            inside.is_some_and(|inside| steps.iter().zip(inside).all(same))
        })
    }
}

impl Chain {
    fn steps<'a>(&self, cx: &Context<'a>) -> Vec<&'a Step> {
        let steps = &cx.procedure.steps;
        self.steps.iter().map(|&at| &steps[at]).collect()
    }

    fn order(&self, cx: &Context<'_>) -> Rc<Order> {
        let order = || Rc::new(Order::of(cx, &self.steps(cx)));
        self.order.get_or_init(order).clone()
    }
}

/// A series and its dependencies. Places count from 0.
pub struct Series<'a> {
    /// The steps, in their present order.
    pub steps: Vec<&'a Step>,
    order: Rc<Order>,
    /// The place of its first step in the series that the order is of.
    from: usize,
}

/// Which step of a series waits for which. That is asked of every two; why they wait is told of few.
struct Order {
    /// For each place, the earlier ones for which it waits, directly or not.
    waits: BitMatrix,
    /// Why the others wait for the first, whatever they are.
    first: Option<Message>,
}

/// The series of one version that were compared and are no part of one of its [`chains`].
#[derive(Default)]
struct Compared(RefCell<BTreeMap<Vec<Id>, Rc<Order>>>);

impl<'a> Series<'a> {
    /// Compares the steps of a series with each other.
    pub fn of(cx: &Context<'_>, steps: Vec<&'a Step>) -> Self {
        // What makes a step of a chain wait for another one lies between the two, and nothing but the first step of a
        // chain is ever returned to: a part of a chain has the order of the chain.
        let chains = cx.once(|| Chains::of(cx));
        if let Some((chain, from)) = chains.with(cx, &steps) {
            let order = chain.order(cx);
            return Self { steps, order, from };
        }
        let compared = cx.once(Compared::default);
        let key: Vec<Id> = steps.iter().map(|step| step.id.clone()).collect();
        let known = compared.0.borrow().get(&key).cloned();
        let order = known.unwrap_or_else(|| Rc::new(Order::of(cx, &steps)));
        compared.0.borrow_mut().insert(key, order.clone());
        Self {
            steps,
            order,
            from: 0,
        }
    }

    /// The part between two places, the second one left out.
    #[must_use]
    pub fn part(&self, places: Range<usize>) -> Self {
        Self {
            from: self.from + places.start,
            steps: self.steps[places].to_vec(),
            order: self.order.clone(),
        }
    }

    /// Whether the step at `later` has to wait for the one at `earlier`, directly or not.
    pub fn waits(&self, later: usize, earlier: usize) -> bool {
        let (later, earlier) = (self.from + later, self.from + earlier);
        earlier < later && self.order.waits.has(later, earlier)
    }

    /// Why its steps wait for each other.
    pub fn why<'s>(&'s self, p: &'s Procedure) -> Why<'s> {
        let unasked = |_| OnceCell::new();
        Why {
            procedure: p,
            steps: &self.steps,
            first: self.order.first.as_ref().filter(|_| self.from == 0),
            parties: self.steps.iter().map(unasked).collect(),
        }
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
    pub fn parts(&self) -> Vec<Self> {
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
                parts.push(self.part(at..end));
                (end, least) = (at, at);
            }
        }
        parts.reverse();
        parts.retain(|part| part.steps.len() > 1);
        parts
    }
}

/// Why the steps of a series wait for each other; what is compared of a step is put together once.
pub struct Why<'s> {
    procedure: &'s Procedure,
    steps: &'s [&'s Step],
    first: Option<&'s Message>,
    parties: Vec<OnceCell<Party<'s>>>,
}

impl<'s> Why<'s> {
    /// Why the step at `later` directly waits for the one at `earlier`.
    pub fn waits(&self, cx: &Context<'_>, later: usize, earlier: usize) -> Vec<Message> {
        if earlier >= later {
            return Vec::new();
        }
        let mut why = reasons(cx, self.party(earlier), self.party(later));
        let first = self.first.iter().filter(|_| earlier == 0);
        why.extend(first.map(|first| {
            let later = Arg::name(&self.steps[later].id);
            (*first).clone().with("b", later)
        }));
        why
    }

    fn party(&self, at: usize) -> &Party<'s> {
        self.parties[at].get_or_init(|| Party::of(self.procedure, self.steps[at]))
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

//! A version of a procedure with what is compared of it.

use super::order::free_pairs;
use crate::context::Net;
use crate::measure::cases::Cases;
use crate::measure::figure::Figure;
use crate::measure::structure::{Kind, Structure};
use crate::measure::told::Told;
use crate::measure::{Base, Convention, Measures};
use crate::model::{Id, Procedure, Step, Time, Waits};
use crate::simplify::Derived;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// A version with its figures.
pub(super) struct Point<'a> {
    pub(super) first: &'a Procedure,
    pub(super) procedure: &'a Procedure,
    pub(super) net: &'a Net,
    pub(super) told: Told,
    pub(super) free_pairs: Figure,
    pub(super) convention: Convention,
    pub(super) blocks: Blocks,
    cases: Arc<OnceLock<Option<Cases>>>,
}

/// What a version has of blocks, which decides what its bounds can say.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    pub(super) choices: bool,
    pub(super) parallel: bool,
}

impl Blocks {
    /// What is no block counts as both.
    fn of(structure: Option<&Structure>) -> Self {
        let has = |kind: Kind| {
            structure.is_none_or(|structure| {
                let mut blocks = structure.blocks.iter();
                blocks.any(|block| {
                    let both = matches!(block.kind, Kind::Inclusive | Kind::Tangled(_));
                    both || block.kind == kind
                })
            })
        };
        Self {
            choices: has(Kind::Choice),
            parallel: has(Kind::Parallel),
        }
    }
}

impl<'a> Point<'a> {
    /// The version that was read.
    pub(super) fn first(
        procedure: &'a Procedure,
        net: &'a Net,
        measures: &Measures,
        convention: Convention,
    ) -> Self {
        let base = net.base(procedure);
        Self {
            first: procedure,
            procedure,
            net,
            told: Told::from(measures),
            free_pairs: Figure::count(free_pairs(net)),
            convention,
            blocks: Blocks::of(base.structure()),
            cases: Arc::default(),
        }
    }

    /// This version and the later ones; each shares with the one before what is the same in both.
    pub(super) fn and(self, later: &'a [Derived]) -> Vec<Self> {
        let later_ones = later.iter().map(|one| (&one.procedure, &one.net));
        let before = std::iter::once((self.procedure, self.net)).chain(later_ones);
        let pairs: Vec<_> = before.zip(later).collect();
        let told = pairs.par_iter().map(|&((p, net), version)| {
            let anew = !differ_in_papers_only(p, net, version);
            let (base, graph) = (version.net.base(&version.procedure), &version.net.graph);
            anew.then(|| Told::of(base, &version.procedure, graph, self.convention))
        });
        let told: Vec<Option<Told>> = told.collect();
        let mut points = vec![self];
        for (version, told) in later.iter().zip(told) {
            points.extend(points.last().map(|last| last.then(version, told)));
        }
        points
    }

    /// A later version with these figures; without them it differs from this one in papers only.
    fn then(&self, version: &'a Derived, told: Option<Told>) -> Self {
        let (procedure, graph) = (&version.procedure, &version.net.graph);
        let base = version.net.base(procedure);
        let told = told.unwrap_or_else(|| self.told.with_papers_of(base, procedure, graph));
        let mut point = Self {
            first: self.first,
            procedure,
            net: &version.net,
            told,
            free_pairs: Figure::count(free_pairs(&version.net)),
            convention: self.convention,
            blocks: Blocks::of(base.structure()),
            cases: Arc::default(),
        };
        if point.as_long_as(self) {
            point.cases = self.cases.clone();
        }
        point
    }

    pub(super) fn base(&self) -> &Base {
        self.net.base(self.procedure)
    }

    pub(super) fn cases(&self) -> Option<&Cases> {
        let draw = || Cases::of(self.first, self.procedure, &self.net.graph, self.base());
        self.cases.get_or_init(draw).as_ref()
    }

    /// Whether a case takes as long as in another version, for each of its steps does and comes where it came.
    pub(super) fn as_long_as(&self, other: &Self) -> bool {
        fn times(step: &Step) -> (&Id, &Option<Time>, &Option<Time>, &Option<Waits>) {
            (&step.id, &step.elapsed, &step.work, &step.wait)
        }
        let mut steps = self.procedure.steps.iter().zip(&other.procedure.steps);
        Arc::ptr_eq(&self.net.graph, &other.net.graph) && steps.all(|(a, b)| times(a) == times(b))
    }
}

/// Whether a version is the same as another but for the papers that steps need, and what it says of where they come from.
fn differ_in_papers_only(p: &Procedure, net: &Net, version: &Derived) -> bool {
    let without = |step: &Step| Step {
        needs: None,
        origin: None,
        ..step.clone()
    };
    let mut steps = p.steps.iter().zip(&version.procedure.steps);
    Arc::ptr_eq(&net.graph, &version.net.graph)
        && p.roles == version.procedure.roles
        && steps.all(|(a, b)| a == b || without(a) == without(b))
}

//! A version of a procedure with what is compared of it.

use super::order::free_pairs;
use crate::context::Net;
use crate::measure::cases::Cases;
use crate::measure::figure::Figure;
use crate::measure::structure::{Kind, Structure};
use crate::measure::told::Told;
use crate::measure::{Base, Convention, Measures};
use crate::model::{Id, Procedure, Step, Time, Waits};
use crate::simplify::Replayed;
use std::cell::OnceCell;
use std::rc::Rc;

/// A version with its figures.
pub(super) struct Point<'a> {
    pub(super) first: &'a Procedure,
    pub(super) procedure: &'a Procedure,
    pub(super) net: &'a Net,
    pub(super) told: Told,
    pub(super) free_pairs: Figure,
    pub(super) convention: Convention,
    pub(super) blocks: Blocks,
    cases: Rc<OnceCell<Option<Cases>>>,
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
        version: &'a Replayed,
        measures: &Measures,
        convention: Convention,
    ) -> Self {
        let base = version.net.base(&version.procedure);
        Self {
            first: &version.procedure,
            procedure: &version.procedure,
            net: &version.net,
            told: Told::from(measures),
            free_pairs: Figure::count(free_pairs(&version.net)),
            convention,
            blocks: Blocks::of(base.structure()),
            cases: Rc::default(),
        }
    }

    /// A later version, which shares with this one what is the same in both.
    pub(super) fn then(&self, version: &'a Replayed) -> Self {
        let (procedure, graph) = (&version.procedure, &version.net.graph);
        let base = version.net.base(procedure);
        let told = if self.differs_in_papers_only(version) {
            self.told.with_papers_of(base, procedure, graph)
        } else {
            Told::of(base, procedure, graph, self.convention)
        };
        let mut point = Self {
            first: self.first,
            procedure,
            net: &version.net,
            told,
            free_pairs: Figure::count(free_pairs(&version.net)),
            convention: self.convention,
            blocks: Blocks::of(base.structure()),
            cases: Rc::default(),
        };
        if point.as_long_as(self) {
            point.cases = self.cases.clone();
        }
        point
    }

    /// Whether a version is the same but for the papers that steps need.
    fn differs_in_papers_only(&self, version: &Replayed) -> bool {
        let without = |step: &Step| Step {
            needs: None,
            ..step.clone()
        };
        let mut steps = self.procedure.steps.iter().zip(&version.procedure.steps);
        Rc::ptr_eq(&self.net.graph, &version.net.graph)
            && self.procedure.roles == version.procedure.roles
            && steps.all(|(a, b)| a == b || without(a) == without(b))
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
        Rc::ptr_eq(&self.net.graph, &other.net.graph) && steps.all(|(a, b)| times(a) == times(b))
    }
}

//! Which steps change what others use.

use super::materials::Materials;
use crate::context::Context;
use crate::graph::{NodeIndex, step_nodes};
use crate::lookup::Table;
use crate::measure::bits::BitMatrix;
use crate::measure::data::asked_at;
use crate::model::{Id, Procedure, Step};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The documents and fields that each step uses and changes, a row a node.
pub struct Uses {
    used: BitMatrix,
    changed: BitMatrix,
}

impl Uses {
    /// The tables of one version, made once.
    pub fn of(cx: &Context<'_>) -> Rc<Self> {
        cx.once(|| Self::table(cx))
    }

    fn table(cx: &Context<'_>) -> Self {
        let p = cx.procedure;
        let documents = p.documents.iter().flatten().map(|document| &document.id);
        let fields = p.fields.iter().flatten().map(|field| &field.id);
        let columns: Table<&Id, usize> = documents.chain(fields).zip(0..).collect();
        let size = (cx.graph.net.node_count(), columns.len());
        let mut tables = Self {
            used: BitMatrix::new(size.0, size.1),
            changed: BitMatrix::new(size.0, size.1),
        };
        let set = |table: &mut BitMatrix, node: NodeIndex, id: &Id| {
            if let Some(column) = columns.get(id) {
                table.set(node.index(), *column);
            }
        };
        for (step, node) in p.steps.iter().zip(step_nodes(&cx.graph)) {
            let materials = Materials::of(p, step);
            for id in materials.used() {
                set(&mut tables.used, node, id);
            }
            for id in given(p, step, &materials) {
                set(&mut tables.changed, node, id);
            }
        }
        tables
    }

    /// Whether one step makes, types or takes in, anew perhaps, what another or its criteria use.
    pub fn changes(&self, changer: NodeIndex, user: NodeIndex) -> bool {
        let changed = self.changed.row(changer.index()).iter();
        let mut both = changed.zip(self.used.row(user.index()));
        both.any(|(changed, used)| changed & used != 0)
    }
}

/// Documents and fields that a step makes, types, or takes in from the applicant.
pub fn given_at<'a>(p: &'a Procedure, step: &'a Step) -> BTreeSet<&'a Id> {
    given(p, step, &Materials::of(p, step)).collect()
}

/// The same of a step with these materials; some perhaps twice.
fn given<'a, 'm>(
    p: &'a Procedure,
    step: &'a Step,
    materials: &'m Materials<'a>,
) -> impl Iterator<Item = &'a Id> + use<'a, 'm> {
    let asked = asked_at(p, step).into_iter().flat_map(move |asked| {
        let id = asked.need.document();
        let carried = p.document(id).into_iter();
        let carried = carried.flat_map(|document| document.carries.iter().flatten());
        std::iter::once(id).chain(carried)
    });
    materials.written().chain(asked)
}

/// Documents that a step, or a criterion that it examines, needs or reads.
pub fn documents_used<'a>(p: &'a Procedure, step: &'a Step) -> BTreeSet<&'a Id> {
    let materials = Materials::of(p, step);
    let documents = materials.used().filter(|id| p.document(id).is_some());
    documents.collect()
}

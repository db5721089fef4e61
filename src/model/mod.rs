//! The model: a procedure as the file gives it, with every id checked.
//!
//! One type for each part of the file; `part.rs` says how they are read, written and described.

pub mod answers;
mod check;
pub mod decision;
pub mod figure;
pub mod flow;
pub mod id;
pub mod load;
mod lookup;
pub mod material;
pub mod part;
pub mod people;
mod prescribed;
pub mod print;
pub mod procedure;
mod repeat;
pub mod setting;
pub mod step;
pub mod target;
pub mod text;

pub use figure::{Amount, Evidence, Money, Span, Time, TimeFigure, TimeUnit};
pub use flow::{After, Branch, End, EndKind, Gateway, GatewayKind, Ref};
pub use id::{Id, Key};
pub use load::load;
pub use lookup::{Apart, listed};
pub use material::{Criterion, Document, DocumentKind, Field, Law, Mandate};
pub use people::{Agency, Role, RoleKind};
pub use prescribed::WaitByLaw;
pub use procedure::Procedure;
pub use setting::{
    Answer, Calendar, CaseClass, Change, Constraint, ConstraintKind, Limit, Listed, Reported,
    SamePerson, YesNo,
};
pub use step::{
    Decisions, DocumentForm, Entry, Exclusion, Need, Origin, Risk, RiskLevel, Step, StepKind,
    WaitFigure, WaitKind, Waits,
};
pub use text::{Date, Text};

/// The JSON Schema (draft 2020-12) of a procedure file, as text with a line break at its end.
pub fn schema() -> String {
    let mut definitions = part::Definitions::new();
    let root = <Procedure as part::Part>::schema(&mut definitions);
    let schema = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Procedure file of redtape, version 1",
        "$ref": root["$ref"],
        "$defs": definitions,
    });
    print::pretty(&schema) + "\n"
}

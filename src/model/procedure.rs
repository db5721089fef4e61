//! The procedure: the root of a file.

use super::figure::Evidence;
use super::flow::{End, Gateway};
use super::id::Id;
use super::material::{Criterion, Document, Field, Law};
use super::part::object;
use super::people::{Agency, Role};
use super::setting::{
    Answer, Calendar, CaseClass, Certified, Change, Channel, Complete, Constraint, Keep, Limit,
    Reported, SamePerson, SourceNote,
};
use super::step::{Risk, Step};
use super::text::{Date, Text};

/// The version of the format that this program reads and writes.
pub const FORMAT: u64 = 1;

object! {
    /// An administrative procedure.
    pub struct Procedure {
        /// Where the schema of this file is.
        schema? = "$schema": String,
        /// Version of the format: 1.
        redtape: u64,
        /// Its id.
        id: Id,
        /// Its name.
        name: Text,
        /// What it is about, where its figures come from, what was constructed.
        description?: Text,
        /// The day it describes.
        as_of?: Date,
        /// Country, or country and place.
        jurisdiction?: String,
        /// Who checked the file.
        certified?: Certified,
        /// How sure its figures are, unless they say otherwise.
        evidence?: Evidence,
        /// Cases in a year.
        cases_per_year?: f64,
        /// Working time of the offices.
        calendar?: Calendar,
        /// Kinds of list that are exhaustive here: only for them does absence mean none.
        complete?: Vec<Complete>,
        /// Time limits of the whole procedure.
        limit?: Limit,
        /// Risk of what the procedure permits.
        risk?: Risk,
        /// Where its facts come from.
        sources?: Vec<SourceNote>,
        /// Totals that somebody published.
        reported?: Vec<Reported>,
        /// Legal bases.
        laws?: Vec<Law>,
        /// Agencies, in the order of the lanes.
        agencies?: Vec<Agency>,
        /// Roles.
        roles: Vec<Role>,
        /// Fields.
        fields?: Vec<Field>,
        /// Documents.
        documents?: Vec<Document>,
        /// Criteria.
        criteria?: Vec<Criterion>,
        /// Ways to apply.
        channels?: Vec<Channel>,
        /// Classes of cases.
        case_classes?: Vec<CaseClass>,
        /// Steps, in the order of their numbers.
        steps: Vec<Step>,
        /// Gateways.
        gateways?: Vec<Gateway>,
        /// Ends.
        ends: Vec<End>,
        /// What a change must respect.
        constraints?: Vec<Constraint>,
        /// How often the same person did several steps.
        same_person?: Vec<SamePerson>,
        /// Findings kept on purpose.
        keep?: Vec<Keep>,
        /// What changes cost once, and who approves them.
        changes?: Vec<Change>,
        /// Questions of fact that somebody answered.
        answers?: Vec<Answer>,
    }
}

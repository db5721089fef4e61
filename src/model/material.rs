//! What steps work on: documents, fields, criteria and laws.

use super::figure::{Evidence, Money, Time};
use super::id::Id;
use super::part::{object, words};
use super::text::Text;

words! {
    /// The kinds of document.
    pub enum DocumentKind {
        /// Filled in by the applicant: asks the fields it carries.
        Form = "form",
        /// Shows that something is so.
        Proof = "proof",
        /// What the procedure is for.
        Output = "output",
        /// Passed between desks only.
        Internal = "internal",
    }
}

object! {
    /// A document.
    pub struct Document {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// Its kind.
        kind?: DocumentKind,
        /// Fields that it carries.
        carries?: Vec<Id>,
        /// The agency that issues it.
        issued_by?: Id,
        /// Agencies that already hold it.
        held_by?: Vec<Id>,
        /// The same document in other procedures (a URI).
        concept?: String,
        /// How long it is valid.
        validity?: Time,
        /// What it costs the applicant to get it.
        fee?: Money,
        /// The laws that ask it.
        law?: Vec<Id>,
        /// How sure the figures are.
        evidence?: Evidence,
    }
}

object! {
    /// A field: a data item.
    pub struct Field {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// The same field in other procedures (a URI).
        concept?: String,
        /// Agencies that already hold it.
        held_by?: Vec<Id>,
        /// The laws that ask it.
        law?: Vec<Id>,
    }
}

object! {
    /// What a check, review or sign-off examines.
    pub struct Criterion {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// Documents and fields that it reads.
        reads?: Vec<Id>,
        /// Ends, outputs or deciding steps that it protects.
        protects?: Vec<Id>,
        /// Whether the outcome is at the office's discretion.
        discretionary?: bool,
        /// The laws it rests on.
        law?: Vec<Id>,
    }
}

words! {
    /// What a law prescribes.
    pub enum Mandate {
        /// That the step is done.
        Step = "step",
        /// Who signs.
        Signatory = "signatory",
        /// The order of the steps that cite it.
        Order = "order",
        /// That a separate person does it.
        SeparatePerson = "separate-person",
        /// A minimum wait.
        MinimumWait = "minimum-wait",
        /// A hearing or public notice.
        Hearing = "hearing",
        /// That the document is handed in.
        Document = "document",
    }
}

object! {
    /// A legal basis.
    pub struct Law {
        /// Its id.
        id: Id,
        /// Where it stands: law and article.
        cite?: Text,
        /// Its title.
        name?: Text,
        /// Where it can be read.
        url?: String,
        /// What it prescribes; `[]` states that it prescribes none of these. Absent: nobody says, and what rests on it is asked.
        mandates?: Vec<Mandate>,
    }
}

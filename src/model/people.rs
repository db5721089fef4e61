//! Who acts: agencies and the roles in them.

use super::figure::{Money, Time};
use super::id::Id;
use super::part::{object, words};
use super::text::Text;

object! {
    /// An agency, a lane of the diagram.
    pub struct Agency {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// The government that it belongs to; only agencies with the same value are "the same government".
        government?: String,
        /// The same agency in other procedures (a URI).
        concept?: String,
    }
}

words! {
    /// Whom a role acts for.
    pub enum RoleKind {
        /// The person or business that wants something.
        Applicant = "applicant",
        /// Staff of an agency.
        Staff = "staff",
        /// A computer system of an agency.
        System = "system",
        /// Somebody outside: a notary, an engraver, a bank.
        ThirdParty = "third-party",
    }
}

object! {
    /// A role; two roles are two desks.
    pub struct Role {
        /// Its id.
        id: Id,
        /// Its name.
        name?: Text,
        /// Staff unless it says otherwise.
        kind?: RoleKind,
        /// The agency it belongs to.
        agency?: Id,
        /// The role it reports to.
        superior?: Id,
        /// Criteria that it may decide.
        competent_for?: Vec<Id>,
        /// Roles with which it is stated to share no person.
        separate_from?: Vec<Id>,
        /// Whether it meets applicants.
        front_line?: bool,
        /// People in it, full-time equivalents.
        staff?: f64,
        /// Cost of one hour.
        hourly?: Money,
        /// Working time of the role in a year.
        capacity?: Time,
    }
}

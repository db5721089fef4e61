//! Many procedures: each becomes a record, and records add up to a summary.
//!
//! A record is one line out for one line in, made from that line alone, so that any number of machines can make
//! records side by side. A summary is a sum of records: it does not depend on their order or on how they were
//! divided, because every figure is first rounded to thousandths and then added as a whole number.
//! What a summary holds grows with the number of distinct agencies, papers and rules, not with that of procedures. Where
//! nearly every procedure brings a place in a ranking or a step of its own, those go by in a stream (docs/scale.md).

mod figures;
mod form;
mod group;
mod limited;
mod milli;
mod once_only;
mod ranking;
mod record;
mod set;
mod summary;
mod tasks;
mod total;
mod trend;
mod who;

pub use figures::{RANKED, Reading};
pub use group::{ByAgency, ByRule};
pub use milli::Milli;
pub use once_only::{AgencyNote, Asked, Chance, Held, ItemKind, Known, OnceOnly, Times};
pub use ranking::{Entry, List, Place, Ranking, TOP};
pub use record::{Depth, Digest, Look, Other, Outcome, RECORD, Record};
pub use set::IdSum;
pub use summary::{SUMMARY, Summary, increase};
pub use tasks::{Mark, Shared, Task, TaskCount, TasksAt};
pub use total::{Total, Totals};
pub use trend::{Change, Cut, Sets, backwards, cut, sets, trend};
pub use who::{Few, NAMED, Who};

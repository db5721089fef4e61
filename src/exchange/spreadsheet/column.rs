//! The columns that a sheet may have.

/// One column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What stands in the header.
    pub header: &'static str,
    /// Whether every row needs it.
    pub required: bool,
    /// What stands in its cells, for docs/format.md.
    pub about: &'static str,
}

const fn column(header: &'static str, required: bool, about: &'static str) -> Column {
    Column {
        header,
        required,
        about,
    }
}

/// Every column, in the order of the template.
pub const COLUMNS: [Column; 29] = [
    column(
        "id",
        true,
        "Id of the step: letters of any script, digits, `-`, `_`.",
    ),
    column("name", false, "Name of the step."),
    column(
        "name_zh",
        false,
        "Its Chinese name; `name` is then the English one.",
    ),
    column(
        "kind",
        true,
        "Kind of step: `submit`, `check`, `review`, `sign-off`, `inspect`, `decide`, `pay`, `issue`, `notify`, `wait`, `record`.",
    ),
    column("role", true, "Who does it; each different text is a role."),
    column(
        "role_kind",
        false,
        "Whom the role acts for: `applicant`, `staff`, `system`, `third-party`; enough once for each role.",
    ),
    column(
        "agency",
        false,
        "Agency of the role; enough once for each role.",
    ),
    column(
        "with",
        false,
        "The other role that is there at the same time and place.",
    ),
    column(
        "after",
        false,
        "Ids of the steps it follows, all of them, with `;` between; `any: a; b` follows whichever came, `some: a; b` those that were started. Empty: the row before. `start`: it starts the procedure.",
    ),
    column(
        "needs",
        false,
        "Documents asked, with `;` between; `plan x3` asks three copies.",
    ),
    column("produces", false, "Documents that it makes."),
    column("criteria", false, "What it examines."),
    column("law", false, "Legal bases it rests on."),
    column("work", false, "Hands-on time: `10..30 min`."),
    column(
        "wait",
        false,
        "Time in which nobody works on the case: `2 wd`.",
    ),
    column(
        "wait_kind",
        false,
        "What the wait is spent on: `queue`, `transport`, `batch`, `statutory`, `applicant`.",
    ),
    column(
        "elapsed",
        false,
        "Work and wait together, where nobody can part them.",
    ),
    column(
        "visit",
        false,
        "Id of the place that the applicant must go to.",
    ),
    column(
        "online",
        false,
        "`yes` or `no`: whether it is done fully online.",
    ),
    column("fee", false, "What the applicant pays: `120 EUR`."),
    column("decided", false, "Decisions counted here."),
    column(
        "rejected",
        false,
        "How many of them were refusals or returns.",
    ),
    column("period", false, "When they were counted: `2025`."),
    column(
        "return_to",
        false,
        "Id of the earlier step to which a case may return from here; makes a gateway after the step.",
    ),
    column(
        "return_share",
        false,
        "Share of cases that return: `12%` or `0.12`.",
    ),
    column("stage", false, "Stage of the procedure."),
    column(
        "evidence",
        false,
        "How sure the row's figures are: `observed`, `stated`, `estimated`, `constructed`, `default`.",
    ),
    column("description", false, "What the step is about."),
    column(
        "calls",
        false,
        "Id of the procedure that the step stands for.",
    ),
];

/// The column with this header, if the format knows it.
pub(super) fn known(header: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.header == header)
}

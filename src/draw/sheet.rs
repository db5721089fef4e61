//! What a sheet shows: plain data, in reading order, before any place is given to it.
//!
//! A caller fills a [`Sheet`] from one version of a procedure; nothing here is computed by the
//! drawing. Texts that depend on a calendar or a unit (durations, figures) arrive as text.

use crate::message;

/// A language that the words of the drawing itself are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// The BCP 47 tag, for the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }
}

impl From<message::Lang> for Lang {
    fn from(lang: message::Lang) -> Self {
        match lang {
            message::Lang::En => Lang::En,
            message::Lang::Zh => Lang::Zh,
        }
    }
}

/// A text in the sheet's main language and, small below it, in its second language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// Main language.
    pub main: String,
    /// Second language; empty when there is none.
    pub second: String,
}

impl Name {
    /// A name in both languages.
    pub fn new(main: impl Into<String>, second: impl Into<String>) -> Self {
        Name {
            main: main.into(),
            second: second.into(),
        }
    }
}

/// A lane: one agency, or one role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lane {
    /// Id in the file; lanes of two sheets are the same lane when their ids are equal.
    pub id: String,
    /// Name.
    pub name: Name,
}

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Where a case begins.
    Start,
    /// A step.
    #[default]
    Step,
    /// Exactly one branch is taken (or: branches come together again).
    Exclusive,
    /// All branches are taken (or: all are waited for).
    Parallel,
    /// One or more branches are taken.
    Inclusive,
    /// Where a case ends.
    End,
}

impl Shape {
    /// Whether it is drawn as a diamond.
    pub fn is_gateway(self) -> bool {
        matches!(self, Shape::Exclusive | Shape::Parallel | Shape::Inclusive)
    }
}

/// A glyph in a step's box that tells what happens in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Somebody signs off.
    SignOff,
    /// Something is checked or reviewed at a desk.
    Check,
    /// An official looks at a place or a thing.
    Inspection,
    /// The applicant has to come in person.
    Visit,
    /// Several bodies come to the applicant at once.
    JointVisit,
    /// The applicant pays.
    Payment,
    /// Nothing happens but a period that runs.
    Wait,
}

/// What the change does to a node. On the before-sheet: what becomes of it; on the after-sheet:
/// how it came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// No longer there afterwards.
    Removed,
    /// Several steps have become one.
    Merged,
    /// Another agency or role does it, or it is done at another time.
    Moved,
    /// Done at the same time as its siblings.
    Parallel,
    /// Not there before.
    Added,
    /// The same step, done differently.
    Changed,
}

/// Documents that a step asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Documents {
    /// How many are asked of the applicant.
    pub asked: u32,
    /// How many of these were already asked earlier in the procedure.
    pub again: u32,
}

/// A step, gateway, start or end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Id in the file; nodes of two sheets are the same node when their ids are equal.
    pub id: String,
    /// Index into [`Sheet::lanes`]; one that is too large counts as the last lane.
    pub lane: usize,
    /// Outline.
    pub shape: Shape,
    /// The stable step number: `7`, `4+6`, `N1`; empty for gateways.
    pub number: String,
    /// Name of a step or end; question of a gateway.
    pub name: Name,
    /// Lead time as text (`3 d`), empty when unknown.
    pub duration: String,
    /// Marks, drawn in this order.
    pub marks: Vec<Mark>,
    /// Documents asked for.
    pub documents: Documents,
    /// On the critical path.
    pub critical: bool,
    /// What the change does to it.
    pub change: Option<Change>,
    /// The change is not sure yet (drawn dashed).
    pub open: bool,
    /// It happens only if the question of this number is answered yes.
    pub question: Option<u32>,
    /// The letter that concurrent siblings share.
    pub siblings: Option<char>,
    /// Id of the before-sheet's node whose place this one inherits (first source of a merged
    /// step); not needed when the ids are equal.
    pub anchor: Option<String>,
}

/// A sequence flow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// Id of the node it leaves.
    pub from: String,
    /// Id of the node it enters.
    pub to: String,
    /// Branch text, for example `no 28 %`; empty when there is none.
    pub label: String,
    /// Sends a case back to an earlier node.
    pub rework: bool,
    /// On the critical path.
    pub critical: bool,
}

/// One cell of the figures strip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureRow {
    /// What is counted or measured.
    pub label: Name,
    /// Value before, or the only value of a sheet that stands alone.
    pub before: String,
    /// Value of the sure layer after.
    pub after: Option<String>,
    /// Value after, if every open question were answered yes.
    pub if_yes: Option<String>,
    /// A remark in small print; empty when there is none.
    pub note: String,
}

/// One row of the step table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Step number.
    pub number: String,
    /// Id of the node that the row is about, for `data-step`.
    pub step: String,
    /// Name.
    pub name: Name,
    /// Who does it.
    pub lane: String,
    /// Lead time as text, possibly `3 d -> 1 d`.
    pub duration: String,
    /// What becomes of it.
    pub change: Option<Change>,
    /// Why, or what it becomes; empty when there is nothing to say.
    pub note: String,
}

/// A numbered question whose answer decides about dashed changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number, printed as `?1`.
    pub number: u32,
    /// Its text.
    pub text: Name,
}

/// One version of a procedure as it is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Main language of the drawing's own words.
    pub lang: Lang,
    /// Second language of the drawing's own words.
    pub second: Option<Lang>,
    /// Title.
    pub title: Name,
    /// Lanes from first to last.
    pub lanes: Vec<Lane>,
    /// Nodes in file order.
    pub nodes: Vec<Node>,
    /// Flows in file order; one whose ends are unknown is not drawn.
    pub flows: Vec<Flow>,
    /// Figures strip under the title.
    pub figures: Vec<FigureRow>,
    /// Questions that the dashed changes hang on.
    pub questions: Vec<Question>,
    /// Step table beside the diagram.
    pub table: Vec<TableRow>,
    /// Foot: source, as-of date, input hash, version, convention, answers.
    pub foot: Vec<String>,
    /// Page n of m.
    pub page: Option<(u32, u32)>,
}

impl Default for Sheet {
    fn default() -> Self {
        Sheet {
            lang: Lang::En,
            second: None,
            title: Name::default(),
            lanes: Vec::new(),
            nodes: Vec::new(),
            flows: Vec::new(),
            figures: Vec::new(),
            questions: Vec::new(),
            table: Vec::new(),
            foot: Vec::new(),
            page: None,
        }
    }
}

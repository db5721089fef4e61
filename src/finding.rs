//! Findings: what a rule saw, where, and how sure it is.

use crate::message::Message;
use crate::model::Id;

/// How much a fault weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Worth changing.
    Medium,
    /// Worth changing first.
    High,
}

impl Severity {
    /// The word on the command line and in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The key of its word in reports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Low => "severity-low",
            Self::Medium => "severity-medium",
            Self::High => "severity-high",
        }
    }
}

/// How sure it is that the fault is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It looks so; the file leaves open what would settle it.
    Possible,
    /// The file says so, partly by estimate or construction.
    Likely,
    /// The file says so.
    Certain,
}

impl Confidence {
    /// The word in data.
    pub fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }

    /// The key of its word in reports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Possible => "confidence-possible",
            Self::Likely => "confidence-likely",
            Self::Certain => "confidence-certain",
        }
    }
}

/// The support of a finding: a fact and the element it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The step, gateway, document or field.
    pub at: Id,
    /// The fact.
    pub message: Message,
}

impl Label {
    /// A fact about one element.
    pub fn new(at: &Id, message: Message) -> Self {
        Self {
            at: at.clone(),
            message,
        }
    }
}

/// One fault at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that saw it.
    pub rule: &'static str,
    /// The steps it is about, in the order that the rule's page states.
    pub steps: Vec<Id>,
    /// Documents, fields or criteria it is about.
    pub items: Vec<Id>,
    /// How much it weighs.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong.
    pub message: Message,
    /// The support, at least one.
    pub labels: Vec<Label>,
}

/// The id of a finding as [`Finding::id`] writes it, whatever blanks stand in it.
pub fn normal_id(text: &str) -> String {
    let close: String = text.split_whitespace().collect();
    close.replace(',', ", ").replace(';', "; ")
}

impl Finding {
    /// `rule(step, step; item)`: the same as long as the same rule sees the same places.
    pub fn id(&self) -> String {
        let join = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
        let items = if self.items.is_empty() {
            String::new()
        } else {
            format!("; {}", join(&self.items))
        };
        format!("{}({}{items})", self.rule, join(&self.steps))
    }
}

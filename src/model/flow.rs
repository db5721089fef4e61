//! The order of things: what follows what, gateways and ends.

use super::figure::Evidence;
use super::id::{ID, Id, is_id};
use super::part::{Definitions, MAX_LIST, Part, Reader, named, object, text, words};
use super::text::Text;
use crate::message::Message;
use crate::source::{Kind, Node};
use serde_json::{Value, json};

/// What an element follows: a step, or a branch of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ref {
    /// The step or gateway.
    pub id: Id,
    /// The branch, for a gateway.
    pub branch: Option<Id>,
}

impl Ref {
    /// A step.
    pub fn step(id: Id) -> Self {
        Self { id, branch: None }
    }

    /// `step` or `gateway.branch`.
    pub fn text(&self) -> String {
        match &self.branch {
            Some(branch) => format!("{}.{branch}", self.id),
            None => self.id.to_string(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (id, branch) = text
            .split_once('.')
            .map_or((text, None), |(id, branch)| (id, Some(branch)));
        let well_formed = is_id(id) && branch.is_none_or(is_id);
        well_formed.then(|| Self {
            id: id.into(),
            branch: branch.map(Id::from),
        })
    }
}

impl Part for Ref {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = text(node, reader)?;
        let parsed = Self::parse(text);
        if parsed.is_none() {
            reader.fault(
                Message::new("bad-reference").with("text", text),
                Some(Message::new("reference-form")),
            );
        }
        parsed
    }

    fn placeholder() -> Self {
        Self::step(Id::placeholder())
    }

    fn write(&self) -> Value {
        json!(self.text())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let schema = json!({"type": "string", "pattern": format!(r"^{ID}(\.{ID})?$")});
        let about = "What an element follows: `step` or `gateway.branch`.";
        named(definitions, "Ref", about, |_| schema)
    }
}

/// How an element waits for what it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// All of them: `[a, b]`, a parallel join.
    All(Vec<Ref>),
    /// Any one of them: `{"any": [a, b]}`, an exclusive merge.
    Any(Vec<Ref>),
    /// Those that were started: `{"some": [a, b]}`, an inclusive merge.
    Some(Vec<Ref>),
}

impl After {
    /// What is followed, in file order.
    pub fn refs(&self) -> &[Ref] {
        match self {
            Self::All(refs) | Self::Any(refs) | Self::Some(refs) => refs,
        }
    }

    /// The same, to edit.
    pub fn refs_mut(&mut self) -> &mut Vec<Ref> {
        match self {
            Self::All(refs) | Self::Any(refs) | Self::Some(refs) => refs,
        }
    }

    /// The path from the element's `after` to its list of references, as JSON Pointer tokens.
    pub fn pointer(&self) -> &'static str {
        match self {
            Self::All(_) => "",
            Self::Any(_) => "/any",
            Self::Some(_) => "/some",
        }
    }
}

impl Part for After {
    fn read(node: &Node<'_>, reader: &mut Reader) -> Option<Self> {
        let Kind::Object(members) = node.kind else {
            return Vec::read(node, reader).map(Self::All);
        };
        let [member] = members else {
            reader.fault(Message::new("bad-after"), Some(Message::new("after-form")));
            return None;
        };
        let key = member.key;
        if !["any", "some"].contains(&key) {
            let message = Message::new("unknown-key").with("key", key);
            reader.key_fault(key, message, Some(Message::new("after-form")));
            return None;
        }
        let refs = reader.member(key, &member.value)?;
        Some(if key == "any" {
            Self::Any(refs)
        } else {
            Self::Some(refs)
        })
    }

    fn placeholder() -> Self {
        Self::All(Vec::new())
    }

    fn write(&self) -> Value {
        let refs: Value = self.refs().iter().map(Part::write).collect();
        match self {
            Self::All(_) => refs,
            Self::Any(_) => json!({"any": refs}),
            Self::Some(_) => json!({"some": refs}),
        }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        let about = "How an element waits for what it follows: `[a, b]` for all of them (parallel join), \
            `{\"any\": [a, b]}` for any one (exclusive merge), `{\"some\": [a, b]}` for those that were started (inclusive merge).";
        named(definitions, "After", about, |definitions| {
            let refs = json!({"type": "array", "items": Ref::schema(definitions), "minItems": 1, "maxItems": MAX_LIST});
            let one = |key: &str| json!({"type": "object", "properties": {key: refs}, "required": [key], "additionalProperties": false});
            json!({"oneOf": [refs, one("any"), one("some")]})
        })
    }
}

words! {
    /// How a gateway goes on.
    pub enum GatewayKind {
        /// Exactly one branch.
        Exclusive = "exclusive",
        /// One or more branches.
        Inclusive = "inclusive",
        /// All branches.
        Parallel = "parallel",
    }
}

object! {
    /// A branch of a gateway.
    pub struct Branch {
        /// Its id, unique in its gateway.
        id: Id,
        /// What is written on the flow.
        name?: Text,
        /// Its probability, 0 to 1.
        p?: f64,
        /// Cases counted that took it.
        n?: u64,
        /// The earlier step to which the case returns (rework).
        back_to?: Id,
        /// How sure the probability is.
        evidence?: Evidence,
    }
}

object! {
    /// A gateway.
    pub struct Gateway {
        /// Its id, shared with no other step, gateway or end.
        id: Id,
        /// The question it asks.
        name?: Text,
        /// Exclusive unless it says otherwise.
        kind?: GatewayKind,
        /// What it follows.
        after: After,
        /// The criterion that decides.
        on?: Id,
        /// Its branches.
        branches: Vec<Branch>,
        /// The source of its figures.
        source?: Id,
        /// How sure its figures and its place are.
        evidence?: Evidence,
    }
}

words! {
    /// What an end means for the applicant.
    pub enum EndKind {
        /// The applicant gets what was asked.
        Granted = "granted",
        /// The applicant is refused.
        Refused = "refused",
        /// The applicant gives up.
        Abandoned = "abandoned",
    }
}

object! {
    /// An end of the procedure.
    pub struct End {
        /// Its id, shared with no other step, gateway or end.
        id: Id,
        /// Its name.
        name?: Text,
        /// What it means for the applicant.
        kind?: EndKind,
        /// What it follows.
        after: After,
    }
}

//! What the tool says, in every language it speaks.
//!
//! Stages carry a [`Message`] (a key and its arguments), never a sentence: the last stage puts it
//! into words with [`Message::say`]. The words live in `src/message/*.json`, one file per area,
//! each key with all its languages side by side, so that a missing one is seen at once.

use crate::lookup::Table;
use smol_str::{SmolStr, ToSmolStr};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language of messages, names and sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese in simplified characters.
    Zh,
}

impl Lang {
    /// Every language, in the order of the catalogue's columns.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Shown as it stands: a figure with its unit, a word from the file.
    Text(SmolStr),
    /// A number: at most two decimals, none that are zero.
    Number(f64),
    /// The id of a step, role, document ...: shown by its name in the reader's language, in quotation marks.
    Name(SmolStr),
    /// Several arguments, joined as the language joins them.
    List(Vec<Arg>),
    /// A message inside a message.
    Message(Box<Message>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}
impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Text(count.to_smolstr())
    }
}
impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Text(count.to_smolstr())
    }
}
impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}
impl From<Vec<Arg>> for Arg {
    fn from(list: Vec<Arg>) -> Self {
        Self::List(list)
    }
}

impl Arg {
    /// The element with this id, by its name.
    pub fn name(id: &str) -> Self {
        Self::Name(id.into())
    }

    /// The elements with these ids, by their names.
    pub fn names<S: AsRef<str>>(ids: impl IntoIterator<Item = S>) -> Self {
        Self::List(ids.into_iter().map(|id| Self::name(id.as_ref())).collect())
    }
}

/// A sentence to be: a key of the catalogue and what fills its gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The key in `src/message/*.json`.
    pub key: &'static str,
    /// The values of the `{gaps}`, in the order given.
    pub args: Vec<(&'static str, Arg)>,
}

/// How ids become names when a message is put into words.
pub trait Names {
    /// The name of the element `id` in `lang`; the id itself where there is none.
    fn name(&self, id: &str, lang: Lang) -> String;
}

/// Shows every id as itself.
pub struct Ids;

impl Names for Ids {
    fn name(&self, id: &str, _lang: Lang) -> String {
        id.to_owned()
    }
}

impl Message {
    /// A message without gaps.
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// Fills the gap `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The sentence in `lang`, ids shown by their names.
    pub fn say(&self, lang: Lang, names: &dyn Names) -> String {
        fill(words(self.key, lang), |gap| {
            let arg = self.args.iter().find(|(name, _)| *name == gap);
            let name = !gap.is_empty()
                && gap
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-');
            debug_assert!(arg.is_some() || !name, "{}: nothing fills {gap}", self.key);
            Some(say_arg(&arg?.1, lang, names))
        })
    }
}

fn say_arg(arg: &Arg, lang: Lang, names: &dyn Names) -> String {
    match arg {
        Arg::Text(text) => text.to_string(),
        Arg::Number(number) => decimal(*number),
        // Names are long and begin in lower case as often as not: without marks nobody sees where they end.
        Arg::Name(id) => format!("“{}”", names.name(id, lang)),
        Arg::Message(message) => message.say(lang, names),
        Arg::List(list) => {
            let marked = list.iter().all(|arg| matches!(arg, Arg::Name(_)));
            let joint = match lang {
                Lang::En => ", ",
                // Nothing stands between quoted items (GB/T 15834-2011, 4.5.3.5).
                Lang::Zh if marked => "",
                Lang::Zh => "、",
            };
            let said: Vec<_> = list.iter().map(|arg| say_arg(arg, lang, names)).collect();
            said.join(joint)
        }
    }
}

/// Below this every whole number has a figure of its own.
const MAX_WHOLE: f64 = 9e15;

/// A number with at most two decimals, none that are zero.
pub fn decimal(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < MAX_WHOLE {
        return (number as i64).to_string();
    }
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// Puts values into the `{gaps}` of a template; a gap without a value stays as it is.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        out.push_str(&rest[..open]);
        let gap = &rest[open + 1..open + close];
        match value(gap) {
            Some(text) => out.push_str(&text),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

/// The words for `key`, without filling gaps; the key itself where the catalogue lacks it, which in a test is
/// an error.
pub fn words(key: &'static str, lang: Lang) -> &'static str {
    let said = index()
        .get(key)
        .and_then(|languages| languages[lang as usize]);
    debug_assert!(said.is_some(), "the catalogue lacks {key}");
    said.unwrap_or(key)
}

/// Key -> words, in the order of [`Lang::ALL`].
type Index = Table<&'static str, [Option<&'static str>; Lang::ALL.len()]>;

/// The catalogue as it is looked up.
fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let each = catalogue().iter().map(|(key, languages)| {
            let words = |lang: Lang| languages.get(lang.tag()).map(String::as_str);
            (key.as_str(), Lang::ALL.map(words))
        });
        each.collect()
    })
}

/// Key -> language tag -> words.
pub type Catalogue = BTreeMap<String, BTreeMap<String, String>>;

/// The areas of the catalogue: file stem and text.
const AREAS: [(&str, &str); 17] = [
    ("load", include_str!("message/load.json")),
    ("measures", include_str!("message/measures.json")),
    ("rules", include_str!("message/rules.json")),
    ("rewrites", include_str!("message/rewrites.json")),
    ("approvals", include_str!("message/approvals.json")),
    ("trading", include_str!("message/trading.json")),
    ("together", include_str!("message/together.json")),
    ("data", include_str!("message/data.json")),
    ("flow", include_str!("message/flow.json")),
    ("order", include_str!("message/order.json")),
    ("effects", include_str!("message/effects.json")),
    ("report", include_str!("message/report.json")),
    ("draw", include_str!("message/draw.json")),
    ("html", include_str!("message/html.json")),
    ("supervise", include_str!("message/supervise.json")),
    ("portfolio", include_str!("message/portfolio.json")),
    ("review", include_str!("message/review.json")),
];

/// Everything the tool can say.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let areas = AREAS
            .iter()
            .map(|(_, text)| serde_json::from_str::<Catalogue>(text));
        areas.flat_map(Result::unwrap_or_default).collect()
    })
}

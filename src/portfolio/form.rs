//! A summary in files: one object of JSON, in which the counts of steps are a stream, as many as they may be.

use super::limited::{Left, Limited};
use super::summary::{SUMMARY, Summary};
use super::tasks::TaskCount;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor};
use serde::ser::{self, SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::fmt;
use std::io::{BufReader, Read, Result, Write};

/// The key of the counts of steps.
const TASKS: &str = "tasks";
/// Bytes that are read at once.
const AT_ONCE: usize = 1 << 16;

#[derive(Serialize)]
struct Whole<'s, T: Iterator<Item = Result<TaskCount>>> {
    #[serde(flatten)]
    summary: &'s Summary,
    #[serde(serialize_with = "streamed")]
    tasks: Cell<Option<T>>,
}

fn streamed<S, T>(tasks: &Cell<Option<T>>, out: S) -> std::result::Result<S::Ok, S::Error>
where
    S: Serializer,
    T: Iterator<Item = Result<TaskCount>>,
{
    let mut map = out.serialize_map(None)?;
    for count in tasks.take().into_iter().flatten() {
        let count = count.map_err(<S::Error as ser::Error>::custom)?;
        map.serialize_entry(&count.key, &count.procedures)?;
    }
    map.end()
}

/// What is done with the count of a step.
type Take<'t> = &'t mut dyn FnMut(TaskCount) -> Result<()>;

impl Summary {
    /// Writes a summary as one line; `tasks` are the counts of steps in their order, each step once.
    ///
    /// # Errors
    /// Those of `tasks` and of `out`.
    pub fn write(
        &self,
        tasks: impl Iterator<Item = Result<TaskCount>>,
        mut out: impl Write,
    ) -> Result<()> {
        let whole = Whole {
            summary: self,
            tasks: Cell::new(Some(tasks)),
        };
        serde_json::to_writer(&mut out, &whole)?;
        out.write_all(b"\n")
    }

    /// Reads a summary, and hands the counts of steps on as they come.
    ///
    /// # Errors
    /// Where it is no summary of this version, or too long but for its counts, and those of `input` and `take`.
    pub fn read(input: impl Read, take: Take<'_>) -> serde_json::Result<Self> {
        let left = Left::new();
        let left = &left;
        let input = BufReader::with_capacity(AT_ONCE, Limited { input, left });
        let mut input = serde_json::Deserializer::from_reader(input);
        let mut take = |count| {
            left.renew();
            take(count)
        };
        let summary = Reader(&mut take).deserialize(&mut input)?;
        input.end()?;
        if summary.summary == SUMMARY {
            Ok(summary)
        } else {
            let version = summary.summary;
            let said = format!("a summary of version {version}, not {SUMMARY}");
            Err(serde_json::Error::custom(said))
        }
    }
}

/// Reads a summary with its counts of steps.
struct Reader<'t>(Take<'t>);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Summary;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> std::result::Result<Summary, D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Summary;
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a summary")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<Summary, A::Error> {
        let mut rest = Rest {
            map,
            take: self.0,
            seen: false,
        };
        let summary = Summary::deserialize(MapAccessDeserializer::new(&mut rest))?;
        rest.seen
            .then_some(summary)
            .ok_or_else(|| A::Error::missing_field(TASKS))
    }
}

/// What is in a summary besides the counts of steps, which it hands on.
struct Rest<'t, A> {
    map: A,
    take: Take<'t>,
    /// Whether there were counts.
    seen: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> std::result::Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if key != TASKS {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            if std::mem::replace(&mut self.seen, true) {
                return Err(A::Error::duplicate_field(TASKS));
            }
            self.map.next_value_seed(Counts(self.take))?;
        }
        Ok(None)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> std::result::Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// Hands on the counts of steps.
struct Counts<'t>(Take<'t>);

impl<'de> DeserializeSeed<'de> for Counts<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> std::result::Result<(), D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Counts<'_> {
    type Value = ();
    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("counts of steps")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some((key, procedures)) = map.next_entry()? {
            (self.0)(TaskCount { key, procedures }).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

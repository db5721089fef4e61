//! Thousandths as whole numbers: sums of them do not depend on the order in which they are added.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Thousandths of one.
const THOUSANDTHS: f64 = 1000.0;
/// The largest whole number up to which every one is an exact `f64`, 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The most thousandths that a file may give: of so many, no sum of lines that can be read ends beyond `i128`.
const MOST: u128 = 1 << 93;

/// A number as a whole number of thousandths of its unit; as a plain number in JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Milli(pub i128);

impl Milli {
    /// The nearest number of thousandths; none for what is not finite or too large to be told exactly.
    pub fn of(value: f64) -> Option<Self> {
        let thousandths = (value * THOUSANDTHS).round();
        (thousandths.abs() <= EXACT).then_some(Self(thousandths as i128))
    }

    /// The number in its unit.
    pub fn value(self) -> f64 {
        self.0 as f64 / THOUSANDTHS
    }
}

impl std::ops::AddAssign for Milli {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::ops::Sub for Milli {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

/// A number where JSON can hold it exactly, else its digits as a text.
impl Serialize for Milli {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let whole = i64::try_from(self.0 / 1000).ok();
        match whole.filter(|_| self.0 % 1000 == 0) {
            Some(whole) => whole.serialize(out),
            None if (self.0 as f64).abs() <= EXACT => self.value().serialize(out),
            None => {
                let sign = if self.0 < 0 { "-" } else { "" };
                let size = self.0.unsigned_abs();
                out.collect_str(&format_args!("{sign}{}.{:03}", size / 1000, size % 1000))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Milli {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let milli = match Value::deserialize(input)? {
            Value::Number(number) => {
                let whole = number.as_i128().and_then(|whole| whole.checked_mul(1000));
                whole.map(Self).or_else(|| Self::of(number.as_f64()?))
            }
            Value::String(digits) => digits.split_once('.').and_then(|(whole, rest)| {
                let both = format!("{whole}{rest}").parse().ok().map(Self);
                both.filter(|_| rest.len() == 3 && rest.bytes().all(|c| c.is_ascii_digit()))
            }),
            _ => None,
        };
        let milli = milli.filter(|milli| milli.0.unsigned_abs() <= MOST);
        milli.ok_or_else(|| serde::de::Error::custom("a number of at most three decimals"))
    }
}

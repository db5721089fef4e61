//! Which procedures a portfolio has, told apart in a few bytes however many they are.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The offset of FNV-1a of 128 bits.
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
/// Its prime.
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// The sum of the hashes of ids: it does not depend on their order, and two sets of ids have the same but by a chance of
/// one in 2^128. As hexadecimal digits in JSON.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IdSum(u128);

impl IdSum {
    /// That of one id.
    pub fn of(id: &str) -> Self {
        let hash = id.bytes().fold(OFFSET, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(PRIME)
        });
        Self(hash)
    }
}

impl std::ops::Add for IdSum {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0))
    }
}

impl Serialize for IdSum {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&format_args!("{:032x}", self.0))
    }
}

impl<'de> Deserialize<'de> for IdSum {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(input)?;
        let sum = u128::from_str_radix(&digits, 16).ok();
        let sum = sum.filter(|_| digits.len() == 32);
        let sum = sum.ok_or_else(|| serde::de::Error::custom("32 hexadecimal digits"));
        sum.map(Self)
    }
}

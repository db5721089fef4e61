//! Tables that are looked up and never gone through: the order that hashing gives them is seen by nobody.
#![expect(
    clippy::disallowed_types,
    reason = "the one place for them: clippy finds where such a table is gone through"
)]

/// Values by their keys.
pub type Table<K, V> = rustc_hash::FxHashMap<K, V>;

/// Keys that are there or not.
pub type Set<K> = rustc_hash::FxHashSet<K>;

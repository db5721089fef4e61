//! Reports, one file a format.

pub mod text;

//! Pure facts about a procedure: what can be measured without judging it.
pub mod bits;
pub mod data;
pub mod figure;
pub mod markov;
pub mod quality;
pub mod regions;
pub mod relations;
pub mod soundness;
pub mod structure;
pub mod vector;

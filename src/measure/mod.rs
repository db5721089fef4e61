//! Pure facts about a procedure: what can be measured without judging it.
pub mod bits;
pub mod burden;
pub mod calendar;
pub mod cases;
pub mod complexity;
pub mod content;
pub mod convention;
pub mod counts;
pub mod critical;
pub mod data;
pub mod difference;
pub mod figure;
pub mod markov;
pub mod measures;
pub mod quality;
pub mod reach;
pub mod reconcile;
pub mod regions;
pub mod relations;
pub mod soundness;
pub mod structure;
pub mod time;
pub mod unused;
pub mod vector;
pub mod workload;

pub use convention::Convention;
pub use measures::{Measures, Row, measure};

//! One test binary for the whole suite.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop, and says what it skipped"
)]
mod cases;
mod drawn_nets;
mod golden;
mod layout;
mod measures;
mod nets;
mod procedures;
mod relations;
mod relations_laws;
mod soundness;
mod soundness_corpus;
mod structure;

//! One test binary for the whole suite.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop, and says what it skipped"
)]
mod answers;
mod approvals;
mod cases;
mod catalogue;
mod check;
mod check_forms;
mod check_units;
mod cli;
mod compare;
mod compare_matching;
mod compare_tricks;
mod corpus;
mod data_rules;
mod decisions;
mod disk;
mod disk_kill;
mod dot;
mod drawn_nets;
mod effects;
mod facts;
mod flow_rules;
mod format_bad;
mod format_docs;
mod format_fmt;
mod format_json;
mod format_schema;
mod format_sheet;
mod fuzz;
mod gallery;
mod generator;
mod glossary;
mod golden;
mod guarantees;
mod html;
mod laws;
mod layers;
mod layout;
mod limits;
mod measures;
mod messages;
mod nets;
mod never;
mod portfolio;
mod portfolio_input;
mod portfolio_out;
mod portfolio_scale;
mod portfolio_tables;
mod preconditions;
mod procedures;
mod prose;
mod reforms;
mod relations;
mod relations_laws;
mod review;
mod soundness;
mod soundness_corpus;
mod spreadsheets;
mod structure;
mod targets;
mod told_once;
mod twins;
mod waivers;

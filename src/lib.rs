//! `redtape` reads an administrative procedure as a workflow graph, finds what makes it heavy,
//! rewrites it into a simpler one that keeps every safeguard, and draws both.
pub mod compare;
pub mod context;
pub mod control;
pub mod custody;
pub mod decision;
pub mod dependence;
pub mod diff;
pub mod draw;
pub mod effect;
pub mod exchange;
pub mod fact;
pub mod finding;
pub mod generate;
pub mod graph;
pub mod guarantee;
pub mod measure;
pub mod message;
pub mod model;
pub mod portfolio;
pub mod report;
pub mod rewrites;
pub mod rules;
pub mod simplify;
pub mod source;
pub mod target;
pub mod trade;

//! `redtape` reads an administrative procedure as a workflow graph, finds what makes it heavy,
//! rewrites it into a simpler one that keeps every safeguard, and draws both.
pub mod draw;
pub mod graph;
pub mod measure;
pub mod message;
pub mod model;
pub mod source;

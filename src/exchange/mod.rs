//! Other forms in which an office may hold a procedure, one file per format.

pub mod spreadsheet;

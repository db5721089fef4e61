//! The `redtape` command.
fn main() {}

//! The `chungtay` command.
fn main() {}

//! The program `mimamori`.
fn main() {}

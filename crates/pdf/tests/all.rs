//! Every test of the crate in one program, linked once. Tidy finds a file beside this one that is not named here.

mod applications;
mod first_step;
mod joined;
mod minutes;
mod papers;
mod picture;
mod plan;
mod reading;
mod report;
#[path = "../../forms/tests/sample/mod.rs"]
mod sample;
mod tools;
mod wrapping;

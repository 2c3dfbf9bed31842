//! Every test of the crate in one program, linked once. Tidy finds a file beside this one that is not named here.

mod explain;
mod fees;
mod holidays;
mod load;

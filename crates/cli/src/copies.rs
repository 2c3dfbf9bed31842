//! 控え: sealed copies of the data, by hand and by the hour. `seal` seals and opens, `keys` keeps the test key, `payload` makes what is sealed,
//! `files` seals each attached file once, `folder` knows what lies where, `make` makes a generation, `trial` opens one, `keeper` does both in
//! its time. See `docs/adr/0013-sealed-copies.md`.

mod failed;
pub mod files;
mod folder;
mod keeper;
#[cfg(test)]
mod keeper_tests;
mod keys;
mod make;
mod payload;
pub mod postgres;
pub mod seal;
mod trial;

pub use failed::Failed;
pub use folder::CopiesFolder;
pub use keeper::Keeper;
pub use keys::recipients;
pub use payload::{Extent, sealed_payload};
pub use trial::{Plain, Throwaway, plain_copy, put};

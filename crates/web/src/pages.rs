//! The pages, one file each, in the folders of their areas.

pub mod echo;
pub mod healthz;

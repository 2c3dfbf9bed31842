//! 虐待防止: the window to call where abuse is suspected.

mod entered;
mod facility;
mod ward;
pub mod window;

pub use facility::{facility_kinds, find_facility_kinds};
pub use ward::Ward;

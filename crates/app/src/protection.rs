//! 虐待の窓口: whom to call where abuse is suspected.

mod find_window;

pub use find_window::{Chosen, Windows, WindowsText, find_window, place_of_client};

//! The board and the six steps as pages: the whole month of one client without a browser, mistakes at their fields,
//! two people at one form.

#[path = "monitoring/board.rs"]
mod board;
#[path = "monitoring/drafts.rs"]
mod drafts;
#[path = "monitoring/forms.rs"]
mod forms;
#[path = "monitoring/people.rs"]
mod people;
#[path = "monitoring/refusals.rs"]
mod refusals;
use super::site;
#[path = "monitoring/walk.rs"]
mod walk;

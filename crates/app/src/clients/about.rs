//! 利用者について: what is recorded of a client beside the registration, a kind a form, as a stream of dated facts.

mod care;
mod page;
mod record;
mod self_plan_turn;

mod contract;
mod disability;
mod doctors;
mod emergency;
mod family;
mod grounds;
mod plan_request;
mod telling;

pub use page::{AboutHistory, AboutPage, AboutSection, about_client, about_section};
pub use record::{record_about, withdraw_about};
pub use self_plan_turn::turn_self_plan;

//! 利用者について: what is recorded of a client beside the registration, a kind a form, as a stream of dated facts.

mod care;
mod in_charge;
mod page;
mod record;
mod self_plan_turn;

mod contract;
mod disability;
mod doctors;
mod emergency;
mod family;
mod grounds;
mod incident;
mod insurance;
mod life_event;
mod office_change;
mod plan_request;
mod telling;

pub use incident::{IncidentPage, IncidentView, incidents, record_incident, settle_incident, withdraw_incident};
pub use life_event::{
    AnswerView, EventView, LifeEventPage, answer_life_event, life_events, record_life_event, withdraw_life_event,
};
pub(crate) use life_event::{answer_by_case, keep_event_tasks};
pub(crate) use office_change::open as open_of_office_change;
pub use page::{AboutHistory, AboutPage, AboutSection, about_client, about_section};
pub use record::{record_about, withdraw_about};
pub use self_plan_turn::turn_self_plan;

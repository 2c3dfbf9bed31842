//! 利用者: list, find, create, change, end.

pub mod about;
mod client_text;
mod contacts;
mod create_client;
mod end_client;
mod find_client;
mod for_others;
mod keep_client;
mod list_clients;
mod plan_card;
mod reading;
mod self_plan_text;
mod timeline;
mod turning_points;
mod update_client;
mod used_amounts;
mod visit_start;

pub use client_text::{ClientIdentity, ClientText};
pub use contacts::{
    ContactEntry, ContactRecorded, ContactView, contact_view, record_contact, restore_contact, withdraw_contact,
};
pub use create_client::{CreatedClient, create_client, same_person};
pub(crate) use end_client::end_day;
pub use end_client::{EndText, end_client};
pub use find_client::{
    CertificateCard, ClientPage, ClientToEdit, ServiceMonths, Standing, client_to_edit, find_client, own_specialist,
    specialists_to_choose,
};
pub(crate) use for_others::{for_others, sees_whole, shown};
pub(crate) use keep_client::keep_client;
pub use list_clients::{ClientList, ListText, ListedClient, PAGE_LINES, list_clients};
pub use plan_card::{PlanCard, PlanProvider};
pub(crate) use reading::READING;
pub use self_plan_text::SelfPlanText;
pub use timeline::{Recorded, TimelineEntry, TimelineFilter, TimelineKind, timeline};
pub use turning_points::{TurningLine, TurningList, list_turning_points};
pub use update_client::update_client;
pub(crate) use used_amounts::record_told;
pub use used_amounts::{
    ToldAmount, UsedCell, UsedColumn, UsedHistory, UsedPage, UsedRow, record_used_amounts, used_amounts,
};
pub use visit_start::{VisitStart, visit_start};

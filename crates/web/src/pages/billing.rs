//! 請求: the months, the page of a month, its forms and files.

pub mod file;
pub mod forms;
pub mod list;
pub mod month;
pub mod plan_question;

use domain::{
    billing::claimable::{Obstacle, Way},
    client::AboutKind,
    id::ClientId,
};

use crate::at;

/// The address of what would remove an obstacle, where there is one.
pub fn way(obstacle: &Obstacle, client: ClientId) -> Option<String> {
    obstacle.way.map(|way| match way {
        Way::Step(round, step) => at::step(round, step),
        Way::CarryOver(round) => at::carry_over(round),
        Way::Plan(certificate) => format!("/certificates/{certificate}/plan"),
        Way::Case(case, part) => at::case_part(case, part),
        Way::Certificate(certificate) => at::certificate(certificate),
        Way::NewCertificate => at::new_certificate(client),
        Way::Client => at::client_edit(client),
        Way::OfficeChange => at::about(client, AboutKind::ToOffice),
        Way::Office => "/settings/office".to_owned(),
    })
}

//! 請求: the months, the page of a month, its forms and files.

pub mod file;
pub mod forms;
pub mod list;
pub mod month;
pub mod plan_question;

use domain::{
    billing::claimable::{Obstacle, Way},
    id::ClientId,
};

/// The address of what would remove an obstacle, where there is one.
pub fn way(obstacle: &Obstacle, client: ClientId) -> Option<String> {
    obstacle.way.map(|way| match way {
        Way::Step(round, step) => format!("/monitoring/{round}/{}", step.word()),
        Way::CarryOver(round) => format!("/monitoring/{round}/carry-over"),
        Way::Plan(certificate) => format!("/certificates/{certificate}/plan"),
        Way::Certificate(certificate) => format!("/certificates/{certificate}"),
        Way::NewCertificate => format!("/clients/{client}/certificates/new"),
        Way::Client => format!("/clients/{client}/edit"),
        Way::Office => "/settings/office".to_owned(),
    })
}

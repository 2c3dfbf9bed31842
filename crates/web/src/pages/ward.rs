//! `/ward`: where somebody of a 区役所・支所 begins.

use app::Ward;
use askama::Template;

use crate::{Layout, PageResult, Session, show};

#[derive(Template)]
#[template(path = "ward.html")]
struct WardPage {
    layout: Layout,
}

/// `GET /ward`.
pub async fn open(session: Session<Ward>) -> PageResult {
    Ok(show(&WardPage { layout: Layout::new(&session, "受付") }))
}

//! 漏えい等のおそれ: while one is declared, the routes that let what is of many clients leave the office are shut. Which those
//! are, the table of routes says (`leaving_the_office()`); the commands are listed in [`app::breach::FROZEN_COMMANDS`].

use app::{Actor, breach};
use axum::response::{IntoResponse as _, Response};

use crate::{AppState, PageError, Session};

/// Refuses while the route is shut; none where it is open.
pub(crate) async fn check(state: &AppState, session: &Session<Actor>) -> Option<Response> {
    let Actor::Staff(staff) = session.actor() else { return None };
    let office = staff.office;
    match state.db.read(move |tx| breach::is_frozen(tx, office)).await {
        Ok(false) => None,
        Ok(true) => Some((axum::Extension(session.clone()), PageError::Frozen).into_response()),
        // Nobody knows whether it is shut: then it is.
        Err(fault) => Some(PageError::from(fault).into_response()),
    }
}

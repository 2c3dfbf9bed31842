//! The screens: axum routes, pages, templates and the files a browser loads. Decides nothing and writes no SQL.

pub mod access;
mod assets;
pub mod at;
pub mod components;
mod compression;
mod form;
mod frozen;
mod guard;
mod hashing;
mod headers;
mod hosts;
mod lapsed;
mod layout;
pub mod looks;
pub mod opening;
mod organisation_mark;
mod page_error;
pub mod pages;
mod panics;
mod path_id;
mod patience;
mod place;
mod proof;
pub mod routes;
mod seal;
mod sent_form;
mod serve;
mod session;
mod state;
pub mod time;
mod way_back;

pub use form::{Conflict, ConflictRow, Form, Trouble};
pub use hosts::Hosts;
pub use layout::{
    Layout, MenuItem, Shown, render, see_other, see_other_with, show, show_again, show_conflict, show_crowded,
    show_unsaved,
};
pub use page_error::{PageError, PageResult};
pub use panics::log_places_only;
pub use path_id::{PathId, PathIds};
pub use patience::Patience;
pub use serve::{Caps, ClientAddress, Door, serve};
pub use session::{Flash, FromActor, Session};
pub use state::AppState;

use app::limits;
use axum::{Extension, Router, extract::DefaultBodyLimit, middleware};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};

/// The whole application.
pub fn router(state: AppState) -> Router {
    patient_router(state, Patience::default())
}

/// The whole application, with other times for a request.
pub fn patient_router(state: AppState, patience: Patience) -> Router {
    let mut router = Router::new();
    for route in routes::table() {
        router = router.merge(route.into_router(&state));
    }
    let router = router.fallback(guard::not_found).method_not_allowed_fallback(guard::method_not_allowed);
    framed(router, state, patience)
}

/// Routes in what every answer goes through; the last line is the first to see a request.
fn framed(router: Router<AppState>, state: AppState, patience: Patience) -> Router {
    router
        .layer(Extension(app::transfer::Imports::default()))
        .layer(Extension(app::accounts::Ceremonies::default()))
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(CatchPanicLayer::custom(panics::caught))
        .layer(middleware::from_fn_with_state(patience, patience::keep))
        .layer(CsrfLayer::new().with_rejection_response(page_error::cross_site))
        .layer(middleware::from_fn_with_state(state.clone(), hosts::check))
        .layer(middleware::from_fn_with_state(state.clone(), page_error::dress))
        .layer(middleware::from_fn(organisation_mark::write))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .layer(compression::layer())
        .layer(middleware::from_fn(compression::only_for_own_pages))
        .with_state(state)
}

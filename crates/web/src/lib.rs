//! The screens: axum routes, pages, templates and the files a browser loads. Decides nothing and writes no SQL.

mod assets;
pub mod components;
mod form;
mod guard;
mod headers;
mod layout;
mod page_error;
pub mod pages;
mod path_id;
pub mod routes;
mod serve;
mod session;
mod state;
pub mod time;

pub use form::{Conflict, ConflictRow, Form};
pub use layout::{Layout, MenuItem, render, see_other, see_other_with, show, show_again, show_conflict};
pub use page_error::{PageError, PageResult};
pub use path_id::PathId;
pub use serve::serve;
pub use session::{Flash, Session};
pub use state::AppState;

use axum::{Extension, Router, extract::DefaultBodyLimit, middleware};
use tower_http::csrf::CsrfLayer;

/// Bytes of a request body above which the answer is 413.
pub const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The whole application.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for route in routes::table() {
        router = router.merge(route.into_router(&state));
    }
    router
        .fallback(guard::not_found)
        .method_not_allowed_fallback(guard::method_not_allowed)
        .layer(Extension(app::transfer::Imports::default()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CsrfLayer::new().with_rejection_response(page_error::cross_site))
        .layer(middleware::from_fn_with_state(state.clone(), page_error::dress))
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .with_state(state)
}

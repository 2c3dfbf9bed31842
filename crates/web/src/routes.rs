//! The one table of routes: method, path, right needed, handler.

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    routing::{self, MethodRouter},
};
use domain::office::Right;

use crate::{AppState, assets, guard, pages};

/// Every route of the application. The tests walk through it with every role.
pub fn table() -> Vec<Route> {
    use Access::{Public, SignedIn};
    use Right::*;
    vec![
        // Frame
        get("/static/{version}/{file}", Public, assets::serve),
        get("/healthz", Public, pages::healthz::show),
        post("/echo/date/{field}", SignedIn(Read), pages::echo::date),
    ]
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, without signing in.
    Public,
    /// Whoever is signed in and has the right.
    SignedIn(Right),
}

/// A line of the table.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with its parameters, as axum writes them.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: MethodRouter<AppState>,
}

impl Route {
    /// The route with the guard before it.
    pub(crate) fn into_router(self, state: &AppState) -> Router<AppState> {
        let (state, access) = (state.clone(), self.access);
        let before = move |request: Request, next: Next| guard::check(state.clone(), access, request, next);
        Router::new().route(self.path, self.handler.layer(middleware::from_fn(before)))
    }
}

fn get<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, handler: routing::get(handler) }
}

fn post<H: Handler<T, AppState>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, handler: routing::post(handler) }
}

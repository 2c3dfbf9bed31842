//! A panic becomes the page for faults, with its number. What a panic says can hold what somebody typed, so its words
//! are told nowhere: the log gets the place in the code.

use std::{any::Any, cell::RefCell};

use axum::response::{IntoResponse as _, Response};

use crate::PageError;

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on a panic of this process is logged by its place alone. For the program that serves; called once.
pub fn log_places_only() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        let thread = std::thread::current().name().unwrap_or("").to_owned();
        tracing::error!(%place, %thread, "a panic");
        PLACE.set(place);
    }));
}

/// The answer to a request whose handler panicked. It is caught on the thread that panicked.
pub(crate) fn caught(_words: Box<dyn Any + Send>) -> Response {
    PageError::Fault(format!("panic at {}", PLACE.take())).into_response()
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::{Body, to_bytes},
        extract::State,
        http::{Request, StatusCode},
        routing::get,
    };
    use store::StoreError;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{AppState, Patience, layout};

    #[derive(askama::Template)]
    #[template(source = "{{ self.letter() }}", ext = "html")]
    struct Broken;

    impl Broken {
        fn letter(&self) -> char {
            "花子".chars().nth(7).unwrap()
        }
    }

    async fn in_a_lane(State(state): State<AppState>) -> Result<Response, PageError> {
        state.db.read(|_| -> Result<Response, StoreError> { panic!("川崎 花子") }).await.map_err(PageError::from)
    }

    async fn in_the_handler() -> Response {
        panic!("川崎 花子")
    }

    async fn in_the_template() -> Response {
        layout::show(&Broken)
    }

    async fn in_a_hash(State(state): State<AppState>) -> Result<Response, PageError> {
        state.hashing.run(|| panic!("川崎 花子")).await
    }

    #[tokio::test]
    async fn a_panic_anywhere_is_the_page_with_its_number_and_the_server_goes_on() {
        let app = testkit::TestApp::new();
        let law = law::LawBook::embedded().unwrap();
        let state = AppState::new(app.db.clone(), law, app.outside.clone(), false);
        let routes = Router::new()
            .route("/handler", get(in_the_handler))
            .route("/template", get(in_the_template))
            .route("/lane", get(in_a_lane))
            .route("/hash", get(in_a_hash))
            .route("/well", get(async || "well"));
        let router = crate::framed(routes, state, Patience::default());
        for path in ["/handler", "/template", "/lane", "/hash"] {
            let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let page = String::from_utf8_lossy(&body);
            assert!(page.contains("エラーが起きました") && page.contains("01920000-0000-7000-8000-"), "{path}: {page}");
            assert!(!page.contains("花子"), "{path}: {page}");
            let well = router.clone().oneshot(Request::get("/well").body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(well.status(), StatusCode::OK);
        }
    }
}

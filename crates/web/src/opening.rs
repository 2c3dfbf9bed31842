//! 担当外の閲覧: before any route behind which a client stands, whoever is not in charge says why, where the office asks for it. Which
//! routes those are, the table of routes says by the names in its paths. A page that was asked for is opened afterwards; a form that
//! was sent is kept on the page that asks, and sent from there.

use app::{Actor, Staff, limits, openings};
use askama::Template;
use axum::{
    RequestExt as _,
    body::{Body, to_bytes},
    extract::{FromRequest as _, RawPathParams, Request},
    http::{Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::id::ClientId;
use store::openings::OfClient;

use crate::{AppState, Form, Layout, PageError, Session, at, form::pairs_of, layout::render, proof::Kept, way_back};

/// What of a client stands behind a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// 利用者.
    Client,
    /// 受給者証.
    Certificate,
    /// 計画.
    Case,
    /// モニタリングの回.
    Round,
    /// 添付.
    Attachment,
    /// The client that the form names, in its field `client`.
    ClientInForm,
}

/// The names in a path, each with what it is of a client.
const NAMES: [(&str, Behind); 5] = [
    ("client", Behind::Client),
    ("certificate", Behind::Certificate),
    ("planning", Behind::Case),
    ("round", Behind::Round),
    ("attachment", Behind::Attachment),
];

impl Behind {
    /// What stands behind a path as the table of routes writes it; none for lists and for what is of no client.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let named = |name: &str| path.split('/').any(|part| part.strip_prefix('{') == Some(&format!("{name}}}")));
        NAMES.into_iter().find(|(name, _)| named(name)).map(|(_, behind)| behind)
    }

    /// The thing itself, read as the handler reads it; none where it cannot be read.
    fn thing(self, text: &str) -> Option<OfClient> {
        match self {
            Self::Client | Self::ClientInForm => text.parse().ok().map(OfClient::Client),
            Self::Certificate => text.parse().ok().map(OfClient::Certificate),
            Self::Case => text.parse().ok().map(OfClient::Case),
            Self::Round => text.parse().ok().map(OfClient::Round),
            Self::Attachment => text.parse().ok().map(OfClient::Attachment),
        }
    }
}

/// The request where it may go on, else the answer that asks for the reason.
pub(crate) async fn check(
    state: &AppState,
    session: &Session<Actor>,
    behind: Option<Behind>,
    mut request: Request,
) -> Result<Request, Response> {
    let (Some(behind), Some(staff)) = (behind, session.of::<Staff>()) else { return Ok(request) };
    if !session.signed_in().asks_reason {
        return Ok(request);
    }
    let text = match behind {
        Behind::ClientInForm => {
            let (whole, client) = client_in_form(request).await?;
            request = whole;
            client
        }
        _ => in_path(&mut request, behind).await,
    };
    let Some(of) = text.and_then(|text| behind.thing(&text)) else { return Ok(request) };
    match state.read(&staff, move |cx| openings::shut(cx, of)).await {
        Ok(None) => Ok(request),
        Ok(Some(client)) => Err(ask(state, session, &staff, client, request).await),
        Err(refusal) => Err(PageError::from(refusal).into_response()),
    }
}

async fn in_path(request: &mut Request, behind: Behind) -> Option<String> {
    let params = request.extract_parts::<RawPathParams>().await.ok()?;
    let (name, _) = NAMES.into_iter().find(|(_, it)| *it == behind)?;
    params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// The same request, and the client that its form names.
async fn client_in_form(request: Request) -> Result<(Request, Option<String>), Response> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, limits::BODY_BYTES).await.map_err(|_| PageError::TooLarge.into_response())?;
    let fields = pairs_of(&bytes).unwrap_or_default();
    let client = fields.into_iter().find(|(name, _)| name == "client").map(|(_, value)| value);
    Ok((Request::from_parts(parts, Body::from(bytes)), client))
}

#[derive(Template)]
#[template(path = "clients/opening.html")]
pub(crate) struct OpeningPage {
    layout: Layout,
    form: Form,
    client: ClientId,
    who: openings::ToOpen,
    kept: Option<Kept>,
}

impl OpeningPage {
    pub(crate) async fn new(
        state: &AppState,
        session: &Session,
        client: ClientId,
        form: Form,
        kept: Option<Kept>,
    ) -> Result<Self, PageError> {
        let who = state.read(session, move |cx| openings::to_open(cx, client)).await?;
        Ok(Self { layout: Layout::new(session, "担当外の閲覧"), form, client, who, kept })
    }
}

/// The answer to somebody who has to say first why.
async fn ask(
    state: &AppState,
    session: &Session<Actor>,
    staff: &Session,
    client: ClientId,
    mut request: Request,
) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A file cannot be kept on a page: it is chosen anew on the page where it was.
    if request.method() == Method::GET || kind.starts_with("multipart/") {
        return way_back::note(way_back::asked(&request).as_deref(), crate::see_other(at::opening(client)));
    }
    request.extensions_mut().insert(session.clone());
    let to = request.uri().path().to_owned();
    let sent = match Form::from_request(request, state).await {
        Ok(form) => form,
        Err(error) => return error.into_response(),
    };
    let kept = Kept::sent(to, &sent);
    match OpeningPage::new(state, staff, client, Form::blank(state), Some(kept)).await {
        Ok(page) => {
            let mut response = render(StatusCode::PRECONDITION_REQUIRED, &page);
            response.extensions_mut().insert(session.clone());
            response
        }
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_stands_behind_it() {
        assert_eq!(Behind::of("/clients/{client}/edit"), Some(Behind::Client));
        assert_eq!(Behind::of("/planning/{planning}/plan.pdf"), Some(Behind::Case));
        assert_eq!(Behind::of("/clients"), None);
        assert_eq!(Behind::of("/clients/import/{import}"), None);
    }
}

//! 本人の確認: what matters most (who may sign in, second factors, exports) asks anew who one is, unless that was proved within
//! the last minutes. A page that was asked for is opened afterwards; a form that was sent is kept on the page that asks, and
//! sent from there.

use app::{
    Actor, Acts as _, Member,
    accounts::{self, Ways},
};
use askama::Template;
use axum::{
    extract::{FromRequest as _, Request},
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};

use crate::{AppState, Form, Layout, PageError, Session, hosts::Here, layout::render, routes, way_back};

/// Where it is proved.
pub(crate) const PLACE: &str = "/proof";
/// The field that says where a kept form goes.
pub(crate) const TO: &str = "_to";

/// A form that waits for what is asked first: the proof, or the reason of an opening.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// Where it goes.
    pub(crate) to: String,
    /// Its fields as they were sent.
    pub(crate) fields: Vec<(String, String)>,
}

impl Kept {
    /// The form that a page carries which asks for something first; none where it goes to no form that asks for that.
    pub(crate) fn of(form: &Form, asks: impl Fn(&routes::Route) -> bool) -> Option<Self> {
        let to = form.value(TO).to_owned();
        let forms = routes::table().into_iter().filter(|route| route.method == Method::POST && asks(route));
        let known = forms.into_iter().any(|route| way_back::is_of(route.path, &to));
        known.then(|| Self { to, fields: kept_fields(form) })
    }

    /// A form that was sent there and waits.
    pub(crate) fn sent(to: String, form: &Form) -> Self {
        Self { to, fields: kept_fields(form) }
    }
}

/// What was sent, but for what belongs to the page that asks and to the frame.
fn kept_fields(form: &Form) -> Vec<(String, String)> {
    let own = [TO, "_organisation", "proof_password", "proof_code", "proof_passkey", "opening_reason", "_operation"];
    let mut fields: Vec<(String, String)> = form
        .fields()
        .filter(|(name, _)| !own.contains(name))
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    fields.push(("_operation".to_owned(), form.operation().to_string()));
    fields
}

#[derive(Template)]
#[template(path = "accounts/proof.html")]
pub(crate) struct ProofPage {
    layout: Layout,
    form: Form,
    ways: Ways,
    kept: Option<Kept>,
}

impl ProofPage {
    pub(crate) async fn new(
        state: &AppState,
        session: &Session<Member>,
        here: &Here,
        form: Form,
        kept: Option<Kept>,
    ) -> Result<Self, PageError> {
        let (user, host) = (session.actor().user(), here.name());
        let ways = state.db.read(move |tx| accounts::ways(tx, user, host.as_ref())).await?;
        Ok(Self { layout: Layout::new(session, "本人の確認"), form, ways, kept })
    }
}

/// The answer to somebody who has to prove first who it is.
pub(crate) async fn ask(state: &AppState, session: &Session<Actor>, mut request: Request) -> Response {
    if request.method() == Method::GET {
        return way_back::note(way_back::asked(&request).as_deref(), crate::see_other(PLACE));
    }
    let Some(member) = session.of::<Member>() else { return PageError::Forbidden.into_response() };
    request.extensions_mut().insert(session.clone());
    let (to, here) = (request.uri().path().to_owned(), Here::of(state, request.headers()));
    let sent = match Form::from_request(request, state).await {
        Ok(form) => form,
        Err(error) => return error.into_response(),
    };
    let kept = Kept::sent(to, &sent);
    match ProofPage::new(state, &member, &here, Form::blank(state), Some(kept)).await {
        Ok(page) => {
            let mut response = render(StatusCode::PRECONDITION_REQUIRED, &page);
            response.extensions_mut().insert(session.clone());
            response
        }
        Err(error) => error.into_response(),
    }
}

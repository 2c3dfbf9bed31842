//! 下見: the months of what is being typed. A part of the page for htmx, the whole page without JavaScript.

use app::certificates::{find_certificate, new_certificate, preview_certificate};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use domain::id::{CertificateId, ClientId};

use super::{
    Act,
    fields::{self, Choices},
    of_case::typed_for,
    page,
    preview_view::{PreviewView, Questions},
};
use crate::{AppState, Form, PageError, PageResult, Session, show};

#[derive(Template)]
#[template(path = "certificates/part.html")]
struct Part {
    form: Form,
    choices: Choices,
    preview: PreviewView,
    questions: Questions,
}

/// Saves nothing.
pub async fn preview(
    State(state): State<AppState>,
    session: Session,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    // 「この案を入れる」: what the standard suggests stands in the form from then on, as if it had been typed.
    let taken = form.value("take").to_owned();
    if !taken.is_empty() {
        form.set("proposed_interval", taken);
    }
    let client: ClientId = form.value("client").parse().map_err(|_| PageError::NotFound)?;
    let typed = fields::typed(&form);
    let certificate: Option<CertificateId> = form.value("certificate").parse().ok();
    let act = match certificate {
        None => Act::New,
        Some(id) if form.value("act") == "change" => Act::Change(id),
        Some(id) => Act::Correct(id),
    };
    let typed_for = typed_for(&form, act);
    let preview = state.read(&session, move |cx| preview_certificate(cx, client, typed_for, &typed)).await?;
    if headers.contains_key("hx-request") {
        // The part has no field of a provider.
        let choices = Choices::new(app::law_book()?, &[]);
        let questions = Questions::new(&preview, &form, &choices, client);
        return Ok(show(&Part { preview: PreviewView::new(&preview)?, questions, choices, form }));
    }
    for reason in preview.reasons {
        form.error(reason.field, reason.sentence);
    }
    let start = match certificate {
        Some(id) => state.read(&session, move |cx| find_certificate(cx, id)).await?,
        None => state.read(&session, move |cx| new_certificate(cx, client)).await?,
    };
    if start.client.id != client {
        return Err(PageError::NotFound);
    }
    Ok(show(&page(&state, &session, form, start.client, act).await?))
}

//! 下見: the months of what is being typed. A part of the page for htmx, the whole page without JavaScript.

use app::certificates::{find_certificate, new_certificate, preview_certificate};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use domain::id::{CertificateId, ClientId};

use super::{fields, page, preview_view::PreviewView};
use crate::{AppState, Form, PageError, PageResult, Session, show};

#[derive(Template)]
#[template(path = "certificates/preview.html")]
struct Part {
    preview: PreviewView,
}

/// Saves nothing.
pub async fn preview(
    State(state): State<AppState>,
    session: Session,
    headers: HeaderMap,
    mut form: Form,
) -> PageResult {
    let client: ClientId = form.value("client").parse().map_err(|_| PageError::NotFound)?;
    let typed = fields::typed(&form);
    let preview = state.read(&session, move |cx| preview_certificate(cx, client, &typed)).await?;
    if headers.contains_key("hx-request") {
        return Ok(show(&Part { preview: PreviewView::new(&preview)? }));
    }
    for reason in preview.reasons {
        form.error(reason.field, reason.sentence);
    }
    let certificate: Option<CertificateId> = form.value("certificate").parse().ok();
    let start = match certificate {
        Some(id) => state.read(&session, move |cx| find_certificate(cx, id)).await?,
        None => state.read(&session, move |cx| new_certificate(cx, client)).await?,
    };
    if start.client.id != client {
        return Err(PageError::NotFound);
    }
    Ok(show(&page(&state, &session, form, start.client, certificate).await?))
}

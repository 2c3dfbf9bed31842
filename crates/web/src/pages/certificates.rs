//! 受給者証: register, show and correct, with a live preview of the months.

mod fields;
pub mod new;
pub mod preview;
mod preview_view;
pub mod show;

use askama::Template;
use domain::{client::Client, id::CertificateId, office::Right};

use crate::{AppState, Form, Layout, PageError, Session};
use fields::{Choices, GrantRow, PhaseRow};
use preview_view::{PreviewView, Questions};

/// The form with its preview: one template for a new certificate and for one that is there.
#[derive(Template)]
#[template(path = "certificates/certificate.html")]
struct FormPage {
    layout: Layout,
    form: Form,
    client: Client,
    certificate: Option<CertificateId>,
    choices: Choices,
    grants: Vec<GrantRow>,
    phases: Vec<PhaseRow>,
    preview: PreviewView,
    questions: Questions,
    may_edit: bool,
}

impl FormPage {
    fn action(&self) -> String {
        match self.certificate {
            Some(id) => format!("/certificates/{id}"),
            None => format!("/clients/{}/certificates", self.client.id),
        }
    }
}

/// The page for a form, typed or stored.
async fn page(
    state: &AppState,
    session: &Session,
    form: Form,
    client: Client,
    certificate: Option<CertificateId>,
) -> Result<FormPage, PageError> {
    let typed = fields::typed(&form);
    let of = client.id;
    let asked = typed.clone();
    let preview = state.read(session, move |cx| app::certificates::preview_certificate(cx, of, &asked)).await?;
    let choices = Choices::new(app::law_book()?);
    let title = if certificate.is_some() { "受給者証" } else { "受給者証の登録" };
    Ok(FormPage {
        layout: Layout::new(session, title),
        questions: Questions::new(&preview, &form, &choices),
        choices,
        grants: GrantRow::rows(typed.grants.len()),
        phases: PhaseRow::rows(typed.phases.len()),
        preview: PreviewView::new(&preview)?,
        may_edit: session.may(Right::EditClients),
        form,
        client,
        certificate,
    })
}

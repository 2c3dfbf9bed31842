//! `/deletions/{deletion}`: a proposal that waits for the second person, or the certificate of what was deleted.

use app::{
    Reason, Refusal,
    retention::{
        CertificateLine, DeletionPage, certificate_form, certificate_lines, confirm_deletion, deletion_page,
        withdraw_deletion,
    },
};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::{id::DeletionId, office::Right};
use store::deletions::Signed;

use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, at, pages::paper::drawn, see_other_with, show,
    show_again, time,
};

#[derive(Template)]
#[template(path = "deletion.html")]
struct Page {
    layout: Layout,
    page: DeletionPage,
    form: Form,
    lines: Vec<CertificateLine>,
    total: i64,
    last_service: String,
    kept_until: String,
    proposed: String,
    withdrawn: String,
    confirmed: String,
    again: String,
    holds: Vec<String>,
    may_edit: bool,
}

fn stamped(by: Option<&Signed>) -> String {
    by.map(|by| time::stamped(&by.name, &by.at)).unwrap_or_default()
}

impl Page {
    fn new(session: &Session, page: DeletionPage, form: Form) -> Self {
        let of = &page.deletion;
        let title = if of.sha256.is_some() { "削除証明書" } else { "削除の提案" };
        Self {
            layout: Layout::new(session, title),
            lines: certificate_lines(&page.counts),
            total: page.counts.iter().map(|(_, count)| count).sum(),
            last_service: of.last_service.map(wareki::long).unwrap_or_default(),
            kept_until: of.kept_until.map(wareki::long).unwrap_or_default(),
            proposed: stamped(Some(&of.proposed)),
            withdrawn: stamped(of.withdrawn.as_ref()),
            confirmed: stamped(of.confirmed.as_ref()),
            again: of.again_at.as_deref().map(time::moment).unwrap_or_default(),
            holds: page.retention.as_ref().map(app::retention::holds_of).unwrap_or_default(),
            may_edit: session.may(Right::EditClients),
            form,
            page,
        }
    }
}

async fn load(state: &AppState, session: &Session, id: DeletionId) -> Result<DeletionPage, crate::PageError> {
    Ok(state.read(session, move |cx| deletion_page(cx, id)).await?)
}

/// The page.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<DeletionId>) -> PageResult {
    let page = load(&state, &session, id).await?;
    Ok(show(&Page::new(&session, page, Form::blank(&state))))
}

/// Deletes, as the second person.
pub async fn confirm(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<DeletionId>,
    mut form: Form,
) -> PageResult {
    let seen = form.value("seen").to_owned();
    if form.value("sure") != "yes" {
        form.refuse(Refusal::Refused(vec![Reason::at("sure", "内容を確かめたら、チェックを入れてください。")]))?;
    } else {
        match state.write(&session, form.operation(), move |cx| confirm_deletion(cx, id, &seen)).await {
            Ok(()) => return Ok(see_other_with(Flash::Saved, at::deletion(id))),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    let page = load(&state, &session, id).await?;
    Ok(show_again(&Page::new(&session, page, form)))
}

/// Takes the proposal back.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<DeletionId>,
    mut form: Form,
) -> PageResult {
    match state.write(&session, form.operation(), move |cx| withdraw_deletion(cx, id)).await {
        Ok(()) => return Ok(see_other_with(Flash::Saved, at::deletion(id))),
        Err(refusal) => form.refuse(refusal)?,
    }
    let page = load(&state, &session, id).await?;
    Ok(show_again(&Page::new(&session, page, form)))
}

/// 削除証明書.
pub async fn certificate(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<DeletionId>,
) -> PageResult {
    let filled = state.read(&session, move |cx| certificate_form(cx, id)).await?;
    drawn(&state, &session, filled).await
}

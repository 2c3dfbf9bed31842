//! `GET /planning/{planning}`: the whole case with its five lamps, and giving it up.

use app::planning::{CaseEntry, end_case};
use askama::Template;
use axum::extract::State;
use domain::{
    id::CaseId,
    planning::{CaseEnd, CaseFactKind},
    text,
};

use super::{frame::Frame, p1_coverage::Answer};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at,
    form::names::CaseEndField,
    pages::step::{StepFrame, entry, refuse},
    see_other_with, show as page, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "planning/case.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// The law's answer, where somebody has to look at it.
    covered: Option<Answer>,
}

async fn around(state: &AppState, session: &Session, id: CaseId, form: Option<Form>) -> Result<Page, PageError> {
    let frame = Frame::load(state, session, id, None).await?;
    let form = form.unwrap_or_else(|| Form::blank(state).with_version(frame.version()));
    let covered = Answer::of(state.law, &frame).filter(|answer| answer.attention);
    Ok(Page { layout: frame.layout(session), frame, form, covered })
}

/// The page.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<CaseId>) -> PageResult {
    Ok(page(&around(&state, &session, id, None).await?))
}

/// 取りやめ.
pub async fn end(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    mut form: Form,
) -> PageResult {
    let date = form.required_date(CaseEndField::EndedOn.name(), "取りやめた日");
    if let Some(date) = date {
        let entry: CaseEntry = entry::<Frame>(id, &form);
        let end = CaseEnd { date, reason: text::paragraph(form.value(CaseEndField::Reason.name())) };
        match state.write(&session, form.operation(), move |cx| end_case(cx, entry, end)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, at::case(id))),
            Err(refusal) => {
                let kind = CaseFactKind::Ended.word();
                refuse::<Frame>(&state, &session, &mut form, (id, None, kind), refusal).await?;
            }
        }
    }
    let conflict = form.conflict().is_some();
    let shown = around(&state, &session, id, Some(form)).await?;
    Ok(if conflict { show_conflict(&shown) } else { show_again(&shown) })
}

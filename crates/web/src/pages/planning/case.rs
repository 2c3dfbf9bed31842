//! `GET /planning/{planning}`: the whole case with its five lamps, and giving it up.

use app::planning::{CaseEntry, end_case, renewal_guide, undo_import};
use askama::Template;
use axum::extract::State;
use domain::{
    id::CaseId,
    planning::{CaseEnd, CaseFactKind, CaseKind},
    text,
};

use super::{
    frame::Frame,
    guide::{self, Guide},
    p1_coverage::told,
    paper_list::{PaperLine, papers},
    side::Answer,
};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at,
    form::names::CaseEndField,
    pages::{
        clients::telling_words,
        step::{StepFrame, against, entry, refuse},
    },
    see_other_with, show as page, show_unsaved,
};

#[derive(Template)]
#[template(path = "planning/case.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    /// 伝え方, in words.
    telling: String,
    /// 書類.
    papers: Vec<PaperLine>,
    /// The law's answer, where somebody has to look at it.
    covered: Option<Answer>,
    /// 変更の手順, 更新の進め方; none for the other kinds.
    guide: Option<Guide>,
    /// The page of 支給量の利用実績, for a renewal; a change has it in its guide.
    used_href: String,
}

impl Page {
    async fn new(state: &AppState, session: &Session, frame: Frame, form: Form) -> Result<Self, PageError> {
        let id = frame.view.case.id;
        let covered = told(state.law, &frame).filter(|answer| answer.attention);
        let renews = frame.view.case.kind == CaseKind::Renewal;
        let used_href = if renews { at::used_amounts(frame.view.case.client) } else { String::new() };
        let renewal = state.read(session, move |cx| renewal_guide(cx, id)).await?;
        Ok(Self {
            layout: frame.layout(session),
            papers: papers(&frame),
            guide: guide::of(&frame, renewal.as_ref()),
            used_href,
            telling: telling_words(&frame.view.telling),
            frame,
            form,
            covered,
        })
    }
}

/// The page.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<CaseId>) -> PageResult {
    let frame = Frame::load(&state, &session, id, None).await?;
    let form = Form::blank(&state).with_version(frame.version());
    Ok(page(&Page::new(&state, &session, frame, form).await?))
}

/// 取りやめ.
pub async fn end(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    mut form: Form,
) -> PageResult {
    let mut saved_by = None;
    let date = form.required_date(CaseEndField::EndedOn.name(), "取りやめた日");
    if let Some(date) = date {
        let entry: CaseEntry = entry::<Frame>(id, &form);
        let end = CaseEnd { date, reason: text::paragraph(form.value(CaseEndField::Reason.name())) };
        match state.write(&session, form.operation(), move |cx| end_case(cx, entry, end)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, at::case(id))),
            Err(refusal) => saved_by = refuse(&mut form, refusal)?,
        }
    }
    let frame = Frame::load(&state, &session, id, None).await?;
    if let Some(by) = &saved_by {
        against(&state, &frame, &mut form, CaseFactKind::Ended.word(), by);
    }
    Ok(show_unsaved(&Page::new(&state, &session, frame, form).await?, saved_by.is_some()))
}

/// 取り込みの取消.
pub async fn undo(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CaseId>,
    mut form: Form,
) -> PageResult {
    let done = state.write(&session, form.operation(), move |cx| undo_import(cx, id)).await;
    let Err(refusal) = done else { return Ok(see_other_with(Flash::Saved, at::case(id))) };
    let frame = Frame::load(&state, &session, id, None).await?;
    if !frame.is_imported() {
        // Its page has no form any more that could say why.
        return Err(refusal.into());
    }
    form.refuse(refusal)?;
    Ok(show_unsaved(&Page::new(&state, &session, frame, form).await?, false))
}

//! (6) 請求: whether the round can be claimed, with the reasons, and the way to the month of the claim.

use askama::Template;
use axum::extract::State;
use calendar::{YearMonth, wareki};
use domain::{
    client::ConsultationService,
    id::RoundId,
    monitoring::{Missing, Step, StepState},
};

use super::frame::Frame;
use crate::{AppState, Layout, PageResult, PathId, Session, components::WhyPanel, show as page};

#[derive(Template)]
#[template(path = "monitoring/m6.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    answer: Answer,
    why: WhyPanel,
    month: YearMonth,
    month_name: String,
    due: String,
    fee: &'static str,
}

/// What the page says on top.
enum Answer {
    /// 請求しました, on this day.
    Claimed(String),
    /// 請求できます.
    Claimable,
    /// まだ請求できません: this is missing.
    NotYet(Vec<Missing>),
    /// 請求できません, and why.
    Never(String),
}

/// The page of the step.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<RoundId>) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::Claim)).await?;
    let answer = match frame.view.progress.get(5) {
        Some(StepState::Done(on)) => Answer::Claimed(wareki::long(*on)),
        Some(StepState::NotRequired(why)) => Answer::Never(why.clone()),
        Some(StepState::Waiting { missing, .. } | StepState::Late { missing, .. }) if !missing.is_empty() => {
            Answer::NotYet(missing.clone())
        }
        _ => Answer::Claimable,
    };
    let visit = frame.view.round.home_visit().filter(|(_, visit)| visit.counts()).map(|(_, visit)| visit.date);
    let month = visit.map_or(frame.view.round.month, YearMonth::of);
    Ok(page(&Page {
        layout: frame.layout(&session),
        answer,
        fee: match frame.view.round.service {
            ConsultationService::Plan => "継続サービス利用支援費",
            ConsultationService::Child => "継続障害児支援利用援助費",
        },
        why: WhyPanel::of(state.law, &frame.view.visit_month_why),
        month,
        month_name: wareki::month(month),
        due: wareki::long(frame.view.due.claim),
        frame,
    }))
}

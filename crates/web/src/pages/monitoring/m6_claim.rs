//! (6) 請求: whether the round can be claimed, with the reasons and the way to each missing thing.

use askama::Template;
use axum::extract::State;
use calendar::{Date, wareki};
use domain::{
    billing::{claimable::Obstacle, fees::FeeKind},
    id::RoundId,
    monitoring::{Lamp, Step},
};

use super::frame::Frame;
use crate::{
    AppState, Layout, PageResult, PathId, Session,
    components::WhyPanel,
    pages::{billing::way, step::StepFrame},
    show as page,
};

#[derive(Template)]
#[template(path = "monitoring/m6_claim.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    answer: Answer,
    why: WhyPanel,
    month: String,
    month_name: String,
    due: String,
    fee: &'static str,
    law: &'static law::LawBook,
}

/// What the page says on top.
enum Answer {
    /// 請求しました, on this day.
    Claimed(String),
    /// 請求できます.
    Claimable,
    /// まだ請求できません: this is missing.
    NotYet,
    /// A question answered once decides it.
    Ask,
    /// 請求できません, and why.
    Never(String),
}

impl Page {
    fn day(&self, day: &Date) -> String {
        wareki::long(*day)
    }

    fn href(&self, obstacle: &Obstacle) -> Option<String> {
        way(obstacle, self.frame.view.client.id)
    }

    fn panels(&self) -> Vec<WhyPanel> {
        let whys = self.frame.view.claim.obstacles.iter().filter_map(|obstacle| obstacle.why.as_ref());
        whys.map(|why| WhyPanel::of(self.law, why)).collect()
    }
}

/// The page of the step.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<RoundId>) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::Claim)).await?;
    let answer = match frame.view.lamps.last() {
        Some(Lamp::Done(on)) => Answer::Claimed(wareki::long(*on)),
        Some(Lamp::NotRequired(why)) => Answer::Never(why.clone()),
        Some(Lamp::Waiting(_) | Lamp::Answer(_)) if frame.view.claim.asks => Answer::Ask,
        Some(Lamp::Waiting(_) | Lamp::Answer(_)) => Answer::NotYet,
        Some(Lamp::Ready) | None => Answer::Claimable,
    };
    let month = frame.view.claim.month;
    Ok(page(&Page {
        layout: frame.layout(&session),
        answer,
        fee: FeeKind::Monitoring.fee_name(frame.view.round.service),
        why: WhyPanel::of(state.law, &frame.view.visit_month_why),
        month: month.to_string(),
        month_name: wareki::month(month),
        due: wareki::long(frame.view.due.claim),
        law: state.law,
        frame,
    }))
}

//! `/billing/{month}`: who can be claimed, what is missing, the sums, closing, and what was closed.

use std::{borrow::Borrow, sync::Arc};

use app::billing::{ClosingView, MonthPage, MonthRow, RowPart, RowState, ServicePart, month_page};
use askama::Template;
use axum::extract::{Path, State};
use calendar::{Date, YearMonth, wareki};
use domain::{
    billing::{
        claim_life::{Claim, ClaimState},
        claimable::{ClaimableMonth, Obstacle},
    },
    monitoring::Step,
    text::grouped,
};
use law::LawBook;
use uuid::Uuid;

use crate::{
    AppState, Form, Layout, PageError, PageResult, Session, at,
    components::{LampMark, WhyPanel},
    show, show_again,
};

#[derive(Template)]
#[template(path = "billing/month.html")]
struct BillingPage {
    layout: Layout,
    form: Form,
    page: MonthPage,
    today: Date,
    law: &'static LawBook,
    new_id: Arc<dyn Fn() -> Uuid + Send + Sync>,
}

/// `GET /billing/{month}`.
pub async fn open(State(state): State<AppState>, session: Session, Path(month): Path<String>) -> PageResult {
    let month = month.parse().map_err(|_| PageError::NotFound)?;
    page(&state, &session, month, Form::blank(&state)).await
}

/// The page of a month, with the mistakes of the form that was sent, if any.
pub(super) async fn page(state: &AppState, session: &Session, month: YearMonth, form: Form) -> PageResult {
    let page = state.read(session, move |cx| month_page(cx, month)).await?;
    let title = format!("{}サービス提供分の請求", wareki::month(month));
    let page = BillingPage {
        layout: Layout::new(session, title),
        form,
        page,
        today: (state.outside.today)(),
        law: state.law,
        new_id: state.outside.new_id.clone(),
    };
    Ok(if page.form.has_errors() { show_again(&page) } else { show(&page) })
}

impl BillingPage {
    /// Each form of the page is a sending of its own.
    fn operation(&self) -> Uuid {
        (self.new_id)()
    }

    fn before(&self) -> YearMonth {
        self.page.month.previous()
    }

    fn after(&self) -> YearMonth {
        self.page.month.next()
    }

    fn month(&self, month: impl Borrow<YearMonth>) -> String {
        wareki::month(*month.borrow())
    }

    fn day(&self, day: impl Borrow<Date>) -> String {
        wareki::long(*day.borrow())
    }

    fn short_day(&self, day: impl Borrow<Date>) -> String {
        wareki::short(*day.borrow())
    }

    fn grouped(&self, number: impl Borrow<i64>) -> String {
        grouped(*number.borrow())
    }

    /// 10960 as 10.96.
    fn price(&self, thousandths: impl Borrow<i64>) -> String {
        let thousandths = *thousandths.borrow();
        format!("{}.{:02}", thousandths / 1000, thousandths % 1000 / 10)
    }

    /// 「前の月より 3件多い」: what was closed and what is claimed now, beside what was closed of the month before.
    fn compared(&self, part: &ServicePart) -> String {
        let count = match part.claimed.count + part.totals.count - part.last_month.count {
            0 => "同じ件数".to_owned(),
            more if more > 0 => format!("{more}件多い"),
            fewer => format!("{}件少ない", -fewer),
        };
        let (all, before) = (part.claimed.count + part.totals.count, part.last_month);
        format!("この月 {all}件は、前の月（締めた分 {}件、{}円）より{count}", before.count, grouped(before.yen))
    }

    /// The one primary button: the first service that can be closed.
    fn is_primary(&self, part: &ServicePart) -> bool {
        self.page.services.iter().find(|part| part.may_close()).is_some_and(|first| first.service == part.service)
    }

    fn lamps(&self, part: &RowPart) -> Vec<LampMark> {
        let (Some(round), Some(states)) = (part.round, &part.steps) else { return Vec::new() };
        let steps = Step::ALL.into_iter().zip(states).filter(|(step, _)| *step != Step::Claim);
        steps.map(|(step, state)| LampMark::of(step.label(), state, at::step(round, step))).collect()
    }

    fn way(&self, row: &MonthRow, obstacle: &Obstacle) -> Option<String> {
        super::way(obstacle, row.client)
    }

    fn why(&self, obstacle: &Obstacle) -> Option<WhyPanel> {
        obstacle.why.as_ref().map(|why| WhyPanel::of(self.law, why))
    }

    fn unsure(&self, claim: &ClaimableMonth) -> String {
        claim.unsure().join("・")
    }

    fn panels(&self, obstacles: &[Obstacle]) -> Vec<WhyPanel> {
        obstacles.iter().filter_map(|obstacle| self.why(obstacle)).collect()
    }

    fn whys(&self, row: &MonthRow) -> Vec<WhyPanel> {
        match &row.state {
            RowState::Claim(claim) => claim.whys().iter().map(|why| WhyPanel::of(self.law, why)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the form that was sent back belongs to this row (then its words stay and it is open).
    fn was_sent_for(&self, id: &(impl ToString + ?Sized)) -> bool {
        self.form.has_errors() && self.form.value("id") == id.to_string()
    }

    /// The reason proposed for a hold: what was typed, else what is missing.
    fn hold_reason(&self, row: &MonthRow) -> String {
        if self.was_sent_for(&row.client) {
            return self.form.value("reason").to_owned();
        }
        match &row.state {
            RowState::NotYet(obstacles) | RowState::Ask(obstacles) => {
                let all: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.sentence.as_str()).collect();
                format!("まだないもの: {}", all.join("、"))
            }
            RowState::Refused(obstacle) => obstacle.sentence.clone(),
            RowState::Claim(_) | RowState::Held { .. } => String::new(),
        }
    }

    fn typed<'a>(&'a self, id: &impl ToString, field: &str) -> &'a str {
        if self.was_sent_for(id) { self.form.value(field) } else { "" }
    }

    /// 処理対象年月 as typed, else the one whose window is open.
    fn processing_month(&self, part: &ServicePart) -> String {
        if self.was_sent_for(part.service.word()) && self.form.sent("processing_month") {
            return self.form.value("processing_month").to_owned();
        }
        wareki::month(part.processing_month)
    }

    /// The day proposed for a sending, a notice or a payment.
    fn proposed_day(&self, id: &impl ToString) -> String {
        if self.was_sent_for(id) { self.form.value("on").to_owned() } else { wareki::short(self.today) }
    }

    fn count_in(&self, view: &ClosingView, state: impl Borrow<ClaimState>) -> usize {
        view.claims.iter().filter(|claim| claim.state() == *state.borrow()).count()
    }

    /// What was recorded last of a claim: day, code and reason.
    fn history(&self, claim: &Claim) -> Vec<String> {
        claim
            .events
            .iter()
            .map(|event| {
                let detail = [event.code.as_str(), event.reason.as_str()].into_iter().filter(|text| !text.is_empty());
                let detail: Vec<&str> = detail.collect();
                let day = wareki::short(event.on);
                let what = match event.state {
                    ClaimState::Closed => "送付を取り消し",
                    state => state.label(),
                };
                format!("{day} {what} {}（{}）", detail.join(" "), event.set_by)
            })
            .collect()
    }
}

//! The forms of a month: hold, release, hold the rest, close, mark. A mistake shows the page again with what was typed.

use app::{
    Cx, Refusal,
    billing::{
        CloseMonth, HoldInput, MarkAll, MarkInput, RestInput, TogetherInput, close, hold, hold_rest, mark, mark_all,
        release, release_rest,
    },
};
use axum::extract::{Path, State};
use calendar::YearMonth;
use domain::{billing::claim_life::ClaimState, client::ConsultationService};

use super::month::page;
use crate::{AppState, Flash, Form, PageError, PageResult, Session, see_other_with};

/// `POST /billing/{month}/{service}/{what}`.
pub async fn decide(
    State(state): State<AppState>,
    session: Session,
    Path((month, service, what)): Path<(String, String, String)>,
    mut form: Form,
) -> PageResult {
    let month: YearMonth = month.parse().map_err(|_| PageError::NotFound)?;
    let service = ConsultationService::from_word(&service).ok_or(PageError::NotFound)?;
    match what.as_str() {
        "hold" | "release" => {
            let client = form.value("id").parse().map_err(|_| PageError::NotFound)?;
            let input = HoldInput {
                service,
                month,
                client,
                municipality: form.value("municipality").to_owned(),
                reason: form.text("reason"),
            };
            let held = what == "hold";
            let work = move |cx: &mut Cx<'_>| if held { hold(cx, input) } else { release(cx, input) };
            answer(&state, &session, month, form, work).await
        }
        "hold-rest" => {
            let input = RestInput { service, month, reason: form.text("reason") };
            answer(&state, &session, month, form, move |cx| hold_rest(cx, input).map(drop)).await
        }
        "release-rest" => {
            let input = TogetherInput { service, month, held_at: form.value("held_at").to_owned() };
            answer(&state, &session, month, form, move |cx| release_rest(cx, input).map(drop)).await
        }
        "close" => {
            form.required("processing_month", "処理対象年月");
            let processing_month = form.month("processing_month");
            let seen_count = form.value("seen_count").parse().unwrap_or(-1);
            let seen_yen = form.value("seen_yen").parse().unwrap_or(-1);
            let Some(processing_month) = processing_month else { return page(&state, &session, month, form).await };
            let input = CloseMonth {
                service,
                month,
                processing_month,
                past_window: form.ticked("past_window"),
                seen_count,
                seen_yen,
            };
            answer(&state, &session, month, form, move |cx| close(cx, input).map(drop)).await
        }
        _ => Err(PageError::NotFound),
    }
}

/// `POST /billing/claims/{claim}/mark`.
pub async fn mark_claim(
    State(state): State<AppState>,
    session: Session,
    Path(claim): Path<String>,
    mut form: Form,
) -> PageResult {
    let claim = claim.parse().map_err(|_| PageError::NotFound)?;
    let (month, new_state) = month_and_state(&form)?;
    let Some(on) = form.required_date("on", "日付") else { return page(&state, &session, month, form).await };
    let input = MarkInput { claim, state: new_state, on, code: form.code("code"), reason: form.text("reason") };
    answer(&state, &session, month, form, move |cx| mark(cx, input)).await
}

/// `POST /billing/closings/{closing}/mark`.
pub async fn mark_closing(
    State(state): State<AppState>,
    session: Session,
    Path(closing): Path<String>,
    mut form: Form,
) -> PageResult {
    let closing = closing.parse().map_err(|_| PageError::NotFound)?;
    let (month, new_state) = month_and_state(&form)?;
    let Some(on) = form.required_date("on", "日付") else { return page(&state, &session, month, form).await };
    let input = MarkAll { closing, state: new_state, on };
    answer(&state, &session, month, form, move |cx| mark_all(cx, input).map(drop)).await
}

fn month_and_state(form: &Form) -> Result<(YearMonth, ClaimState), PageError> {
    let month = form.value("month").parse().map_err(|_| PageError::NotFound)?;
    let state = ClaimState::from_word(form.value("state")).ok_or(PageError::NotFound)?;
    Ok((month, state))
}

async fn answer<F>(state: &AppState, session: &Session, month: YearMonth, mut form: Form, work: F) -> PageResult
where
    F: FnOnce(&mut Cx<'_>) -> Result<(), Refusal> + Send + 'static,
{
    match state.write(session, form.operation(), work).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("/billing/{month}"))),
        Err(refusal) => {
            form.refuse(refusal)?;
            page(state, session, month, form).await
        }
    }
}

//! 翌月への繰越, and 実施できなかった.

use app::{
    Refusal,
    monitoring::{RoundView, carry_over, mark_missed},
};
use askama::Template;
use axum::extract::State;
use domain::{
    id::RoundId,
    monitoring::carry_over::{CarryOver, Missed},
    text,
};

use law::Verdict;

use super::{entry, frame::Frame, refuse};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, components::WhyPanel, see_other_with,
    show as page, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "monitoring/carry_over.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    past_grant: Option<PastGrant>,
    form: Form,
    missed_form: Form,
}

/// What is said where the month is the last one of its grant.
struct PastGrant {
    sentence: String,
    accepted: bool,
    why: WhyPanel,
}

impl PastGrant {
    fn of(view: &RoundView) -> Result<Option<Self>, PageError> {
        let Some(Verdict::MunicipalityDecides { why, .. }) = &view.past_grant else { return Ok(None) };
        Ok(Some(Self {
            sentence: why.sentence.clone(),
            accepted: view.settings.carry_over_past_grant,
            why: WhyPanel::of(app::law_book()?, why),
        }))
    }
}

/// Both forms; one of them as it was sent.
async fn again(
    state: &AppState,
    session: &Session,
    id: RoundId,
    carried: Option<Form>,
    missed: Option<Form>,
) -> Result<Page, PageError> {
    let frame = Frame::load(state, session, id, None).await?;
    let blank = || Form::blank(state).with_version(frame.view.round.version);
    let form = carried.unwrap_or_else(|| match frame.view.round.carry_over() {
        Some((_, carried)) => fill(blank(), carried),
        None => blank().with("told_to", frame.view.ward.clone().unwrap_or_default()),
    });
    let missed_form = missed.unwrap_or_else(blank);
    let past_grant = PastGrant::of(&frame.view)?;
    Ok(Page { layout: Layout::new(session, "翌月への繰越"), frame, past_grant, form, missed_form })
}

pub(super) fn fill(form: Form, carried: &CarryOver) -> Form {
    form.with("reason", &carried.reason).with_date("told_on", carried.told_on).with("told_to", &carried.told_to)
}

/// The page.
pub async fn show(State(state): State<AppState>, session: Session, PathId(id): PathId<RoundId>) -> PageResult {
    Ok(page(&again(&state, &session, id, None, None).await?))
}

/// Declares the round carried over.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    let told_on = form.date("told_on");
    if !form.has_errors() {
        let entry = entry(id, &form);
        let carried = CarryOver {
            reason: text::paragraph(form.value("reason")),
            told_on,
            told_to: text::line(form.value("told_to")),
        };
        match state.write(&session, form.operation(), move |cx| carry_over(cx, entry, carried)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}/m2-home-visit"))),
            Err(refusal) => refuse(&state, &session, &mut form, (id, "carry_over"), refusal).await?,
        }
    }
    let conflict = form.conflict().is_some();
    let shown = again(&state, &session, id, Some(form), None).await?;
    Ok(if conflict { show_conflict(&shown) } else { show_again(&shown) })
}

/// Records that the round could not be carried out.
pub async fn save_missed(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    let entry = entry(id, &form);
    let missed = Missed { reason: text::paragraph(form.value("missed_reason")) };
    match state.write(&session, form.operation(), move |cx| mark_missed(cx, entry, missed)).await {
        Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}"))),
        // The use case knows the field as `reason`; on this page that is the field of the other form.
        Err(Refusal::Refused(reasons)) => {
            for reason in reasons {
                let field = if reason.field == "reason" { "missed_reason".into() } else { reason.field };
                form.error(field, reason.sentence);
            }
        }
        Err(refusal) => refuse(&state, &session, &mut form, (id, "missed"), refusal).await?,
    }
    let conflict = form.conflict().is_some();
    let shown = again(&state, &session, id, None, Some(form)).await?;
    Ok(if conflict { show_conflict(&shown) } else { show_again(&shown) })
}

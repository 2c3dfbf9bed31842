//! 翌月への繰越, and 実施できなかった.

use app::{
    Refusal,
    drafts::DraftForm,
    monitoring::{RoundView, carry_over, mark_missed},
};
use askama::Template;
use axum::extract::State;
use domain::{
    id::RoundId,
    monitoring::{
        Step,
        carry_over::{CarryOver, Missed},
    },
    text,
};

use law::Verdict;

use super::frame::Frame;
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, at,
    components::WhyPanel,
    form::names::CarryOverField,
    pages::step::{StepFrame, entry, refuse},
    see_other_with, show as page, show_again, show_conflict,
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
    let form = match (carried, frame.view.round.carry_over()) {
        (Some(sent), _) => sent,
        (None, Some((_, carried))) => {
            fill(blank(), carried).with_draft(state, session, (DraftForm::CarryOver, id.0)).await?
        }
        (None, None) => {
            let form = blank().with(CarryOverField::ToldTo.name(), frame.view.ward.clone().unwrap_or_default());
            form.with_draft(state, session, (DraftForm::CarryOver, id.0)).await?
        }
    };
    let missed_form = match missed {
        Some(sent) => sent,
        None => blank().with_draft(state, session, (DraftForm::Missed, id.0)).await?,
    };
    let past_grant = PastGrant::of(&frame.view)?;
    Ok(Page { layout: Layout::new(session, "翌月への繰越"), frame, past_grant, form, missed_form })
}

pub(super) fn fill(form: Form, carried: &CarryOver) -> Form {
    form.with(CarryOverField::Reason.name(), &carried.reason)
        .with_date(CarryOverField::ToldOn.name(), carried.told_on)
        .with(CarryOverField::ToldTo.name(), &carried.told_to)
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
    let told_on = form.date(CarryOverField::ToldOn.name());
    if !form.has_errors() {
        let entry = entry::<Frame>(id, &form);
        let carried = CarryOver {
            reason: text::paragraph(form.value(CarryOverField::Reason.name())),
            told_on,
            told_to: text::line(form.value(CarryOverField::ToldTo.name())),
        };
        match state.write(&session, form.operation(), move |cx| carry_over(cx, entry, carried)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, at::step(id, Step::HomeVisit))),
            Err(refusal) => refuse::<Frame>(&state, &session, &mut form, (id, None, "carry_over"), refusal).await?,
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
    let entry = entry::<Frame>(id, &form);
    let missed = Missed { reason: text::paragraph(form.value(CarryOverField::MissedReason.name())) };
    match state.write(&session, form.operation(), move |cx| mark_missed(cx, entry, missed)).await {
        Ok(_) => return Ok(see_other_with(Flash::Saved, at::round(id))),
        // The use case knows the field as `reason`; on this page that is the field of the other form.
        Err(Refusal::Refused(reasons)) => {
            for reason in reasons {
                let field =
                    if reason.field == "reason" { CarryOverField::MissedReason.name().into() } else { reason.field };
                form.error(field, reason.sentence);
            }
        }
        Err(refusal) => refuse::<Frame>(&state, &session, &mut form, (id, None, "missed"), refusal).await?,
    }
    let conflict = form.conflict().is_some();
    let shown = again(&state, &session, id, None, Some(form)).await?;
    Ok(if conflict { show_conflict(&shown) } else { show_again(&shown) })
}

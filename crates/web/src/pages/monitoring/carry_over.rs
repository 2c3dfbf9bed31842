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
    pages::step::{StepFrame, against, entry, refuse},
    see_other_with, show as page, show_unsaved,
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
    frame: Frame,
    carried: Option<Form>,
    missed: Option<Form>,
) -> Result<Page, PageError> {
    let id = frame.view.round.id;
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
    let frame = Frame::load(&state, &session, id, None).await?;
    Ok(page(&again(&state, &session, frame, None, None).await?))
}

/// Declares the round carried over.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    let mut saved_by = None;
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
            Err(refusal) => saved_by = refuse(&mut form, refusal)?,
        }
    }
    let frame = Frame::load(&state, &session, id, None).await?;
    if let Some(by) = &saved_by {
        against(&state, &frame, &mut form, "carry_over", by);
    }
    Ok(show_unsaved(&again(&state, &session, frame, Some(form), None).await?, saved_by.is_some()))
}

/// Records that the round could not be carried out.
pub async fn save_missed(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    let mut saved_by = None;
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
        Err(refusal) => saved_by = refuse(&mut form, refusal)?,
    }
    let frame = Frame::load(&state, &session, id, None).await?;
    if let Some(by) = &saved_by {
        against(&state, &frame, &mut form, "missed", by);
    }
    Ok(show_unsaved(&again(&state, &session, frame, None, Some(form)).await?, saved_by.is_some()))
}

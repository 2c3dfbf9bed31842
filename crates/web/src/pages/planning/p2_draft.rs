//! p2 計画案: wishes, goals made concrete, needs in the order of their priority, services with what they cost.

use app::drafts::DraftForm;
use askama::Template;
use domain::planning::{CaseFactKind, p2_draft::PlanDraft};

use super::{
    frame::Frame,
    plan_fields::{self, PlanFields},
    renewal_fields,
    since_last::{self, Since},
    text::{Saved, TextPage, TextState},
};
use crate::{Form, Layout, Session, form::rows::Rows};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p2_draft.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    plan: PlanFields,
    since: Since,
}

impl TextPage for Page {
    type Text = PlanDraft;

    const FORM: DraftForm = DraftForm::PlanDraft;
    const ROWS: &'static [Rows] = plan_fields::ROWS;

    fn fill(form: Form, text: &PlanDraft) -> Form {
        since_last::fill(plan_fields::fill(form, text), &text.since_last)
    }

    fn read(form: &mut Form) -> PlanDraft {
        PlanDraft { since_last: since_last::read(form), ..plan_fields::read(form) }
    }

    fn take(form: &mut Form, frame: &Frame, asked: &str) {
        renewal_fields::take(form, frame, asked);
    }

    fn page(session: &Session, frame: Frame, mut form: Form, text: TextState) -> Self {
        Self {
            layout: frame.layout(session),
            plan: PlanFields::of(&mut form, &frame),
            since: Since::of(&frame, CaseFactKind::Draft),
            frame,
            form,
            text,
        }
    }
}

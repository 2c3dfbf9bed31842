//! p4 サービス担当者会議: who came, what those who could not come think, what was decided and what stays open.

mod read;

use app::drafts::DraftForm;
use askama::Template;
use domain::planning::p4_conference::{Attendance, Conference};

use super::{
    frame::Frame,
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session, at,
    form::{
        Word, YES_NO,
        rows::{ATTENDEES, OPEN_ITEMS, Row, Rows},
    },
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p4_conference.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    yes_no: [Word; 2],
    attendances: Vec<Word>,
    attendees: Vec<Row>,
    open_items: Vec<Row>,
    /// Where the minutes are, as far as there are any.
    minutes: Option<String>,
}

impl Page {
    /// Whether what is asked of somebody absent stands open: the person is, something is written there, or something is wrong there.
    fn asks_absent(&self, row: &Row) -> bool {
        let cells = ["attendee_reason", "attendee_asked_on", "attendee_answered_on", "attendee_opinion"];
        let used = |cell: &str| {
            let name = row.name(cell);
            !self.form.value(&name).is_empty() || !self.form.errors_at(&name).is_empty()
        };
        self.form.value(&row.name("attendee_attendance")) == Attendance::Absent.word() || cells.into_iter().any(used)
    }
}

impl TextPage for Page {
    type Text = Conference;

    const FORM: DraftForm = DraftForm::Conference;
    const ROWS: &'static [Rows] = &[ATTENDEES, OPEN_ITEMS];

    fn fill(form: Form, text: &Conference) -> Form {
        read::fill(form, text)
    }

    fn read(form: &mut Form) -> Conference {
        read::read(form)
    }

    fn page(session: &Session, frame: Frame, form: Form, text: TextState) -> Self {
        let printable = frame.meeting.as_ref().is_some_and(|meeting| meeting.of.has_minutes);
        Self {
            layout: frame.layout(session),
            yes_no: YES_NO,
            attendances: Attendance::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            attendees: ATTENDEES.all(&form),
            open_items: OPEN_ITEMS.all(&form),
            minutes: printable.then(|| at::case_minutes(frame.view.case.id)),
            frame,
            form,
            text,
        }
    }
}

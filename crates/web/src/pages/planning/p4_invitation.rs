//! p4 担当者会議の案内: when and where, who is asked to come. Finishing it sends the mails.

use app::drafts::DraftForm;
use askama::Template;
use calendar::clock;
use domain::{
    planning::p4_invitation::{Invitation, Invited},
    text,
};

use super::{
    frame::Frame,
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session,
    form::{
        names::InvitationField as Field,
        rows::{INVITED, Row, Rows},
    },
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p4_invitation.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    invited: Vec<Row>,
    /// Beside each row: the address that the register has for the provider typed.
    registered: Vec<String>,
}

impl Page {
    fn registered(&self, row: &Row) -> &str {
        self.registered.get(row.tools.row).map(String::as_str).unwrap_or_default()
    }
}

impl TextPage for Page {
    type Text = Invitation;

    const FORM: DraftForm = DraftForm::Invitation;
    const ROWS: &'static [Rows] = &[INVITED];

    fn fill(form: Form, text: &Invitation) -> Form {
        let mut form = form;
        INVITED.clear(&mut form);
        let mut form = form
            .with_date(Field::Day.name(), text.day)
            .with(Field::Begins.name(), text.begins.map(clock).unwrap_or_default())
            .with(Field::Ends.name(), text.ends.map(clock).unwrap_or_default())
            .with(Field::Place.name(), &text.place)
            .with(Field::Link.name(), &text.link)
            .with(INVITED.name, text.invited.len().to_string());
        for (row, one) in text.invited.iter().enumerate() {
            for (field, value) in INVITED.fields.iter().zip([&one.affiliation, &one.role, &one.name, &one.mail]) {
                form.set(&INVITED.field(field, row), value);
            }
        }
        form
    }

    fn read(form: &mut Form) -> Invitation {
        let day = form.date(Field::Day.name());
        let (begins, ends) =
            (form.time(Field::Begins.name(), "開始時刻"), form.time(Field::Ends.name(), "終了予定時刻"));
        let line = |field: Field| text::line(form.value(field.name()));
        Invitation {
            day,
            begins,
            ends,
            place: line(Field::Place),
            link: line(Field::Link),
            invited: (0..INVITED.count(form)).map(|row| invited(form, row)).collect(),
        }
    }

    fn page(session: &Session, frame: Frame, form: Form, text: TextState) -> Self {
        let known = frame.meeting.as_ref().map(|meeting| meeting.of.providers.as_slice()).unwrap_or_default();
        let mail = |row: Row| {
            let typed = text::line(form.value(&row.name("invited_affiliation")));
            known.iter().find(|one| one.name == typed).map(|one| one.mail.clone()).unwrap_or_default()
        };
        Self {
            layout: frame.layout(session),
            registered: INVITED.all(&form).into_iter().map(mail).collect(),
            invited: INVITED.all(&form),
            frame,
            form,
            text,
        }
    }
}

fn invited(form: &Form, row: usize) -> Invited {
    let line = |field: &str| text::line(form.value(&INVITED.field(field, row)));
    Invited {
        affiliation: line("invited_affiliation"),
        role: line("invited_role"),
        name: line("invited_name"),
        mail: line("invited_mail"),
    }
}

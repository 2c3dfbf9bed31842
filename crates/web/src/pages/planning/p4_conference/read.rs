//! The fields of a meeting and back.

use calendar::clock;
use domain::{
    planning::p4_conference::{Attendance, Attendee, Conference, OpenItem},
    text,
};

use crate::{
    Form,
    form::{
        names::ConferenceField as Field,
        rows::{ATTENDEES, OPEN_ITEMS},
        tick, yes, yes_word,
    },
};

/// The form with a meeting in its fields.
pub fn fill(form: Form, text: &Conference) -> Form {
    let mut form = form;
    [ATTENDEES, OPEN_ITEMS].into_iter().for_each(|rows| rows.clear(&mut form));
    let mut form = form
        .with_date(Field::WrittenOn.name(), text.written_on)
        .with_date(Field::HeldOn.name(), text.held_on)
        .with(Field::Begins.name(), text.begins.map(clock).unwrap_or_default())
        .with(Field::Ends.name(), text.ends.map(clock).unwrap_or_default())
        .with(Field::Place.name(), &text.place)
        .with(Field::Number.name(), text.number.map(|number| number.to_string()).unwrap_or_default())
        .with(Field::Video.name(), tick(text.video))
        .with(Field::VideoNote.name(), &text.video_note)
        .with(Field::PersonCame.name(), text.person_came.map_or("", yes_word))
        .with(Field::PersonNote.name(), &text.person_note)
        .with(Field::FamilyCame.name(), text.family_came.map_or("", yes_word))
        .with(Field::FamilyWho.name(), &text.family_who)
        .with(Field::MayShare.name(), text.may_share.map_or("", yes_word))
        .with(Field::Agenda.name(), &text.agenda)
        .with(Field::Discussion.name(), &text.discussion)
        .with(Field::Conclusion.name(), &text.conclusion)
        .with(Field::NextMeeting.name(), &text.next_meeting)
        .with(ATTENDEES.name, text.attendees.len().to_string())
        .with(OPEN_ITEMS.name, text.open_items.len().to_string());
    for (row, one) in text.attendees.iter().enumerate() {
        let of = |field: &str| ATTENDEES.field(field, row);
        for (field, value) in [
            ("attendee_affiliation", one.affiliation.as_str()),
            ("attendee_role", &one.role),
            ("attendee_name", &one.name),
            ("attendee_attendance", one.attendance.map_or("", Attendance::word)),
            ("attendee_reason", &one.reason),
            ("attendee_opinion", &one.opinion),
        ] {
            form.set(&of(field), value);
        }
        form = form
            .with_date(&of("attendee_asked_on"), one.asked_on)
            .with_date(&of("attendee_answered_on"), one.answered_on);
    }
    for (row, item) in text.open_items.iter().enumerate() {
        let of = |field: &str| OPEN_ITEMS.field(field, row);
        form.set(&of("open_what"), &item.what);
        form.set(&of("open_owner"), &item.owner);
        form = form.with_date(&of("open_due"), item.due);
    }
    form
}

/// The meeting in the fields. What cannot be read is noted in the form.
pub fn read(form: &mut Form) -> Conference {
    let (written_on, held_on) = (form.date(Field::WrittenOn.name()), form.date(Field::HeldOn.name()));
    let (begins, ends) = (form.time(Field::Begins.name(), "開始時刻"), form.time(Field::Ends.name(), "終了時刻"));
    let most = domain::monitoring::check::limit::MEETINGS;
    let number = form.whole(Field::Number.name(), "開催回数", ("回", most));
    let attendees = (0..ATTENDEES.count(form)).map(|row| attendee(form, row)).collect();
    let open_items = (0..OPEN_ITEMS.count(form)).map(|row| open_item(form, row)).collect();
    let paragraph = |field: Field| text::paragraph(form.value(field.name()));
    let line = |field: Field| text::line(form.value(field.name()));
    let said = |field: Field| yes(form.value(field.name()));
    Conference {
        written_on,
        held_on,
        begins,
        ends,
        place: line(Field::Place),
        number,
        video: form.ticked(Field::Video.name()),
        video_note: paragraph(Field::VideoNote),
        person_came: said(Field::PersonCame),
        person_note: paragraph(Field::PersonNote),
        family_came: said(Field::FamilyCame),
        family_who: paragraph(Field::FamilyWho),
        may_share: said(Field::MayShare),
        attendees,
        agenda: paragraph(Field::Agenda),
        discussion: paragraph(Field::Discussion),
        conclusion: paragraph(Field::Conclusion),
        open_items,
        next_meeting: line(Field::NextMeeting),
    }
}

fn attendee(form: &mut Form, row: usize) -> Attendee {
    let of = |field: &str| ATTENDEES.field(field, row);
    let (asked_on, answered_on) = (form.date(&of("attendee_asked_on")), form.date(&of("attendee_answered_on")));
    let line = |field: &str| text::line(form.value(&of(field)));
    Attendee {
        affiliation: line("attendee_affiliation"),
        role: line("attendee_role"),
        name: line("attendee_name"),
        attendance: Attendance::from_word(form.value(&of("attendee_attendance"))),
        reason: line("attendee_reason"),
        asked_on,
        answered_on,
        opinion: text::paragraph(form.value(&of("attendee_opinion"))),
    }
}

fn open_item(form: &mut Form, row: usize) -> OpenItem {
    let of = |field: &str| OPEN_ITEMS.field(field, row);
    let due = form.date(&of("open_due"));
    OpenItem {
        what: text::paragraph(form.value(&of("open_what"))),
        owner: text::line(form.value(&of("open_owner"))),
        due,
    }
}

//! 相談の記録: the log of contacts with a client, and the form for one more.

use app::{
    Cx, Refusal,
    clients::{ContactEntry, ContactView, contact_view, record_contact, restore_contact, withdraw_contact},
    drafts::DraftForm,
};
use askama::Template;
use calendar::{clock, wareki};
use domain::{
    client::{Contact, ContactChannel, ContactFact},
    facts::Facts,
    id::{ClientId, FactId},
    text,
};
use uuid::Uuid;

use crate::{
    AppState, Form, Layout, PageError, Session, at,
    form::names::ContactField,
    pages::{
        monitoring::fact_card::FactCard,
        step::{StepFrame, StepPage},
    },
};

/// Minutes that a contact may take: a day.
const MOST_MINUTES: u32 = 1440;

/// The log around its form.
pub struct Log {
    view: ContactView,
    base: String,
    facts: Vec<FactCard>,
    undo: Option<FactId>,
}

/// The page of the log.
#[derive(Template)]
#[template(path = "clients/contacts.html")]
pub struct Page {
    layout: Layout,
    frame: Log,
    form: Form,
    channels: Vec<(&'static str, &'static str)>,
}

impl Log {
    fn correction(&self, fact: &FactId) -> String {
        format!("{}?fact={fact}#form", self.base)
    }
}

fn card(fact: &domain::facts::Fact<ContactFact>, contact: &Contact) -> FactCard {
    let clock = contact.time.map(|time| format!(" {}", clock(time))).unwrap_or_default();
    let minutes = contact.minutes.map(|minutes| format!("（{minutes}分）")).unwrap_or_default();
    let relation = if contact.relation.is_empty() { String::new() } else { format!("（{}）", contact.relation) };
    let lines = vec![
        ("日時", format!("{}{clock}{minutes}", wareki::long(contact.date))),
        ("手段", contact.channel.label().to_owned()),
        ("相手", format!("{}{relation}", contact.who)),
        ("内容", contact.content.clone()),
    ];
    FactCard::plain(fact, "相談の記録", lines)
}

impl StepFrame for Log {
    type Id = ClientId;
    type Step = ();
    type Body = ContactFact;
    type Entry = ContactEntry;

    async fn load(state: &AppState, session: &Session, id: ClientId, _step: ()) -> Result<Self, PageError> {
        let view = state.read(session, move |cx| contact_view(cx, id)).await?;
        let facts = view.log.newest_first().into_iter().map(|(fact, contact)| card(fact, contact)).collect();
        let undo = view.log.facts.last_withdrawal().map(|(withdrawal, _)| withdrawal.id);
        Ok(Self { base: at::contacts(id), facts, undo, view })
    }

    fn subject(id: ClientId) -> Uuid {
        id.0
    }

    fn facts(&self) -> &Facts<ContactFact> {
        &self.view.log.facts
    }

    fn version(&self) -> i64 {
        self.view.log.facts.version()
    }

    fn entry(client: ClientId, version: i64, corrects: Option<FactId>) -> ContactEntry {
        ContactEntry { client, version, corrects }
    }

    fn filled(form: Form, body: &ContactFact) -> Form {
        match body {
            ContactFact::Contact(contact) => fill(form, contact),
            ContactFact::Withdrawn { reason } => form.with("reason", reason),
        }
    }

    fn withdraw(cx: &mut Cx<'_>, client: ClientId, fact: FactId, reason: String) -> Result<(), Refusal> {
        withdraw_contact(cx, client, fact, reason).map(drop)
    }

    fn restore(cx: &mut Cx<'_>, client: ClientId, withdrawal: FactId) -> Result<(), Refusal> {
        restore_contact(cx, client, withdrawal).map(drop)
    }

    fn home(client: ClientId) -> String {
        at::contacts(client)
    }
}

impl StepPage for Page {
    type Frame = Log;
    type Fact = Contact;

    const STEP: () = ();
    const FORM: DraftForm = DraftForm::Contact;
    const KIND: &'static str = "contact";

    fn start(_session: &Session, _frame: &Log, blank: Form) -> Form {
        let today = blank.today_short();
        blank.with(ContactField::Date.name(), today).with(ContactField::Channel.name(), ContactChannel::Phone.word())
    }

    fn correcting(form: Form, fact: &ContactFact) -> Option<Form> {
        let ContactFact::Contact(contact) = fact else { return None };
        Some(fill(form, contact))
    }

    fn read(form: &mut Form) -> Option<Contact> {
        let date = form.required_date(ContactField::Date.name(), "日付");
        let channel = form.choice(ContactField::Channel.name(), "手段", ContactChannel::from_word);
        let (time, minutes) = (
            form.time(ContactField::Time.name(), "時刻"),
            form.whole(ContactField::Minutes.name(), "かかった時間", ("分", MOST_MINUTES)),
        );
        if form.has_errors() {
            return None;
        }
        Some(Contact {
            date: date?,
            time,
            minutes,
            channel: channel?,
            who: text::line(form.value(ContactField::Who.name())),
            relation: text::line(form.value(ContactField::Relation.name())),
            content: text::paragraph(form.value(ContactField::Content.name())),
        })
    }

    fn record(cx: &mut Cx<'_>, entry: ContactEntry, fact: Contact) -> Result<(), Refusal> {
        record_contact(cx, entry, fact).map(drop)
    }

    fn next(id: ClientId, _fact: &Contact) -> String {
        at::contacts(id)
    }

    fn page(_state: &AppState, session: &Session, frame: Log, form: Form) -> Self {
        let channels = ContactChannel::ALL.iter().map(|it| (it.word(), it.label())).collect();
        let layout = Layout::new(session, format!("{} 相談の記録", frame.view.client.name));
        Self { layout, frame, form, channels }
    }
}

fn fill(form: Form, contact: &Contact) -> Form {
    form.with_date(ContactField::Date.name(), Some(contact.date))
        .with(ContactField::Time.name(), contact.time.map(clock).unwrap_or_default())
        .with(ContactField::Minutes.name(), contact.minutes.map(|it| it.to_string()).unwrap_or_default())
        .with(ContactField::Channel.name(), contact.channel.word())
        .with(ContactField::Who.name(), &contact.who)
        .with(ContactField::Relation.name(), &contact.relation)
        .with(ContactField::Content.name(), &contact.content)
}

//! 事業所を台帳に登録する, 直す.

use app::{
    Refusal,
    providers::{ProviderText, add_provider, provider, save_provider},
};
use askama::Template;
use axum::extract::State;
use domain::{
    id::{ClientId, ProviderId},
    office::Right,
};
use law::{Family, LawBook};

use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, at, see_other_with, show, show_again, show_unsaved,
};

#[derive(Template)]
#[template(path = "providers/provider.html")]
struct EditPage {
    layout: Layout,
    form: Form,
    action: String,
    /// Services by family: heading and names.
    kinds: [(&'static str, Vec<String>); 3],
    /// Those who use it today.
    clients: Vec<(ClientId, String)>,
    is_new: bool,
    may_edit: bool,
}

impl EditPage {
    fn new(session: &Session, form: Form, id: Option<ProviderId>) -> Result<Self, crate::PageError> {
        let title = if id.is_some() { "サービス提供事業所" } else { "事業所を登録する" };
        Ok(Self {
            layout: Layout::new(session, title),
            form,
            action: id.map_or_else(|| "/providers/new".to_owned(), at::provider),
            kinds: kinds(app::law_book()?),
            clients: Vec::new(),
            is_new: id.is_none(),
            may_edit: session.may(Right::EditClients),
        })
    }
}

impl EditPage {
    /// Whether a kind of this family is chosen.
    fn is_open(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.form.has("services", name))
    }
}

fn kinds(law: &LawBook) -> [(&'static str, Vec<String>); 3] {
    let families = [
        ("障害福祉サービス", Family::Disability),
        ("障害児通所支援", Family::Child),
        ("地域相談支援", Family::Community),
    ];
    families.map(|(heading, family)| {
        let of = law.services().kinds().filter(|kind| kind.family == family);
        (heading, of.map(|kind| kind.name.clone()).collect())
    })
}

/// The empty form.
pub async fn form_new(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&EditPage::new(&session, Form::blank(&state), None)?))
}

/// Registers it.
pub async fn create(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let text = typed(&form);
    match state.write(&session, form.operation(), move |cx| add_provider(cx, &text)).await {
        Ok(id) => Ok(see_other_with(Flash::Added, at::provider(id))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&EditPage::new(&session, form, None)?))
        }
    }
}

/// The provider as stored, and who uses it.
pub async fn form(State(state): State<AppState>, session: Session, PathId(id): PathId<ProviderId>) -> PageResult {
    let stored = state.read(&session, move |cx| provider(cx, id)).await?;
    let form = filled(Form::blank(&state), &ProviderText::of(&stored.provider)).with_version(stored.provider.version);
    let page = EditPage::new(&session, form, Some(id))?;
    Ok(show(&EditPage { clients: stored.clients, ..page }))
}

/// Saves; a mistake or somebody else's save shows the form again with what was typed.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<ProviderId>,
    mut form: Form,
) -> PageResult {
    let (text, version) = (typed(&form), form.version());
    let saved = state.write(&session, form.operation(), move |cx| save_provider(cx, id, &text, version)).await;
    let refusal = match saved {
        Ok(()) => return Ok(see_other_with(Flash::Saved, at::provider(id))),
        Err(refusal) => refusal,
    };
    let stored = state.read(&session, move |cx| provider(cx, id)).await?;
    let conflict = matches!(refusal, Refusal::Conflict { .. });
    match refusal {
        Refusal::Conflict { by, .. } => {
            let now = filled(Form::blank(&state), &ProviderText::of(&stored.provider));
            form.conflict_against(&state, stored.provider.version, &by, Some(&now), &[]);
        }
        other => form.refuse(other)?,
    }
    let page = EditPage { clients: stored.clients, ..EditPage::new(&session, form, Some(id))? };
    Ok(show_unsaved(&page, conflict))
}

fn typed(form: &Form) -> ProviderText {
    let value = |name: &str| form.value(name).to_owned();
    ProviderText {
        name: value("name"),
        kana: value("kana"),
        number: value("number"),
        services: form.values("services").into_iter().map(str::to_owned).collect(),
        address: value("address"),
        phone: value("phone"),
        fax: value("fax"),
        mail: value("mail"),
        person: value("person"),
        from: value("from"),
        ended_on: value("ended_on"),
        note: value("note"),
    }
}

fn filled(form: Form, text: &ProviderText) -> Form {
    let mut form = form
        .with("name", &text.name)
        .with("kana", &text.kana)
        .with("number", &text.number)
        .with("address", &text.address)
        .with("phone", &text.phone)
        .with("fax", &text.fax)
        .with("mail", &text.mail)
        .with("person", &text.person)
        .with("from", &text.from)
        .with("ended_on", &text.ended_on)
        .with("note", &text.note);
    for service in &text.services {
        form.add("services", service);
    }
    form
}

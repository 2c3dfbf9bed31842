//! `/settings/specialists`: 相談支援専門員, added, changed, ended.

use app::{
    Refusal,
    office::{self, SpecialistEntry},
};
use askama::Template;
use axum::extract::{Path, State};
use calendar::wareki;
use domain::{id::SpecialistId, office::Specialist};

use super::specialist_posts;
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "settings/specialists.html")]
struct ListPage {
    layout: Layout,
    specialists: Vec<Specialist>,
}

#[derive(Template)]
#[template(path = "settings/specialist.html")]
struct EditPage {
    layout: Layout,
    form: Form,
    action: String,
    is_new: bool,
    /// 兼務: the id of the specialist and the form, on the page of one who is there.
    posts: Option<(String, Form)>,
    /// The providers of the register to choose from.
    registered: Vec<(String, String)>,
}

impl EditPage {
    fn new(session: &Session, form: Form, id: Option<SpecialistId>) -> Self {
        let title =
            if id.is_some() { "相談支援専門員を変える" } else { "相談支援専門員を加える" };
        let action =
            id.map_or_else(|| "/settings/specialists/new".to_owned(), |id| format!("/settings/specialists/{id}"));
        Self {
            layout: Layout::new(session, title),
            form,
            action,
            is_new: id.is_none(),
            posts: None,
            registered: Vec::new(),
        }
    }
}

/// `GET /settings/specialists`.
pub async fn list(State(state): State<AppState>, session: Session) -> PageResult {
    let specialists = state.read(&session, office::list_specialists).await?;
    Ok(show(&ListPage { layout: Layout::new(&session, "相談支援専門員"), specialists }))
}

/// `GET /settings/specialists/new`.
pub async fn open_new(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&EditPage::new(&session, Form::blank(&state), None)))
}

/// `POST /settings/specialists/new`.
pub async fn send_new(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let entry = read(&mut form);
    if !form.has_errors() {
        match state.write(&session, form.operation(), move |cx| office::add_specialist(cx, entry)).await {
            Ok(_) => return Ok(see_other_with(Flash::Added, "/settings/specialists")),
            Err(refusal) => form.refuse(refusal)?,
        }
    }
    Ok(show_again(&EditPage::new(&session, form, None)))
}

/// `GET /settings/specialists/{specialist}`.
pub async fn open(State(state): State<AppState>, session: Session, Path(id): Path<String>) -> PageResult {
    let id = parse(&id)?;
    let specialist = state.read(&session, move |cx| office::specialist(cx, id)).await?;
    let form = stored(&state, &specialist).with_version(specialist.version);
    let mut page = EditPage::new(&session, form, Some(id));
    page.posts = Some((id.to_string(), specialist_posts::form(&state, &session, id).await?));
    page.registered = specialist_posts::choices(&state, &session).await?;
    Ok(show(&page))
}

/// `POST /settings/specialists/{specialist}`.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    Path(id): Path<String>,
    mut form: Form,
) -> PageResult {
    let id = parse(&id)?;
    let (entry, version) = (read(&mut form), form.version());
    if form.has_errors() {
        return Ok(show_again(&EditPage::new(&session, form, Some(id))));
    }
    match state.write(&session, form.operation(), move |cx| office::save_specialist(cx, id, entry, version)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/specialists")),
        Err(Refusal::Conflict { by, .. }) => {
            let now = state.read(&session, move |cx| office::specialist(cx, id)).await?;
            form.conflict_against(&state, now.version, &by, Some(&stored(&state, &now)), &[]);
            Ok(show_conflict(&EditPage::new(&session, form, Some(id))))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&EditPage::new(&session, form, Some(id))))
        }
    }
}

fn read(form: &mut Form) -> SpecialistEntry {
    let ended_on = form.date("ended_on");
    SpecialistEntry { name: form.text("name"), kana: form.text("kana"), ended_on }
}

/// The form as it is stored.
fn stored(state: &AppState, specialist: &Specialist) -> Form {
    Form::blank(state)
        .with("name", &specialist.name)
        .with("kana", &specialist.kana)
        .with("ended_on", specialist.ended_on.map(wareki::short).unwrap_or_default())
}

fn parse(id: &str) -> Result<SpecialistId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

//! `/settings/municipalities`: 市町村の一覧, entering one that has no file, and its name and 区役所・支所.

use app::office::{self, MunicipalityEntry, MunicipalityLine, SettingsPage};
use askama::Template;
use axum::extract::{Path, State};
use domain::office::{USUAL, WardOfTown};

use crate::{AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again};

#[derive(Template)]
#[template(path = "settings/municipalities.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    lines: Vec<MunicipalityLine>,
}

#[derive(Template)]
#[template(path = "settings/municipality_town.html")]
struct TownPage {
    layout: Layout,
    form: Form,
    code: String,
}

async fn list_page(state: &AppState, session: &Session, form: Form) -> Result<ListPage, PageError> {
    let lines = state.read(session, office::municipalities).await?;
    Ok(ListPage { layout: Layout::new(session, "市町村の決まり"), form, lines })
}

/// `GET /settings/municipalities`.
pub async fn list(State(state): State<AppState>, session: Session) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&list_page(&state, &session, form).await?))
}

/// `POST /settings/municipalities`: enters one.
pub async fn add(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let entry = MunicipalityEntry { code: form.code("code"), name: form.text("name"), wards: String::new() };
    match state.write(&session, form.operation(), move |cx| office::add_municipality(cx, &entry)).await {
        Ok(code) => Ok(see_other_with(Flash::Added, format!("/settings/municipalities/{code}"))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&list_page(&state, &session, form).await?))
        }
    }
}

/// `POST /settings/municipalities/{municipality}/town`: name and 区役所・支所.
pub async fn send_town(
    State(state): State<AppState>,
    session: Session,
    Path(code): Path<String>,
    mut form: Form,
) -> PageResult {
    let entry =
        MunicipalityEntry { code: code.clone(), name: form.text("town_name"), wards: form.value("wards").to_owned() };
    let version = form.version();
    match state.write(&session, form.operation(), move |cx| office::save_municipality(cx, &entry, version)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("/settings/municipalities/{code}"))),
        Err(app::Refusal::Conflict { by, .. }) => {
            let wanted = code.clone();
            let now = state.read(&session, move |cx| office::find_municipality(cx, &wanted)).await?;
            let version = now.as_ref().map_or(0, |now| now.version);
            let stored =
                now.map(|now| Form::blank(&state).with("town_name", now.name).with("wards", lines_of(&now.wards)));
            form.conflict_against(&state, version, &by, stored.as_ref(), &[]);
            Ok(crate::show_conflict(&TownPage { layout: Layout::new(&session, "区役所・支所"), form, code }))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&TownPage { layout: Layout::new(&session, "区役所・支所"), form, code }))
        }
    }
}

/// The form of name and 区役所・支所 as they are now; for 全国の既定 there is none, and its version is -1.
pub(super) async fn town_form(state: &AppState, session: &Session, page: &SettingsPage) -> Result<Form, PageError> {
    let form = Form::blank(state);
    if page.code == USUAL {
        return Ok(form.with_version(-1));
    }
    let code = page.code.clone();
    let (town, wards) = state
        .read(session, move |cx| Ok((office::find_municipality(cx, &code)?, office::wards_of(cx, &code)?)))
        .await?;
    let form = form.with("town_name", page.name.clone()).with("wards", lines_of(&wards));
    Ok(form.with_version(town.map_or(0, |town| town.version)))
}

/// One a line, the telephone number after a comma.
fn lines_of(wards: &[WardOfTown]) -> String {
    let line = |ward: &WardOfTown| {
        if ward.tel.is_empty() { ward.name.clone() } else { format!("{}、{}", ward.name, ward.tel) }
    };
    wards.iter().map(line).collect::<Vec<_>>().join("\n")
}

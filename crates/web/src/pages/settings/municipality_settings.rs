//! `/settings/municipalities/{municipality}`: 市町村の決まり, one sentence each, with what is usual and from when it holds.

use app::{
    Refusal,
    office::{self, SettingLine, SettingsPage},
};
use askama::Template;
use axum::extract::{Path, State};
use calendar::wareki;
use law::Confidence;

use super::{holds_from, municipalities};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again, show_conflict,
    time,
};

#[derive(Template)]
#[template(path = "settings/municipality_settings.html")]
struct MunicipalityPage {
    layout: Layout,
    form: Form,
    code: String,
    name: String,
    lines: Vec<Line>,
    town: Form,
    version: i64,
}

/// A setting with its choices as the form shows them.
struct Line {
    key: String,
    title: String,
    sentence: String,
    usual: String,
    choices: Vec<(String, String)>,
    /// Whether it is written in words.
    written: bool,
    from_file: String,
    source: String,
    place: String,
    checked_on: String,
    confidence: Confidence,
    own: Vec<Own>,
}

/// What the office entered itself.
struct Own {
    from: String,
    from_word: String,
    value: String,
    by: String,
    at: String,
}

impl MunicipalityPage {
    async fn new(
        state: &AppState,
        session: &Session,
        code: &str,
        mut form: Form,
        sent: bool,
    ) -> Result<Self, PageError> {
        let page = page(state, session, code).await?;
        let version = office::settings_version(&page.lines);
        if !sent {
            for line in &page.lines {
                form.set(&line.setting.key, line.value.clone());
            }
            form = form.with_version(version);
        }
        let town = municipalities::town_form(state, session, &page).await?;
        let lines = page.lines.into_iter().map(|line| shown(state, line)).collect();
        let layout = Layout::new(session, "市町村の決まり");
        Ok(Self { layout, form, code: page.code, name: page.name, lines, town, version })
    }
}

async fn page(state: &AppState, session: &Session, code: &str) -> Result<SettingsPage, PageError> {
    let code = code.to_owned();
    Ok(state.read(session, move |cx| office::municipality_settings(cx, &code)).await?)
}

/// `GET /settings/municipalities/{municipality}`.
pub async fn open(State(state): State<AppState>, session: Session, Path(code): Path<String>) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&MunicipalityPage::new(&state, &session, &code, form, false).await?))
}

/// `POST /settings/municipalities/{municipality}`.
pub async fn send(
    State(state): State<AppState>,
    session: Session,
    Path(code): Path<String>,
    mut form: Form,
) -> PageResult {
    let lines = page(&state, &session, &code).await?.lines;
    let values: Vec<(String, String)> = lines
        .iter()
        .map(|line| &line.setting.key)
        .filter(|key| form.sent(key))
        .map(|key| (key.clone(), form.code(key)))
        .collect();
    let (from, version, municipality) = (holds_from(&mut form), form.version(), code.clone());
    if form.has_errors() {
        return Ok(show_again(&MunicipalityPage::new(&state, &session, &code, form, true).await?));
    }
    let saved = state
        .write(&session, form.operation(), move |cx| {
            office::save_municipality_settings(cx, &municipality, &values, from, version)
        })
        .await;
    answer(&state, &session, &code, form, saved).await
}

/// `POST /settings/municipalities/{municipality}/reset`: 「取り消す」, one value of one day.
pub async fn reset(
    State(state): State<AppState>,
    session: Session,
    Path(code): Path<String>,
    form: Form,
) -> PageResult {
    let (key, from) = (form.value("key").to_owned(), form.value("from"));
    let from = if from.is_empty() { None } else { Some(from.parse().map_err(|_| PageError::NotFound)?) };
    let (version, municipality) = (form.version(), code.clone());
    let saved = state
        .write(&session, form.operation(), move |cx| office::reset_setting(cx, &municipality, &key, from, version))
        .await;
    // The form is a button: there is nothing typed to be shown beside what is stored.
    saved?;
    Ok(see_other_with(Flash::Saved, format!("/settings/municipalities/{code}")))
}

async fn answer(
    state: &AppState,
    session: &Session,
    code: &str,
    mut form: Form,
    saved: Result<(), Refusal>,
) -> PageResult {
    match saved {
        Err(Refusal::Conflict { current, by }) => {
            // From when it holds is this sending's own question, not part of what is stored.
            let own = ["from", "from_start"];
            let start = own.iter().fold(Form::blank(state), |now, name| now.with(name, form.value(name)));
            let lines = page(state, session, code).await?.lines;
            let now = lines.iter().fold(start, |now, line| now.with(&line.setting.key, line.value.clone()));
            form.conflict_against(state, current, &by, Some(&now), &[]);
            Ok(show_conflict(&MunicipalityPage::new(state, session, code, form, true).await?))
        }
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("/settings/municipalities/{code}"))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&MunicipalityPage::new(state, session, code, form, true).await?))
        }
    }
}

fn shown(state: &AppState, line: SettingLine) -> Line {
    let setting = line.setting;
    let choices: Vec<(String, String)> =
        setting.choices.iter().map(|choice| (choice.value.to_string(), choice.label.clone())).collect();
    let label = |word: &str| {
        let choice = choices.iter().find(|(value, _)| value == word);
        choice.map_or_else(|| word.to_owned(), |(_, label)| label.clone())
    };
    let own = line.own.into_iter().map(|own| Own {
        from: own.from.map_or_else(|| "はじめから".to_owned(), |day| format!("{}から", wareki::long(day))),
        from_word: own.from.map(|day| day.to_string()).unwrap_or_default(),
        value: own.value.map_or_else(|| label(&line.file_value), |value| label(&value)),
        by: own.by,
        at: time::moment(&own.at),
    });
    let own = own.collect();
    let origin = &setting.origin;
    let source = state.law.source(&origin.source).map_or(origin.source.as_str(), |source| &source.title);
    Line {
        source: source.to_owned(),
        place: origin.place.clone(),
        checked_on: wareki::long(origin.checked_on),
        confidence: origin.confidence,
        from_file: label(&line.file_value),
        own,
        choices,
        written: setting.is_written(),
        key: setting.key,
        title: setting.title,
        sentence: setting.sentence,
        usual: setting.usual,
    }
}

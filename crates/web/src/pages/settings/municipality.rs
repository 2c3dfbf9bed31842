//! `/settings/municipality`: 市町村の決まり, one sentence each, with what is usual.

use app::{
    Refusal,
    office::{self, SettingLine, value_word},
};
use askama::Template;
use axum::extract::State;
use calendar::wareki;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "settings/municipality.html")]
struct MunicipalityPage {
    layout: Layout,
    form: Form,
    name: String,
    lines: Vec<Line>,
}

/// A setting with its choices as the form shows them.
struct Line {
    key: String,
    title: String,
    sentence: String,
    usual: String,
    choices: Vec<(String, String)>,
    from_file: String,
    origin: String,
    confidence: &'static str,
    changed: bool,
}

impl MunicipalityPage {
    async fn new(state: &AppState, session: &Session, mut form: Form, sent: bool) -> Result<Self, PageError> {
        let (name, lines) = state.read(session, office::municipality_settings).await?;
        if !sent {
            for line in &lines {
                form.set(&line.setting.key, line.value.clone());
            }
            form = form.with_version(office::settings_version(&lines));
        }
        let lines = lines.into_iter().map(|line| shown(state, line)).collect();
        Ok(Self { layout: Layout::new(session, "市町村の決まり"), form, name, lines })
    }
}

/// `GET /settings/municipality`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&MunicipalityPage::new(&state, &session, form, false).await?))
}

/// `POST /settings/municipality`.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let (_, lines) = state.read(&session, office::municipality_settings).await?;
    let values: Vec<(String, String)> = lines
        .iter()
        .map(|line| &line.setting.key)
        .filter(|key| form.sent(key))
        .map(|key| (key.clone(), form.code(key)))
        .collect();
    let version = form.version();
    let saved = state
        .write(&session, form.operation(), move |cx| office::save_municipality_settings(cx, &values, version))
        .await;
    match saved {
        Err(Refusal::Conflict { current, by }) => {
            let now: Vec<_> = lines
                .iter()
                .map(|line| (line.setting.title.as_str(), line.setting.key.as_str(), line.value.clone()))
                .collect();
            form.conflict_with(&state, current, &by, &now);
            Ok(show_conflict(&MunicipalityPage::new(&state, &session, form, true).await?))
        }
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/municipality")),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&MunicipalityPage::new(&state, &session, form, true).await?))
        }
    }
}

fn shown(state: &AppState, line: SettingLine) -> Line {
    let setting = line.setting;
    let choices: Vec<(String, String)> =
        setting.choices.iter().map(|choice| (value_word(&choice.value), choice.label.clone())).collect();
    let label = choices.iter().find(|(word, _)| *word == line.file_value).map(|(_, label)| label.clone());
    let title = state.law.source(&setting.origin.source).map_or(setting.origin.source.as_str(), |source| &source.title);
    Line {
        origin: format!("{title}（{}）{}確認", setting.origin.place, wareki::short(setting.origin.checked_on)),
        confidence: setting.origin.confidence.label(),
        from_file: label.unwrap_or(line.file_value),
        key: setting.key,
        title: setting.title,
        sentence: setting.sentence,
        usual: setting.usual,
        choices,
        changed: line.changed,
    }
}

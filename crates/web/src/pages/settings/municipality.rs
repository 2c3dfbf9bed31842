//! `/settings/municipality`: 市町村の決まり, one sentence each, with what is usual.

use app::{
    Refusal,
    office::{self, SettingLine},
};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use law::Confidence;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again, show_conflict,
    time,
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
    source: String,
    place: String,
    checked_on: String,
    confidence: Confidence,
    own: Option<Own>,
}

/// What the office has set itself.
struct Own {
    value: String,
    by: String,
    at: String,
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
    // 「…の値に戻す」: the municipality's value takes the place of what stands in the field; all is saved together.
    if let Some(line) = lines.iter().find(|line| line.setting.key == form.value("reset")) {
        form.set(&line.setting.key, line.file_value.clone());
    }
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
        setting.choices.iter().map(|choice| (choice.value.to_string(), choice.label.clone())).collect();
    let label = |word: &str| {
        let choice = choices.iter().find(|(value, _)| value == word);
        choice.map_or_else(|| word.to_owned(), |(_, label)| label.clone())
    };
    let origin = &setting.origin;
    let source = state.law.source(&origin.source).map_or(origin.source.as_str(), |source| &source.title);
    Line {
        source: source.to_owned(),
        place: origin.place.clone(),
        checked_on: wareki::long(origin.checked_on),
        confidence: origin.confidence,
        from_file: label(&line.file_value),
        own: line.own.map(|own| Own { value: label(&line.value), by: own.by, at: time::moment(&own.at) }),
        choices,
        key: setting.key,
        title: setting.title,
        sentence: setting.sentence,
        usual: setting.usual,
    }
}

//! `/settings/office`: 事業所.

use app::{Refusal, office};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use domain::office::Office;

use super::office_fields::{self, Municipality};
use crate::{AppState, Flash, Form, Layout, PageResult, Session, see_other_with, show, show_again, show_conflict};

#[derive(Template)]
#[template(path = "settings/office.html")]
struct OfficePage {
    layout: Layout,
    form: Form,
    municipalities: Vec<Municipality>,
}

impl OfficePage {
    fn new(state: &AppState, session: &Session, form: Form) -> Self {
        Self { layout: Layout::new(session, "事業所"), form, municipalities: office_fields::municipalities(state) }
    }
}

/// `GET /settings/office`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let office = state.read(&session, office::office).await?;
    let form = stored(&office)
        .into_iter()
        .fold(Form::blank(&state), |form, (_, field, value)| form.with(field, value))
        .with_version(office.version);
    Ok(show(&OfficePage::new(&state, &session, form)))
}

/// `POST /settings/office`.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let entry = office_fields::read(&mut form);
    if form.has_errors() {
        return Ok(show_again(&OfficePage::new(&state, &session, form)));
    }
    let version = form.version();
    match state.write(&session, form.operation(), move |cx| office::save_office(cx, entry, version)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/office")),
        Err(Refusal::Conflict { by, .. }) => {
            let office = state.read(&session, office::office).await?;
            form.conflict_with(&state, office.version, &by, &stored(&office));
            Ok(show_conflict(&OfficePage::new(&state, &session, form)))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&OfficePage::new(&state, &session, form)))
        }
    }
}

/// Label, field and value of each field.
fn stored(office: &Office) -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("事業所名", "office_name", office.name.clone()),
        ("所在地", "address", office.address.clone()),
        ("電話番号", "phone", office.phone.clone()),
        ("管理者名", "manager", office.manager.clone()),
        ("事業所番号（計画相談支援）", "number_plan", office.number_plan.clone()),
        ("事業所番号（障害児相談支援）", "number_child", office.number_child.clone()),
        ("地域区分（計画相談支援）", "area_plan", office.area_plan.clone()),
        ("地域区分（障害児相談支援）", "area_child", office.area_child.clone()),
        ("機能強化型の区分", "grade", office.grade.clone()),
        ("市町村", "municipality", office.municipality.clone()),
        ("みまもりを使い始める月", "start_month", wareki::month(office.start_month)),
    ]
}

//! `/settings/office`: 事業所 as it stands today, and from when each thing holds.

use app::{
    Refusal,
    office::{self, AREAS, GRADES},
    providers::{ProviderChoice, provider_choices},
};
use askama::Template;
use axum::extract::{Path, State};
use calendar::wareki;
use domain::office::{Office, OfficeFact, OfficeFactBody, OfficeHistory};

use super::{
    holds_from,
    office_fields::{self, Municipality},
};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, see_other_with, show, show_again, show_conflict,
    time,
};

#[derive(Template)]
#[template(path = "settings/office.html")]
struct OfficePage {
    layout: Layout,
    form: Form,
    municipalities: Vec<Municipality>,
    history: Vec<HistoryLine>,
}

/// A fact of the office as the page shows it, the newest first.
struct HistoryLine {
    seq: i64,
    from: String,
    label: String,
    value: String,
    by: String,
    at: String,
    /// Whether it stands, and so can be taken back.
    stands: bool,
}

impl OfficePage {
    async fn new(state: &AppState, session: &Session, form: Form) -> Result<Self, PageError> {
        let history = state.read(session, office::office_history).await?;
        let specialists = state.read(session, office::list_specialists).await?;
        let name_of = |id| specialists.iter().find(|one| one.id == id).map_or("", |one| one.name.as_str());
        let register = state.read(session, provider_choices).await?;
        let lines = history.facts().iter().rev().map(|fact| line(&history, fact, &name_of, &register)).collect();
        let municipalities = office_fields::municipalities_of(state, session).await?;
        Ok(Self { layout: Layout::new(session, "事業所"), form, municipalities, history: lines })
    }
}

fn line<'a>(
    history: &OfficeHistory,
    fact: &OfficeFact,
    name_of: &dyn Fn(domain::id::SpecialistId) -> &'a str,
    register: &[ProviderChoice],
) -> HistoryLine {
    let label_of = |pairs: &[(&str, &str)], word: &str| {
        pairs.iter().find(|(known, _)| *known == word).map_or_else(|| word.to_owned(), |(_, label)| (*label).to_owned())
    };
    let value = match &fact.body.what {
        OfficeFactBody::Manager { name } => name.clone(),
        OfficeFactBody::Number { number, .. } => number.clone(),
        OfficeFactBody::Area { area, .. } => label_of(&AREAS, area),
        OfficeFactBody::Grade { grade } => label_of(&GRADES, grade),
        OfficeFactBody::SpecialArea { special } => if *special { "はい" } else { "いいえ" }.to_owned(),
        OfficeFactBody::Addition { notified, .. } => if *notified { "届け出た" } else { "取り下げた" }.to_owned(),
        OfficeFactBody::Posts { specialist, providers, registered, judged } => {
            let known = register.iter().filter(|it| registered.contains(&it.id)).map(|it| it.label.clone());
            let all: Vec<String> = providers.iter().cloned().chain(known).collect();
            let providers = if all.is_empty() { "なし".to_owned() } else { all.join("、") };
            let judged = judged
                .as_ref()
                .map(|it| format!("（業務に支障がない: {} {}、{}）", it.by, wareki::short(it.on), it.hours));
            format!("{}: {providers}{}", name_of(*specialist), judged.unwrap_or_default())
        }
        OfficeFactBody::Withdrawn { reason } => {
            let of = history.facts().iter().find(|other| Some(other.id) == fact.corrects);
            let of = of.map(|other| other.body.what.label()).unwrap_or_default();
            if reason.is_empty() { of } else { format!("{of}（{reason}）") }
        }
    };
    HistoryLine {
        seq: fact.id,
        from: fact.body.from.map_or_else(|| "はじめから".to_owned(), |day| format!("{}から", wareki::long(day))),
        label: fact.body.what.label(),
        value: if value.is_empty() { "（空欄）".to_owned() } else { value },
        by: fact.by(),
        at: time::moment(&fact.recorded_at),
        stands: history.facts().stands(fact),
    }
}

/// `GET /settings/office`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    let office = state.read(&session, office::office).await?;
    let form = stored(&state, &office).with_version(office.version);
    Ok(show(&OfficePage::new(&state, &session, form).await?))
}

/// `POST /settings/office`.
pub async fn send(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let (entry, from) = (office_fields::read(&mut form), holds_from(&mut form));
    if form.has_errors() {
        return Ok(show_again(&OfficePage::new(&state, &session, form).await?));
    }
    let version = form.version();
    match state.write(&session, form.operation(), move |cx| office::save_office(cx, entry, from, version)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/office")),
        Err(Refusal::Conflict { by, .. }) => {
            let office = state.read(&session, office::office).await?;
            // From when it holds is this sending's own question, not part of what is stored.
            let now =
                stored(&state, &office).with("from", form.value("from")).with("from_start", form.value("from_start"));
            let names = office_fields::municipalities_of(&state, &session).await?;
            form.conflict_against(&state, office.version, &by, Some(&now), &names);
            Ok(show_conflict(&OfficePage::new(&state, &session, form).await?))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&OfficePage::new(&state, &session, form).await?))
        }
    }
}

/// `POST /settings/office/facts/{fact}/withdraw`: takes one line of the history back.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    Path(seq): Path<String>,
    form: Form,
) -> PageResult {
    let seq: i64 = seq.parse().map_err(|_| PageError::NotFound)?;
    let reason = form.text("reason");
    match state.write(&session, form.operation(), move |cx| office::withdraw_office_fact(cx, seq, &reason)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, "/settings/office")),
        Err(refusal) => {
            let office = state.read(&session, office::office).await?;
            let mut form = stored(&state, &office).with_version(office.version);
            form.refuse(refusal)?;
            Ok(show_again(&OfficePage::new(&state, &session, form).await?))
        }
    }
}

/// The form as it is stored.
fn stored(state: &AppState, office: &Office) -> Form {
    Form::blank(state)
        .with("office_name", office.name.clone())
        .with("address", office.address.clone())
        .with("phone", office.phone.clone())
        .with("manager", office.manager.clone())
        .with("number_plan", office.number_plan.clone())
        .with("number_child", office.number_child.clone())
        .with("area_plan", office.area_plan.clone())
        .with("area_child", office.area_child.clone())
        .with("grade", office.grade.clone())
        .with("municipality", office.municipality.clone())
        .with("start_month", wareki::month(office.start_month))
}

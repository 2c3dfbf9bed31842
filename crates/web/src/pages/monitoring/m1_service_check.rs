//! (1) サービス提供状況の確認: a line for each provider, by any means.

use app::monitoring::record_service_check;
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    id::RoundId,
    monitoring::{
        RoundFact, Step,
        m1_service_check::{CheckMeans, ServiceCheck},
    },
    text,
};

use super::{StepQuery, entry, frame::Frame, refuse};
use crate::{
    AppState, Flash, Form, Layout, PageResult, PathId, Session, see_other_with, show as page, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "monitoring/m1_service_check.html")]
struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    means: Vec<(&'static str, &'static str)>,
    providers: Vec<String>,
}

impl Page {
    fn new(session: &Session, frame: Frame, form: Form) -> Self {
        let rounds = [Some(&frame.view.round), frame.view.last.as_ref()];
        let mut providers: Vec<String> = rounds
            .into_iter()
            .flatten()
            .flat_map(|round| round.service_checks().map(|(_, check)| check.provider.clone()).collect::<Vec<_>>())
            .collect();
        providers.sort();
        providers.dedup();
        let means = CheckMeans::ALL.iter().map(|means| (means.word(), means.label())).collect();
        Self { layout: frame.layout(session), frame, form, means, providers }
    }
}

/// The page of the step; with `?fact=` the form holds the fact that is corrected.
pub async fn show(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    Query(query): Query<StepQuery>,
) -> PageResult {
    let frame = Frame::load(&state, &session, id, Some(Step::ServiceCheck)).await?;
    let mut form = Form::blank(&state).with_version(frame.view.round.version).with("means", "phone");
    if let Some(fact) = query.fact().and_then(|fact| frame.view.round.facts.find(fact))
        && let RoundFact::ServiceCheck(check) = &fact.body
    {
        form = fill(form, check).with("corrects", fact.id.to_string());
    }
    Ok(page(&Page::new(&session, frame, form)))
}

/// Records a check.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<RoundId>,
    mut form: Form,
) -> PageResult {
    if let Some(check) = read(&mut form) {
        let entry = entry(id, &form);
        match state.write(&session, form.operation(), move |cx| record_service_check(cx, entry, check)).await {
            Ok(_) => return Ok(see_other_with(Flash::Saved, format!("/monitoring/{id}/m1-service-check"))),
            Err(refusal) => refuse(&state, &session, &mut form, (id, "service_check"), refusal).await?,
        }
    }
    let conflict = form.conflict().is_some();
    let frame = Frame::load(&state, &session, id, Some(Step::ServiceCheck)).await?;
    let again = Page::new(&session, frame, form);
    Ok(if conflict { show_conflict(&again) } else { show_again(&again) })
}

pub(super) fn fill(form: Form, check: &ServiceCheck) -> Form {
    form.with_date("date", Some(check.date))
        .with("means", check.means.word())
        .with("provider", &check.provider)
        .with("finding", &check.finding)
        .with("on_site", if check.on_site { "yes" } else { "" })
}

fn read(form: &mut Form) -> Option<ServiceCheck> {
    let date = form.required_date("date", "確認した日");
    let means = form.choice("means", "手段", CheckMeans::from_word);
    Some(ServiceCheck {
        provider: text::line(form.value("provider")),
        finding: text::paragraph(form.value("finding")),
        on_site: form.ticked("on_site"),
        date: date?,
        means: means?,
    })
}

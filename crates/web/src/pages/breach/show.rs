//! `/breach/{breach}`: the report, its clocks, the copy of the log, the end; and the report for printing.

use app::{
    Refusal,
    breach::{BreachView, breach_page, breach_paper, end_breach, save_report, take_snapshot},
};
use askama::Template;
use axum::{extract::State, http::header, response::IntoResponse as _};
use calendar::wareki;
use domain::{
    breach::{BreachReport, ITEMS},
    id::BreachId,
    office::Right,
};

use super::{BreachLine, PLACE};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, pages::paper::drawn, see_other_with,
    show as shown, show_again, show_conflict,
};

#[derive(Template)]
#[template(path = "breach/show.html")]
struct Page {
    layout: Layout,
    form: Form,
    end: Form,
    breach: BreachLine,
    items: [(&'static str, &'static str, &'static str); 9],
    /// What of the log is held still.
    span: String,
    looks: i64,
    log_end: String,
    may_decide: bool,
}

#[derive(Template)]
#[template(path = "breach/report.html")]
struct ReportPage {
    layout: Layout,
    breach: BreachLine,
    office: String,
    printed_on: String,
    malicious: bool,
    items: Vec<(&'static str, String)>,
}

/// The report as fields of a form.
fn filled(form: Form, view: &BreachView) -> Form {
    let report = view.breach.report();
    let BreachReport { malicious, items, prompt_on, final_on, .. } = report;
    let long = |day: Option<calendar::Date>| day.map(wareki::long).unwrap_or_default();
    let form = form
        .with("known_on", long(view.breach.known_on()))
        .with("malicious", if malicious { "1" } else { "" })
        .with("prompt_on", long(prompt_on))
        .with("final_on", long(final_on));
    ITEMS.iter().zip(items).fold(form, |form, ((word, ..), text)| form.with(word, text))
}

async fn load(state: &AppState, session: &Session, id: BreachId) -> Result<BreachView, PageError> {
    Ok(state.read(session, move |cx| breach_page(cx, id)).await?)
}

fn page(session: &Session, view: &BreachView, form: Form, end: Form) -> Page {
    let declared = view.breach.declared().map(|(it, _)| it);
    let span = declared.map(|it| format!("{}から{}まで", wareki::long(it.from), wareki::long(it.to)));
    let log_end = declared.and_then(|it| it.log_end.as_ref());
    Page {
        layout: Layout::new(session, "漏えい等のおそれ"),
        form,
        end,
        breach: BreachLine::of(view),
        items: ITEMS,
        span: span.unwrap_or_default(),
        looks: declared.map(|it| it.looks).unwrap_or_default(),
        log_end: log_end.map(|(entry, hash)| format!("{entry}番 {hash}")).unwrap_or_default(),
        may_decide: session.may(Right::DecideAccess),
    }
}

/// `GET /breach/{breach}`.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<BreachId>) -> PageResult {
    let view = load(&state, &session, id).await?;
    let form = filled(Form::blank(&state), &view).with_version(view.breach.version());
    Ok(shown(&page(&session, &view, form, Form::blank(&state))))
}

/// `POST /breach/{breach}`: the report.
pub async fn save(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<BreachId>,
    mut form: Form,
) -> PageResult {
    let (typed, version) = (form.clone(), form.version());
    match state.write(&session, form.operation(), move |cx| save_report(cx, (id, version), &typed)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("{PLACE}/{id}"))),
        Err(Refusal::Conflict { current, by }) => {
            let view = load(&state, &session, id).await?;
            let now = filled(Form::blank(&state), &view);
            form.conflict_against(&state, current, &by, Some(&now), &[]);
            Ok(show_conflict(&page(&session, &view, form, Form::blank(&state))))
        }
        Err(refusal) => {
            form.refuse(refusal)?;
            let view = load(&state, &session, id).await?;
            Ok(show_again(&page(&session, &view, form, Form::blank(&state))))
        }
    }
}

/// `POST /breach/{breach}/end`: 解除.
pub async fn end(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<BreachId>,
    mut form: Form,
) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| end_breach(cx, id, &typed)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, format!("{PLACE}/{id}"))),
        Err(refusal) => {
            form.refuse(refusal)?;
            let view = load(&state, &session, id).await?;
            let report = filled(Form::blank(&state), &view).with_version(view.breach.version());
            Ok(show_again(&page(&session, &view, report, form)))
        }
    }
}

/// `GET /breach/{breach}/report`: the report for printing.
pub async fn report(State(state): State<AppState>, session: Session, PathId(id): PathId<BreachId>) -> PageResult {
    let view = load(&state, &session, id).await?;
    let report = view.breach.report();
    let titles = ITEMS.iter().map(|(_, title, _)| *title);
    Ok(shown(&ReportPage {
        layout: Layout::new(&session, "漏えい等の報告の下書き"),
        breach: BreachLine::of(&view),
        office: session.organisation_name().to_owned(),
        printed_on: wareki::long((state.outside.today)()),
        malicious: report.malicious,
        items: titles.zip(report.items).collect(),
    }))
}

/// `GET /breach/{breach}/report.pdf`: the same as a paper.
pub async fn paper(State(state): State<AppState>, session: Session, PathId(id): PathId<BreachId>) -> PageResult {
    let filled = state.read(&session, move |cx| breach_paper(cx, id)).await?;
    drawn(&state, &session, filled).await
}

/// `POST /breach/{breach}/snapshot`: the end of the log and the looks of the days, as a file. A POST, because taking it out is recorded.
pub async fn snapshot(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<BreachId>,
    form: Form,
) -> PageResult {
    let bytes = state.write(&session, form.operation(), move |cx| take_snapshot(cx, id)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kiroku-utsushi.jsonl\"".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

//! ファイルから取り込む: look at a file first, then take it. The work goes on beside the requests; its page shows how far
//! it is and stops it, by reloading itself, without JavaScript.

use std::{sync::Arc, time::Duration};

use app::{
    Refusal, limits,
    transfer::{Import, ImportReport, ImportState, ImportTable, Importer, Imports, Mode, template, workbook},
};
use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::{id::OperationId, office::Right};

use crate::{
    AppState, Form, Layout, PageError, PageResult, PathId, Session,
    form::multipart::{broken, whole, word},
    organisation_mark, render, see_other, show, show_again,
};

/// How long the answer to a form waits for the work, so that a usual file is done when its page opens.
const WAIT: Duration = Duration::from_millis(1500);

/// After how many seconds the page of work that goes on loads itself again.
const RELOAD: HeaderValue = HeaderValue::from_static("2");

#[derive(Template)]
#[template(path = "clients/import.html")]
struct ImportPage {
    layout: Layout,
    form: Form,
    /// Whether plans and assessments may be brought, too.
    may_plan: bool,
}

impl ImportPage {
    fn tables(&self) -> Vec<(&'static str, &'static str)> {
        let all = ImportTable::ALL.iter().filter(|table| self.may_plan || **table == ImportTable::Clients);
        all.map(|table| (table.word(), table.label())).collect()
    }
}

#[derive(Template)]
#[template(path = "clients/import_progress.html")]
struct ProgressPage {
    layout: Layout,
    id: OperationId,
    taking: bool,
    stopping: bool,
    done: usize,
    of: usize,
}

#[derive(Template)]
#[template(path = "clients/import_report.html")]
struct ReportPage {
    layout: Layout,
    id: OperationId,
    report: Arc<ImportReport>,
    over: bool,
}

fn page(session: &Session, form: Form) -> ImportPage {
    let form = if form.value("table").is_empty() { form.with("table", ImportTable::Clients.word()) } else { form };
    ImportPage { layout: Layout::new(session, TITLE), form, may_plan: session.may(Right::RecordPlanning) }
}

const TITLE: &str = "ファイルから取り込む";

/// The form for choosing a file.
pub async fn form(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&page(&session, Form::blank(&state))))
}

/// The template as a file. UTF-8 with a mark, so that spreadsheets read it as such.
pub async fn template_file() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"mimamori-import-template.csv\""),
    ];
    (headers, format!("\u{FEFF}{}", template())).into_response()
}

/// The template of plans or assessments as a workbook.
pub async fn template_book(Path(table): Path<String>) -> PageResult {
    let table = ImportTable::from_word(table.trim_end_matches(".xlsx")).ok_or(PageError::NotFound)?;
    let book = workbook(table).ok_or(PageError::NotFound)?;
    let name = format!("attachment; filename=\"mimamori-{}.xlsx\"", table.word());
    let name = HeaderValue::from_str(&name).map_err(|_| PageError::NotFound)?;
    let kind = HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], book).into_response())
}

/// Takes the file that was sent in, and lets it be looked at.
pub async fn check(
    State(state): State<AppState>,
    Extension(imports): Extension<Imports>,
    session: Session,
    mut sent: Multipart,
) -> PageResult {
    let mut form = Form::blank(&state);
    let mut file = Some(Vec::new());
    while let Some(field) = sent.next_field().await.map_err(broken)? {
        match field.name() {
            Some(organisation_mark::FIELD) => organisation_mark::check_named(session.actor(), &word(field).await?)?,
            Some("table") => form.set("table", word(field).await?),
            Some("file") => file = whole(field, limits::IMPORT_PAGE_BYTES).await?,
            _ => {}
        }
    }
    match &file {
        None => {
            form.error("file", "画面から送れるのは1メガバイトまでです。大きなファイルはコマンドで取り込んでください。")
        }
        Some(bytes) if bytes.is_empty() => form.error("file", "CSVかExcel（.xlsx）のファイルを選んでください。"),
        Some(_) => {}
    }
    let bytes = file.unwrap_or_default();
    let table = form.choice("table", "表の種類", |word| match word {
        "" => Some(ImportTable::Clients),
        word => ImportTable::from_word(word),
    });
    let Some(table) = table.filter(|_| !form.has_errors()) else {
        return Ok(show_again(&page(&session, form)));
    };
    let by = importer(&state, &session);
    let import = match imports.begin(&by, form.operation().id, (table, bytes)) {
        Ok((import, _)) => import,
        Err(refusal) => {
            form.refuse(refusal)?;
            return Ok(show_again(&page(&session, form)));
        }
    };
    let id = import.id;
    run(&state, move || import.look(&by)).await;
    Ok(see_other(place(id)))
}

/// Where an import stands.
pub async fn open(
    State(state): State<AppState>,
    Extension(imports): Extension<Imports>,
    session: Session,
    PathId(id): PathId<OperationId>,
) -> PageResult {
    let import = match imports.find(&importer(&state, &session), id) {
        Ok(import) => import,
        Err(Refusal::NotFound) => return Ok(gone(&state, &session)),
        Err(refusal) => return Err(refusal.into()),
    };
    let layout = Layout::new(&session, TITLE);
    match import.state() {
        ImportState::Looking => Ok(progress(layout, &import, false)),
        ImportState::Taking => Ok(progress(layout, &import, true)),
        ImportState::Looked(report) => Ok(show(&ReportPage { layout, id, report, over: false })),
        ImportState::Done(report) => Ok(show(&ReportPage { layout, id, report, over: true })),
        ImportState::Failed(fault) => Err(PageError::Fault(fault)),
    }
}

/// Takes the file that was looked at.
pub async fn take(
    State(state): State<AppState>,
    Extension(imports): Extension<Imports>,
    session: Session,
    PathId(id): PathId<OperationId>,
    form: Form,
) -> PageResult {
    let by = importer(&state, &session);
    let import = match imports.find(&by, id) {
        Ok(import) => import,
        Err(Refusal::NotFound) => return Ok(gone(&state, &session)),
        Err(refusal) => return Err(refusal.into()),
    };
    let mode = if form.value("mode") == "good" { Mode::TakeGoodRows } else { Mode::AllOrNothing };
    if import.begin_taking() {
        run(&state, move || import.take(&by, mode)).await;
    }
    Ok(see_other(place(id)))
}

/// Stops the work; what was taken stays.
pub async fn cancel(
    State(state): State<AppState>,
    Extension(imports): Extension<Imports>,
    session: Session,
    PathId(id): PathId<OperationId>,
) -> PageResult {
    match imports.find(&importer(&state, &session), id) {
        Ok(import) => import.watch.cancel(),
        Err(Refusal::NotFound) => return Ok(gone(&state, &session)),
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(see_other(place(id)))
}

/// The rows that cannot be taken, as a file to mend.
pub async fn rejected(
    State(state): State<AppState>,
    Extension(imports): Extension<Imports>,
    session: Session,
    PathId(id): PathId<OperationId>,
) -> PageResult {
    let import = imports.find(&importer(&state, &session), id)?;
    let (ImportState::Looked(report) | ImportState::Done(report)) = import.state() else {
        return Ok(see_other(place(id)));
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"mimamori-rejected.csv\""),
    ];
    Ok((headers, report.rejected_file()).into_response())
}

/// Begins the work beside the requests, and waits for it for a moment. It goes on when the reader has gone.
async fn run(state: &AppState, work: impl FnOnce() + Send + 'static) {
    let state = state.clone();
    let running = tokio::spawn(async move { state.compute(work).await });
    // What is not ready in time is shown by its own page.
    let _ = tokio::time::timeout(WAIT, running).await;
}

fn progress(layout: Layout, import: &Import, taking: bool) -> Response {
    let (done, of) = import.watch.progress();
    let stopping = import.watch.cancelled();
    let mut page = show(&ProgressPage { layout, id: import.id, taking, stopping, done, of });
    page.headers_mut().insert(header::REFRESH, RELOAD);
    page
}

/// An import of which nothing is kept any more: an hour has passed, or the server was started anew.
fn gone(state: &AppState, session: &Session) -> Response {
    let mut form = Form::blank(state);
    form.error(
        "file",
        "この取り込みの結果は、もう残っていません。同じファイルをもう一度選んでください。取り込み済みの行は飛ばされます。",
    );
    render(StatusCode::NOT_FOUND, &page(session, form))
}

fn importer(state: &AppState, session: &Session) -> Importer {
    Importer { db: state.db.clone(), actor: session.actor().clone(), outside: state.outside.clone() }
}

fn place(id: OperationId) -> String {
    format!("/clients/import/{id}")
}

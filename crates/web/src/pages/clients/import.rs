//! CSVから取り込む: look at a file first, then take it. The file waits in the page, nothing of it on the server.

use app::{
    Refusal,
    transfer::{ImportReport, Mode, import_clients, template},
};
use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{AppState, Form, Layout, PageError, PageResult, Session, show, show_again};

/// Bytes of a file that the page takes, so that it comes back within the limit of a form. Larger ones by command.
const LARGEST: usize = 1024 * 1024;

#[derive(Template)]
#[template(path = "clients/import.html")]
struct ImportPage {
    layout: Layout,
    form: Form,
    report: Option<ImportReport>,
}

fn page(session: &Session, form: Form, report: Option<ImportReport>) -> ImportPage {
    ImportPage { layout: Layout::new(session, "CSVから取り込む"), form, report }
}

/// The form for choosing a file.
pub async fn form(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&page(&session, Form::blank(&state), None)))
}

/// The template as a file. UTF-8 with a mark, so that spreadsheets read it as such.
pub async fn template_file() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"mimamori-import-template.csv\""),
    ];
    (headers, format!("\u{FEFF}{}", template())).into_response()
}

/// Looks at the file that was sent, and shows what it would come to.
pub async fn check(State(state): State<AppState>, session: Session, mut sent: Multipart) -> PageResult {
    let mut form = Form::blank(&state);
    let mut bytes = Vec::new();
    while let Some(field) = sent.next_field().await.map_err(|_| unreadable())? {
        if field.name() == Some("file") {
            bytes = field.bytes().await.map_err(|_| PageError::TooLarge)?.to_vec();
        }
    }
    if bytes.is_empty() {
        form.error("file", "CSVファイルを選んでください。");
    } else if bytes.len() > LARGEST {
        form.error("file", "画面から送れるのは1メガバイトまでです。大きなファイルはコマンドで取り込んでください。");
    }
    if form.has_errors() {
        return Ok(show_again(&page(&session, form, None)));
    }
    form.set("content", URL_SAFE_NO_PAD.encode(&bytes));
    let report = state.read(&session, move |cx| import_clients(cx, &bytes, Mode::DryRun)).await?;
    Ok(show(&page(&session, form, Some(report))))
}

/// Takes the file that was looked at.
pub async fn take(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let bytes = URL_SAFE_NO_PAD.decode(form.value("content")).map_err(|_| unreadable())?;
    let mode = if form.value("mode") == "good" { Mode::TakeGoodRows } else { Mode::AllOrNothing };
    let answer = state.write(&session, form.operation(), move |cx| import_clients(cx, &bytes, mode)).await;
    match answer {
        Ok(report) => Ok(show(&page(&session, form, Some(report)))),
        Err(refusal @ Refusal::Refused(_)) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&session, form, None)))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The rows that cannot be taken, as a file to mend.
pub async fn rejected(State(state): State<AppState>, session: Session, form: Form) -> PageResult {
    let bytes = URL_SAFE_NO_PAD.decode(form.value("content")).map_err(|_| unreadable())?;
    let report = state.read(&session, move |cx| import_clients(cx, &bytes, Mode::DryRun)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"mimamori-rejected.csv\""),
    ];
    Ok((headers, report.rejected_file()).into_response())
}

fn unreadable() -> PageError {
    PageError::Unreadable("ファイルを読めませんでした。もう一度選んでください。".to_owned())
}

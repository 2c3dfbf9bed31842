//! A filled form as a PDF or as a workbook, drawn outside of the transaction, on a thread that may block.

use app::{Reason, Refusal, sheets::keep_sheet, workbook};
use axum::{http::header, response::IntoResponse as _};
use domain::id::OperationId;
use forms::{DataSetKind, FilledForm, forms_of};
use serde::Deserialize;

use crate::{AppState, PageError, PageResult, Session};

/// Which layout of a paper; empty for the one that the municipality takes.
#[derive(Debug, Deserialize)]
pub struct LayoutQuery {
    /// Its word.
    #[serde(default)]
    pub layout: String,
}

/// Word and label of each layout, for the links to a paper.
pub fn layouts(data: &DataSetKind) -> Vec<(&'static str, &'static str)> {
    forms_of(data).map(|form| (form.file.word.as_str(), form.file.label.as_str())).collect()
}

/// The paper. The file's name says what it is and names nobody.
pub async fn drawn(state: &AppState, session: &Session, filled: FilledForm) -> PageResult {
    let name = named(&filled, "pdf");
    let (renderer, kept) = (state.outside.pdf.clone(), filled.kept_as.is_some().then(|| filled.clone()));
    let is_from_outside = filled.sheet.is_some();
    let drawn = tokio::task::spawn_blocking(move || renderer.render(&filled)).await;
    let drawn = drawn.map_err(|error| PageError::Fault(format!("pdf: {error}")))?;
    let bytes = match drawn {
        // A sheet from outside that does not work is for the office to mend.
        Err(sentence) if is_from_outside => return Err(Refusal::Refused(vec![Reason::at("", sentence)]).into()),
        drawn => drawn.map_err(|error| PageError::Fault(format!("pdf: {error}")))?,
    };
    if let Some(kept) = kept {
        let sending = OperationId((state.outside.new_id)());
        state.write(session, sending, move |cx| keep_sheet(cx, &kept)).await?;
    }
    Ok((
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, format!("inline; {name}")),
        ],
        bytes,
    )
        .into_response())
}

/// Several papers as one file. Their order is told by the list that they were chosen from; the file names nobody.
pub async fn drawn_together(state: &AppState, session: &Session, all: Vec<FilledForm>) -> PageResult {
    let renderer = state.outside.pdf.clone();
    let kept: Vec<FilledForm> = all.iter().filter(|filled| filled.kept_as.is_some()).cloned().collect();
    let drawn = tokio::task::spawn_blocking(move || {
        let papers: Result<Vec<Vec<u8>>, String> = all.iter().map(|filled| renderer.render(filled)).collect();
        renderer.join(&papers?)
    });
    let drawn = drawn.await.map_err(|error| PageError::Fault(format!("pdf: {error}")))?;
    let bytes = match drawn {
        Err(sentence) if !kept.is_empty() => return Err(Refusal::Refused(vec![Reason::at("", sentence)]).into()),
        drawn => drawn.map_err(|error| PageError::Fault(format!("pdf: {error}")))?,
    };
    if !kept.is_empty() {
        let sending = OperationId((state.outside.new_id)());
        state.write(session, sending, move |cx| kept.iter().try_for_each(|one| keep_sheet(cx, one))).await?;
    }
    let name = "inline; filename=\"papers.pdf\"; filename*=UTF-8''%E6%9B%B8%E9%A1%9E.pdf";
    Ok(([(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// A workbook is one of these.
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The same fields as a workbook.
pub async fn written(filled: FilledForm) -> PageResult {
    let name = format!("attachment; {}", named(&filled, "xlsx"));
    let written = tokio::task::spawn_blocking(move || workbook(&filled)).await;
    let bytes = written
        .map_err(|error| PageError::Fault(format!("xlsx: {error}")))?
        .map_err(|error| PageError::Fault(format!("xlsx: {error}")))?;
    Ok(([(header::CONTENT_TYPE, WORKBOOK.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The form's title as a file's name, in Japanese and, for programs that cannot read that, as the id of the form.
pub fn named(filled: &FilledForm, ending: &str) -> String {
    let title: String = filled.title.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("filename=\"{}.{ending}\"; filename*=UTF-8''{title}.{ending}", filled.form)
}

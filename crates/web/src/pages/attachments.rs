//! `/certificates/{certificate}/attachments`: 受給者証の写し, the scanned paper. Sending a file, looking at one, taking one back.

mod receive;
pub mod scans;
mod send_out;

use app::attachments::{
    self, AttachedPlace, AttachmentLine, UploadFault, attach_file, note_file_opened, open_attachment,
    withdraw_attachment,
};
use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    client::Client,
    id::{AttachmentId, CertificateId},
    office::Right,
};

use self::receive::{Received, receive};
use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, PathId, Session, render, see_other_with, show, show_again,
};

#[derive(Template)]
#[template(path = "attachments/list.html")]
struct ListPage {
    layout: Layout,
    form: Form,
    certificate: CertificateId,
    client: Client,
    lines: Vec<AttachmentLine>,
    may_edit: bool,
}

impl ListPage {
    fn kind(&self, line: &AttachmentLine) -> String {
        media(line)
    }
}

/// What a file is and how large, in words.
fn media(line: &AttachmentLine) -> String {
    let label = line.media.map_or("ファイル", attachments::Media::label);
    let (bytes, mega) = (line.attachment.length, 1024 * 1024);
    if bytes < mega {
        return format!("{label}、{}キロバイト", (bytes / 1024).max(1));
    }
    let tenths = bytes.saturating_mul(10) / mega;
    format!("{label}、{}.{}メガバイト", tenths / 10, tenths % 10)
}

async fn page(
    state: &AppState,
    session: &Session,
    certificate: CertificateId,
    form: Form,
) -> Result<ListPage, PageError> {
    let found = state.read(session, move |cx| attachments::attachments(cx, certificate)).await?;
    let (layout, may_edit) = (Layout::new(session, "受給者証の写し"), session.may(Right::EditClients));
    Ok(ListPage { layout, form, certificate, client: found.client, lines: found.lines, may_edit })
}

/// `GET /certificates/{certificate}/attachments`.
pub async fn list(State(state): State<AppState>, session: Session, PathId(id): PathId<CertificateId>) -> PageResult {
    let form = Form::blank(&state);
    Ok(show(&page(&state, &session, id, form).await?))
}

/// `POST /certificates/{certificate}/attachments`: takes a file.
pub async fn add(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<CertificateId>,
    sent: Multipart,
) -> PageResult {
    // Seen before anything is written: whose paper it is, and that it is there.
    state.read(&session, move |cx| attachments::attachments(cx, id)).await?;
    let Received { mut form, note, file, .. } = receive(&state, &session, sent).await?;
    let file = match file {
        Ok(file) => file,
        Err(fault) => {
            form.error("file", fault.sentence());
            return Ok(refused(&page(&state, &session, id, form).await?, fault));
        }
    };
    match state.write(&session, form.operation(), move |cx| attach_file(cx, id, &file, &note)).await {
        Ok(_) => Ok(see_other_with(Flash::Added, place(id))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, id, form).await?))
        }
    }
}

/// The page with what was typed, under the status that says what was wrong with the file.
fn refused(page: &impl Template, fault: UploadFault) -> Response {
    let status = match fault {
        UploadFault::Empty => StatusCode::UNPROCESSABLE_ENTITY,
        UploadFault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        UploadFault::OtherMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
    };
    render(status, page)
}

/// `GET /attachments/{attachment}`: the file itself. Looking at it is noted.
pub async fn open(State(state): State<AppState>, session: Session, PathId(id): PathId<AttachmentId>) -> PageResult {
    let file = state.read(&session, move |cx| open_attachment(cx, id)).await?;
    state.note_reading(&session, move |cx| note_file_opened(cx, id)).await?;
    Ok(send_out::answer(&state, &file))
}

/// `POST /attachments/{attachment}/withdraw`: takes one back.
pub async fn withdraw(
    State(state): State<AppState>,
    session: Session,
    PathId(id): PathId<AttachmentId>,
    mut form: Form,
) -> PageResult {
    let reason = form.text("reason");
    match state.write(&session, form.operation(), move |cx| withdraw_attachment(cx, id, &reason)).await {
        Ok(at) => Ok(see_other_with(Flash::Removed, listed_at(at))),
        Err(app::Refusal::Refused(reasons)) => {
            let at = state.read(&session, move |cx| open_attachment(cx, id)).await?.place;
            form.refuse(app::Refusal::Refused(reasons))?;
            match at.certificate {
                Some(certificate) => Ok(show_again(&page(&state, &session, certificate, form).await?)),
                None => Ok(show_again(&scans::page(&state, &session, (at.client, None), form).await?)),
            }
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The page that lists an attachment.
fn listed_at(at: AttachedPlace) -> String {
    at.certificate.map_or_else(|| scans::place(at.client), place)
}

fn place(certificate: CertificateId) -> String {
    format!("/certificates/{certificate}/attachments")
}

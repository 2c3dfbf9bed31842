//! Takes a file in as it comes, a chunk at a time, so that no request holds a whole one in memory or the writer for long.

use app::{
    Outside, Sending,
    attachments::{Chunk, Upload, UploadFault, UploadedFile},
};
use axum::extract::{Multipart, multipart::Field};
use domain::id::OfficeId;
use store::{Db, StoreError};

use crate::{
    AppState, Form, PageError, Session,
    form::multipart::{broken, word},
    organisation_mark,
};

/// What the form sent.
pub(super) struct Received {
    /// The form with everything typed; the file itself no browser lets a page keep.
    pub(super) form: Form,
    /// What the file is, as typed.
    pub(super) note: String,
    /// The word of the kind that was chosen; empty where the form asks for none.
    pub(super) kind: String,
    /// The version of the plan that was chosen; empty where none was.
    pub(super) plan: String,
    /// The file, all of it written.
    pub(super) file: Result<UploadedFile, UploadFault>,
}

/// Reads the fields in the order in which they come. A file that is not taken is read to its end and thrown away, so
/// that the browser can show the answer.
pub(super) async fn receive(state: &AppState, session: &Session, mut sent: Multipart) -> Result<Received, PageError> {
    let (mut note, mut kind, mut plan) = (String::new(), String::new(), String::new());
    let (mut operation, mut file) = (None, Err(UploadFault::Empty));
    while let Some(field) = sent.next_field().await.map_err(broken)? {
        match field.name() {
            Some(organisation_mark::FIELD) => organisation_mark::check_named(session.actor(), &word(field).await?)?,
            Some("_operation") => operation = word(field).await?.parse().ok(),
            Some("note") => note = word(field).await?,
            Some("kind") => kind = word(field).await?,
            Some("plan") => plan = word(field).await?,
            Some("file") => file = take(state, session.actor().office, field).await?,
            _ => {}
        }
    }
    let form = Form::blank(state).with("note", note.clone()).with("kind", kind.clone()).with("plan", plan.clone());
    let form = match operation {
        Some(id) => {
            // The file is part of what was sent: another one under the same number is another sending.
            let sha256 = file.as_ref().map_or("", |file| file.sha256.as_str());
            let sent = [("note", note.as_str()), ("kind", &kind), ("plan", &plan), ("file", sha256)];
            form.of_sending(Sending::of(id, sent.into_iter()))
        }
        None => form,
    };
    Ok(Received { form, note, kind, plan, file })
}

async fn take(
    state: &AppState,
    office: OfficeId,
    mut field: Field<'_>,
) -> Result<Result<UploadedFile, UploadFault>, PageError> {
    let mut upload = Ok(Upload::begin(&state.outside));
    while let Some(part) = field.chunk().await.map_err(broken)? {
        let Ok(going) = &mut upload else { continue };
        match going.take(&part) {
            Ok(chunks) => {
                for chunk in chunks {
                    write(&state.db, &state.outside, office, chunk).await?;
                }
            }
            // What was written of it stays unnamed, and is taken away by the worker.
            Err(fault) => upload = Err(fault),
        }
    }
    let (last, file) = match upload.and_then(Upload::end) {
        Ok(whole) => whole,
        Err(fault) => return Ok(Err(fault)),
    };
    if let Some(chunk) = last {
        write(&state.db, &state.outside, office, chunk).await?;
    }
    Ok(Ok(file))
}

async fn write(db: &Db, outside: &Outside, office: OfficeId, chunk: Chunk) -> Result<(), StoreError> {
    let at = (outside.now)();
    let (file, seq, content) = chunk;
    db.write_in(office, move |tx| app::attachments::keep_chunk(tx, office, (file, seq), &content, &at)).await
}

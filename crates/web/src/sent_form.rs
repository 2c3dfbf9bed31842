//! 送られたもの: what a form sent and what came in the way, kept beside the request until its answer is there.
//!
//! One mechanism for every form: a refusal that is nobody's mistake (409, 413, 500, 503, 507) never loses what was
//! typed. Where the handler shows its form again, the answer only gets its status; where it cannot, the error's page
//! lists the fields and sends the same form again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::{Sending, drafts::DraftKey};
use domain::id::OperationId;

use crate::{PageError, form::is_of_draft};

/// What one request sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentForm(Arc<Mutex<Sent>>);

/// The fields of a form and what happened to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    /// Name and value, in the order in which they came.
    pub(crate) fields: Vec<(String, String)>,
    /// The number of the sending; none where no form was sent.
    pub(crate) operation: Option<String>,
    /// The number under which it is sent anew, where the first one has been used.
    pub(crate) fresh: Option<OperationId>,
    /// The field that was too long to be kept in full.
    pub(crate) cut: Option<String>,
    /// What came in the way, where the handler showed its form again.
    pub(crate) trouble: Option<PageError>,
    /// What is kept as a draft where the form comes back unsaved; none where it has no draft.
    pub(crate) draft: Option<UnsavedDraft>,
}

/// What a form that has a draft sent.
#[derive(Clone, Debug)]
pub(crate) struct UnsavedDraft {
    /// The draft.
    pub(crate) key: DraftKey,
    /// The sending: one that was recorded after all is no draft.
    pub(crate) sending: Sending,
    /// The version of the record that the page showed.
    pub(crate) version: i64,
}

impl SentForm {
    fn lock(&self) -> MutexGuard<'_, Sent> {
        // Nothing runs while the lock is held but the assignments below.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a form sent.
    pub(crate) fn keep(&self, fields: Vec<(String, String)>, operation: String, fresh: OperationId) {
        let mut sent = self.lock();
        sent.fields = fields;
        sent.operation = Some(operation);
        sent.fresh = Some(fresh);
    }

    /// Keeps what becomes a draft where the form comes back unsaved.
    pub(crate) fn keep_for_draft(&self, draft: Option<UnsavedDraft>) {
        self.lock().draft = draft;
    }

    /// That, once, with what was typed: the fields are copied only where a form did come back.
    pub(crate) fn take_draft(&self) -> Option<(UnsavedDraft, Vec<(String, String)>)> {
        let mut sent = self.lock();
        let draft = sent.draft.take()?;
        Some((draft, sent.fields.iter().filter(|(name, _)| is_of_draft(name)).cloned().collect()))
    }

    /// The number under which it is sent anew.
    pub(crate) fn fresh(&self) -> Option<OperationId> {
        self.lock().fresh
    }

    /// Notes that the last field kept is not whole.
    pub(crate) fn note_cut(&self) {
        let mut sent = self.lock();
        sent.cut = sent.fields.last().map(|(name, _)| name.clone());
    }

    /// Notes what came in the way of a form that is shown again.
    pub(crate) fn note_trouble(&self, trouble: PageError) {
        self.lock().trouble = Some(trouble);
    }

    /// Everything noted.
    pub(crate) fn taken(&self) -> Sent {
        std::mem::take(&mut *self.lock())
    }
}

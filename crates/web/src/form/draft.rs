//! 下書き of a form: what was typed before comes back into its fields, and the page says from when it is.

use app::drafts::{DraftForm, DraftKey, find_draft, keep_draft};
use calendar::{Date, clock, in_japan};
use uuid::Uuid;

use super::{
    Form,
    conflict::{SHOWN, Shown},
};
use crate::{AppState, PageError, Session, at, sent_form::UnsavedDraft, time};

/// What a page has to do with the draft of its form.
#[derive(Clone, Debug)]
pub struct DraftLine {
    key: DraftKey,
    /// 「下書き 14:02」 where the fields show one; else empty.
    saved: String,
}

impl DraftLine {
    /// As the hidden field of the form carries it.
    pub fn name(&self) -> String {
        at::draft_name(self.key)
    }

    /// 「下書き 14:02」 where the fields show a draft; else empty.
    pub fn saved(&self) -> &str {
        &self.saved
    }
}

/// Whether a field is one that a draft keeps: what was typed, and what the page had shown; no number of the sending, no version, no button.
pub(crate) fn is_of_draft(name: &str) -> bool {
    name == SHOWN || app::is_typed(name)
}

/// The key in a hidden field: area, form, subject.
fn key(name: &str) -> Option<DraftKey> {
    let mut parts = name.split('/').skip(1);
    key_of(parts.next()?, parts.next()?)
}

/// The key of these words; none where they name no form or nothing.
pub(crate) fn key_of(form: &str, subject: &str) -> Option<DraftKey> {
    Some(DraftKey { form: DraftForm::from_word(form)?, subject: subject.parse().ok()? })
}

/// 「下書き 14:02」, with the day where it is another one.
pub(crate) fn saved_at(utc: &str, today: Date) -> String {
    match in_japan(utc) {
        Some((day, time)) if day == today => format!("下書き {}", clock(time)),
        _ => time::stamped("下書き", utc),
    }
}

/// Fields that the page itself says anew, because they name what is stored now and nobody typed them.
const SAID_ANEW: [&str; 4] = ["corrects", "report", "plan", "texts"];

/// Said beside a draft that was typed to another version of what the page is about.
const MENDED_SINCE: &str = "（この下書きのあとで、もとの記録が直されています。内容と日付を確かめてください）";

impl Form {
    /// The form with the person's draft in its fields, where there is one; the version stays that of the draft, so that
    /// what others saved meanwhile is a conflict and not overwritten.
    pub async fn with_draft(
        mut self,
        state: &AppState,
        session: &Session,
        (form, subject): (DraftForm, Uuid),
    ) -> Result<Self, PageError> {
        let key = DraftKey { form, subject };
        let found = state.read(session, move |cx| find_draft(cx, key)).await?;
        let mut line = DraftLine { key, saved: String::new() };
        if let Some(draft) = found {
            line.saved = saved_at(&draft.saved_at, self.today);
            let (shown, fields): (Vec<_>, Vec<_>) = draft.fields.into_iter().partition(|(name, _)| name == SHOWN);
            self.shown = shown.into_iter().next().map_or(Shown::Unknown, |(_, lines)| Shown::Carried(lines));
            self.values.retain(|(name, _)| SAID_ANEW.contains(&name.as_str()));
            let mended =
                |(name, value): &(String, String)| SAID_ANEW.contains(&name.as_str()) && !self.has(name, value);
            if fields.iter().any(mended) {
                line.saved.push_str(MENDED_SINCE);
            }
            self.values.extend(fields.into_iter().filter(|(name, _)| !SAID_ANEW.contains(&name.as_str())));
            if draft.base_version > 0 {
                self.set("_version", draft.base_version.to_string());
            }
        }
        self.draft = Some(line);
        Ok(self)
    }

    /// The draft of the form, where it has one.
    pub fn draft(&self) -> Option<&DraftLine> {
        self.draft.as_ref()
    }

    /// Whether the fields show what was typed before and not recorded.
    pub fn shows_draft(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| !draft.saved.is_empty())
    }

    /// What was typed, as a draft keeps it, with what the page showed before: no number of the sending, no version, no
    /// button.
    pub(crate) fn typed_fields(&self) -> Vec<(String, String)> {
        let fields = self.values.iter().filter(|(name, _)| is_of_draft(name)).cloned();
        fields.chain(self.carried()).collect()
    }

    /// The hidden field that says what the page showed, as it came.
    fn carried(&self) -> Option<(String, String)> {
        match &self.shown {
            Shown::Carried(lines) => Some((SHOWN.to_owned(), lines.clone())),
            Shown::Fields | Shown::Unknown => None,
        }
    }

    /// What the page of an error sends again: what was typed, and which draft it grew from.
    pub(super) fn kept_fields(&self) -> Vec<(String, String)> {
        let draft = self.draft.as_ref().map(|draft| ("_draft".to_owned(), draft.name()));
        self.values.iter().cloned().chain(draft).chain(self.carried()).collect()
    }

    /// Takes the hidden field of a sent form.
    pub(super) fn take_draft(&mut self, name: &str) {
        self.draft = key(name).map(|key| DraftLine { key, saved: String::new() });
        self.operation = self.operation.clone().with_draft(self.draft.as_ref().map(|draft| draft.key));
    }

    /// Whether a button asked for a change of the form itself (a row more, something taken over). The form is then shown again as it
    /// stands and kept as a draft, so that leaving it loses nothing.
    pub(crate) async fn rearranged(
        &mut self,
        state: &AppState,
        session: &Session,
        change: impl FnOnce(&mut Self) -> bool + Send,
    ) -> bool {
        let changed = change(self);
        if changed {
            self.keep_as_draft(state, session).await;
        }
        changed
    }

    /// Where it cannot be kept, the page still comes back with everything typed in it.
    async fn keep_as_draft(&mut self, state: &AppState, session: &Session) {
        let Some(key) = self.draft_key() else { return };
        let (version, fields) = (self.version(), self.typed_fields());
        let kept = state.write(session, self.operation(), move |cx| keep_draft(cx, key, version, fields)).await;
        if let (Ok((_, at)), Some(draft)) = (kept, &mut self.draft) {
            draft.saved = saved_at(&at, self.today);
        }
    }

    /// What is kept of the form where it comes back unsaved.
    pub(super) fn unsaved(&self) -> Option<UnsavedDraft> {
        let key = self.draft_key()?;
        Some(UnsavedDraft { key, sending: self.operation(), version: self.version() })
    }

    /// Which draft the form keeps.
    pub(crate) fn draft_key(&self) -> Option<DraftKey> {
        self.draft.as_ref().map(|draft| draft.key)
    }
}

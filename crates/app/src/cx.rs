//! What every use case gets: the actor, the transaction, today, and the things only the program itself may make.

use std::{fmt, sync::Arc};

use calendar::Date;
use domain::{
    id::{OperationId, UserId},
    office::{Right, Section},
};
use serde::{Serialize, de::DeserializeOwned};
use store::{
    StoreError, Tx,
    audit::{self, NewEntry},
    operations::{self, Operation},
};
use uuid::Uuid;

use crate::{
    Acts, AuditAction, Refusal, Staff, accounts::SealingKey, drafts::DraftKey, heads::HeadKey, outbox::SendMail,
    sha256_hex,
};

/// What comes from outside of the program's logic. Only `cli` (and tests) make one.
#[derive(Clone)]
pub struct Outside {
    /// Today's date in Japan.
    pub today: Arc<dyn Fn() -> Date + Send + Sync>,
    /// Now, UTC, RFC 3339 with milliseconds.
    pub now: Arc<dyn Fn() -> String + Send + Sync>,
    /// A new UUIDv7.
    pub new_id: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// 32 random bytes, for tokens and salts.
    pub random: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    /// The PDF renderer.
    pub pdf: Arc<dyn RenderPdf>,
    /// What the secrets of second factors are sealed with; none where no key is at hand (most commands).
    pub key: Option<SealingKey>,
    /// What the ends of the logs are signed with; none where no key is at hand.
    pub head_key: Option<HeadKey>,
    /// Sends a mail; none where no server is set.
    pub mail: Option<SendMail>,
}

/// Turns a filled form into a PDF. The only trait with one implementation: typst stays out of the tests of pages.
pub trait RenderPdf: Send + Sync {
    /// The PDF's bytes; the same for the same form.
    fn render(&self, form: &forms::FilledForm) -> Result<Vec<u8>, String>;

    /// Several PDFs as one, in their order, for the printer.
    fn join(&self, papers: &[Vec<u8>]) -> Result<Vec<u8>, String>;
}

/// 送信: one sending of a form, by its number and what was in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The number that the page gave the form.
    pub id: OperationId,
    /// SHA-256 over the fields, hex; empty where there were none.
    content: String,
    /// The same over what a draft keeps of them alone.
    typed: String,
    /// The draft that the form grew from: it goes when the form is recorded.
    draft: Option<DraftKey>,
}

impl Sending {
    /// The sending of a form with these fields. Passwords take no part: not even their hash belongs beside an answer.
    pub fn of<'a>(id: OperationId, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (mut text, mut typed) = (id.to_string(), id.to_string());
        for (name, value) in fields.filter(|(name, _)| !name.contains("password") && *name != "current") {
            // Lengths keep `a=1` beside `b=2` apart from a field whose value looks like both.
            let line = format!("\n{}:{name}={}:{value}", name.len(), value.len());
            text.push_str(&line);
            if is_typed(name) {
                typed.push_str(&line);
            }
        }
        Self { id, content: sha256_hex(&text), typed: sha256_hex(&typed), draft: None }
    }

    /// The sending of a form that has a draft.
    pub fn with_draft(self, draft: Option<DraftKey>) -> Self {
        Self { draft, ..self }
    }

    /// What is kept beside the answer: who sent what, and what of it was typed, whichever button sent it.
    fn by(&self, user: UserId) -> String {
        format!("{} {}", sha256_hex(format!("{user} {}", self.content)), self.typed_by(user))
    }

    fn typed_by(&self, user: UserId) -> String {
        sha256_hex(format!("{user} {}", self.typed))
    }

    /// Whether a sending of this number was recorded with these very words: a draft of them would only repeat it.
    pub(crate) fn is_recorded_in(&self, before: &Operation, user: UserId) -> bool {
        before.sent.split_once(' ').is_none_or(|(_, typed)| typed == self.typed_by(user))
    }

    fn is_sent_in(&self, before: &Operation, user: UserId) -> bool {
        let whole = |sent: &str| sent.split(' ').next().map(str::to_owned);
        // Of the first answers nobody noted what was sent.
        before.sent.is_empty() || whole(&before.sent) == whole(&self.by(user))
    }
}

impl From<OperationId> for Sending {
    fn from(id: OperationId) -> Self {
        Self { id, content: String::new(), typed: String::new(), draft: None }
    }
}

/// As the hidden field of a form carries it.
impl fmt::Display for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

/// Whether a field is typed by a person: no number of the sending, no version, no button, no address.
pub fn is_typed(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('_') && name != "action" && !name.contains("password")
}

/// The context of one use case. First parameter everywhere. Most are for the staff of an office; what people do with
/// their own account takes a [`crate::Member`].
pub struct Cx<'a, A = Staff> {
    /// Who acts.
    pub actor: &'a A,
    /// The transaction.
    pub tx: &'a mut Tx,
    /// What comes from outside.
    pub outside: &'a Outside,
    /// Today in Japan, the same for the whole use case.
    pub today: Date,
    /// The form's sending, for writes.
    pub operation: Option<Sending>,
}

impl<A: Acts> Cx<'_, A> {
    /// Writes an entry into the 記録 of the organisation, in the same transaction as what it tells.
    pub fn audit(&mut self, action: AuditAction, subject: &str, body: &serde_json::Value) -> Result<(), Refusal> {
        let entry = NewEntry {
            at: &(self.outside.now)(),
            actor_id: &self.actor.user().to_string(),
            actor_name: self.actor.name(),
            action,
            subject,
            body: &body.to_string(),
        };
        audit::append(self.tx, self.actor.organisation(), &entry)?;
        Ok(())
    }
}

impl Cx<'_> {
    /// Refuses unless the actor's role carries the right.
    pub fn authorize(&self, right: Right) -> Result<(), Refusal> {
        if self.actor.role.may(right) { Ok(()) } else { Err(Refusal::Forbidden) }
    }

    /// Whether the actor may see a section of a client's record.
    pub fn may_see(&self, section: Section) -> bool {
        self.actor.sections.contains(section)
    }

    /// Does the work of one sending once. A lost answer can mean "saved": sent again, the form gets the first
    /// answer, and nothing is done twice. A sending that was refused left nothing, and is tried anew.
    /// The number answers for that person and that content alone: anything else under it is [`Refusal::SentBefore`].
    pub fn once<T>(&mut self, use_case: &str, work: impl FnOnce(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal>
    where
        T: Serialize + DeserializeOwned,
    {
        let Some(sending) = self.operation.clone() else { return work(self) };
        let (id, office, user, draft) = (sending.id, self.actor.office, self.actor.user, sending.draft);
        if let Some(before) = operations::find(self.tx, office, id)? {
            if before.use_case != use_case || !sending.is_sent_in(&before, user) {
                return Err(Refusal::SentBefore);
            }
            return serde_json::from_str(&before.result).map_err(|error| unreadable(id, &error));
        }
        let answer = work(self)?;
        if let Some(DraftKey { form, subject }) = draft {
            store::drafts::remove(self.tx, office, user, (form.word(), subject))?;
        }
        let result = serde_json::to_string(&answer).map_err(|error| unreadable(id, &error))?;
        let operation = Operation { use_case: use_case.to_owned(), result, sent: sending.by(user) };
        operations::record(self.tx, office, id, &operation, &(self.outside.now)())?;
        Ok(answer)
    }
}

fn unreadable(id: OperationId, error: &serde_json::Error) -> Refusal {
    // Serde's own words would quote the answer.
    let (table, column, reason) = ("operation", "result", format!("JSON of another shape ({:?})", error.classify()));
    StoreError::Inconsistent { table, column, id: id.to_string(), reason }.into()
}

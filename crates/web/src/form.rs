//! Forms: what was typed, what is wrong with it, and the number of the sending. What was typed is always kept.
//!
//! A page makes a [`Form`] (blank or from a record) and gives it to its template; the handler of the POST takes the same
//! type as its last argument, reads the fields, and on a mistake hands it to the same template again.

mod answers;
mod body;
mod conflict;
mod dates;
mod draft;
pub(crate) mod fields;
pub(crate) mod multipart;
pub(crate) mod names;
pub(crate) mod parts;
pub(crate) mod rows;

pub(crate) use answers::{Word, YES_NO, chosen, others, tick, yes, yes_word};
pub(crate) use body::parse as pairs_of;
pub use conflict::{Conflict, ConflictRow};
pub(crate) use dates::echo;
pub use draft::DraftLine;
pub(crate) use draft::{is_of_draft, key_of as draft_key_of, saved_at as draft_saved_at};

use std::cmp::Ordering;

use app::{
    Reason, Refusal, Sending,
    input::{Reader, Typed},
    limits,
};
use calendar::Date;
use domain::{id::OperationId, text::say};
use unicode_normalization::UnicodeNormalization;

use self::conflict::{SHOWN, Shown};
use crate::{AppState, PageError, page_error, sent_form::SentForm};

/// A form, blank, filled from a record, or as it was sent.
#[derive(Clone, Debug)]
pub struct Form {
    values: Vec<(String, String)>,
    errors: Vec<Reason>,
    operation: Sending,
    conflict: Option<Conflict>,
    trouble: Option<Trouble>,
    sent_form: Option<SentForm>,
    path: String,
    draft: Option<DraftLine>,
    shown: Shown,
    today: Date,
}

/// What came in the way of saving, though nothing was wrong with the form.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// In a few words.
    pub title: &'static str,
    /// What happened, and what to do.
    pub sentences: Vec<String>,
}

impl Typed for Form {
    fn text(&self, field: &str) -> &str {
        self.value(field)
    }

    fn texts(&self, field: &str) -> Vec<&str> {
        self.values(field)
    }
}

impl Form {
    /// An empty form with a new operation id.
    pub fn blank(state: &AppState) -> Self {
        Self::with_operation(OperationId((state.outside.new_id)()).into(), (state.outside.today)())
    }

    fn with_operation(operation: Sending, today: Date) -> Self {
        let (values, errors, path) = (Vec::new(), Vec::new(), String::new());
        let (conflict, trouble, sent_form, draft, shown) = (None, None, None, None, Shown::Fields);
        Self { values, errors, operation, conflict, trouble, sent_form, path, draft, shown, today }
    }

    /// Fills a field (replaces what it held).
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Fills a field (replaces what it held).
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(key, _)| key != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// Adds a value to a field that may hold several (check boxes).
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    /// What a field holds, as typed; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of a field (check boxes).
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.values.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Every field as it was sent, in its order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a field holds this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(key, held)| key == name && held == value)
    }

    /// Whether a field was sent at all, even empty.
    pub fn sent(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    /// Whether it is a form that was sent and comes back, so that what it shows is not saved yet.
    pub fn is_sent(&self) -> bool {
        !self.path.is_empty()
    }

    /// Whether a check box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// The sending: the same form sent twice does its work once.
    pub fn operation(&self) -> Sending {
        self.operation.clone()
    }

    /// The version of the record that the page showed; 0 when there is none.
    pub fn version(&self) -> i64 {
        self.value("_version").parse().unwrap_or(0)
    }

    /// Notes the version of the record that the page shows.
    pub fn with_version(self, version: i64) -> Self {
        self.with("_version", version.to_string())
    }

    /// The form as that sending, for a body that is no plain form.
    pub(crate) fn of_sending(self, operation: Sending) -> Self {
        Self { operation, ..self }
    }

    /// A text without blanks at its ends; full-width letters and digits are kept as typed.
    pub fn text(&self, name: &str) -> String {
        self.value(name).trim().to_owned()
    }

    /// A text that must be there; notes [`say::missing`] when it is not.
    pub fn required(&mut self, name: &str, label: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.error(name, say::missing(label));
        }
        text
    }

    /// A number, a code or a telephone: full-width folded to half-width (NFKC), blanks at the ends taken away.
    pub fn code(&self, name: &str) -> String {
        let folded: String = self.value(name).nfkc().collect();
        folded.trim().to_owned()
    }

    /// A whole number from 1 to the most, with or without its unit; `None` when empty. Notes the message when it is none.
    pub fn whole(&mut self, name: &str, label: &str, (unit, most): (&str, u32)) -> Option<u32> {
        let number = self.read(|r| r.number(name.to_owned(), label, unit, 1..=i64::from(most)));
        number.and_then(|number| u32::try_from(number).ok())
    }

    /// Reads fields by the reader that forms share with imports; what is wrong is noted at them.
    pub(crate) fn read<T>(&mut self, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        let mut reader = Reader::on_page(self, self.today);
        let value = read(&mut reader);
        reader.into_reasons().into_iter().for_each(|reason| self.note(reason));
        value
    }

    /// One of the words of an enumeration; notes [`say::choose`] when none was chosen.
    pub fn choice<T>(&mut self, name: &str, label: &str, from_word: impl Fn(&str) -> Option<T>) -> Option<T> {
        let chosen = from_word(self.value(name));
        if chosen.is_none() {
            self.error(name, say::choose(label));
        }
        chosen
    }

    /// Notes a mistake at a field (or at the whole form, with an empty name).
    pub fn error(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.note(Reason { field: field.into().into(), sentence: sentence.into() });
    }

    /// Takes the refusal of a hash as a mistake of the whole form; any other fault is the page's own.
    pub(crate) fn refuse_crowded(&mut self, error: PageError) -> Result<(), PageError> {
        if error != PageError::Crowded {
            return Err(error);
        }
        self.error("", page_error::CROWDED);
        Ok(())
    }

    /// Keeps a mistake, up to [`limits::PROBLEMS`].
    fn note(&mut self, reason: Reason) {
        match self.errors.len().cmp(&limits::PROBLEMS) {
            Ordering::Less => self.errors.push(reason),
            Ordering::Equal => {
                let sentence = format!("まちがいが多いため、はじめの{}件だけを示しています", limits::PROBLEMS);
                self.errors.push(Reason { field: "".into(), sentence });
            }
            Ordering::Greater => {}
        }
    }

    /// How many rows the form says it has, at most `most`; 0 when it does not say.
    pub fn count(&self, name: &str, most: usize) -> usize {
        limits::count(self.value(name), most)
    }

    /// The mistakes, in the order in which they were noted.
    pub fn errors(&self) -> &[Reason] {
        &self.errors
    }

    /// Whether there is a mistake.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The mistakes at a field.
    pub fn errors_at(&self, name: &str) -> Vec<&str> {
        self.errors.iter().filter(|reason| reason.field == name).map(|reason| reason.sentence.as_str()).collect()
    }

    /// Takes the reasons of a refusal as mistakes of the form. What is nobody's mistake (a full disk, a database that is
    /// busy or away, a fault, a number that was used before) is said above the form, which stays as it was typed; the answer gets that status. Any
    /// other refusal becomes the page's own error. A conflict is the page's to show ([`Form::conflict_against`]): match
    /// it before.
    pub fn refuse(&mut self, refusal: Refusal) -> Result<(), PageError> {
        let error = match refusal {
            Refusal::Refused(reasons) => {
                reasons.into_iter().for_each(|reason| self.note(reason));
                return Ok(());
            }
            other => PageError::from(other),
        };
        // Before anything is typed anew the database is asked: the error's page has that button, the form has not.
        let shown_again = error.is_trouble() && error != PageError::Unknown { askable: true };
        let Some(sent_form) = self.sent_form.as_ref().filter(|_| shown_again) else { return Err(error) };
        if let (PageError::SentBefore, Some(fresh)) = (&error, sent_form.fresh()) {
            // Sent again it is a new decision; the number it came with has done its work.
            let sending: Sending = fresh.into();
            self.operation = sending.with_draft(self.draft_key());
        }
        let mut sentences = error.sentences(true);
        if error.is_incident() {
            sentences.push(format!("エラーの番号: {}", self.operation));
        }
        self.trouble = Some(Trouble { title: error.title(), sentences });
        sent_form.note_trouble(error);
        Ok(())
    }

    /// What came in the way, if anything did.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// A filter as it stands in the address (never a name: those are searched by POST).
    pub fn of_query(state: &AppState, query: Option<&str>) -> Self {
        let pairs = body::parse(query.unwrap_or("").as_bytes()).unwrap_or_default();
        Self::from_pairs("", pairs, state)
    }

    fn from_pairs(path: &str, pairs: Vec<(String, String)>, state: &AppState) -> Self {
        let named = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let (sent, draft) = (named("_operation").and_then(|id| id.parse().ok()), named("_draft"));
        let shown = named(SHOWN).map_or(Shown::Unknown, Shown::Carried);
        let apart = |name: &str| matches!(name, "_operation" | "_draft" | SHOWN);
        let values: Vec<(String, String)> = pairs.into_iter().filter(|(key, _)| !apart(key)).collect();
        // Where it was sent to is part of what was sent: the same words about somebody else are another sending.
        let fields = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("", path)]);
        let operation = Sending::of(sent.unwrap_or_else(|| OperationId((state.outside.new_id)())), fields);
        let empty = Self::with_operation(operation, (state.outside.today)());
        let mut form = Self { values, shown, path: path.to_owned(), ..empty };
        form.take_draft(&draft.unwrap_or_default());
        form
    }
}

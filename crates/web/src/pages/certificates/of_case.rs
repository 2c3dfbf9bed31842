//! 受給者証 of a planning case: the form starts with what the case knows, and says of each field where that is from.

use app::certificates::{CaseForm, TypedFor, certificate_of_case};
use domain::id::{CaseId, ClientId};
use serde::Deserialize;

use super::{Act, fields};
use crate::{AppState, Form, PageError, Session};

/// The field that carries the case.
const CASE: &str = "planning";

/// What may stand behind the address of the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfCase {
    /// The planning case of which the certificate comes.
    planning: String,
}

/// A field that is as the case filled it.
pub(super) struct KnownField {
    /// Its words.
    pub(super) label: String,
    /// Its name.
    pub(super) field: String,
    /// Where its value is from.
    pub(super) source: &'static str,
}

/// The case of a form that was sent.
pub(super) fn case_of(form: &Form) -> Option<CaseId> {
    form.value(CASE).parse().ok()
}

/// For what the certificate of a form is typed.
pub(super) fn typed_for(form: &Form, act: Act) -> TypedFor {
    match (act, case_of(form)) {
        (Act::Correct(id), _) => TypedFor::Correction(id),
        (Act::New | Act::Change(_), Some(case)) => TypedFor::Case(case),
        (Act::New | Act::Change(_), None) => TypedFor::Client,
    }
}

/// The blank form with what the case in the address knows; none where the address names no case. A case of another client is not
/// found.
pub(super) async fn filled(
    state: &AppState,
    session: &Session,
    asked: &OfCase,
    of: CaseForm,
) -> Result<Option<Form>, PageError> {
    if asked.planning.is_empty() {
        return Ok(None);
    }
    let case: CaseId = asked.planning.parse().map_err(|_| PageError::NotFound)?;
    let start = state.read(session, move |cx| certificate_of_case(cx, of, case)).await?;
    Ok(Some(fields::filled(Form::blank(state), &start.page.text).with(CASE, case.to_string())))
}

/// The fields that still hold what the case filled them with.
pub(super) async fn known(
    state: &AppState,
    session: &Session,
    form: &Form,
    (client, act): (ClientId, Act),
) -> Result<Vec<KnownField>, PageError> {
    let of = match act {
        Act::New => CaseForm::New(client),
        Act::Change(id) => CaseForm::Change(id),
        Act::Correct(_) => return Ok(Vec::new()),
    };
    let Some(case) = case_of(form) else { return Ok(Vec::new()) };
    let start = state.read(session, move |cx| certificate_of_case(cx, of, case)).await?;
    let known = fields::labelled(&start.page.text).into_iter().filter_map(|(label, field, value)| {
        let (_, source) = start.sources.iter().find(|(name, _)| *name == field)?;
        (!value.is_empty() && form.value(&field) == value).then_some(KnownField { label, field, source })
    });
    Ok(known.collect())
}

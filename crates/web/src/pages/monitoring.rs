//! モニタリングの回: one client, one month, one page a step.

mod fact_card;
mod frame;
mod strip;

pub mod carry_over;
pub mod facts;
pub mod m1_service_check;
pub mod m2_home_visit;
pub mod m3_record;
pub mod m4_consent;
pub mod m5_submission;
pub mod m6_claim;
pub mod open_round;
pub mod report_pdf;
pub mod short;
pub mod show;

use app::{
    Refusal,
    monitoring::{Entry, round_view},
};
use domain::{
    id::{FactId, RoundId},
    monitoring::RoundFact,
};
use serde::Deserialize;

use crate::{AppState, Form, PageError, Session};

/// What may stand behind the address of a step: the fact that is to be corrected.
#[derive(Debug, Default, Deserialize)]
pub struct StepQuery {
    /// 訂正する記録.
    #[serde(default)]
    pub fact: String,
}

impl StepQuery {
    fn fact(&self) -> Option<FactId> {
        self.fact.parse().ok()
    }
}

/// Where the form's fact goes.
fn entry(round: RoundId, form: &Form) -> Entry {
    Entry { round, version: form.version(), corrects: form.value("corrects").parse().ok() }
}

/// Takes what a step was refused for into its form. A conflict shows both versions of every field; `kind` is that of the
/// form's fact. After a conflict on a correction the form corrects the fact that stands now.
async fn refuse(
    state: &AppState,
    session: &Session,
    form: &mut Form,
    (id, kind): (RoundId, &str),
    refusal: Refusal,
) -> Result<(), PageError> {
    let Refusal::Conflict { by, .. } = refusal else { return form.refuse(refusal) };
    let round = state.read(session, move |cx| round_view(cx, id)).await?.round;
    let corrected: Option<FactId> = form.value("corrects").parse().ok();
    let stands = match corrected {
        Some(fact) => round.facts.standing_for(fact),
        None => round.standing().filter(|fact| fact.body.kind() == kind).last(),
    };
    let stored = stands.map(|fact| filled(Form::blank(state), &fact.body));
    form.conflict_against(state, round.version, &by, stored.as_ref(), &[]);
    if corrected.is_some() {
        form.set("corrects", stands.map(|fact| fact.id.to_string()).unwrap_or_default());
    }
    Ok(())
}

/// The form of a fact's step with the fact in its fields.
fn filled(form: Form, body: &RoundFact) -> Form {
    match body {
        RoundFact::ServiceCheck(it) => m1_service_check::fill(form, it),
        RoundFact::HomeVisit(it) => m2_home_visit::fill(form, it),
        RoundFact::Report(it) => m3_record::fill(form, it),
        RoundFact::Consent(it) => m4_consent::fill(form, it),
        RoundFact::Submission(it) => m5_submission::fill(form, it),
        RoundFact::CarryOver(it) => carry_over::fill(form, it),
        RoundFact::Missed(it) => form.with("missed_reason", &it.reason),
        RoundFact::Withdrawn { reason } => form.with("reason", reason),
    }
}

/// 「はい」 or 「いいえ」.
fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The word of 「はい」 or 「いいえ」.
fn yes_word(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// The address of a step's form with a fact to correct.
pub(crate) fn correcting(base: &str, step: &str, fact: &FactId) -> String {
    format!("{base}/{step}?fact={fact}")
}

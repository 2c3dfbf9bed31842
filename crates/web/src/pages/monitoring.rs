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
pub mod show;

use app::{Refusal, monitoring::Entry};
use domain::id::{FactId, RoundId};
use serde::Deserialize;

use crate::{AppState, Form, PageError};

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

/// Takes what a step was refused for into its form. A conflict names no fields: what was recorded meanwhile stands on
/// the page above the form.
fn refuse(state: &AppState, form: &mut Form, refusal: Refusal) -> Result<(), PageError> {
    match refusal {
        Refusal::Conflict { current, by } => {
            form.conflict_with(state, current, &by, &[]);
            Ok(())
        }
        other => form.refuse(other),
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

//! 転出: a municipality grants while another one's certificate still runs. Whether the person moved, and until which day
//! the older one held, decides whose months are whose; so it is asked, once, when the newer one is entered.

use calendar::{Date, wareki};
use domain::client::{Certificate, Client};

use super::{CertificateText, Draft};
use crate::{AuditAction, Cx, Reason, Refusal, changes, input::Reading};

/// What is asked: the certificate of another municipality that still runs.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveQuestion {
    /// The older certificate.
    pub certificate: Certificate,
    /// The last day it holds as it stands.
    pub until: Date,
    /// The last day proposed: the day before the new validity begins.
    pub proposed: Date,
}

/// The certificate of the same service and another municipality that still runs when the new one begins.
pub(super) fn asked(certificates: &[Certificate], draft: &Draft) -> Option<MoveQuestion> {
    let begins = draft.starts_on()?;
    let service = draft.service?;
    let elsewhere = |one: &&Certificate| one.service == service && one.municipality != draft.municipality;
    let runs = |one: &Certificate| Some((one.starts_on()?, one.ends_on()?));
    let proposed = begins.yesterday().ok()?;
    let running = certificates.iter().filter(elsewhere).filter_map(|one| {
        let (from, until) = runs(one)?;
        (!draft.municipality.is_empty() && from < begins && begins <= until).then(|| MoveQuestion {
            certificate: one.clone(),
            until,
            proposed,
        })
    });
    running.max_by_key(|question| (question.until, question.certificate.id))
}

/// Takes the answer: where the person moved, the older certificate ends on the day that was given.
pub(super) fn settle(cx: &mut Cx<'_>, client: &Client, typed: &CertificateText, draft: &Draft) -> Result<(), Refusal> {
    let certificates = store::certificates::of_client(cx.tx, cx.actor.office, client.id)?;
    let Some(question) = asked(&certificates, draft) else { return Ok(()) };
    let mut reading = Reading::default();
    let Some(moved) = reading.yes_no("moved", "転出したか", &typed.moved) else {
        if reading.reasons.is_empty() {
            let (name, until) = (&question.certificate.municipality_name, wareki::long(question.until));
            let sentence =
                format!("{name}の受給者証（{until}まで）がまだ続いています。転出したかどうかを選んでください。");
            reading.refuse("moved", sentence);
        }
        return Err(Refusal::Refused(reading.reasons));
    };
    if !moved {
        let contradicts = !typed.moved_until.trim().is_empty();
        let sentence = "転出していないと答えているのに、転出した日が入っています。どちらかを直してください。";
        return if contradicts { Err(Refusal::Refused(vec![Reason::at("moved_until", sentence)])) } else { Ok(()) };
    }
    let last = reading.required_date("moved_until", "前の市町村の受給者証が有効だった最後の日", &typed.moved_until);
    let Some(last) = last else { return Err(Refusal::Refused(reading.reasons)) };
    if last > question.until || question.certificate.starts_on().is_some_and(|from| last < from) {
        let sentence =
            format!("前の受給者証の有効期間（{}まで）の中の日を入力してください。", wareki::long(question.until));
        return Err(Refusal::Refused(vec![Reason::at("moved_until", sentence)]));
    }
    let before = question.certificate;
    let after = Certificate { moved_out_on: Some(last), ..before.clone() };
    if !store::certificates::update(cx.tx, &after)? {
        let by = changes::last_saved_by(cx, &before.id.to_string())?;
        return Err(Refusal::Conflict { current: before.version, by });
    }
    cx.audit(AuditAction::CorrectCertificate, &before.id.to_string(), &changes::between(&before, &after))
}

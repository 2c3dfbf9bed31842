//! 受給者証 for its page, and what a new one starts from.

use calendar::{Date, wareki};
use domain::{
    client::{Certificate, CertificateReach, Client},
    id::{CertificateId, ClientId},
    office::Right,
    planning::awaits_next_period,
};

use super::{CertificateText, GrantText, PhaseText, known_grounds::prefilled};
use crate::{Cx, Refusal, monitoring::settings};

/// A certificate with its client.
#[derive(Clone, Debug)]
pub struct CertificatePage {
    /// The client.
    pub client: Client,
    /// The certificate as stored; `None` for a new one.
    pub certificate: Option<Certificate>,
    /// The fields as text.
    pub text: CertificateText,
    /// 変更済み: the day from which a newer decision holds in its place.
    pub changed_from: Option<Date>,
}

impl CertificatePage {
    /// That the stored certificate ends soon, and that its next period is not known yet, in words.
    pub fn notes(&self, today: Date) -> Vec<String> {
        let Some(certificate) = self.certificate.as_ref().filter(|it| it.is_valid_on(today)) else { return Vec::new() };
        let ends = certificate.ends_on().and_then(|end| CertificateReach::of(end, today).soon());
        let awaits = awaits_next_period(certificate, today).map(|month| {
            format!("次の期間の通知待ち: {}からのモニタリング期間が決まっていません", wareki::month(month))
        });
        ends.map(|soon| format!("この受給者証は、{soon}")).into_iter().chain(awaits).collect()
    }
}

/// The certificate as stored.
pub fn find_certificate(cx: &mut Cx<'_>, id: CertificateId) -> Result<CertificatePage, Refusal> {
    cx.authorize(Right::Read)?;
    let certificate = store::certificates::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let client = store::clients::find(cx.tx, cx.actor.office, certificate.client)?.ok_or(Refusal::NotFound)?;
    let changed_from = certificate.changed_from(&store::certificates::of_client(cx.tx, cx.actor.office, client.id)?);
    let text = CertificateText::of(&certificate);
    Ok(CertificatePage { client, text, certificate: Some(certificate), changed_from })
}

/// What the form of a new certificate starts from: the client's last one as a renewal from the day after its end,
/// else an empty form with the municipality's usual choice.
pub fn new_certificate(cx: &mut Cx<'_>, client: ClientId) -> Result<CertificatePage, Refusal> {
    cx.authorize(Right::EditClients)?;
    let last = store::certificates::of_client(cx.tx, cx.actor.office, client)?
        .into_iter()
        .max_by_key(|certificate| certificate.grants.iter().map(|grant| grant.end).max());
    start(cx, client, last)
}

/// The same, going on from this certificate.
pub(super) fn start(cx: &mut Cx<'_>, client: ClientId, last: Option<Certificate>) -> Result<CertificatePage, Refusal> {
    let client = store::clients::find(cx.tx, cx.actor.office, client)?.ok_or(Refusal::NotFound)?;
    let settings = settings(cx)?;
    let settings = match &last {
        Some(last) => settings.of(&last.municipality, cx.today),
        None => settings.usual(cx.today),
    };
    let monthly_start = settings.monthly_start.word().to_owned();
    let text = match last {
        Some(last) => CertificateText { monthly_start, ..renewal(&last) },
        None => CertificateText {
            service: if client.guardian.is_some() { "child" } else { "plan" }.to_owned(),
            decision: "new".to_owned(),
            grants: vec![GrantText::default()],
            phases: vec![PhaseText::default()],
            monthly_start,
            ..CertificateText::default()
        },
    };
    let about = store::client_facts::about(cx.tx, cx.actor.office, client.id)?;
    Ok(CertificatePage { certificate: None, text: prefilled(text, &about, cx.today), changed_from: None, client })
}

/// The last certificate's fields as a renewal: each service from the day after its end; the days it ends, the plan
/// and the months are for the person to type, because nothing known says them.
fn renewal(last: &Certificate) -> CertificateText {
    let before = CertificateText::of(last);
    let grants = last.grants.iter().map(|grant| GrantText {
        service: grant.service.clone(),
        amount: grant.amount.clone(),
        start: grant.end.tomorrow().map(wareki::long).unwrap_or_default(),
        end: String::new(),
        provider: grant.provider.map(|id| id.to_string()).unwrap_or_default(),
        provider_name: grant.provider_name.clone(),
    });
    let lasting =
        before.phases.last().map(|phase| PhaseText { interval: phase.interval.clone(), lasts: String::new() });
    CertificateText {
        decision: "renewal".to_owned(),
        plan_made_on: String::new(),
        benefit_start: String::new(),
        benefit_end: String::new(),
        moved_out_on: String::new(),
        grants: grants.collect(),
        phases: lasting.into_iter().collect(),
        months: String::new(),
        proposed_interval: String::new(),
        proposal_reason: String::new(),
        ..before
    }
}

//! 受給者証 of a 支給決定: the form starts with what the planning case knows, and each field says where that is from. Nothing crosses
//! from one client, service or municipality to another. The certificate that is kept is named on the decision.

use domain::{
    client::{Certificate, Client, Phase},
    id::{CaseId, CertificateId, ClientId},
    office::Right,
    planning::{
        CaseKind, PlanningCase,
        p2_draft::PlanDraft,
        p2_interval::IntervalProposal,
        p3_decision::{DecidedService, GrantDecision},
    },
    provider::Provider,
    text,
};

use super::{
    CertificatePage, CertificateText, GrantText, PhaseText, TypedFor, case_says::CaseSays, certificate_to_change,
    change_certificate::change, create_certificate::keep_new, find_certificate::start,
};
use crate::{
    AuditAction, Cx, Refusal, law_book,
    planning::{load_case, municipality_name, name_certificate, periods_of, proposed_of},
};

/// The form of a certificate with what a case knows of it.
#[derive(Clone, Debug)]
pub struct CaseCertificate {
    /// The client and the fields.
    pub page: CertificatePage,
    /// Each field that is filled, with where that is from.
    pub sources: Vec<(String, &'static str)>,
}

/// Which form it is.
#[derive(Clone, Copy, Debug)]
pub enum CaseForm {
    /// A new certificate of this client.
    New(ClientId),
    /// 変更 of this one.
    Change(CertificateId),
}

/// What the form starts from. A case of another client is not found.
pub fn certificate_of_case(cx: &mut Cx<'_>, form: CaseForm, case: CaseId) -> Result<CaseCertificate, Refusal> {
    cx.authorize(Right::EditClients)?;
    let case = load_case(cx, case)?;
    let page = match form {
        CaseForm::New(client) if client == case.client => {
            let own = of_case(cx, &case)?;
            let last = own.into_iter().max_by_key(|it| it.grants.iter().map(|grant| grant.end).max());
            start(cx, client, last)?
        }
        CaseForm::Change(id) => certificate_to_change(cx, id)?,
        CaseForm::New(_) => return Err(Refusal::NotFound),
    };
    if page.client.id != case.client {
        return Err(Refusal::NotFound);
    }
    let own = of_case(cx, &case)?;
    let name = municipality_name(cx, &case, &own)?;
    let providers = store::providers::all(cx.tx, cx.actor.office)?;
    let law = law_book()?;
    let services = match case.granted() {
        Some(decision) => (decision.services.clone(), "支給決定の記録"),
        None => (proposed_of(law, &case).services, "計画案"),
    };
    let mut filling = Filling { text: page.text, sources: Vec::new() };
    let before = [("number", filling.text.number.clone()), ("upper_limit_yen", filling.text.upper_limit_yen.clone())];
    for (field, _) in before.iter().filter(|(_, value)| !value.is_empty()) {
        filling.says(*field, "前の受給者証");
    }
    filling.fill_place(&case, &page.client, &name, cx.today);
    filling.fill_services(&case, services, &providers);
    let decided = case.granted().and_then(|decision: &GrantDecision| decision.interval_months);
    let periods = decided.map_or_else(|| Ok(Vec::new()), |months| periods_of(cx, &case, months))?;
    filling.fill_interval(&case, &periods);
    Ok(CaseCertificate { page: CertificatePage { text: filling.text, ..page }, sources: filling.sources })
}

/// The client's certificates of the case's service and municipality.
fn of_case(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Vec<Certificate>, Refusal> {
    let mut own = store::certificates::of_client(cx.tx, cx.actor.office, case.client)?;
    own.retain(|it| it.service == case.service && it.municipality == case.municipality);
    Ok(own)
}

/// Keeps a certificate that was typed on this form, and names it on the decision of the case.
pub fn create_certificate_of_case(
    cx: &mut Cx<'_>,
    client: ClientId,
    case: CaseId,
    typed: &CertificateText,
) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("create_certificate", |cx| {
        let says = CaseSays::of(cx, client, TypedFor::Case(case))?;
        let id = keep_new(cx, client, (typed, says), AuditAction::CreateCertificate)?;
        name_certificate(cx, (client, case), id)?;
        Ok(id)
    })
}

/// The same for a 変更.
pub fn change_certificate_of_case(
    cx: &mut Cx<'_>,
    id: CertificateId,
    case: CaseId,
    typed: &CertificateText,
) -> Result<CertificateId, Refusal> {
    cx.authorize(Right::EditClients)?;
    cx.once("change_certificate", |cx| {
        let (client, changed) = change(cx, id, typed, TypedFor::Case(case))?;
        name_certificate(cx, (client, case), changed)?;
        Ok(changed)
    })
}

/// The text in the making, with where its fields are from.
struct Filling {
    text: CertificateText,
    sources: Vec<(String, &'static str)>,
}

impl Filling {
    fn says(&mut self, field: impl Into<String>, source: &'static str) {
        self.sources.push((field.into(), source));
    }

    fn fill_place(&mut self, case: &PlanningCase, client: &Client, name: &str, today: calendar::Date) {
        case.service.word().clone_into(&mut self.text.service);
        case.kind.decision().word().clone_into(&mut self.text.decision);
        self.says("service", "計画の受付");
        self.says("decision", "計画の受付");
        if !case.municipality.is_empty() {
            self.text.municipality.clone_from(&case.municipality);
            name.clone_into(&mut self.text.municipality_name);
            self.says("municipality", "計画の受付");
            self.says("municipality_name", "計画の受付");
        }
        if let Some(ward) = client.wards.on(today) {
            ward.clone_into(&mut self.text.ward);
            self.says("ward", "利用者の登録内容");
        } else if !self.text.ward.is_empty() {
            self.says("ward", "前の受給者証");
        }
    }

    /// Services and amounts, each with the provider of the draft. The first row has the first day, where it is known; the others have
    /// the validity of the first as long as none of their own is typed.
    fn fill_services(
        &mut self,
        case: &PlanningCase,
        (services, source): (Vec<DecidedService>, &'static str),
        register: &[Provider],
    ) {
        let starts = self.text.grants.iter().map(|grant| grant.start.clone()).find(|start| !start.is_empty());
        let starts = starts.filter(|_| case.kind == CaseKind::Renewal).unwrap_or_default();
        if services.is_empty() {
            return;
        }
        if !starts.is_empty() {
            self.says("grant_start_0", "前の受給者証の終わりの翌日");
        }
        let grant = |(row, it): (usize, &DecidedService)| {
            let (provider, provider_name) = provider(case, it, register);
            let start = if row == 0 { starts.clone() } else { String::new() };
            let (service, amount) = (it.service.clone(), it.amount.clone());
            GrantText { service, amount, start, end: String::new(), provider, provider_name }
        };
        self.text.grants = services.iter().enumerate().map(grant).collect();
        for row in 0..services.len() {
            self.says(format!("grant_service_{row}"), source);
            self.says(format!("grant_amount_{row}"), source);
            self.says(format!("grant_provider_{row}"), "計画案");
            self.says(format!("grant_provider_name_{row}"), "計画案");
        }
    }

    /// The decided period, with the monthly ones before it where the standard has such.
    fn fill_interval(&mut self, case: &PlanningCase, periods: &[Phase]) {
        self.text.phases = periods.iter().map(PhaseText::of).collect();
        if periods.is_empty() {
            self.text.phases.push(PhaseText::default());
        }
        let decided = periods.len().saturating_sub(1);
        for row in 0..decided {
            self.says(format!("phase_interval_{row}"), "標準期間");
            self.says(format!("phase_lasts_{row}"), "標準期間");
        }
        self.says(format!("phase_interval_{decided}"), "支給決定の記録");
        let Some((_, proposal)) = case.text::<IntervalProposal>() else { return };
        self.text.proposed_interval = proposal.interval_months.map(|months| months.to_string()).unwrap_or_default();
        self.text.proposal_reason.clone_from(&proposal.reason);
        self.says("proposed_interval", "モニタリング期間の提案");
        self.says("proposal_reason", "モニタリング期間の提案");
        if !proposal.intensive.is_empty() {
            self.text.intensive = proposal.intensive.iter().map(|it| it.word().to_owned()).collect();
        }
        if !proposal.shorter_grounds.is_empty() {
            self.text.shorter_grounds = proposal.shorter_grounds.iter().map(|it| it.word().to_owned()).collect();
        }
    }
}

/// The provider of a service as the draft names it: by its id where it is registered, else by its name.
fn provider(case: &PlanningCase, service: &DecidedService, register: &[Provider]) -> (String, String) {
    let Some((_, draft)) = case.text::<PlanDraft>() else { return (String::new(), String::new()) };
    let by_row = draft.services.iter().find(|row| row.id.is_some() && row.id == service.row);
    let row = by_row.or_else(|| draft.services.iter().find(|row| row.kind == service.service));
    let Some(name) = row.map(|row| &row.provider).filter(|name| !name.is_empty()) else {
        return (String::new(), String::new());
    };
    let key = text::search_key(name);
    match register.iter().find(|one| text::search_key(&one.name) == key) {
        Some(one) => (one.id.to_string(), String::new()),
        None => (String::new(), name.clone()),
    }
}

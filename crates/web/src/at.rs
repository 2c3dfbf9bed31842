//! Addresses of the application's own pages, made in one place: a page that moves is moved here.

use app::drafts::{DraftForm, DraftKey, DraftPlace};
use domain::{
    client::AboutKind,
    id::{CaseId, CertificateId, ClientId, DeletionId, FactId, IntakeId, ProviderId, RoundId},
    monitoring::Step,
    office::Right,
    planning::{CaseFactKind, CaseKind},
};

/// A round; opens the step that comes next.
pub fn round(id: RoundId) -> String {
    format!("/monitoring/{id}")
}

/// A step of a round.
pub fn step(id: RoundId, step: Step) -> String {
    format!("/monitoring/{id}/{}", step.word())
}

/// The form of a step with the fact that it corrects.
pub fn correction(id: RoundId, step: Step, fact: FactId) -> String {
    format!("/monitoring/{id}/{}?fact={fact}", step.word())
}

/// 翌月への繰越 of a round.
pub fn carry_over(id: RoundId) -> String {
    format!("/monitoring/{id}/carry-over")
}

/// 担当外の閲覧: where somebody says why who is not in charge of a client.
pub fn opening(id: ClientId) -> String {
    format!("/clients/{id}/opening")
}

/// A planning case.
pub fn case(id: CaseId) -> String {
    format!("/planning/{id}")
}

/// A part of a planning case.
pub fn case_part(id: CaseId, part: CaseFactKind) -> String {
    format!("/planning/{id}/{}", part.page())
}

/// An address with what stands behind its question mark; an empty value is left out.
pub fn with_query(path: &str, parts: &[(&str, &str)]) -> String {
    let mut href = path.to_owned();
    for (name, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        href.push(if href.contains('?') { '&' } else { '?' });
        href.push_str(name);
        href.push('=');
        href.extend(percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC));
    }
    href
}

/// サービス担当者会議録 of a case, as a paper.
pub fn case_minutes(id: CaseId) -> String {
    format!("/planning/{id}/minutes.pdf")
}

/// The form of a part with the fact that it corrects.
pub fn case_correction(id: CaseId, part: CaseFactKind, fact: FactId) -> String {
    format!("/planning/{id}/{}?fact={fact}", part.page())
}

/// A client.
pub fn client(id: ClientId) -> String {
    format!("/clients/{id}")
}

/// One who is hard to reach.
pub fn intake(id: IntakeId) -> String {
    format!("/intakes/{id}")
}

/// What was heard of one who is hard to reach, for correcting it.
pub fn intake_note(id: IntakeId) -> String {
    format!("/intakes/{id}/note")
}

/// The log of contacts with a client.
pub fn contacts(client: ClientId) -> String {
    format!("/clients/{client}/contacts")
}

/// What is registered of a client, for changing it.
pub fn client_edit(id: ClientId) -> String {
    format!("/clients/{id}/edit")
}

/// 本人と家族・契約 of a client.
pub fn about_client(id: ClientId) -> String {
    format!("/clients/{id}/about")
}

/// 支給量の利用実績 of a client.
pub fn used_amounts(client: ClientId) -> String {
    format!("/clients/{client}/used-amounts")
}

/// 生活の変化 of a client.
pub fn life_events(client: ClientId) -> String {
    format!("/clients/{client}/life-events")
}

/// 苦情・事故・通知 of a client.
pub fn incidents(client: ClientId) -> String {
    format!("/clients/{client}/incidents")
}

/// 保存期間 of a client.
pub fn client_retention(client: ClientId) -> String {
    format!("/clients/{client}/retention")
}

/// A deletion, proposed or done.
pub fn deletion(id: DeletionId) -> String {
    format!("/deletions/{id}")
}

/// A new planning case of a client, of a kind that is chosen already.
pub fn new_case(client: ClientId, kind: CaseKind) -> String {
    format!("/clients/{client}/planning/new?kind={}", kind.word())
}

/// A new planning case of a client, for an event.
pub fn new_case_of_event(client: ClientId, event: i64) -> String {
    format!("/clients/{client}/planning/new?event={event}")
}

/// One kind of what is recorded about a client.
pub fn about(id: ClientId, kind: AboutKind) -> String {
    format!("/clients/{id}/about/{}", kind.word())
}

/// A new certificate of a client.
pub fn new_certificate(client: ClientId) -> String {
    format!("/clients/{client}/certificates/new")
}

/// A new certificate of a client, with what a planning case knows of it.
pub fn new_certificate_of(client: ClientId, case: CaseId) -> String {
    format!("{}?planning={case}", new_certificate(client))
}

/// A certificate.
pub fn certificate(id: CertificateId) -> String {
    format!("/certificates/{id}")
}

/// 変更 of a certificate.
pub fn certificate_change(id: CertificateId) -> String {
    format!("/certificates/{id}/change")
}

/// 変更 of a certificate, with what a planning case knows of it.
pub fn certificate_change_of(id: CertificateId, case: CaseId) -> String {
    format!("{}?planning={case}", certificate_change(id))
}

/// A provider of the register.
pub fn provider(id: ProviderId) -> String {
    format!("/providers/{id}")
}

/// 確かめる: whether a sending was kept.
pub fn asked() -> &'static str {
    "/asked"
}

/// 書きかけ: the person's own drafts.
pub fn drafts() -> &'static str {
    "/drafts"
}

/// Where a draft is kept, without the `/drafts/` before it: the area whose right it takes, the form, what it is about.
pub fn draft_name(key: DraftKey) -> String {
    let area = match key.form.right() {
        Right::RecordMonitoring => "monitoring",
        Right::RecordPlanning => "planning",
        _ => "clients",
    };
    format!("{area}/{}/{}", key.form.word(), key.subject)
}

/// The form of a draft, opened.
pub fn draft_place(form: DraftForm, place: DraftPlace) -> String {
    match place {
        DraftPlace::Round(id, fact) => {
            let page = if form == DraftForm::Missed { DraftForm::CarryOver } else { form };
            let asked = fact.map(|fact| format!("?fact={fact}")).unwrap_or_default();
            format!("/monitoring/{id}/{}{asked}", page.word())
        }
        DraftPlace::Case(id, fact) => {
            let asked = fact.map(|fact| format!("?fact={fact}")).unwrap_or_default();
            format!("/planning/{id}/{}{asked}", form.word())
        }
        DraftPlace::NewClient => "/clients/new".to_owned(),
        DraftPlace::Client(id) => match form {
            DraftForm::About(kind) => about(id, kind),
            DraftForm::UsedAmounts => used_amounts(id),
            DraftForm::LifeEvent => life_events(id),
            _ => client_edit(id),
        },
        DraftPlace::Intake(id, _) if form == DraftForm::IntakeNote => intake_note(id),
        DraftPlace::Intake(id, fact) => {
            let asked = fact.map(|fact| format!("?fact={fact}")).unwrap_or_default();
            format!("{}{asked}", intake(id))
        }
        DraftPlace::Contacts(id, fact) => {
            let asked = fact.map(|fact| format!("?fact={fact}")).unwrap_or_default();
            format!("{}{asked}", contacts(id))
        }
        DraftPlace::NewCertificate(id) => new_certificate(id),
        DraftPlace::Certificate(id) if form == DraftForm::CertificateChange => certificate_change(id),
        DraftPlace::Certificate(id) => certificate(id),
    }
}

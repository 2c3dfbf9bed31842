//! 下書き: what is being typed is kept for the person who types it, on every form with text. No fact and no audit entry: it is
//! overwritten while one types, and gone when the form is recorded, after 90 days, with the account and with the record.

use domain::{
    client::AboutKind,
    id::{CaseId, CertificateId, ClientId, FactId, RoundId},
    office::Right,
};
use jiff::Span;
use store::{certificates, clients, contacts, drafts, operations, planning_cases, rounds};
use uuid::Uuid;

use crate::{Cx, Reason, Refusal, limits};

/// A form whose text is kept while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftForm {
    /// (1) サービス提供状況の確認.
    ServiceCheck,
    /// (2) 自宅訪問.
    HomeVisit,
    /// (3) 記録.
    Report,
    /// (4) 同意.
    Consent,
    /// (5) 写しの提出.
    Submission,
    /// 翌月への繰越.
    CarryOver,
    /// 実施できなかった.
    Missed,
    /// 利用者の登録; subject: nobody yet.
    NewClient,
    /// 利用者の登録内容.
    Client,
    /// 受給者証の登録; subject: the client.
    NewCertificate,
    /// 受給者証の訂正.
    Certificate,
    /// 受給者証の変更; subject: the certificate that is changed.
    CertificateChange,
    /// 相談の記録; subject: the client.
    Contact,
    /// p1 対象の確認.
    Coverage,
    /// p1 訪問しての面接.
    Interview,
    /// p1 基本情報.
    Basic,
    /// p1 アセスメント.
    Assessment,
    /// p2 計画案.
    PlanDraft,
    /// p2 週間計画.
    WeekPlan,
    /// p2 モニタリング期間の提案.
    Interval,
    /// p2 兼務の中立性.
    Neutrality,
    /// p2 計画案への同意.
    DraftConsent,
    /// One kind of what is recorded about a client; subject: the client.
    About(AboutKind),
}

impl DraftForm {
    /// Every form.
    pub const ALL: [Self; 31] = [
        Self::ServiceCheck,
        Self::HomeVisit,
        Self::Report,
        Self::Consent,
        Self::Submission,
        Self::CarryOver,
        Self::Missed,
        Self::NewClient,
        Self::Client,
        Self::NewCertificate,
        Self::Certificate,
        Self::CertificateChange,
        Self::Contact,
        Self::Coverage,
        Self::Interview,
        Self::Basic,
        Self::Assessment,
        Self::PlanDraft,
        Self::WeekPlan,
        Self::Interval,
        Self::Neutrality,
        Self::DraftConsent,
        Self::About(AboutKind::Contract),
        Self::About(AboutKind::Family),
        Self::About(AboutKind::Emergency),
        Self::About(AboutKind::Doctors),
        Self::About(AboutKind::Disability),
        Self::About(AboutKind::Telling),
        Self::About(AboutKind::Grounds),
        Self::About(AboutKind::PlanRequest),
        Self::About(AboutKind::SelfPlan),
    ];

    /// The word in the database and in the address.
    pub fn word(self) -> &'static str {
        match self {
            Self::ServiceCheck => "m1-service-check",
            Self::HomeVisit => "m2-home-visit",
            Self::Report => "m3-record",
            Self::Consent => "m4-consent",
            Self::Submission => "m5-submission",
            Self::CarryOver => "carry-over",
            Self::Missed => "missed",
            Self::NewClient => "new-client",
            Self::Client => "client",
            Self::NewCertificate => "new-certificate",
            Self::Certificate => "certificate",
            Self::CertificateChange => "certificate-change",
            Self::Contact => "contact",
            Self::Coverage => "p1-coverage",
            Self::Interview => "p1-interview",
            Self::Basic => "p1-basic",
            Self::Assessment => "p1-assessment",
            Self::PlanDraft => "p2-draft",
            Self::WeekPlan => "p2-week-plan",
            Self::Interval => "p2-interval",
            Self::Neutrality => "p2-neutrality",
            Self::DraftConsent => "p2-draft-consent",
            Self::About(AboutKind::Contract) => "about-contract",
            Self::About(AboutKind::Family) => "about-family",
            Self::About(AboutKind::Emergency) => "about-emergency",
            Self::About(AboutKind::Doctors) => "about-doctors",
            Self::About(AboutKind::Disability) => "about-disability",
            Self::About(AboutKind::Telling) => "about-telling",
            Self::About(AboutKind::Grounds) => "about-grounds",
            Self::About(AboutKind::PlanRequest) => "about-plan-request",
            Self::About(AboutKind::SelfPlan) => "about-self-plan",
        }
    }

    /// The form of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// The right that the form itself takes.
    pub fn right(self) -> Right {
        match self {
            Self::ServiceCheck
            | Self::HomeVisit
            | Self::Report
            | Self::Consent
            | Self::Submission
            | Self::CarryOver
            | Self::Missed => Right::RecordMonitoring,
            Self::NewClient
            | Self::Client
            | Self::NewCertificate
            | Self::Certificate
            | Self::CertificateChange
            | Self::Contact
            | Self::About(_) => Right::EditClients,
            Self::Coverage
            | Self::Interview
            | Self::Basic
            | Self::Assessment
            | Self::PlanDraft
            | Self::WeekPlan
            | Self::Interval
            | Self::Neutrality
            | Self::DraftConsent => Right::RecordPlanning,
        }
    }
}

/// Which draft: the form, and what it is about. A form that corrects a fact is about that fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftKey {
    /// The form.
    pub form: DraftForm,
    /// The round, the case, the fact, the client, the certificate; nil where there is nothing yet.
    pub subject: Uuid,
}

/// Where the form of a draft is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftPlace {
    /// A step of a round, with the fact that it corrects.
    Round(RoundId, Option<FactId>),
    /// A part of a planning case, with the fact that it corrects.
    Case(CaseId, Option<FactId>),
    /// A client who is not registered yet.
    NewClient,
    /// The client's page of what is registered.
    Client(ClientId),
    /// The log of contacts with a client, with the one that it corrects.
    Contacts(ClientId, Option<FactId>),
    /// A certificate that is not registered yet.
    NewCertificate(ClientId),
    /// A certificate.
    Certificate(CertificateId),
}

/// What was typed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// Name and value of each field.
    pub fields: Vec<(String, String)>,
    /// The version of the record that the form showed then: saving on an older one is a conflict, as ever.
    pub base_version: i64,
    /// When it was kept (UTC, RFC 3339).
    pub saved_at: String,
}

/// Keeps what is typed, in the place of the person's last draft of the form. Says when, and where the form is opened.
/// A sending that was recorded already keeps nothing: the last autosave may come after the form itself.
pub fn keep_draft(
    cx: &mut Cx<'_>,
    key: DraftKey,
    base_version: i64,
    fields: Vec<(String, String)>,
) -> Result<(DraftPlace, String), Refusal> {
    let place = place(cx, key)?;
    let (office, user, saved_at) = (cx.actor.office, cx.actor.user, (cx.outside.now)());
    let size: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > limits::DRAFT_BYTES {
        return Err(Refusal::Refused(vec![Reason::at(
            "",
            "下書きにするには文章が長すぎます。記録するか、短くしてください。",
        )]));
    }
    let recorded = match &cx.operation {
        Some(sending) => operations::find(cx.tx, office, sending.id)?.is_some(),
        None => false,
    };
    if !recorded {
        drafts::remove_before(cx.tx, office, &oldest(cx))?;
        let form = key.form.word().to_owned();
        let draft = drafts::Draft { form, subject: key.subject, base_version, fields, saved_at: saved_at.clone() };
        drafts::save(cx.tx, office, user, &draft)?;
        for old in drafts::of_user(cx.tx, office, user)?.into_iter().skip(limits::DRAFTS) {
            drafts::remove(cx.tx, office, user, (&old.form, old.subject))?;
        }
    }
    Ok((place, saved_at))
}

/// The person's own draft of a form; none for whom the form is not.
pub fn find_draft(cx: &mut Cx<'_>, key: DraftKey) -> Result<Option<KeptDraft>, Refusal> {
    if cx.authorize(key.form.right()).is_err() {
        return Ok(None);
    }
    let found = drafts::find(cx.tx, cx.actor.office, cx.actor.user, (key.form.word(), key.subject))?;
    let oldest = oldest(cx);
    Ok(found.filter(|draft| draft.saved_at >= oldest).map(|draft| KeptDraft {
        fields: draft.fields,
        base_version: draft.base_version,
        saved_at: draft.saved_at,
    }))
}

/// 捨てる: takes the person's draft away. Says where the form is opened.
pub fn discard_draft(cx: &mut Cx<'_>, key: DraftKey) -> Result<DraftPlace, Refusal> {
    let place = place(cx, key)?;
    drafts::remove(cx.tx, cx.actor.office, cx.actor.user, (key.form.word(), key.subject))?;
    Ok(place)
}

/// The instant before which a draft is over: the beginning of the day 90 days ago.
fn oldest(cx: &Cx<'_>) -> String {
    cx.today.saturating_sub(Span::new().days(limits::DRAFT_DAYS)).to_string()
}

/// The thing that the form is about, in this office, under the form's own right.
fn place(cx: &mut Cx<'_>, key: DraftKey) -> Result<DraftPlace, Refusal> {
    cx.authorize(key.form.right())?;
    let (office, subject) = (cx.actor.office, key.subject);
    let found = match key.form {
        DraftForm::NewClient => subject.is_nil().then_some(DraftPlace::NewClient),
        DraftForm::Client | DraftForm::NewCertificate => {
            let client = clients::find(cx.tx, office, ClientId(subject))?.map(|client| client.id);
            let new = key.form == DraftForm::NewCertificate;
            client.map(|id| if new { DraftPlace::NewCertificate(id) } else { DraftPlace::Client(id) })
        }
        DraftForm::About(_) => {
            clients::find(cx.tx, office, ClientId(subject))?.map(|client| DraftPlace::Client(client.id))
        }
        DraftForm::Certificate | DraftForm::CertificateChange => {
            certificates::find(cx.tx, office, CertificateId(subject))?.map(|it| DraftPlace::Certificate(it.id))
        }
        DraftForm::Contact => match contacts::of_fact(cx.tx, office, FactId(subject))? {
            Some(client) => Some(DraftPlace::Contacts(client, Some(FactId(subject)))),
            None => clients::find(cx.tx, office, ClientId(subject))?.map(|it| DraftPlace::Contacts(it.id, None)),
        },
        form if form.right() == Right::RecordPlanning => {
            match planning_cases::of_fact(cx.tx, office, FactId(subject))? {
                Some(case) => Some(DraftPlace::Case(case, Some(FactId(subject)))),
                None => {
                    planning_cases::find(cx.tx, office, CaseId(subject))?.map(|case| DraftPlace::Case(case.id, None))
                }
            }
        }
        _ => match rounds::of_fact(cx.tx, office, FactId(subject))? {
            Some(round) => Some(DraftPlace::Round(round, Some(FactId(subject)))),
            None => rounds::find(cx.tx, office, RoundId(subject))?.map(|round| DraftPlace::Round(round.id, None)),
        },
    };
    found.ok_or(Refusal::NotFound)
}

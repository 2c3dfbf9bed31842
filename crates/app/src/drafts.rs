//! 下書き: what is being typed is kept for the person who types it, on every form with text. No fact and no audit entry: it is
//! overwritten while one types, and gone when the form is recorded, after 90 days, with the account and with the record.

use calendar::wareki;
use domain::{
    client::AboutKind,
    id::{CaseId, CertificateId, ClientId, FactId, IntakeId, RoundId},
    office::Right,
    planning::CaseFactKind,
};
use jiff::Span;
use store::{certificates, clients, contacts, drafts, intakes, operations, planning_cases, rounds};
use uuid::Uuid;

use crate::{Cx, Reason, Refusal, limits};

/// What a form is about, and so what the subject of its draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// A round, or the fact of one that the form corrects.
    Round,
    /// A planning case, or the fact of one that the form corrects.
    Case,
    /// Nobody yet.
    NewClient,
    /// A client.
    Client,
    /// The client of a certificate that is not registered yet.
    NewCertificate,
    /// A certificate.
    Certificate,
    /// The client of a log of contacts, or the contact that the form corrects.
    Contacts,
    /// One who is hard to reach, or the fact of one that the form corrects.
    Intake,
}

/// The forms, each with its word in the database and in the address and with what it is about; then the kinds of what is
/// recorded about a client, each a form about the client.
macro_rules! forms {
    (
        forms { $($(#[$doc:meta])* $form:ident, $word:literal, $subject:ident;)* }
        about { $($kind:ident, $kind_word:literal;)* }
    ) => {
        /// A form whose text is kept while it is typed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum DraftForm {
            $($(#[$doc])* $form,)*
            /// One kind of what is recorded about a client; subject: the client.
            About(AboutKind),
        }

        impl DraftForm {
            /// Every form.
            pub const ALL: [Self; [$($word,)* $($kind_word,)*].len()] =
                [$(Self::$form,)* $(Self::About(AboutKind::$kind),)*];

            /// The word in the database and in the address.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$form => $word,)*
                    $(Self::About(AboutKind::$kind) => $kind_word,)*
                }
            }

            fn subject(self) -> Subject {
                match self {
                    $(Self::$form => Subject::$subject,)*
                    Self::About(_) => Subject::Client,
                }
            }
        }
    };
}

forms! {
    forms {
        /// (1) サービス提供状況の確認.
        ServiceCheck, "m1-service-check", Round;
        /// (2) 自宅訪問.
        HomeVisit, "m2-home-visit", Round;
        /// (3) 記録.
        Report, "m3-record", Round;
        /// (4) 同意.
        Consent, "m4-consent", Round;
        /// (5) 写しの提出.
        Submission, "m5-submission", Round;
        /// 翌月への繰越.
        CarryOver, "carry-over", Round;
        /// 実施できなかった.
        Missed, "missed", Round;
        /// 訪問の予定と、会えなかったとき.
        VisitPlan, "visit-plan", Round;
        /// 申請の勧奨と連絡調整.
        NextStep, "next-step", Round;
        /// 利用者の登録; subject: nobody yet.
        NewClient, "new-client", NewClient;
        /// 利用者の登録内容.
        Client, "client", Client;
        /// 生活の変化.
        LifeEvent, "life-event", Client;
        /// 支給量の利用実績.
        UsedAmounts, "used-amounts", Client;
        /// 受給者証の登録; subject: the client.
        NewCertificate, "new-certificate", NewCertificate;
        /// 受給者証の訂正.
        Certificate, "certificate", Certificate;
        /// 受給者証の変更; subject: the certificate that is changed.
        CertificateChange, "certificate-change", Certificate;
        /// 相談の記録; subject: the client.
        Contact, "contact", Contacts;
        /// つながりにくい人: what was heard.
        IntakeNote, "intake-note", Intake;
        /// つながりにくい人: what was done.
        IntakeStep, "intake-step", Intake;
        /// p1 対象の確認.
        Coverage, "p1-coverage", Case;
        /// p1 訪問しての面接.
        Interview, "p1-interview", Case;
        /// p1 基本情報.
        Basic, "p1-basic", Case;
        /// p1 これまでの計画の振り返り.
        Review, "p1-review", Case;
        /// p1 アセスメント.
        Assessment, "p1-assessment", Case;
        /// p2 区役所・支所への相談.
        WardConsultation, "p2-ward-consultation", Case;
        /// p2 計画案.
        PlanDraft, "p2-draft", Case;
        /// p2 週間計画.
        WeekPlan, "p2-week-plan", Case;
        /// p2 モニタリング期間の提案.
        Interval, "p2-interval", Case;
        /// p2 兼務の中立性.
        Neutrality, "p2-neutrality", Case;
        /// p2 計画案への同意.
        DraftConsent, "p2-draft-consent", Case;
        /// p3 計画案の提出.
        HandIn, "p3-hand-in", Case;
        /// p3 支給決定.
        GrantDecision, "p3-decision", Case;
        /// p3 連絡調整.
        Coordination, "p3-coordination", Case;
        /// p4 担当者会議の案内.
        Invitation, "p4-invitation", Case;
        /// p4 サービス担当者会議.
        Conference, "p4-conference", Case;
        /// p5 計画.
        Plan, "p5-plan", Case;
        /// p5 計画への同意.
        PlanConsent, "p5-consent", Case;
        /// p5 計画の交付.
        Delivery, "p5-delivery", Case;
        /// p5 個別支援計画.
        ProviderPlan, "p5-provider-plan", Case;
    }
    about {
        Contract, "about-contract";
        Family, "about-family";
        Emergency, "about-emergency";
        Doctors, "about-doctors";
        Disability, "about-disability";
        Insurance, "about-insurance";
        Telling, "about-telling";
        Grounds, "about-grounds";
        PlanRequest, "about-plan-request";
        SelfPlan, "about-self-plan";
        FromOffice, "about-from-office";
        ToOffice, "about-to-office";
    }
}

impl DraftForm {
    /// As its page is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::ServiceCheck => "(1) サービス提供状況の確認",
            Self::HomeVisit => "(2) 自宅訪問",
            Self::Report => "(3) 記録（モニタリング報告書）",
            Self::Consent => "(4) 同意",
            Self::Submission => "(5) 写しの提出",
            Self::CarryOver => "翌月への繰越",
            Self::Missed => "実施できなかった",
            Self::VisitPlan => "訪問の予定・会えなかったとき",
            Self::NextStep => "申請の勧奨と連絡調整",
            Self::NewClient => "利用者の登録",
            Self::Client => "登録内容を直す",
            Self::LifeEvent => "生活の変化",
            Self::UsedAmounts => "支給量の利用実績",
            Self::NewCertificate => "受給者証の登録",
            Self::Certificate => "受給者証の訂正",
            Self::CertificateChange => "受給者証の変更",
            Self::Contact => "相談の記録",
            Self::IntakeNote => "つながりにくい人：聞いたこと",
            Self::IntakeStep => "つながりにくい人：したこと",
            Self::About(kind) => kind.label(),
            _ => self.of_case().map_or(UNNAMED, CaseFactKind::label),
        }
    }

    /// What a form of a planning case records: its word without the step before it.
    fn of_case(self) -> Option<CaseFactKind> {
        let (_, part) = self.word().split_once('-')?;
        CaseFactKind::from_word(&part.replace('-', "_"))
    }

    /// The form of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// The right that the form itself takes: that of what it is about.
    pub fn right(self) -> Right {
        match self.subject() {
            Subject::Round => Right::RecordMonitoring,
            Subject::Case => Right::RecordPlanning,
            Subject::NewClient
            | Subject::Client
            | Subject::NewCertificate
            | Subject::Certificate
            | Subject::Contacts
            | Subject::Intake => Right::EditClients,
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
    /// One who is hard to reach, with the fact that the form corrects.
    Intake(IntakeId, Option<FactId>),
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
/// Words that were recorded already are kept no more: the last autosave may come after the form itself. What was typed on the same page
/// after that is kept.
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
        Some(sending) => {
            operations::find(cx.tx, office, sending.id)?.is_some_and(|it| sending.is_recorded_in(&it, user))
        }
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

/// What a form is called that nobody named.
const UNNAMED: &str = "下書き";

/// A draft of the person's own, for the list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDraft {
    /// Which one.
    pub key: DraftKey,
    /// Where its form is opened.
    pub place: DraftPlace,
    /// 氏名 of the client; empty while nobody is registered.
    pub client: String,
    /// The month of a round, what the planning case is called, whom an intake is about; else empty.
    pub of: String,
    /// When it was kept (UTC, RFC 3339).
    pub saved_at: String,
}

/// 書きかけ: the person's own drafts, the newest first. What is about something that is gone, or that the person may not
/// do any more, is left out.
pub fn own_drafts(cx: &mut Cx<'_>) -> Result<Vec<OwnDraft>, Refusal> {
    cx.authorize(Right::Read)?;
    let (office, oldest) = (cx.actor.office, oldest(cx));
    let mut own = Vec::new();
    for mark in drafts::of_user(cx.tx, office, cx.actor.user)?.into_iter().filter(|mark| mark.saved_at >= oldest) {
        let Some(form) = DraftForm::from_word(&mark.form) else { continue };
        let key = DraftKey { form, subject: mark.subject };
        let place = match place(cx, key) {
            Ok(place) => place,
            Err(Refusal::NotFound | Refusal::Forbidden) => continue,
            Err(fault) => return Err(fault),
        };
        let (client, of) = match place {
            DraftPlace::NewClient => (None, String::new()),
            DraftPlace::Client(id) | DraftPlace::NewCertificate(id) | DraftPlace::Contacts(id, _) => {
                (Some(id), String::new())
            }
            DraftPlace::Certificate(id) => (certificates::find(cx.tx, office, id)?.map(|it| it.client), String::new()),
            DraftPlace::Intake(id, _) => {
                let intake = intakes::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
                (None, intake.note().map(|note| note.name.clone()).unwrap_or_default())
            }
            DraftPlace::Case(id, _) => {
                let case = planning_cases::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
                (Some(case.client), case.title())
            }
            DraftPlace::Round(id, _) => {
                let round = rounds::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
                (Some(round.client), wareki::month(round.month))
            }
        };
        let client = match client {
            Some(id) => clients::find(cx.tx, office, id)?.map(|client| client.name),
            None => None,
        };
        own.push(OwnDraft { key, place, client: client.unwrap_or_default(), of, saved_at: mark.saved_at });
    }
    Ok(own)
}

/// How many drafts the person has.
pub(crate) fn count_own(cx: &mut Cx<'_>) -> Result<i64, Refusal> {
    let oldest = oldest(cx);
    Ok(drafts::count(cx.tx, cx.actor.office, cx.actor.user, &oldest)?)
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
    let found = match key.form.subject() {
        Subject::Round => match rounds::of_fact(cx.tx, office, FactId(subject))? {
            Some(round) => Some(DraftPlace::Round(round, Some(FactId(subject)))),
            None => rounds::find(cx.tx, office, RoundId(subject))?.map(|round| DraftPlace::Round(round.id, None)),
        },
        Subject::Case => match planning_cases::of_fact(cx.tx, office, FactId(subject))? {
            Some(case) => Some(DraftPlace::Case(case, Some(FactId(subject)))),
            None => planning_cases::find(cx.tx, office, CaseId(subject))?.map(|case| DraftPlace::Case(case.id, None)),
        },
        Subject::NewClient => subject.is_nil().then_some(DraftPlace::NewClient),
        Subject::Client => clients::find(cx.tx, office, ClientId(subject))?.map(|it| DraftPlace::Client(it.id)),
        Subject::NewCertificate => {
            clients::find(cx.tx, office, ClientId(subject))?.map(|it| DraftPlace::NewCertificate(it.id))
        }
        Subject::Certificate => {
            certificates::find(cx.tx, office, CertificateId(subject))?.map(|it| DraftPlace::Certificate(it.id))
        }
        Subject::Intake => match intakes::of_fact(cx.tx, office, FactId(subject))? {
            Some(intake) => Some(DraftPlace::Intake(intake, Some(FactId(subject)))),
            None => intakes::find(cx.tx, office, IntakeId(subject))?.map(|it| DraftPlace::Intake(it.id, None)),
        },
        Subject::Contacts => match contacts::of_fact(cx.tx, office, FactId(subject))? {
            Some(client) => Some(DraftPlace::Contacts(client, Some(FactId(subject)))),
            None => clients::find(cx.tx, office, ClientId(subject))?.map(|it| DraftPlace::Contacts(it.id, None)),
        },
    };
    found.ok_or(Refusal::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_calls_each_form_as_its_page_does() {
        let labels = DraftForm::ALL.map(DraftForm::label);
        assert!(!labels.contains(&UNNAMED), "a form of a planning case records what its word says: {labels:?}");
        assert_eq!(DraftForm::Basic.label(), "基本情報");
    }
}

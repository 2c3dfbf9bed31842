//! 経過: everything dated that is known of a client, newest first.

use calendar::{Date, in_japan, wareki};
use domain::{
    client::{AboutClient, AboutKind, ClientFact, ContactFact, ContactLog, LifeEvent},
    facts::{Body, Facts},
    id::{CertificateId, RoundId},
    monitoring::{Round, RoundFact},
    planning::{CaseFact, PlanningCase},
    text,
};
use store::audit::{AuditAction, AuditEntry};

/// What an entry is about; the list is filtered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineKind {
    /// モニタリング.
    Monitoring,
    /// 受給者証.
    Certificate,
    /// 登録内容.
    Client,
    /// 請求.
    Claim,
    /// 計画.
    Planning,
    /// 相談の記録.
    Contact,
}

domain::words!(TimelineKind {
    Monitoring, "monitoring", "モニタリング";
    Certificate, "certificate", "受給者証";
    Client, "client", "登録内容";
    Claim, "claim", "請求";
    Planning, "planning", "計画";
    Contact, "contact", "相談の記録";
});

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The day it is about (訪問日, 同意日, …), or the day it was recorded.
    pub day: Date,
    /// When it was recorded, UTC.
    pub recorded_at: String,
    /// Kind.
    pub kind: TimelineKind,
    /// What happened, in a few words.
    pub title: String,
    /// What was recorded, as text.
    pub text: String,
    /// Who recorded it.
    pub by: String,
    /// The round it belongs to.
    pub round: Option<RoundId>,
    /// A correction has taken its place.
    pub replaced: bool,
}

/// What the page asks for.
#[derive(Clone, Debug, Default)]
pub struct TimelineFilter {
    /// Only this kind.
    pub kind: Option<TimelineKind>,
    /// Only entries that contain this text.
    pub words: String,
    /// Page, from 1; 0 counts as 1.
    pub page: usize,
}

/// The streams of facts of a client.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Rounds of monitoring.
    pub rounds: &'a [Round],
    /// 計画の経過.
    pub cases: &'a [PlanningCase],
    /// 相談の記録.
    pub contacts: &'a ContactLog,
    /// 利用者について, of which 生活の変化 are told.
    pub about: &'a AboutClient,
}

/// The entries of a client, newest first.
pub fn timeline(
    recorded: &Recorded<'_>,
    client_entries: &[AuditEntry],
    certificate_entries: &[(CertificateId, AuditEntry)],
    filter: &TimelineFilter,
) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = Vec::new();
    for round in recorded.rounds {
        entries.extend(of_facts(&round.facts, (TimelineKind::Monitoring, Some(round.id)), of_round));
        entries.extend(of_claim(round));
    }
    for case in recorded.cases {
        entries.extend(of_facts(&case.facts, (TimelineKind::Planning, None), of_case));
    }
    entries.extend(recorded.about.life_events().into_iter().filter_map(of_life_event));
    entries.extend(of_facts(&recorded.contacts.facts, (TimelineKind::Contact, None), of_contact));
    entries.extend(client_entries.iter().filter_map(|entry| {
        let title = match entry.action()? {
            AuditAction::CreateClient => "利用者を登録",
            AuditAction::UpdateClient => "登録内容を変更",
            AuditAction::RecordUsedAmounts => "支給量の利用実績を記録",
            AuditAction::AnswerLifeEvent => "生活の変化についての問いに回答",
            AuditAction::EndClient => "支援の終了日を変更",
            AuditAction::TurnSelfPlan => "セルフプランへの切りかえを記録",
            AuditAction::RecordAbout => return of_audit(entry, TimelineKind::Client, &about_title(entry, "記録")),
            AuditAction::WithdrawAbout => {
                return of_audit(entry, TimelineKind::Client, &about_title(entry, "取り消し"));
            }
            _ => return None,
        };
        of_audit(entry, TimelineKind::Client, title)
    }));
    entries.extend(certificate_entries.iter().filter_map(|(_, entry)| {
        let title = match entry.action()? {
            AuditAction::CreateCertificate => "受給者証を登録",
            AuditAction::CorrectCertificate => "受給者証を訂正",
            AuditAction::ChangeCertificate => "受給者証を変更",
            AuditAction::AnswerPlan => "計画についての質問に回答",
            _ => return None,
        };
        of_audit(entry, TimelineKind::Certificate, title)
    }));
    let wanted = text::search_key(&filter.words);
    entries.retain(|entry| {
        filter.kind.is_none_or(|kind| kind == entry.kind)
            && (wanted.is_empty()
                || text::search_key(&format!("{}{}{}", entry.title, entry.text, entry.by)).contains(&wanted))
    });
    entries.sort_by(|a, b| (b.day, &b.recorded_at).cmp(&(a.day, &a.recorded_at)));
    entries
}

/// 「家族を記録」: the kind is told by the entry.
fn about_title(entry: &AuditEntry, did: &str) -> String {
    let body: Option<serde_json::Value> = serde_json::from_str(&entry.body).ok();
    let kind = body.as_ref().and_then(|body| AboutKind::from_word(body.get("what")?.as_str()?));
    format!("{}を{did}", kind.map_or("利用者について", AboutKind::label))
}

fn of_audit(entry: &AuditEntry, kind: TimelineKind, title: &str) -> Option<TimelineEntry> {
    Some(TimelineEntry {
        day: in_japan(&entry.at)?.0,
        recorded_at: entry.at.clone(),
        kind,
        title: title.to_owned(),
        text: String::new(),
        by: entry.actor_name.clone(),
        round: None,
        replaced: false,
    })
}

fn of_life_event((fact, event): (&ClientFact, &LifeEvent)) -> Option<TimelineEntry> {
    Some(TimelineEntry {
        day: fact.body.from.or_else(|| in_japan(&fact.recorded_at).map(|at| at.0))?,
        recorded_at: fact.recorded_at.clone(),
        kind: TimelineKind::Client,
        title: format!("生活の変化: {}", event.what.label()),
        text: event.note.clone(),
        by: fact.by(),
        round: None,
        replaced: false,
    })
}

fn of_claim(round: &Round) -> Option<TimelineEntry> {
    let day = round.claimed_on?;
    Some(TimelineEntry {
        day,
        recorded_at: String::new(),
        kind: TimelineKind::Claim,
        title: format!("{}分を請求（締め）", wareki::month(round.month)),
        text: String::new(),
        by: String::new(),
        round: Some(round.id),
        replaced: false,
    })
}

/// Every fact of a stream, corrected ones included.
fn of_facts<B: Body>(
    facts: &Facts<B>,
    (kind, round): (TimelineKind, Option<RoundId>),
    told: fn(&B) -> Told,
) -> impl Iterator<Item = TimelineEntry> {
    facts.iter().filter_map(move |fact| {
        let recorded = in_japan(&fact.recorded_at)?.0;
        let Told { day, title, text } = told(&fact.body);
        let withdrawal = fact.body.is_withdrawal();
        Some(TimelineEntry {
            day: day.unwrap_or(recorded),
            recorded_at: fact.recorded_at.clone(),
            kind,
            title: if fact.corrects.is_some() && !withdrawal { format!("{title}（訂正）") } else { title },
            text,
            by: fact.by(),
            round,
            replaced: !withdrawal && !facts.stands(fact),
        })
    })
}

/// Day, title and text of what a fact says.
struct Told {
    day: Option<Date>,
    title: String,
    text: String,
}

impl Told {
    fn of(day: Option<Date>, title: impl Into<String>, text: &[&str]) -> Self {
        let text = text.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("　");
        Self { day, title: title.into(), text }
    }
}

/// What a fact of a round says.
fn of_round(body: &RoundFact) -> Told {
    match body {
        RoundFact::ServiceCheck(it) => {
            let title = format!("サービス提供状況の確認（{}）", it.means.label());
            Told::of(Some(it.date), title, &[&it.provider, &it.finding, &it.not_checked])
        }
        RoundFact::HomeVisit(it) => {
            let title = format!("訪問（{}）", it.place.label());
            Told::of(Some(it.date), title, &[&it.place_note, &it.met, &it.wishes, &it.home_situation])
        }
        RoundFact::Report(it) => {
            let title =
                if it.draft { "モニタリング報告書（下書き）" } else { "モニタリング報告書" };
            Told::of(it.written_on, title, &[&it.overall, &it.notes])
        }
        RoundFact::Consent(it) => {
            let title = match it.agreed_on {
                Some(_) => format!("同意（{}）", it.method.label()),
                None => format!("同意の依頼（{}）", it.method.label()),
            };
            Told::of(it.agreed_on.or(it.sent_on), title, &[&it.signer, &it.relation_note])
        }
        RoundFact::Submission(it) => {
            Told::of(Some(it.date), format!("写しの提出（{}）", it.means.label()), &[&it.to, &it.note])
        }
        RoundFact::CarryOver(it) => Told::of(it.told_on, "翌月へ繰越", &[&it.reason, &it.told_to]),
        RoundFact::Missed(it) => Told::of(None, "実施できなかった", &[&it.reason]),
        RoundFact::Appointment(it) => Told::of(Some(it.day), "訪問の予定", &[&it.with, &it.note]),
        RoundFact::Attempt(it) => Told::of(Some(it.date), format!("会えなかった（{}）", it.means.label()), &[&it.note]),
        RoundFact::Raised(it) => {
            Told::of(Some(it.on), format!("会えないことの相談（{}）", it.to.label()), &[&it.person, &it.note])
        }
        RoundFact::Advice(it) => {
            Told::of(Some(it.on), format!("申請の勧奨（{}）", it.answer.label()), &[&it.whom, &it.note])
        }
        RoundFact::ProviderContact(it) => Told::of(Some(it.on), "連絡調整", &[&it.provider, &it.content]),
        RoundFact::Withdrawn { reason } => Told::of(None, "記録の取消", &[reason]),
    }
}

/// What a fact of a planning case says. What only few may read stays on its own page.
fn of_case(body: &CaseFact) -> Told {
    let title = format!("計画: {}", body.what().label());
    match body {
        CaseFact::Coverage(it) => Told::of(body.day(), title, &[&it.services.join("・")]),
        CaseFact::Basic(it) => Told::of(body.day(), title, &[&it.consultation, &it.result]),
        CaseFact::Interview(it) => {
            let visit = &it.visit;
            Told::of(body.day(), title, &[&visit.place_note, &visit.met, &visit.wishes, &visit.home_situation])
        }
        CaseFact::Review(it) => Told::of(body.day(), title, &[&it.effect, &it.outlook]),
        CaseFact::Assessment(it) => Told::of(body.day(), title, &[&it.situation, &it.wishes]),
        CaseFact::WardConsultation(it) => {
            Told::of(body.day(), title, &[&it.to, &it.person, &it.options, &it.asked, &it.answer])
        }
        CaseFact::Draft(it) => Told::of(body.day(), title, &[&it.wishes, &it.policy, &it.long_goal]),
        CaseFact::WeekPlan(it) => Told::of(body.day(), title, &[&it.daily_life, &it.whole_life]),
        CaseFact::Interval(it) => Told::of(body.day(), title, &[&it.reason]),
        CaseFact::Neutrality(it) => Told::of(body.day(), title, &[it.exception.label(), &it.reason, &it.accepted_by]),
        CaseFact::DraftConsent(it) => Told::of(body.day(), title, &[&it.signer, &it.relation_note]),
        CaseFact::HandIn(it) => Told::of(body.day(), title, &[&it.to, &it.by_name, &it.note]),
        CaseFact::Decision(it) => Told::of(body.day(), title, &[it.outcome.label(), &it.reason, &it.told]),
        CaseFact::Coordination(it) => Told::of(body.day(), title, &[&it.provider_name, &it.content, &it.result]),
        CaseFact::Invitation(it) => Told::of(body.day(), title, &[&it.place]),
        CaseFact::Conference(it) => Told::of(body.day(), title, &[&it.agenda, &it.conclusion]),
        CaseFact::Plan(it) => Told::of(body.day(), title, &[&it.text.wishes, &it.text.policy, &it.text.long_goal]),
        CaseFact::Consent(it) => Told::of(body.day(), title, &[&it.signer, &it.relation_note]),
        CaseFact::Delivery(it) => Told::of(body.day(), title, &[&it.by, &it.providers.join("・"), &it.note]),
        CaseFact::ProviderPlan(it) => Told::of(body.day(), title, &[&it.provider, it.fits.label(), &it.note]),
        CaseFact::Elsewhere(it) => Told::of(body.day(), title, &[&it.made_by]),
        CaseFact::Ended(it) => Told::of(body.day(), title, &[&it.reason]),
        CaseFact::Withdrawn { reason } => Told::of(body.day(), title, &[reason]),
    }
}

/// What a fact of the log of contacts says.
fn of_contact(body: &ContactFact) -> Told {
    match body {
        ContactFact::Contact(it) => {
            let title = format!("相談（{}）", it.channel.label());
            Told::of(Some(it.date), title, &[&it.who, &it.relation, &it.content])
        }
        ContactFact::Withdrawn { reason } => Told::of(None, "相談の記録の取消", &[reason]),
    }
}

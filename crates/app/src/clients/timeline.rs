//! 経過: everything dated that is known of a client, newest first.

use calendar::{Date, in_japan, wareki};
use domain::{
    id::{CertificateId, RoundId},
    monitoring::{Fact, Round, RoundFact},
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
}

domain::words!(TimelineKind {
    Monitoring, "monitoring", "モニタリング";
    Certificate, "certificate", "受給者証";
    Client, "client", "登録内容";
    Claim, "claim", "請求";
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

/// The entries of a client, newest first.
pub fn timeline(
    rounds: &[Round],
    client_entries: &[AuditEntry],
    certificate_entries: &[(CertificateId, AuditEntry)],
    filter: &TimelineFilter,
) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = Vec::new();
    for round in rounds {
        entries.extend(round.facts.iter().filter_map(|fact| of_fact(round, fact)));
        entries.extend(of_claim(round));
    }
    entries.extend(client_entries.iter().filter_map(|entry| {
        let title = match entry.action()? {
            AuditAction::CreateClient => "利用者を登録",
            AuditAction::UpdateClient => "登録内容を変更",
            AuditAction::EndClient => "支援の終了日を変更",
            _ => return None,
        };
        of_audit(entry, TimelineKind::Client, title)
    }));
    entries.extend(certificate_entries.iter().filter_map(|(_, entry)| {
        let title = match entry.action()? {
            AuditAction::CreateCertificate => "受給者証を登録",
            AuditAction::CorrectCertificate => "受給者証を訂正",
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

fn of_fact(round: &Round, fact: &Fact) -> Option<TimelineEntry> {
    let recorded = in_japan(&fact.recorded_at)?.0;
    let (day, title, text) = told(&fact.body);
    let replaced =
        !matches!(fact.body, RoundFact::Withdrawn { .. }) && !round.standing().any(|standing| standing.id == fact.id);
    Some(TimelineEntry {
        day: day.unwrap_or(recorded),
        recorded_at: fact.recorded_at.clone(),
        kind: TimelineKind::Monitoring,
        title: if fact.corrects.is_some() && !matches!(fact.body, RoundFact::Withdrawn { .. }) {
            format!("{title}（訂正）")
        } else {
            title
        },
        text,
        by: fact.by(),
        round: Some(round.id),
        replaced,
    })
}

/// Day, title and text of what a fact says.
fn told(body: &RoundFact) -> (Option<Date>, String, String) {
    match body {
        RoundFact::ServiceCheck(it) => (
            Some(it.date),
            format!("サービス提供状況の確認（{}）", it.means.label()),
            joined(&[&it.provider, &it.finding]),
        ),
        RoundFact::HomeVisit(it) => (
            Some(it.date),
            format!("訪問（{}）", it.place.label()),
            joined(&[&it.place_note, &it.met, &it.wishes, &it.home_situation]),
        ),
        RoundFact::Report(it) => (
            it.written_on,
            if it.draft { "モニタリング報告書（下書き）" } else { "モニタリング報告書" }.to_owned(),
            joined(&[&it.overall, &it.notes]),
        ),
        RoundFact::Consent(it) => (
            it.agreed_on.or(it.sent_on),
            match it.agreed_on {
                Some(_) => format!("同意（{}）", it.method.label()),
                None => format!("同意の依頼（{}）", it.method.label()),
            },
            joined(&[&it.signer, &it.relation_note]),
        ),
        RoundFact::Submission(it) => {
            (Some(it.date), format!("写しの提出（{}）", it.means.label()), joined(&[&it.to, &it.note]))
        }
        RoundFact::CarryOver(it) => (it.told_on, "翌月へ繰越".to_owned(), joined(&[&it.reason, &it.told_to])),
        RoundFact::Missed(it) => (None, "実施できなかった".to_owned(), it.reason.clone()),
        RoundFact::Withdrawn { reason } => (None, "記録の取消".to_owned(), reason.clone()),
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("　")
}

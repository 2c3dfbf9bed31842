//! 利用者の頁: the strip, the certificates, twelve months, the timeline.

use std::collections::BTreeSet;

use calendar::{Date, YearMonth, age_on};
use domain::{
    billing::claim_names::{NameFault, claim_names},
    client::{
        AboutClient, AboutKind, Certificate, CertificateReach, Client, ConsultationService, Emergency, EventQuestion,
        Grant, Telling, Turning, turning_points,
    },
    id::{CertificateId, ClientId, SpecialistId},
    monitoring::{Round, schedule},
    office::{Right, SettingsBook, Specialist},
    planning::{PlanningCase, awaits_next_period, grant_gaps},
};
use store::audit::AuditEntry;

use super::{
    ClientText, TimelineEntry, TimelineFilter,
    about::open_of_office_change,
    for_others::{sees_whole, shown},
    plan_card::{PlanCard, plan_cards},
    reading::READING,
    timeline::{Recorded, timeline},
};
use crate::{
    Cx, Refusal,
    certificates::warnings_of,
    law_book,
    monitoring::{MonthCell, settings, twelve_months},
    neutrality::{self, DualPost},
    office::specialist_of,
    planning::last_planned,
    providers::{Register, UsedProvider},
};

/// Entries of the timeline on one page.
const TIMELINE_PAGE: usize = 100;

/// Everything the page shows.
#[derive(Clone, Debug)]
pub struct ClientPage {
    /// The client.
    pub client: Client,
    /// 年齢 today, by 年齢計算ニ関する法律.
    pub age: u32,
    /// 担当.
    pub specialist: Option<Specialist>,
    /// The certificates, the newest first.
    pub certificates: Vec<CertificateCard>,
    /// 支給決定の切れ目: what ends within two months and is followed by nothing yet, in words.
    pub gaps: Vec<String>,
    /// 事業所の変更: what is still to be done of the last one, each with the page where it is recorded.
    pub office_change: Vec<(AboutKind, String)>,
    /// 生活の変化 with questions that nobody has answered, in words.
    pub unanswered: Vec<String>,
    /// 計画の経過, the newest first.
    pub cases: Vec<PlanningCase>,
    /// 節目 within six months.
    pub turnings: Vec<Turning>,
    /// The plans that hold today, one for each service and municipality.
    pub plans: Vec<PlanCard>,
    /// Whether a self-plan can be printed with what was planned before.
    pub can_fill_self_plan: bool,
    /// Twelve months around today, one strip a service (and municipality, where there are several).
    pub strips: Vec<ServiceMonths>,
    /// What a claim file could not take of the names.
    pub unwritable: Vec<String>,
    /// 緊急連絡先, and what is not to be told.
    pub emergency: Emergency,
    /// 伝え方.
    pub telling: Telling,
    /// The page of the timeline that was asked for, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Which page of the timeline this is, from 1.
    pub timeline_page: usize,
    /// How many pages the timeline has, at least 1.
    pub timeline_pages: usize,
    /// 兼務 of the specialist at a provider in use; none where there is no provider in common.
    pub dual_post: Option<DualPost>,
}

/// A certificate in short.
#[derive(Clone, Debug)]
pub struct CertificateCard {
    /// The certificate.
    pub certificate: Certificate,
    /// First and last day of its validities.
    pub term: (Date, Date),
    /// How it stands to today.
    pub standing: Standing,
    /// 変更: the day from which a newer decision holds in its place.
    pub changed_from: Option<Date>,
    /// That it ends soon, in words; none where it does not.
    pub ends_soon: Option<String>,
    /// 次の期間の通知待ち: the first month for which no period is known.
    pub awaits: Option<YearMonth>,
    /// Its months.
    pub months: Vec<YearMonth>,
    /// What should be looked at once more while it holds or is to come; saving was not held up by it.
    pub warnings: Vec<String>,
    /// The services, each with who provides it.
    pub services: Vec<(Grant, UsedProvider)>,
}

/// How a certificate stands to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Begins later.
    Future,
    /// 有効.
    Current,
    /// 変更済み: a newer decision holds in its place.
    Changed,
    /// 終了.
    Past,
}

/// Twelve months of one service and municipality.
#[derive(Clone, Debug)]
pub struct ServiceMonths {
    /// Service.
    pub service: ConsultationService,
    /// 市町村名; empty while no certificate tells it.
    pub municipality_name: String,
    /// Five months back, this one, six ahead.
    pub months: Vec<MonthCell>,
}

/// The page of a client.
pub fn find_client(cx: &mut Cx<'_>, id: ClientId, filter: &TimelineFilter) -> Result<ClientPage, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let client = store::clients::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let specialist = specialist_of(cx, &client)?;
    let settings = settings(cx)?;
    let rounds = store::rounds::of_client(cx.tx, office, id)?;
    let certificates = store::certificates::of_client(cx.tx, office, id)?;
    let contacts = store::contacts::of_client(cx.tx, office, id)?;
    let mut cases = store::planning_cases::of_client(cx.tx, office, id)?;
    cases.reverse();
    let certificate_entries = certificate_entries(cx, &certificates)?;
    let client_entries = entries(cx, id.to_string())?;
    let today = cx.today;
    let grants = certificates.iter().flat_map(|certificate| &certificate.grants);
    let register = Register::of(cx, grants.filter_map(|grant| grant.provider))?;
    let about = store::client_facts::about(cx.tx, office, id)?;
    let mut cards: Vec<CertificateCard> =
        certificates.iter().filter_map(|certificate| card(certificate, &certificates, &register, today)).collect();
    for card in cards.iter_mut().filter(|card| matches!(card.standing, Standing::Current | Standing::Future)) {
        card.warnings = warnings_of(law_book()?, (&client, &about), &card.certificate, &settings, today);
    }
    cards.sort_by_key(|card| std::cmp::Reverse((card.term, card.certificate.id)));
    let gaps = grant_gaps(&certificates, &cases, today).into_iter().filter(|gap| gap.is_ours(&client));
    let recorded = Recorded { rounds: &rounds, cases: &cases, contacts: &contacts, about: &about };
    let emergency = about.emergency_on(today).cloned().unwrap_or_default();
    let emergency = if sees_whole(cx) { emergency } else { emergency.for_others() };
    let whole = timeline(&recorded, &client_entries, &certificate_entries, filter);
    let timeline_pages = whole.len().div_ceil(TIMELINE_PAGE).max(1);
    let timeline_page = filter.page.clamp(1, timeline_pages);
    let lines = whole.into_iter().skip((timeline_page - 1) * TIMELINE_PAGE).take(TIMELINE_PAGE);
    let strips = strips(&rounds, &cards, &settings, today);
    let plans = plan_cards(cx, &cases, &certificates, &strips)?;
    let gaps = gaps.map(|gap| gap.sentence).collect();
    let unwritable = unwritable(&client, &cards, today);
    let dual_post = neutrality::of_client(cx, &client, &certificates)?;
    let client = shown(cx, client)?;
    Ok(ClientPage {
        turnings: turning_points(law_book()?, &client, today),
        plans,
        can_fill_self_plan: last_planned(cx, id)?.is_some(),
        age: age_on(client.birth, today),
        timeline_page,
        timeline_pages,
        timeline: lines.collect(),
        strips,
        emergency,
        telling: about.telling_on(today).cloned().unwrap_or_default(),
        unwritable,
        dual_post,
        certificates: cards,
        gaps,
        office_change: open_of_office_change(&about, client.ended_on, today),
        unanswered: unanswered(&about, &rounds),
        cases,
        client,
        specialist,
    })
}

/// 「退院（令和8年11月10日）：予定月を待たずに計画を変更しますか」, an event a sentence.
fn unanswered(about: &AboutClient, rounds: &[Round]) -> Vec<String> {
    let events = about.life_events().into_iter().filter_map(|(fact, event)| {
        let open: Vec<&str> = about.open_questions(fact, rounds).into_iter().map(EventQuestion::label).collect();
        (!open.is_empty()).then(|| format!("{}：{}", event.words(fact.body.from), open.join("、")))
    });
    events.collect()
}

/// What a claim file could not take of the names, in words: told here before a month is closed.
fn unwritable(client: &Client, cards: &[CertificateCard], today: Date) -> Vec<String> {
    let services: BTreeSet<ConsultationService> = cards.iter().map(|card| card.certificate.service).collect();
    let mut sentences = Vec::new();
    for service in services {
        let told = match claim_names(client, service, today) {
            Ok(names) => names.cut,
            Err(faults) => {
                let told = |it: NameFault| format!("{}: {}。このままでは請求できません。", it.field, it.reason);
                faults.into_iter().map(told).collect()
            }
        };
        sentences.extend(told.into_iter().filter(|sentence| !sentences.contains(sentence)).collect::<Vec<_>>());
    }
    sentences
}

fn entries(cx: &mut Cx<'_>, subject: String) -> Result<Vec<AuditEntry>, Refusal> {
    Ok(store::audit::history(cx.tx, cx.actor.office, &subject, READING)?)
}

fn certificate_entries(
    cx: &mut Cx<'_>,
    certificates: &[Certificate],
) -> Result<Vec<(CertificateId, AuditEntry)>, Refusal> {
    let mut all = Vec::new();
    for certificate in certificates {
        let of_one = entries(cx, certificate.id.to_string())?;
        all.extend(of_one.into_iter().map(|entry| (certificate.id, entry)));
    }
    Ok(all)
}

fn card(certificate: &Certificate, all: &[Certificate], register: &Register, today: Date) -> Option<CertificateCard> {
    let from = certificate.starts_on()?;
    let to = certificate.ends_on()?;
    let changed_from = certificate.changed_from(all);
    let standing = if changed_from.is_some_and(|day| day <= today) {
        Standing::Changed
    } else if to < today {
        Standing::Past
    } else if today < from {
        Standing::Future
    } else {
        Standing::Current
    };
    let months = schedule::of_certificate(certificate).months;
    let services = certificate.grants.iter().map(|grant| (grant.clone(), register.used(grant))).collect();
    let holds = standing == Standing::Current;
    Some(CertificateCard {
        ends_soon: CertificateReach::of(to, today).soon().filter(|_| holds),
        awaits: awaits_next_period(certificate, today).filter(|_| holds),
        certificate: certificate.clone(),
        term: (from, to),
        standing,
        changed_from,
        months,
        warnings: Vec::new(),
        services,
    })
}

/// A strip for each service and municipality that has a round in the twelve months; one at least.
fn strips(rounds: &[Round], cards: &[CertificateCard], settings: &SettingsBook, today: Date) -> Vec<ServiceMonths> {
    let first = YearMonth::of(today).plus(-5);
    let shown = |round: &&Round| (0..12).contains(&round.month.months_since(first)) && round.is_listed();
    let mut keys: Vec<_> = rounds.iter().filter(shown).map(|it| (it.service, it.municipality.as_str())).collect();
    if keys.is_empty() {
        let newest = cards.first().map(|card| (card.certificate.service, card.certificate.municipality.as_str()));
        keys.push(newest.unwrap_or((ConsultationService::Plan, "")));
    }
    keys.sort_unstable();
    keys.dedup();
    let strip = |(service, municipality): (ConsultationService, &str)| {
        let mine = |certificate: &Certificate| {
            (certificate.service, certificate.municipality.as_str()) == (service, municipality)
        };
        let cards: Vec<&CertificateCard> = cards.iter().filter(|card| mine(&card.certificate)).collect();
        let ends: Vec<YearMonth> = cards.iter().map(|card| YearMonth::of(card.term.1)).collect();
        let own: Vec<&Round> = rounds
            .iter()
            .filter(|round| (round.service, round.municipality.as_str()) == (service, municipality))
            .collect();
        ServiceMonths {
            service,
            municipality_name: cards.first().map(|card| card.certificate.municipality_name.clone()).unwrap_or_default(),
            months: twelve_months(&own, &ends, settings, first, today),
        }
    };
    keys.into_iter().map(strip).collect()
}

/// What the form for changing a client starts from.
#[derive(Clone, Debug)]
pub struct ClientToEdit {
    /// The client as stored.
    pub client: Client,
    /// Its fields as text.
    pub text: ClientText,
    /// The specialists to choose from: those present, and the client's own.
    pub specialists: Vec<Specialist>,
    /// 区役所・支所 to choose from.
    pub wards: Vec<String>,
}

/// The client for changing.
pub fn client_to_edit(cx: &mut Cx<'_>, id: ClientId) -> Result<ClientToEdit, Refusal> {
    cx.authorize(Right::EditClients)?;
    let client = store::clients::find(cx.tx, cx.actor.office, id)?.ok_or(Refusal::NotFound)?;
    let specialists = specialists_to_choose(cx, client.specialist)?;
    let wards = crate::office::all_wards(cx)?;
    Ok(ClientToEdit { text: ClientText::of(&client), client, specialists, wards })
}

/// Present specialists, and `also` one who has left.
pub fn specialists_to_choose(cx: &mut Cx<'_>, also: Option<SpecialistId>) -> Result<Vec<Specialist>, Refusal> {
    let today = cx.today;
    let mut all = store::specialists::list(cx.tx, cx.actor.office)?;
    all.retain(|it| it.ended_on.is_none_or(|day| day >= today) || Some(it.id) == also);
    Ok(all)
}

/// The specialist whom the actor's account stands for: proposed for a new client.
pub fn own_specialist(cx: &mut Cx<'_>) -> Result<Option<SpecialistId>, Refusal> {
    let account = store::accounts::find(cx.tx, cx.actor.office, cx.actor.user)?;
    Ok(account.and_then(|account| account.user.specialist))
}

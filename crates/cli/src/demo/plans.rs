//! Planning in the demo: a case in each state from its beginning to the plan in the client's hands, one that was given up, and
//! the calls they began with.

use anyhow::Context as _;
use app::{
    Staff,
    clients::{ContactEntry, record_contact},
    intake::{IntakeEntry, follow_intake, open_intake},
    planning::{self, CaseEntry, NewCase},
};
use calendar::{Date, Time, age_on};
use domain::{
    client::{Client, ConsultationService, Contact, ContactChannel, Residence},
    id::{CaseId, ClientId},
    intake::{HardToReach, IntakeAct, IntakeNote, IntakeStep},
    monitoring::m2_home_visit::HomeVisit,
    planning::{
        CaseEnd, CaseKind, CaseText,
        p1_assessment::{Area, Assessment, OwnWords, OwnWordsKind, SupportNeed},
        p1_basic::{BasicInformation, FamilyMember, Kin, Support, SupportKind, Tie, TieKind, TieStrength},
        p1_coverage::Coverage,
        p1_interview::Interview,
        p1_review::{Finding, FindingKind, Review, ServiceNeed},
    },
};
use jiff::Span;

use super::{
    changes,
    decisions::{certify, decide, hand_in},
    final_plans::{agree_and_deliver, answer, plan},
    meetings::confer,
    people::CITY,
    proposals::{agree, propose},
    teller::Teller,
};

/// How far a case has come, in the order of the steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Begun,
    BeingWritten,
    Interviewed,
    GivenUp,
    Assessed,
    BeingProposed,
    Proposed,
    Agreed,
    HandedIn,
    Decided,
    Certified,
    Invited,
    Conferred,
    Planned,
    Delivered,
    Answered,
}

/// Every state, with what kind of case it is. The people come one after the other.
const CASES: [(State, CaseKind); 16] = [
    (State::Begun, CaseKind::Renewal),
    (State::BeingWritten, CaseKind::Change),
    (State::Interviewed, CaseKind::Renewal),
    (State::Assessed, CaseKind::Renewal),
    (State::BeingProposed, CaseKind::Change),
    (State::Proposed, CaseKind::Renewal),
    (State::Agreed, CaseKind::Change),
    (State::Invited, CaseKind::Change),
    (State::Conferred, CaseKind::Change),
    (State::GivenUp, CaseKind::Change),
    (State::HandedIn, CaseKind::Renewal),
    (State::Decided, CaseKind::Renewal),
    (State::Planned, CaseKind::Renewal),
    (State::Delivered, CaseKind::Renewal),
    (State::Certified, CaseKind::Renewal),
    (State::Answered, CaseKind::Renewal),
];

/// Begins the cases in the last days before today; those that have come far a little earlier.
pub fn tell(teller: &mut Teller<'_>, clients: &[ClientId], actor: &Staff, today: Date) -> anyhow::Result<()> {
    for (number, (state, kind)) in CASES.into_iter().enumerate() {
        // Every fourth of the people, so that both specialists and all stories have one; then the next of each.
        let place = number * 4;
        let round = place.checked_div(clients.len()).context("nobody")?;
        let client = *clients.get(place % clients.len() + round).context("nobody")?;
        let client = store::clients::find(teller.tx, actor.office, client)?.context("nobody")?;
        let earlier = if state >= State::Certified { 7 } else { 0 };
        let days = |back: i32| today.saturating_sub(Span::new().days(back + earlier));
        call(teller, &client, actor, days(16))?;
        let certificate = store::certificates::of_client(teller.tx, actor.office, client.id)?.pop();
        let service = certificate.as_ref().map_or(ConsultationService::Plan, |it| it.service);
        let event = match (state, kind) {
            (State::BeingProposed, CaseKind::Change) => Some(changes::discharged(teller, actor, client.id, days(15))?),
            _ => None,
        };
        let new = NewCase { service, municipality: CITY.0.to_owned(), kind, opened_on: days(14), event };
        let case = teller.on(days(14), actor, &client.name, |cx| planning::open_case(cx, client.id, &new))?;
        if let Some(event) = event {
            changes::answered(teller, actor, client.id, (days(13), event))?;
        }
        let granted = certificate.into_iter().flat_map(|it| it.grants).map(|grant| grant.service);
        let coverage =
            Coverage { applied_on: days(14), services: granted.collect(), care_insurance: client.care_management };
        let place = entry(teller, actor, case)?;
        teller.on(days(14), actor, &client.name, |cx| planning::record_coverage(cx, place, coverage))?;
        if state >= State::BeingWritten {
            write(teller, &client, actor, (case, days(12)), state > State::BeingWritten)?;
        }
        if state >= State::Interviewed {
            interview(teller, &client, actor, (case, days(9)))?;
        }
        if state >= State::Assessed {
            look_back(teller, &client, actor, (case, days(7)), kind)?;
            assess(teller, &client, actor, (case, days(6)))?;
        }
        if state >= State::BeingProposed {
            propose(teller, &client, actor, (case, days(4)), state > State::BeingProposed)?;
        }
        if state >= State::Agreed {
            agree(teller, &client, actor, (case, days(3)))?;
        }
        if state >= State::HandedIn {
            hand_in(teller, &client, actor, (case, days(2)), state > State::HandedIn)?;
        }
        if state >= State::Decided {
            decide(teller, &client, actor, (case, days(1)))?;
        }
        after_decision(teller, &client, actor, (case, state), today)?;
        if state == State::GivenUp {
            let end = CaseEnd {
                date: days(2), reason: "今のサービスのまま続けることになった。".to_owned()
            };
            let entry = entry(teller, actor, case)?;
            teller.on(days(2), actor, "plan", |cx| planning::end_case(cx, entry, end))?;
        }
    }
    told_of(teller, actor, today)
}

/// From the certificate to the plans of the providers, in the last days before today.
fn after_decision(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, state): (CaseId, State),
    today: Date,
) -> anyhow::Result<()> {
    let days = |back: i32| today.saturating_sub(Span::new().days(back));
    if state >= State::Certified {
        certify(teller, client, actor, (case, days(7)))?;
    }
    if state >= State::Invited {
        confer(teller, client, actor, (case, days(6)), state > State::Invited)?;
    }
    if state >= State::Planned {
        plan(teller, client, actor, (case, days(3)))?; // the day of the plan is that of the consent
    }
    if state >= State::Delivered {
        agree_and_deliver(teller, client, actor, (case, days(3)))?;
    }
    if state >= State::Answered {
        answer(teller, client, actor, (case, days(1)))?;
    }
    Ok(())
}

/// Somebody the neighbours are worried about; the ward was asked.
fn told_of(teller: &mut Teller<'_>, actor: &Staff, today: Date) -> anyhow::Result<()> {
    let (noted, asked) = (today.saturating_sub(Span::new().days(20)), today.saturating_sub(Span::new().days(18)));
    let note = IntakeNote {
        date: noted,
        caller: "民生委員".to_owned(),
        relation: "近所".to_owned(),
        contact: String::new(),
        name: String::new(),
        place: "こもれび町の一軒家".to_owned(),
        reasons: vec![HardToReach::AgedParents, HardToReach::NoSos],
        situation: "高齢の母と二人。雨戸が閉まったままの日が多い。".to_owned(),
        follow_up_on: Some(asked),
    };
    let intake = teller.on(noted, actor, "intake", |cx| open_intake(cx, note))?;
    let step = IntakeStep {
        date: asked,
        what: IntakeAct::AskedWard,
        who: "若葉市みなと区役所 障害者支援担当".to_owned(),
        content: "民生委員といっしょに訪問してはどうかとのこと。".to_owned(),
        next: "民生委員と日を決める。".to_owned(),
        follow_up_on: today.saturating_add(Span::new().days(5)).into(),
    };
    let entry = IntakeEntry { intake, version: 1, corrects: None };
    teller.on(asked, actor, "intake", |cx| follow_intake(cx, entry, step))?;
    Ok(())
}

pub fn entry(teller: &mut Teller<'_>, actor: &Staff, case: CaseId) -> anyhow::Result<CaseEntry> {
    let version = store::planning_cases::find(teller.tx, actor.office, case)?.context("no case")?.version;
    Ok(CaseEntry { case, version, corrects: None })
}

/// Finishes a text of the case, or keeps it as the working version.
pub fn put<T: CaseText>(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
    (text, finished): (T, bool),
) -> anyhow::Result<()> {
    let entry = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| match finished {
        true => planning::finish_text(cx, entry, 0, text).map(drop),
        false => planning::save_working_text(cx, (case, entry.version), 0, text).map(drop),
    })
}

fn call(teller: &mut Teller<'_>, client: &Client, actor: &Staff, day: Date) -> anyhow::Result<()> {
    let contact = Contact {
        date: day,
        time: Time::new(10, 30, 0, 0).ok(),
        minutes: Some(15),
        channel: ContactChannel::Phone,
        who: client.guardian.as_ref().map_or_else(|| client.name.clone(), |it| it.name.clone()),
        relation: client.guardian.as_ref().map_or_else(|| "本人".to_owned(), |it| it.relation.clone()),
        content: "これからの暮らしと、使うサービスについて相談したいとのこと。訪問の日を決めた。".to_owned(),
    };
    let entry = ContactEntry { client: client.id, version: 0, corrects: None };
    teller.on(day, actor, &client.name, |cx| record_contact(cx, entry, contact))?;
    Ok(())
}

/// Mother and brother, with the person's own family name.
fn family(client: &Client, day: Date) -> Vec<FamilyMember> {
    let family = client.name.split(' ').next().unwrap_or_default();
    let aged = |older: u32| format!("{}歳", age_on(client.birth, day).saturating_add(older));
    vec![
        FamilyMember {
            kin: Kin::Mother,
            name: format!("{family} みなと"),
            age: aged(27),
            lives_together: true,
            main_carer: true,
            ..FamilyMember::default()
        },
        FamilyMember {
            kin: Kin::OlderBrother,
            name: format!("{family} わたる"),
            age: aged(3),
            ..FamilyMember::default()
        },
    ]
}

fn write(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
    finished: bool,
) -> anyhow::Result<()> {
    let guardian = client.guardian.as_ref();
    let text = BasicInformation {
        consulted_on: Some(day),
        overview: "サービスの利用は続いている。日中の活動と外出の機会を広げることが課題。".to_owned(),
        family: "家族と同居。主に母が家事を担い、週末は兄が手伝う。".to_owned(),
        consultation: "日中に通う場所を見直したい。外出の機会も増やしたい。".to_owned(),
        supports: vec![
            Support {
                name: "相談支援".to_owned(),
                provider: "相談支援センター こもれび（架空）".to_owned(),
                content: "計画の作成とモニタリング".to_owned(),
                often: "3か月ごと".to_owned(),
                ..Support::default()
            },
            Support {
                kind: SupportKind::Other,
                name: "町内会の声かけ".to_owned(),
                provider: "民生委員".to_owned(),
                ..Support::default()
            },
        ],
        members: family(client, day),
        ties: vec![
            Tie {
                kind: TieKind::Medical,
                name: "わかば内科".to_owned(),
                role: "通院".to_owned(),
                strength: TieStrength::Strong,
            },
            Tie { kind: TieKind::Friend, name: "町内会".to_owned(), role: "声かけ".to_owned(), ..Tie::default() },
        ],
        result: "訪問してアセスメントを行い、計画を見直す。".to_owned(),
        caller: guardian.map_or_else(|| client.name.clone(), |it| it.name.clone()),
        caller_relation: guardian.map_or_else(|| "本人".to_owned(), |it| it.relation.clone()),
        ..BasicInformation::default()
    };
    put(teller, client, actor, (case, day), (text, finished))
}

fn interview(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let visit = HomeVisit {
        date: day,
        place: client.residence,
        place_note: if client.residence == Residence::Home { String::new() } else { "こもれび荘".to_owned() },
        lives_there: true,
        met: "本人と家族".to_owned(),
        interviewed: true,
        visitor: actor.name.clone(),
        wishes: "好きなことを仕事にしたい。一人で買い物に行きたい。".to_owned(),
        home_situation: "家族は見守りながら、少しずつ任せたいと話す。".to_owned(),
        start: None,
        end: None,
        neutrality: String::new(),
    };
    let affiliation = "相談支援センター こもれび（架空）".to_owned();
    let entry = entry(teller, actor, case)?;
    let interview = Interview { visit, affiliation, minutes: Some(60) };
    teller.on(day, actor, &client.name, |cx| planning::record_interview(cx, entry, interview))?;
    Ok(())
}

/// A renewal looks back on the plan before, with what its latest report says.
fn look_back(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
    kind: CaseKind,
) -> anyhow::Result<()> {
    if kind != CaseKind::Renewal {
        return Ok(());
    }
    let reports = teller.on(day, actor, &client.name, |cx| planning::term_reports(cx, case))?;
    let rows = reports.first().into_iter().flat_map(|report| &report.rows);
    let mut findings: Vec<Finding> = rows.flat_map(|row| row.offers.clone()).collect();
    findings.push(Finding {
        kind: FindingKind::Strength,
        words: "時間を守って、休まずに通える。".to_owned(),
        from: None,
    });
    let text = Review {
        written_on: Some(day),
        findings,
        outlook: "好きなことを仕事にしたい。".to_owned(),
        effect: "通う所ができ、生活のリズムが整った。家族の見守りの負担が軽くなった。".to_owned(),
        services: Some(ServiceNeed::Unchanged),
        unchanged_reason: "いまの回数で無理なく続いており、本人も家族も続けることを望んでいる。".to_owned(),
    };
    put(teller, client, actor, (case, day), (text, true))
}

fn assess(teller: &mut Teller<'_>, client: &Client, actor: &Staff, (case, day): (CaseId, Date)) -> anyhow::Result<()> {
    let mut text = Assessment {
        written_on: Some(day),
        life_history: "若葉市で生まれ育つ。学校を出てからは自宅で過ごす時間が長い。".to_owned(),
        medical_use: "月に1回、通院している。".to_owned(),
        situation: "生活のリズムは整っている。日中は家で過ごすことが多い。".to_owned(),
        wishes: "働いて、自分のお金で旅行に行きたい。".to_owned(),
        family_wishes: "体調をくずさずに、長く続けられる場がほしい。".to_owned(),
        from_others: "主治医: 朝の活動から始めるとよい。".to_owned(),
        own_words: vec![
            OwnWords {
                kind: OwnWordsKind::Strength, words: "花の名前なら負けない。".to_owned(), carried_from: None
            },
            OwnWords {
                kind: OwnWordsKind::Achievement, words: "一人でバスに乗れた。".to_owned(), carried_from: None
            },
        ],
        ..Assessment::default()
    };
    for notes in &mut text.areas {
        let (need, now) = match notes.area {
            Area::Work => (SupportNeed::Needed, "働いた経験はない。作業の手順は一度で覚える。"),
            Area::Participation => (SupportNeed::Needed, "外出は家族といっしょ。"),
            Area::Base => (SupportNeed::NotNeeded, "住まいと収入は安定している。"),
            _ => continue,
        };
        (notes.need, notes.now) = (need, now.to_owned());
    }
    put(teller, client, actor, (case, day), (text, true))
}

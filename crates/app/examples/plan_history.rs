//! Data for `cargo xtask bench plans`: `plan_history FILE TODAY NOW CLIENTS`, an office in which each client has ten years of plans: a
//! certificate, four rounds with visit, report, consent and hand-in, and a planning case from the first call to the delivered plan for each
//! year, telephone calls and amounts used; the plan of this year is being written. Prints the cookie of a session, and for each client
//! `CLIENT CASE`.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::{error::Error, path::Path, sync::Arc};

use app::{Outside, accounts::open_session, monitoring::rebuild_board};
use calendar::{Date, FiscalYear, YearMonth};
use domain::{
    client::{Certificate, Client, Residence, UsedFact},
    facts::{By, Facts},
    id::{CertificateId, ClientId, FactId, OfficeId, RoundId, SpecialistId, UserId},
    monitoring::{
        Fact, Round, RoundFact,
        m2_home_visit::HomeVisit,
        m4_consent::{Consent, ConsentMethod, SignerRelation},
        m5_submission::{Submission, SubmissionMeans},
    },
    office::{Office, Role, Specialist, User},
    planning::{CaseFact, CaseKind, PlanningCase, Reception, p5_consent::PlanConsent},
};
use store::{
    Db, Location, StoreError, Tx, accounts, board, certificates, clients, contacts, offices, planning_cases, rounds,
    specialists, used_amounts,
};
use testkit::{FakePdf, client, day, months, planning, proposal, renewal, used};
use uuid::Uuid;

const YEARS: i32 = 10;
const OFFICE: OfficeId = OfficeId(Uuid::from_u64_pair(0x0193_0000_0001_7000, 0x8000_0000_0000_0001));
const USER: UserId = UserId(Uuid::from_u64_pair(0x0193_0000_0003_7000, 0x8000_0000_0000_0001));

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, today, now, count] = arguments.as_slice() else {
        return Err("usage: plan_history FILE TODAY NOW CLIENTS".into());
    };
    let (today, now, count): (Date, String, u64) = (today.parse()?, now.clone(), count.parse()?);
    let db = Db::open(&Location::SqliteFile(Path::new(file).to_path_buf()), 1)?;
    db.migrate()?;
    let told = db
        .write_now(move |tx| {
            office(tx, today)?;
            let told =
                (1..=count).map(|number| one_client(tx, number, today)).collect::<Result<Vec<_>, StoreError>>()?;
            rebuild_board(tx, OFFICE)?;
            let cookie = open_session(tx, &outside(now), Some(OFFICE.into()), USER, "bench")?.0;
            Ok::<_, app::Refusal>((cookie, told))
        })
        .map_err(|refusal| format!("{refusal:?}"))?;
    println!("mimamori={}", told.0);
    for (client, case) in told.1 {
        println!("{client} {case}");
    }
    Ok(())
}

/// An id for the thing `number` of a kind: a version 7 UUID, ascending.
fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0193_0000_0000_7000 | (kind << 16), 0x8000_0000_0000_0000 | number)
}

fn outside(now: String) -> Outside {
    Outside {
        today: Arc::new(Date::default),
        now: Arc::new(move || now.clone()),
        new_id: Arc::new(Uuid::nil),
        random: Arc::new(|| [7; 32]),
        pdf: Arc::new(FakePdf),
        key: None,
        head_key: None,
        mail: None,
    }
}

fn office(tx: &mut Tx, today: Date) -> Result<(), StoreError> {
    let running = YearMonth::of(today);
    let office = Office {
        id: OFFICE,
        name: "相談支援センターあおば".to_owned(),
        address: "神奈川県川崎市みまもり区本町2-2".to_owned(),
        phone: "044-000-0000".to_owned(),
        manager: "青葉 管理".to_owned(),
        number_plan: "1435000012".to_owned(),
        number_child: String::new(),
        area_plan: "2".to_owned(),
        area_child: "2".to_owned(),
        grade: "1".to_owned(),
        municipality: "default".to_owned(),
        start_month: running.plus(-12 * YEARS),
        version: 1,
    };
    offices::insert(tx, &office)?;
    let (name, kana) = ("青葉 相談".to_owned(), "アオバ ソウダン".to_owned());
    let own = SpecialistId(id(2, 1));
    specialists::insert(tx, &Specialist { id: own, office: OFFICE, name, kana, ended_on: None, version: 1 })?;
    let user = User {
        id: USER,
        office: OFFICE,
        login: "aoba".to_owned(),
        name: "青葉 管理".to_owned(),
        role: Role::Manager,
        specialist: None,
        disabled: false,
        version: 1,
    };
    let created_at = format!("{today}T00:00:00.000Z");
    let account = accounts::Account { user, password_hash: "none".to_owned(), must_change_password: false, created_at };
    accounts::add(tx, &account)
}

/// Ten years of one client; the client and the case that is open.
fn one_client(tx: &mut Tx, number: u64, today: Date) -> Result<(ClientId, domain::id::CaseId), StoreError> {
    let mut person = client(&format!("試験 花子{number}")).kana("シケン ハナコ").of(OFFICE).build();
    person.id = ClientId(id(4, number));
    person.specialist = Some(SpecialistId(id(2, 1)));
    clients::insert(tx, &person)?;
    let running = YearMonth::of(today);
    let mut before: Option<PlanningCase> = None;
    for year in 0..YEARS {
        // The grant that runs ends two months from now.
        let last = running.plus(2 - 12 * (YEARS - 1 - year));
        let place = number * 100 + u64::try_from(year).unwrap_or_default();
        let certificate = Certificate { id: CertificateId(id(7, place)), ..term(&person, last, place) };
        certificates::insert(tx, &certificate)?;
        for at in 0..4 {
            let month = last.plus(-3 * at);
            let own = place * 10 + u64::try_from(at).unwrap_or_default();
            one_round(tx, &certificate, own, (month, month < running))?;
        }
        calls(tx, &person, (place, i64::from(year) * 12), last)?;
        let case = planned(&person, place, last.plus(-12), Some(&certificate), before.as_ref());
        keep(tx, &case)?;
        before = Some(case);
    }
    used_in(tx, &person, running)?;
    let open = planned(&person, number * 100 + 99, running, None, before.as_ref());
    keep(tx, &open)?;
    Ok((person.id, open.id))
}

fn term(person: &Client, last: YearMonth, place: u64) -> Certificate {
    months(&format!("{}..{last}", last.plus(-11))).every(3).number(&format!("{place:010}")).of(person)
}

fn one_round(tx: &mut Tx, of: &Certificate, own: u64, (month, done): (YearMonth, bool)) -> Result<(), StoreError> {
    let planned = (month, of.municipality.clone());
    let round = Round::planned(RoundId(id(5, own)), OFFICE, of.client, of.service, planned);
    rounds::open(tx, &round)?;
    if !done {
        return Ok(());
    }
    let on = month.first_day();
    let bodies = done_in_round(on, FactId(id(6, own * 8 + 2)));
    for (version, body) in (0..).zip(bodies) {
        let number = own * 8 + u64::try_from(version).unwrap_or_default() + 1;
        let fact = Fact {
            id: FactId(id(6, number)),
            body,
            recorded_by: By::Staff(USER),
            recorded_by_name: "青葉 管理".to_owned(),
            recorded_at: format!("{on}T01:00:00.000Z"),
            corrects: None,
        };
        rounds::append_fact(tx, OFFICE, round.id, version, &fact)?;
    }
    Ok(())
}

/// Visit, report, consent to that report, and hand-in.
fn done_in_round(on: Date, report: FactId) -> [RoundFact; 4] {
    let visit = HomeVisit {
        date: on,
        place: Residence::Home,
        place_note: String::new(),
        lives_there: true,
        met: "本人と母".to_owned(),
        interviewed: true,
        visitor: "青葉 相談".to_owned(),
        wishes: "ひとりで買い物に行けるようになりたい。".to_owned(),
        home_situation: "母の腰の具合がよくなった。".to_owned(),
        start: None,
        end: None,
        neutrality: String::new(),
    };
    let consent = Consent {
        method: ConsentMethod::InPerson,
        sent_on: None,
        agreed_on: Some(on),
        signer: "試験 花子".to_owned(),
        relation: SignerRelation::Client,
        relation_note: String::new(),
        drawing: String::new(),
        place: Some(Residence::Home),
        place_note: String::new(),
        report,
    };
    let handed =
        Submission { date: on, to: "川崎区役所".to_owned(), means: SubmissionMeans::Counter, note: String::new() };
    [
        RoundFact::HomeVisit(visit),
        RoundFact::Report(renewal::term_report(&on.to_string())),
        RoundFact::Consent(consent),
        RoundFact::Submission(handed),
    ]
}

/// A call each month.
fn calls(tx: &mut Tx, person: &Client, (place, before): (u64, i64), last: YearMonth) -> Result<(), StoreError> {
    for at in 0..12_u8 {
        let on = last.plus(i32::from(at) - 23).day(10);
        let fact = planning::call(&on.to_string(), FactId(id(8, place * 100 + u64::from(at))));
        contacts::append(tx, OFFICE, (person.id, before + i64::from(at) + 1), &fact)?;
    }
    Ok(())
}

/// Two years of the amounts used of two services.
fn used_in(tx: &mut Tx, person: &Client, running: YearMonth) -> Result<(), StoreError> {
    let mut number = 0;
    for at in 1..=24 {
        let month = running.plus(-at).to_string();
        for service in ["居宅介護", "就労継続支援B型"] {
            number += 1;
            let told: domain::facts::Fact<UsedFact> = used::told(number, service, &month, 2_400);
            used_amounts::append(tx, OFFICE, person.id, &told)?;
        }
    }
    Ok(())
}

/// A case that began in the month; delivered with its certificate, or up to the draft without one.
fn planned(
    person: &Client,
    place: u64,
    month: YearMonth,
    certificate: Option<&Certificate>,
    before: Option<&PlanningCase>,
) -> PlanningCase {
    let on = |number: i8| month.day(number).to_string();
    let mut bodies = vec![
        CaseFact::Basic(planning::basic(&on(2))),
        CaseFact::Interview(planning::interview(&on(4))),
        CaseFact::Review(renewal::review(&on(5))),
        CaseFact::Assessment(planning::assessment(&on(6))),
    ];
    let fact_id = |at: usize| FactId(id(10, place * 100 + u64::try_from(at).unwrap_or_default()));
    if let Some(certificate) = certificate {
        let (draft, week, interval) = (fact_id(4), fact_id(5), fact_id(6));
        let texts = vec![draft, week, interval];
        let plan = fact_id(11);
        let agreed = PlanConsent { certificate: Some(certificate.id), ..proposal::plan_consent(&on(20), plan) };
        let decided = testkit::decision::granted(&on(14));
        bodies.extend([
            CaseFact::Draft(proposal::draft(&on(8))),
            CaseFact::WeekPlan(proposal::week_plan(&on(8))),
            CaseFact::Interval(proposal::interval(3)),
            CaseFact::DraftConsent(proposal::draft_consent(&on(9), texts.clone())),
            CaseFact::HandIn(testkit::decision::hand_in(&on(10), texts)),
            CaseFact::Decision(domain::planning::p3_decision::GrantDecision {
                certificate: Some(certificate.id),
                ..decided
            }),
            CaseFact::Conference(testkit::meeting::conference(&on(16))),
            CaseFact::Plan(proposal::plan(&on(18), Some(draft))),
            CaseFact::Consent(agreed),
            CaseFact::Delivery(proposal::delivery(&on(21), plan)),
        ]);
    }
    let mut case = planning::case_of(person, 1).build();
    case.id = domain::id::CaseId(id(9, place));
    case.opened_on = day(&on(1));
    case.kind = if before.is_some() { CaseKind::Renewal } else { CaseKind::New };
    case.replaces = before.map(|it| it.id);
    let number = i64::try_from(place).unwrap_or_default();
    case.reception = Reception { year: FiscalYear::of(case.opened_on), number };
    case.closed_on = certificate.map(|_| day(&on(21)));
    for (at, body) in bodies.into_iter().enumerate() {
        case.facts.append(domain::facts::Fact { id: fact_id(at), ..planning::fact(1, body) });
    }
    case
}

fn keep(tx: &mut Tx, case: &PlanningCase) -> Result<(), StoreError> {
    planning_cases::insert(tx, &PlanningCase { version: 0, facts: Facts::default(), ..case.clone() })?;
    for (version, fact) in (0..).zip(&case.facts) {
        planning_cases::append_fact(tx, OFFICE, (case.id, version), fact)?;
    }
    planning_cases::set_closed(tx, OFFICE, case.id, case.closed_on)?;
    board::plans::refresh(tx, case)
}

//! Data for `cargo xtask bench board`: `board_data FILE TODAY NOW OFFICES CLIENTS`, so many offices with so many clients each.
//! A client has a certificate of twelve months, a round every third of them and one fact in each past round; the board
//! is made by the function behind `mimamori rebuild`. Prints a cookie for each office, one a line.
//! With `sessions FILE NOW` it prints fresh cookies for a file that is there.
//!
//! The same arguments give the same clients, certificates, rounds and facts.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::{
    error::Error,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use app::{Outside, accounts::open_session, monitoring::rebuild_board};
use calendar::{Date, YearMonth};
use domain::{
    client::{Certificate, Residence},
    facts::By,
    id::{FactId, OfficeId, RoundId, SpecialistId, UserId},
    monitoring::{Fact, Round, RoundFact, carry_over::Missed, m2_home_visit::HomeVisit},
    office::{Office, Role, Specialist, User},
};
use store::{
    Db, Location, StoreError, Tx,
    accounts::{self, Account},
    certificates, clients, offices, rounds, specialists,
};
use testkit::{FakePdf, client, months};
use uuid::Uuid;

const FAMILIES: [(&str, &str); 12] = [
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("高橋", "タカハシ"),
    ("田中", "タナカ"),
    ("伊藤", "イトウ"),
    ("渡辺", "ワタナベ"),
    ("山本", "ヤマモト"),
    ("小林", "コバヤシ"),
    ("佐々木", "ササキ"),
    ("五十嵐", "イガラシ"),
    ("長谷川", "ハセガワ"),
    ("青木", "アオキ"),
];
const NAMES: [(&str, &str); 10] = [
    ("花子", "ハナコ"),
    ("一郎", "イチロウ"),
    ("美咲", "ミサキ"),
    ("健太", "ケンタ"),
    ("陽子", "ヨウコ"),
    ("直美", "ナオミ"),
    ("真由美", "マユミ"),
    ("久美子", "クミコ"),
    ("大輔", "ダイスケ"),
    ("翔", "ショウ"),
];
const SPECIALISTS: u64 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["sessions", file, now] => sessions(Path::new(file), now),
        [file, today, now, offices, clients] => {
            fill(Path::new(file), today.parse()?, offices.parse()?, clients.parse()?)?;
            sessions(Path::new(file), now)
        }
        _ => Err("usage: board_data FILE TODAY NOW OFFICES CLIENTS | board_data sessions FILE NOW".into()),
    }
}

/// An id for the thing `number` of a kind: a version 7 UUID, ascending.
fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(0x0193_0000_0000_7000 | (kind << 16), 0x8000_0000_0000_0000 | number)
}

fn office_id(number: u64) -> OfficeId {
    OfficeId(id(1, number))
}

fn fill(file: &Path, today: Date, offices: u64, clients: u64) -> Result<(), Box<dyn Error>> {
    let db = Db::open(&Location::SqliteFile(file.to_path_buf()), 1)?;
    db.migrate()?;
    for number in 1..=offices {
        db.write_now(move |tx| {
            one_office(tx, number, today, clients)?;
            rebuild_board(tx, office_id(number)).map(drop)
        })
        .map_err(|refusal| format!("office {number}: {refusal:?}"))?;
    }
    Ok(())
}

fn one_office(tx: &mut Tx, number: u64, today: Date, clients: u64) -> Result<(), StoreError> {
    let office = office_id(number);
    let running = YearMonth::of(today);
    offices::insert(
        tx,
        &Office {
            id: office,
            name: format!("相談支援センター{number}"),
            address: "神奈川県川崎市みまもり区本町2-2".to_owned(),
            phone: "044-000-0000".to_owned(),
            manager: "青葉 管理".to_owned(),
            number_plan: format!("1435{number:06}"),
            number_child: String::new(),
            area_plan: "2".to_owned(),
            area_child: "2".to_owned(),
            grade: "1".to_owned(),
            municipality: "default".to_owned(),
            start_month: running.plus(-24),
            version: 1,
        },
    )?;
    for at in 0..SPECIALISTS {
        let (name, kana) = person(at * 5 + number);
        let id = SpecialistId(id(2, number * 8 + at));
        specialists::insert(tx, &Specialist { id, office, name, kana, ended_on: None, version: 1 })?;
    }
    let user = User {
        id: UserId(id(3, number)),
        office,
        login: format!("office-{number}"),
        name: "青葉 管理".to_owned(),
        role: Role::Manager,
        specialist: None,
        disabled: false,
        version: 1,
    };
    let created_at = format!("{today}T00:00:00.000Z");
    accounts::add(tx, &Account { user, password_hash: "none".to_owned(), must_change_password: false, created_at })?;
    for at in 0..clients {
        one_client(tx, office, number * 10_000 + at, running)?;
    }
    Ok(())
}

fn person(number: u64) -> (String, String) {
    let pick = |of: u64, len: usize| usize::try_from(of % u64::try_from(len).unwrap_or(1)).unwrap_or(0);
    let (family, family_kana) = FAMILIES.get(pick(mixed(number), FAMILIES.len())).copied().unwrap_or_default();
    let (name, name_kana) = NAMES.get(pick(mixed(number) / 12, NAMES.len())).copied().unwrap_or_default();
    (format!("{family} {name}"), format!("{family_kana} {name_kana}"))
}

fn mixed(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20
}

fn one_client(tx: &mut Tx, office: OfficeId, number: u64, running: YearMonth) -> Result<(), StoreError> {
    let (name, kana) = person(number);
    let specialist = SpecialistId(id(2, number / 10_000 * 8 + mixed(number) % SPECIALISTS));
    let client = client(&name).kana(&kana).of(office).carried_by(specialist).build();
    clients::insert(tx, &client)?;
    // The last months of the certificates spread over the coming year, and so the rounds over the quarter.
    let last = running.plus(i32::try_from(mixed(number + 1) % 12).unwrap_or(0));
    let certificate = months(&format!("{}..{last}", last.plus(-11)))
        .every(3)
        .number(&format!("{:010}", number % 10_000_000_000))
        .of(&client);
    certificates::insert(tx, &certificate)?;
    for at in 0..4_u8 {
        let month = last.plus(-3 * i32::from(at));
        one_round(tx, &certificate, id(5, number * 8 + u64::from(at)), month, running)?;
    }
    Ok(())
}

/// A round of an earlier month has one fact: of last month the visit, after which report and consent are still to come;
/// of those before it the note that closes it.
fn one_round(
    tx: &mut Tx,
    certificate: &Certificate,
    own: Uuid,
    month: YearMonth,
    running: YearMonth,
) -> Result<(), StoreError> {
    let planned = (month, certificate.municipality.clone());
    let round = Round::planned(RoundId(own), certificate.office, certificate.client, certificate.service, planned);
    rounds::open(tx, &round)?;
    let body = match month.months_since(running) {
        0.. => return Ok(()),
        -1 => RoundFact::HomeVisit(HomeVisit {
            date: month.first_day(),
            place: Residence::Home,
            place_note: String::new(),
            lives_there: true,
            met: "本人".to_owned(),
            interviewed: true,
            visitor: "青葉 管理".to_owned(),
            wishes: "ひとりで買い物に行けるようになりたい。".to_owned(),
            home_situation: "母の腰の具合がよくなった。".to_owned(),
            start: None,
            end: None,
            neutrality: String::new(),
        }),
        _ => RoundFact::Missed(Missed { reason: "入院が続いたため".to_owned() }),
    };
    let fact = Fact {
        id: FactId(id(6, u64::try_from(own.as_u128() & 0x7FFF_FFFF_FFFF_FFFF).unwrap_or(0))),
        body,
        recorded_by: By::Staff(UserId(id(3, 1))),
        recorded_by_name: "青葉 管理".to_owned(),
        recorded_at: format!("{}T01:00:00.000Z", month.last_day()),
        corrects: None,
    };
    rounds::append_fact(tx, round.office, round.id, 0, &fact).map(drop)
}

/// A fresh session for the account of each office; what was there before is gone.
fn sessions(file: &Path, now: &str) -> Result<(), Box<dyn Error>> {
    let db = Db::open(&Location::SqliteFile(file.to_path_buf()), 1)?;
    let tokens = AtomicU64::new(1);
    let at = now.to_owned();
    let outside = Outside {
        today: Arc::new(Date::default),
        now: Arc::new(move || at.clone()),
        new_id: Arc::new(Uuid::nil),
        random: Arc::new(move || {
            let mut bytes = [0; 32];
            let number = mixed(tokens.fetch_add(1, Ordering::Relaxed)).to_be_bytes();
            bytes.iter_mut().zip(number.iter().cycle()).for_each(|(byte, one)| *byte = *one);
            bytes
        }),
        pdf: Arc::new(FakePdf),
        key: None,
        head_key: None,
        mail: None,
    };
    let cookies = db.write_now(move |tx| {
        store::sessions::remove_expired(tx, "9999", "")?;
        let mut cookies = Vec::new();
        for office in offices::all(tx)? {
            let Some(account) = accounts::list(tx, office.id)?.into_iter().next() else { continue };
            cookies.push(open_session(tx, &outside, Some(office.id.into()), account.user.id, "bench")?.0);
        }
        Ok::<_, StoreError>(cookies)
    })?;
    for cookie in cookies {
        println!("mimamori={cookie}");
    }
    Ok(())
}

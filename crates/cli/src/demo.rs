//! `mimamori demo`: a fictional office in a fictional ward, told through the product's own use cases from three
//! months ago until today, and served on this machine.

mod about;
mod acts;
mod bill;
mod changes;
mod decisions;
mod final_plans;
mod meetings;
mod people;
mod plans;
mod proposals;
mod story;
mod teller;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context as _, bail};
use app::{
    Outside, Refusal, Staff, accounts,
    office::{OfficeEntry, SpecialistEntry},
};
use calendar::{Date, YearMonth};
use clap::Args;
use domain::{
    id::{ClientId, SpecialistId},
    office::{Role, Sections},
};
use store::{Db, Location, StoreError, Tx};

use self::{
    people::{Person, Texts},
    teller::{Teller, on_day},
};
use crate::{
    outside::{self, Pdf},
    sealing_key, serve,
};

/// Options of `demo`.
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// デモのデータを置く、空のフォルダー（省略すると一時フォルダー。終わると消えます）
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// ポート番号
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// データを作るだけで、サーバーを起動しない
    #[arg(long, requires = "data")]
    prepare_only: bool,
}

/// Who may sign in to the demo.
struct Login {
    id: &'static str,
    name: &'static str,
    role: Role,
    password: String,
}

/// Tells the story and serves it until it is told to stop.
pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    law::check()?;
    let temporary = match &args.data {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("mimamori-demo-").tempdir()?),
    };
    let folder = match (&args.data, &temporary) {
        (Some(folder), _) => folder.clone(),
        (None, Some(temporary)) => temporary.path().to_owned(),
        (None, None) => bail!("no folder for the demo"),
    };
    let file = folder.join("mimamori.sqlite");
    if file.exists() {
        err!("このフォルダーにはもうデータがあります。空のフォルダーを指定してください: {}", folder.display());
        return Ok(ExitCode::from(1));
    }
    crate::private_file::make_folder(&folder)?;
    let db = Db::open(&Location::SqliteFile(file), 4)?;
    db.migrate()?;
    let outside = outside::real(Arc::new(Pdf::default()));
    let outside = Outside { key: Some(sealing_key::of_folder(&folder, &outside)?), ..outside };
    out!("架空の事業所のデータを作っています…");
    let logins = fill(&db, &outside)?;
    out!("できました。ログインできる人:");
    for login in &logins {
        out!("  {}（{}）  ログインID: {}  パスワード: {}", login.name, login.role.label(), login.id, login.password);
    }
    if args.prepare_only {
        return Ok(ExitCode::SUCCESS);
    }
    let listen = SocketAddr::from(([127, 0, 0, 1], args.port));
    serve::serve(db, outside, serve::Place::here(listen), serve::Outer::default())?;
    Ok(ExitCode::SUCCESS)
}

/// Fills an empty database, in one transaction.
fn fill(db: &Db, outside: &Outside) -> anyhow::Result<Vec<Login>> {
    let manager = login(outside, "kanri", "青山 みどり", Role::Manager)?;
    let specialist = login(outside, "soudan", "佐藤 ひなた", Role::Specialist)?;
    let second = login(outside, "soudan2", "鈴木 つむぎ", Role::Specialist)?;
    let clerk = login(outside, "jimu", "田中 いおり", Role::Clerk)?;
    let outside = outside.clone();
    let logins = [manager, specialist, second, clerk];
    let told = db.write_now(move |tx| -> Result<_, Failed> {
        tell(tx, &outside, &logins).map_err(Failed)?;
        Ok(logins.map(|(login, _)| login))
    });
    told.map(Vec::from).map_err(|failed| failed.0)
}

/// Carries a whole fault through the transaction, which is rolled back.
struct Failed(anyhow::Error);

impl From<StoreError> for Failed {
    fn from(fault: StoreError) -> Self {
        Self(fault.into())
    }
}

fn login(outside: &Outside, id: &'static str, name: &'static str, role: Role) -> anyhow::Result<(Login, String)> {
    let (password, hash) = accounts::one_time_password(outside).map_err(anyhow::Error::msg)?;
    Ok((Login { id, name, role, password }, hash))
}

fn tell(tx: &mut Tx, outside: &Outside, logins: &[(Login, String); 4]) -> anyhow::Result<()> {
    let today = (outside.today)();
    let this_month = YearMonth::of(today);
    let opening = this_month.plus(-3).first_day();
    let (manager, specialists) = open_office(tx, outside, opening, logins)?;
    let people = people::people()?;
    let texts = Texts::read()?;
    let mut teller = Teller { tx, outside: outside.clone() };
    let providers = about::register(&mut teller, &manager, opening, &texts)?;
    let clients = register(&mut teller, &people, (opening, today), (&manager, &specialists), &providers)?;
    let (_, second) = specialists.get(1).context("no second specialist")?;
    about::post(&mut teller, &manager, opening, *second, &providers)?;

    let mut days = Vec::new();
    for month in (-3..0).map(|distance| this_month.plus(distance)) {
        days.push((bill::closing_day(month), Happening::Close(month)));
        days.push((bill::payment_day(month), Happening::Pay(month)));
    }
    for (number, (person, client)) in people.iter().zip(&clients).enumerate() {
        let rounds = store::rounds::of_client(teller.tx, manager.office, *client)?;
        let months: Vec<YearMonth> = rounds.iter().map(|round| round.month).collect();
        let events = story::events(number, person, &months, today);
        days.extend(events.into_iter().map(|event| (event.day, Happening::Round(event))));
    }
    days.retain(|(day, _)| *day <= today);
    // A stable sort: on the same day a month is closed before anything else happens.
    days.sort_by_key(|(day, _)| *day);
    for (day, happening) in days {
        match happening {
            Happening::Close(month) => bill::close(&mut teller, &manager, month)?,
            Happening::Pay(month) => bill::pay(&mut teller, &manager, month)?,
            Happening::Round(event) => {
                let person = people.get(event.person).context("nobody")?;
                let client = *clients.get(event.person).context("nobody")?;
                let (actor, _) = pick(&specialists, event.person)?;
                let what = format!("{} {:?} {}", person.name, event.act, event.month);
                teller.on(day, actor, &what, |cx| acts::act(cx, event.act, client, event.month, person, &texts))?;
            }
        }
    }
    let (planner, _) = pick(&specialists, 0)?;
    plans::tell(&mut teller, &clients, planner, today)
}

/// What a day brings.
enum Happening {
    Close(YearMonth),
    Pay(YearMonth),
    Round(story::Event),
}

type Specialists = Vec<(Staff, SpecialistId)>;

fn pick(specialists: &Specialists, number: usize) -> anyhow::Result<&(Staff, SpecialistId)> {
    // Two of three clients belong to the first.
    specialists.get(usize::from(number % 3 == 2)).context("no specialist")
}

/// The set-up as a manager does it: office, specialists, accounts.
fn open_office(
    tx: &mut Tx,
    outside: &Outside,
    day: Date,
    logins: &[(Login, String); 4],
) -> anyhow::Result<(Staff, Specialists)> {
    let [(manager, hash), specialist, second, clerk] = logins;
    let then = on_day(outside, day);
    let code = accounts::ensure_setup_code(tx, &then)?.context("the database is not empty")?;
    let set_up = accounts::SetUp {
        code,
        office: the_office(manager.name),
        login: manager.id.to_owned(),
        name: manager.name.to_owned(),
        password_hash: hash.clone(),
        place: accounts::Place { device: "demo".to_owned(), ..accounts::Place::default() },
    };
    accounts::set_up(tx, &then, set_up).map_err(told)?;
    let office = store::offices::all(tx)?.first().context("no office")?.id;
    let login = store::accounts::by_login(tx, manager.id)?.context("no manager")?;
    let actor = actor_of(&store::accounts::find(tx, office, login.user)?.context("no manager")?.user);
    let mut teller = Teller { tx, outside: outside.clone() };
    teller.on(day, &actor, manager.id, |cx| accounts::keep_for_demo(cx, hash))?;
    let mut specialists = Vec::new();
    for (login, kana) in [(specialist, "サトウ ヒナタ"), (second, "スズキ ツムギ")] {
        let name = login.0.name;
        let entry = SpecialistEntry { name: name.to_owned(), kana: kana.to_owned(), ended_on: None };
        let id = teller.on(day, &actor, name, |cx| app::office::add_specialist(cx, entry))?;
        specialists.push((add_login(&mut teller, &actor, day, login, Some(id))?, id));
    }
    add_login(&mut teller, &actor, day, clerk, None)?;
    enter_city(&mut teller, &actor, day)?;
    Ok((actor, specialists))
}

/// The fictional city of every certificate, with what it told the office.
fn enter_city(teller: &mut Teller<'_>, manager: &Staff, day: Date) -> anyhow::Result<()> {
    use app::office::{
        HoldsFrom, MunicipalityEntry, add_municipality, municipality_settings, save_municipality_settings,
        settings_version,
    };
    let entry = MunicipalityEntry {
        code: people::CITY.0.to_owned(),
        name: people::CITY.1.to_owned(),
        wards: "みなと区役所、000-0000-0000\n東支所".to_owned(),
    };
    let code = teller.on(day, manager, "city", |cx| add_municipality(cx, &entry))?;
    let values = [("every_report_submitted", "true"), ("carry_over_accepted", "true")];
    let values = values.map(|(key, value)| (key.to_owned(), value.to_owned()));
    teller.on(day, manager, "settings", |cx| {
        let version = settings_version(&municipality_settings(cx, &code)?.lines);
        save_municipality_settings(cx, &code, &values, Some(HoldsFrom::Start), version)
    })
}

fn the_office(manager: &str) -> OfficeEntry {
    OfficeEntry {
        name: "相談支援センター こもれび（架空）".to_owned(),
        address: "若葉市みなと区こもれび町1-1".to_owned(),
        phone: "000-0000-0000".to_owned(),
        manager: manager.to_owned(),
        number_plan: "9939990017".to_owned(),
        number_child: "9979990018".to_owned(),
        area_plan: "2".to_owned(),
        area_child: "2".to_owned(),
        grade: "1".to_owned(),
        municipality: "kawasaki".to_owned(),
        start_month: None,
    }
}

/// Adds a person who may sign in. The one-time password is the demo's password: nobody has to change it before
/// looking.
fn add_login(
    teller: &mut Teller<'_>,
    manager: &Staff,
    day: Date,
    (login, hash): &(Login, String),
    specialist: Option<SpecialistId>,
) -> anyhow::Result<Staff> {
    let new = accounts::AddUser {
        login: login.id.to_owned(),
        name: login.name.to_owned(),
        role: login.role,
        specialist,
        password_hash: Some(hash.clone()),
    };
    let added = teller.on(day, manager, login.id, |cx| accounts::add_user(cx, new))?;
    let account = store::accounts::find(teller.tx, manager.office, added.id)?.context("no account")?;
    let user = actor_of(&account.user);
    teller.on(day, &user, login.id, |cx| accounts::keep_for_demo(cx, hash))?;
    Ok(user)
}

fn actor_of(user: &domain::office::User) -> Staff {
    Staff {
        user: user.id,
        office: user.office,
        name: user.name.clone(),
        role: user.role,
        sections: Sections::usual(user.role),
    }
}

/// Clients and certificates, in the first days. A plan of this month cannot be typed in earlier.
fn register(
    teller: &mut Teller<'_>,
    people: &[Person],
    (opening, today): (Date, Date),
    (manager, specialists): (&Staff, &Specialists),
    providers: &about::Providers,
) -> anyhow::Result<Vec<ClientId>> {
    let mut clients = Vec::new();
    for (number, person) in people.iter().enumerate() {
        let (_, specialist) = pick(specialists, number)?;
        let typed = person.client(number, today, &specialist.to_string());
        let created = teller.on(opening, manager, &person.name, |cx| app::clients::create_client(cx, &typed, false))?;
        let mut typed = person.certificate(number, today);
        for grant in &mut typed.grants {
            grant.provider = providers.of(&grant.service);
        }
        let day = person.typed_on(number, opening, today);
        teller.on(day, manager, &person.name, |cx| app::certificates::create_certificate(cx, created.id, &typed))?;
        about::tell(teller, manager, (day, number), (person, created.id))?;
        if number == changes::CAME {
            changes::came(teller, manager, created.id, (opening, today))?;
        }
        clients.push(created.id);
    }
    Ok(clients)
}

fn told(refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::Refused(reasons) => {
            let sentences: Vec<String> = reasons.into_iter().map(|reason| reason.sentence).collect();
            anyhow::anyhow!("demo: {}", sentences.join(" / "))
        }
        other => anyhow::anyhow!("demo: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use domain::{monitoring::Step, planning::CaseKind};

    use super::*;

    fn told_on(year: i16, month: i8, day: i8) -> (Db, Date) {
        let today = Date::new(year, month, day).unwrap();
        let outside = Outside { today: Arc::new(move || today), ..outside::real(Arc::new(Pdf::default())) };
        let db = Db::open(&Location::SqliteMemory, 1).unwrap();
        db.migrate().unwrap();
        if let Err(fault) = fill(&db, &outside) {
            panic!("told on {today}: {fault:#}");
        }
        (db, today)
    }

    #[test]
    fn the_story_can_be_told_on_any_day() {
        for (year, month, day) in [(2027, 1, 1), (2028, 2, 29), (2026, 12, 31), (2027, 3, 6), (2027, 4, 15)] {
            told_on(year, month, day);
        }
    }

    #[test]
    fn it_touches_every_state_of_every_step_and_every_common_refusal() {
        let (db, today) = told_on(2026, 11, 22);
        let (states, reasons, clients) = db
            .read_now(move |tx| -> Result<_, StoreError> {
                let office = store::offices::all(tx)?.remove(0).id;
                let mut states = BTreeSet::new();
                for round in store::rounds::all(tx, office)? {
                    let row = store::board::find(tx, office, round.id)?.expect("a row for each round");
                    for (step, letter) in Step::ALL.into_iter().zip(row.lamps.chars()) {
                        let state = match letter {
                            'D' => "Done",
                            'N' => "NotRequired",
                            _ if row.due.of(step) < today => "Late",
                            'R' => "Ready",
                            _ => "Waiting",
                        };
                        states.insert(format!("{} {state}", step.word()));
                    }
                }
                let mut reasons = BTreeSet::new();
                for distance in -3..=0 {
                    let holds = store::holds::of_month(tx, office, YearMonth::of(today).plus(distance))?;
                    reasons.extend(holds.into_iter().map(|hold| hold.reason));
                }
                Ok((states, reasons, store::clients::all(tx, office)?.len()))
            })
            .unwrap();
        assert!(clients >= 30);
        let open = db.read_now(|tx| -> Result<_, StoreError> {
            let office = store::offices::all(tx)?.remove(0).id;
            store::planning_cases::open(tx, office)
        });
        let changed = db.read_now(|tx| -> Result<_, StoreError> {
            let office = store::offices::all(tx)?.remove(0).id;
            let mut events = 0;
            let people = store::clients::all(tx, office)?;
            for person in &people {
                events += store::client_facts::about(tx, office, person.id)?.life_events().len();
            }
            Ok((events, people.iter().filter(|it| !it.other_offices.0.is_empty()).count()))
        });
        assert_eq!(changed.unwrap(), (1, 1), "a life event, and somebody who came from another office");
        let open = open.unwrap();
        for kind in [CaseKind::Renewal, CaseKind::Change] {
            let cases = open.iter().filter(|case| case.kind == kind);
            let steps: BTreeSet<_> = cases.map(domain::planning::open_step).collect();
            assert_eq!(steps.len(), 5, "a {kind:?} at each of the five steps: {steps:?}");
        }
        for step in &Step::ALL[..5] {
            for state in ["Ready", "Done", "Late"] {
                assert!(states.contains(&format!("{} {state}", step.word())), "{step:?} is nowhere {state}");
            }
        }
        for state in ["m3-record Waiting", "m4-consent Waiting", "m6-claim Done", "m6-claim NotRequired"] {
            assert!(states.contains(state), "nothing is {state}");
        }
        for reason in ["訪問", "同意", "写しの提出", "繰越", "翌々月以降"] {
            assert!(reasons.iter().any(|held| held.contains(reason)), "nobody is held for {reason}: {reasons:#?}");
        }
    }
}

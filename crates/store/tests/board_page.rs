//! A page of the board on both engines: counts that are kept equal counting, pages equal sorting all rows, and both are
//! read from indexes, whatever the office ever had.

#![expect(clippy::unwrap_used, reason = "tests")]

use calendar::YearMonth;
use domain::{
    client::{Certificate, Client},
    facts::By,
    id::{FactId, RoundId, UserId},
    monitoring::{
        BoardRow, Fact, Round, RoundFact, Stage,
        attempts::Appointment,
        carry_over::{CarryOver, Missed},
        m1_service_check::{CheckMeans, ServiceCheck},
        m2_home_visit::HomeVisit,
        m3_record::Report,
        m4_consent::{Consent, ConsentMethod, SignerRelation},
    },
    office::SettingsBook,
};
use store::{
    Bind, StoreError, Tx,
    board::{self, BoardCounts, BoardQuery, BoardState, page, tally},
    certificates, clients, rounds,
};
use testkit::{
    Engine, OFFICE, SATO, SUZUKI, TODAY, add_offices, client, day, id, month, months, on_both_databases,
    steps::rounds_of,
};

const MONTHS: [&str; 5] = ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"];
const KANA: [&str; 4] = ["アオキ ジロウ", "カワサキ ハナコ", "サトウ ミノル", "ワタナベ ケイ"];

fn law() -> SettingsBook {
    SettingsBook::from_law(law::LawBook::embedded().unwrap())
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all.get(self.below(all.len())).copied().unwrap()
    }
}

fn round(number: u64, certificate: &Certificate, text: &str) -> Round {
    rounds_of(certificate, &[text], || id(number)).remove(0)
}

/// So many clients of two towns and three hands, each with a round in every month.
fn fill(tx: &mut Tx, count: usize, dice: &mut Dice) -> Result<Vec<(Client, Certificate)>, StoreError> {
    let mut people = Vec::new();
    for number in 0..count {
        let mut client = client(&format!("川崎 花子{number}")).kana(dice.one_of(&KANA)).build();
        client.specialist = dice.one_of(&[None, Some(SATO), Some(SUZUKI)]);
        clients::insert(tx, &client)?;
        let mut certificate = months("2026-05..2027-04").every(1).of(&client);
        dice.one_of(&["川崎市", "横浜市"]).clone_into(&mut certificate.municipality_name);
        certificates::insert(tx, &certificate)?;
        for (at, text) in MONTHS.iter().enumerate() {
            let number = 1_000 + u64::try_from(number * 10 + at).unwrap();
            rounds::open(tx, &round(number, &certificate, text))?;
        }
        board::refresh_client(tx, OFFICE, client.id, &law())?;
        people.push((client, certificate));
    }
    Ok(people)
}

fn body(month: YearMonth, dice: &mut Dice, earlier: Option<FactId>) -> RoundFact {
    let date = month.first_day();
    match dice.below(7) {
        0 => RoundFact::ServiceCheck(ServiceCheck::told(date, CheckMeans::Phone, "さくら", "良好")),
        1 => RoundFact::HomeVisit(HomeVisit {
            date,
            place: domain::client::Residence::Home,
            place_note: String::new(),
            lives_there: true,
            met: "本人".to_owned(),
            interviewed: true,
            visitor: "佐藤".to_owned(),
            wishes: String::new(),
            home_situation: String::new(),
            start: None,
            end: None,
            neutrality: String::new(),
        }),
        2 => RoundFact::CarryOver(CarryOver { reason: "入院".to_owned(), told_on: None, told_to: String::new() }),
        5 => {
            let from = dice.one_of(&[None, Some(calendar::Time::constant(9, 30, 0, 0))]);
            let day = TODAY;
            RoundFact::Appointment(Appointment { day, from, with: "本人".to_owned(), note: String::new() })
        }
        6 => RoundFact::Missed(Missed { reason: "入院".to_owned() }),
        3 if earlier.is_some() => RoundFact::Consent(Consent {
            method: ConsentMethod::Post,
            sent_on: Some(date),
            agreed_on: dice.one_of(&[None, None, Some(date)]),
            signer: String::new(),
            relation: SignerRelation::Client,
            relation_note: String::new(),
            drawing: String::new(),
            place: None,
            place_note: String::new(),
            report: earlier.unwrap(),
        }),
        _ => RoundFact::Report(Report { written_on: Some(date), ..Report::default() }),
    }
}

/// Something that changes rows of the board: a fact, a withdrawal, another hand or kana, a month taken off, a claim.
fn change(tx: &mut Tx, (client, certificate): &(Client, Certificate), dice: &mut Dice) -> Result<(), StoreError> {
    let all = rounds::of_client(tx, OFFICE, client.id)?;
    let round = all.get(dice.below(all.len())).unwrap();
    let fact = |number: usize, body, corrects| Fact {
        id: FactId(id(u64::try_from(1_000_000 + number).unwrap())),
        body,
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-10-15T01:00:00.000Z".to_owned(),
        corrects,
    };
    let number = dice.below(1_000_000_000);
    let last = round.facts.last().map(|fact| fact.id);
    match dice.below(10) {
        0 if last.is_some() => {
            let withdrawn = RoundFact::Withdrawn { reason: String::new() };
            rounds::append_fact(tx, OFFICE, round.id, round.version, &fact(number, withdrawn, last))?;
        }
        1 => {
            let mut changed = clients::find(tx, OFFICE, client.id)?.unwrap();
            changed.specialist = dice.one_of(&[None, Some(SATO), Some(SUZUKI)]);
            dice.one_of(&KANA).clone_into(&mut changed.kana);
            assert!(clients::update(tx, &changed)?);
        }
        2 => {
            rounds::unschedule(tx, OFFICE, round.id)?;
            if dice.below(2) == 0 {
                rounds::open(
                    tx,
                    &self::round(2_000 + u64::try_from(number).unwrap(), certificate, dice.one_of(&MONTHS)),
                )?;
            }
        }
        3 => rounds::set_claimed(tx, OFFICE, round.id, dice.one_of(&[None, Some(day("2026-11-05"))]))?,
        _ => {
            let body = body(round.month, dice, last);
            rounds::append_fact(tx, OFFICE, round.id, round.version, &fact(number, body, None))?;
        }
    }
    board::refresh_client(tx, OFFICE, client.id, &law())
}

fn question(dice: &mut Dice) -> BoardQuery {
    let month = month(dice.one_of(&MONTHS));
    BoardQuery {
        month,
        with_earlier: dice.below(2) == 0,
        specialist: dice.one_of(&[None, None, Some(SATO)]),
        municipality: dice.one_of(&["", "", "川崎市"]).to_owned(),
        words: dice.one_of(&["", "", "", "花子1", "カワ"]).to_owned(),
        state: dice.one_of(&BoardState::all().collect::<Vec<_>>()),
        by_deadline: dice.below(2) == 0,
        today: TODAY,
        limit: i64::try_from(1 + dice.below(9)).unwrap(),
        offset: i64::try_from(dice.below(6)).unwrap(),
    }
}

/// What the page shows, found the long way: all rows looked at, sorted and counted.
fn the_long_way(rows: &[BoardRow], query: &BoardQuery) -> (Vec<RoundId>, i64, Vec<i64>) {
    let carried_here = |row: &BoardRow| row.carried_to == Some(query.month);
    let of_month = |row: &&BoardRow| {
        let earlier = query.with_earlier && row.open && row.month < query.month;
        (row.month == query.month || carried_here(row) || earlier)
            && query.specialist.is_none_or(|specialist| row.specialist == Some(specialist))
            && (query.municipality.is_empty() || row.municipality_name == query.municipality)
    };
    let of_state = |row: &BoardRow, state: BoardState| match state {
        BoardState::All => true,
        BoardState::Late => row.is_late(query.today),
        BoardState::Carried => row.carried_to.is_some(),
        BoardState::Today => row.earliest_due == Some(query.today),
        BoardState::At(stage) => row.stage == stage,
        BoardState::Recorded => row.recorded && row.stage != Stage::Missed,
        BoardState::Open => !row.recorded,
    };
    let shown: Vec<&BoardRow> = rows.iter().filter(of_month).collect();
    let number = |state| i64::try_from(shown.iter().filter(|row| of_state(row, state)).count()).unwrap();
    let counts = BoardState::all().map(number).collect();
    let spoken = |row: &&&BoardRow| {
        let words = domain::text::search_key(&query.words);
        domain::text::search_key(&format!("{} {}", row.name, row.kana)).contains(&words)
    };
    let mut found: Vec<&BoardRow> =
        shown.iter().filter(|row| of_state(row, query.state)).filter(spoken).copied().collect();
    let due = |row: &BoardRow| row.earliest_due.filter(|_| query.by_deadline);
    found.sort_by_key(|row| (due(row).is_none(), due(row), row.kana.clone(), row.month, row.round));
    let count = i64::try_from(found.len()).unwrap();
    let place = |number: i64| usize::try_from(number).unwrap();
    let page = found.iter().skip(place(query.offset)).take(place(query.limit)).map(|row| row.round).collect();
    (page, count, counts)
}

#[test]
fn counts_kept_equal_counting_and_pages_equal_sorting_over_random_changes() {
    on_both_databases(|db, engine| {
        let checked = db.write_now(move |tx| {
            add_offices(tx)?;
            let mut dice = Dice(20_261_129);
            let people = fill(tx, 12, &mut dice)?;
            let (mut rows_seen, mut visits_seen) = (0, 0);
            for step in 0..240 {
                change(tx, &people[dice.below(people.len())], &mut dice)?;
                if step == 120 {
                    board::rebuild(tx, OFFICE, &law())?;
                }
                if step % 8 > 0 {
                    continue;
                }
                let rows = board::all(tx, OFFICE)?;
                assert_eq!(tally::kept(tx, OFFICE)?, tally::counted(&rows), "{engine:?} after change {step}");
                let agreed = rows.iter().filter(|row| row.visit_on == Some(TODAY));
                let mut agreed: Vec<_> = agreed.map(|row| (&row.visit_at, &row.kana, row.round)).collect();
                agreed.sort();
                visits_seen += agreed.len();
                let visits = page::visits(tx, OFFICE, TODAY, None, 100)?;
                assert_eq!(visits.iter().map(|row| (&row.visit_at, &row.kana, row.round)).collect::<Vec<_>>(), agreed);
                for from in MONTHS.map(month) {
                    let next = rows.iter().map(|row| row.month).filter(|month| *month > from).min();
                    let next = next.map(|next| (next, rows.iter().filter(|row| row.month == next).count()));
                    let told = tally::next_planned(tx, OFFICE, from, None)?;
                    assert_eq!(told.map(|(next, count)| (next, usize::try_from(count).unwrap())), next, "{from}");
                }
                for _ in 0..30 {
                    let query = question(&mut dice);
                    let page = page::read(tx, OFFICE, &query)?;
                    let shown: Vec<RoundId> = page.rows.iter().map(|row| row.round).collect();
                    rows_seen += shown.len();
                    let mut sum = BoardCounts::default();
                    let here = |name: &str| query.municipality.is_empty() || name == query.municipality;
                    for one in page.counts.iter().filter(|one| here(&one.municipality_name)) {
                        sum.add(one);
                    }
                    let sum = BoardState::all().map(|state| sum.of(state)).collect();
                    assert_eq!((shown, page.found, sum), the_long_way(&rows, &query), "{engine:?} {query:?}");
                }
            }
            assert!(visits_seen > 10, "some visits are agreed on for today: {visits_seen}");
            Ok::<_, StoreError>(rows_seen)
        });
        assert!(checked.unwrap() > 500, "the questions find something");
    });
}

/// How the engine would answer, a line a step. The adapter takes constants only; a test's words are made here, once.
fn plan(tx: &mut Tx, engine: Engine, sql: &'static str, binds: &[&dyn Bind]) -> Result<Vec<String>, StoreError> {
    let explain = match engine {
        Engine::Sqlite => format!("explain query plan {sql}"),
        Engine::Postgres => format!("explain {sql}"),
    };
    tx.rows(Box::leak(explain.into_boxed_str()), binds, |row| match engine {
        Engine::Sqlite => {
            let _: (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
            row.next::<String>()
        }
        Engine::Postgres => row.next::<String>(),
    })
}

#[test]
fn runs_and_counts_are_read_from_their_indexes_and_nothing_is_sorted() {
    on_both_databases(|db, engine| {
        db.write_now(move |tx| {
            add_offices(tx)?;
            fill(tx, 60, &mut Dice(7))?;
            if engine == Engine::Postgres {
                tx.execute("analyze", &[])?;
                // Of a table of a page or two PostgreSQL rather reads all, or sorts what it found; asked not to, it
                // says which index gives it both.
                for sql in ["set local enable_seqscan = off", "set local enable_bitmapscan = off"] {
                    tx.execute(sql, &[])?;
                }
            }
            let (office, month, none) = (OFFICE, month("2026-10"), String::new());
            let run = plan(
                tx,
                engine,
                page::RUN,
                &[&office, &month, &0_i64, &"2026-10-31", &none, &none, &"all", &none, &none, &50_i64],
            )?;
            let counts = plan(tx, engine, tally::OF_MONTH, &[&office, &month, &true, &none])?;
            let visits = plan(tx, engine, page::VISITS, &[&office, &"2026-10-15", &none, &20_i64])?.join("\n");
            assert!(visits.contains("board_visit") && !visits.contains("Sort") && !visits.contains("TEMP"), "{visits}");
            let next = plan(tx, engine, tally::NEXT, &[&office, &month, &none])?.join("\n");
            assert!(next.contains("board_count_pkey") || next.contains("SEARCH board_count USING"), "{next}");
            let (run, counts) = (run.join("\n"), counts.join("\n"));
            match engine {
                Engine::Sqlite => {
                    assert!(
                        run.contains(
                            "SEARCH b USING INDEX board_run (office_id=? AND month=? AND <expr>=? AND <expr>=?)"
                        ),
                        "{run}"
                    );
                    assert!(!run.contains("TEMP B-TREE") && !run.contains("SCAN"), "{run}");
                    assert_eq!(counts.matches("SEARCH board_count USING INDEX").count(), 3, "{counts}");
                    assert!(counts.contains("board_count_open") && counts.contains("board_count_carried"), "{counts}");
                    assert!(!counts.contains("SCAN board_count"), "{counts}");
                }
                Engine::Postgres => {
                    assert!(run.contains("using board_run on board") && !run.contains("Sort"), "{run}");
                    assert!(
                        run.contains("Index Cond") && run.contains("carried_to") && run.contains("earliest_due"),
                        "{run}"
                    );
                    assert_eq!(counts.matches("Index Cond").count(), 3, "{counts}");
                    assert!(!counts.contains("Seq Scan"), "{counts}");
                }
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    });
}

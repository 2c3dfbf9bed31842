//! Rounds, facts and the board, on both engines: what the board holds is what the facts compute.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    client::{Certificate, Client, Residence},
    facts::By,
    id::{FactId, LinkId, RoundId, UserId},
    monitoring::{
        Fact, Round, RoundFact,
        carry_over::CarryOver,
        m1_service_check::{CheckMeans, ServiceCheck},
        m2_home_visit::HomeVisit,
        m3_record::{Report, ReportRow},
    },
    office::SettingsBook,
};
use store::{
    StoreError, Tx,
    board::{self, BoardQuery, BoardState, page},
    certificates, clients,
    rounds::{self, Appended},
};
use testkit::{
    OFFICE, OTHER_OFFICE, SATO, TODAY, client, day, id, month, months, on_both_with_offices as on_both,
    steps::rounds_of,
};

fn law() -> SettingsBook {
    SettingsBook::from_law(law::LawBook::embedded().unwrap())
}

fn fact(number: u64, body: RoundFact, corrects: Option<FactId>) -> Fact {
    Fact {
        id: FactId(id(number)),
        body,
        recorded_by: By::Staff(UserId(id(1))),
        recorded_by_name: "佐藤 花子".to_owned(),
        recorded_at: "2026-10-15T01:00:00.000Z".to_owned(),
        corrects,
    }
}

fn check(on: &str) -> RoundFact {
    RoundFact::ServiceCheck(ServiceCheck {
        on_site: true,
        ..ServiceCheck::told(day(on), CheckMeans::Visit, "さくら", "良好")
    })
}

fn visit(on: &str) -> RoundFact {
    RoundFact::HomeVisit(HomeVisit {
        date: day(on),
        place: Residence::GroupHome,
        place_note: "ひまわり荘".to_owned(),
        lives_there: true,
        met: "本人".to_owned(),
        interviewed: true,
        visitor: "佐藤".to_owned(),
        wishes: "𠮷野さんと出かけたい".to_owned(),
        home_situation: "\"引用\"と改行\nを含む".to_owned(),
        start: None,
        end: None,
        neutrality: String::new(),
    })
}

fn report(on: &str) -> RoundFact {
    let row = ReportRow { need: "暮らし".to_owned(), ..ReportRow::default() };
    RoundFact::Report(Report { written_on: Some(day(on)), rows: vec![row], ..Report::default() })
}

/// 川崎 花子 with rounds in 2026-09, 10 and 11, the first two with facts.
fn fill(tx: &mut Tx) -> Result<(Client, Certificate, Vec<Round>), StoreError> {
    let client = client("川崎 花子").carried_by(SATO).build();
    let certificate = months("2026-05..2027-04").every(1).of(&client);
    clients::insert(tx, &client)?;
    certificates::insert(tx, &certificate)?;
    for (number, text) in [(901, "2026-09"), (902, "2026-10"), (903, "2026-11")] {
        rounds::open(tx, &round(number, &certificate, text))?;
    }
    let september = RoundId(id(901));
    let october = RoundId(id(902));
    for (round, number, body) in [
        (september, 911, check("2026-09-03")),
        (september, 912, visit("2026-09-10")),
        (september, 913, report("2026-09-12")),
    ] {
        let version = rounds::find(tx, OFFICE, round)?.unwrap().version;
        assert_eq!(
            rounds::append_fact(tx, OFFICE, round, version, &fact(number, body, None))?,
            Appended::Saved(version + 1)
        );
    }
    let carried = CarryOver { reason: "入院".to_owned(), told_on: None, told_to: String::new() };
    rounds::append_fact(tx, OFFICE, october, 0, &fact(921, RoundFact::CarryOver(carried), None))?;
    board::refresh_client(tx, OFFICE, client.id, &law())?;
    let all = rounds::of_client(tx, OFFICE, client.id)?;
    Ok((client, certificate, all))
}

fn round(number: u64, certificate: &Certificate, text: &str) -> Round {
    rounds_of(certificate, &[text], || id(number)).remove(0)
}

fn query() -> BoardQuery {
    BoardQuery {
        month: month("2026-11"),
        with_earlier: true,
        specialist: None,
        municipality: String::new(),
        words: String::new(),
        state: BoardState::All,
        by_deadline: true,
        today: TODAY,
        limit: 50,
        offset: 0,
    }
}

#[test]
fn facts_come_back_as_they_were_recorded() {
    on_both(|tx| {
        let (_, _, all) = fill(tx)?;
        let months: Vec<_> = all.iter().map(|round| round.month.to_string()).collect();
        assert_eq!(months, ["2026-09", "2026-10", "2026-11"]);
        let bodies: Vec<_> = all[0].facts.iter().map(|fact| fact.body.clone()).collect();
        assert_eq!(bodies, [check("2026-09-03"), visit("2026-09-10"), report("2026-09-12")]);
        assert_eq!(rounds::find(tx, OFFICE, all[0].id)?.as_ref(), Some(&all[0]));
        assert_eq!(rounds::all(tx, OFFICE)?, all);
        assert_eq!(rounds::between(tx, OFFICE, month("2026-10"), month("2026-11"))?, all[1..]);
        assert_eq!(rounds::of_fact(tx, OFFICE, all[0].facts[1].id)?, Some(all[0].id));
        assert_eq!(rounds::find(tx, OTHER_OFFICE, all[0].id)?, None);
        assert_eq!(rounds::last_before(tx, &all[2])?.map(|round| round.month), Some(month("2026-10")));
        assert_eq!(rounds::last_before(tx, &all[0])?, None);
        Ok(())
    });
}

#[test]
fn a_fact_says_from_whom_it_is() {
    on_both(|tx| {
        let (_, _, all) = fill(tx)?;
        let round = &all[1];
        let sources = [By::Staff(UserId(id(1))), By::Guest(LinkId(id(2))), By::Import, By::Program];
        for (version, (number, by)) in (round.version..).zip((951..).zip(sources)) {
            let from = Fact { recorded_by: by, ..fact(number, check("2026-10-20"), None) };
            assert_eq!(rounds::append_fact(tx, OFFICE, round.id, version, &from)?, Appended::Saved(version + 1));
        }
        let kept = rounds::find(tx, OFFICE, round.id)?.unwrap();
        let kept: Vec<By> = kept.facts.iter().rev().take(4).map(|fact| fact.recorded_by).collect();
        assert_eq!(kept.into_iter().rev().collect::<Vec<_>>(), sources);
        Ok(())
    });
}

#[test]
fn an_older_version_is_a_conflict_and_changes_nothing() {
    on_both(|tx| {
        let (_, _, all) = fill(tx)?;
        let late = fact(931, check("2026-09-20"), None);
        assert_eq!(rounds::append_fact(tx, OFFICE, all[0].id, 1, &late)?, Appended::Conflict(3));
        assert_eq!(rounds::find(tx, OFFICE, all[0].id)?.unwrap().facts.len(), 3);
        Ok(())
    });
}

#[test]
fn the_board_equals_what_the_facts_compute() {
    on_both(|tx| {
        let (client, _, all) = fill(tx)?;
        let settings = law();
        assert_eq!(board::all(tx, OFFICE)?, board::computed(tx, OFFICE, &settings)?);
        let october = all[1].id;
        for (version, number, body) in
            [(1, 941, visit("2026-11-05")), (2, 942, report("2026-11-06")), (3, 943, check("2026-10-02"))]
        {
            rounds::append_fact(tx, OFFICE, october, version, &fact(number, body, None))?;
            board::refresh_round(tx, OFFICE, october, &settings)?;
            assert_eq!(board::all(tx, OFFICE)?, board::computed(tx, OFFICE, &settings)?);
        }
        rounds::append_fact(
            tx,
            OFFICE,
            october,
            4,
            &fact(944, RoundFact::Withdrawn { reason: String::new() }, Some(FactId(id(941)))),
        )?;
        board::refresh_round(tx, OFFICE, october, &settings)?;
        rounds::set_claimed(tx, OFFICE, all[0].id, Some(day("2026-10-05")))?;
        let mut renamed = client.clone();
        "川崎 花代".clone_into(&mut renamed.name);
        assert!(clients::update(tx, &renamed)?);
        board::refresh_client(tx, OFFICE, client.id, &settings)?;
        let kept = board::all(tx, OFFICE)?;
        assert_eq!(kept, board::computed(tx, OFFICE, &settings)?);
        assert!(kept.iter().all(|row| row.name == "川崎 花代"));
        assert!(!board::is_emptied(tx, OFFICE)?);
        tx.execute("delete from board", &[])?;
        assert!(board::is_emptied(tx, OFFICE)? && !board::is_emptied(tx, OTHER_OFFICE)?);
        assert_eq!(board::rebuild(tx, OFFICE, &settings)?, 3);
        assert_eq!(board::all(tx, OFFICE)?, kept);
        assert_eq!(board::find(tx, OFFICE, october)?.as_ref(), Some(&kept[1]));
        assert_eq!(board::of_client(tx, OFFICE, client.id)?, kept);
        Ok(())
    });
}

#[test]
fn lists_counts_and_pages() {
    on_both(|tx| {
        fill(tx)?;
        let page = page::read(tx, OFFICE, &query())?;
        let seen: Vec<_> = page.rows.iter().map(|row| (row.month.to_string(), row.is_late(TODAY))).collect();
        let expected = [("2026-09", true), ("2026-10", false), ("2026-11", false)];
        assert_eq!(seen, expected.map(|(month, late)| (month.to_owned(), late)), "late first, then by month");
        assert_eq!((page.counts.len(), page.found), (1, 3));
        let all = &page.counts[0];
        assert_eq!(
            (
                all.planned,
                all.recorded,
                all.late,
                all.carried,
                all.of(BoardState::At(domain::monitoring::Stage::Answer))
            ),
            (3, 0, 1, 1, 0)
        );
        let mut shown = |query: BoardQuery| page::read(tx, OFFICE, &query).map(|page| (page.rows.len(), page.found));
        for state in BoardState::all() {
            let (rows, found) = shown(BoardQuery { state, ..query() })?;
            assert_eq!((i64::try_from(rows).unwrap(), found), (all.of(state), all.of(state)), "{state:?}");
        }
        assert_eq!(shown(BoardQuery { limit: 2, offset: 2, ..query() })?, (1, 3));
        assert_eq!(shown(BoardQuery { limit: 1, words: "はなこ".to_owned(), ..query() })?, (1, 3));
        assert_eq!(shown(BoardQuery { with_earlier: false, ..query() })?, (2, 2));
        assert_eq!(shown(BoardQuery { words: "はなこ".to_owned(), ..query() })?, (3, 3));
        assert_eq!(shown(BoardQuery { words: "100%".to_owned(), ..query() })?, (0, 0));
        assert_eq!(shown(BoardQuery { municipality: "横浜市".to_owned(), ..query() })?, (0, 0));
        assert_eq!(page::read(tx, OTHER_OFFICE, &query())?.rows, []);
        board::remove(tx, OFFICE, RoundId(id(901)))?;
        assert_eq!(page::read(tx, OFFICE, &query())?.found, 2);
        Ok(())
    });
}

#[test]
fn a_month_taken_off_goes_only_without_facts() {
    on_both(|tx| {
        let (client, certificate, all) = fill(tx)?;
        rounds::unschedule(tx, OFFICE, all[0].id)?;
        rounds::unschedule(tx, OFFICE, all[2].id)?;
        let left = rounds::of_client(tx, OFFICE, client.id)?;
        let left: Vec<_> = left.iter().map(|round| (round.month.to_string(), round.scheduled)).collect();
        assert_eq!(left, [("2026-09".to_owned(), false), ("2026-10".to_owned(), true)]);
        rounds::open(tx, &round(951, &certificate, "2026-09"))?;
        let again = rounds::find(tx, OFFICE, all[0].id)?.unwrap();
        assert!(again.scheduled && again.facts.len() == 3, "the old round is put back, not a new one made");
        Ok(())
    });
}

#[test]
fn two_municipalities_in_one_month_are_two_rounds_and_one_without_a_certificate_goes_to_the_one_that_tells_it() {
    on_both(|tx| {
        let (client, certificate, all) = fill(tx)?;
        let of = |number: u64, municipality: &str, text: &str| Round {
            municipality: municipality.to_owned(),
            ..round(number, &certificate, text)
        };
        rounds::open(tx, &of(961, "141003", "2026-10"))?;
        rounds::open(tx, &of(962, "", "2026-10"))?;
        rounds::open(tx, &of(963, "", "2026-12"))?;
        let october = rounds::of_client(tx, OFFICE, client.id)?.into_iter().filter(|it| it.month == month("2026-10"));
        let municipalities: Vec<_> = october.map(|round| round.municipality).collect();
        assert_eq!(municipalities, ["", "141003", "141305"]);
        let [second, third] = [962, 963].map(|number| RoundId(id(number)));
        let second = rounds::find(tx, OFFICE, second)?.unwrap();
        assert!(!rounds::give_to_municipality(tx, &second, "141305")?, "there is one of October already");
        let third = rounds::find(tx, OFFICE, third)?.unwrap();
        assert!(rounds::give_to_municipality(tx, &third, "141305")?);
        assert_eq!(rounds::find(tx, OFFICE, third.id)?.map(|it| it.municipality).as_deref(), Some("141305"));
        assert_eq!(rounds::find(tx, OFFICE, all[1].id)?.as_ref(), Some(&all[1]));
        Ok(())
    });
}

#[test]
fn rounds_are_listed_by_their_months() {
    on_both(|tx| {
        let (_, _, rounds) = fill(tx)?;
        let mut months: Vec<_> = rounds.iter().map(|round| round.month).collect();
        months.sort();
        let (first, last) = (months[0], months[1]);
        let found: Vec<_> = rounds::between(tx, OFFICE, first, last)?.iter().map(|round| round.month).collect();
        assert_eq!(found, [first, last]);
        assert_eq!(rounds::between(tx, OTHER_OFFICE, first, last)?, []);
        Ok(())
    });
}

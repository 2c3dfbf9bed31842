//! Rounds that belonged to a certificate come to belong to a municipality: a database of an office that worked before
//! is migrated with nothing lost.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use calendar::YearMonth;
use domain::{facts::By, id::OfficeId, office::SettingsBook};
use store::{Db, StoreError, Tx, board, certificates, claims, offices, rounds, tasks};
use testkit::{Engine, month, on_both_places};

const BEFORE: &str = include_str!("stored/demo_8cd86a9.sql");
const OFFICE: &str = "01a22897-6143-7645-b479-18ecaeef9469";

/// What no migration may touch, a line a row.
const KEPT: [&str; 5] = [
    "select f.id || f.round_id || cast(f.seq as text) || f.kind || f.body || f.recorded_by || f.recorded_by_name || \
     f.recorded_at || coalesce(f.corrects, '') from fact f order by f.id",
    "select c.id || c.closing_id || c.client_id || coalesce(c.round_id, '') || c.service || cast(c.month as text) || \
     c.fee || c.municipality || coalesce(c.monitored_on, '') || cast(c.units as text) || cast(c.yen as text) || c.body \
     from claim c order by c.id",
    "select c.id || c.service || cast(c.month as text) || cast(c.number as text) || c.body || c.file_name || \
     c.file_base64 || c.file_sha256 || c.closed_by || c.closed_at from closing c order by c.id",
    "select e.id || e.claim_id || e.state || e.on_date || e.code || e.reason || e.set_by || e.set_at from claim_event e \
     order by e.id",
    "select r.id || r.client_id || r.service || cast(r.month as text) || cast(r.scheduled as text) || \
     coalesce(r.claimed_on, '') || cast(r.version as text) from round r order by r.id",
];

/// A person who moved: carried over out of the old city's last month, visited when the new city's grant was valid. The
/// first visit that was typed was taken back.
const MOVED: [&str; 9] = [
    "insert into client (office_id, id, number, name, kana, birth, postal_code, address, phone, residence, note, search, \
     version, self_plans) select office_id, '00000000-0000-7000-8000-000000000001', '', '高津 五郎', 'タカツ ゴロウ', \
     '1990-04-01', '', '', '', 'home', '', '', 1, '[]' from client order by id limit 1",
    "insert into certificate (office_id, id, client_id, service, number, municipality, municipality_name, decision, phases, \
     months, monthly_start, proposal, version) select office_id, '00000000-0000-7000-8000-000000000002', \
     '00000000-0000-7000-8000-000000000001', 'plan', '1000000001', '141305', '川崎市', 'renewal', \
     '[{\"interval_months\":6}]', '[]', 'decision_month', '{}', 1 from client order by id desc limit 1",
    "insert into certificate (office_id, id, client_id, service, number, municipality, municipality_name, decision, phases, \
     months, monthly_start, proposal, version) select office_id, '00000000-0000-7000-8000-000000000003', \
     '00000000-0000-7000-8000-000000000001', 'plan', '1000000002', '141003', '横浜市', 'new', \
     '[{\"interval_months\":6}]', '[]', 'decision_month', '{}', 1 from client order by id desc limit 1",
    "insert into service_grant (office_id, id, certificate_id, service, amount, start_on, end_on) select id, \
     '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000002', '居宅介護', '', '2025-10-01', \
     '2026-09-30' from office",
    "insert into service_grant (office_id, id, certificate_id, service, amount, start_on, end_on) select id, \
     '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000003', '居宅介護', '', '2026-10-01', \
     '2027-09-30' from office",
    "insert into round (office_id, id, client_id, certificate_id, service, month, scheduled, version) select id, \
     '00000000-0000-7000-8000-000000000006', '00000000-0000-7000-8000-000000000001', \
     '00000000-0000-7000-8000-000000000002', 'plan', 24320, true, 3 from office",
    "insert into fact (office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at) select id, \
     '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000006', 1, 'home_visit', \
     '{\"kind\":\"home_visit\",\"date\":\"2026-09-30\",\"place\":\"home\",\"place_note\":\"\",\"lives_there\":true,\"met\":\"本人\",\
     \"interviewed\":true,\"visitor\":\"佐藤\",\"wishes\":\"\",\"home_situation\":\"\"}', \
     '00000000-0000-7000-8000-000000000009', '佐藤', '2026-10-05T01:00:00.000Z' from office",
    "insert into fact (office_id, id, round_id, seq, kind, body, recorded_by, recorded_by_name, recorded_at, corrects) \
     select id, '00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-000000000006', 2, 'home_visit', \
     '{\"kind\":\"home_visit\",\"date\":\"2026-10-05\",\"place\":\"home\",\"place_note\":\"\",\"lives_there\":true,\"met\":\"本人\",\
     \"interviewed\":true,\"visitor\":\"佐藤\",\"wishes\":\"\",\"home_situation\":\"\"}', \
     '00000000-0000-7000-8000-000000000009', '佐藤', '2026-10-05T02:00:00.000Z', \
     '00000000-0000-7000-8000-000000000007' from office",
    "insert into claim_hold (office_id, service, month, client_id, reason, set_by, set_at) select id, 'plan', 24321, \
     '00000000-0000-7000-8000-000000000001', '市に確認中', '事務', '2026-11-01' from office",
];

fn lines(tx: &mut Tx, sql: &'static str) -> Vec<String> {
    tx.rows(sql, &[], |row| row.next()).unwrap()
}

fn kept(tx: &mut Tx) -> Vec<Vec<String>> {
    KEPT.iter().map(|sql| lines(tx, sql)).collect()
}

/// The office as it worked with the program before, and what must be found again.
fn before(db: &Db) -> Vec<Vec<String>> {
    db.migrate_up_to("0002_self_plan").unwrap();
    let told = db.write_now(|tx| {
        for statement in BEFORE.lines().filter(|line| line.starts_with("insert ")).chain(MOVED) {
            tx.execute(statement.trim_end_matches(';'), &[])?;
        }
        Ok::<_, StoreError>(kept(tx))
    });
    told.unwrap()
}

fn settings() -> SettingsBook {
    SettingsBook::from_law(law::LawBook::embedded().unwrap())
}

#[test]
fn a_database_from_before_is_migrated_with_nothing_lost_and_what_moved_is_listed() {
    on_both_places(|place, engine| {
        let db = Db::open(place, 1).unwrap();
        let expected = before(&db);
        let applied = db.migrate().unwrap();
        assert!(applied.iter().any(|name| name == "0006_round_of_municipality"), "{engine:?}: {applied:?}");
        let checked = db.write_now(move |tx| {
            assert_eq!(kept(tx), expected, "{engine:?}: facts, claims, files, marks and rounds are what they were");
            assert_eq!(tx.integrity()?, Vec::<String>::new(), "{engine:?}");
            check_rounds(tx, engine)?;
            check_holds(tx, engine)?;
            let office = OFFICE.parse().unwrap();
            check_lines(tx, office, engine)?;
            let rebuilt = board::rebuild(tx, office, &settings())?;
            assert_eq!(rebuilt, rounds::all(tx, office)?.len(), "{engine:?}");
            assert_eq!(board::all(tx, office)?, board::computed(tx, office, &settings())?, "{engine:?}");
            assert_eq!(offices::all(tx)?.len(), 1);
            Ok::<_, StoreError>(())
        });
        checked.unwrap();
    });
}

fn check_rounds(tx: &mut Tx, engine: Engine) -> Result<(), StoreError> {
    let office = OFFICE.parse().unwrap();
    let papers = certificates::all(tx, office)?;
    let moved = "00000000-0000-7000-8000-000000000006".parse().unwrap();
    for round in rounds::all(tx, office)? {
        // Whatever was recorded before facts said from whom they are was recorded by somebody who had signed in.
        assert!(round.facts.iter().all(|fact| matches!(fact.recorded_by, By::Staff(_))), "{engine:?}");
        if round.id == moved {
            assert_eq!((round.municipality.as_str(), round.facts.len()), ("141003", 2), "{engine:?}");
        } else {
            let of_client = papers.iter().filter(|paper| paper.client == round.client);
            let mut municipalities: Vec<&String> = of_client.map(|paper| &paper.municipality).collect();
            municipalities.dedup();
            assert_eq!(municipalities, [&round.municipality], "{engine:?}");
        }
    }
    let open = tasks::open(tx, office)?;
    assert_eq!(open.len(), 1, "{engine:?}: {open:?}");
    assert_eq!(
        (open[0].kind, open[0].subject.as_str()),
        (tasks::TaskKind::RoundMoved, "00000000-0000-7000-8000-000000000006")
    );
    assert_eq!((open[0].month, open[0].from.as_str(), open[0].to.as_str()), (month("2026-09"), "141305", "141003"));
    Ok(())
}

/// Each claim of before has the line that its body tells, and not one more.
fn check_lines(tx: &mut Tx, office: OfficeId, engine: Engine) -> Result<(), StoreError> {
    let bodies = tx.rows("select c.id, c.body from claim c order by c.id", &[], |row| {
        Ok((row.next::<String>()?, row.next::<String>()?))
    })?;
    assert!(bodies.len() > 10, "{engine:?}");
    let months: BTreeSet<YearMonth> = claims::months(tx, office)?.into_iter().map(|sum| sum.month).collect();
    let mut lines = std::collections::BTreeMap::new();
    for month in months {
        for claim in claims::of_month(tx, office, month)? {
            let of_claim: Vec<_> = claim.lines.iter().map(|line| (line.code.clone(), line.units, line.count)).collect();
            assert!(claim.lines.iter().all(|line| line.fee == Some(claim.fee) && line.plan.is_none()), "{engine:?}");
            lines.insert(claim.id.to_string(), of_claim);
        }
    }
    for (id, body) in &bodies {
        let of_claim = &lines[id];
        assert_eq!(of_claim.len(), 1, "{engine:?}");
        let (code, units, count) = &of_claim[0];
        let told = format!("{{\"code\":\"{code}\"");
        assert!(
            body.contains(&told) && body.contains(&format!("\"units\":{units},\"count\":{count}}}")),
            "{engine:?}: {body}"
        );
    }
    Ok(())
}

fn check_holds(tx: &mut Tx, engine: Engine) -> Result<(), StoreError> {
    let office = OFFICE.parse().unwrap();
    let of = |number: i64| YearMonth::from_number(number).unwrap();
    let october = store::holds::of_month(tx, office, of(24321))?;
    let goro = october.iter().find(|hold| hold.reason == "市に確認中").unwrap();
    assert_eq!(goro.municipality, "141003", "{engine:?}: a hold goes with the round");
    let all: i64 = tx.one("select count(*) from claim_hold", &[], |row| row.next())?;
    assert_eq!(all, 8, "{engine:?}");
    let unknown: i64 = tx.one("select count(*) from claim_hold where municipality = ''", &[], |row| row.next())?;
    assert_eq!(unknown, 0, "{engine:?}");
    Ok(())
}

//! Holds, closings, claims and what became of them, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{
    billing::{
        claim_life::{Claim, ClaimBody, ClaimState, ClaimStateChange, ClaimedLine, ReturnedClaim, StandingClaim},
        close::Totals,
        fees::FeeKind,
    },
    client::{Client, ConsultationService::Plan},
    id::{CertificateId, ClaimId, ClosingId, RoundId},
};
use store::{
    StoreError, Tx,
    claims::{self, MonthSum},
    clients,
    closings::{self, Closing, ClosingBody, HeldBody},
    holds::{self, Hold},
    rounds,
};
use testkit::{OFFICE, OTHER_OFFICE, client, day, id, month, on_both_with_offices as on_both};

fn closing(number: i64, held: &Client) -> Closing {
    Closing {
        id: ClosingId(id(500 + u64::try_from(number).unwrap())),
        service: Plan,
        month: month("2026-10"),
        number,
        processing_month: month("2026-11"),
        body: ClosingBody {
            office_number: "1435000012".to_owned(),
            closed_on: day("2026-11-05"),
            count: 1,
            units: 1308,
            yen: 14_335,
            held: vec![HeldBody {
                client: held.id,
                round: Some(RoundId(id(902))),
                name: held.name.clone(),
                reason: "同意待ち".to_owned(),
            }],
            notices: vec!["サービスコードは1つの資料のみ".to_owned()],
        },
        file_name: format!("J26100{number}.CSV"),
        file: vec![0x31, 0x2c, 0xb6, 0xdc, 0x0d, 0x0a],
        file_sha256: "00".repeat(32),
        closed_by: "事務 次郎".to_owned(),
        closed_at: "2026-11-05T01:00:00.000Z".to_owned(),
    }
}

fn claim(number: u64, closing: &Closing, client: &Client) -> Claim {
    Claim {
        id: ClaimId(id(number)),
        closing: closing.id,
        client: client.id,
        round: None,
        service: Plan,
        month: month("2026-10"),
        fee: FeeKind::Monitoring,
        municipality: "141305".to_owned(),
        monitored_on: Some(day("2026-10-14")),
        units: 1308,
        yen: 14_335,
        body: ClaimBody {
            name: client.name.clone(),
            certificate_number: "0000000001".to_owned(),
            municipality_name: "川崎市".to_owned(),
            area_code: "02".to_owned(),
            unit_price: 10_960,
        },
        lines: vec![ClaimedLine {
            seq: 1,
            fee: Some(FeeKind::Monitoring),
            plan: None,
            code: "521211".to_owned(),
            name: "継続サービス利用支援費(Ⅰ)".to_owned(),
            units: 1308,
            count: 1,
        }],
        events: Vec::new(),
    }
}

fn people(tx: &mut Tx) -> Result<Client, StoreError> {
    let client = client("川崎 花子").build();
    clients::insert(tx, &client)?;
    Ok(client)
}

#[test]
fn a_hold_is_kept_changed_and_taken_back() {
    on_both(|tx| {
        let client = people(tx)?;
        let hold = Hold {
            service: Plan,
            month: month("2026-10"),
            client: client.id,
            municipality: "141305".to_owned(),
            reason: "同意待ち".to_owned(),
            set_by: "事務 次郎".to_owned(),
            set_at: "2026-11-05T01:00:00.000Z".to_owned(),
        };
        holds::set(tx, OFFICE, &hold)?;
        let changed = Hold { reason: "市に確認中".to_owned(), ..hold };
        holds::set(tx, OFFICE, &changed)?;
        assert_eq!(holds::of_month(tx, OFFICE, month("2026-10"))?, [changed]);
        assert!(holds::of_month(tx, OTHER_OFFICE, month("2026-10"))?.is_empty());
        assert!(holds::release(tx, OFFICE, Plan, month("2026-10"), (client.id, "141305"))?);
        assert!(!holds::release(tx, OFFICE, Plan, month("2026-10"), (client.id, "141305"))?);
        Ok(())
    });
}

#[test]
fn a_closing_keeps_its_file_byte_for_byte_and_its_claims() {
    on_both(|tx| {
        let client = people(tx)?;
        let (first, second) = (closing(1, &client), closing(2, &client));
        for closing in [&second, &first] {
            closings::insert(tx, OFFICE, closing)?;
        }
        let claims = [claim(601, &first, &client), claim(602, &second, &client)];
        for claim in &claims {
            claims::insert(tx, OFFICE, claim)?;
        }
        assert_eq!(closings::of_month(tx, OFFICE, month("2026-10"))?, [first.clone(), second]);
        assert_eq!(closings::find(tx, OFFICE, first.id)?, Some(first.clone()));
        let files = closings::files(tx, OFFICE)?;
        assert_eq!(files.first(), Some(&(first.id, first.file.clone(), first.file_sha256.clone())));
        assert!(closings::files(tx, OTHER_OFFICE)?.is_empty());
        assert_eq!(closings::find(tx, OTHER_OFFICE, first.id)?, None);
        assert_eq!(claims::of_month(tx, OFFICE, month("2026-10"))?, claims);
        let files = closings::files(tx, OFFICE)?;
        assert!(files.contains(&(first.id, first.file.clone(), first.file_sha256.clone())));
        assert!(closings::files(tx, OTHER_OFFICE)?.is_empty());
        let totals = Totals { count: 2, units: 2616, yen: 28_670 };
        assert_eq!(
            claims::months(tx, OFFICE)?,
            [MonthSum { month: month("2026-10"), closings: 2, totals, returned: 0 }]
        );
        assert!(claims::months(tx, OTHER_OFFICE)?.is_empty());
        Ok(())
    });
}

#[test]
fn what_became_of_a_claim_is_added_in_order() {
    on_both(|tx| {
        let client = people(tx)?;
        let (first, second) = (closing(1, &client), closing(2, &client));
        closings::insert(tx, OFFICE, &first)?;
        closings::insert(tx, OFFICE, &second)?;
        let (claim, again) = (claim(601, &first, &client), claim(602, &second, &client));
        claims::insert(tx, OFFICE, &claim)?;
        let event = |state, second: u32| ClaimStateChange {
            state,
            on: day("2026-11-05"),
            code: "EG02".to_owned(),
            reason: "受給者情報なし".to_owned(),
            set_by: "事務 次郎".to_owned(),
            set_at: format!("2026-11-05T01:00:{second:02}.000Z"),
        };
        // The clock went back between the two: what became of the claim goes by the order of recording.
        claims::insert_event(tx, OFFICE, &id(702).to_string(), claim.id, &event(ClaimState::Sent, 2))?;
        claims::insert_event(tx, OFFICE, &id(701).to_string(), claim.id, &event(ClaimState::Returned, 1))?;
        let kept = claims::find(tx, OFFICE, claim.id)?.unwrap();
        assert_eq!(kept.events, [event(ClaimState::Sent, 2), event(ClaimState::Returned, 1)]);
        assert_eq!(kept.state(), ClaimState::Returned);
        assert_eq!(claims::of_client(tx, OFFICE, client.id)?, [kept]);
        assert_eq!(claims::of_client(tx, OTHER_OFFICE, client.id)?, []);
        let closing = claims::of_client(tx, OFFICE, client.id)?.remove(0).closing;
        assert_eq!(claims::clients_of_closing(tx, OFFICE, closing)?, [client.id]);
        assert_eq!(claims::clients_of_closing(tx, OTHER_OFFICE, closing)?, []);
        // Claimed again, the month holds the second claim alone; the first stands apart as returned.
        claims::insert(tx, OFFICE, &again)?;
        let totals = Totals { count: 1, units: 1308, yen: 14_335 };
        let sum = MonthSum { month: month("2026-10"), closings: 2, totals, returned: 1 };
        assert_eq!(claims::months(tx, OFFICE)?, [sum]);
        assert_eq!(claims::find(tx, OTHER_OFFICE, claim.id)?, None);
        Ok(())
    });
}

#[test]
fn rounds_between_two_months() {
    on_both(|tx| {
        let client = people(tx)?;
        let certificate = testkit::months("2026-05..2027-04").of(&client);
        store::certificates::insert(tx, &certificate)?;
        for (number, text) in [(901, "2026-08"), (902, "2026-10"), (903, "2026-12")] {
            let planned = (month(text), certificate.municipality.clone());
            let round = domain::monitoring::Round::planned(RoundId(id(number)), OFFICE, client.id, Plan, planned);
            rounds::open(tx, &round)?;
        }
        let found = rounds::between(tx, OFFICE, month("2026-09"), month("2026-12"))?;
        let months: Vec<String> = found.iter().map(|round| round.month.to_string()).collect();
        assert_eq!(months, ["2026-10", "2026-12"]);
        assert!(rounds::between(tx, OTHER_OFFICE, month("2026-09"), month("2026-12"))?.is_empty());
        Ok(())
    });
}

#[test]
fn a_month_is_not_closed_twice_under_one_number() {
    testkit::on_both_databases(|db, engine| {
        let result = db.write_now(|tx| {
            let client = testkit::client("川崎 花子").build();
            closings::insert(tx, OFFICE, &closing(1, &client))?;
            closings::insert(tx, OFFICE, &Closing { id: ClosingId(id(99)), ..closing(1, &client) })
        });
        assert!(matches!(result, Err(StoreError::Unique { .. })), "{engine:?}: {result:?}");
    });
}

/// A claim with a plan and a monitoring: both lines come back, and while it stands, its month and its plan are taken.
#[test]
fn a_claim_of_two_lines_takes_its_month_and_its_plan_until_it_comes_back() {
    on_both(|tx| {
        let client = people(tx)?;
        let first = closing(1, &client);
        closings::insert(tx, OFFICE, &first)?;
        let mut claim = claim(601, &first, &client);
        let plan = CertificateId(id(40));
        let planned = ClaimedLine { fee: Some(FeeKind::Plan), plan: Some(plan), ..claim.lines[0].clone() };
        claim.lines = vec![planned, ClaimedLine { seq: 2, ..claim.lines[0].clone() }];
        claims::insert(tx, OFFICE, &claim)?;
        assert_eq!(claims::find(tx, OFFICE, claim.id)?.unwrap().lines, claim.lines);
        let taken = StandingClaim {
            client: client.id,
            service: Plan,
            municipality: "141305".to_owned(),
            month: month("2026-10"),
            plans: vec![plan],
        };
        assert_eq!(claims::standing_of_client(tx, OFFICE, client.id)?, std::slice::from_ref(&taken));
        assert_eq!(claims::standing_all(tx, OFFICE)?, [taken]);
        assert_eq!(claims::standing_of_client(tx, OTHER_OFFICE, client.id)?, []);
        let returned = ClaimStateChange {
            state: ClaimState::Returned,
            on: day("2026-11-05"),
            code: String::new(),
            reason: "返戻".to_owned(),
            set_by: "事務 次郎".to_owned(),
            set_at: "2026-11-05T01:00:00.000Z".to_owned(),
        };
        assert_eq!(claims::returned_of_client(tx, OFFICE, client.id)?, []);
        claims::insert_event(tx, OFFICE, &id(701).to_string(), claim.id, &returned)?;
        assert_eq!(claims::standing_of_client(tx, OFFICE, client.id)?, []);
        let back = ReturnedClaim {
            client: client.id,
            round: claim.round,
            month: month("2026-10"),
            on: day("2026-11-05"),
            code: String::new(),
            reason: "返戻".to_owned(),
        };
        assert_eq!(claims::returned_of_client(tx, OFFICE, client.id)?, std::slice::from_ref(&back));
        assert_eq!(claims::returned_all(tx, OFFICE)?, [back]);
        assert_eq!(claims::returned_all(tx, OTHER_OFFICE)?, []);
        let sent = ClaimStateChange { state: ClaimState::Sent, ..returned };
        claims::insert_event(tx, OFFICE, &id(702).to_string(), claim.id, &sent)?;
        assert_eq!(claims::returned_of_client(tx, OFFICE, client.id)?, [], "the return was taken back");
        Ok(())
    });
}

/// An export of a version that kept the lines in the body alone.
#[test]
fn lines_are_read_out_of_the_body_of_an_older_claim() {
    on_both(|tx| {
        let client = people(tx)?;
        let first = closing(1, &client);
        closings::insert(tx, OFFICE, &first)?;
        let whole = claim(601, &first, &client);
        claims::insert(tx, OFFICE, &Claim { lines: Vec::new(), ..whole.clone() })?;
        let body = "{\"name\":\"川崎 花子\",\"certificate_number\":\"0000000001\",\"municipality_name\":\"川崎市\",\
            \"area_code\":\"02\",\"unit_price\":10960,\"lines\":[{\"code\":\"521211\",\
            \"name\":\"継続サービス利用支援費(Ⅰ)\",\"units\":1308,\"count\":1}]}";
        tx.execute("update claim set body = $1", &[&body])?;
        assert_eq!(claims::take_lines_from_bodies(tx, OFFICE)?, 1);
        assert_eq!(claims::find(tx, OFFICE, whole.id)?, Some(whole));
        assert_eq!(claims::take_lines_from_bodies(tx, OFFICE)?, 0);
        Ok(())
    });
}

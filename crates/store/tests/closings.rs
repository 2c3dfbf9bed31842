//! 見送り, 締め, 請求 and what became of it, on both engines.

use domain::{
    billing::{
        claim_life::{Claim, ClaimBody, ClaimBodyLine, ClaimEvent, ClaimState},
        fees::FeeKind,
    },
    client::ConsultationService,
    id::{ClaimId, ClientId, ClosingId, RoundId},
};
use store::closings::{self, Closing, ClosingBody, HeldBody, Hold};
use testkit::{OFFICE, OTHER_OFFICE, TODAY, day, id, month, on_both, on_both_databases};

fn closing(number: u64) -> Closing {
    Closing {
        id: ClosingId(id(number)),
        service: ConsultationService::Plan,
        month: month("2026-10"),
        number: i64::try_from(number).unwrap_or(1),
        processing_month: month("2026-11"),
        body: ClosingBody {
            office_number: "1435000012".to_owned(),
            closed_on: TODAY,
            count: 1,
            units: 1_318,
            yen: 14_761,
            held: vec![HeldBody {
                client: ClientId(id(9)),
                round: RoundId(id(8)),
                name: "幸 太郎".to_owned(),
                reason: "確認中".to_owned(),
            }],
            notices: vec!["単価は確認中です".to_owned()],
        },
        file_name: "KJ000001.CSV".to_owned(),
        file: b"1,1,0,\x82\xa0\r\n".to_vec(),
        file_sha256: "0".repeat(64),
        closed_by: "事務 次郎".to_owned(),
        closed_at: "2026-11-22T01:00:00.000Z".to_owned(),
    }
}

fn claim(number: u64, of: &Closing) -> Claim {
    Claim {
        id: ClaimId(id(100 + number)),
        closing: of.id,
        client: ClientId(id(200 + number)),
        round: Some(RoundId(id(300 + number))),
        service: of.service,
        month: of.month,
        fee: FeeKind::Monitoring,
        municipality: "141305".to_owned(),
        monitored_on: Some(day("2026-10-15")),
        units: 1_318,
        yen: 14_761,
        body: ClaimBody {
            name: "川崎 花子".to_owned(),
            certificate_number: "1234567890".to_owned(),
            municipality_name: "川崎市".to_owned(),
            area_code: "02".to_owned(),
            unit_price: 11_200,
            lines: vec![ClaimBodyLine { code: "522211".to_owned(), name: "継続".to_owned(), units: 1_318, count: 1 }],
        },
        events: Vec::new(),
    }
}

fn event(state: ClaimState, at: &str) -> ClaimEvent {
    ClaimEvent {
        state,
        on: TODAY,
        code: String::new(),
        reason: String::new(),
        set_by: "事務 次郎".to_owned(),
        set_at: at.to_owned(),
    }
}

#[test]
fn a_hold_is_set_reworded_and_released() {
    on_both(|tx| {
        let mut hold = Hold {
            service: ConsultationService::Plan,
            month: month("2026-10"),
            client: ClientId(id(1)),
            reason: "確認中".to_owned(),
            set_by: "事務 次郎".to_owned(),
            set_at: "1".to_owned(),
        };
        closings::set_hold(tx, OFFICE, &hold)?;
        hold.reason = "書類待ち".to_owned();
        closings::set_hold(tx, OFFICE, &hold)?;
        assert_eq!(closings::holds(tx, OFFICE, hold.month)?.first(), Some(&hold));
        assert_eq!(closings::holds(tx, OTHER_OFFICE, hold.month)?, []);
        assert_eq!(closings::holds(tx, OFFICE, hold.month.next())?, []);
        assert!(!closings::release_hold(tx, OTHER_OFFICE, hold.service, hold.month, hold.client)?);
        assert!(closings::release_hold(tx, OFFICE, hold.service, hold.month, hold.client)?);
        assert!(!closings::release_hold(tx, OFFICE, hold.service, hold.month, hold.client)?);
        Ok(())
    });
}

#[test]
fn a_closing_keeps_its_file_byte_for_byte() {
    on_both(|tx| {
        let closing = closing(1);
        closings::insert(tx, OFFICE, &closing)?;
        assert_eq!(closings::find(tx, OFFICE, closing.id)?.as_ref(), Some(&closing));
        assert_eq!(closings::find(tx, OTHER_OFFICE, closing.id)?, None);
        assert_eq!(closings::of_month(tx, OFFICE, closing.month)?.first(), Some(&closing));
        assert_eq!(closings::files(tx, OFFICE)?, [(closing.id, closing.file, closing.file_sha256)]);
        Ok(())
    });
}

#[test]
fn a_month_is_not_closed_twice_under_one_number() {
    on_both_databases(|db, engine| {
        let result = db.write_now(|tx| {
            closings::insert(tx, OFFICE, &closing(1))?;
            closings::insert(tx, OFFICE, &Closing { id: ClosingId(id(2)), ..closing(1) })
        });
        assert!(matches!(result, Err(store::StoreError::Unique { .. })), "{engine:?}: {result:?}");
    });
}

#[test]
fn claims_carry_what_became_of_them() {
    on_both(|tx| {
        let (first, second) = (closing(1), closing(2));
        closings::insert(tx, OFFICE, &first)?;
        closings::insert(tx, OFFICE, &second)?;
        let (mut one, two) = (claim(1, &first), claim(2, &second));
        closings::insert_claim(tx, OFFICE, &one)?;
        closings::insert_claim(tx, OFFICE, &two)?;
        for (number, (state, at)) in [(ClaimState::Sent, "1"), (ClaimState::Returned, "2")].into_iter().enumerate() {
            let event = event(state, at);
            closings::insert_event(tx, OFFICE, &format!("e{number}"), one.id, &event)?;
            one.events.push(event);
        }
        assert_eq!(closings::claims_of_month(tx, OFFICE, first.month)?, [one.clone(), two]);
        assert_eq!(closings::claim_by_id(tx, OFFICE, one.id)?, Some(one.clone()));
        assert_eq!(closings::claim_by_id(tx, OTHER_OFFICE, one.id)?, None);
        let sums = closings::months(tx, OFFICE)?;
        let sums: Vec<_> = sums.iter().map(|it| (it.month, it.closings, it.totals.count, it.totals.yen)).collect();
        assert_eq!(sums, [(first.month, 2, 2, 29_522)]);
        Ok(())
    });
}

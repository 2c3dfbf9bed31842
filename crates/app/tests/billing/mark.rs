//! Sent, returned, paid; what was returned can be claimed again.
#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    AuditAction,
    billing::{MarkAll, MarkInput, mark, mark_all, months},
};
use domain::{
    billing::claim_life::{Claim, ClaimState},
    client::ConsultationService::Plan,
    id::{ClaimId, ClosingId},
    office::Role,
};
use store::audit::{self, AuditFilter};
use testkit::{OFFICE, TestApp, day};

use super::people::{OCTOBER, adult, done, november, part, press_close, round_of, sentences, states};

fn closed(app: &TestApp) -> (ClosingId, Vec<Claim>) {
    let closings = part(app, OCTOBER, Plan).closings;
    let last = closings.into_iter().next_back().unwrap();
    (last.closing.id, last.claims)
}

fn set(app: &TestApp, claim: ClaimId, state: ClaimState, reason: &str) -> Result<(), app::Refusal> {
    let input = MarkInput { claim, state, on: day("2026-11-05"), code: "EG02".to_owned(), reason: reason.to_owned() };
    app.write(Role::Clerk, move |cx| mark(cx, input))
}

fn all(app: &TestApp, closing: ClosingId, state: ClaimState) -> usize {
    app.write(Role::Clerk, move |cx| mark_all(cx, MarkAll { closing, state, on: day("2026-11-05") })).unwrap()
}

#[test]
fn sent_returned_and_claimed_again() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    done(&app, &taro, "2026-10-20");
    press_close(&app, OCTOBER, Plan).unwrap();
    let (closing, claims) = closed(&app);
    let (first, second) = (claims[0].id, claims[1].id);
    assert_eq!(sentences(set(&app, first, ClaimState::Paid, "")), ["「締め済み」の請求を「支払済み」にはできません"]);
    assert_eq!(all(&app, closing, ClaimState::Sent), 2);
    assert_eq!(all(&app, closing, ClaimState::Sent), 0);
    set(&app, first, ClaimState::Returned, "支給決定の情報がありません").unwrap();
    assert_eq!(all(&app, closing, ClaimState::Paid), 1);

    assert_eq!(round_of(&app, &hanako, OCTOBER).claimed_on, None);
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "請求する 1308単位 14335円");
    let round = round_of(&app, &hanako, OCTOBER).id;
    let lamps = app.keep(move |tx| store::board::find(tx, OFFICE, round)).unwrap().lamps;
    assert!(lamps.ends_with('R'), "{lamps}");

    assert_eq!(press_close(&app, OCTOBER, Plan).unwrap().file_name, "J261002.CSV");
    assert_eq!(sentences(set(&app, first, ClaimState::Sent, "")), ["この返戻分は、もう一度請求されています"]);
    let (_, again) = closed(&app);
    assert_eq!((again.len(), again[0].body.name.as_str(), again[0].state()), (1, "川崎 花子", ClaimState::Closed));
    let paid = part(&app, OCTOBER, Plan).closings[0].claims.iter().find(|claim| claim.id == second).cloned().unwrap();
    assert_eq!(paid.state(), ClaimState::Paid);
}

#[test]
fn a_returned_claim_stands_in_no_sum_twice() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    done(&app, &taro, "2026-10-20");
    press_close(&app, OCTOBER, Plan).unwrap();
    let (closing, claims) = closed(&app);
    all(&app, closing, ClaimState::Sent);
    set(&app, claims[0].id, ClaimState::Returned, "支給決定の情報がありません").unwrap();
    let october = || {
        let line = app.read(Role::Clerk, |cx| months(cx)).unwrap().remove(1);
        (line.month.to_string(), line.totals.count, line.totals.yen, line.returned)
    };
    assert_eq!(october(), (OCTOBER.to_owned(), 1, 14_335, 1));
    press_close(&app, OCTOBER, Plan).unwrap();
    assert_eq!(october(), (OCTOBER.to_owned(), 2, 28_670, 1));
    let part = part(&app, OCTOBER, Plan);
    assert_eq!((part.claimed.count, part.claimed.yen, part.returned), (2, 28_670, 1));
    let first = &part.closings[0];
    assert_eq!((first.standing.count, first.standing.yen, first.returned), (1, 14_335, 1));
    assert_eq!(first.closing.body.count, 2, "what was closed stays what it was");
}

#[test]
fn a_mistaken_return_is_taken_back() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    press_close(&app, OCTOBER, Plan).unwrap();
    let (closing, claims) = closed(&app);
    all(&app, closing, ClaimState::Sent);
    set(&app, claims[0].id, ClaimState::Returned, "").unwrap();
    set(&app, claims[0].id, ClaimState::Sent, "").unwrap();
    assert_eq!(round_of(&app, &hanako, OCTOBER).claimed_on, Some(day("2026-11-05")));
    assert!(part(&app, OCTOBER, Plan).rows.is_empty());
}

#[test]
fn a_return_needs_its_reason_and_a_day_that_has_come() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    press_close(&app, OCTOBER, Plan).unwrap();
    let (closing, claims) = closed(&app);
    all(&app, closing, ClaimState::Sent);
    let mut input = MarkInput {
        claim: claims[0].id,
        state: ClaimState::Returned,
        on: day("2026-11-05"),
        code: String::new(),
        reason: String::new(),
    };
    let empty = input.clone();
    assert!(sentences(app.write(Role::Clerk, move |cx| mark(cx, empty)))[0].contains("届いたとおりに"));
    input.on = day("2026-11-06");
    input.reason = "x".to_owned();
    assert_eq!(sentences(app.write(Role::Clerk, move |cx| mark(cx, input))), ["日付が今日より後になっています"]);
}

#[test]
fn a_mistaken_sending_is_taken_back_while_no_result_is_recorded() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    done(&app, &taro, "2026-10-20");
    press_close(&app, OCTOBER, Plan).unwrap();
    let (closing, claims) = closed(&app);
    let unsend = || {
        let input = MarkAll { closing, state: ClaimState::Closed, on: day("2026-11-05") };
        app.write(Role::Clerk, move |cx| mark_all(cx, input))
    };
    let cannot = "送付済みでないか、国保連の結果（返戻・支払）が記録されているので、送付は取り消せません";
    assert_eq!(sentences(unsend().map(drop)), [cannot], "nothing was sent");
    all(&app, closing, ClaimState::Sent);
    assert_eq!(
        sentences(set(&app, claims[0].id, ClaimState::Closed, "")),
        ["送付は1つのファイルでするので、締めごとに取り消してください"]
    );

    assert_eq!(unsend().unwrap(), 2);
    let states = closed(&app).1.into_iter().map(|claim| (claim.state(), claim.events.len())).collect::<Vec<_>>();
    assert_eq!(states, [(ClaimState::Closed, 2), (ClaimState::Closed, 2)], "the log keeps both");
    let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    let logged = app.keep(move |tx| audit::list(tx, OFFICE, &filter));
    let marks = logged.iter().filter(|entry| entry.action() == Some(AuditAction::Mark)).count();
    assert_eq!(marks, 4, "each of it stands in the audit log");
    assert_eq!(round_of(&app, &hanako, OCTOBER).claimed_on, Some(day("2026-11-05")), "it stays closed");

    assert_eq!(all(&app, closing, ClaimState::Sent), 2);
    set(&app, claims[0].id, ClaimState::Returned, "支給決定の情報がありません").unwrap();
    assert_eq!(sentences(unsend().map(drop)), [cannot], "a result says that it was sent");
}

//! サービス利用支援費: a plan is claimed from what was done, with the monitoring of the same month as one claim.

#![expect(clippy::unwrap_used, reason = "tests")]

use app::billing::{MarkAll, MarkInput, RowState, answer_plan, download, mark, mark_all};
use domain::{
    billing::{claim_life::ClaimState, claimable::PlanFacts, fees::FeeKind},
    client::{Certificate, Client, ConsultationService::Plan},
    id::CertificateId,
    office::Role,
};
use testkit::{OFFICE, TestApp, client, day, month, months};

use super::people::{OCTOBER, done, keep, november, part, press_close, round_of, sentences, states};

const HERE: PlanFacts =
    PlanFacts::Here { home_visit: true, consent: true, delivered: true, conference: true, one_flow_with: None };

/// An adult whose plan was made on a day of October, with the round of October.
fn planned(app: &TestApp, made_on: &str) -> (Client, Certificate) {
    let client = client("川崎 花子").kana("カワサキ ハナコ").build();
    let certificate = months("2026-10..2027-09").every(1).number("0000000001").plan_made(made_on).of(&client);
    keep(app, &client, &certificate, &[OCTOBER]);
    (client, certificate)
}

fn answer(app: &TestApp, certificate: CertificateId, facts: PlanFacts) {
    app.write(Role::Specialist, move |cx| answer_plan(cx, certificate, facts)).unwrap();
}

#[test]
fn a_plan_and_the_visit_after_it_are_one_claim_of_two_lines() {
    let app = november();
    let (hanako, certificate) = planned(&app, "2026-10-01");
    done(&app, &hanako, "2026-10-14");
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "答える: 令和8年10月1日の計画についての質問への答え");
    answer(&app, certificate.id, HERE);
    let before = part(&app, OCTOBER, Plan);
    assert_eq!(states(&before), [("川崎 花子".to_owned(), "請求する 2880単位 31564円".to_owned())]);
    assert_eq!((before.totals.count, before.totals.units, before.totals.yen), (1, 2880, 31_564));
    let closing = press_close(&app, OCTOBER, Plan).unwrap().closing;
    let file = app.write(Role::Clerk, move |cx| download(cx, closing)).unwrap();
    let text = encoding_rs::SHIFT_JIS.decode(&file.bytes).0.into_owned();
    assert_eq!(
        text,
        "1,1,0,4,J31,0,1435000012,0,1,202611,\r\n\
         2,2,J312,01,202610,141305,1435000012,1,02,31564,10960\r\n\
         2,3,J312,02,202610,141305,1435000012,1,0000000001,\"ｶﾜｻｷ ﾊﾅｺ\",,20261014,520000,2880,31564,10960\r\n\
         2,4,J312,03,202610,141305,1435000012,0000000001,521111,1572,1,1572,\r\n\
         2,5,J312,03,202610,141305,1435000012,0000000001,521211,1308,1,1308,\r\n\
         3,6\r\n"
    );
    let after = part(&app, OCTOBER, Plan);
    assert!(after.rows.is_empty() && after.closings[0].matches);
    let claim = &after.closings[0].claims[0];
    let lines: Vec<_> = claim.lines.iter().map(|line| (line.seq, line.fee, line.plan, line.code.as_str())).collect();
    assert_eq!(
        lines,
        [(1, Some(FeeKind::Plan), Some(certificate.id), "521111"), (2, Some(FeeKind::Monitoring), None, "521211")]
    );
    assert_eq!(after.closings[0].decoded.as_ref().unwrap()[0].codes, "521111、521211");
    assert_eq!(round_of(&app, &hanako, OCTOBER).claimed_on, Some(day("2026-11-05")));
}

#[test]
fn a_plan_alone_is_claimed_under_the_day_it_was_made() {
    let app = november();
    let (_, certificate) = planned(&app, "2026-10-20");
    answer(&app, certificate.id, HERE);
    let row = part(&app, OCTOBER, Plan).rows.remove(0);
    let RowState::Claim(claim) = &row.state else { panic!("{:?}", row.state) };
    assert_eq!((claim.units(), claim.monitored_on()), (1572, Some(day("2026-10-20"))));
    assert!(claim.unconfirmed().iter().any(|it| it.contains("サービスコード")), "{:?}", claim.unconfirmed());
    press_close(&app, OCTOBER, Plan).unwrap();
    let claim = app.keep(|tx| store::claims::of_month(tx, OFFICE, month(OCTOBER))).remove(0);
    assert_eq!((claim.fee, claim.round, claim.monitored_on), (FeeKind::Plan, None, Some(day("2026-10-20"))));
}

#[test]
fn a_plan_that_another_office_made_is_nobodys_row() {
    let app = november();
    let client = client("川崎 花子").kana("カワサキ ハナコ").build();
    let certificate = months("2026-11..2027-10").number("0000000001").plan_made("2026-10-20").of(&client);
    keep(&app, &client, &certificate, &[]);
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "答える: 令和8年10月20日の計画についての質問への答え");
    answer(&app, certificate.id, PlanFacts::Elsewhere);
    assert!(part(&app, OCTOBER, Plan).rows.is_empty());
}

#[test]
fn a_plan_that_the_person_made_takes_no_fee_from_the_visit_of_its_month() {
    let app = november();
    let (hanako, certificate) = planned(&app, "2026-10-01");
    done(&app, &hanako, "2026-10-14");
    answer(&app, certificate.id, PlanFacts::Person);
    assert_eq!(states(&part(&app, OCTOBER, Plan)), [("川崎 花子".to_owned(), "請求する 1308単位 14335円".to_owned())]);
    let id = certificate.id;
    let question = app.read(Role::Specialist, move |cx| app::billing::plan_question(cx, id)).unwrap();
    assert_eq!(question.answer, Some(PlanFacts::Person));
}

#[test]
fn a_returned_claim_gives_plan_and_visit_back_and_both_go_again() {
    let app = november();
    let (hanako, certificate) = planned(&app, "2026-10-01");
    done(&app, &hanako, "2026-10-14");
    answer(&app, certificate.id, HERE);
    let closing = press_close(&app, OCTOBER, Plan).unwrap().closing;
    let sent = MarkAll { closing, state: ClaimState::Sent, on: day("2026-11-05") };
    app.write(Role::Clerk, move |cx| mark_all(cx, sent)).unwrap();
    let claim = app.keep(|tx| store::claims::of_month(tx, OFFICE, month(OCTOBER))).remove(0).id;
    let to = |state| MarkInput {
        claim,
        state,
        on: day("2026-11-05"),
        code: "EG02".to_owned(),
        reason: "受給者情報なし".to_owned(),
    };
    let returned = to(ClaimState::Returned);
    app.write(Role::Clerk, move |cx| mark(cx, returned)).unwrap();
    let after = part(&app, OCTOBER, Plan);
    assert_eq!(states(&after)[0].1, "請求する 2880単位 31564円");
    assert_eq!((after.claimed.count, after.returned), (0, 1));
    press_close(&app, OCTOBER, Plan).unwrap();
    let after = part(&app, OCTOBER, Plan);
    assert_eq!((after.claimed.count, after.claimed.yen, after.returned), (1, 31_564, 1));
    let back = to(ClaimState::Sent);
    let answer = app.write(Role::Clerk, move |cx| mark(cx, back));
    assert_eq!(sentences(answer), ["この返戻分は、もう一度請求されています"]);
}

#[test]
fn a_visit_that_comes_to_light_after_the_plan_was_claimed_waits_for_the_return() {
    let app = november();
    let (hanako, certificate) = planned(&app, "2026-10-01");
    answer(&app, certificate.id, HERE);
    press_close(&app, OCTOBER, Plan).unwrap();
    done(&app, &hanako, "2026-10-14");
    let states = states(&part(&app, OCTOBER, Plan));
    assert!(states[0].1.starts_with("まだ: 先に締めたこの月の請求の取下げ"), "{states:?}");
}

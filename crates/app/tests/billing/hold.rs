//! 見送り: with a reason, one by one or all that cannot be claimed, and taken back.

use app::{
    Refusal,
    billing::{HoldInput, RestInput, hold, hold_rest, release},
};
use domain::{client::ConsultationService::Plan, office::Role};
use testkit::{client, month};

use super::people::{OCTOBER, adult, done, november, part, press_close, sentences, states, visit};

#[test]
fn a_hold_needs_a_reason_and_a_candidate() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let input = HoldInput {
        service: Plan,
        month: month(OCTOBER),
        client: hanako.id,
        municipality: "141305".to_owned(),
        reason: " ".to_owned(),
    };
    let empty = input.clone();
    assert_eq!(sentences(app.write(Role::Clerk, move |cx| hold(cx, empty))), ["見送りの理由を入力してください"]);
    let long = HoldInput { reason: "あ".repeat(201), ..input.clone() };
    assert_eq!(sentences(app.write(Role::Clerk, move |cx| hold(cx, long))), ["見送りの理由は200文字までです"]);
    let nobody = HoldInput { client: client("だれか").build().id, reason: "x".to_owned(), ..input.clone() };
    assert!(matches!(app.write(Role::Clerk, move |cx| hold(cx, nobody)), Err(Refusal::NotFound)));
    let forbidden = HoldInput { reason: "x".to_owned(), ..input };
    assert!(matches!(app.write(Role::Specialist, move |cx| hold(cx, forbidden)), Err(Refusal::Forbidden)));
}

#[test]
fn a_claimable_client_can_be_held_and_let_go() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let input = HoldInput {
        service: Plan,
        month: month(OCTOBER),
        client: hanako.id,
        municipality: "141305".to_owned(),
        reason: "市に確認中".to_owned(),
    };
    let (held, same, freed, again) = (input.clone(), input.clone(), input.clone(), input.clone());
    app.write(Role::Clerk, move |cx| hold(cx, held)).unwrap();
    // A colleague who was second is told; the same reason again changes nothing.
    app.write(Role::Manager, move |cx| hold(cx, same)).unwrap();
    let other = HoldInput { reason: "書類待ち".to_owned(), ..input };
    let told = sentences(app.write(Role::Manager, move |cx| hold(cx, other)));
    assert!(told[0].contains("事務 次郎さんが先に見送りにしました（理由: 市に確認中）"), "{told:?}");
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "見送る: 市に確認中");
    assert_eq!(sentences(press_close(&app, OCTOBER, Plan)), ["請求する利用者がいません。"]);
    app.write(Role::Clerk, move |cx| release(cx, freed)).unwrap();
    assert!(states(&part(&app, OCTOBER, Plan))[0].1.starts_with("請求する"));
    assert!(matches!(app.write(Role::Clerk, move |cx| release(cx, again)), Err(Refusal::NotFound)));
}

#[test]
fn all_that_cannot_be_claimed_are_held_with_what_they_lack() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    visit(&app, &taro, OCTOBER, "2026-10-20");
    let rest = RestInput { service: Plan, month: month(OCTOBER), reason: String::new() };
    assert_eq!(app.write(Role::Clerk, move |cx| hold_rest(cx, rest)).unwrap(), 1);
    assert_eq!(
        states(&part(&app, OCTOBER, Plan))[1].1,
        "見送る: まだないもの: モニタリング報告書、報告書への同意、写しの提出"
    );
    press_close(&app, OCTOBER, Plan).unwrap();
}

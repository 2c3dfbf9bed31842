//! Closing a month: every client decided, the file made, the rounds claimed, in one transaction.

use app::{
    Refusal,
    billing::{CloseMonth, close, download, files_of_month},
};
use domain::{
    client::ConsultationService::{Child, Plan},
    id::OperationId,
    office::Role,
};
use store::closings;
use testkit::{OFFICE, day, id, month};

use super::people::{
    OCTOBER, adult, agree, child, done, november, page, part, press_close, round_of, sentences, states, submit, visit,
};

#[test]
fn a_month_from_the_visit_to_the_file() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    assert_eq!(
        states(&part(&app, OCTOBER, Plan))[0].1,
        "まだ: 本人の住まいへの訪問と面接、モニタリング報告書、報告書への同意、写しの提出"
    );
    done(&app, &hanako, "2026-10-14");
    done(&app, &taro, "2026-10-20");
    let before = part(&app, OCTOBER, Plan);
    assert_eq!(states(&before)[0].1, "請求する 1308単位 14335円");
    assert_eq!((before.totals.count, before.totals.units, before.totals.yen), (2, 2616, 28_670));
    assert_eq!(before.processing_month, month("2026-11"));
    assert!(before.may_close());
    assert!(before.warnings.iter().any(|warning| warning.contains("サービスコード")), "{:?}", before.warnings);

    let closed = press_close(&app, OCTOBER, Plan).unwrap();
    assert_eq!(closed.file_name, "J261001.CSV");
    let closing = closed.closing;
    let file = app.write(Role::Clerk, move |cx| download(cx, closing)).unwrap();
    let text = encoding_rs::SHIFT_JIS.decode(&file.bytes).0.into_owned();
    assert_eq!(
        text,
        "1,1,0,5,J31,0,1435000012,0,1,202611,\r\n\
         2,2,J312,01,202610,141305,1435000012,2,02,28670,10960\r\n\
         2,3,J312,02,202610,141305,1435000012,1,0000000001,\"ｶﾜｻｷ ﾊﾅｺ\",,20261014,520000,1308,14335,10960\r\n\
         2,4,J312,03,202610,141305,1435000012,0000000001,521211,1308,1,1308,\r\n\
         2,5,J312,02,202610,141305,1435000012,2,0000000002,\"ﾅｶﾊﾗ ﾀﾛｳ\",,20261020,520000,1308,14335,10960\r\n\
         2,6,J312,03,202610,141305,1435000012,0000000002,521211,1308,1,1308,\r\n\
         3,7\r\n"
    );

    let after = part(&app, OCTOBER, Plan);
    assert!(after.rows.is_empty());
    let view = &after.closings[0];
    assert!(view.matches);
    assert_eq!((view.claims.len(), view.closing.body.yen), (2, 28_670));
    assert_eq!(view.decoded.as_ref().unwrap()[1].payer_kana, "ﾅｶﾊﾗ ﾀﾛｳ");
    assert_eq!(round_of(&app, &hanako, OCTOBER).claimed_on, Some(day("2026-11-05")));
    let round = round_of(&app, &hanako, OCTOBER).id;
    let lamps = app.keep(move |tx| store::board::find(tx, OFFICE, round)).unwrap().lamps;
    assert!(lamps.ends_with('D'), "{lamps}");
}

#[test]
fn a_child_is_claimed_in_the_guardians_name_with_its_own_file() {
    let app = november();
    let taro = child(&app, "川崎 小太郎", "カワサキ コタロウ", "0000000003");
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &taro, "2026-10-14");
    done(&app, &hanako, "2026-10-14");
    press_close(&app, OCTOBER, Child).unwrap();
    press_close(&app, OCTOBER, Plan).unwrap();
    let asked = month(OCTOBER);
    let files = app.write(Role::Clerk, move |cx| files_of_month(cx, asked)).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["K261001.CSV", "J261001.CSV"]);
    let text = encoding_rs::SHIFT_JIS.decode(&files[0].bytes).0.into_owned();
    assert!(text.contains(",\"ｶﾜｻｷ ﾊﾊ\",\"ｶﾜｻｷ ｺﾀﾛｳ\",20261014,550000,1448,15870,10960"), "{text}");
    assert!(text.contains("K311,01,202610,141305,1475000011,1,12,15870,10960"), "{text}");
}

#[test]
fn a_month_with_an_undecided_client_is_not_closed_and_nothing_is_kept() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    assert!(!part(&app, OCTOBER, Plan).may_close());
    assert_eq!(
        sentences(press_close(&app, OCTOBER, Plan)),
        ["中原 太郎さんが、請求するとも見送るとも決まっていません。"]
    );
    let kept = app.keep(|tx| closings::of_month(tx, OFFICE, month(OCTOBER)));
    assert!(kept.is_empty());
    assert_eq!(round_of(&app, &hanako, OCTOBER).claimed_on, None);
}

#[test]
fn a_late_claim_goes_into_the_next_closing_of_the_same_month() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    visit(&app, &taro, OCTOBER, "2026-10-20");
    let held = (taro.id, month(OCTOBER));
    app.write(Role::Clerk, move |cx| {
        app::billing::hold(
            cx,
            app::billing::HoldInput {
                service: Plan,
                month: held.1,
                client: held.0,
                municipality: "141305".to_owned(),
                reason: "同意待ち".to_owned(),
            },
        )
    })
    .unwrap();
    press_close(&app, OCTOBER, Plan).unwrap();
    agree(&app, &taro, OCTOBER, "2026-11-04");
    submit(&app, &taro, OCTOBER, "2026-11-04");
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "見送る: 同意待ち");
    app.write(Role::Clerk, move |cx| {
        app::billing::release(
            cx,
            app::billing::HoldInput {
                service: Plan,
                month: held.1,
                client: held.0,
                municipality: "141305".to_owned(),
                reason: String::new(),
            },
        )
    })
    .unwrap();
    assert_eq!(press_close(&app, OCTOBER, Plan).unwrap().file_name, "J261002.CSV");
    let closings = part(&app, OCTOBER, Plan).closings;
    let held = &closings[0].closing.body.held;
    assert_eq!((closings.len(), held[0].reason.as_str(), held[0].name.as_str()), (2, "同意待ち", "中原 太郎"));
    assert_eq!(part(&app, "2026-11", Plan).last_month.yen, 28_670);
}

#[test]
fn the_same_sending_twice_closes_once_and_a_page_gone_stale_is_told() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let input = CloseMonth {
        service: Plan,
        month: month(OCTOBER),
        processing_month: month("2026-11"),
        past_window: false,
        seen_count: 1,
        seen_yen: 1,
    };
    let stale = input.clone();
    assert!(sentences(app.write(Role::Clerk, move |cx| close(cx, stale)))[0].contains("内容が変わりました"));
    let right = CloseMonth { seen_yen: 14_335, ..input };
    let send = || {
        let right = right.clone();
        app.write_as(app.actor(Role::Clerk), Some(OperationId(id(77))), move |cx| close(cx, right))
    };
    assert_eq!(send().unwrap(), send().unwrap());
    assert_eq!(app.keep(|tx| store::claims::of_month(tx, OFFICE, month(OCTOBER))).len(), 1);
}

#[test]
fn the_processing_month_comes_after_the_month_of_service() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let input = CloseMonth {
        service: Plan,
        month: month(OCTOBER),
        processing_month: month(OCTOBER),
        past_window: false,
        seen_count: 1,
        seen_yen: 14_335,
    };
    let answer = app.write(Role::Clerk, move |cx| close(cx, input));
    assert_eq!(sentences(answer), ["処理対象年月は、サービス提供年月より後の月にしてください。"]);
}

#[test]
fn only_who_may_bill_closes_and_takes_the_file() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let input = CloseMonth {
        service: Plan,
        month: month(OCTOBER),
        processing_month: month("2026-11"),
        past_window: false,
        seen_count: 1,
        seen_yen: 14_335,
    };
    for role in [Role::Specialist, Role::Viewer] {
        let input = input.clone();
        assert!(matches!(app.write(role, move |cx| close(cx, input)), Err(Refusal::Forbidden)));
    }
    let closed = app.write(Role::Manager, move |cx| close(cx, input)).unwrap().closing;
    assert!(matches!(app.write(Role::Viewer, move |cx| download(cx, closed)), Err(Refusal::Forbidden)));
    let stranger = app.stranger(Role::Manager);
    assert!(matches!(app.write_as(stranger, None, move |cx| download(cx, closed)), Err(Refusal::NotFound)));
    assert_eq!(page(&app, OCTOBER).services.len(), 2);
}

#[test]
fn who_closes_second_is_told_who_was_first() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let seen = part(&app, OCTOBER, Plan);
    press_close(&app, OCTOBER, Plan).unwrap();
    let input = app::billing::CloseMonth {
        service: Plan,
        month: month(OCTOBER),
        processing_month: seen.processing_month,
        past_window: false,
        seen_count: seen.totals.count,
        seen_yen: seen.totals.yen,
    };
    let second = app.write(Role::Manager, move |cx| app::billing::close(cx, input));
    assert_eq!(
        sentences(second),
        ["事務 次郎さんが先にこの月を締めました（1回目の締め）。画面を開き直すと、請求ファイルがあります。"]
    );
}

#[test]
fn a_fact_that_cannot_be_read_keeps_its_client_out_of_the_month_and_nobody_else() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    let taro = adult(&app, "中原 太郎", "ナカハラ タロウ", "0000000002");
    done(&app, &hanako, "2026-10-14");
    done(&app, &taro, "2026-10-15");
    let broken = round_of(&app, &taro, OCTOBER).facts[0].id;
    app.keep(move |tx| {
        tx.execute("drop trigger fact_no_update", &[])?;
        tx.execute("update fact set body = '{}' where id = $1", &[&broken])
    });
    assert_eq!(states(&part(&app, OCTOBER, Plan)), [("川崎 花子".to_owned(), "請求する 1308単位 14335円".to_owned())]);
    press_close(&app, OCTOBER, Plan).unwrap();
    assert_eq!(app.keep(|tx| store::claims::of_month(tx, OFFICE, month(OCTOBER))).len(), 1);
}

#[test]
fn after_the_tenth_the_next_month_is_proposed_and_the_closed_one_refused() {
    let app = november().on(day("2026-11-30"));
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-28");
    assert_eq!(part(&app, OCTOBER, Plan).processing_month, month("2026-12"));
    let late = |past_window| CloseMonth {
        service: Plan,
        month: month(OCTOBER),
        processing_month: month("2026-11"),
        past_window,
        seen_count: 1,
        seen_yen: 14_335,
    };
    let refused = app.write(Role::Clerk, move |cx| close(cx, late(false)));
    let told = "令和8年11月の受付は終わっています。いま受け付けられるのは令和8年12月です";
    assert_eq!(sentences(refused), [told]);
    app.write(Role::Clerk, move |cx| close(cx, late(true))).unwrap();
}

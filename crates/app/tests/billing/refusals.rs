//! What cannot be claimed, with its reason: the wrong month, twice in a month, a plan of the same month, a name.

use app::billing::{RowState, answer_plan};
use domain::{
    billing::claimable::{PlanFacts, Way},
    client::ConsultationService::Plan,
    id::RoundId,
    office::Role,
};
use testkit::{OFFICE, client, day, months};

use super::people::{
    OCTOBER, add_rounds, adult, agree, carry, done, keep, november, part, press_close, round_of, sentences, states,
    submit, visit,
};

#[test]
fn a_visit_before_its_month_or_two_months_later_is_refused() {
    let app = november();
    let early = client("早い 一郎").kana("ハヤイ イチロウ").build();
    keep(&app, &early, &months("2026-05..2027-04").number("0000000001").of(&early), &["2026-11"]);
    let late = client("遅い 二郎").kana("オソイ ジロウ").build();
    keep(&app, &late, &months("2026-05..2027-04").number("0000000002").of(&late), &["2026-08"]);
    for (who, scheduled) in [(&early, "2026-11"), (&late, "2026-08")] {
        visit(&app, who, scheduled, "2026-10-20");
        agree(&app, who, scheduled, "2026-10-20");
    }
    let part = part(&app, OCTOBER, Plan);
    assert_eq!(
        states(&part),
        [
            (
                "遅い 二郎".to_owned(),
                "請求できない: 予定月の翌々月以降に行ったモニタリングは、請求できません（翌月までです）。".to_owned()
            ),
            (
                "早い 一郎".to_owned(),
                "請求できない: 予定月より前の月に行ったモニタリングは、請求できません。".to_owned()
            ),
        ]
    );
    let RowState::Refused(obstacle) = &part.rows[0].state else { unreachable!() };
    assert_eq!(obstacle.why.as_ref().unwrap().rule.id, "billing.claim.too-late");
}

#[test]
fn a_carried_month_needs_its_reason_and_counts_in_the_month_of_the_visit() {
    let app = november();
    let who = client("繰越 花子").kana("クリコシ ハナコ").build();
    keep(&app, &who, &months("2026-05..2027-04").number("0000000001").of(&who), &["2026-09"]);
    visit(&app, &who, "2026-09", "2026-10-03");
    agree(&app, &who, "2026-09", "2026-10-03");
    submit(&app, &who, "2026-09", "2026-10-03");
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "まだ: 翌月に実施した理由（繰越）");
    carry(&app, &who, "2026-09", "入院のため");
    assert!(states(&part(&app, OCTOBER, Plan))[0].1.starts_with("請求する"));
    assert!(part(&app, "2026-09", Plan).rows.is_empty());
    app.keep(|tx| {
        store::settings::set(
            tx,
            OFFICE,
            &domain::office::DatedSetting::always("141305", "carry_over_accepted", "false"),
            ("test", "2026-11-05"),
        )
    });
    assert!(states(&part(&app, OCTOBER, Plan))[0].1.contains("この市町村は認めていません"));
}

#[test]
fn the_carried_and_the_due_month_together_pay_once() {
    let app = november();
    let who = client("毎月 花子").kana("マイツキ ハナコ").build();
    let certificate = months("2026-05..2027-04").every(1).number("0000000001").of(&who);
    keep(&app, &who, &certificate, &["2026-09", "2026-10"]);
    carry(&app, &who, "2026-09", "入院のため");
    visit(&app, &who, "2026-09", "2026-10-03");
    agree(&app, &who, "2026-09", "2026-10-03");
    submit(&app, &who, "2026-09", "2026-10-03");
    done(&app, &who, "2026-10-30");
    let part = part(&app, OCTOBER, Plan);
    assert!(states(&part)[0].1.starts_with("請求する"), "{:?}", states(&part));
    let [carried, due] = &part.rows[0].parts[..] else { panic!("{:?}", part.rows[0].parts) };
    assert!(carried.carried && carried.left_out.is_empty(), "{carried:?}");
    assert!(due.left_out[0].sentence.contains("月1回だけ"), "{due:?}");
}

#[test]
fn a_plan_made_after_the_visit_in_the_same_month_takes_the_fee() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let next = months("2026-11..2027-10").number("0000000001").plan_made("2026-10-28").of(&hanako);
    let kept = next.clone();
    app.keep(move |tx| store::certificates::insert(tx, &kept));
    add_rounds(&app, &next, &[]);
    // Only its day is known: the office is asked, and nothing is refused for it.
    assert_eq!(states(&part(&app, OCTOBER, Plan))[0].1, "答える: 令和8年10月28日の計画についての質問への答え");
    assert!(press_close(&app, OCTOBER, Plan).is_err(), "and nothing is closed over it");
    let id = next.id;
    let here = |conference| PlanFacts::Here {
        home_visit: true,
        consent: true,
        delivered: true,
        conference,
        one_flow_with: None,
    };
    app.write(Role::Specialist, move |cx| answer_plan(cx, id, here(true))).unwrap();
    let row = part(&app, OCTOBER, Plan).rows.remove(0);
    assert!(matches!(&row.state, RowState::Claim(claim) if claim.units() == 1572), "{:?}", row.state);
    assert!(row.parts[0].left_out[0].sentence.contains("計画の報酬だけです"), "{:?}", row.parts);
    // Answered anew: a plan that is no claim itself takes nobody's fee.
    app.write(Role::Specialist, move |cx| answer_plan(cx, id, here(false))).unwrap();
    assert!(states(&part(&app, OCTOBER, Plan))[0].1.starts_with("請求する"));
    let elsewhere = PlanFacts::Here {
        home_visit: true,
        consent: true,
        delivered: true,
        conference: true,
        one_flow_with: Some(RoundId(testkit::id(999))),
    };
    let wrong = app.write(Role::Specialist, move |cx| answer_plan(cx, id, elsewhere));
    assert_eq!(sentences(wrong), ["計画につながった訪問を、一覧から選んでください"]);
    assert!(matches!(app.write(Role::Viewer, move |cx| answer_plan(cx, id, here(true))), Err(app::Refusal::Forbidden)));
}

/// The round's page, its lamp on the board and the month's page say the same.
#[test]
fn the_rounds_page_and_the_months_page_agree() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    let round = round_of(&app, &hanako, OCTOBER).id;
    let view = || app.read(Role::Clerk, move |cx| app::monitoring::round_view(cx, round)).unwrap();
    let lamp = || app.keep(move |tx| store::board::find(tx, OFFICE, round)).unwrap().lamps.pop();
    assert_eq!((view().lamps[5].letter(), lamp()), ('R', Some('R')));
    let next = months("2026-11..2027-10").number("0000000001").plan_made("2026-10-20").of(&hanako);
    let kept = next.clone();
    app.keep(move |tx| store::certificates::insert(tx, &kept));
    let id = next.id;
    assert!(view().claim.asks);
    app.write(Role::Specialist, move |cx| answer_plan(cx, id, PlanFacts::Elsewhere)).unwrap();
    assert_eq!((view().lamps[5].letter(), lamp()), ('N', Some('N')));
    assert!(states(&part(&app, OCTOBER, Plan))[0].1.starts_with("請求できない"));
}

#[test]
fn a_carried_round_leads_to_the_month_of_its_claim_and_to_its_missing_reason() {
    let app = november();
    let who = client("繰越 花子").kana("クリコシ ハナコ").build();
    keep(&app, &who, &months("2026-05..2027-04").number("0000000001").of(&who), &["2026-09"]);
    visit(&app, &who, "2026-09", "2026-10-03");
    agree(&app, &who, "2026-09", "2026-10-03");
    submit(&app, &who, "2026-09", "2026-10-03");
    let round = round_of(&app, &who, "2026-09").id;
    let view = app.read(Role::Clerk, move |cx| app::monitoring::round_view(cx, round)).unwrap();
    assert_eq!(view.claim.month.to_string(), OCTOBER);
    let ways: Vec<_> = view.claim.obstacles.iter().map(|obstacle| obstacle.way).collect();
    assert_eq!(ways, [Some(Way::CarryOver(round))]);
}

#[test]
fn a_name_the_file_cannot_hold_is_told_before_closing() {
    let app = november();
    let odd = adult(&app, "山田 一郎", "山田 イチロウ", "0000000001");
    let long = adult(&app, "長い 名前", "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒ", "0000000002");
    done(&app, &odd, "2026-10-14");
    done(&app, &long, "2026-10-14");
    let part = part(&app, OCTOBER, Plan);
    assert!(
        states(&part).iter().any(|(_, state)| state.contains("支給決定者氏名カナの直し（「山」は半角カナ")),
        "{:?}",
        states(&part)
    );
    let row = part.rows.iter().find(|row| row.client == long.id).unwrap();
    assert!(row.warnings[0].contains("「ﾊﾋ」は入りません"), "{:?}", row.warnings);
}

#[test]
fn a_certificate_that_had_ended_and_a_wrong_check_digit_warn() {
    let app = november();
    let who = client("期限 切子").kana("キゲン キレコ").build();
    let mut certificate = months("2026-04..2026-09").number("0000000001").of(&who);
    certificate.municipality = "141306".to_owned();
    keep(&app, &who, &certificate, &["2026-09"]);
    carry(&app, &who, "2026-09", "入院のため");
    visit(&app, &who, "2026-09", "2026-10-03");
    agree(&app, &who, "2026-09", "2026-10-03");
    submit(&app, &who, "2026-09", "2026-10-03");
    let warnings = &part(&app, OCTOBER, Plan).rows[0].warnings;
    assert!(warnings.iter().any(|warning| warning.contains("有効期間の外です")), "{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains("検査数字が合いません")), "{warnings:?}");
}

#[test]
fn a_month_without_a_number_or_a_price_says_what_is_not_set() {
    let app = november();
    let hanako = adult(&app, "川崎 花子", "カワサキ ハナコ", "0000000001");
    done(&app, &hanako, "2026-10-14");
    app.keep(|tx| tx.execute("update office set number_plan = '', area_plan = ''", &[]));
    assert_eq!(
        states(&part(&app, OCTOBER, Plan))[0].1,
        "まだ: 事業所番号（計画相談支援）の設定、事業所の地域区分の設定"
    );
    assert_eq!(day("2026-11-05").to_string(), "2026-11-05");
}

#[test]
fn a_setting_that_cannot_be_read_stops_the_claims_of_its_municipality_and_no_record() {
    let app = november();
    let here = client("川崎 花子").kana("カワサキ ハナコ").build();
    keep(&app, &here, &months("2026-05..2027-04").number("0000000001").of(&here), &["2026-10"]);
    let there = client("横浜 太郎").kana("ヨコハマ タロウ").build();
    let mut paper = months("2026-05..2027-04").number("0000000002").of(&there);
    paper.municipality = "141003".to_owned();
    keep(&app, &there, &paper, &["2026-10"]);
    app.keep(|tx| {
        tx.execute(
            "insert into municipality_setting (office_id, municipality, key, from_on, value, set_by, set_at) \
             values ($1, '141305', 'every_report_submitted', '2026-04-01', 'perhaps', 'test', '2026-11-05')",
            &[&OFFICE],
        )
    });
    // Records are made all the same.
    done(&app, &here, "2026-10-20");
    done(&app, &there, "2026-10-20");
    let rows = states(&part(&app, OCTOBER, Plan));
    let of = |name: &str| rows.iter().find(|(of, _)| of == name).unwrap().1.clone();
    assert!(of("横浜 太郎").starts_with("請求する"), "{rows:?}");
    assert!(of("川崎 花子").starts_with("まだ") && of("川崎 花子").contains("読めない記録"), "{rows:?}");
}

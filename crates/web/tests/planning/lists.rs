//! The lists of planning as pages: filters stay in the address, names do not.

use app::transfer::{ImportTable, Importer, Mode, Watch, import_table};
use axum::http::StatusCode;
use domain::{office::Role, planning::CaseFact};
use store::certificates;
use testkit::{
    OFFICE, SUZUKI, client,
    decision::hand_in,
    months,
    planning::{case_of, keep},
    proposal::{plan, plan_consent},
};

use super::case::site;

#[tokio::test]
async fn three_lists_each_with_its_count_and_what_is_to_be_done() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let none = site.get("/planning?list=renewals", &cookie).await.text();
    assert!(none.contains("これから3か月のうちに支給決定が終わる人はいません"), "{none}");
    let none = site.get("/planning?list=answers", &cookie).await.text();
    assert!(none.contains("提出して答えを待っている計画案はありません"), "{none}");
    let certificate = months("2025-12..2026-12").of(&hanako);
    site.app.keep(move |tx| certificates::insert(tx, &certificate));
    let of = hanako.id;
    site.app.write(Role::Clerk, move |cx| app::monitoring::refresh_client(cx, of)).unwrap();
    keep(&site.app, &case_of(&hanako, 1).with(CaseFact::HandIn(hand_in("2026-11-13", Vec::new()))).build());
    let renewals = site.get("/planning?list=renewals", &cookie).await;
    insta::assert_snapshot!(renewals.text(), @r"
    計画
    はじめての面接から、同意を得た計画を渡すまで、まだ終わっていない計画です。新しい計画は、利用者のページから始めます。
    つながりにくい人（計画の前の相談と見守り） 節目（18歳・65歳、入学・卒業） まとめて提出
    進めている計画（1）
    更新の時期（1）
    提出して答え待ち（1）
    担当
    *すべて 佐藤 花子 鈴木 一
    しぼる
    氏名・カナ []
    さがす
    1件 これから3か月のうちに支給決定が終わり、そのあとがまだ決まっていない人です。
    利用者 支給決定の終わり 次の計画 市町村 担当
    川崎 花子 カワサキ ハナコ
    R8.12.31
    ▲ 2か月以内
    次の計画は (1) 面接とアセスメントの段階です。
    川崎市
    計画相談支援
    佐藤 花子
    ");
    let answers = site.get("/planning?list=answers", &cookie).await;
    assert!(
        answers.text().contains("R8.11.13\n9日たちました") && answers.body.contains("/p3-decision"),
        "{}",
        answers.text()
    );
    let board = site.get("/", &cookie).await;
    assert!(board.text().contains("次がまだ決まっていない人が1人います"), "{}", board.text());
}

#[tokio::test]
async fn filters_stay_in_the_address_and_names_do_not() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Viewer);
    keep(&site.app, &case_of(&hanako, 1).build());
    let sent = site.post("/planning", &cookie, "words=%E3%81%8B%E3%82%8F&order=kana&who=all&list=steps").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let address = sent.header("location").to_owned();
    assert!(
        !address.contains("%E3%81%8B") && address.contains("order=kana") && address.contains("who=all"),
        "{address}"
    );
    let found = site.get(&address, &cookie).await;
    assert!(found.text().contains("川崎 花子") && found.body.contains("value=\"かわ\""), "{}", found.text());
    let of_another = site.get(&format!("/planning?who={SUZUKI}"), &cookie).await.text();
    assert!(of_another.contains("あてはまるものはありません"), "{of_another}");
    for odd in ["/planning?list=x&step=%00&who=%3Cscript%3E&order=9&q=%FF", "/planning?q=x"] {
        let page = site.get(odd, &cookie).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("<script>"), "{odd}");
    }
}

#[tokio::test]
async fn an_imported_plan_is_taken_back_on_its_page_while_nothing_goes_on_from_it() {
    let (site, hanako) = site();
    let certificate = months("2026-05..2027-04").of(&hanako);
    site.app.keep(move |tx| certificates::insert(tx, &certificate));
    let by =
        Importer { db: site.app.db.clone(), actor: site.app.actor(Role::Manager), outside: site.app.outside.clone() };
    let file = "氏名,フリガナ,生年月日,計画作成日,利用者の希望する生活,総合的な援助の方針,長期目標,解決すべき課題,援助目標,達成時期,サービスの種類,量\r\n\
        川崎 花子,カワサキ ハナコ,S60.3.1,R8.4.20,働きたい。,得意を生かす。,一般就労,働く場がほしい。,週3日通う。,R8.10,就労継続支援B型,23日/月";
    import_table(&by, ImportTable::Plans, file.as_bytes(), Mode::AllOrNothing, &Watch::default()).unwrap();
    let id = hanako.id;
    let case = site.app.keep(move |tx| store::planning_cases::of_client(tx, OFFICE, id)).remove(0).id;
    let (page, undo) = (format!("/planning/{case}"), format!("/planning/{case}/undo-import"));
    let button = "undo-import\"";
    for (role, may) in [(Role::Viewer, false), (Role::Clerk, false), (Role::Specialist, true), (Role::Manager, true)] {
        let shown = site.get(&page, &site.cookie(role)).await;
        assert_eq!(shown.body.contains(button), may, "{role:?}: {}", shown.text());
    }
    let cookie = site.cookie(Role::Specialist);
    let done = site.post(&undo, &cookie, "").await;
    assert_eq!(done.header("location"), page, "{}", done.text());
    let shown = site.get(&page, &cookie).await;
    assert!(shown.text().contains("取り込みの取消") && !shown.body.contains(button), "{}", shown.text());
    let twice = site.post(&undo, &cookie, "").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("もう取り消されています"), "{}", twice.text());
    let clients = site.get(&format!("/clients/{id}"), &cookie).await.text();
    assert!(!clients.contains("令和8年4月20日 の計画"), "its goals are no standing plan any more: {clients}");
}

#[tokio::test]
async fn the_clients_page_tells_goals_next_review_and_who_helps() {
    let (site, hanako) = site();
    let built = case_of(&hanako, 1).with(CaseFact::Plan(plan("2026-11-16", None)));
    let version = built.clone().build().facts.last().unwrap().id;
    keep(&site.app, &built.with(CaseFact::Consent(plan_consent("2026-11-16", version))).build());
    let page = site.get(&format!("/clients/{}", hanako.id), &site.cookie(Role::Viewer)).await.text();
    for told in ["令和8年11月16日 の計画", "次の見直し", "長期目標", "支援目標", "事業所"] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[tokio::test]
async fn turning_points_say_what_changes_where_it_was_read_and_what_to_ask() {
    let (site, _) = site();
    let cookie = site.cookie(Role::Specialist);
    let none = site.get("/turning-points", &cookie).await.text();
    assert!(none.contains("節目を迎える人はいません"), "{none}");
    let child = client("川崎 一郎").child_of("川崎 母子", "2008-12-10").build();
    let kept = child.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let page = site.get("/turning-points", &cookie).await.text();
    for told in [
        "令和8年12月9日 18歳になる",
        "変わること",
        "受給者証は、本人を支給決定の相手とするもの",
        "聞くこと:",
        "原本では確かめていません",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let line = site.get(&format!("/clients/{}", child.id), &cookie).await.text();
    assert!(line.contains("節目: 令和8年12月9日 18歳になる"), "{line}");
    let sent = site.post("/turning-points", &cookie, "words=%E5%A4%AA%E9%83%8E&who=all").await;
    let address = sent.header("location").to_owned();
    assert!(!address.contains("%E5%A4%AA"), "{address}");
    assert!(site.get(&address, &cookie).await.text().contains("あてはまる人はいません"));
}

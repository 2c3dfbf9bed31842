//! 書類 as a page: choose, mark, take back; no name in an address.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::common;

use axum::http::StatusCode;
use common::Site;
use domain::{client::Client, office::Role, planning::CaseFact};
use testkit::{
    SATO, client,
    planning::{assessment, basic, case_of, keep},
};

fn site() -> (Site, Client) {
    let site = Site::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let kept = hanako.clone();
    site.app.keep(move |tx| store::clients::insert(tx, &kept));
    let case = case_of(&hanako, 1)
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Assessment(assessment("2026-11-10")));
    keep(&site.app, &case.build());
    (site, hanako)
}

/// The values of the boxes.
fn boxes(page: &str) -> Vec<String> {
    let parts = page.split("name=\"papers\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

fn sent(papers: &[String], more: &str) -> String {
    let papers: Vec<String> = papers.iter().map(|token| format!("papers={}", token.replace(':', "%3A"))).collect();
    format!("{}&{more}", papers.join("&"))
}

#[tokio::test]
async fn what_is_chosen_is_marked_and_taken_back() {
    let (site, _) = site();
    let cookie = site.cookie(Role::Clerk);
    let page = site.get("/papers?kind=basic", &cookie).await;
    insta::assert_snapshot!(page.text(), @r"
    書類
    印刷する・渡す・受け取る書類です。同意・提出・交付を記録すると、その書類は自動で次へ進みます。選んだ書類は、1つのPDFにまとめて印刷できます。記録のない「印刷した」「署名のために渡した」だけを、ここで付けます。
    済んでいない 1
    印刷待ち 1
    送付待ち 0
    返送待ち 0
    済 0
    担当
    *すべて 佐藤 花子 鈴木 一
    用途
    すべて 署名をもらう 渡す・出す 受け取る 事務所の控え
    種類
    すべて *基本情報 アセスメント 計画案（同意の署名） 計画案（本人の控え） 計画案（提出） 支給申請書 計画相談支援依頼（変更）届出書 受給者証の写し サービス担当者会議録 計画（同意の署名） 計画（交付） 個別支援計画 モニタリング報告書（同意の署名） モニタリング報告書（写しの提出） 事業所の変更届出書
    しぼる
    氏名・カナ []
    さがす
    1件
    すべて選ぶ 利用者 書類 相手 状態 いつから 次にすること
    ( ) 川崎 花子さんの基本情報を選ぶ
    川崎 花子 カワサキ ハナコ
    基本情報
    新規の計画 No. R8-001
    事務所の控え
    ○ 印刷待ち
    R8.11.12 10日
    印刷する（PDF） （川崎 花子さんの基本情報）
    選んだ書類をまとめて印刷（PDF）
    印を付ける日付
    [R8.11.22]
    今日
    昨日
    []
    令和8年11月22日（2026年）
    印刷した
    渡した・送った
    要らない
    ");
    let all = site.get("/papers?check=all", &cookie).await;
    assert!(all.text().contains("(x)") && !all.text().contains("( )"), "{}", all.text());
    let papers = boxes(&page.body);
    let answer = site.post("/papers/mark", &cookie, &sent(&papers, "on=R8.11.22&mark=printed&state=print")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let address = answer.header("location").to_owned();
    assert!(address.starts_with("/papers?state=print&marked="), "{address}");
    let marked = site.get(&address, &cookie).await;
    assert!(marked.text().contains("1件に印を付けました"), "{}", marked.text());
    let done = site.get("/papers?state=done", &cookie).await.text();
    assert!(done.contains("基本情報") && done.contains("● 済"), "{done}");
    let batch = marked.hidden("batch");
    let back = site.post("/papers/undo", &cookie, &format!("batch={batch}")).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(site.get("/papers?state=done", &cookie).await.text().contains("先月から済んだ書類はありません"));
}

#[tokio::test]
async fn a_mistake_keeps_what_was_chosen_and_who_only_reads_has_no_boxes() {
    let (site, _) = site();
    let cookie = site.cookie(Role::Clerk);
    let papers = boxes(&site.get("/papers?kind=basic", &cookie).await.body);
    let wrong = site.post("/papers/mark", &cookie, &sent(&papers, "on=zzz&mark=printed&kind=basic")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("印を付けていません") && wrong.text().contains("(x)"), "{}", wrong.text());
    assert!(wrong.body.contains("value=\"zzz\""));
    let viewer = site.get("/papers", &site.cookie(Role::Viewer)).await;
    assert!(boxes(&viewer.body).is_empty() && viewer.text().contains("基本情報"), "{}", viewer.text());
}

#[tokio::test]
async fn a_name_is_searched_for_without_standing_in_the_address() {
    let (site, _) = site();
    let cookie = site.cookie(Role::Viewer);
    let answer = site.post("/papers/search", &cookie, "words=%E3%81%8B%E3%82%8F&state=print&who=all").await;
    let address = answer.header("location").to_owned();
    assert!(
        !address.contains("%E3%81%8B") && address.contains("who=all") && address.contains("state=print"),
        "{address}"
    );
    assert!(site.get(&address, &cookie).await.text().contains("川崎 花子"));
    let none = site.get("/papers?state=return", &cookie).await.text();
    assert!(none.contains("この状態の書類はありません"), "{none}");
    for odd in ["/papers?state=x&kind=%00&who=%3Cscript%3E&marked=y&q=%FF", "/papers?marked=x"] {
        let page = site.get(odd, &cookie).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("<script>"), "{odd}");
    }
}

#[tokio::test]
async fn the_chosen_papers_come_as_one_file_in_the_order_of_the_list() {
    let (site, _) = site();
    let cookie = site.cookie(Role::Clerk);
    let page = site.get("/papers?who=all&used=file", &cookie).await;
    let mut papers = boxes(&page.body);
    assert!(page.text().contains("アセスメント") && !page.text().contains("支給申請書\n"), "{}", page.text());
    assert_eq!(papers.len(), 2);
    papers.reverse();
    let printed = site.post("/papers/print", &cookie, &sent(&papers, "used=file&who=all")).await;
    assert_eq!(printed.status, StatusCode::OK, "{}", printed.text());
    assert_eq!(printed.header("content-type"), "application/pdf");
    assert!(!printed.header("content-disposition").contains("花子"));
    let places = ["basic-national", "assessment-sheet"].map(|form| printed.body.find(&format!("form: \"{form}\"")));
    assert!(places[0].is_some() && places[0] < places[1], "{places:?}: {}", printed.body);
    let state = site.get("/papers?who=all&used=file", &cookie).await.text();
    assert!(state.contains("印刷待ち 2"), "printing marks nothing: {state}");
    let none = site.post("/papers/print", &cookie, "used=file&who=all").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("印刷する書類を選んでください"), "{}", none.text());
}

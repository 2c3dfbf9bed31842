//! きまり: the page on which a reader checks us, and the files of worked cases it leads to.

use super::common;

use axum::http::StatusCode;
use common::Site;
use domain::{office::Role, rule_list::rule_areas};
use law::LawBook;

#[tokio::test]
async fn every_rule_with_its_cases_every_value_setting_and_source_is_there() {
    let site = Site::new();
    let page = site.get("/rules", &site.cookie(Role::Viewer)).await;
    assert_eq!(page.status, StatusCode::OK);
    for rule in rule_areas().iter().flat_map(|area| &area.rules) {
        assert!(page.body.contains(&format!("id=\"{}\"", rule.id)), "{}", rule.id);
    }
    let book = LawBook::embedded().unwrap();
    let fees = law::fees::Fees::embedded().unwrap();
    for id in book.timelines().map(|timeline| &timeline.id).chain(fees.all().map(|fee| &fee.timeline.id)) {
        assert_eq!(page.body.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    for source in book.sources() {
        assert!(page.body.contains(&format!("id=\"source-{}\"", source.id)), "{}", source.id);
    }
    for setting in &book.municipality("default").unwrap().settings {
        assert!(page.body.contains(&format!("id=\"setting-{}\"", setting.key)), "{}", setting.key);
    }
    assert!(!page.text().contains("計算例 0件"), "a rule without a worked case");
}

#[tokio::test]
async fn a_search_leaves_what_has_all_words_and_says_how_much() {
    let site = Site::new();
    let cookie = site.cookie(Role::Viewer);
    let page = site.get("/rules?q=%E7%B5%82%E6%9C%9F%E6%9C%88+%E6%95%B0%E3%81%88%E3%82%8B", &cookie).await;
    let text = page.text();
    // The worked cases grow; here it matters that they follow.
    let (head, cases) = text.split_once("計算例 ").unwrap();
    insta::assert_snapshot!(head, @r"
    きまり
    みまもりが答えを出すときに使う規則・値・出典のすべてです。おかしいと思ったら、出典と見くらべてください。⚠ は、公的な資料では確かめられていない値です。
    印刷する
    さがす言葉 [終期月 数える]
    さがす
    すべて
    「終期月 数える」をふくむもの: 規則 1件
    実施月の規則 1
    実施月の規則 1件
    有効期間の終期月から数えて戻る
    monitoring.schedule.count-back
    指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「3-3) 開始月 → サービスの有効期間の終期月にモニタリングを実施することとした上で…」
    相談支援関係Q&#38;A（平成24年3月6日、解説サイトにある写しで読んだ）「モニタリング実施月の設定」
    ");
    assert!(
        cases.contains("割り切れないときは、はじめの間だけが半端になる law/cases/schedule/count-back.toml"),
        "{cases}"
    );
    assert!(page.body.contains("value=\"終期月 数える\""), "what was typed is kept");
}

#[tokio::test]
async fn a_value_that_no_official_document_confirms_carries_the_mark() {
    let site = Site::new();
    let page = site.get("/rules?q=claim_day", &site.cookie(Role::Viewer)).await;
    insta::assert_snapshot!(page.text(), @r"
    きまり
    みまもりが答えを出すときに使う規則・値・出典のすべてです。おかしいと思ったら、出典と見くらべてください。⚠ は、公的な資料では確かめられていない値です。
    印刷する
    さがす言葉 [claim_day]
    さがす
    すべて
    「claim_day」をふくむもの: 市町村が決めること 2件
    市町村が決めること 2
    市町村が決めること 2件
    法令が市町村にまかせていることです。
    請求の期限
    claim_day
    行った月の翌月の何日までに請求するかを決めます。
    ふつうは: 国保連への請求は翌月10日までです。
    請求の期限の値
    市町村 値 出典 確からしさ 確認した日
    全国の既定 10 この製品の扱い（法令に定めがないため、こう決めた）「請求の期限は翌月10日として扱う」 ⚠ 未確認 令和8年11月22日
    請求の期限が休みの日のとき
    claim_day_moves
    請求の期限が土曜・日曜・祝日・年末年始に当たるとき、次の平日まで延びるかを決めます。
    ふつうは: インターネットでの請求は休みの日でも受け付けられ、期限は延びないのがふつうです。延びるという案内が国保連からあるときだけ変えてください。
    請求の期限が休みの日のときの値
    市町村 値 出典 確からしさ 確認した日
    全国の既定 延びない この製品の扱い（法令に定めがないため、こう決めた）「請求の期限は翌月10日として扱う」 ⚠ 未確認 令和8年11月29日
    ");
}

#[tokio::test]
async fn nothing_found_leads_back_to_everything() {
    let site = Site::new();
    let page = site.get("/rules?q=%3Cscript%3E", &site.cookie(Role::Viewer)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("<script>"), "what was typed stays text");
    insta::assert_snapshot!(page.text(), @r"
    きまり
    みまもりが答えを出すときに使う規則・値・出典のすべてです。おかしいと思ったら、出典と見くらべてください。⚠ は、公的な資料では確かめられていない値です。
    印刷する
    さがす言葉 [&#60;script&#62;]
    さがす
    すべて
    見つかりませんでした。
    言葉を短くするか、漢字・カナを変えてさがしてください。
    すべてのきまりを表示する
    ");
}

#[tokio::test]
async fn a_case_file_stands_there_as_the_tests_read_it() {
    let site = Site::new();
    let cookie = site.cookie(Role::Viewer);
    let list = site.get("/rules?q=visit-month", &cookie).await;
    assert!(list.body.contains("href=\"/rules/cases/visit-month/next-month\""), "{}", list.text());
    let file = site.get("/rules/cases/visit-month/next-month", &cookie).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.text().contains("law/cases/visit-month/next-month.toml"), "{}", file.text());
    assert!(file.text().contains("stands = "), "{}", file.text());
    for gone in ["/rules/cases/visit-month/no-such-file", "/rules/cases/..%2Ffees/not-included"] {
        assert_eq!(site.get(gone, &cookie).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

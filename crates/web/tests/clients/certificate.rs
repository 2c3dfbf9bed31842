//! 受給者証: preview, register, correct.

use axum::http::StatusCode;
use domain::office::Role;
use testkit::TestApp;

use super::{
    client::registered,
    site::{get, post, sign_in},
};

const RENEWAL: [(&str, &str); 11] = [
    ("service", "plan"),
    ("number", "１２３４５６７８"),
    ("municipality", "141305"),
    ("municipality_name", "川崎市"),
    ("decision", "renewal"),
    ("plan_made_on", "R8.4.20"),
    ("grant_service_0", "居宅介護"),
    ("grant_amount_0", "月30時間"),
    ("grant_start_0", "R8.5.1"),
    ("grant_end_0", "R9.4.30"),
    ("phase_interval_0", "3"),
];

fn id(page: &str) -> String {
    page.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_preview_shows_months_and_standard_and_saves_nothing() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let client = id(&registered(&app, &cookie).await);
    let mut typed = RENEWAL.to_vec();
    typed.push(("client", &client));
    let page = post(&app, &cookie, "/certificates/preview", &typed).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let shown = text.split("実施月の下見").nth(1).unwrap();
    assert!(shown.contains("3か月ごと") && shown.contains("全部で4回"), "{shown}");
    assert!(page.html().contains(r#"value="１２３４５６７８""#), "what was typed is kept");
    assert!(get(&app, &cookie, &format!("/clients/{client}")).await.text().contains("まだ登録がありません"));
}

#[tokio::test]
async fn months_that_nobody_can_mean_do_not_make_a_page_without_end() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let client = id(&registered(&app, &cookie).await);
    let many = (0..40_000).map(|number| format!("x{number}")).collect::<Vec<_>>().join(" ");
    for months in ["1868-01 2200-12", many.as_str()] {
        let mut typed = RENEWAL.to_vec();
        typed.extend([("client", client.as_str()), ("months", months)]);
        let page = post(&app, &cookie, "/certificates/preview", &typed).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html().len() < 2 * months.len() + 400_000, "{} bytes", page.html().len());
        let saved = post(&app, &cookie, &format!("/clients/{client}/certificates"), &typed).await;
        assert_eq!(saved.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(saved.html().len() < 2 * months.len() + 400_000, "{} bytes", saved.html().len());
    }
    let mut typed = RENEWAL.to_vec();
    typed.extend([("grant_service_1", "生活介護"), ("grant_start_1", "2190-01-01"), ("grant_end_1", "2191-01-01")]);
    let saved = post(&app, &cookie, &format!("/clients/{client}/certificates"), &typed).await;
    assert_eq!(saved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(saved.html().contains("最後の終了日までが10年を超えています"), "{}", saved.text());
}

#[tokio::test]
async fn a_wrong_end_is_said_at_its_field() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let mut typed = RENEWAL;
    typed[9] = ("grant_end_0", "R7.4.30");
    let answer = post(&app, &cookie, &format!("{page}/certificates"), &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html().contains(r##"href="#grant_end_0""##));
}

#[tokio::test]
async fn a_registered_certificate_fills_the_clients_page_and_can_be_corrected() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let saved = post(&app, &cookie, &format!("{page}/certificates"), &RENEWAL).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let client = get(&app, &cookie, &page).await;
    let text = client.text();
    assert!(text.contains("令和8年5月1日 〜 令和9年4月30日 ● 有効"), "{text}");
    assert!(text.contains("3か月ごと（R8.7・R8.10・R9.1・R9.4）"), "{text}");
    let html = client.html();
    let certificate = html.split(r#"href="/certificates/"#).nth(1).unwrap().split('"').next().unwrap();
    let address = format!("/certificates/{certificate}");
    let viewer = sign_in(&app, Role::Viewer);
    let read = get(&app, &viewer, &address).await.html();
    assert!(read.contains("<fieldset class=\"bare\" disabled>") && !read.contains("保存する</button>"));
    let mut typed = RENEWAL.to_vec();
    typed[10] = ("phase_interval_0", "6");
    typed.push(("_version", "1"));
    let unexplained = post(&app, &cookie, &address, &typed).await;
    assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unexplained.html().contains(r##"href="#proposal_reason""##), "{}", unexplained.text());
    typed.push(("proposal_reason", "市町村の決定による"));
    assert_eq!(post(&app, &cookie, &address, &typed).await.status, StatusCode::SEE_OTHER);
    let again = post(&app, &cookie, &address, &typed).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the version is an old one");
}

/// The preview's half of the page.
fn preview_of(text: &str) -> &str {
    text.split_once("実施月の下見").unwrap().1.split_once("登録する").unwrap().0
}

#[tokio::test]
async fn standard_proposal_and_decision_stand_side_by_side_each_with_its_reason() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let client = id(&registered(&app, &cookie).await);
    let mut typed = RENEWAL.to_vec();
    typed[10] = ("months", "R8.8、R8.10、R9.1、R9.4");
    typed.push(("phase_interval_0", "6"));
    typed.push(("client", &client));
    let page = post(&app, &cookie, "/certificates/preview", &typed).await;
    insta::assert_snapshot!(preview_of(&page.text()).trim().replace("。 ", "。\n"), @r"
    標準期間 3か月ごと なぜこの標準期間? 居宅介護を利用するため、標準期間は3か月です。
    規則 居宅介護・行動援護・同行援護・重度訪問介護・短期入所・就労移行支援・自立訓練 事実 サービス: 居宅介護 使った値 居宅介護・行動援護・短期入所・就労移行支援・自立訓練などの標準期間: 3か月（平成31年4月1日から、公的資料で確認） 出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「3-2) (2) ②」 出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「モニタリング実施標準期間の見直し時期」 計画作成日が令和8年4月20日なので、平成31年4月1日からの表によります。表が変わっても、計画を作り直すか変更するまでこの表のままです。
    事実 計画作成日: 令和8年4月20日 使った値 標準期間の表: 2019-04（平成31年4月1日から、公的資料で確認） 出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「※ 現に計画作成済みの対象者については…なお従前の例による」 出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「モニタリング実施標準期間の見直し時期」 提案 3か月ごと 標準期間からの案です。
    この案を提案に入れる R8.7・R8.10・R9.1・R9.4 決定（受給者証） 6か月ごと 標準より長い期間です。市町村の決定のとおりなら、このままでかまいません。
    標準期間（3か月ごと）より長い6か月ごととする理由は何ですか（「期間の理由」に書いておきます）。
    令和8年5月から 5月 · 令和8年5月 なし 6月 · 令和8年6月 なし 7月 · 令和8年7月 なし 8月 ○ 令和8年8月 予定 9月 · 令和8年9月 なし 10月 ○ 令和8年10月 予定 11月 · 令和8年11月 なし 12月 · 令和8年12月 なし 1月 ○ 令和9年1月 予定 2月 · 令和9年2月 なし 3月 · 令和9年3月 なし 4月 ■ 令和9年4月 終期月 ○ 実施月 ■ 終期月（かならず実施） · なし 全部で4回 なぜこの月? 受給者証に書かれた実施月のとおりです。
    規則 受給者証に書かれた実施月による 事実 居宅介護の有効期間: 令和8年5月1日から令和9年4月30日まで 出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「3-3) ④ モニタリング期間等を定め、対象者に通知（受給者証にも記載）」 出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「2-3 原則として受給者証の記載に基づき行います」 支給期間は、新しい有効期間の始まる月の令和8年5月から、最長の有効期間の終わる令和9年4月までです。
    出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「3-3) ※計画相談支援給付費の支給期間は…」 出典 根拠: 相談支援関係Q&#38;A（平成24年3月6日、解説サイトにある写しで読んだ）「支給期間の始期と終期（更新）」 受給者証の実施月が、モニタリング期間から数えた月と違います。受給者証のとおりに扱います。市町村に確かめてください。
    出典 根拠: 指定計画相談支援事業及び指定障害児相談支援事業の対象者等について（平成30年4月改定）「3-3) ④ モニタリング期間等を定め、対象者に通知（受給者証にも記載）」 出典 根拠: 川崎市の相談支援の手引き（モニタリングの流れ、虐待防止の視点、モニタリングの実施月）「2-3 原則として受給者証の記載に基づき行います」 受給者証の実施月が、モニタリング期間から数えた月と違います。受給者証のとおりに扱います。市町村に確かめてください。
    受給者証の実施月 令和8年8月、令和8年10月、令和9年1月、令和9年4月（こちらで進めます） 期間から数えた月 令和8年10月、令和9年4月
    ");
}

#[tokio::test]
async fn the_proposal_can_be_taken_over_without_javascript_and_what_was_typed_stays() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let client = id(&registered(&app, &cookie).await);
    let mut typed = RENEWAL.to_vec();
    typed[10] = ("take", "3");
    typed.push(("client", &client));
    let page = post(&app, &cookie, "/certificates/preview", &typed).await;
    let html = page.html();
    assert!(html.contains(r#"name="proposed_interval" type="text" value="3""#), "{html}");
    assert!(html.contains(r#"value="月30時間""#), "what was typed is kept");
    let first = html.split("data-keep").nth(1).unwrap().split("<button").nth(1).unwrap();
    assert!(first.contains(">Enter<"), "Enter in a field registers, it takes nothing over: {first}");
    assert!(page.text().contains("決定した期間がまだないので、提案のとおりになったときの実施月"), "{}", page.text());
}

#[tokio::test]
async fn a_question_is_asked_only_where_it_decides_and_its_answer_stays() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    let client = id(&page);
    let parsed = client.parse().unwrap();
    app.keep(move |tx| {
        let mut person = store::clients::find(tx, testkit::OFFICE, parsed)?.unwrap();
        person.birth = testkit::day("1950-01-01");
        store::clients::update(tx, &person)
    });
    let question = "介護保険のケアマネジメントを受けていますか";
    let blank = get(&app, &cookie, &format!("{page}/certificates/new")).await.text();
    assert!(!blank.contains(question) && blank.contains("サービスを選ぶと"), "{blank}");
    let mut typed = RENEWAL.to_vec();
    typed[6] = ("grant_service_0", "生活介護");
    typed.push(("client", &client));
    let open = post(&app, &cookie, "/certificates/preview", &typed).await;
    assert!(open.html().contains(r##"<a href="#care_management">"##), "the preview leads to the question");
    assert!(open.text().contains("まだ決まりません"), "{}", open.text());
    typed.push(("care_management", "no"));
    let answered = post(&app, &cookie, "/certificates/preview", &typed).await;
    assert!(answered.html().contains(r#"name="care_management" value="no" checked"#), "{}", answered.html());
    assert!(answered.text().contains("65歳以上で介護保険のケアマネジメントを受けていないため"), "{}", answered.text());
    let saved = post(&app, &cookie, &format!("{page}/certificates"), &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let again = get(&app, &cookie, &format!("{page}/certificates/new")).await.text();
    assert!(!again.contains(question), "what is known of the person is not asked for again");
}

#[tokio::test]
async fn a_change_is_another_page_than_a_correction() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Clerk);
    let page = registered(&app, &cookie).await;
    post(&app, &cookie, &format!("{page}/certificates"), &RENEWAL).await;
    let shown = get(&app, &cookie, &page).await;
    let address = shown.html().split("href=\"/certificates/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let stored = get(&app, &cookie, &format!("/certificates/{address}")).await;
    assert!(stored.text().contains("訂正を記録する") && stored.text().contains("変更として登録する"));
    let change = format!("/certificates/{address}/change");
    let form = get(&app, &cookie, &change).await;
    assert!(
        form.text().contains("変更を登録する") && form.html().contains(r#"name="grant_start_0" type="text" value="""#)
    );
    let typed = |start: &'static str| {
        let mut typed = RENEWAL.to_vec();
        typed.retain(|(name, _)| !matches!(*name, "grant_start_0" | "plan_made_on" | "decision"));
        typed.extend([
            ("grant_start_0", start),
            ("plan_made_on", "R8.11.1"),
            ("decision", "change"),
            ("proposal_reason", "市町村の決定による"),
        ]);
        typed
    };
    let refused = post(&app, &cookie, &change, &typed("R8.5.1")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("訂正してください"), "{}", refused.text());
    let saved = post(&app, &cookie, &change, &typed("R8.11.10")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(get(&app, &cookie, &page).await.text().contains("変更・川崎市"));
}

#[tokio::test]
async fn a_visit_beside_the_plan_opens_its_round_and_a_task_is_put_aside() {
    let app = TestApp::new();
    let cookie = sign_in(&app, Role::Specialist);
    let page = registered(&app, &cookie).await;
    let form = get(&app, &cookie, &format!("{page}/visits/new")).await;
    assert!(form.text().contains("予定にない月の訪問"), "{}", form.text());
    let refused =
        post(&app, &cookie, &format!("{page}/visits"), &[("service", "plan"), ("visited_on", "R9.1.1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html().contains(r#"value="R9.1.1""#), "what was typed is kept");
    let opened =
        post(&app, &cookie, &format!("{page}/visits"), &[("service", "plan"), ("visited_on", "R8.10.5")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let round = get(&app, &cookie, opened.headers["location"].to_str().unwrap()).await;
    assert!(round.text().contains("この月の受給者証がまだ登録されていません"), "{}", round.text());
    let client = id(&page);
    app.keep(move |tx| {
        let task = store::tasks::Task {
            kind: store::tasks::TaskKind::ClaimDiffers,
            subject: "claim".to_owned(),
            client: client.parse().unwrap(),
            name: "川崎 花子".to_owned(),
            month: testkit::month("2026-10"),
            from: "川崎市 1".to_owned(),
            to: "川崎市 2".to_owned(),
        };
        store::tasks::put(tx, testkit::OFFICE, &task, "2026-11-22T00:00:00.000Z")
    });
    assert!(get(&app, &cookie, "/").await.text().contains("確かめることが1件あります"));
    assert!(get(&app, &cookie, "/tasks").await.text().contains("取下げ・再請求が要るか"));
    let clerk = sign_in(&app, Role::Clerk);
    let done = post(&app, &clerk, "/tasks", &[("kind", "claim_differs"), ("subject", "claim")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(get(&app, &cookie, "/tasks").await.text().contains("確かめることはありません"));
}

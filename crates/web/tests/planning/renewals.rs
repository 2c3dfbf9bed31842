//! 更新 as pages: the review with the reports of the term beside it, what the draft takes over and asks, the guide, and how many fields a
//! renewal takes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{client::Client, office::Role};
use store::certificates;
use testkit::{
    months,
    planning::{basic, case_of, interview, keep},
    renewal::{keep_before, report, review},
    steps::add_rounds,
};

use super::{
    case::site,
    plans::{flat, shown},
    texts::body,
};
use crate::common::{Answer, Site};

/// A renewal of 花子's plan of 2025, whose term has two reports.
async fn renewing() -> (Site, Client, String, String) {
    let (site, hanako) = site();
    keep_before(&site.app, &hanako);
    let mut certificate = months("2025-12..2026-11").every(3).of(&hanako);
    certificate.plan_made_on = None;
    let kept = certificate.clone();
    site.app.keep(move |tx| certificates::insert(tx, &kept));
    add_rounds(&site.app, &certificate, &["2026-05", "2026-08"]);
    report(&site.app, &hanako, "2026-05", "2026-05-12");
    report(&site.app, &hanako, "2026-08", "2026-08-11");
    let cookie = site.cookie(Role::Specialist);
    let start = format!("/clients/{}/planning", hanako.id);
    let fields = "opened_on=R8.11.2&service=plan&kind=renewal&municipality=141305";
    let answer = site.post(&start, &cookie, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let case = answer.header("location").to_owned();
    (site, hanako, case, cookie)
}

/// The fields of a page with these words in the place of theirs.
fn with(mut fields: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let names: BTreeSet<&str> = typed.iter().map(|(name, _)| *name).collect();
    fields.retain(|(name, _)| !names.contains(name.as_str()));
    fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// The value of a button whose words begin so.
fn button<'p>(page: &'p Answer, words: &str) -> &'p str {
    let before = page.body.split(&format!(">{words}")).next().unwrap();
    assert!(before.len() < page.body.len(), "{words}: {}", page.text());
    before.rsplit("value=\"").next().unwrap().split('"').next().unwrap()
}

/// Presses a button that takes something over; the page comes again, unsaved.
async fn take(site: &Site, step: &str, cookie: &str, page: &Answer, words: &str) -> Answer {
    let value = button(page, words).to_owned();
    let answer = site.post(step, cookie, &body(&with(shown(page), &[("_take", &value)]))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", flat(&answer));
    assert!(flat(&answer).contains("画面の内容はまだ保存していません"), "{}", flat(&answer));
    answer
}

#[tokio::test]
async fn what_a_report_says_is_taken_over_into_the_review_with_where_it_stands() {
    let (site, _, case, cookie) = renewing().await;
    let step = format!("{case}/p1-review");
    let page = site.get(&step, &cookie).await;
    let text = flat(&page);
    assert!(text.contains("この期間の報告（2件）"), "{text}");
    assert!(text.contains("令和8年8月の報告（R8.8.11 訪問）") && text.contains("令和8年5月の報告"), "{text}");
    assert!(text.contains("自分に合う仕事を見つける") && text.contains("達成度 ◎"), "{text}");
    assert!(text.contains("今後の課題: 夕方に疲れが出る"), "{text}");
    let page = take(&site, &step, &cookie, &page, "「達成したこと」に取り込む").await;
    assert!(page.body.contains("自分に合う仕事を見つける（◎：花の作業に決めた）</textarea>"), "{}", page.body);
    assert!(flat(&page).contains("令和8年8月の報告 1行目から"), "the origin stands beside it: {}", flat(&page));
    assert!(flat(&page).contains("✓ 達成したことに取り込みました"), "{}", flat(&page));
    let page = take(&site, &step, &cookie, &page, "この報告をまとめて取り込む").await;
    let fields = shown(&page);
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!(value("unmet_0"), "手伝いがあれば続けられる（△：週1回できた）");
    assert_eq!(value("issue_0"), "夕方に疲れが出る");
    assert_eq!(value("achieved_0"), "自分に合う仕事を見つける（◎：花の作業に決めた）", "not twice");
    let kept = site.post(&step, &cookie, &body(&with(fields, &[("written_on", "R8.11.10")]))).await;
    assert_eq!(kept.header("location"), step, "{}", flat(&kept));
    let page = site.get(&step, &cookie).await;
    let refused = site.post(&step, &cookie, &body(&with(shown(&page), &[("action", "finish")]))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for asked in ["効果の評価を入力してください", "サービスの種類・量を選んでください"] {
        assert!(flat(&refused).contains(asked), "{asked}: {}", flat(&refused));
    }
    let said = [
        ("found_strength_0", "朝が早くても平気"),
        ("outlook", "花屋で働いてみたい。"),
        ("effect", "生活のリズムが整った。"),
        ("services_need", "unchanged"),
        ("action", "finish"),
    ];
    let silent = site.post(&step, &cookie, &body(&with(shown(&page), &said))).await;
    assert!(flat(&silent).contains("種類・量を変更する必要がない理由を入力してください"), "{}", flat(&silent));
    let all = with(shown(&page), &[said.as_slice(), &[("unchanged_reason", "足りている。")]].concat());
    assert_eq!(site.post(&step, &cookie, &body(&all)).await.header("location"), case);
    let shown = flat(&site.get(&case, &cookie).await);
    assert!(shown.contains("1. 夕方に疲れが出る（令和8年8月の報告 2行目から）"), "{shown}");
    let assessment = flat(&site.get(&format!("{case}/p1-assessment"), &cookie).await);
    assert!(assessment.contains("朝が早くても平気") && assessment.contains("花屋で働いてみたい。"), "{assessment}");
}

#[tokio::test]
async fn a_first_plan_has_nothing_to_look_back_on_and_a_change_may() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let first = case_of(&hanako, 1).build();
    keep(&site.app, &first);
    let case = flat(&site.get(&format!("/planning/{}", first.id), &cookie).await);
    assert!(!case.contains("これまでの計画の振り返り") && !case.contains("更新の進め方"), "{case}");
    let page = flat(&site.get(&format!("/planning/{}/p1-review", first.id), &cookie).await);
    assert!(page.contains("はじめての計画です。振り返る計画はありません。"), "{page}");
    let draft = flat(&site.get(&format!("/planning/{}/p2-draft", first.id), &cookie).await);
    assert!(!draft.contains("これまでのサービスの効果"), "{draft}");
    assert!(draft.contains("夢を実現するために今すること"), "the dream is offered for a first plan, too: {draft}");
}

#[tokio::test]
async fn a_strength_and_the_dream_are_offered_beside_a_need_of_a_first_plan_too() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let first = case_of(&hanako, 1)
        .with(domain::planning::CaseFact::Basic(basic("2026-11-02")))
        .with(domain::planning::CaseFact::Interview(interview("2026-11-09")))
        .with(domain::planning::CaseFact::Assessment(testkit::planning::assessment("2026-11-12")))
        .build();
    keep(&site.app, &first);
    let step = format!("/planning/{}/p2-draft", first.id);
    let page = site.get(&step, &cookie).await;
    let typed = with(shown(&page), &[("need_0", "家から出られない"), ("dream_now", "朝市で花を売る")]);
    let kept = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", flat(&kept));
    let page = site.get(&step, &cookie).await;
    let page = take(&site, &step, &cookie, &page, "花の名前なら負けない。</button>").await;
    let page = take(&site, &step, &cookie, &page, "朝市で花を売る</button>").await;
    let fields = shown(&page);
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap();
    assert_eq!((value("need_strength_0"), value("need_goal_0")), ("花の名前なら負けない。", "朝市で花を売る"));
    assert!(!page.body.contains("花の名前なら負けない。</button>"), "what is there is not offered");
}

/// The first step of a renewal, recorded but for what is asked of the draft.
async fn reviewed() -> (Site, String, String) {
    let (site, _, case, cookie) = renewing().await;
    let said = |text: &dyn Fn() -> Vec<(String, String)>| body(&text());
    let step = format!("{case}/p1-review");
    let page = site.get(&step, &cookie).await;
    let it = review("2026-11-10");
    let fields = with(
        shown(&page),
        &[
            ("written_on", "R8.11.10"),
            ("issue_0", "夕方に疲れが出る"),
            ("found_strength_0", "朝が早くても平気"),
            ("outlook", &it.outlook),
            ("effect", &it.effect),
            ("services_need", "unchanged"),
            ("unchanged_reason", &it.unchanged_reason),
            ("action", "finish"),
        ],
    );
    let done = site.post(&step, &cookie, &said(&|| fields.clone())).await;
    assert_eq!(done.header("location"), case, "{}", flat(&done));
    (site, case, cookie)
}

#[tokio::test]
async fn the_draft_takes_the_review_over_asks_why_goals_go_on_and_says_what_a_change_is() {
    let (site, case, cookie) = reviewed().await;
    let step = format!("{case}/p2-draft");
    let page = site.get(&step, &cookie).await;
    assert!(page.body.contains("通う所ができ、生活のリズムが整った。"), "{}", flat(&page));
    assert!(page.body.contains("いまの回数で無理なく続いている。</textarea>"), "{}", flat(&page));
    assert!(flat(&page).contains("サービスの種類・量は、前の計画と同じです。"), "{}", flat(&page));
    assert_eq!(page.body.matches("前の計画と同じ目標を続ける理由").count(), 2, "{}", flat(&page));
    let page = take(&site, &step, &cookie, &page, "課題の行にする").await;
    assert!(shown(&page).contains(&("need_2".to_owned(), "夕方に疲れが出る".to_owned())), "{}", flat(&page));
    assert!(!flat(&page).contains("課題の行にする"), "what has its row is not offered");
    let page = take(&site, &step, &cookie, &page, "朝が早くても平気</button>").await;
    assert!(shown(&page).contains(&("need_strength_2".to_owned(), "朝が早くても平気".to_owned())));
    let typed = [
        ("written_on", "R8.11.13"),
        ("need_goal_0", "花屋で週2日働く"),
        ("need_goal_2", "昼に休む時間をとる"),
        ("need_due_2", "令和9年5月"),
        ("action", "finish"),
    ];
    let unsaid = site.post(&step, &cookie, &body(&with(shown(&page), &typed))).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&unsaid).contains("2行目の目標は前の計画と同じです。続ける理由を書いてください"), "{}", flat(&unsaid));
    let more = [typed.as_slice(), &[("need_kept_1", "手伝いがまだ要る"), ("service_amount_1", "月12時間")]].concat();
    let change = site.post(&step, &cookie, &body(&with(shown(&page), &more))).await;
    assert_eq!(change.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = flat(&change);
    assert!(text.contains("サービスの種類・量が前の計画と違います。これは変更です。"), "{text}");
    assert!(text.contains("居宅介護: 前の計画は月10時間、この計画は月12時間"), "{text}");
    assert!(text.contains("事前に区役所・支所へ相談し"), "what a change asks: {text}");
    let done = [typed.as_slice(), &[("need_kept_1", "手伝いがまだ要る")]].concat();
    let finished = site.post(&step, &cookie, &body(&with(shown(&page), &done))).await;
    assert_eq!(finished.header("location"), case, "{}", flat(&finished));
}

/// A renewal that somebody goes through, counting the fields.
struct Walk {
    site: Site,
    case: String,
    cookie: String,
    /// Fields that were typed or chosen.
    typed: usize,
    /// Fields that were there already, and stayed.
    prefilled: usize,
    /// Each page with both, as a line.
    lines: Vec<String>,
}

impl Walk {
    /// Opens a page, types what is given over what stands there, and sends it.
    async fn fill(&mut self, part: &str, typed: &[(&str, &str)]) {
        let step = format!("{}/{part}", self.case);
        let page = self.site.get(&step, &self.cookie).await;
        self.send(part, &page, typed).await;
    }

    async fn send(&mut self, part: &str, page: &Answer, typed: &[(&str, &str)]) {
        let step = format!("{}/{part}", self.case);
        let tags = page.body.split("<input").filter_map(|rest| rest.split('>').next());
        let hidden: BTreeSet<String> = tags
            .filter(|tag| tag.contains("type=\"hidden\""))
            .filter_map(|tag| Some(tag.split_once(" name=\"")?.1.split('"').next()?.to_owned()))
            .collect();
        let names: BTreeSet<&str> =
            typed.iter().map(|(name, _)| *name).filter(|name| !matches!(*name, "action")).collect();
        let there: BTreeSet<String> = shown(page)
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && !hidden.contains(name) && !names.contains(name.as_str()))
            .map(|(name, _)| name)
            .collect();
        let sent = self.site.post(&step, &self.cookie, &body(&with(shown(page), typed))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{part}: {}", flat(&sent));
        self.typed += names.len();
        self.prefilled += there.len();
        self.lines.push(format!("{part} {} {}", names.len(), there.len()));
    }
}

#[tokio::test]
async fn a_renewal_without_change_asks_few_fields_and_nothing_twice() {
    let (site, hanako, case, cookie) = renewing().await;
    let mut walk = Walk { site, case, cookie, typed: 0, prefilled: 0, lines: Vec::new() };
    walk.fill("p1-coverage", &[("care_insurance", "no")]).await;
    walk.fill(
        "p1-basic",
        &[("consulted_on", "R8.11.2"), ("caller", "川崎 母子"), ("consultation", "更新"), ("action", "finish")],
    )
    .await;
    let met = [("date", "R8.11.9"), ("lives_there", "yes"), ("interviewed", "yes"), ("wishes", "花屋で働いてみたい。")];
    walk.fill("p1-interview", &met).await;
    let step = format!("{}/p1-review", walk.case);
    let page = walk.site.get(&step, &walk.cookie).await;
    let page = take(&walk.site, &step, &walk.cookie, &page, "この報告をまとめて取り込む").await;
    let looked_back = [
        ("written_on", "R8.11.10"),
        ("outlook", "花屋で働いてみたい。"),
        ("effect", "生活のリズムが整った。"),
        ("services_need", "unchanged"),
        ("unchanged_reason", "いまの回数で続いている。"),
        ("action", "finish"),
    ];
    walk.send("p1-review", &page, &looked_back).await;
    walk.fill("p1-assessment", &[("written_on", "R8.11.10"), ("situation", "週3日通う。"), ("action", "finish")]).await;
    let step = format!("{}/p2-draft", walk.case);
    let page = walk.site.get(&step, &walk.cookie).await;
    let page = take(&walk.site, &step, &walk.cookie, &page, "課題の行にする").await;
    let proposed = [
        ("written_on", "R8.11.12"),
        ("need_goal_0", "花屋で週2日働く"),
        ("need_kept_1", "手伝いがまだ要る"),
        ("need_goal_2", "昼に休む時間をとる"),
        ("need_due_2", "令和9年5月"),
        ("action", "finish"),
    ];
    walk.send("p2-draft", &page, &proposed).await;
    walk.fill("p2-week-plan", &[("written_on", "R8.11.12"), ("starts", "令和8年12月"), ("action", "finish")]).await;
    walk.fill("p2-interval", &[("interval_months", "3"), ("use_from", "R8.12.1"), ("action", "finish")]).await;
    walk.fill("p2-draft-consent", &[("agreed_on", "R8.11.13"), ("handed_on", "R8.11.13")]).await;
    let papers = [
        ("handed_on", "R8.11.13"),
        ("papers", "draft"),
        ("papers", "application"),
        ("not_asked", "notice"),
        ("means", "counter"),
    ];
    walk.fill("p3-hand-in", &papers).await;
    let mut decided = months("2026-12..2027-11").every(3).of(&hanako);
    decided.plan_made_on = None;
    let id = decided.id.to_string();
    walk.site.app.keep(move |tx| certificates::insert(tx, &decided));
    let granted = [
        ("outcome", "granted"),
        ("decided_on", "R8.11.16"),
        ("notified_on", "R8.11.17"),
        ("interval_months", "3か月"),
        ("certificate", id.as_str()),
    ];
    walk.fill("p3-decision", &granted).await;
    let told = [
        ("date", "R8.11.17"),
        ("provider_name", "さくら"),
        ("channel", "phone"),
        ("content", "続けて通う"),
        ("result", "引き受ける"),
    ];
    walk.fill("p3-coordination", &told).await;
    let met = [
        ("held_on", "R8.11.19"),
        ("begins", "14:00"),
        ("ends", "15:00"),
        ("may_share", "yes"),
        ("place", "さくら"),
        ("person_came", "yes"),
        ("agenda", "目標"),
        ("discussion", "週2日から"),
        ("conclusion", "案のとおり"),
        ("attendee_attendance_0", "present"),
        ("attendee_name_1", "田中"),
        ("attendee_attendance_1", "present"),
        ("action", "finish"),
    ];
    walk.fill("p4-conference", &met).await;
    walk.fill("p5-plan", &[("written_on", "R8.11.20"), ("action", "finish")]).await;
    walk.fill("p5-consent", &[("certificate", id.as_str())]).await;
    let handed = [("to", "client"), ("to", "provider:さくら"), ("delivered_on", "R8.11.21"), ("means", "hand")];
    walk.fill("p5-delivery", &handed).await;
    let page = flat(&walk.site.get(&walk.case, &walk.cookie).await);
    assert!(page.contains("この計画の5つの段階は、すべて済んでいます。"), "{page}");
    println!("{}\n更新: 書いた欄 {}、入っていた欄 {}", walk.lines.join("\n"), walk.typed, walk.prefilled);
    assert!(walk.typed <= 63, "typed {}: {:?}", walk.typed, walk.lines);
    assert!(walk.prefilled > walk.typed * 2, "prefilled {}: {:?}", walk.prefilled, walk.lines);
    assert!(page.contains("更新の進め方") && page.contains("書いた（直した）欄は"), "{page}");
}

#[tokio::test]
async fn the_guide_leads_through_a_renewal_and_the_interview_shows_the_last_one() {
    let (site, _, case, cookie) = renewing().await;
    let page = flat(&site.get(&case, &cookie).await);
    assert!(page.contains("更新の進め方 前の計画と記録から"), "{page}");
    assert!(page.contains("書いた（直した）欄は0欄です"), "{page}");
    assert!(page.contains("この期間の報告が2件あります。達成したこと・課題を取り込めます"), "{page}");
    assert!(page.contains("前の計画と同じ目標が2つあります。続ける理由をたずねます"), "{page}");
    let step = format!("{case}/p1-interview");
    let before = site.get(&step, &cookie).await;
    assert!(flat(&before).contains("前の計画のときの面接") && flat(&before).contains("母の腰痛が重い。"));
    assert!(before.body.contains("value=\"本人と母\""), "whom they met last: {}", flat(&before));
    let typed = [("date", "R8.11.9"), ("lives_there", "yes"), ("interviewed", "yes"), ("met", "本人")];
    let sent = site.post(&step, &cookie, &body(&with(shown(&before), &typed))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", flat(&sent));
    let after = flat(&site.get(&step, &cookie).await);
    assert!(after.contains("前の計画のときの面接と違うところ: "), "{after}");
    assert!(after.contains("面接した相手"), "{after}");
}

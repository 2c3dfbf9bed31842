//! 計画案, 週間計画, the proposed interval, 兼務 and the consent as forms: every field comes back, rows move with their ids, the week is drawn.

use axum::http::{StatusCode, header};
use domain::{client::Client, office::Role, planning::CaseFact};
use testkit::{
    planning::{assessment, basic, case_of, interview, keep},
    proposal::{draft, interval, week_plan},
};

use super::{
    case::site,
    texts::{body, fields, holds_all},
};
use crate::common::{Answer, Site};

/// The address of a case with these facts.
fn kept(site: &Site, hanako: &Client, facts: Vec<CaseFact>) -> String {
    let case = facts.into_iter().fold(case_of(hanako, 1), |case, fact| case.with(fact)).build();
    keep(&site.app, &case);
    format!("/planning/{}", case.id)
}

/// The words of a page on one line.
fn flat(page: &Answer) -> String {
    page.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With everything of the first step.
fn assessed() -> Vec<CaseFact> {
    vec![
        CaseFact::Basic(basic("2026-11-02")),
        CaseFact::Interview(interview("2026-11-09")),
        CaseFact::Assessment(assessment("2026-11-12")),
    ]
}

const DRAFT: [&str; 12] = [
    "wishes",
    "family_wishes",
    "policy",
    "goal_like",
    "goal_why",
    "dream",
    "dream_now",
    "long_goal",
    "long_goal_term",
    "short_goal",
    "short_goal_term",
    "notes",
];

const DRAFT_ROWS: [&str; 17] = [
    "step_when_0",
    "step_who_0",
    "step_what_0",
    "need_0",
    "need_strength_0",
    "need_goal_0",
    "need_due_0",
    "need_item_0",
    "need_part_0",
    "need_review_0",
    "need_notes_0",
    "service_kind_0",
    "service_content_0",
    "service_amount_0",
    "service_often_0",
    "service_provider_0",
    "service_person_0",
];

fn with(mut typed: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    typed.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    typed
}

#[tokio::test]
async fn every_field_of_the_draft_is_typed_kept_finished_and_read_again() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, assessed());
    let step = format!("{case}/p2-draft");
    let page = site.get(&step, &cookie).await;
    assert!(page.body.contains("自立してどんな風になりたいのですか"), "the handbook's question");
    assert!(page.body.contains("自立したいと思った理由は何ですか"), "and the second");
    assert!(flat(&page).contains("働いて、旅行に行きたい。"), "the wishes come from the assessment");
    assert!(flat(&page).contains("本人の強み: 花の名前なら負けない。"), "{}", flat(&page));
    let money =
        [("service_price_0", "6,000"), ("service_times_0", "20"), ("service_own_0", "9300円"), ("wish_is_far", "yes")];
    let typed = with(fields(&[DRAFT.as_slice(), DRAFT_ROWS.as_slice()].concat()), &money);
    let typed = with(typed, &[("written_on", "R8.11.21"), ("valid_until", "R9.11.30")]);
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(flat(&page).contains("作業版（下書き）"), "a draft says that it is one: {}", flat(&page));
    assert!(flat(&page).contains("合計 120,000円"), "{}", flat(&page));
    assert!(flat(&page).contains("サービス費用 120,000円 自己負担額 9,300円"), "{}", flat(&page));
    let finish = with(typed.clone(), &[("working", "1"), ("action", "finish")]);
    let finished = site.post(&step, &cookie, &body(&finish)).await;
    assert_eq!(finished.header("location"), case, "{}", flat(&finished));
    let shown = site.get(&case, &cookie).await;
    holds_all(&shown, &typed);
}

#[tokio::test]
async fn needs_change_places_with_their_ids_and_services_follow_them() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, assessed());
    let step = format!("{case}/p2-draft");
    let (first, second) = ("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b");
    let typed = [
        ("need_0", "家事"),
        ("need_id_0", first),
        ("need_1", "仕事"),
        ("need_id_1", second),
        ("service_kind_0", "居宅介護"),
        ("service_for_0", first),
        ("_rows", "need_rows:up:1"),
    ];
    let page = site.post(&step, &cookie, &body(&with(Vec::new(), &typed))).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("name=\"need_id_0\" value=\"{second}\"")), "{}", page.body);
    assert!(page.body.contains(&format!("<option value=\"{first}\" selected>2. 家事")), "{}", page.body);
    assert!(flat(&page).contains("まだ保存していません"), "{}", flat(&page));
    let more =
        site.post(&step, &cookie, &body(&with(Vec::new(), &[("need_0", "仕事"), ("_rows", "need_rows:add")]))).await;
    assert!(more.body.contains("name=\"need_id_1\" value=\""), "a new row has an id before it is saved");
}

#[tokio::test]
async fn the_week_is_a_list_and_a_picture_with_sums_and_what_is_at_the_same_time() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, assessed());
    let step = format!("{case}/p2-week-plan");
    let empty = site.get(&step, &cookie).await;
    assert!(empty.body.contains("週間計画: まだ何もありません"), "{}", empty.body);
    let lines = [
        ("week_what_0", "居宅介護"),
        ("week_monday_0", "yes"),
        ("week_thursday_0", "yes"),
        ("week_from_0", "10:00"),
        ("week_to_0", "11時30分"),
        ("week_what_1", "重度訪問介護"),
        ("week_sunday_1", "yes"),
        ("week_from_1", "2200"),
        ("week_to_1", "6:00"),
        ("week_midnight_1", "yes"),
        ("week_every_1", "yes"),
        ("week_what_2", "<b>朝市</b>"),
        ("week_kind_2", "activity"),
        ("week_monday_2", "yes"),
        ("week_from_2", "11:00"),
        ("week_to_2", "24:00"),
    ];
    let texts = ["daily_life", "outside_week", "whole_life", "notes", "week_who_0"];
    let typed = with(fields(&texts), &lines);
    let answer = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", flat(&answer));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(page.body.contains("data-week-row=\"0\"") && page.body.contains("name=\"week_what_3\""), "one line more");
    assert!(page.body.contains("&lt;b&gt;") && !page.body.contains("<b>朝市"), "nothing typed gets into the picture");
    let text = flat(&page);
    assert!(text.contains("居宅介護 3時間（2日） 12時間〜13時間30分（8日〜9日）"), "{text}");
    assert!(text.contains("月曜日に1行目（居宅介護）と3行目"), "{text}");
    let wrong = with(
        Vec::new(),
        &[
            ("week_what_0", "通院"),
            ("week_monday_0", "yes"),
            ("week_from_0", "12:00"),
            ("week_to_0", "9:00"),
            ("working", "1"),
        ],
    );
    let refused = site.post(&step, &cookie, &body(&wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&refused).contains("始まりより前か同じです"), "{}", flat(&refused));
    for (past, taken) in [("24:30", false), ("2430", false), ("25:00", false), ("24時", true), ("2400", true)] {
        let line = [("week_what_0", "通院"), ("week_monday_0", "yes"), ("week_from_0", "12:00"), ("week_to_0", past)];
        let answer =
            site.post(&step, &cookie, &body(&with(Vec::new(), &[line.as_slice(), &[("working", "1")]].concat()))).await;
        let said = flat(&answer).contains("1行目の終わり（24:00まで）は「14:05」のように入力してください");
        assert_eq!(said, !taken, "{past}: {}", flat(&answer));
    }
    let unread = site.post(&step, &cookie, &body(&with(Vec::new(), &[("week_from_0", "朝")]))).await;
    assert!(flat(&unread).contains("1行目の始まりは「14:05」のように入力してください"), "{}", flat(&unread));
}

#[tokio::test]
async fn the_interval_shows_the_standard_and_each_consideration_is_a_field() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let case = kept(&site, &hanako, [assessed(), vec![CaseFact::Draft(draft("2026-11-20"))]].concat());
    let step = format!("{case}/p2-interval");
    let page = site.get(&step, &cookie).await;
    assert!(
        page.body.contains("基本情報（家族状況）から") && flat(&page).contains("母と二人暮らし。"),
        "{}",
        flat(&page)
    );
    assert!(flat(&page).contains("標準期間 まだ決まりません"), "{}", flat(&page));
    let items = [
        "body",
        "family",
        "carer",
        "daytime",
        "housing",
        "family_events",
        "surroundings",
        "life_stage",
        "policy",
        "needs",
        "goals",
        "services",
        "cautions",
        "other",
    ];
    let names = items.map(|item| format!("consider_{item}"));
    let typed =
        with(fields(&names.each_ref().map(String::as_str)), &[("interval_months", "6"), ("use_from", "R8.12.1")]);
    let looked = site.post(&step, &cookie, &body(&with(typed.clone(), &[("_take", "standard")]))).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", flat(&looked));
    assert!(flat(&looked).contains("その後は3か月ごと"), "of what is typed: {}", flat(&looked));
    holds_all(&looked, &typed);
    let stored = site.get(&step, &site.cookie(Role::Manager)).await;
    assert!(flat(&stored).contains("標準期間 まだ決まりません"), "nothing was kept: {}", flat(&stored));
    let kept = site.post(&step, &cookie, &body(&typed)).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", flat(&kept));
    let page = site.get(&step, &cookie).await;
    holds_all(&page, &typed);
    assert!(flat(&page).contains("その後は3か月ごと"), "{}", flat(&page));
    let finish = with(typed.clone(), &[("working", "1"), ("action", "finish")]);
    let asked = site.post(&step, &cookie, &body(&finish)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&asked).contains("より長い6か月ごととする理由は何ですか"), "{}", flat(&asked));
    let reasoned = with(finish, &[("reason", "暮らしが落ち着いているため。")]);
    let finished = site.post(&step, &cookie, &body(&reasoned)).await;
    assert_eq!(finished.header("location"), case, "{}", flat(&finished));
    holds_all(&site.get(&case, &cookie).await, &typed);
}

#[tokio::test]
async fn the_consent_names_what_is_not_finished_and_then_takes_the_signature() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let bare = kept(&site, &hanako, assessed());
    let page = flat(&site.get(&format!("{bare}/p2-draft-consent"), &cookie).await);
    assert!(page.contains("週間計画がまだ仕上がっていません"), "{page}");
}

#[tokio::test]
async fn a_draft_is_agreed_to_and_handed_over_and_a_correction_wants_a_new_consent() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let proposed = vec![
        CaseFact::Draft(draft("2026-11-20")),
        CaseFact::WeekPlan(week_plan("2026-11-20")),
        CaseFact::Interval(interval(3)),
    ];
    let case = kept(&site, &hanako, [assessed(), proposed].concat());
    let step = format!("{case}/p2-draft-consent");
    let page = site.get(&step, &cookie).await;
    assert!(flat(&page).contains("計画作成日にはならず"), "{}", flat(&page));
    assert!(page.body.contains("value=\"川崎 花子\""), "the person signs: {}", page.body);
    let (texts, version) = (page.hidden("texts"), page.hidden("_version"));
    let signed = [
        ("texts", texts.as_str()),
        ("_version", version.as_str()),
        ("agreed_on", "R8.11.21"),
        ("relation", "client"),
        ("signer", "川崎 花子"),
    ];
    let answer = site.post(&step, &cookie, &body(&with(Vec::new(), &signed))).await;
    assert_eq!(answer.header("location"), case, "{}", flat(&answer));
    let shown = flat(&site.get(&case, &cookie).await);
    assert!(shown.contains("まだ渡していません"), "{shown}");
    let neutrality = flat(&site.get(&format!("{case}/p2-neutrality"), &cookie).await);
    assert!(neutrality.contains("兼務していないので") && neutrality.contains("計画案の事業所 さくら"), "{neutrality}");
}

#[tokio::test]
async fn the_proposal_comes_out_as_a_paper_in_both_layouts() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Specialist);
    let before = kept(&site, &hanako, assessed());
    let refused = site.get(&format!("{before}/proposal.pdf"), &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&refused).contains("計画案がまだありません"), "{}", flat(&refused));

    let written = [assessed(), vec![CaseFact::Draft(draft("2026-11-21"))]].concat();
    let case = case_of(&hanako, 2);
    let case = written.into_iter().fold(case, |case, fact| case.with(fact)).build();
    keep(&site.app, &case);
    let base = format!("/planning/{}", case.id);
    for step in ["p2-draft", "p2-week-plan", "p2-draft-consent"] {
        let page = site.get(&format!("{base}/{step}"), &cookie).await;
        assert!(page.body.contains(&format!("{base}/proposal.pdf?layout=seed")), "{step}: {}", page.body);
    }
    for layout in ["national", "seed"] {
        let paper = site.get(&format!("{base}/proposal.pdf?layout={layout}"), &cookie).await;
        assert_eq!(paper.status, StatusCode::OK, "{}", paper.text());
        assert_eq!(paper.headers[header::CONTENT_TYPE], "application/pdf");
        let name = paper.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(
            name.starts_with(&format!("inline; filename=\"plan-{layout}.pdf\"; filename*=UTF-8''%E3%82%B5")),
            "{name}"
        );
        assert!(!name.contains("%E5%B7%9D%E5%B4%8E"), "it names nobody: {name}");
    }
    let book = site.get(&format!("{base}/proposal.xlsx"), &cookie).await;
    let name = book.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(book.status == StatusCode::OK && name.starts_with("attachment; filename=\"plan-national.xlsx\""), "{name}");
    let usual = site.get(&format!("{base}/proposal.pdf"), &cookie).await;
    assert_eq!(usual.status, StatusCode::OK, "in the layout that the municipality takes");
    let plan = site.get(&format!("{base}/plan.pdf"), &cookie).await;
    assert_eq!(plan.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(flat(&plan).contains("計画がまだありません"), "{}", flat(&plan));
    assert_eq!(site.get(&format!("{base}/proposal.pdf?layout=other"), &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_case_lists_its_papers_and_each_comes_out_under_a_name_that_names_nobody() {
    let (site, hanako) = site();
    let cookie = site.cookie(Role::Viewer);
    let base = kept(&site, &hanako, assessed());
    let page = site.get(&base, &cookie).await;
    for (paper, form) in [
        ("basic.pdf", "basic-national"),
        ("assessment.pdf", "assessment-sheet"),
        ("application.pdf", "grant-application"),
        ("notice.pdf", "consultation-notice"),
    ] {
        assert!(page.body.contains(&format!("href=\"{base}/{paper}\"")), "{paper}: {}", page.body);
        let answer = site.get(&format!("{base}/{paper}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{paper}: {}", answer.text());
        let name = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.starts_with(&format!("inline; filename=\"{form}.pdf\"")), "{name}");
        assert!(answer.body.contains("川崎 花子"), "{paper}: {}", answer.body);
    }
    assert!(!page.body.contains("proposal.pdf") && flat(&page).contains("まだ書いていません"), "{}", flat(&page));
    let client = format!("/clients/{}", hanako.id);
    let blank = site.get(&format!("{client}/self-plan.pdf"), &cookie).await;
    assert_eq!(blank.status, StatusCode::OK, "{}", blank.text());
    let nothing = site.get(&client, &cookie).await;
    assert!(!nothing.body.contains("self-plan.pdf?filled=yes"), "nothing was planned that could be filled in");
    let written = vec![CaseFact::Draft(draft("2026-11-21"))]
        .into_iter()
        .fold(case_of(&hanako, 2), |case, fact| case.with(fact))
        .build();
    keep(&site.app, &written);
    assert!(site.get(&client, &cookie).await.body.contains("self-plan.pdf?filled=yes"));
    let filled = site.get(&format!("{client}/self-plan.pdf?filled=yes"), &cookie).await;
    assert!(filled.body.contains("働いて、旅行に行きたい。") && !blank.body.contains("働いて、旅行に行きたい。"));
}

//! Every field of seed 002's forms, by the seed's own list: 基本情報 with its eleven items, アセスメント with its nine, 計画書(1) and (2), 週間ケア計画. A
//! distinct value is entered in each, and found on the page, in the cells of the papers, in the export, and in the database into which the
//! export was taken. That the PDF's text has it, too, a test of `cli` shows, which has typst.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "seed/fields.rs"]
mod fields;
#[path = "seed/walk.rs"]
mod walk;

use std::collections::BTreeMap;

use app::transfer::{export_office, import_office};
use axum::http::StatusCode;
use domain::{
    id::{CaseId, ClientId},
    office::Role,
};
use store::planning_cases;
use testkit::{OFFICE, TODAY, in_memory, months, outside_on, renewal::keep_before};

use self::{
    fields::{ASSESSMENT_ITEMS, BASIC_ITEMS, Field, NO_FIELDS, PLAN_FIELDS, Paper, entered},
    walk::{Walked, encoded},
};
use super::case::site;
use crate::common::{Answer, Site};

const SEED: &str = include_str!("../../../../docs/seeds/002.txt");

fn is_named(fields: &[Field], word: &str) -> bool {
    fields.iter().any(|field| field.seed == word)
}

/// The words of a text of the seed that has tags in it, each tag a new line.
fn without_tags(text: &str) -> String {
    text.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect::<Vec<_>>().join("\n")
}

/// The items of a list of 障害者ケアガイドライン, 「1) 相談日 2) 受付No.」, with what stands below them as items of their own.
fn items(list: &str) -> Vec<String> {
    let numbered = (1..=11).rev().fold(without_tags(list), |text, number| text.replace(&format!("{number}) "), "\n"));
    let lines = numbered.lines().map(|line| line.trim().trim_start_matches('・').trim().to_owned());
    lines.filter(|item| !item.is_empty()).collect()
}

#[test]
fn every_word_of_the_seeds_forms_has_its_field_and_every_field_its_word() {
    for field in [BASIC_ITEMS, ASSESSMENT_ITEMS, PLAN_FIELDS].concat() {
        assert!(SEED.contains(field.seed), "the seed does not say {}", field.seed);
    }
    let line = SEED.lines().find(|line| line.starts_with("1) 相談日")).unwrap();
    let (basic, assessment) = line.split_once('\t').unwrap();
    let asked = items(basic);
    assert_eq!(asked.len(), 11, "{asked:?}");
    for item in asked {
        assert!(is_named(BASIC_ITEMS, &item), "基本情報: {item}");
    }
    let asked = items(assessment);
    assert_eq!(asked.len(), 9 + 3 + 7, "{asked:?}");
    for item in asked {
        let has_parts = matches!(item.as_str(), "本人の概要" | "利用者の状況");
        assert!(has_parts || is_named(ASSESSMENT_ITEMS, &item), "アセスメント: {item}");
    }
    let forms = SEED.split_once("サービス等利用計画書(1)(案)").unwrap().1;
    let forms = forms.split_once("### モニタリングの標準期間").unwrap().0;
    let words = without_tags(&forms.replace("\\_", " ").replace('_', " "));
    let words = words.split(|letter: char| letter.is_whitespace() || letter == ':');
    let said = words.filter(|word| word.chars().any(|letter| !letter.is_ascii_digit() && letter != '-'));
    for word in said {
        assert!(NO_FIELDS.contains(&word) || is_named(PLAN_FIELDS, word), "計画書: {word}");
    }
}

#[tokio::test]
async fn every_field_of_the_seeds_forms_is_on_the_page_the_paper_in_the_export_and_after_the_way_back() {
    let walked = Walked::through(Site::new()).await;
    let national = [walked.paper(Paper::Draft).await, walked.paper(Paper::Plan).await];
    assert!(national.iter().all(|paper| paper.body.contains("\"plan-national\"")), "{}", national[0].body);
    walked.set_layout("seed").await;
    for paper in [Paper::Basic, Paper::Assessment, Paper::Draft, Paper::Plan] {
        let printed = cells(&walked.paper(paper).await);
        for field in
            [BASIC_ITEMS, ASSESSMENT_ITEMS, PLAN_FIELDS].concat().iter().filter(|it| it.papers.contains(&paper))
        {
            let cell = field.in_cell();
            assert!(
                printed.contains(&cell),
                "{} ({}) is not on {paper:?}:  {cell}: {}",
                field.seed,
                field.name,
                printed
            );
        }
    }
    let draft = walked.paper(Paper::Draft).await;
    assert!(draft.body.contains("\"plan-seed\""), "one setting changes the layout");
    // What both layouts have a cell for stands in both: the same data.
    let both = entered();
    for field in both.iter().filter(|field| field.papers.contains(&Paper::Draft) && field.typed.is_empty()) {
        // The national form has no cell for モニタリング項目, address of the office and the person, 備考 of the plan and of the week.
        let seeds_alone = matches!((field.page, field.name), (_, "need_item_0" | "address" | "notes"));
        let said = cells(&national[0]).contains(&field.entered());
        assert!(
            said || seeds_alone,
            "{} ({}) is not in the national layout: {}",
            field.seed,
            field.name,
            national[0].body
        );
    }
    let files = exported(&walked.site);
    let said = words(&files);
    for field in entered() {
        assert!(said.contains(&field.exported()), "{} ({}) is not in the export", field.seed, field.name);
    }
    comes_back(&walked.site, files, (&walked.client, &walked.case));
}

/// The cells of a paper as the tests' renderer writes them, without the places at which a long word may break.
fn cells(paper: &Answer) -> String {
    paper.body.replace("\\u{200b}", "").replace("\\u{2060}", "")
}

/// What the review of a renewal asks: field and words.
const REVIEW: [&str; 7] =
    ["achieved_0", "unmet_0", "issue_0", "found_strength_0", "outlook", "effect", "unchanged_reason"];

#[tokio::test]
async fn the_review_of_a_renewal_is_on_its_page_the_papers_in_the_export_and_after_the_way_back() {
    let (site, hanako) = site();
    keep_before(&site.app, &hanako);
    let mut certificate = months("2025-12..2026-11").every(3).of(&hanako);
    certificate.plan_made_on = None;
    site.app.keep(move |tx| store::certificates::insert(tx, &certificate));
    let cookie = site.cookie(Role::Specialist);
    let client = format!("/clients/{}", hanako.id);
    let opened = "opened_on=R8.11.2&service=plan&kind=renewal&municipality=141305";
    let case = site.post(&format!("{client}/planning"), &cookie, opened).await.header("location").to_owned();
    let said: Vec<(String, String)> =
        REVIEW.iter().map(|name| ((*name).to_owned(), format!("あ-review-{name}-ん"))).collect();
    let own: Vec<(&str, &str)> = said.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let rest = [("written_on", "R8.11.10"), ("services_need", "unchanged")];
    let review = finish(&site, &cookie, &format!("{case}/p1-review"), &[own.as_slice(), &rest].concat()).await;
    for (name, words) in &said {
        assert!(
            review.fields().iter().any(|field| field == &(name.clone(), words.clone())),
            "{name}: {}",
            review.text()
        );
    }
    let draft = format!("{case}/p2-draft");
    let taken = site.get(&draft, &cookie).await.fields().into_iter().chain([("_take".to_owned(), "review".to_owned())]);
    let taken = site.post(&draft, &cookie, &encoded(&taken.collect::<Vec<_>>())).await;
    let mut typed: Vec<(String, String)> = taken.fields();
    typed.retain(|(name, _)| matches!(name.as_str(), "effect" | "unchanged_reason"));
    let mut typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    typed.extend([("written_on", "R8.11.12"), ("need_kept_0", "まだ要る"), ("need_kept_1", "まだ要る")]);
    finish(&site, &cookie, &draft, &typed).await;
    finish(&site, &cookie, &format!("{case}/p5-plan"), &[("written_on", "R8.11.20")]).await;
    for layout in ["national", "seed"] {
        for paper in ["proposal", "plan"] {
            let printed = cells(&site.get(&format!("{case}/{paper}.pdf?layout={layout}"), &cookie).await);
            for name in ["effect", "unchanged_reason"] {
                let words = format!("あ-review-{name}-ん");
                assert!(printed.contains(&words), "{words} is not on {paper} {layout}: {printed}");
            }
        }
    }
    let plan = site.get(&format!("{case}/plan.pdf?layout=seed"), &cookie).await;
    for day in ["令和7年11月20日", "令和8年11月20日"] {
        assert!(plan.body.contains(day), "初回作成日 and 変更日: {day}: {}", plan.body);
    }
    let files = exported(&site);
    for (name, words_of) in &said {
        assert!(words(&files).contains(words_of), "{name} is not in the export");
    }
    comes_back(&site, files, (&client, &case));
}

/// Finishes a page with this over what stands there; the page as it is opened again.
async fn finish(site: &Site, cookie: &str, address: &str, typed: &[(&str, &str)]) -> Answer {
    let typed = [typed, &[("action", "finish")]].concat();
    let shown = site.get(address, cookie).await.fields().into_iter();
    let others = shown.filter(|(name, _)| !typed.iter().any(|(own, _)| own == name));
    let own = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let answer = site.post(address, cookie, &encoded(&others.chain(own).collect::<Vec<_>>())).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}: {}", answer.text());
    site.get(address, cookie).await
}

type Files = BTreeMap<String, Vec<u8>>;

fn exported(site: &Site) -> Files {
    let (files, _) = site.app.write(Role::Manager, export_office).unwrap();
    files.into_iter().map(|file| (file.name, file.bytes)).collect()
}

/// Everything that the tables of an export say.
fn words(files: &Files) -> String {
    let tables = files.iter().filter(|(name, _)| name.starts_with("table-"));
    tables.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

/// An empty installation into which the export is taken holds the same person, certificates, facts, office and case.
fn comes_back(site: &Site, files: Files, (client, case): (&str, &str)) {
    let db = in_memory();
    let outside = outside_on(TODAY);
    db.write_now(move |tx| import_office(tx, &outside, None, &files, "hash")).unwrap();
    let case: CaseId = case.rsplit('/').next().unwrap().parse().unwrap();
    let client: ClientId = client.rsplit('/').next().unwrap().parse().unwrap();
    let all = move |tx: &mut store::Tx| {
        Ok((
            planning_cases::of_client(tx, OFFICE, client)?,
            store::clients::find(tx, OFFICE, client)?,
            store::certificates::of_client(tx, OFFICE, client)?,
            store::client_facts::about(tx, OFFICE, client)?,
            store::office_facts::history(tx, OFFICE)?.map(|history| history.on(TODAY)),
        ))
    };
    let before = site.app.keep(all);
    let after = db.read_now(all).unwrap();
    assert!(
        before.0.iter().any(|it| it.id == case) && before.1.is_some() && !before.2.is_empty() && before.4.is_some()
    );
    assert_eq!(before.0, after.0, "the same cases came back, row ids among it");
    assert_eq!((before.1, before.2, before.3, before.4), (after.1, after.2, after.3, after.4));
}

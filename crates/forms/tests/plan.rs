//! サービス等利用計画（案）: what stands in each field, in both layouts, and that no item is lost in silence.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::sample;

use forms::{Form, PLAN, PlanInput, forms_of, plan, without_line_marks};
use sample::plan::{Plan, plan as sample_plan};
use serde_json::Value;

fn form(word: &str) -> &'static Form {
    forms_of(&PLAN).find(|form| form.file.word == word).unwrap()
}

fn filled(of: &Plan, word: &str) -> Value {
    form(word).fill(&plan(&of.input())).content
}

fn value(content: &Value, name: &str) -> String {
    without_line_marks(content["page"][name]["value"].as_str().unwrap())
}

#[test]
fn a_plan_with_everything_leaves_no_printed_field_empty() {
    let of = sample_plan().consented();
    for form in forms_of(&PLAN) {
        let content = form.fill(&plan(&of.input())).content;
        for field in &form.file.fields {
            let name = &field.name;
            let Some(table) = field.table() else {
                assert!(!value(&content, name).is_empty(), "{name} in {}", form.file.id);
                continue;
            };
            let table = form.file.tables.iter().find(|one| one.items == table).unwrap();
            let first = &content["tables"][&table.name]["rows"][0][name];
            assert!(!first.is_null() && first != "", "{name} in {}", form.file.id);
        }
    }
}

#[test]
fn the_head_says_the_era_of_the_birth_and_which_plan_was_the_first() {
    let seed = filled(&sample_plan(), "seed");
    for (name, wanted) in [
        ("birth", "昭和63年3月1日"),
        ("age", "38歳"),
        ("sex", "女"),
        ("reception", "R8-012"),
        ("kind", "継続"),
        ("first-on", "令和6年4月15日"),
        ("changed-on", "令和8年4月20日"),
        ("held", "有"),
        ("until", "令和9年4月30日"),
        ("upper-limit", "9,300円"),
        ("valid-until", "令和9年11月30日"),
        ("interval", "3か月ごと（令和8年12月から）"),
    ] {
        assert_eq!(value(&seed, name), wanted, "{name}");
    }
}

#[test]
fn each_service_has_a_line_beside_its_need_and_the_sums_are_computed() {
    let content = filled(&sample_plan(), "seed");
    let lines = content["tables"]["lines"]["rows"].as_array().unwrap();
    let needs: Vec<String> = lines.iter().map(|line| without_line_marks(line["need"].as_str().unwrap())).collect();
    assert_eq!(
        needs,
        ["掃除や調理が一人では難しい。", "", "日中に通う場所がほしい。", "（すべての課題に共通）"],
        "the second service of a need stands below the first"
    );
    assert_eq!(lines[0]["price"], "4,120");
    assert_eq!(lines[0]["sum"], "37,080");
    assert_eq!(value(&content, "services-sum"), "148,320円");
    assert_eq!(value(&content, "own-sum"), "14,800円");
    let national = filled(&sample_plan(), "national");
    let rows = national["tables"]["needs"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3, "two needs and what is for all");
    assert!(rows[0]["services"].as_str().unwrap().contains("地域定着支援・内容21"), "{}", rows[0]["services"]);
}

#[test]
fn a_consent_is_printed_only_under_the_texts_it_was_given_to() {
    let of = sample_plan().consented();
    let seed = filled(&of, "seed");
    assert_eq!((value(&seed, "signature").as_str(), value(&seed, "relation").as_str()), ("高津 恵子", "代理人"));
    let mut corrected = sample_plan().consented();
    corrected.case.facts =
        corrected.case.facts.iter().filter(|fact| fact.id.0.as_u128() != 41).cloned().collect::<Vec<_>>().into();
    assert_eq!(value(&filled(&corrected, "seed"), "signature"), "", "a text it was given to does not stand");
    assert_eq!(value(&filled(&of.decided(), "seed"), "signature"), "", "the plan has a consent of its own");
    let plan = filled(&sample_plan().consented().agreed().decided(), "seed");
    assert_eq!(
        (value(&plan, "signature").as_str(), value(&plan, "agreed-on").as_str()),
        ("川崎 花子", "令和8年11月28日")
    );
    assert_eq!(value(&plan, "changed-on"), "令和8年11月28日", "and is a version of it");
}

#[test]
fn a_night_is_one_row_that_goes_on_after_midnight() {
    let content = filled(&sample_plan(), "national");
    let rows = content["tables"]["entries"]["rows"].as_array().unwrap();
    let night = rows.iter().find(|row| row["text"].as_str().unwrap().contains("睡眠")).unwrap();
    assert_eq!(
        (night["day"].as_u64(), night["from"].as_u64(), night["to"].as_u64()),
        (Some(6), Some(1320), Some(1830))
    );
    assert_eq!(night["text"], "22:00～翌6:30 睡眠");
    assert!(rows.iter().any(|row| row["text"] == "10:00～12:00 移動支援（あおぞら移動） 隔週"));
}

#[test]
fn the_policy_of_a_renewal_says_the_effect_and_why_nothing_changes() {
    let mut of = sample_plan();
    let policy = of.draft.policy.clone();
    of.draft.effect = "通う所ができ、生活のリズムが整った。".into();
    of.draft.unchanged_reason = "いまの回数で無理なく続いている。".into();
    for layout in ["national", "seed"] {
        assert_eq!(
            value(&filled(&of, layout), "policy"),
            format!(
                "{policy}\n【これまでのサービスの効果】通う所ができ、生活のリズムが整った。\n【サービスの種類・量を変更する必要がない理由】いまの回数で無理なく続いている。"
            ),
            "{layout}"
        );
    }
    of.draft.effect.clear();
    of.draft.unchanged_reason.clear();
    assert_eq!(value(&filled(&of, "seed"), "policy"), policy, "nothing is printed of what nobody said");
}

#[test]
fn the_number_asked_for_with_the_disability_stands_before_that_of_the_certificate() {
    let of = sample_plan();
    let recorded = PlanInput { community_number: "2299999999", ..of.input() };
    let content = form("national").fill(&plan(&recorded)).content;
    assert_eq!(value(&content, "community-number"), "2299999999");
    assert_ne!(value(&filled(&of, "national"), "community-number"), "2299999999");
}

#[test]
fn a_proposal_has_headings_of_its_own_and_a_number_that_comes_twice_is_printed_once() {
    let mut of = sample_plan();
    let heading = |of: &Plan| filled(of, "national")["page"]["written-on"]["title"].as_str().unwrap().to_owned();
    assert_eq!(heading(&of), "計画案作成日");
    of.certificates.iter_mut().for_each(|one| one.number = "1412345678".to_owned());
    assert_eq!(value(&filled(&of, "seed"), "certificate-number"), "1412345678");
    of.stage.proposal = false;
    assert_eq!(heading(&of), "計画作成日");
}

//! 支給申請書, 依頼（変更）届出書 and セルフプラン as PDF: every value readable, what nobody records left blank, an adult's and a child's.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::sample;
use super::tools;

use std::sync::LazyLock;

use domain::client::{CareLevel, Insurance};
use forms::{APPLICATION, FilledForm, SELF_PLAN, application, forms_of, self_plan};
use pdf::Typst;
use sample::applications::{Applications, applications};
use tools::{assert_every_value, structure_of, text_of};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

fn paper(of: &Applications, word: &str) -> FilledForm {
    let form = forms_of(&APPLICATION).find(|form| form.file.word == word).unwrap();
    form.fill(&application(&of.application()))
}

fn own(of: &Applications) -> FilledForm {
    forms_of(&SELF_PLAN).next().unwrap().fill(&self_plan(&of.self_plan()))
}

fn text(form: &FilledForm) -> Option<String> {
    text_of(&TYPST.render(form).unwrap())
}

#[test]
fn every_filled_field_stands_on_the_paper() {
    let mut changed = applications();
    let on = Some("2026-10-01".parse().unwrap());
    changed.asks =
        Some(forms::Asks::Change { before: "相談室みどり", on, reason: "近くの事業所に相談したい" });
    for of in [applications(), applications().of_child(), changed] {
        for word in ["application", "notice"] {
            assert_every_value(&TYPST, &paper(&of, word), &["new", "pension", "care"]);
        }
        assert_every_value(&TYPST, &own(&of), &["services", "household"]);
    }
}

#[test]
fn an_adult_applies_and_for_a_child_the_guardian_does() {
    let adult = paper(&applications(), "application");
    let child = paper(&applications().of_child(), "application");
    let value = |form: &FilledForm, name: &str| form.content["page"][name]["value"].as_str().unwrap().to_owned();
    assert_eq!((value(&adult, "applicant-name").as_str(), value(&adult, "child-name").as_str()), ("川崎 花子", ""));
    assert_eq!(value(&adult, "applicant-address"), "〒213-0001 川崎市高津区");
    assert_eq!(
        (value(&child, "applicant-name").as_str(), value(&child, "child-name").as_str()),
        ("高津 恵子", "川崎 花子")
    );
    assert_eq!(
        (value(&child, "child-relation").as_str(), value(&child, "applicant-birth").as_str()),
        ("母", "昭和63年7月8日")
    );
    let mut unknown = applications().of_child();
    unknown.client.guardian.as_mut().unwrap().birth = None;
    assert_eq!(value(&paper(&unknown, "application"), "applicant-birth"), "", "the child's own would be untrue");
    let notice = paper(&applications().of_child(), "notice");
    assert_eq!(value(&notice, "office-number"), "1475000001", "the number of 障害児相談支援");
    let Some(told) = text(&notice) else { return };
    assert!(
        told.contains("障害児相談支援給付費支給申請書") && told.contains("□依頼") && told.contains("□変更"),
        "{told}"
    );
    let mut first = applications();
    first.asks = Some(forms::Asks::First);
    assert!(text(&paper(&first, "notice")).unwrap().contains("■依頼"));
}

#[test]
fn insurance_and_pension_are_marked_as_recorded_and_left_open_where_nobody_knows() {
    let Some(told) = text(&paper(&applications(), "application")) else { return };
    for words in
        ["■有□無介護保険の要介護認定■有（要介護2）□無", "令和8年4月1日から令和11年3月31日まで", "訪問介護週2回"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let mut unknown = applications();
    unknown.insurance = Insurance { care_level: Some(CareLevel::Applied), ..Insurance::default() };
    let open = text(&paper(&unknown, "application")).unwrap();
    assert!(open.contains("□有□無介護保険の要介護認定□有（要介護度）□無"), "{open}");
    unknown.insurance.care_level = Some(CareLevel::None);
    unknown.insurance.pension_first = Some(false);
    let none = text(&paper(&unknown, "application")).unwrap();
    assert!(none.contains("□有■無介護保険の要介護認定□有（要介護度）■無"), "{none}");
}

#[test]
fn what_nobody_records_is_left_blank_and_told_by_its_name() {
    let Some(told) = text(&paper(&applications(), "application")) else { return };
    let structure = structure_of(&TYPST.render(&paper(&applications(), "application")).unwrap()).unwrap();
    assert!(structure.contains("/Scope /Row") && structure.contains("/Scope /Column"), "{structure}");
    for blank in ["個人番号", "障害基礎年金1級", "介護保険の要介護認定", "申請年月日令和年月日"]
    {
        assert!(told.contains(blank), "{blank}: {told}");
    }
}

#[test]
fn a_blank_self_plan_names_the_person_and_marks_nothing_and_a_filled_one_marks_its_services() {
    let Some(blank) = text(&own(&applications().blank())) else { return };
    assert!(blank.contains("川崎花子") && !blank.contains('■'), "{blank}");
    let filled = text(&own(&applications())).unwrap();
    assert_eq!(filled.matches('■').count(), 3, "居宅介護, 就労継続支援B型 and the household: {filled}");
    assert!(filled.contains("■かぞく家族と"), "{filled}");
    assert!(filled.contains("地域定着支援、移動支援"), "what is in no group: {filled}");
    let structure = structure_of(&TYPST.render(&own(&applications())).unwrap()).unwrap();
    assert!(structure.contains("/Scope /Row") && structure.contains("/Scope /Column"));
    assert!(!structure.contains("きょたくかいご"), "the reading above a word is not read aloud once more");
}

//! The fees built in load and agree with each other, and each kind of fault in their files is refused with one sentence.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use law::{
    embedded_files,
    fees::{BaseNeed, Fees, Reduction, Role},
};

/// Loads the fees with `from` replaced by `to` in `file`, and gives the sentences of refusal.
fn with(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut found = false;
    let files: Vec<(&str, String)> = embedded_files()
        .into_iter()
        .map(|(path, text)| {
            let change = path == file;
            found |= change && text.contains(from);
            (path, if change { text.replacen(from, to, 1) } else { text.to_owned() })
        })
        .collect();
    assert!(found, "「{from}」 is not in {file}");
    match Fees::load(files.iter().map(|(path, text)| (*path, text.as_str()))) {
        Ok(_) => Vec::new(),
        Err(fault) => fault.to_string().lines().map(String::from).collect(),
    }
}

fn day(text: &str) -> calendar::Date {
    text.parse().unwrap()
}

#[test]
fn the_whole_law_loads_with_its_fees() {
    law::check().unwrap_or_else(|fault| panic!("{fault}"));
    let fees = Fees::embedded().unwrap();
    let values: usize = fees.all().map(|fee| fee.timeline.entries.len()).sum();
    // 314 rows of fees and 39 of prices, as they were collected.
    assert_eq!(values, 314 + 39);
    let grades: BTreeSet<&str> = fees.municipality_grades().iter().map(|grade| grade.service.as_str()).collect();
    assert_eq!((fees.municipality_grades().len(), grades.len()), (38, 2));
}

#[test]
fn a_name_is_found_in_any_width() {
    let fees = Fees::embedded().unwrap();
    for name in
        ["入院時情報連携加算(Ⅰ)", "入院時情報連携加算（Ⅰ）", "入院時情報連携加算（Ｉ）", "入院時情報連携加算(I)"]
    {
        assert_eq!(
            fees.addition("plan", name).unwrap().timeline.id.to_string(),
            "fee.plan.addition.hospital-in-1",
            "{name}"
        );
    }
    assert!(fees.addition("plan", "入院時情報連携加算").is_none());
    assert!(fees.addition("child", "居宅介護支援事業所等連携加算(訪問)").is_none(), "it belongs to the other service");
    assert!(fees.addition("plan", "虐待防止措置未実施減算").is_none(), "a reduction is no addition");
    assert!(matches!(fees.reduction("plan", "虐待防止措置未実施減算"), Some(Reduction::Percent(_))));
    for (name, all) in [("居宅介護支援費重複減算（Ⅱ）", true), ("居宅介護支援費重複減算(Ⅱ) 利用支援(Ⅱ)", false)]
    {
        let Some(Reduction::Overlap { name, bases, .. }) = fees.reduction("plan", name) else { panic!("{name}") };
        assert_eq!((name, bases.is_none()), ("居宅介護支援費重複減算(Ⅱ)", all));
    }
    assert!(fees.reduction("child", "居宅介護支援費重複減算(Ⅱ)").is_none(), "children have no such reduction");
}

#[test]
fn a_composite_code_is_the_base_fee_with_the_difference() {
    let fees = Fees::embedded().unwrap();
    let mut checked = 0;
    for fee in fees.all() {
        let Role::Difference(overlap) = &fee.role else { continue };
        for (entry, base) in
            fee.timeline.entries.iter().flat_map(|entry| overlap.bases.iter().map(move |id| (entry, id)))
        {
            let from = entry.days.from;
            let whole = fees.get(base).unwrap().at(from).unwrap().value.amount;
            let composite = fees.composite(base, &overlap.reduction).unwrap_or_else(|| panic!("{base}"));
            assert_eq!(composite.at(from).unwrap().value.amount, whole + entry.value.amount, "{base} from {from}");
            checked += 1;
        }
    }
    // 27 codes in two eras.
    assert_eq!(checked, 54);
}

#[test]
fn the_conditions_say_what_is_billed_alone() {
    let fees = Fees::embedded().unwrap();
    let need = |name: &str| fees.addition("plan", name).unwrap().conditions().unwrap().needs;
    assert_eq!(need("初回加算"), BaseNeed::Plan);
    assert_eq!(need("サービス担当者会議実施加算"), BaseNeed::Monitoring);
    assert_eq!(need("入院時情報連携加算(Ⅱ)"), BaseNeed::None);
    assert_eq!(need("集中支援加算(訪問)"), BaseNeed::OnlyWithoutBase);
    let structural = fees.all().filter(|fee| fee.conditions().is_some_and(|own| own.structural));
    assert!(structural.count() > 30);
}

#[test]
fn a_value_is_given_only_for_the_days_it_covers() {
    let fees = Fees::embedded().unwrap();
    let base = fees.get("fee.plan.plan.1").unwrap();
    assert!(base.at(day("2012-03-31")).is_none());
    let first = base.at(day("2012-04-01")).unwrap();
    assert_eq!((first.value.amount, base.name(first)), (1600, "サービス利用支援費"));
    let split = base.at(day("2018-04-01")).unwrap();
    assert_eq!((split.value.amount, base.name(split)), (1458, "サービス利用支援費(Ⅰ)"));
    assert!(fees.get("fee.plan.plan.enhanced-1").unwrap().at(day("2021-03-31")).is_none());
    let town =
        |service, name| fees.municipality_grade(service, name, day("2026-10-01")).map(|grade| grade.grade.as_str());
    assert_eq!((town("plan", "朝霞市"), town("child", "朝霞市")), (Some("5"), Some("4")), "the two tables differ");
    assert_eq!(town("plan", "札幌市"), None, "what was not read is not その他");
}

const INITIAL: &str = "fees/additions/plan-initial.toml";

#[test]
fn a_fee_without_a_source_is_refused() {
    let name = "law/fees/additions/plan-initial.toml の[[value]] 1番目（2018-04-01から）";
    assert_eq!(with(INITIAL, "source = \"kaigosupport\"\n", ""), [format!("{name}: 「source」がありません。")]);
    let unknown = with(INITIAL, "\"kaigosupport\"", "\"hearsay\"");
    assert_eq!(
        unknown,
        ["law/fees/additions/plan-initial.toml の[[value]] 1番目: 出典「hearsay」が sources.toml にありません。"]
    );
    let code = with("fees/base/plan-plan-1.toml", "code_source = \"kettei-h24\"\n", "");
    assert_eq!(
        code,
        ["law/fees/base/plan-plan-1.toml の[[value]] 1番目（2012-04-01から）: 「code_source」がありません。"]
    );
    let conditions = with(INITIAL, "source = \"kabudata\"\n", "");
    assert_eq!(conditions, ["law/fees/additions/plan-initial.toml の[conditions]: 「source」がありません。"]);
}

#[test]
fn overlaps_and_gaps_are_refused() {
    let name = "law/fees/additions/plan-initial.toml の[[value]] 1番目（2018-04-01から）";
    assert_eq!(
        with(INITIAL, "from = 2021-04-01\nvalue", "from = 2018-04-01\nvalue"),
        [format!("{name}: 次の値（2018-04-01から）と重なっています。")]
    );
    assert_eq!(
        with(INITIAL, "value = 300", "to = 2021-03-30\nvalue = 300"),
        [format!("{name}: 次の値（2021-04-01から）までの間に値がありません。")]
    );
    let twice = with("fees/municipality-grades/plan.toml", "\"朝霞市\"", "\"志木市\"");
    assert!(twice.iter().any(|fault| fault.ends_with("「志木市」の区分が、同じ日に2つあります。")), "{twice:?}");
}

#[test]
fn unknown_names_and_words_are_refused() {
    for (file, from, to, reason) in [
        (
            INITIAL,
            "\"退院・退所加算\"",
            "\"退院加算\"",
            "の[conditions]: 「excludes」の「退院加算」という加算はありません。",
        ),
        (INITIAL, "= \"plan\"", "= \"plans\"", "「needs_base_fee」の「plans」という言葉はありません"),
        (INITIAL, "needs_base_fee", "needs_base", "「needs_base」という項目はありません"),
        (INITIAL, "[conditions]", "[condition]", "[conditions] がありません"),
        (INITIAL, "max_count = 1", "max_count = 0", "「max_count」は1以上の整数で書いてください"),
        (INITIAL, "value = 300", "value = \"300\"", "「value」は整数で書いてください"),
        (INITIAL, "unit = \"単位\"", "unit = \"点\"", "「点」という単位はありません"),
        (INITIAL, "\"fee.plan.addition.initial\"", "\"initial\"", "「fee.plan.」か「fee.child.」で始めてください"),
        (INITIAL, "\"初回加算\"", "\"退院・退所加算\"", "「退院・退所加算」という名前は"),
        (
            "fees/additions/plan-remote-initial.toml",
            "[\"初回加算\"]",
            "[\"初回\"]",
            "「parents」の「初回」という加算はありません",
        ),
        (
            "fees/additions/plan-hub-plan.toml",
            "\"enhanced-2\"",
            "\"enhanced-9\"",
            "「enhanced-9」という区分はありません",
        ),
        (
            "fees/additions/plan-chief-1.toml",
            "= \"any\"",
            "= \"none\"",
            "体制加算（structural）の「needs_base_fee」は any です",
        ),
        (
            "fees/additions/plan-special-area.toml",
            "percent_of = \"base-fee-units\"\n",
            "",
            "「percent_of」は、単位が %/10",
        ),
        (
            "fees/composite/plan-plan-1-overlap-1.toml",
            "fee.plan.plan.1\"]",
            "fee.plan.plan.9\"]",
            "「fee.plan.plan.9」という基本報酬はありません",
        ),
        ("fees/base/child-plan-1.toml", "\"fee.child.plan.1\"", "\"fee.child.plan.2\"", "も使っています"),
        ("fees/rounding/percent.toml", "\"half-up\"", "\"half-even\"", "この計算の端数は「half-up」だけです"),
        (
            "fees/case-count/kept.toml",
            "\"case-count.kept\"",
            "\"case-count.keep\"",
            "「case-count.kept」のファイルがありません",
        ),
    ] {
        let faults = with(file, from, to);
        assert!(faults.iter().any(|fault| fault.contains(reason)), "{file} {to}: {faults:?}");
    }
}

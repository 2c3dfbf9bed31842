//! The law built in loads, and each kind of fault in its files is refused with one sentence: file, entry, reason.

use law::{LawBook, embedded_files};

/// Loads the law with `from` replaced by `to` in `file`, and gives the sentences of refusal.
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
    match LawBook::load(files.iter().map(|(path, text)| (*path, text.as_str()))) {
        Ok(_) => Vec::new(),
        Err(fault) => fault.to_string().lines().map(String::from).collect(),
    }
}

const ROW: &str = "monitoring/home-visit-and-training.toml";

#[test]
fn the_law_built_in_loads() {
    let book = LawBook::embedded().unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(book.services().find("11").unwrap().name, "居宅介護");
    assert_eq!(book.services().find("自立訓練(機能訓練)").unwrap().code.as_deref(), Some("41"));
    assert_eq!(book.services().find("就労継続支援（Ｂ型）").unwrap().code.as_deref(), Some("46"));
    assert!(book.services().find("居宅").is_none());
    let set = book.services().set_of(["居宅", "就労継続支援（Ｂ型）", "11"]);
    assert_eq!(book.services().names(set), "居宅介護・就労継続支援B型", "what is unknown adds nothing");
    let row = &book.monitoring().home_visit_and_training.interval;
    assert_eq!(row.at("2019-03-31".parse().unwrap()).unwrap().value, 6);
    assert_eq!(row.at("2019-04-01".parse().unwrap()).unwrap().value, 3);
    let refusal = row.at("2012-03-31".parse().unwrap()).unwrap_err();
    assert_eq!(refusal.sentence(), "平成24年3月31日は対象外です（データがあるのは平成24年4月1日から）。");
}

#[test]
fn every_case_names_a_source() {
    let unknown = with("cases/fee/base.toml", "\"wicnet-reform\"", "\"hearsay\"");
    assert!(
        matches!(unknown.as_slice(), [fault] if fault.contains("出典「hearsay」が sources.toml にありません")),
        "{unknown:?}"
    );
    LawBook::load(embedded_files()).unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn municipalities_are_completed_from_the_default() {
    let book = LawBook::embedded().unwrap();
    let default = book.municipality("default").unwrap();
    let kawasaki = book.municipality("kawasaki").unwrap();
    assert_eq!(default.flag("every_report_submitted"), Some(false));
    assert_eq!(kawasaki.flag("every_report_submitted"), Some(true));
    assert_eq!(kawasaki.whole("submission_day"), Some(10));
    assert!(!kawasaki.setting("submission_day").unwrap().own);
    let abuse = kawasaki.abuse.as_ref().unwrap();
    assert_eq!(abuse.windows.len(), 5);
    assert_eq!(abuse.line.as_ref().unwrap().tel.as_deref(), Some("044-200-0193"));
    assert!(abuse.windows.iter().all(|window| window.tel.is_none()), "the handbook gives the line's number only");
    assert_eq!(abuse.wards.len(), 7);
    assert_eq!(book.municipality_named("川崎市"), Some(kawasaki));
    assert_eq!(book.municipality_named("横浜市"), None);
}

#[test]
fn a_value_without_a_source_is_refused() {
    assert_eq!(
        with(ROW, "source = \"seed-002\"\n", ""),
        ["law/monitoring/home-visit-and-training.toml の[[value]] 1番目（2012-04-01から）: 「source」がありません。"]
    );
    assert_eq!(
        with(ROW, "checked_on = 2026-11-22\n", ""),
        [
            "law/monitoring/home-visit-and-training.toml の[[value]] 1番目（2012-04-01から）: 「checked_on」がありません。"
        ]
    );
    assert_eq!(
        with(ROW, "\"seed-002\"", "\"hearsay\""),
        [
            "law/monitoring/home-visit-and-training.toml の[[value]] 1番目: 出典「hearsay」が sources.toml にありません。"
        ]
    );
}

#[test]
fn overlaps_and_gaps_are_refused() {
    assert_eq!(
        with(ROW, "from = 2019-04-01", "from = 2012-04-01"),
        [
            "law/monitoring/home-visit-and-training.toml の[[value]] 1番目（2012-04-01から）: 次の値（2012-04-01から）と重なっています。"
        ]
    );
    let name = "law/monitoring/home-visit-and-training.toml の[[value]] 1番目（2012-04-01から）";
    assert_eq!(
        with(ROW, "value = 6", "value = 6\nto = 2019-04-01"),
        [format!("{name}: 次の値（2019-04-01から）と重なっています。")]
    );
    assert_eq!(
        with(ROW, "value = 6", "value = 6\nto = 2019-03-30"),
        [format!("{name}: 次の値（2019-04-01から）までの間に値がありません。")]
    );
    assert!(with(ROW, "value = 6", "value = 6\nto = 2019-03-31").is_empty());
    assert_eq!(
        with(ROW, "covers = { from = 2012-04-01", "covers = { from = 2011-04-01"),
        [
            "law/monitoring/home-visit-and-training.toml の「covers」: 2011-04-01 からとあるのに、最初の値は 2012-04-01 からです。"
        ]
    );
}

#[test]
fn typing_mistakes_are_refused() {
    for (from, to, reason) in [
        ("value = 6", "valeu = 6", "「valeu」という項目はありません"),
        ("value = 6", "value = 6.5", "整数"),
        ("value = 6", "value = 0", "1から120までの整数"),
        ("confidence = \"official\"", "confidence = \"sure\"", "「sure」という言葉はありません"),
        ("from = 2012-04-01\nvalue", "from = \"2012-04-01\"\nvalue", "日付で書いてください"),
        ("\"同行援護\"", "\"同行援助\"", "「同行援助」というサービスは services.toml にありません"),
        ("    \"同行援護\",\n", "", "行が0個あります"),
        ("\"同行援護\"", "\"生活介護\"", "行が2個あります"),
        ("title = ", "title == ", "TOML として読めません"),
    ] {
        let faults = with(ROW, from, to);
        assert!(faults.iter().any(|fault| fault.contains(reason)), "{to}: {faults:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_has_one_sentence_and_nothing_after_it() {
    let faults = with(ROW, "value = 6", "value = 6か月");
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].starts_with("law/monitoring/home-visit-and-training.toml の20行目のあたり: TOML として読めません")
    );
}

#[test]
fn ids_names_and_settings_are_there_once() {
    let twice = with(ROW, "monitoring.standard.home-visit-and-training", "monitoring.standard.aged");
    assert!(twice.iter().any(|fault| fault.contains("も使っています")), "{twice:?}");
    let twice = with("services.toml", "name = \"重度訪問介護\"", "name = \"居宅介護\"");
    assert!(twice.iter().any(|fault| fault.contains("同じ名前のサービス")), "{twice:?}");
    let twice = with("sources.toml", "id = \"seed-000\"", "id = \"seed-002\"");
    assert!(twice.iter().any(|fault| fault.contains("同じidの出典")), "{twice:?}");
    let missing = with("municipalities/default.toml", "key = \"submission_day\"", "key = \"submission_days\"");
    assert!(missing.iter().any(|fault| fault.contains("設定「submission_day」がありません")), "{missing:?}");
    let other = with("municipalities/kawasaki.toml", "value = true", "value = 1");
    assert!(other.iter().any(|fault| fault.contains("選べる値ではありません")), "{other:?}");
}

#[test]
fn every_refusal_is_one_sentence_with_file_entry_and_reason() {
    for (file, from, to, entry) in [
        (ROW, "source = \"seed-002\"\n", "", "[[value]] 1番目（2012-04-01から）"),
        (ROW, "value = 6", "value = 6\nto = 2012-03-31", "[[value]] 1番目（2012-04-01から）"),
        (ROW, "value = 6", "value = 6\nto = 2019-03-30", "[[value]] 1番目（2012-04-01から）"),
        (ROW, "from = 2019-04-01", "from = 2012-03-01", "[[value]] 1番目（2012-04-01から）"),
        (ROW, "where = \"モニタリング実施標準期間の見直し時期\"", "where = \"\"", "[[value]] 1番目（2012-04-01から）"),
        ("services.toml", "code = \"11\"", "code = \"1\"", "[[service]]「居宅介護」"),
        ("services.toml", "code = \"12\"", "code = \"11\"", "[[service]]「重度訪問介護」"),
        (
            "services.toml",
            "members = [\"就労継続支援A型\"",
            "members = [\"就労継続支援C型\"",
            "[[group]]「就労継続支援」",
        ),
        ("sources.toml", "kind = \"handbook\"", "kind = \"brochure\"", "[[source]]"),
        (
            "municipalities/default.toml",
            "sentence = \"モニタリング報告書の写し",
            "note = \"",
            "[[setting]]「every_report_submitted」",
        ),
        ("monitoring/shorter-from-six.toml", "replaces = 6", "# replaces = 6", "「replaces」"),
        ("cases/schedule/count-back.toml", "source = \"qa-2012-03\"", "source = \"hearsay\"", "[[case]] 1番目"),
    ] {
        let faults = with(file, from, to);
        assert!(faults.iter().any(|fault| fault.contains(entry)), "{file} {to}: {faults:?}");
        for fault in &faults {
            assert!(fault.starts_with("law/") && fault.ends_with('。'), "{fault}");
            assert_eq!(fault.matches('。').count(), 1, "one sentence: {fault}");
        }
    }
}

#[test]
fn the_provisions_that_the_second_seed_rests_on_are_named_with_it() {
    let book = LawBook::embedded().unwrap_or_else(|fault| panic!("{fault}"));
    let number = book.source("seed-002").unwrap().number.clone().unwrap();
    assert!(number.contains("法第5条第20・21項") && number.contains("規則第6条の16"), "{number}");
}

#[test]
fn a_turning_point_that_nobody_knows_is_refused() {
    let file = "turning-points/changes.toml";
    let unknown = with(file, "what = \"guardian\"", "what = \"uncle\"");
    assert!(matches!(unknown.as_slice(), [fault] if fault.contains("「uncle」という言葉はありません")), "{unknown:?}");
    let book = LawBook::embedded().unwrap();
    assert!(book.turning_changes().iter().all(|change| !change.text.is_empty()));
}

//! サービス等利用計画（案） as PDF: every value readable on the paper, in both layouts, and what long plans do.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::sample;
use super::tools;

use std::sync::LazyLock;

use domain::{
    office::WeekBands,
    planning::p2_week_plan::{Day, WeekEntry},
};
use forms::{FilledForm, PLAN, forms_of};
use pdf::Typst;
use sample::plan::{Plan, plan};
use serde_json::Value;
use tools::{objects_of, structure_of, text_of, words_of};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

const LAYOUTS: [&str; 3] = ["national", "seed", "easy"];

fn form(of: &Plan, layout: &str) -> FilledForm {
    let form = forms_of(&PLAN).find(|form| form.file.word == layout).unwrap();
    form.fill(&forms::plan(&of.input()))
}

/// The text of the paper without white space.
fn text(of: &Plan, layout: &str) -> Option<String> {
    text_of(&TYPST.render(&form(of, layout)).unwrap())
}

/// Choices are drawn as marks, not as words.
const MARKS: [&str; 4] = ["held", "kind", "grade", "relation"];

#[test]
fn every_filled_field_stands_on_the_paper() {
    for of in [plan().consented(), plan().decided()] {
        for layout in LAYOUTS {
            let form = form(&of, layout);
            let Some(paper) = text_of(&TYPST.render(&form).unwrap()) else { return };
            let fields = form.content["page"].as_object().unwrap();
            let page =
                fields.iter().filter(|(name, _)| !MARKS.contains(&name.as_str())).map(|(_, field)| &field["value"]);
            let tables = form.content["tables"].as_object().unwrap().values();
            let rows = tables.flat_map(|table| table["rows"].as_array().unwrap());
            let cells = rows.flat_map(|row| row.as_object().unwrap()).filter(|(name, _)| *name != "kind");
            for value in page.chain(cells.map(|(_, value)| value)).filter_map(Value::as_str) {
                for line in value.lines() {
                    let line: String = line
                        .chars()
                        .filter(|it| !it.is_whitespace() && !matches!(it, '\u{200b}' | '\u{2060}'))
                        .collect();
                    assert!(paper.contains(&line), "{line} in {layout}:\n{paper}");
                }
            }
        }
    }
}

#[test]
fn the_title_says_whether_it_is_a_proposal() {
    let (proposal, decided) = (plan(), plan().decided());
    let Some(seed) = text(&proposal, "seed") else { return };
    assert!(seed.contains("サービス等利用計画書(1)(案)") && seed.contains("サービス等利用計画書(2)(案)"), "{seed}");
    assert!(seed.contains("週間ケア計画(案)") && seed.contains("(番号)R8-012") && seed.contains("■継続"));
    let seed = text(&decided, "seed").unwrap();
    assert!(seed.contains("サービス等利用計画書(1)") && !seed.contains("(案)"), "{seed}");
    let national = text(&proposal, "national").unwrap();
    assert!(
        national.contains("様式1-1") && national.contains("サービス等利用計画案・障害児支援利用計画案"),
        "{national}"
    );
    let national = text(&decided, "national").unwrap();
    assert!(national.contains("様式2-2") && !national.contains("利用計画案"), "{national}");
}

#[test]
fn label_cells_are_headers_and_the_grid_of_the_week_is_told_in_words() {
    let of = plan().consented().agreed().decided();
    for layout in LAYOUTS {
        let pdf = TYPST.render(&form(&of, layout)).unwrap();
        let Some((structure, objects)) = structure_of(&pdf).zip(objects_of(&pdf)) else { return };
        assert!(structure.contains("/Scope /Row") && structure.contains("/Scope /Column"), "{layout}: {structure}");
        let told = objects.contains("\"/Alt\": \"u:週間計画表。月曜日: 9:30～15:30 就労継続支援B型（作業所こむぎ）");
        assert_eq!(told, layout == "national", "{layout}: the other layouts set the week as a table");
        assert!(objects.contains("\"/Lang\": \"u:ja-JP\""), "{layout}");
    }
}

#[test]
fn an_entry_over_a_border_stands_in_both_bands_and_a_night_goes_on_in_the_morning() {
    let Some(paper) = text(&plan(), "seed") else { return };
    let week = paper.split('\u{c}').nth(2).unwrap();
    assert_eq!(week.matches("7:30～9:00居宅介護").count(), 2, "早朝 and 午前: {week}");
    assert_eq!(week.matches("22:00～翌6:30睡眠").count(), 2, "深夜 of Sunday and 早朝 of Monday: {week}");
    assert_eq!(week.matches("9:30～15:30就労継続支援B型").count(), 6, "午前 and 午後 of three days");
}

#[test]
fn the_week_is_listed_on_a_page_of_its_own_where_its_grid_has_no_room_for_the_words() {
    let entry = |minutes: i8, what: &str| {
        let mut of = plan();
        let hour = |minute| calendar::Time::new(7, minute, 0, 0).ok();
        of.week.entries = vec![WeekEntry {
            what: what.into(),
            days: Day::ALL.to_vec(),
            from: hour(0),
            to: hour(minutes),
            ..WeekEntry::default()
        }];
        text(&of, "national").map(|paper| paper.contains("週間の予定の一覧"))
    };
    let Some(half_an_hour) = entry(30, "水やり") else { return };
    assert!(!half_an_hour, "a line has room in half an hour");
    assert_eq!(entry(30, "花の水やりと、鳥とめだかの世話"), Some(true), "longer than its line");
    assert_eq!(entry(15, "水やり"), Some(true), "lower than its line");
}

#[test]
fn marks_of_punctuation_do_not_lie_over_one_another() {
    let mut of = plan();
    of.draft.wishes = "あ。い\nあ）い\nあ、い\nあい\nあ。）、い".into();
    let Some(words) = words_of(&TYPST.render(&form(&of, "seed")).unwrap()) else { return };
    let width = |text: &str| {
        let word = words.iter().find(|word| word.text == text).expect("the line stands on the paper");
        word.right - word.left
    };
    let alone: f64 = ["あ。い", "あ）い", "あ、い"].map(|text| width(text) - width("あい")).iter().sum();
    let together = width("あ。）、い") - width("あい");
    assert!((together - alone).abs() < 0.3, "{together} points for what takes {alone} alone");
}

#[test]
fn the_seal_is_left_out_where_the_municipality_takes_none() {
    let of = plan();
    let with = |seal: bool| {
        let form = forms_of(&PLAN).find(|form| form.file.word == "seed").unwrap();
        text_of(&TYPST.render(&form.fill(&forms::plan(&of.input()).with_flag("seal", seal))).unwrap())
    };
    let Some(sealed) = with(true) else { return };
    assert!(sealed.contains("宮前健印") && !with(false).unwrap().contains('印'));
}

#[test]
fn what_is_not_known_yet_is_left_to_be_written_by_hand() {
    let mut of = plan();
    (of.week.written_on, of.draft.valid_until) = (None, None);
    let Some(paper) = text(&of, "seed") else { return };
    assert!(paper.contains("令和年月日作成") && paper.contains("令和年月日まで"), "{paper}");
}

#[test]
fn a_renewal_says_the_effect_and_why_nothing_changes_in_both_layouts() {
    let mut of = plan();
    of.draft.effect = "通う所ができた。".into();
    of.draft.unchanged_reason = "いまの回数で続いている。".into();
    // わかりやすい版 is in the person's own words and has no 援助の方針.
    for layout in ["national", "seed"] {
        let Some(paper) = text(&of, layout) else { return };
        assert!(paper.contains("【これまでのサービスの効果】通う所ができた。"), "{layout}: {paper}");
        assert!(
            paper.contains("【サービスの種類・量を変更する必要がない理由】いまの回数で続いている。"),
            "{layout}: {paper}"
        );
    }
}

#[test]
fn an_unfinished_plan_says_so_on_the_paper() {
    let mut of = plan();
    of.stage.unfinished = true;
    for layout in LAYOUTS {
        let Some(paper) = text(&of, layout) else { return };
        assert!(paper.contains("下書き"), "{layout}");
        assert!(!text(&plan(), layout).unwrap().contains("下書き"), "{layout}");
    }
}

#[test]
fn forty_goals_long_wishes_and_a_full_week_come_out() {
    let mut of = plan();
    of.draft.wishes = "働いて、休みの日には電車を見に行きたい。".repeat(150) + "ここまで。";
    let need = of.draft.needs[0].clone();
    of.draft.needs.extend((0..38).map(|at| {
        let mut one = need.clone();
        one.id = None;
        one.need = format!("課題の{at}番。");
        one
    }));
    let day = of.week.entries[0].clone();
    of.week.entries =
        (0..60).map(|at| WeekEntry { what: format!("予定{at}"), days: vec![Day::Monday], ..day.clone() }).collect();
    for layout in LAYOUTS {
        let Some(paper) = text(&of, layout) else { return };
        assert!(paper.contains("課題の37番。"), "{layout}");
        // The end of a page may part one of them.
        assert!(paper.matches("電車を見に行きたい").count() >= 149 && paper.contains("ここまで。"), "{layout}");
        assert!(paper.contains("予定59"), "{layout}");
        let heads = paper.split('\u{c}').filter(|page| page.contains("課題の")).collect::<Vec<_>>();
        let head = |page: &&&str| page.contains("川崎花子") && (layout == "easy" || page.contains("サービス"));
        assert!(heads.len() > 2 && heads.iter().filter(head).count() == heads.len(), "{layout}");
    }
}

#[test]
fn what_a_user_types_is_never_read_as_typst() {
    let mut of = plan();
    of.draft.wishes = "#panic(\"x\") $x$ *太字* = 見出し @ref".into();
    of.week.entries[0].what = "#read(\"/etc/passwd\")".into();
    for layout in LAYOUTS {
        let Some(paper) = text(&of, layout) else { return };
        assert!(paper.contains("#read(\"/etc/passwd\")") && paper.contains("*太字*"), "{layout}: {paper}");
    }
}

/// The headings of the handbook's forms, as seed 002 prints them, in their order; the scanner's words are read as the
/// ministry's (「通関ケア計画」 is 週間ケア計画, 「印刷 継続」 is 新規・継続, the bands are 早朝 to 深夜).
#[test]
fn the_handbooks_headings_stand_on_the_paper() {
    const FIRST: &str = "番号 サービス等利用計画書(1)(案) 新規 継続 利用者名 性別 生年月日 歳 住所 指定相談支援事業者名・所在地 計画作成者 印 \
        初回サービス等利用計画作成日 サービス等利用計画変更日 受給者証の有無 有 無 有効期間 NO. 上限額 円 障害支援区分 非該当 1 2 3 4 5 6 未認定 \
        利用者および家族の希望 相談支援専門員の支援方針 長期目標(期間) 短期目標(期間)";
    const SECOND: &str = "番号 サービス等利用計画書(2)(案) モニタリング項目 生活全般の解決すべき課題(ニーズ) 援助目標 達成時期 援助内容 サービス内容 \
        サービス種別(事業者等) 頻度 提供期間 費用(円/月) サービス費用(全額) 単価 回数 合計 自己負担 \
        サービス等利用計画(モニタリング)の有効期間 まで サービス費用 自己負担額 備考 本人または代理人の同意 日付 \
        ※週間ケア計画を必要に応じて添付 署名 □本人 □代理人";
    const WEEK: &str = "週間ケア計画(案) 受付No. 作成 早朝 午前 午後 夜間 深夜 月 火 水 木 金 土 日 備考 作成者氏名";
    let Some(paper) = text(&plan(), "seed") else { return };
    let paper = paper.replace('（', "(").replace('）', ")").replace('／', "/");
    let pages: Vec<&str> = paper.split('\u{c}').collect();
    for (page, headings) in pages.iter().zip([FIRST, SECOND, WEEK]) {
        for heading in headings.split_whitespace() {
            assert!(page.contains(heading), "{heading} in {page}");
        }
    }
    assert_eq!(pages.iter().filter(|page| !page.is_empty()).count(), 3, "(1), (2) and the week");
}

#[test]
fn a_reading_that_was_typed_behind_its_word_is_ruby_on_the_easy_paper_alone() {
    let mut of = plan();
    of.draft.wishes = "通院《つういん》を続けて、居宅介護（あさひ）と会う。".to_owned();
    let Some(easy) = text(&of, "easy") else { return };
    assert!(easy.contains("を続けて") && !easy.contains("《つういん》"), "{easy}");
    assert!(easy.contains("居宅介護（あさひ）と会う。"), "what stands behind no kanji stays as it was written: {easy}");
    assert!(text(&of, "national").unwrap().contains("通院《つういん》を続けて"));
}

#[test]
fn the_week_is_divided_into_the_bands_of_the_municipality() {
    let of = plan();
    let form = forms_of(&PLAN).find(|form| form.file.word == "seed").unwrap();
    let bands = WeekBands::read("朝5-12、昼12-18、夜18-29").unwrap();
    let filled = form.fill(&forms::plan(&of.input()).with_bands(&bands));
    let Some(paper) = text_of(&TYPST.render(&filled).unwrap()) else { return };
    assert!(paper.contains("朝5時～12時") && paper.contains("夜18時～翌5時") && !paper.contains("早朝"), "{paper}");
}

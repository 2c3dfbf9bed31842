//! 別紙1, 別紙2, 相談受付票 and アセスメント票 as PDF: every value readable, the pictures with their words, and what is kept off the paper.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::sample;
use super::tools;

use std::sync::LazyLock;

use domain::planning::p1_basic::{FamilyMember, Tie};
use forms::{ASSESSMENT, BASIC, FilledForm, assessment, basic_information, forms_of};
use pdf::Typst;
use sample::first_step::{FirstStep, first_step};
use tools::{assert_every_value, objects_of, structure_of, text_of, words_of};

static TYPST: LazyLock<Typst> = LazyLock::new(|| Typst::new().expect("fonts and sheets are readable"));

fn basic(of: &FirstStep) -> FilledForm {
    forms_of(&BASIC).next().unwrap().fill(&basic_information(&of.basic()))
}

fn sheet(of: &FirstStep) -> FilledForm {
    forms_of(&ASSESSMENT).next().unwrap().fill(&assessment(&of.assessment()))
}

#[test]
fn every_filled_field_stands_on_the_paper() {
    let of = first_step();
    // The dwelling is drawn as a mark.
    assert_every_value(&TYPST, &basic(&of), &["residence", "kind"]);
    assert_every_value(&TYPST, &sheet(&of), &[]);
}

#[test]
fn the_pictures_have_their_words_and_label_cells_are_headers() {
    let pdf = TYPST.render(&basic(&first_step())).unwrap();
    let Some((structure, objects)) = structure_of(&pdf).zip(objects_of(&pdf)) else { return };
    for wanted in ["/Scope /Row", "/Scope /Column", "Figure"] {
        assert!(structure.contains(wanted), "{wanted}: {structure}");
    }
    for words in [
        "家族構成図。父 川崎 一郎 70、母 高津 恵子 66（同居、",
        "社会関係図。福祉サービス 作業所こむぎ: 日中の仕事（強い）",
        "現在の生活。月曜日: ",
    ] {
        assert!(objects.contains(&format!("\"/Alt\": \"u:{words}")), "{words}");
    }
    let Some(structure) = structure_of(&TYPST.render(&sheet(&first_step())).unwrap()) else { return };
    assert!(structure.contains("/Scope /Row") && structure.contains("/Scope /Column"));
}

/// How large the list beside a picture is set, in points.
const LIST: f64 = 7.5;

#[test]
fn the_letters_of_the_pictures_are_read_without_a_glass_however_many_there_are() {
    let few = first_step();
    let mut many = first_step();
    let (member, tie) = (many.basic.members[2].clone(), many.basic.ties[0].clone());
    let numbered = |number: usize| format!("人{number}");
    many.basic.members = (0..7).map(|number| FamilyMember { name: numbered(number), ..member.clone() }).collect();
    many.basic.ties = (7..37).map(|number| Tie { name: numbered(number), ..tie.clone() }).collect();
    for (of, wanted) in [(&few, vec!["作業所こむぎ".to_owned()]), (&many, (0..37).map(numbered).collect())] {
        let Some(words) = words_of(&TYPST.render(&basic(of)).unwrap()) else { return };
        for word in wanted {
            // In the picture the name stands alone, in the list below it among other words.
            let alone = words.iter().find(|it| it.text == word).unwrap_or_else(|| panic!("{word}: {words:?}"));
            let listed =
                words.iter().find(|it| it.text.starts_with(&word) && it.text != word || it.text.contains("（強い）"));
            let listed = listed.map(|it| it.bottom - it.top).unwrap();
            let points = (alone.bottom - alone.top) / listed * LIST;
            assert!(points >= 7.0, "{word} is {points} points high");
        }
    }
}

#[test]
fn the_paper_reads_in_the_order_of_the_form() {
    let Some(paper) = text_of(&TYPST.render(&basic(&first_step())).unwrap()) else { return };
    let mut from = 0;
    for heading in [
        "申請者の現状（基本情報）",
        "作成日",
        "１．概要",
        "２．利用者の状況",
        "生年月日",
        "保護者氏名",
        "住まい",
        "障害または疾患名",
        "家族構成",
        "生活歴",
        "本人の主訴",
        "３．支援の状況",
        "公的支援",
        "その他の支援",
        "【現在の生活】",
        "相談受付票",
        "相談日",
        "相談内容",
        "相談面接結果",
        "相談者名",
    ] {
        let at = paper[from..].find(heading).unwrap_or_else(|| panic!("{heading} after {from}: {paper}"));
        from += at + heading.len();
    }
}

#[test]
fn what_only_few_may_read_is_on_no_paper_and_a_draft_says_that_it_is_one() {
    let mut of = first_step();
    let Some(paper) = text_of(&TYPST.render(&sheet(&of)).unwrap()) else { return };
    assert!(!paper.contains("印刷しないこと") && !paper.contains("虐待"), "{paper}");
    assert!(!paper.contains("下書き"));
    of.finished = false;
    for form in [sheet(&of), basic(&of)] {
        let paper = text_of(&TYPST.render(&form).unwrap()).unwrap();
        assert!(paper.contains("下書き"), "{}", form.form);
    }
}

#[test]
fn a_family_with_letters_that_no_font_has_and_one_without_anybody_are_drawn() {
    let mut of = first_step();
    of.basic.members[0].name = "👍 <b>&\"' 𠮷田".into();
    of.basic.ties[0].name = "とても長い名前の事業所です。".repeat(20);
    TYPST.render(&basic(&of)).unwrap();
    (of.basic.members, of.basic.ties, of.basic.supports) = (Vec::new(), Vec::new(), Vec::new());
    of.week.entries = Vec::new();
    let Some(paper) = text_of(&TYPST.render(&basic(&of)).unwrap()) else { return };
    assert!(paper.contains("支援内容"), "{paper}");
}

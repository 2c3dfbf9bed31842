//! Text that has no place to break by itself stays in its column and on the page, whole; latin names are not spread out.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::sample;
use super::tools;

use domain::monitoring::m3_record::ReportRow;
use forms::{REPORT, forms_of, monitoring_report};
use pdf::Typst;
use sample::{Case, adult};
use tools::{Word, words_of};

/// Slack for what boxes of letters and ruled lines differ by, in millimetres.
const SLACK: f64 = 0.3;
const PAGE: (f64, f64) = (297.0, 210.0);

/// Where a text is put, and the edges of its column in each layout: the widths of `sheet.typ` from the margin of 10 mm on.
type Place = (&'static str, fn(&mut Case, String), &'static [(&'static str, f64, f64)]);

const PLACES: &[Place] = &[
    (
        "感想・満足度",
        |case, text| case.report.rows[0].satisfaction = text,
        &[("national", 109.5, 145.5), ("seed", 122.0, 178.0)],
    ),
    ("達成時期", |case, text| case.report.rows[0].due = text, &[("national", 49.5, 68.5)]),
    ("氏名", |case, text| case.client.name = text, &[("national", 49.5, 102.4), ("seed", 35.0, 84.0)]),
];

fn words(case: &Case, layout: &str) -> Option<Vec<Word>> {
    let form = forms_of(&REPORT).find(|form| form.file.word == layout).unwrap();
    words_of(&Typst::new().unwrap().render(&form.fill(&monitoring_report(&case.input()))).unwrap())
}

fn blank() -> Case {
    let mut case = adult(1, 0);
    case.report.rows = vec![ReportRow { need: "必".into(), goal: "必".into(), ..ReportRow::default() }];
    case
}

#[test]
fn what_has_no_place_to_break_stays_within_its_column() {
    let unbroken = [
        "―".repeat(60),
        "ー".repeat(80),
        "…".repeat(80),
        "-".repeat(90),
        "x".repeat(180),
        "W".repeat(300),
        "」".repeat(60),
        "sodan.tanto.yamada-hanako@fukushi-center.minato.example.jp".to_owned(),
    ];
    for (place, put, columns) in PLACES {
        for (layout, left, right) in *columns {
            for text in &unbroken {
                let mut case = blank();
                put(&mut case, text.clone());
                let Some(words) = words(&case, layout) else { return };
                // The running head of later pages repeats a name; the column is looked at on the first page, the page everywhere.
                let own: Vec<&Word> = words
                    .iter()
                    .filter(|word| word.text.chars().all(|c| text.contains(c)) && !word.text.is_empty())
                    .collect();
                let told = format!("{place} in {layout}: {}", text.chars().take(8).collect::<String>());
                let letters: usize = own.iter().map(|word| word.text.chars().count()).sum();
                assert!(letters >= text.chars().count(), "{told}: {letters} letters are left");
                for word in own.iter().filter(|word| word.page == 0) {
                    assert!(word.left > left - SLACK && word.right < right + SLACK, "{told}: {word:?}");
                }
                for word in own {
                    assert!(word.right < PAGE.0 && word.bottom < PAGE.1, "{told}: {word:?}");
                }
            }
        }
    }
}

#[test]
fn the_words_of_a_latin_name_are_not_spread_over_the_line() {
    const NAME: &str = "Maria Aparecida Fernanda de Oliveira Santos Yamamoto";
    for layout in ["national", "seed"] {
        let mut case = blank();
        case.client.name = NAME.into();
        case.report.rows[0].satisfaction = format!("{NAME} to {NAME}");
        let Some(words) = words(&case, layout) else { return };
        let latin: Vec<&Word> =
            words.iter().filter(|word| word.text.chars().all(|c| c.is_ascii_alphabetic())).collect();
        assert!(latin.len() > 20, "{layout}");
        for pair in
            latin.windows(2).filter(|pair| (pair[0].top - pair[1].top).abs() < 0.5 && pair[0].right < pair[1].left)
        {
            let gap = pair[1].left - pair[0].right;
            assert!(gap < 2.0, "{layout}: {gap} mm between {} and {}", pair[0].text, pair[1].text);
        }
    }
}

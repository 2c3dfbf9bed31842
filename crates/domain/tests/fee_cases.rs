//! Runs the worked cases of `law/cases/fee/`: units, price and yen of one client's month.
#![expect(clippy::panic, reason = "tests")]

use calendar::YearMonth;
use domain::{
    billing::fees::{FeeKind, area_price, base_fee, yen},
    client::ConsultationService,
};
use law::{LawBook, Verdict, embedded_files};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    command: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    source: String,
    #[serde(rename = "where")]
    place: String,
    rules: Vec<String>,
    input: Input,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    service: ConsultationService,
    month: YearMonth,
    area_grade: String,
    office_grade: String,
    fees: Vec<FeeKind>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
enum Expected {
    Fee { units: i64, unit_price: i64, yen: i64 },
    Verdict { verdict: String },
}

#[test]
fn every_case_is_answered_as_expected() {
    let book = LawBook::embedded().unwrap();
    let mut count = 0;
    for (path, text) in embedded_files().into_iter().filter(|(path, _)| path.starts_with("cases/fee/")) {
        let file: CaseFile = toml::from_str(text).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        assert_eq!(file.command, "fee");
        for case in file.case {
            assert!(book.source(&case.source).is_some() && !case.place.is_empty() && !case.rules.is_empty());
            assert_eq!(answer(&case.input), case.expected, "{path}「{}」", case.title);
            count += 1;
        }
    }
    assert!(count >= 28, "only {count} cases were found");
}

fn answer(input: &Input) -> Expected {
    let mut units = 0;
    for fee in &input.fees {
        match base_fee(input.service, *fee, &input.office_grade, input.month) {
            Verdict::Is(decided) => units += decided.value.units,
            Verdict::NotCovered { .. } => return Expected::Verdict { verdict: "not_covered".to_owned() },
            other => panic!("{other:?}"),
        }
    }
    match area_price(input.service, &input.area_grade, input.month) {
        Verdict::Is(decided) => {
            let unit_price = decided.value.thousandths;
            Expected::Fee { units, unit_price, yen: yen(units, unit_price) }
        }
        other => panic!("{other:?}"),
    }
}

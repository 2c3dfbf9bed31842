//! Runs the worked cases of `law/cases/fee/`: units, price and yen of one client's month.
#![expect(clippy::panic, reason = "tests")]

use calendar::YearMonth;
use domain::{
    billing::fees::{FeeKind, area_price, base_fee, yen},
    client::ConsultationService,
};
use law::{LawBook, Verdict, fees::Fees};
use serde::Deserialize;
use testkit::worked_cases;

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
    for case in worked_cases("fee") {
        assert_eq!(answer(&case.input()), case.expected(), "{}", case.name);
    }
}

#[test]
fn every_source_of_a_fee_is_known() {
    let book = LawBook::embedded().unwrap();
    for fee in Fees::embedded().unwrap().all() {
        for value in &fee.values {
            let sources = [&value.source, &value.code_source].into_iter().chain(&value.also);
            for source in sources {
                assert!(book.source(source).is_some(), "{}: {source}", fee.id);
            }
        }
    }
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

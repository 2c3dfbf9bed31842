//! Properties of a month's reckoning, over every addition and reduction of `law/fees`.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

use calendar::YearMonth;
use domain::{
    billing::{
        fees::FeeKind,
        month_fees::{AskedAddition, AskedReduction, FeeCase, MonthFees, percent, reckon},
    },
    client::ConsultationService,
};
use law::{
    Verdict,
    fees::{Fees, Role},
};
use proptest::prelude::*;

/// The additions of a service.
fn additions(service: ConsultationService) -> Vec<AskedAddition> {
    let fees = Fees::embedded().unwrap();
    let own = fees.all().filter(|fee| matches!(fee.role, Role::Addition(_)));
    own.filter_map(|fee| AskedAddition::named(fees, service, &fee.timeline.title)).collect()
}

fn reductions(service: ConsultationService) -> Vec<AskedReduction> {
    let fees = Fees::embedded().unwrap();
    let names = ["虐待防止措置未実施減算", "業務継続計画未策定減算", "情報公表未報告減算", "居宅介護支援費重複減算(Ⅱ)"];
    names.iter().filter_map(|name| AskedReduction::named(fees, service, name)).collect()
}

fn cases() -> impl Strategy<Value = FeeCase> {
    let months = (2012..=2027_i32, 1..=12_u8);
    let fees = prop::sample::subsequence(vec![FeeKind::Plan, FeeKind::Monitoring], 0..=2);
    let grade = prop::sample::select(vec!["enhanced-1", "enhanced-3", "1", "2"]);
    let asked = prop::collection::vec((any::<prop::sample::Index>(), 1..6_u32, any::<bool>()), 0..8);
    let reductions_asked = prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    (any::<bool>(), months, fees, grade, asked, reductions_asked).prop_map(
        |(child, (year, month), fees, grade, asked, less)| {
            let service = if child { ConsultationService::Child } else { ConsultationService::Plan };
            let (all, every) = (additions(service), reductions(service));
            let mut chosen: Vec<AskedAddition> = Vec::new();
            for (index, count, separate_act) in asked {
                let addition = AskedAddition { count, separate_act, ..*index.get(&all) };
                if !chosen.iter().any(|other| other.fee.timeline.id == addition.fee.timeline.id) {
                    chosen.push(addition);
                }
            }
            FeeCase {
                service,
                month: YearMonth::new(year, month).unwrap(),
                area_grade: Some("3".to_owned()),
                office_grade: Some(grade.to_owned()),
                fees: fees.into_iter().map(Into::into).collect(),
                additions: chosen,
                reductions: less.into_iter().map(|index| index.get(&every).clone()).collect(),
                ended: None,
            }
        },
    )
}

fn reckoned(case: &FeeCase) -> Option<MonthFees> {
    match reckon(case) {
        Verdict::Is(decided) => Some(decided.value),
        Verdict::NotCovered { .. } => None,
        other => panic!("{other:?}"),
    }
}

/// What a case comes to, as far as it is an answer.
fn answer(case: &FeeCase) -> String {
    match reckon(case) {
        Verdict::Is(decided) => {
            let month = decided.value;
            let lines: Vec<_> = month.lines.iter().map(|line| (&line.code, line.total_units())).collect();
            let refused: Vec<_> = month.refused.iter().map(|refused| (&refused.name, refused.code)).collect();
            format!("{lines:?} {refused:?} {:?} {:?}", month.unit_price(), month.yen())
        }
        Verdict::NotCovered { covers, .. } => format!("not covered {covers:?}"),
        other => panic!("{other:?}"),
    }
}

/// The case with both grades answered.
fn answered(case: &FeeCase, area: &str, office: &str) -> FeeCase {
    let or = |known: &Option<String>, word: &str| Some(known.clone().unwrap_or_else(|| word.to_owned()));
    FeeCase { area_grade: or(&case.area_grade, area), office_grade: or(&case.office_grade, office), ..case.clone() }
}

proptest! {
    #[test]
    fn an_addition_ends_in_exactly_one_of_billed_refused_and_left_out(case in cases()) {
        let Some(month) = reckoned(&case) else { return Ok(()) };
        for asked in &case.additions {
            let name = &asked.fee.timeline.title;
            let billed = month.lines.iter().filter(|line| *line.name == **name).count();
            let refused = month.refused.iter().filter(|refused| *refused.name == **name).count();
            let left_out = month.left_out.iter().filter(|left| left.as_str() == &**name).count();
            prop_assert_eq!(billed + refused + left_out, 1, "{}", name);
        }
    }

    #[test]
    fn a_question_can_change_the_answer_and_what_is_not_asked_cannot(
        case in cases(),
        (no_area, no_grade) in (any::<bool>(), any::<bool>()),
    ) {
        let case = FeeCase {
            area_grade: case.area_grade.filter(|_| !no_area),
            office_grade: case.office_grade.filter(|_| !no_grade),
            ..case
        };
        let asked: Vec<&str> = match reckon(&case) {
            Verdict::Needs(missing) => missing.iter().map(|missing| missing.field).collect(),
            _ => Vec::new(),
        };
        let areas = ["1", "2", "3", "4", "5", "6", "7", "other"];
        let grades = ["enhanced-1", "enhanced-2", "enhanced-3", "enhanced-4", "1", "2"];
        let by_area = |office: &str| areas.map(|area| answer(&answered(&case, area, office)));
        let by_grade = |area: &str| grades.map(|office| answer(&answered(&case, area, office)));
        let changes = |answers: &[String]| answers.iter().any(|other| *other != answers[0]);
        let area_changes = grades.iter().any(|office| changes(&by_area(office)));
        let grade_changes = areas.iter().any(|area| changes(&by_grade(area)));
        prop_assert_eq!(asked.contains(&"area_grade"), no_area && area_changes, "{:?}", case);
        if asked.contains(&"office_grade") {
            prop_assert!(no_grade && grade_changes, "{:?}", case);
        }
        if asked.is_empty() {
            // Nothing is asked: whatever it is, the answer is this one.
            let now = answer(&case);
            for (area, office) in areas.iter().flat_map(|area| grades.iter().map(move |office| (area, office))) {
                prop_assert_eq!(&answer(&answered(&case, area, office)), &now, "{:?}", case);
            }
        }
    }

    #[test]
    fn a_line_keeps_the_count_that_was_asked_and_the_sum_is_that_of_the_lines(case in cases()) {
        let Some(month) = reckoned(&case) else { return Ok(()) };
        for line in &month.lines {
            if let Some(asked) = case.additions.iter().find(|asked| *asked.fee.timeline.title == *line.name) {
                let percent = asked.fee.conditions().unwrap().percent;
                prop_assert!(percent || line.count == i64::from(asked.count), "{}", line.name);
            }
        }
        let sum: i64 = month.lines.iter().map(|line| line.units * line.count).sum();
        prop_assert_eq!(month.units(), sum);
        if let (Some(price), Some(yen)) = (month.unit_price(), month.yen()) {
            prop_assert!(yen * 1000 <= sum * price && sum * price < (yen + 1) * 1000);
        }
    }

    #[test]
    fn no_two_lines_keep_each_other_out(case in cases()) {
        let Some(month) = reckoned(&case) else { return Ok(()) };
        let billed = |name: &str| month.lines.iter().any(|line| line.name == name);
        for asked in case.additions.iter().filter(|asked| billed(&asked.fee.timeline.title)) {
            let own = asked.fee.conditions().unwrap();
            prop_assert!(own.excludes.iter().all(|name| !billed(name)), "{}", asked.fee.timeline.title);
        }
    }

    #[test]
    fn a_reduction_never_adds_units(case in cases()) {
        let Some(month) = reckoned(&case) else { return Ok(()) };
        let without = reckoned(&FeeCase { reductions: Vec::new(), ..case.clone() }).unwrap();
        prop_assert!(month.units() <= without.units());
    }

    #[test]
    fn a_per_cent_is_rounded_half_away_from_zero(units in 0..100_000_i64, tenths in 0..2_000_i64) {
        let got = percent(units, tenths);
        let exact = units * tenths;
        prop_assert!(2 * (got * 1000 - exact) <= 1000 && 2 * (exact - got * 1000) < 1000);
        prop_assert_eq!(percent(units, -tenths), -got);
    }
}

//! 節目: the days by the ages of the law, what changes, and what is asked for.

use domain::client::{ChangeOf, DisabilityGrade, Turning, TurningPoint, turning_points};
use testkit::{client, day, law_book};

fn of(born: &str, today: &str) -> Vec<(TurningPoint, String)> {
    let person = client("川崎 花子").born(born).build();
    turning_points(law_book(), &person, day(today)).into_iter().map(|it| (it.point, it.on.to_string())).collect()
}

#[test]
fn each_point_comes_on_its_day_and_is_told_from_six_months_before() {
    for (born, today, point, on) in [
        ("2008-12-10", "2026-11-22", TurningPoint::Adult, "2026-12-09"),
        ("1961-12-10", "2026-11-22", TurningPoint::Aged, "2026-12-09"),
        ("2020-06-15", "2026-11-22", TurningPoint::EntersSchool, "2027-04-01"),
        ("2014-06-15", "2026-11-22", TurningPoint::LeavesElementary, "2027-03-31"),
        ("2011-06-15", "2026-11-22", TurningPoint::LeavesJuniorHigh, "2027-03-31"),
        ("2008-06-15", "2026-11-22", TurningPoint::LeavesHighSchool, "2027-03-31"),
    ] {
        assert_eq!(of(born, today).first(), Some(&(point, on.to_owned())), "born on {born}");
        assert_eq!(of(born, "2026-07-22").iter().find(|it| it.1 == "2027-04-01"), None, "more than six months ahead");
    }
    assert_eq!(of("1990-06-15", "2026-11-22"), []);
}

#[test]
fn whoever_is_born_on_the_first_of_april_belongs_to_the_school_year_before() {
    assert_eq!(of("2021-04-01", "2026-12-01"), [(TurningPoint::EntersSchool, "2027-04-01".to_owned())]);
    assert_eq!(of("2021-04-02", "2026-12-01"), [], "a year later");
    let last = of("2009-04-01", "2026-12-01");
    let both =
        [(TurningPoint::Adult, "2027-03-31".to_owned()), (TurningPoint::LeavesHighSchool, "2027-03-31".to_owned())];
    assert_eq!(last, both);
}

#[test]
fn what_changes_has_its_source_and_what_is_not_known_is_asked_for() {
    let mut child = client("川崎 一郎").child_of("川崎 母子", "2008-12-10").build();
    let adult = |child: &_| -> Turning { turning_points(law_book(), child, day("2026-11-22")).remove(0) };
    let told = adult(&child);
    for what in ChangeOf::ALL {
        assert!(told.changes.iter().any(|(of, _)| of == what), "{}", what.label());
    }
    assert!(told.changes.iter().all(|(_, change)| law_book().source(&change.origin.source).is_some()));
    assert_eq!(told.asks.len(), 2, "{:?}", told.asks);
    child.grade = Some(DisabilityGrade::Three);
    assert_eq!(adult(&child).asks.len(), 1);
    let mut old = client("川崎 花子").born("1961-12-10").build();
    old.care_management = Some(false);
    assert_eq!(adult(&old).asks, Vec::<&str>::new());
    old.ended_on = Some(day("2026-12-01"));
    assert_eq!(turning_points(law_book(), &old, day("2026-11-22")), [], "the support ends before");
}

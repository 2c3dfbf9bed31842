//! The week: what is at the same time, over midnight, every other week, and how it stands to what was granted.

use domain::planning::{
    CaseText,
    p2_week_plan::{
        Amount, Day, Every, Fit, Granted, GrantedUnit, Overlap, Per, ServiceSum, WeekEntry, WeekPlan, overlaps, sums,
    },
};
use testkit::proposal::{entry, week_plan};

use super::{WITH, case, fields};

fn granted(kind: &str, amount: &str) -> Vec<(String, String)> {
    vec![(kind.to_owned(), amount.to_owned())]
}

/// The least and the most of a month.
fn month(amount: Amount) -> (u32, u32) {
    (amount.least(), amount.most)
}

fn only(entries: &[WeekEntry], amount: &str) -> ServiceSum {
    sums(entries, &granted("居宅介護", amount)).remove(0)
}

#[test]
fn a_week_is_finished_with_days_times_and_words() {
    assert!(week_plan("2026-11-20").check(&case(), &WITH, true).is_empty());
    assert_eq!(
        fields(WeekPlan::default().check(&case(), &WITH, true)),
        ["written_on", "starts", "week_what_0"],
        "a week without anything says at least what is outside of it"
    );
    let mut bare = week_plan("2026-11-20");
    bare.entries = vec![WeekEntry { who: "さくら".to_owned(), ..WeekEntry::default() }];
    assert_eq!(fields(bare.check(&case(), &WITH, true)), ["week_what_0", "week_days_0", "week_from_0", "week_to_0"]);
    assert!(bare.check(&case(), &WITH, false).is_empty());
}

#[test]
fn an_end_before_its_start_is_refused_unless_it_is_on_the_next_day() {
    let mut week = WeekPlan {
        entries: vec![entry(&[Day::Monday], "22:00", "06:00", "重度訪問介護")],
        ..WeekPlan::default()
    };
    assert_eq!(fields(week.check(&case(), &WITH, false)), ["week_to_0"], "even while it is written");
    week.entries[0].over_midnight = true;
    assert!(week.check(&case(), &WITH, false).is_empty());
    assert_eq!(week.entries[0].minutes(), Some(8 * 60));
    week.entries[0].to = "22:30".parse().ok();
    assert_eq!(fields(week.check(&case(), &WITH, false)), ["week_to_0"], "more than a day");
    week.entries[0].to = "22:00".parse().ok();
    assert_eq!(week.entries[0].minutes(), Some(24 * 60), "a whole day is one");
}

#[test]
fn what_is_at_the_same_time_is_told_and_allowed() {
    let entries = [
        entry(&[Day::Monday, Day::Tuesday], "09:00", "12:00", "生活介護"),
        entry(&[Day::Tuesday], "11:00", "13:00", "通院"),
        entry(&[Day::Monday], "12:00", "13:00", "昼食"),
    ];
    assert_eq!(overlaps(&entries), [Overlap { day: Day::Tuesday, first: 0, second: 1 }]);
    let week = WeekPlan { entries: entries.to_vec(), ..week_plan("2026-11-20") };
    assert!(week.check(&case(), &WITH, true).is_empty());
    let night = WeekEntry { over_midnight: true, ..entry(&[Day::Sunday], "22:00", "06:00", "重度訪問介護") };
    let monday = entry(&[Day::Monday], "05:00", "07:00", "居宅介護");
    assert_eq!(overlaps(&[monday, night]), [Overlap { day: Day::Sunday, first: 0, second: 1 }], "the week goes round");
}

#[test]
fn a_hundred_lines_on_every_day_are_compared_at_once() {
    let entries: Vec<WeekEntry> = (0..100).map(|_| entry(Day::ALL, "09:00", "10:00", "居宅介護")).collect();
    let begun = std::time::Instant::now();
    assert_eq!(overlaps(&entries).len(), 7 * 100 * 99 / 2);
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[test]
fn sixty_lines_on_one_day_are_taken() {
    let entries: Vec<WeekEntry> = (0..60).map(|_| entry(&[Day::Friday], "09:00", "10:00", "居宅介護")).collect();
    assert_eq!(overlaps(&entries).len(), 60 * 59 / 2);
    let week = WeekPlan { entries, ..week_plan("2026-11-20") };
    assert!(week.check(&case(), &WITH, true).is_empty());
    assert_eq!(only(&week.entries, "").times.fortnight, 120);
}

#[test]
fn a_month_is_never_four_weeks() {
    let weekly = [entry(&[Day::Tuesday, Day::Thursday], "10:00", "11:00", "居宅介護")];
    let sum = only(&weekly, "月10時間");
    assert_eq!((sum.minutes.fortnight, sum.days.fortnight), (240, 4));
    assert_eq!(month(sum.minutes), (8 * 60, 10 * 60));
    assert_eq!(sum.fit, Fit::Within);
    assert_eq!(only(&weekly, "月9時間").fit, Fit::SomeMonths, "in a month with five Tuesdays and Thursdays it is more");
    assert_eq!(only(&weekly, "月7.5時間").fit, Fit::Above);
    let daily: Vec<Day> = Day::ALL.to_vec();
    let all = only(&[entry(&daily, "10:00", "11:00", "居宅介護")], "31日/月");
    assert_eq!((month(all.days), all.fit), ((28, 31), Fit::Within));
}

#[test]
fn every_other_week_is_half_and_two_or_three_times_a_month() {
    let other = WeekEntry { every: Every::OtherWeek, ..entry(&[Day::Monday], "10:00", "12:00", "居宅介護") };
    let sum = only(&[other], "月6時間");
    assert_eq!((sum.minutes.fortnight, sum.times.fortnight), (120, 1));
    assert_eq!(month(sum.times), (2, 3));
    assert_eq!(month(sum.minutes), (4 * 60, 6 * 60));
    assert_eq!(sum.fit, Fit::Within);
}

#[test]
fn two_visits_on_one_day_are_one_day_and_two_times() {
    let twice = [
        entry(&[Day::Monday], "08:00", "09:00", "居宅介護（身体介護）"),
        entry(&[Day::Monday], "18:00", "19:00", "居宅介護（身体介護）"),
    ];
    let sum = only(&twice, "週1日");
    assert_eq!((sum.days.fortnight, sum.times.fortnight, sum.granted.as_str()), (2, 4, "週1日"));
    assert_eq!(sum.fit, Fit::Within);
    assert_eq!(only(&twice, "週1回").fit, Fit::Above);
    assert_eq!(
        sums(&[entry(&[Day::Monday], "08:00", "09:00", "生活介護")], &granted("居宅介護", "週1日"))[0].fit,
        Fit::Unknown
    );
}

#[test]
fn an_amount_that_says_more_than_a_number_is_not_guessed_at() {
    let read = |amount: &str| Granted::read(amount);
    let of = |number, unit, per| Some(Granted { number, unit, per });
    assert_eq!(read("月20時間"), of(1_200, GrantedUnit::Minutes, Per::Month));
    assert_eq!(read("２０時間／月"), of(1_200, GrantedUnit::Minutes, Per::Month));
    assert_eq!(read("10.5時間/月"), of(630, GrantedUnit::Minutes, Per::Month));
    assert_eq!(read("23日/月"), of(23, GrantedUnit::Days, Per::Month));
    assert_eq!(read("週 5日"), of(5, GrantedUnit::Days, Per::Week));
    assert_eq!(read("1か月に10回"), of(10, GrantedUnit::Times, Per::Month));
    for more in [
        "",
        "20時間",
        "当該月の日数から8日を控除した日数",
        "原則の日数/月",
        "月20時間（うち通院5時間）",
        "23.5日/月",
        "99999999999日/月",
    ] {
        assert_eq!(read(more), None, "{more}");
    }
}

//! Properties of the months of monitoring: the end month is in, gaps are whole intervals, nothing lies outside.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    client::{Client, Decision, MonthlyStart, Phase, SelfPlanPeriod, SelfPlans},
    monitoring::{
        planned_months,
        schedule::{ScheduleInput, Validity, answer, of_certificate, schedule},
    },
};
use law::{LawBook, Verdict};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

fn day(from: Date, days: i32) -> Date {
    from.checked_add(jiff_span(days)).unwrap()
}

fn jiff_span(days: i32) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).unwrap() * 86_400)
}

prop_compose! {
    fn validity(name: &'static str)(start in 0i32..6_000, length in 0i32..1_400) -> Validity {
        let start = day("2012-04-01".parse().unwrap(), start);
        Validity { name: name.to_owned(), start, end: day(start, length) }
    }
}

/// Any interval, and often the short ones of which several fit into a term.
fn interval() -> impl Strategy<Value = u32> {
    prop_oneof![1u32..=60, 1u32..=6, Just(1)]
}

prop_compose! {
    fn input()(
        one in validity("居宅介護"),
        other in proptest::option::of(validity("生活介護")),
        lengths in proptest::collection::vec((interval(), 1u32..12), 0..3),
        last in interval(),
        lasts in prop::option::weighted(0.3, 1u32..12),
        decision in prop::sample::select(Decision::ALL),
        plan in prop::option::weighted(0.5, -10i32..30),
        used in prop::option::weighted(0.3, 0i32..400),
        monthly_start in prop::sample::select(MonthlyStart::ALL),
    ) -> ScheduleInput {
        let mut phases: Vec<Phase> = lengths
            .into_iter()
            .map(|(interval_months, months)| Phase { interval_months, for_months: Some(months) })
            .collect();
        phases.push(Phase { interval_months: last, for_months: lasts });
        let services: Vec<Validity> = [one].into_iter().chain(other).collect();
        let earliest = services.iter().map(|service| service.start).min().unwrap();
        ScheduleInput {
            decision,
            plan_created: plan.map(|months| YearMonth::of(earliest).plus(months)),
            service_start: used.map(|days| day(earliest, days)),
            benefit_period: None,
            services,
            phases,
            months: Vec::new(),
            monthly_start,
            self_plan: false,
        }
    }
}

/// Where the first phase begins while nothing is known but the validities.
fn begins(input: &ScheduleInput) -> YearMonth {
    let earliest = input.services.iter().map(|service| service.start).min().unwrap();
    let monthly = input.phases.first().is_some_and(|phase| phase.interval_months == 1);
    let shifted = monthly && input.monthly_start == MonthlyStart::NextMonth && earliest.day() > 1;
    if shifted { YearMonth::of(earliest).next() } else { YearMonth::of(earliest) }
}

/// The three monthly ones of a new grant whose plan came late: moved by nothing, cut at the plan.
#[test]
fn monthly_ones_before_the_plan_are_cut_off_and_not_moved() {
    let first: YearMonth = "2026-05".parse().unwrap();
    for late in 0..=4 {
        let mut input = renewal("2026-05-11", "2027-04-30", &[(1, Some(3)), (6, None)]);
        input.decision = Decision::New;
        input.plan_created = Some(first.plus(late));
        input.service_start = "2026-05-11".parse().ok();
        let months = schedule(&input).unwrap().months;
        let monthly: Vec<YearMonth> = (late..3).map(|month| first.plus(month)).collect();
        let later = ["2026-10", "2027-04"].map(|month| month.parse::<YearMonth>().unwrap());
        assert_eq!(months, [monthly, later.to_vec()].concat(), "{late}");
        // Without the day of the first use they run from the plan itself.
        input.service_start = None;
        let months = schedule(&input).unwrap().months;
        assert_eq!(months.first(), Some(&first.plus(late)));
        assert!(months.windows(2).take(2).all(|pair| pair[1].months_since(pair[0]) == 1), "{late}: {months:?}");
    }
}

#[test]
fn days_that_contradict_each_other_name_their_field() {
    let input = renewal("2026-05-11", "2027-04-30", &[(3, None)]);
    let month = |text: &str| text.parse::<YearMonth>().ok();
    let period = |start: &str, end: &str| {
        Some(calendar::MonthRange { start: start.parse().unwrap(), end: end.parse().unwrap() })
    };
    let with = |change: &dyn Fn(&mut ScheduleInput)| {
        let mut input = ScheduleInput { decision: Decision::New, plan_created: month("2026-04"), ..input.clone() };
        change(&mut input);
        schedule(&input).map(|schedule| schedule.months.len()).map_err(|fault| fault.field)
    };
    let refused = |field: &str| Err(field.to_owned());
    assert_eq!(with(&|input| input.plan_created = month("2027-05")), refused("plan_created"));
    assert_eq!(with(&|input| input.service_start = "2026-05-10".parse().ok()), refused("service_start"));
    assert_eq!(with(&|input| input.service_start = "2027-05-01".parse().ok()), refused("service_start"));
    assert_eq!(with(&|input| input.benefit_period = period("2026-05", "2026-04")), refused("benefit_period.end"));
    assert_eq!(with(&|input| input.benefit_period = period("2027-05", "2028-04")), refused("benefit_period.start"));
    assert_eq!(with(&|input| input.benefit_period = period("2025-05", "2026-04")), refused("benefit_period.end"));
    assert_eq!(with(&|input| input.benefit_period = period("2026-05", "2027-04")), Ok(4));
}

proptest! {
    #[test]
    fn months_are_where_they_must_be(input in input()) {
        let first = input.services.iter().map(|service| YearMonth::of(service.start)).min().unwrap();
        let end = input.services.iter().map(|service| YearMonth::of(service.end)).max().unwrap();
        let schedule = match schedule(&input) {
            Ok(schedule) => schedule,
            // Phases longer than the grant, and a plan or a first use after its end are refused, nothing else is.
            Err(fault) => {
                let bounded: u32 = input.phases.iter().filter_map(|phase| phase.for_months).sum();
                let right = match fault.field.as_str() {
                    "plan_created" => input.plan_created > Some(end),
                    "service_start" => input.service_start.map(YearMonth::of) > Some(end),
                    _ => i64::from(bounded) > i64::from(end.months_since(first)),
                };
                prop_assert!(right, "{:?}", fault);
                return Ok(());
            }
        };
        let period = schedule.benefit_period.unwrap();
        let plan = input.plan_created.filter(|plan| input.decision != Decision::Renewal || *plan > first);
        prop_assert_eq!((period.start, period.end), (plan.unwrap_or(first), end));
        prop_assert_eq!(schedule.months.last(), Some(&end), "the end month is always in");
        prop_assert!(schedule.months.windows(2).all(|pair| pair[0] < pair[1]), "ascending, none twice");
        let lower = first.max(period.start);
        prop_assert!(schedule.months.iter().all(|month| lower <= *month && *month <= end));
        if plan.is_some() || input.service_start.is_some() && input.decision != Decision::Renewal {
            return Ok(());
        }
        let mut before = begins(&input).min(end).previous();
        for phase in &schedule.phases {
            let step = i32::try_from(phase.interval_months).unwrap();
            prop_assert!(phase.months.windows(2).all(|pair| pair[1].months_since(pair[0]) == step));
            prop_assert_eq!((phase.months.first(), phase.months.last()), (Some(&phase.start), Some(&phase.end)));
            let gap = phase.start.months_since(before);
            prop_assert!(gap >= 1 && gap <= step, "only the gap before a phase's first month may be shorter");
            before = phase.end;
        }
    }

    #[test]
    fn a_list_on_the_certificate_stands(input in input(), listed in proptest::collection::btree_set(24_000i64..24_300, 1..9)) {
        let months: Vec<YearMonth> = listed.into_iter().map(|number| YearMonth::from_number(number).unwrap()).collect();
        let with_list = ScheduleInput { months: months.iter().rev().copied().collect(), ..input.clone() };
        if let (Ok(counted), Ok(schedule)) = (schedule(&input), schedule(&with_list)) {
            prop_assert_eq!(&schedule.months, &months);
            prop_assert_eq!(schedule.differs(), counted.months != months);
            prop_assert_eq!(schedule.derived_months, Some(counted.months));
        }
    }

    #[test]
    fn a_self_plan_has_no_months(input in input()) {
        if let Ok(schedule) = schedule(&ScheduleInput { self_plan: true, ..input }) {
            prop_assert!(schedule.months.is_empty() && schedule.phases.is_empty());
        }
    }
}

/// The generator reaches terms with several phases, odd first gaps, a shifted start and refusals, each often enough.
#[test]
fn the_inputs_reach_what_is_interesting() {
    let (mut runner, strategy) = (TestRunner::deterministic(), input());
    let (mut counted, mut refused, mut phases, mut odd, mut even, mut shifted, mut open, mut cut) =
        (0, 0, 0, 0, 0, 0, 0, 0);
    for _ in 0..2_000 {
        let input = strategy.new_tree(&mut runner).unwrap().current();
        let Ok(schedule) = schedule(&input) else {
            refused += 1;
            continue;
        };
        counted += 1;
        phases += usize::from(schedule.phases.len() > 1);
        open += usize::from(schedule.open_from.is_some());
        let earliest = input.services.iter().map(|service| service.start).min().unwrap();
        let first = begins(&input);
        shifted += usize::from(first != YearMonth::of(earliest));
        let period = schedule.benefit_period.unwrap();
        cut += usize::from(period.start > first);
        let mut before = first.previous();
        for phase in schedule.phases.iter().filter(|phase| phase.months.len() > 1) {
            let full = phase.start.months_since(before) == i32::try_from(phase.interval_months).unwrap();
            if full {
                even += 1
            } else {
                odd += 1
            }
            before = phase.end;
        }
    }
    let reached = [counted, refused, phases, odd, even, shifted, open, cut];
    assert!(reached.iter().all(|count| *count >= 20), "{reached:?}");
}

fn renewal(start: &str, end: &str, phases: &[(u32, Option<u32>)]) -> ScheduleInput {
    ScheduleInput {
        decision: Decision::Renewal,
        plan_created: None,
        service_start: None,
        benefit_period: None,
        services: vec![Validity {
            name: "居宅介護".to_owned(),
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
        }],
        phases: phases
            .iter()
            .map(|(interval_months, for_months)| Phase { interval_months: *interval_months, for_months: *for_months })
            .collect(),
        months: Vec::new(),
        monthly_start: MonthlyStart::DecisionMonth,
        self_plan: false,
    }
}

#[test]
fn a_term_that_begins_a_month_later_is_cut_at_its_end() {
    let first: YearMonth = "2026-05".parse().unwrap();
    for length in 2u32..=36 {
        let end = first.plus(i32::try_from(length).unwrap() - 1);
        let mut input = renewal("2026-05-11", &end.last_day().to_string(), &[(1, Some(length))]);
        input.monthly_start = MonthlyStart::NextMonth;
        let months = schedule(&input).unwrap().months;
        assert_eq!((months.first(), months.last()), (Some(&first.next()), Some(&end)), "{length}");
        input.phases[0].for_months = Some(length + 1);
        assert_eq!(refused_at(&input), "phases[0].for_months");
    }
}

fn refused_at(input: &ScheduleInput) -> String {
    schedule(input).unwrap_err().field
}

#[test]
fn what_cannot_be_scheduled_names_its_field() {
    assert_eq!(refused_at(&renewal("2012-05-01", "2012-04-30", &[(3, None)])), "services[0].end");
    assert_eq!(refused_at(&renewal("2012-05-01", "2013-04-30", &[(0, None)])), "phases[0].interval_months");
    assert_eq!(refused_at(&renewal("2012-05-01", "2013-04-30", &[(61, None)])), "phases[0].interval_months");
    assert_eq!(refused_at(&renewal("2012-05-01", "2013-04-30", &[(1, None), (6, None)])), "phases[0].for_months");
    assert_eq!(
        refused_at(&renewal("2012-05-01", "2013-04-30", &[(1, Some(3)), (6, Some(10))])),
        "phases[1].for_months"
    );
    assert_eq!(refused_at(&renewal("2012-05-01", "2013-04-30", &[(1, Some(12)), (6, None)])), "phases[1].for_months");
    let mut twice = renewal("2012-05-01", "2013-04-30", &[(3, None)]);
    twice.services.push(Validity {
        start: "2013-04-30".parse().unwrap(),
        end: "2014-04-30".parse().unwrap(),
        ..twice.services[0].clone()
    });
    assert_eq!(refused_at(&twice), "services[1].start");
    assert_eq!(refused_at(&ScheduleInput { services: Vec::new(), ..twice }), "services");
}

prop_compose! {
    /// Self-plans one after the other, the last one perhaps still open.
    fn self_plans()(
        start in 0i32..400,
        lengths in proptest::collection::vec((1i32..400, 0i32..200), 1..4),
        open in any::<bool>(),
    ) -> SelfPlans {
        let mut at = day("2026-01-01".parse().unwrap(), start);
        let mut periods = Vec::new();
        for (lasts, pause) in lengths {
            let off = day(at, lasts);
            periods.push(SelfPlanPeriod { from: at, off_from: Some(off) });
            at = day(off, pause);
        }
        if open && let Some(last) = periods.last_mut() {
            last.off_from = None;
        }
        SelfPlans(periods)
    }
}

proptest! {
    #[test]
    fn no_planned_month_lies_in_a_self_plan_and_switching_off_brings_none_back(
        plans in self_plans(), interval in 1u32..=6, off in 0i32..900,
    ) {
        let person = testkit::client("川崎 花子").build();
        let term = testkit::months("2026-01..2028-12").every(interval).plan_made("2025-12-20").of(&person);
        let months = of_certificate(&term).months;
        let planned = |plans: &SelfPlans| {
            let person = Client { self_plans: plans.clone(), ..person.clone() };
            planned_months(&person, &[&term]).into_iter().map(|(month, _)| month).collect::<BTreeSet<_>>()
        };
        let there = planned(&plans);
        for month in &months {
            let days = std::iter::successors(Some(month.first_day()), |day| day.tomorrow().ok());
            let mut days = days.take_while(|day| *day <= month.last_day());
            let own = days.all(|day| plans.0.iter().any(|period| period.contains(day)));
            prop_assert_eq!(there.contains(month), !own, "{}", month);
        }
        // Switched off from some day on, the months before that day are what they were.
        let mut off_later = plans.clone();
        if let Some(last) = off_later.0.last_mut().filter(|last| last.off_from.is_none()) {
            let off = day(last.from, 1 + off);
            last.off_from = Some(off);
            let after = planned(&off_later);
            let before = |months: &BTreeSet<YearMonth>| {
                months.iter().copied().filter(|month| *month < YearMonth::of(off)).collect::<Vec<_>>()
            };
            prop_assert_eq!(before(&after), before(&there));
            prop_assert!(months.iter().filter(|month| **month >= YearMonth::of(off)).all(|it| after.contains(it)));
        }
    }
}

/// One more thing that contradicts the rest, and the field that must say so.
fn contradicted(mut input: ScheduleInput, which: usize) -> (ScheduleInput, String) {
    let first = input.services.iter().map(|service| service.start).min().unwrap();
    let last = input.services.iter().map(|service| service.end).max().unwrap();
    let (start, end) = (YearMonth::of(first), YearMonth::of(last));
    let field = match which {
        0 => {
            input.services[0].end = input.services[0].start.yesterday().unwrap();
            "services[0].end"
        }
        1 => {
            input.services.insert(1, input.services[0].clone());
            "services[1].start"
        }
        2 => {
            input.service_start = Some(first.yesterday().unwrap());
            "service_start"
        }
        3 => {
            input.service_start = Some(end.next().first_day());
            "service_start"
        }
        4 => {
            input.plan_created = Some(end.next());
            "plan_created"
        }
        5 => {
            input.benefit_period = Some(MonthRange { start: end, end: end.plus(-1) });
            "benefit_period.end"
        }
        6 => {
            input.benefit_period = Some(MonthRange { start: end.next(), end: end.plus(2) });
            "benefit_period.start"
        }
        7 => {
            input.benefit_period = Some(MonthRange { start: start.plus(-2), end: start.plus(-1) });
            "benefit_period.end"
        }
        8 => {
            input.months = vec![end, end];
            "months[1]"
        }
        9 => {
            input.phases[0].interval_months = 0;
            "phases[0].interval_months"
        }
        _ => {
            input.phases[0].for_months = Some(0);
            "phases[0].for_months"
        }
    };
    (input, field.to_owned())
}

/// The three answers that are one and the same only where nothing depends on the question.
fn given(input: &ScheduleInput) -> Option<String> {
    let book = LawBook::embedded().unwrap();
    Some(match answer(book, input).ok()? {
        Verdict::Is(decided) => format!("{:?} {:?}", decided.value.schedule, decided.value.advice),
        Verdict::Needs(missing) => format!("{missing:?}"),
        Verdict::NotCovered { asked, .. } => format!("not covered {asked}"),
        other => format!("{other:?}"),
    })
}

proptest! {
    #[test]
    fn every_question_of_a_schedule_can_change_its_answer(
        input in input(),
        (no_phases, listed, printed) in (any::<bool>(), any::<bool>(), any::<bool>()),
    ) {
        let mut input = input;
        let end = YearMonth::of(input.services.iter().map(|service| service.end).max().unwrap());
        if no_phases {
            input.phases.clear();
        }
        if listed {
            input.months = vec![end];
        }
        if printed {
            let start = YearMonth::of(input.services.iter().map(|service| service.start).min().unwrap());
            input.benefit_period = Some(MonthRange { start, end });
        }
        let Ok(Verdict::Needs(missing)) = answer(LawBook::embedded().unwrap(), &input) else { return Ok(()) };
        prop_assert_eq!(missing.len(), 1, "one at a time");
        let answers: BTreeSet<String> = match missing[0].field {
            "phases" => {
                let intervals = [1, 2, 6].map(|interval_months| vec![Phase { interval_months, for_months: None }]);
                // The plan that would be asked for next.
                let plan = input.plan_created.or(Some(end));
                let with = intervals.map(|phases| ScheduleInput { phases, plan_created: plan, ..input.clone() });
                with.iter().filter_map(given).collect()
            }
            "plan_created" => {
                let with = (0..40).map(|back| ScheduleInput { plan_created: Some(end.plus(-back)), ..input.clone() });
                with.collect::<Vec<_>>().iter().filter_map(given).collect()
            }
            other => return Err(TestCaseError::fail(format!("an unknown question: {other}"))),
        };
        prop_assert!(answers.len() > 1, "{:?}: {:?}", missing, input);
    }

    #[test]
    fn what_contradicts_itself_is_an_error_at_its_field(input in input(), which in 0..11_usize) {
        prop_assume!(schedule(&input).is_ok());
        let (input, field) = contradicted(input, which);
        let fault = schedule(&input).err().map(|fault| fault.field);
        prop_assert_eq!(fault, Some(field), "{}: {:?}", which, input);
    }
}

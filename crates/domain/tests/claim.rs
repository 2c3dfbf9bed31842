//! Properties of the claims over everything that can happen to a client in a few months.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Date, MonthRange, YearMonth};
use domain::{
    billing::{
        fees::FeeKind,
        same_month::{
            ClaimAnswer, ClaimCase, ClaimEvent, ClaimSettings, ConsentToReport, EventAnswer, Outcome, RefusalCode,
            VideoInterview,
        },
    },
    client::ConsultationService,
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use testkit::law_book;

fn decide(case: &ClaimCase) -> ClaimAnswer {
    domain::billing::same_month::decide(law_book(), case)
}

/// Three months, so that events meet in one month and in the next.
fn months() -> Vec<YearMonth> {
    ["2026-03", "2026-04", "2026-05"].map(|month| month.parse().unwrap()).to_vec()
}

fn day() -> impl Strategy<Value = Date> {
    (prop::sample::select(months()), 1i8..=28).prop_map(|(month, day)| {
        let first = month.first_day();
        Date::new(first.year(), first.month(), day).unwrap()
    })
}

/// Mostly done, so that the events get as far as meeting each other.
fn fact() -> impl Strategy<Value = Option<bool>> {
    prop_oneof![12 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)]
}

prop_compose! {
    fn facts()(all in proptest::array::uniform6(fact())) -> [Option<bool>; 6] { all }
}

prop_compose! {
    fn event()(
        kind in prop::sample::select(FeeKind::ALL),
        date in day(),
        office in prop::sample::select(vec!["新", "前"]),
        municipality in prop::sample::select(vec!["川崎市", "川崎市", "川崎市", "横浜市"]),
        [home_visit, consent, delivered, conference, report, submitted] in facts(),
        for_month in prop::option::weighted(0.3, prop::sample::select(months())),
        reason in prop::option::of(Just("入院".to_owned())),
        flow in prop::option::weighted(0.3, any::<prop::sample::Index>()),
        ordered in prop::bool::weighted(0.1),
        video in prop::option::weighted(0.1, prop::option::of(prop::sample::select(months()))),
        child in prop::bool::weighted(0.2),
        rejected in prop::bool::weighted(0.05),
    ) -> (ClaimEvent, Option<prop::sample::Index>) {
        let event = ClaimEvent {
            id: String::new(),
            kind,
            date,
            office: office.to_owned(),
            municipality: municipality.to_owned(),
            home_visit,
            consent,
            delivered,
            conference,
            report,
            submitted,
            for_month,
            reason,
            one_flow_with: None,
            municipality_ordered_both: ordered,
            video: video.map(|last| VideoInterview {
                special_area: true, municipality_accepts: true, last_home_visit_month: last
            }),
            service: child.then_some(ConsultationService::Child),
            outcome: if rejected { Outcome::Rejected } else { Outcome::Granted },
            terms: None,
        };
        (event, flow)
    }
}

prop_compose! {
    fn case()(
        mut events in proptest::collection::vec(event(), 0..8),
        scheduled in prop::sample::subsequence(months(), 1..=3),
        self_plan in prop::bool::weighted(0.03),
        [carry, every, deny] in proptest::array::uniform3(any::<bool>()),
        consent in prop::sample::select(ConsentToReport::ALL),
        child_period in prop::option::weighted(0.05, prop::sample::select(months())),
    ) -> ClaimCase {
        events.sort_by_key(|(event, _)| event.date);
        let ids: Vec<String> = (0..events.len()).map(|number| format!("e{number}")).collect();
        let events = events.into_iter().enumerate().map(|(number, (event, flow))| ClaimEvent {
            id: ids[number].clone(),
            one_flow_with: flow
                .filter(|_| event.kind == FeeKind::Plan && number > 0)
                .map(|flow| flow.get(&ids[..number]).clone()),
            ..event
        });
        ClaimCase {
            service: ConsultationService::Plan,
            scheduled_months: scheduled,
            self_plan,
            child_period: child_period.map(|month| MonthRange { start: month, end: month }),
            settings: ClaimSettings {
                carry_over_accepted: carry,
                every_report_submitted: every,
                deny_monitoring_before_renewal: deny,
                consent_to_report: consent,
            },
            events: events.collect(),
        }
    }
}

/// The events whose fee is claimed, with their place in the order.
fn claimed<'a>(case: &'a ClaimCase, answer: &ClaimAnswer) -> Vec<(usize, &'a ClaimEvent)> {
    let of = case.events.iter().enumerate().zip(&answer.events);
    of.filter(|(_, answer)| **answer == EventAnswer::Claimed).map(|(event, _)| event).collect()
}

proptest! {
    #[test]
    fn each_event_ends_in_exactly_one_place(case in case()) {
        let answer = decide(&case);
        prop_assert_eq!(case.contradiction(), None);
        prop_assert_eq!(answer.events.len(), case.events.len());
        for (index, (event, one)) in case.events.iter().zip(&answer.events).enumerate() {
            let why = answer.why(law_book(), &case, index).unwrap();
            prop_assert!(why.sentence.ends_with('。'), "{}", why.sentence);
            match one {
                EventAnswer::Refused(code) => prop_assert_eq!(why.rule, code.rule_of(event.kind)),
                EventAnswer::Claimed => {
                    let rejected = event.kind == FeeKind::Plan && event.outcome == Outcome::Rejected;
                    prop_assert!(!case.self_plan && !rejected);
                }
                EventAnswer::Missing(fields) => {
                    prop_assert!(!fields.is_empty());
                    for field in fields {
                        let known = match *field {
                            "home_visit" => event.home_visit,
                            "consent" => event.consent,
                            "delivered" => event.delivered,
                            "conference" => event.conference,
                            "report" => event.report,
                            "submitted" => event.submitted,
                            other => panic!("{other} is no fact"),
                        };
                        prop_assert_eq!(known, None, "only what is not known is missing");
                    }
                }
                EventAnswer::WaitsFor(events) => {
                    let asked = |other: &usize| matches!(answer.events[*other], EventAnswer::Missing(_));
                    prop_assert!(!events.is_empty() && events.iter().all(asked), "{:?}", events);
                }
            }
        }
    }

    /// Over all services and offices of one municipality together.
    #[test]
    fn one_plan_and_one_monitoring_fee_a_month_and_municipality(case in case()) {
        let answer = decide(&case);
        let mut paid = BTreeSet::new();
        for (_, event) in claimed(&case, &answer) {
            prop_assert!(paid.insert((event.kind, event.month(), event.municipality.clone())), "{:?}", event);
        }
    }

    #[test]
    fn a_claimed_monitoring_was_done_in_time(case in case()) {
        let answer = decide(&case);
        for (_, event) in claimed(&case, &answer).into_iter().filter(|(_, event)| event.kind == FeeKind::Monitoring) {
            let scheduled = event.scheduled_month();
            prop_assert!(case.scheduled_months.contains(&scheduled));
            match event.month().months_since(scheduled) {
                0 => {}
                1 => prop_assert!(case.settings.carry_over_accepted && event.reason.is_some()),
                other => prop_assert!(false, "{} months", other),
            }
        }
    }

    #[test]
    fn beside_a_later_plan_a_monitoring_is_paid_only_where_both_were_ordered(case in case()) {
        let answer = decide(&case);
        let paid = claimed(&case, &answer);
        for (place, monitoring) in paid.iter().filter(|(_, event)| event.kind == FeeKind::Monitoring) {
            let same = |event: &ClaimEvent| {
                event.month() == monitoring.month() && event.municipality == monitoring.municipality
            };
            for (later, other) in paid.iter().filter(|(later, other)| later > place && same(other)) {
                prop_assert!(monitoring.office == other.office, "{:?} and {:?}", monitoring, case.events[*later]);
                let both = other.service == monitoring.service && other.kind == FeeKind::Plan;
                let mut of_month = case.events.iter().filter(|event| same(event));
                prop_assert!(!both || of_month.any(|event| event.municipality_ordered_both), "{:?}", other);
            }
        }
        for (place, plan) in paid.iter().filter(|(_, event)| event.kind == FeeKind::Plan) {
            let flow = plan.one_flow_with.as_deref();
            let led = paid.iter().find(|(_, event)| Some(event.id.as_str()) == flow && event.service == plan.service);
            let led = led.filter(|(_, event)| event.kind == FeeKind::Monitoring && event.municipality == plan.municipality);
            if let Some((_, led)) = led {
                let ordered = case.events.iter().any(|event| event.municipality_ordered_both);
                let near = (0..=1).contains(&plan.month().months_since(led.month()));
                prop_assert!(ordered || !near, "{} {:?}", place, led);
            }
        }
    }

    /// Whatever the unknown facts turn out to be, what was answered stays answered: nothing is paid or refused too early.
    #[test]
    fn an_answer_holds_whatever_the_unknown_facts_turn_out_to_be(case in case(), found in any::<[bool; 8]>()) {
        let before = decide(&case);
        let mut known = case.clone();
        for (event, found) in known.events.iter_mut().zip(found) {
            let facts = [&mut event.home_visit, &mut event.consent, &mut event.delivered, &mut event.conference,
                &mut event.report, &mut event.submitted];
            for fact in facts {
                fact.get_or_insert(found);
            }
        }
        let after = decide(&known);
        for (before, after) in before.events.iter().zip(&after.events) {
            match before {
                EventAnswer::Claimed => prop_assert_eq!(after, before),
                EventAnswer::Refused(_) => prop_assert!(matches!(after, EventAnswer::Refused(_))),
                EventAnswer::Missing(_) | EventAnswer::WaitsFor(_) => {}
            }
            prop_assert!(matches!(after, EventAnswer::Claimed | EventAnswer::Refused(_)), "{:?}", after);
        }
    }

    /// Own unknown facts come before everything that other events of the service do.
    #[test]
    fn an_event_with_unknown_facts_is_asked_about_whoever_else_there_is(case in case()) {
        let answer = decide(&case);
        for (index, event) in case.events.iter().enumerate() {
            let alone = ClaimCase { events: vec![event.clone()], ..case.clone() };
            if let [missing @ EventAnswer::Missing(_)] = decide(&alone).events.as_slice() {
                let child = EventAnswer::Refused(RefusalCode::ChildAndAdultSameMonth);
                prop_assert!(answer.events[index] == *missing || answer.events[index] == child);
            }
        }
    }

    /// A scheduled month gives one monitoring fee in a municipality.
    #[test]
    fn a_scheduled_month_is_paid_once(case in case()) {
        let answer = decide(&case);
        let mut paid = BTreeSet::new();
        for (_, event) in claimed(&case, &answer).into_iter().filter(|(_, event)| event.kind == FeeKind::Monitoring) {
            let service = event.service.unwrap_or(case.service);
            prop_assert!(paid.insert((service.word(), event.scheduled_month(), event.municipality.clone())));
        }
    }

    /// 更新直前: only a plan of the same municipality and service that is paid in the next month refuses, and it always does.
    /// Of two plans of which one waits for the facts of the other it is not known which is paid, only that one is.
    #[test]
    fn a_monitoring_before_a_renewal_is_refused_for_a_paid_plan_alone(case in case()) {
        let answer = decide(&case);
        let paid = claimed(&case, &answer);
        for (event, one) in case.events.iter().zip(&answer.events).filter(|(event, _)| event.kind == FeeKind::Monitoring) {
            let renews = |plan: &ClaimEvent| {
                plan.kind == FeeKind::Plan
                    && plan.one_flow_with.is_none()
                    && plan.municipality == event.municipality
                    && plan.service == event.service
                    && plan.month() == event.month().next()
            };
            let all = case.events.iter().zip(&answer.events);
            let one_of = all.filter(|(_, answer)| matches!(answer, EventAnswer::WaitsFor(_))).any(|(plan, _)| renews(plan));
            let next = paid.iter().any(|(_, plan)| renews(plan));
            prop_assert!(*one != EventAnswer::Refused(RefusalCode::BeforeRenewal) || next || one_of);
            let denied = case.settings.deny_monitoring_before_renewal && next;
            prop_assert!(*one != EventAnswer::Claimed || !denied);
        }
    }

    #[test]
    fn no_adult_fee_in_a_month_of_a_childs_fee(case in case()) {
        let answer = decide(&case);
        let (child, adult): (Vec<_>, Vec<_>) =
            claimed(&case, &answer).into_iter().partition(|(_, event)| event.service == Some(ConsultationService::Child));
        for (_, event) in adult {
            prop_assert!(case.child_period.is_none_or(|period| !period.contains(event.month())));
            prop_assert!(child.iter().all(|(_, other)| other.month() != event.month()));
        }
    }
}

/// The generator reaches every refusal, and cases in which two events that could be paid meet.
#[test]
fn the_cases_reach_every_refusal() {
    let mut runner = TestRunner::deterministic();
    let strategy = case();
    let (mut refused, mut claims, mut missing, mut waiting) = (BTreeMap::new(), 0_usize, 0_usize, 0_usize);
    for _ in 0..4_000 {
        let case = strategy.new_tree(&mut runner).unwrap().current();
        for answer in decide(&case).events {
            match answer {
                EventAnswer::Refused(code) => *refused.entry(code).or_insert(0_usize) += 1,
                EventAnswer::Claimed => claims += 1,
                EventAnswer::Missing(_) => missing += 1,
                EventAnswer::WaitsFor(_) => waiting += 1,
            }
        }
    }
    for code in RefusalCode::ALL {
        assert!(refused.get(code).is_some_and(|count| *count >= 20), "{code:?}: {refused:?}");
    }
    let counts = format!("{claims} claims, {missing} missing, {waiting} waiting");
    assert!(claims > 2_000 && missing > 500 && waiting > 100, "{counts}");
}

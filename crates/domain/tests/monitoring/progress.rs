//! Facts decide; days only tell what is late.

use domain::monitoring::{
    Lacks, Lamp, LampView, MonthMark, Round, RoundFact, Step, StepState, due_days, lamp_view, m3_record::ReportRow,
    month_mark,
};
use proptest::prelude::*;

use super::people::{
    With, add, complete, consent, day, lamps, october, progress, report, service_check, settings, submission, visit,
};

fn letters(round: &Round) -> String {
    lamps(round, &settings()).iter().map(Lamp::letter).collect()
}

fn missing(state: &StepState) -> Vec<&str> {
    match state {
        StepState::Waiting { missing, .. } | StepState::Late { missing, .. } => {
            missing.iter().map(|Lacks(text)| text.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn the_six_steps_light_up_one_after_the_other() {
    assert_eq!(letters(&october()), "RRWWWW");
    let round = october().with(service_check("2026-10-05"));
    assert_eq!(letters(&round), "DRWWWW");
    let round = round.with(RoundFact::HomeVisit(visit("2026-10-14")));
    assert_eq!(letters(&round), "DDRWWW");
    let mut round = round.with(RoundFact::Report(report("2026-10-15")));
    assert_eq!(letters(&round), "DDDRWW");
    let sent = consent(&round, Some("2026-10-16"), None);
    let request = add(&mut round, RoundFact::Consent(sent), None);
    assert_eq!(letters(&round), "DDDAWW");
    let answered = consent(&round, Some("2026-10-16"), Some("2026-10-20"));
    let round = round.correcting(RoundFact::Consent(answered), request);
    assert_eq!(letters(&round), "DDDDRW");
    let mut round = round.with(RoundFact::Submission(submission("2026-10-21")));
    assert_eq!(letters(&round), "DDDDDR");
    round.claimed_on = Some(day("2026-11-05"));
    assert_eq!(letters(&round), "DDDDDD");
}

#[test]
fn what_is_missing_is_said_in_plain_words() {
    let states = progress(&october(), &settings(), day("2026-10-01"));
    assert_eq!(missing(&states[2]), ["自宅訪問の記録"]);
    assert_eq!(missing(&states[3]), ["モニタリング報告書"]);
    assert_eq!(
        missing(&states[5]),
        ["本人の住まいへの訪問と面接", "モニタリング報告書", "報告書への同意", "写しの提出"]
    );
}

#[test]
fn late_days_follow_the_month_the_municipality_and_the_visit() {
    let due = due_days(&october(), &settings());
    assert_eq!((due.record, due.submission, due.claim), (day("2026-10-31"), day("2026-11-10"), day("2026-11-10")));
    let states = progress(&october(), &settings(), day("2026-10-31"));
    assert!(states.iter().all(|state| !matches!(state, StepState::Late { .. })));
    let states = progress(&october(), &settings(), day("2026-11-01"));
    assert_eq!(states[1], StepState::Late { since: day("2026-11-01"), missing: Vec::new() });
    assert!(matches!(states[3], StepState::Waiting { .. }), "consent has until the 10th");
    let states = progress(&october(), &settings(), day("2026-11-11"));
    assert!(matches!(states[3], StepState::Late { since, .. } if since == day("2026-11-11")));
    assert!(matches!(states[5], StepState::Late { since, .. } if since == day("2026-11-11")));
}

#[test]
fn the_municipalitys_day_is_its_own() {
    let mut settings = settings();
    settings.submission_day = 31;
    assert_eq!(due_days(&october(), &settings).submission, day("2026-11-30"), "the last day of a shorter month");
}

#[test]
fn no_copy_where_the_municipality_wants_none() {
    let mut settings = settings();
    settings.every_report_submitted = false;
    let mut round = october().with(service_check("2026-10-05")).with(RoundFact::HomeVisit(visit("2026-10-14")));
    add(&mut round, RoundFact::Report(report("2026-10-15")), None);
    let agreed = consent(&round, None, Some("2026-10-20"));
    add(&mut round, RoundFact::Consent(agreed), None);
    let states = progress(&round, &settings, day("2026-10-21"));
    assert!(matches!(&states[4], StepState::NotRequired(why) if why.contains("求めていません")));
    assert!(matches!(states[5], StepState::Ready { .. }));
}

#[test]
fn only_a_municipality_that_asks_each_time_waits_for_the_consent() {
    for (word, said) in [("advance", "前もって"), ("not_asked", "求めていません")] {
        let settings = settings().with("consent_to_report", word);
        let mut round = october().with(service_check("2026-10-05")).with(RoundFact::HomeVisit(visit("2026-10-14")));
        let states = progress(&round, &settings, day("2026-10-15"));
        assert!(matches!(&states[3], StepState::NotRequired(why) if why.contains(said)), "{word}: {states:?}");
        add(&mut round, RoundFact::Report(report("2026-10-15")), None);
        let states = progress(&round, &settings, day("2026-10-15"));
        assert!(matches!(states[4], StepState::Ready { .. }), "{word}: the hand-in does not wait: {states:?}");
        assert_eq!(missing(&states[5]), ["写しの提出"], "{word}");
        // Sent by post all the same: nobody waits for the answer, and one that comes counts.
        let asked = consent(&round, Some("2026-10-16"), None);
        add(&mut round, RoundFact::Consent(asked), None);
        assert!(matches!(progress(&round, &settings, day("2026-10-17"))[3], StepState::NotRequired(_)), "{word}");
        let agreed = consent(&round, None, Some("2026-10-20"));
        add(&mut round, RoundFact::Consent(agreed), None);
        assert_eq!(progress(&round, &settings, day("2026-10-21"))[3], StepState::Done(day("2026-10-20")), "{word}");
    }
    let mut round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    add(&mut round, RoundFact::Report(report("2026-10-15")), None);
    let states = progress(&round, &settings(), day("2026-10-15"));
    assert!(matches!(states[3], StepState::Ready { .. }));
    assert_eq!(missing(&states[5]), ["報告書への同意", "写しの提出"]);
}

#[test]
fn a_change_of_the_plan_asks_for_the_copy_everywhere() {
    let mut settings = settings();
    settings.every_report_submitted = false;
    let mut changed = report("2026-10-15");
    changed.rows.push(ReportRow { need: "夜の見守り".to_owned(), change_amount: true, ..ReportRow::default() });
    let mut round = october().with(RoundFact::HomeVisit(visit("2026-10-14")));
    add(&mut round, RoundFact::Report(changed), None);
    let agreed = consent(&round, None, Some("2026-10-20"));
    add(&mut round, RoundFact::Consent(agreed), None);
    let states = progress(&round, &settings, day("2026-10-21"));
    assert!(matches!(states[4], StepState::Ready { .. }));
    assert!(matches!(states[5], StepState::Ready { .. }), "the claim does not wait for it");
}

#[test]
fn a_visit_elsewhere_or_without_interview_lights_nothing() {
    let mut elsewhere = visit("2026-10-14");
    elsewhere.lives_there = false;
    let round = october().with(RoundFact::HomeVisit(elsewhere));
    let states = progress(&round, &settings(), day("2026-10-15"));
    assert_eq!(missing(&states[1]), ["本人が住んでいる（滞在している）所への訪問"]);
    let mut absent = visit("2026-10-14");
    absent.interviewed = false;
    let round = round.with(RoundFact::HomeVisit(absent));
    assert_eq!(missing(&progress(&round, &settings(), day("2026-10-15"))[1]), ["訪問での面接"]);
    let round = round.with(RoundFact::HomeVisit(visit("2026-10-20")));
    assert_eq!(progress(&round, &settings(), day("2026-10-21"))[1], StepState::Done(day("2026-10-20")));
}

#[test]
fn a_later_extra_visit_moves_nothing() {
    let round = complete().with(RoundFact::HomeVisit(visit("2026-11-12")));
    assert_eq!(progress(&round, &settings(), day("2026-11-12"))[1], StepState::Done(day("2026-10-14")));
    assert_eq!(due_days(&round, &settings()).claim, day("2026-11-10"));
}

#[test]
fn a_draft_is_not_done_and_does_not_undo_what_is_finished() {
    let mut draft = report("2026-10-15");
    draft.draft = true;
    let round = october().with(RoundFact::HomeVisit(visit("2026-10-14"))).with(RoundFact::Report(draft.clone()));
    assert_eq!(missing(&progress(&round, &settings(), day("2026-10-16"))[2]), ["報告書の仕上げ（下書きがあります）"]);
    let round = complete().with(RoundFact::Report(draft));
    assert_eq!(letters(&round), "DDDDDR");
}

#[test]
fn a_corrected_report_wants_consent_and_copy_again() {
    let round = complete();
    let old = round.finished_report().unwrap().0.id;
    let round = round.correcting(RoundFact::Report(report("2026-10-22")), old);
    assert_eq!(letters(&round), "DDDWWW");
    let states = progress(&round, &settings(), day("2026-10-23"));
    assert_eq!(missing(&states[3]), ["訂正した報告書への同意"]);
    assert_eq!(missing(&states[4]), ["訂正した報告書の写しの提出"]);
}

#[test]
fn a_withdrawal_can_be_taken_back() {
    let round = complete();
    let visit = round.home_visit().unwrap().0.id;
    let mut round = round;
    let withdrawal = add(&mut round, RoundFact::Withdrawn { reason: "別の人の記録".to_owned() }, Some(visit));
    assert!(round.home_visit().is_none());
    assert_eq!(round.facts.last_withdrawal().unwrap().1.id, visit);
    add(&mut round, RoundFact::Withdrawn { reason: String::new() }, Some(withdrawal));
    assert_eq!(round.home_visit().unwrap().0.id, visit);
    assert!(round.facts.last_withdrawal().is_none());
}

#[test]
fn a_month_taken_off_the_certificate_asks_for_nothing() {
    let mut round = october().with(service_check("2026-10-05"));
    round.scheduled = false;
    assert_eq!(letters(&round), "DNNNNN");
}

#[test]
fn a_month_beside_the_plan_is_done_by_its_visit_and_report_alone() {
    let month = october().month;
    let mark = |round: &Round| month_mark(month, Some(round), false, &settings(), day("2026-11-22"));
    let off_plan = |mut round: Round| {
        round.scheduled = false;
        mark(&round)
    };
    assert_eq!(off_plan(october().with(service_check("2026-10-05"))), MonthMark::NotRequired);
    assert_eq!(off_plan(october().with(RoundFact::HomeVisit(visit("2026-10-14")))), MonthMark::NotRequired);
    assert_eq!(off_plan(complete()), MonthMark::Done);
    assert_eq!(mark(&complete()), MonthMark::Done);
    let mut ended = october();
    ended.support_ended_on = Some(day("2026-10-10"));
    assert_eq!(mark(&ended), MonthMark::NotRequired, "nobody visits after the end of support");
}

#[test]
fn steps_are_found_by_their_word() {
    for step in Step::ALL {
        assert_eq!(Step::from_word(step.word()), Some(step));
    }
    assert_eq!(Step::from_word("m7"), None);
}

proptest! {
    /// The board's letters and due days give what `progress` gives, on any day.
    #[test]
    fn letters_with_due_days_equal_the_progress(facts in prop::collection::vec((0_usize..6, 1_i8..28), 0..12), late in 0_usize..120) {
        let mut round = october();
        for (kind, on) in facts {
            let on = format!("2026-10-{on:02}");
            let body = match kind {
                0 => service_check(&on),
                1 => RoundFact::HomeVisit(visit(&on)),
                2 => RoundFact::Report(report(&on)),
                3 => RoundFact::Consent(consent(&round, Some(&on), None)),
                4 => RoundFact::Consent(consent(&round, None, Some(&on))),
                _ => RoundFact::Submission(submission(&on)),
            };
            add(&mut round, body, None);
        }
        let today = std::iter::successors(Some(day("2026-10-01")), |day| day.tomorrow().ok()).nth(late).unwrap();
        let (lamps, due) = (lamps(&round, &settings()), due_days(&round, &settings()));
        for ((step, lamp), state) in Step::ALL.into_iter().zip(&lamps).zip(progress(&round, &settings(), today)) {
            let view = lamp_view(lamp.letter(), due.of(step), today);
            match state {
                StepState::Done(_) => prop_assert_eq!(view, LampView::Done),
                StepState::Late { .. } => prop_assert_eq!(view, LampView::Late),
                StepState::NotRequired(_) => prop_assert_eq!(view, LampView::NotRequired),
                StepState::Ready { .. } | StepState::Waiting { .. } => {
                    prop_assert!(matches!(view, LampView::Open | LampView::Answer));
                }
            }
        }
    }
}

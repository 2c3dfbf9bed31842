//! The long texts of a case: written by several, finished once, carried on into the next case.

use app::{
    Refusal,
    planning::{
        TextView, discard_working_text, end_case, finish_text, record_coverage, record_interview, save_working_text,
        text_view,
    },
};
use domain::{
    id::{CaseId, OperationId},
    office::Role,
    planning::{
        CaseFactKind, CaseKind, CaseText, PlanStep,
        p1_assessment::Assessment,
        p1_basic::{BasicInformation, Support},
        p2_draft::PlanDraft,
    },
};
use testkit::{
    OFFICE, TestApp, day, id,
    planning::{assessment, basic, coverage, end, interview},
    proposal::draft,
    sentences,
};

use super::people::{entry, new_case, open, start, view};

fn text<T: CaseText>(app: &TestApp, case: CaseId) -> TextView<T> {
    app.read(Role::Viewer, move |cx| text_view(cx, case)).unwrap()
}

#[test]
fn a_page_from_before_overwrites_neither_what_was_finished_nor_what_was_begun_anew() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let before = view(&app, case).case.version;
    let save = |role, recorded: i64, seen: i64| {
        app.write(role, move |cx| save_working_text(cx, (case, recorded), seen, basic("2026-11-02")))
    };
    // Finished meanwhile: who had the page open from before cannot keep over it, and so cannot finish over it.
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, basic("2026-11-02"))).unwrap();
    assert!(matches!(save(Role::Manager, before, 0), Err(Refusal::Conflict { .. })));
    let now = view(&app, case).case.version;
    let first = save(Role::Specialist, now, 0).unwrap();
    app.write(Role::Specialist, move |cx| discard_working_text::<BasicInformation>(cx, case, first)).unwrap();
    assert!(matches!(save(Role::Manager, now, first), Err(Refusal::Conflict { .. })), "what was shown is gone");
    // Begun anew: the number of the one that is gone is never given again.
    let anew = save(Role::Specialist, now, 0).unwrap();
    assert!(anew > first + 1, "{anew}");
    assert!(matches!(save(Role::Manager, now, first), Err(Refusal::Conflict { .. })));
    let gone = app.write(Role::Manager, move |cx| discard_working_text::<BasicInformation>(cx, case, first));
    assert!(matches!(gone, Err(Refusal::Conflict { .. })), "nor thrown away unseen");
}

#[test]
fn in_a_case_that_was_given_up_nothing_is_begun_and_what_was_begun_can_be_thrown_away() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let save = |seen: i64| {
        app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), seen, basic("2026-11-02")))
    };
    let begun = save(0).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| end_case(cx, place, end("2026-11-20"))).unwrap();
    let refused = sentences(save(begun));
    assert!(refused[0].contains("取りやめになっています"), "{refused:?}");
    app.write(Role::Specialist, move |cx| discard_working_text::<BasicInformation>(cx, case, begun)).unwrap();
}

#[test]
fn a_colleague_goes_on_with_what_was_begun_and_it_is_no_fact_until_it_is_finished() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let begun = BasicInformation { family: "母と".to_owned(), ..BasicInformation::default() };
    assert_eq!(app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, begun)).unwrap(), 1);
    assert_eq!(view(&app, case).being_written, [CaseFactKind::Basic]);
    assert!(view(&app, case).case.facts.is_empty());
    assert_eq!(text::<BasicInformation>(&app, case).start().family, "母と");
    let late = app.write(Role::Manager, move |cx| save_working_text(cx, (case, i64::MAX), 0, basic("2026-11-02")));
    assert!(matches!(late, Err(Refusal::Conflict { current: 1, .. })), "{late:?}");
    assert_eq!(
        app.write(Role::Manager, move |cx| save_working_text(cx, (case, i64::MAX), 1, basic("2026-11-02"))).unwrap(),
        2
    );
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 2, basic("2026-11-02"))).unwrap();
    let seen = view(&app, case);
    assert!(seen.being_written.is_empty());
    let (_, finished) = seen.case.text::<BasicInformation>().unwrap();
    assert_eq!(finished.registered.as_ref().map(|it| it.name.as_str()), Some("川崎 花子"), "stamped when finished");
}

#[test]
fn finishing_again_corrects_what_was_finished() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    for family in ["母と二人暮らし", "母は入院した"] {
        let place = entry(&view(&app, case));
        let text = BasicInformation { family: family.to_owned(), ..basic("2026-11-02") };
        app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, text)).unwrap();
    }
    let seen = view(&app, case).case;
    assert_eq!(seen.facts.len(), 2);
    assert_eq!(seen.standing_of(CaseFactKind::Basic).count(), 1);
    assert_eq!(seen.text::<BasicInformation>().unwrap().1.family, "母は入院した");
}

#[test]
fn the_same_sending_finishes_and_throws_away_once_whatever_became_of_the_working_version() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, basic("2026-11-02"))).unwrap();
    let place = entry(&view(&app, case));
    let finish = |number| {
        let sending = Some(OperationId(id(number)));
        app.write_as(app.actor(Role::Specialist), sending, move |cx| finish_text(cx, place, 1, basic("2026-11-02")))
    };
    let first = finish(700).unwrap();
    assert_eq!(finish(700).unwrap(), first, "the answer was lost on the way");
    assert!(matches!(finish(701), Err(Refusal::Conflict { .. })), "another sending is another decision");
    let again = BasicInformation { family: "姉と".to_owned(), ..basic("2026-11-02") };
    let version = app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, again)).unwrap();
    let discard = || {
        app.write_as(app.actor(Role::Specialist), Some(OperationId(id(702))), move |cx| {
            discard_working_text::<BasicInformation>(cx, case, version)
        })
    };
    discard().unwrap();
    discard().unwrap();
}

#[test]
fn finishing_the_same_again_records_nothing() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, draft("2026-11-18"))).unwrap();
    let later = app.clone().on(day("2026-11-25"));
    let place = entry(&view(&app, case));
    let told = sentences(later.write(Role::Specialist, move |cx| finish_text(cx, place, 0, draft("2026-11-18"))));
    assert!(told[0].contains("変わったところがないので、何も記録していません"), "{told:?}");
    assert_eq!(view(&app, case).case.facts.len(), 1);
    let other = PlanDraft { policy: "少しずつ".to_owned(), ..draft("2026-11-18") };
    later.write(Role::Specialist, move |cx| finish_text(cx, place, 0, other)).unwrap();
}

#[test]
fn a_working_version_is_thrown_away_and_rows_without_words_go() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let mut begun = basic("2026-11-02");
    begun.supports.push(Support::default());
    app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, begun)).unwrap();
    assert_eq!(text::<BasicInformation>(&app, case).start().supports.len(), 1);
    let stale = app.write(Role::Specialist, move |cx| discard_working_text::<BasicInformation>(cx, case, 7));
    assert!(matches!(stale, Err(Refusal::Conflict { .. })));
    app.write(Role::Specialist, move |cx| discard_working_text::<BasicInformation>(cx, case, 1)).unwrap();
    assert_eq!(text::<BasicInformation>(&app, case).start(), BasicInformation::default());
    let short = entry(&view(&app, case));
    let refused =
        sentences(app.write(Role::Specialist, move |cx| finish_text(cx, short, 0, BasicInformation::default())));
    assert_eq!(refused.len(), 3, "{refused:?}");
}

#[test]
fn the_next_case_begins_with_what_still_holds() {
    let (app, hanako) = start();
    let first = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let place = entry(&view(&app, first));
    app.write(Role::Specialist, move |cx| record_interview(cx, place, interview("2026-11-09"))).unwrap();
    let place = entry(&view(&app, first));
    app.write(Role::Specialist, move |cx| record_coverage(cx, place, coverage(&["居宅介護"]))).unwrap();
    for_both(&app, first);
    assert_eq!(view(&app, first).open, Some(PlanStep::Draft));
    app.keep(move |tx| store::planning_cases::set_closed(tx, OFFICE, first, Some(day("2026-11-15"))));
    let next = open(&app, &hanako, new_case(CaseKind::Renewal, "2026-11-20")).unwrap();
    let began = text::<Assessment>(&app, next);
    assert_eq!(began.start().wishes, "働いて、旅行に行きたい。");
    assert_eq!(began.start().own_words[0].carried_from, Some(day("2026-11-12")));
    assert_eq!(began.before.map(|before| before.was.written_on), Some(Some(day("2026-11-12"))));
    assert_eq!(text::<BasicInformation>(&app, next).start().supports.len(), 1);
    assert!(view(&app, next).case.facts.is_empty(), "nothing is recorded by that");
}

fn for_both(app: &TestApp, case: CaseId) {
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, basic("2026-11-02"))).unwrap();
    let place = entry(&view(app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, assessment("2026-11-12"))).unwrap();
}

#[test]
fn texts_are_written_by_who_plans_alone() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    for role in [Role::Clerk, Role::Viewer] {
        let kept = app.write(role, move |cx| save_working_text(cx, (case, i64::MAX), 0, basic("2026-11-02")));
        assert!(matches!(kept, Err(Refusal::Forbidden)), "{role:?}");
    }
    let strange = app.write_as(app.stranger(Role::Manager), None, move |cx| {
        save_working_text(cx, (case, i64::MAX), 0, basic("2026-11-02"))
    });
    assert!(matches!(strange, Err(Refusal::NotFound)));
}

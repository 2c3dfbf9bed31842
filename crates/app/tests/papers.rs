//! The queue of papers: derived from the facts, marked and taken back in one go, by whom it may be.
#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    Refusal,
    clients::about::record_about,
    input::TypedFields,
    monitoring::{Entry, Who, save_report},
    papers::{
        MarkText, Marked, PaperFilter, PaperLine, PaperList, batch_size, list_papers, mark_papers, print_papers, token,
        undo_marks,
    },
};
use domain::{
    client::{AboutKind, Client},
    monitoring::m3_record::{Achievement, Report, ReportRow},
    office::Role,
    paper::{PaperKind, PaperState, PaperUse},
    planning::CaseFact,
};
use store::{audit, audit::AuditFilter, clients};
use testkit::{
    OFFICE, SATO, SUZUKI, TestApp, client, day, mistakes, months,
    planning::{assessment, basic, case_of, keep},
    sentences,
    steps::{self, round_of, visit},
};

/// 花子 with 基本情報 and アセスメント finished.
fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let kept = hanako.clone();
    app.keep(move |tx| clients::insert(tx, &kept));
    let case = case_of(&hanako, 1)
        .with(CaseFact::Basic(basic("2026-11-02")))
        .with(CaseFact::Assessment(assessment("2026-11-10")));
    keep(&app, &case.build());
    (app, hanako)
}

fn list(app: &TestApp, filter: PaperFilter) -> PaperList {
    app.read(Role::Viewer, move |cx| list_papers(cx, &filter)).unwrap()
}

fn in_state(app: &TestApp, state: PaperState) -> Vec<PaperLine> {
    list(app, PaperFilter { state: Some(state), ..PaperFilter::default() }).lines
}

fn mark(app: &TestApp, lines: &[&PaperLine], mark: &str) -> Result<Marked, Refusal> {
    let papers = lines.iter().map(|line| token(&line.paper)).collect();
    let text = MarkText { papers, mark: mark.to_owned(), on: "R8.11.22".to_owned() };
    app.write(Role::Clerk, move |cx| mark_papers(cx, &text))
}

#[test]
fn several_papers_are_marked_at_once_and_taken_back_at_once() {
    let (app, _) = start();
    let waiting = in_state(&app, PaperState::ToPrint);
    let filed: Vec<&PaperLine> = waiting.iter().filter(|line| line.paper.whom == "事務所の控え").collect();
    assert_eq!(filed.len(), 2);
    let marked = mark(&app, &filed, "printed").unwrap();
    assert_eq!(marked.count, 2);
    let done = in_state(&app, PaperState::Done);
    assert_eq!(done.len(), 2);
    assert_eq!((done[0].paper.since, done[0].paper.by.is_empty()), (day("2026-11-22"), false));
    let batch = marked.batch;
    assert_eq!(app.read(Role::Viewer, move |cx| batch_size(cx, batch)).unwrap(), 2);
    assert_eq!(app.write(Role::Clerk, move |cx| undo_marks(cx, batch)).unwrap(), 2);
    assert_eq!(in_state(&app, PaperState::ToPrint).len(), waiting.len());
    let twice = app.write(Role::Clerk, move |cx| undo_marks(cx, batch));
    assert!(matches!(twice, Err(Refusal::NotFound)));
    let filter = AuditFilter { limit: 100, ..AuditFilter::default() };
    let entries = app.keep(move |tx| audit::list(tx, OFFICE, &filter));
    let words: Vec<&str> = entries.iter().map(|entry| entry.word.as_str()).collect();
    assert!(words.contains(&"paper.mark") && words.contains(&"paper.withdraw_marks"), "{words:?}");
}

#[test]
fn a_mark_that_does_not_come_next_is_refused_with_a_sentence() {
    let (app, _) = start();
    let waiting = in_state(&app, PaperState::ToPrint);
    let basic = waiting.iter().find(|line| line.paper.key.paper == PaperKind::Basic).unwrap();
    let sent = sentences(mark(&app, &[basic], "sent"));
    assert_eq!(sent, ["「基本情報」に次に付ける印は「印刷した」です。"]);
    let early = MarkText { papers: vec![token(&basic.paper)], mark: "printed".to_owned(), on: "R8.10.1".to_owned() };
    let early = app.write(Role::Clerk, move |cx| mark_papers(cx, &early));
    let Err(Refusal::Refused(reasons)) = &early else { unreachable!("{early:?}") };
    assert!(reasons[0].field == "on" && reasons[0].sentence.contains("より前の日付は付けられません"), "{reasons:?}");
    mark(&app, &[basic], "printed").unwrap();
    assert!(mark(&app, &[basic], "printed").is_err(), "somebody was first");
    let assessment = waiting.iter().find(|line| line.paper.key.paper == PaperKind::Assessment).unwrap();
    let both = mark(&app, &[basic, assessment], "printed").unwrap();
    assert_eq!((both.count, both.passed), (1, 1), "and what was not marked is told");
    let tomorrow =
        MarkText { papers: vec![token(&basic.paper)], mark: "printed".to_owned(), on: "R8.11.23".to_owned() };
    let late = mistakes(app.write(Role::Clerk, move |cx| mark_papers(cx, &tomorrow)));
    assert!(late.contains(&"on".to_owned()), "{late:?}");
    let nothing = MarkText { on: "R8.11.22".to_owned(), mark: "printed".to_owned(), ..MarkText::default() };
    assert!(!mistakes(app.write(Role::Clerk, move |cx| mark_papers(cx, &nothing))).is_empty());
    let viewer = app.write(Role::Viewer, |cx| mark_papers(cx, &MarkText::default()));
    assert!(matches!(viewer, Err(Refusal::Forbidden)));
}

#[test]
fn the_notice_of_an_office_change_waits_until_it_is_handed_in() {
    let (app, hanako) = start();
    let record = |fields: &[(&str, &str)]| {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (id, fields) = (hanako.id, TypedFields(fields));
        app.write(Role::Specialist, move |cx| record_about(cx, id, AboutKind::FromOffice, &fields, 99)).unwrap();
    };
    let change = [("change_on", "R8.12.1"), ("other_office", "相談室みどり")];
    record(&change);
    let notice = || {
        let filter = PaperFilter { kind: Some(PaperKind::OfficeNotice), ..PaperFilter::default() };
        list(&app, filter).lines
    };
    let waits = notice();
    assert_eq!((waits.len(), waits[0].paper.state), (1, PaperState::ToPrint));
    assert!(waits[0].what.contains("R8.12.1"), "{}", waits[0].what);
    mark(&app, &[&waits[0]], "printed").unwrap();
    assert_eq!(notice()[0].paper.state, PaperState::ToSend, "that it was handed in is recorded with the change");
    record(&[change.as_slice(), &[("noticed_on", "R8.11.22")]].concat());
    assert!(notice().is_empty());
    let done = in_state(&app, PaperState::Done);
    assert!(done.iter().any(|line| line.paper.key.paper == PaperKind::OfficeNotice));
}

#[test]
fn another_office_sees_and_marks_nothing_of_it() {
    let (app, _) = start();
    let waiting = in_state(&app, PaperState::ToPrint);
    let stranger = app.stranger(Role::Manager);
    let text = MarkText {
        papers: waiting.iter().map(|line| token(&line.paper)).collect(),
        mark: "printed".to_owned(),
        on: "R8.11.22".to_owned(),
    };
    let refused = app.write_as(stranger, None, move |cx| {
        assert_eq!(list_papers(cx, &PaperFilter::default())?.found, 0);
        mark_papers(cx, &text)
    });
    assert!(matches!(refused, Err(Refusal::Refused(_))));
    assert_eq!(in_state(&app, PaperState::ToPrint).len(), waiting.len());
}

#[test]
fn filters_leave_what_they_say_and_counts_follow_them() {
    let (app, _) = start();
    let of = |filter: PaperFilter| list(&app, filter).found;
    let all = of(PaperFilter::default());
    assert!(all >= 4, "{all}");
    assert_eq!(of(PaperFilter { kind: Some(PaperKind::Basic), ..PaperFilter::default() }), 1);
    assert_eq!(of(PaperFilter { who: Who::Of(SUZUKI), ..PaperFilter::default() }), 0);
    assert_eq!(of(PaperFilter { words: "はなこ".to_owned(), ..PaperFilter::default() }), all);
    assert_eq!(of(PaperFilter { words: "太郎".to_owned(), ..PaperFilter::default() }), 0);
}

#[test]
fn a_report_waits_for_print_signature_and_hand_in() {
    let app = TestApp::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let certificate = months("2026-05..2027-04").every(3).plan_made("2026-04-20").of(&hanako);
    steps::keep(&app, &hanako, &certificate, &["2026-11"]);
    visit(&app, &hanako, "2026-11", "2026-11-10");
    let stands = |kind| {
        let lines = list(&app, PaperFilter { kind: Some(kind), ..PaperFilter::default() }).lines;
        lines.first().map(|line| line.paper.state)
    };
    assert_eq!(stands(PaperKind::Report), None);
    let round = round_of(&app, &hanako, "2026-11");
    let row = ReportRow {
        need: "暮らす".to_owned(),
        provision: "計画どおり".to_owned(),
        achievement: Some(Achievement::Good),
        ..ReportRow::default()
    };
    let report = Report { written_on: Some(day("2026-11-12")), rows: vec![row], ..Report::default() };
    let entry = Entry { round: round.id, version: round.version, corrects: None };
    app.write(Role::Specialist, move |cx| save_report(cx, entry, 0, report)).unwrap();
    assert_eq!((stands(PaperKind::Report), stands(PaperKind::ReportCopy)), (Some(PaperState::ToPrint), None));
    let lines = in_state(&app, PaperState::ToPrint);
    mark(&app, &lines.iter().collect::<Vec<_>>(), "printed").unwrap();
    assert_eq!(stands(PaperKind::Report), Some(PaperState::ToSend));
    steps::agree(&app, &hanako, "2026-11", "2026-11-15");
    assert_eq!(stands(PaperKind::Report), None, "what is done stands under 済");
    assert_eq!(in_state(&app, PaperState::Done)[0].paper.key.paper, PaperKind::Report);
}

#[test]
fn no_more_papers_are_printed_at_once_than_a_file_takes_and_the_printing_is_noted() {
    let app = TestApp::new();
    for number in 1..=51 {
        let one = client(&format!("川崎 {number}号")).carried_by(SATO).build();
        let kept = one.clone();
        app.keep(move |tx| clients::insert(tx, &kept));
        keep(&app, &case_of(&one, number).with(CaseFact::Basic(basic("2026-11-02"))).build());
    }
    let all = list(&app, PaperFilter { kind: Some(PaperKind::Basic), ..PaperFilter::default() }).lines;
    let tokens: Vec<String> = all.iter().map(|line| token(&line.paper)).collect();
    assert_eq!(tokens.len(), 51);
    let print = |tokens: Vec<String>| app.write(Role::Clerk, move |cx| print_papers(cx, &tokens));
    assert!(sentences(print(tokens.clone()))[0].contains("50件まで"));
    assert_eq!(print(tokens[..50].to_vec()).unwrap().len(), 50);
    let told = app.keep(|tx| audit::list(tx, OFFICE, &AuditFilter { limit: 9, ..AuditFilter::default() }));
    assert!(told.iter().any(|entry| entry.action() == Some(audit::AuditAction::PrintPapers)), "{told:?}");
    let viewer = app.write(Role::Viewer, move |cx| print_papers(cx, &tokens));
    assert!(matches!(viewer, Err(Refusal::Forbidden)));
}

#[test]
fn what_is_to_be_signed_comes_first_and_the_own_copies_last() {
    let (app, _) = start();
    let waiting = in_state(&app, PaperState::ToPrint);
    let uses: Vec<_> = waiting.iter().map(|line| line.paper.key.paper.used()).collect();
    let mut sorted = uses.clone();
    sorted.sort();
    assert_eq!(uses, sorted);
    assert_eq!(uses.last(), Some(&PaperUse::File));
    let own = list(&app, PaperFilter { used: Some(PaperUse::File), ..PaperFilter::default() });
    assert!(own.lines.len() == 2 && own.lines.iter().all(|line| line.paper.whom == "事務所の控え"), "{own:?}");
}

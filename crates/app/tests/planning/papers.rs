//! The papers of a case: which text, which certificate, which days stand on them, and in which layout they come.

use std::io::Cursor;

use app::{
    Refusal,
    office::{HoldsFrom, municipality_settings, save_municipality_settings, settings_version},
    planning::{PlanPaper, TextView, finish_text, print_plan, save_working_text, text_view},
    workbook,
};
use calamine::{Reader as _, Xlsx, open_workbook_from_rs};
use domain::{
    client::{Certificate, Client},
    id::{CaseId, CertificateId},
    office::Role,
    planning::{CaseFact, CaseKind, CaseText as _, PlanningCase, p5_plan::Plan},
};
use forms::FilledForm;
use store::certificates;
use testkit::{
    TestApp, day,
    decision::granted,
    id, months,
    planning::{assessment, case_of, fact, interview, keep},
    proposal::{draft, interval, plan, plan_consent, week_plan},
};

use super::people::{entry, new_case, open, start, view};

/// 川崎 花子's certificate of the term before and the one that was decided, in this order.
fn terms(app: &TestApp, hanako: &Client) -> [Certificate; 2] {
    let mut before = months("2025-12..2026-11").every(6).number("1400000019").plan_made("2025-11-10").of(hanako);
    before.upper_limit_yen = Some(4_600);
    let mut decided = months("2026-12..2027-11").every(3).number("1400000027").of(hanako);
    decided.plan_made_on = None;
    decided.upper_limit_yen = Some(9_300);
    decided.id = CertificateId(id(4_000_001));
    for certificate in [before.clone(), decided.clone()] {
        app.keep(move |tx| certificates::insert(tx, &certificate));
    }
    [before, decided]
}

/// A renewal with its decision and a plan that was agreed to on 2026-11-21; the day on the paper is the 20th.
fn agreed(hanako: &Client) -> PlanningCase {
    let case = case_of(hanako, 1)
        .with(CaseFact::Interview(interview("2026-11-09")))
        .with(CaseFact::Assessment(assessment("2026-11-12")))
        .with(CaseFact::Draft(draft("2026-11-13")))
        .with(CaseFact::WeekPlan(week_plan("2026-11-13")))
        .with(CaseFact::Interval(interval(6)))
        .with(CaseFact::Decision(granted("2026-11-19")))
        .with(CaseFact::Plan(plan("2026-11-20", None)))
        .build();
    let made = case.facts.last().unwrap().id;
    let mut case = case;
    case.facts.append(fact(9_900, CaseFact::Consent(plan_consent("2026-11-21", made))));
    case
}

fn print(app: &TestApp, case: CaseId, paper: PlanPaper, layout: &'static str) -> FilledForm {
    app.read(Role::Viewer, move |cx| print_plan(cx, case, paper, layout)).unwrap()
}

fn value(paper: &FilledForm, name: &str) -> String {
    paper.content.pointer(&format!("/page/{name}/value")).and_then(|value| value.as_str()).unwrap().to_owned()
}

#[test]
fn the_plan_says_what_was_decided_and_agreed_to_and_the_draft_what_held_before() {
    let (app, hanako) = start();
    terms(&app, &hanako);
    let case = agreed(&hanako);
    keep(&app, &case);
    let plan = print(&app, case.id, PlanPaper::Plan, "seed");
    let proposal = print(&app, case.id, PlanPaper::Proposal, "seed");
    for (name, of_plan, of_proposal) in [
        ("written-on", "令和8年11月20日", "令和8年11月13日"),
        ("certificate-number", "1400000027", "1400000019"),
        ("until", "令和9年11月30日", "令和8年11月30日"),
        ("upper-limit", "9,300円", "4,600円"),
        ("interval", "3か月ごと（令和8年12月から）", "3か月間は毎月、その後は6か月ごと（令和8年12月から）"),
        ("first-on", "令和7年11月10日", "令和7年11月10日"),
        ("changed-on", "令和8年11月21日", ""),
        ("agreed-on", "令和8年11月21日", ""),
        ("signature", "川崎 花子", ""),
        ("relation", "本人", ""),
    ] {
        assert_eq!((value(&plan, name).as_str(), value(&proposal, name).as_str()), (of_plan, of_proposal), "{name}");
    }
    assert_eq!(
        (plan.title.as_str(), plan.content["flags"]["proposal"].as_bool()),
        ("サービス等利用計画書", Some(false))
    );
    assert_eq!(proposal.title, "サービス等利用計画書（案）");
    assert_eq!(plan.content["flags"]["draft"], false);
}

#[test]
fn a_plan_that_is_still_written_is_a_draft_without_a_consent() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let nothing = app.read(Role::Viewer, move |cx| print_plan(cx, case, PlanPaper::Plan, ""));
    let Err(Refusal::Refused(reasons)) = nothing else { unreachable!() };
    assert!(reasons[0].sentence.contains("計画がまだありません"));
    app.write(Role::Specialist, move |cx| save_working_text(cx, (case, i64::MAX), 0, plan("2026-11-20", None)))
        .unwrap();
    let paper = print(&app, case, PlanPaper::Plan, "");
    assert_eq!(paper.content["flags"]["draft"], true);
    assert_eq!(value(&paper, "signature"), "");
}

#[test]
fn the_municipality_chooses_the_layout_from_a_day_on_and_the_same_plan_prints_in_both() {
    let (app, hanako) = start();
    let case = agreed(&hanako);
    keep(&app, &case);
    let set = |key: &'static str, value: &'static str, from: HoldsFrom| {
        let page = app.read(Role::Manager, |cx| municipality_settings(cx, "141305")).unwrap();
        let version = settings_version(&page.lines);
        let values = vec![(key.to_owned(), value.to_owned())];
        app.write(Role::Manager, move |cx| save_municipality_settings(cx, "141305", &values, Some(from), version))
            .unwrap();
    };
    let national = print(&app, case.id, PlanPaper::Plan, "");
    assert_eq!(
        (national.form.as_str(), &national.content["flags"]["seal"]),
        ("plan-national", &serde_json::json!(true))
    );
    set("paper_layout", "seed", HoldsFrom::Day(day("2026-11-15")));
    let seed = print(&app, case.id, PlanPaper::Plan, "");
    assert_eq!(seed.form, "plan-seed");
    for name in
        ["client-name", "office-name", "policy", "long-goal", "written-on", "interval", "daily-life", "whole-life"]
    {
        let of_seed = if name == "office-name" { "office" } else { name };
        assert!(value(&seed, of_seed).starts_with(&value(&national, name)), "{name}");
    }
    assert_eq!(national.content["tables"]["entries"]["rows"], seed.content["tables"]["entries"]["rows"], "the week");
    assert_eq!(print(&app, case.id, PlanPaper::Proposal, "").form, "plan-national", "the draft is of an earlier day");
    assert_eq!(print(&app, case.id, PlanPaper::Plan, "national").form, "plan-national", "asked for by its word");
    let other = app.read(Role::Viewer, move |cx| print_plan(cx, case.id, PlanPaper::Plan, "other"));
    assert!(matches!(other, Err(Refusal::NotFound)));
    assert_eq!(seed.content["flags"]["bands"][0], serde_json::json!(["早朝", 6, 8]), "those of the handbook");
    set("week_bands", "朝 5～12、昼 12～18、夜 18～29", HoldsFrom::Start);
    let divided = print(&app, case.id, PlanPaper::Plan, "seed");
    assert_eq!(divided.content["flags"]["bands"][2], serde_json::json!(["夜", 18, 29]));
    set("seal", "false", HoldsFrom::Start);
    assert_eq!(print(&app, case.id, PlanPaper::Plan, "seed").content["flags"]["seal"], false);
}

#[test]
fn every_layout_that_a_municipality_can_take_is_a_form_of_each_paper_that_has_layouts() {
    let (app, _) = start();
    let page = app.read(Role::Manager, |cx| municipality_settings(cx, "default")).unwrap();
    let line = page.lines.iter().find(|line| line.setting.key == "paper_layout").unwrap();
    let choices: Vec<String> = line.setting.choices.iter().map(|choice| choice.value.to_string()).collect();
    for data in [forms::PLAN, forms::REPORT] {
        let words: Vec<&str> = forms::forms_of(&data).map(|form| form.file.word.as_str()).collect();
        // わかりやすい版 is for the person, never for the municipality.
        assert_eq!(words.into_iter().filter(|word| *word != "easy").collect::<Vec<_>>(), choices, "{}", data.word);
    }
}

#[test]
fn a_plan_is_valid_to_the_end_of_the_period_that_was_decided_unless_the_draft_says_otherwise() {
    let (app, hanako) = start();
    let [_, decided] = terms(&app, &hanako);
    let begun = |number: i64, until: Option<&str>| {
        let mut text = draft("2026-11-13");
        text.valid_until = until.map(day);
        let case = case_of(&hanako, number)
            .with(CaseFact::Draft(text))
            .with(CaseFact::Decision(granted("2026-11-19")))
            .build();
        keep(&app, &case);
        let id = case.id;
        let view: TextView<Plan> = app.read(Role::Specialist, move |cx| text_view(cx, id)).unwrap();
        let (plan, origins) = (view.start(), view.start().origins(&view.person, &view.case));
        (plan.text.valid_until, origins.into_iter().map(|it| (it.part, it.same)).collect::<Vec<_>>())
    };
    assert_eq!(begun(1, None), (decided.ends_on(), vec![("valid_until", true)]));
    assert_eq!(begun(2, Some("2027-05-31")), (Some(day("2027-05-31")), vec![("valid_until", false)]));
}

#[test]
fn the_certificate_of_a_case_is_the_decided_one_else_the_valid_one_else_the_newest() {
    let (app, hanako) = start();
    let all = terms(&app, &hanako);
    let number = |case: &PlanningCase, on: &str| case.certificate(&all, day(on)).map(|it| it.number.clone()).unwrap();
    let decided = agreed(&hanako);
    assert_eq!(number(&decided, "2026-11-18"), "1400000019", "it was not decided then");
    assert_eq!(number(&decided, "2026-11-19"), "1400000027");
    let open = case_of(&hanako, 2).build();
    assert_eq!(number(&open, "2026-11-30"), "1400000019");
    assert_eq!(number(&open, "2026-12-01"), "1400000027");
    assert_eq!(number(&open, "2028-01-01"), "1400000027", "none is valid: the newest");
    let mut elsewhere = case_of(&hanako, 3).build();
    elsewhere.service = domain::client::ConsultationService::Child;
    assert_eq!(elsewhere.certificate(&all, day("2026-12-01")), None, "another service");
}

#[test]
fn a_finished_plan_and_its_print_are_one() {
    let (app, hanako) = start();
    let case = open(&app, &hanako, new_case(CaseKind::New, "2026-11-02")).unwrap();
    let place = entry(&view(&app, case));
    app.write(Role::Specialist, move |cx| finish_text(cx, place, 0, plan("2026-11-20", None))).unwrap();
    let paper = print(&app, case, PlanPaper::Plan, "seed");
    assert_eq!(paper.content["flags"]["draft"], false);
    assert_eq!(value(&paper, "first-on"), "令和8年11月20日", "the first plan, as printed before it is signed");
    assert_eq!(value(&paper, "changed-on"), "");
}

#[test]
fn the_workbook_has_every_field_of_the_paper_in_both_layouts() {
    let (app, hanako) = start();
    terms(&app, &hanako);
    let case = agreed(&hanako);
    keep(&app, &case);
    for (paper, layout) in [(PlanPaper::Plan, "national"), (PlanPaper::Plan, "seed"), (PlanPaper::Proposal, "national")]
    {
        let filled = print(&app, case.id, paper, layout);
        let bytes = workbook(&filled).unwrap();
        assert_eq!(bytes, workbook(&filled).unwrap(), "the same bytes for the same plan");
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["計画", "週間計画"]);
        let sheets = ["計画", "週間計画"].map(|name| book.worksheet_range(name).unwrap());
        let cells: Vec<String> =
            sheets.iter().flat_map(|sheet| sheet.cells()).map(|(.., cell)| cell.to_string()).collect();
        assert!(cells[0].starts_with("サービス等利用計画"), "{}", cells[0]);
        let page = filled.content["page"].as_object().unwrap().values().map(|field| &field["value"]);
        let tables = filled.content["tables"].as_object().unwrap().values();
        let rows = tables.flat_map(|table| table["rows"].as_array().unwrap()).flat_map(|row| row.as_object().unwrap());
        let texts =
            page.chain(rows.filter(|(name, _)| *name != "kind").map(|(_, value)| value)).filter_map(|it| it.as_str());
        let mut seen = 0;
        for text in texts.map(|it| it.replace(['\u{200b}', '\u{2060}'], "")).filter(|it| !it.is_empty()) {
            assert!(cells.contains(&text), "{text} in {layout}: {cells:?}");
            seen += 1;
        }
        assert!(seen > 30, "{seen}");
        for of_week in ["月", "9:30", "15:30", "サービス", "そのほかの活動"] {
            assert!(cells.iter().any(|cell| cell == of_week), "{of_week}");
        }
    }
}

//! Plans and assessments of before: looked at cell by cell, taken whole or not at all, never claimed, and in the first report.

use app::{
    Refusal,
    monitoring::round_view,
    planning::{CaseEntry, end_case, record_interview, record_plan_consent, undo_import, withdraw_case_fact},
    transfer::{ImportReport, ImportTable, Importer, Mode, Watch, import_table, workbook},
};
use domain::{
    client::Client,
    facts::{By, Fact},
    monitoring::m3_record::{Achievement, Report},
    office::Role,
    planning::{CaseFact, PlanningCase, p1_assessment::Assessment, p5_plan::Plan, standing_plan},
};
use store::planning_cases;
use testkit::{
    OFFICE, SATO, TestApp, client, day, months,
    planning::{end, fact, interview},
    proposal::plan_consent,
    sentences,
    steps::{self, round_of, visit},
};

const HEAD: &str = "氏名,フリガナ,生年月日,計画作成日,作成した事業所,利用者の希望する生活,総合的な援助の方針,長期目標,解決すべき課題,援助目標,達成時期,サービスの種類,量,事業所";
const FIRST: &str = "川崎 花子,カワサキ ハナコ,S60.3.1,R8.4.20,,働きたい。,得意を生かす。,一般就労,働く場がほしい。,週3日通う。,R8.10,就労継続支援B型,23日/月,サンプル作業所";
const SECOND: &str = "川崎 花子,カワサキ ハナコ,S60.3.1,R8.4.20,,,,,,,,居宅介護,月10時間,ヘルパーさくら";
const THIRD: &str =
    "川崎 花子,カワサキ ハナコ,S60.3.1,R8.4.20,,,,,買い物に行きたい。,月2回行く。,R9.3,移動支援,月8時間,";

fn start() -> (TestApp, Client) {
    let app = TestApp::new();
    let hanako = client("川崎 花子").carried_by(SATO).build();
    let certificate = months("2026-05..2027-04").every(3).of(&hanako);
    steps::keep(&app, &hanako, &certificate, &["2026-11"]);
    (app, hanako)
}

fn import(app: &TestApp, table: ImportTable, rows: &[&str], mode: Mode) -> ImportReport {
    let by = Importer { db: app.db.clone(), actor: app.actor(Role::Manager), outside: app.outside.clone() };
    import_table(&by, table, rows.join("\r\n").as_bytes(), mode, &Watch::default()).unwrap()
}

fn cases(app: &TestApp, client: &Client) -> Vec<PlanningCase> {
    let id = client.id;
    app.keep(move |tx| planning_cases::of_client(tx, OFFICE, id))
}

#[test]
fn the_rows_of_one_day_are_one_plan_whose_goals_stand_in_the_first_report() {
    let (app, hanako) = start();
    let rows = [HEAD, FIRST, SECOND, THIRD];
    let looked = import(&app, ImportTable::Plans, &rows, Mode::DryRun);
    assert_eq!((looked.good, looked.cases, looked.rejected.len()), (3, 1, 0), "{looked:?}");
    assert!(cases(&app, &hanako).is_empty(), "only looked at");
    let taken = import(&app, ImportTable::Plans, &rows, Mode::AllOrNothing);
    assert_eq!((taken.taken, taken.cases, taken.written), (3, 1, true));
    let all = cases(&app, &hanako);
    let case = &all[0];
    let plan = standing_plan(&all, (case.service, &case.municipality), day("2026-11-22")).unwrap();
    assert_eq!((plan.made_on, plan.plan.text.needs.len(), plan.plan.text.services.len()), (day("2026-04-20"), 2, 3));
    assert_eq!(
        plan.plan.text.services[1].of_need, plan.plan.text.needs[0].id,
        "a row without a need helps with the one above"
    );
    assert!(case.facts.iter().all(|fact| fact.recorded_by == By::Import));
    assert_eq!(domain::planning::open_step(case), None);
    assert!(case.ended().unwrap().contains("計画の報酬は請求できません"));
    visit(&app, &hanako, "2026-11", "2026-11-10");
    let round = round_of(&app, &hanako, "2026-11").id;
    let seen = app.read(Role::Specialist, move |cx| round_view(cx, round)).unwrap();
    let report = seen.planned.unwrap().put_in(domain::monitoring::m3_record::Report::default());
    let goals: Vec<&str> = report.rows.iter().map(|row| row.goal.as_str()).collect();
    assert_eq!(goals, ["週3日通う。", "月2回行く。"]);
    assert_eq!(report.plan_made_on, Some(day("2026-04-20")));
    let again = import(&app, ImportTable::Plans, &rows, Mode::AllOrNothing);
    assert_eq!((again.known, again.good, again.written), (3, 0, false), "sent twice");
}

#[test]
fn what_was_made_elsewhere_is_never_claimed_and_nothing_is_added_to_it() {
    let (app, hanako) = start();
    import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    let case = cases(&app, &hanako).remove(0);
    assert_eq!(case.consented_plan(), None);
    let (_, made) = case.elsewhere().unwrap();
    let consent = plan_consent("2026-11-20", made.plan.unwrap());
    let entry = CaseEntry { case: case.id, version: case.version, corrects: None };
    let refused = sentences(app.write(Role::Specialist, move |cx| record_plan_consent(cx, entry, consent)));
    assert!(refused[0].contains("取り込まれた記録です"), "{refused:?}");
}

#[test]
fn what_a_file_brought_is_not_given_up_by_a_forged_end() {
    let (app, hanako) = start();
    import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    let case = cases(&app, &hanako).remove(0);
    let entry = CaseEntry { case: case.id, version: case.version, corrects: None };
    let refused = sentences(app.write(Role::Specialist, move |cx| end_case(cx, entry, end("2026-11-20"))));
    assert!(refused[0].contains("取りやめにはできません"), "{refused:?}");
    assert_eq!(cases(&app, &hanako).remove(0).end(), None);
}

#[test]
fn what_a_file_brought_goes_as_a_whole_and_never_becomes_the_offices_own() {
    let (app, hanako) = start();
    import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    let case = cases(&app, &hanako).remove(0);
    let id = case.id;
    let alone =
        |fact| sentences(app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, id, fact, String::new())));
    for fact in case.facts.standing() {
        let refused = alone(fact.id);
        assert!(refused[0].contains("「取り込みの取消」で、まとめて"), "{:?}: {refused:?}", fact.body);
    }
    // Where the mark alone was taken back before this was asked.
    let (mark, text) = (case.elsewhere().unwrap().0.id, case.text::<Plan>().unwrap().0.id);
    let mut torn = case.clone();
    let body = CaseFact::Withdrawn { reason: String::new() };
    torn.facts.append(Fact { corrects: Some(mark), ..fact(6_009_001, body) });
    torn.facts.append(fact(6_009_002, CaseFact::Consent(plan_consent("2026-11-20", text))));
    assert_eq!((torn.elsewhere(), torn.consented_plan()), (None, None));
    let appended: Vec<_> = torn.facts.iter().skip(case.facts.len()).cloned().collect();
    app.keep(move |tx| {
        for (version, fact) in (case.version..).zip(&appended) {
            store::planning_cases::append_fact(tx, OFFICE, (id, version), fact)?;
        }
        Ok(())
    });
    let entry = CaseEntry { case: id, version: i64::MAX, corrects: None };
    let refused =
        sentences(app.write(Role::Specialist, move |cx| record_interview(cx, entry, interview("2026-11-09"))));
    assert!(refused[0].contains("取り込まれた記録です"), "{refused:?}");
}

#[test]
fn an_import_is_taken_back_while_nothing_goes_on_from_it() {
    let (app, hanako) = start();
    import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    let case = cases(&app, &hanako).remove(0).id;
    assert!(matches!(app.write(Role::Clerk, move |cx| undo_import(cx, case)), Err(Refusal::Forbidden)));
    app.write(Role::Specialist, move |cx| undo_import(cx, case)).unwrap();
    let gone = cases(&app, &hanako).remove(0);
    assert!(
        gone.elsewhere().is_none() && gone.ended().unwrap().contains("取り込みを取り消しました"),
        "{:?}",
        gone.ended()
    );
    let plan = standing_plan(std::slice::from_ref(&gone), (gone.service, &gone.municipality), day("2026-11-22"));
    assert_eq!(plan, None);
    assert!(app.write(Role::Specialist, move |cx| undo_import(cx, case)).is_err(), "once");
    let ended = gone.facts.last().unwrap().id;
    let back = app.write(Role::Specialist, move |cx| withdraw_case_fact(cx, case, ended, String::new()));
    assert!(sentences(back)[0].contains("もとに戻せません"));
    let again = import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    assert_eq!((again.known, again.cases), (0, 1), "the mended file is taken");
    visit(&app, &hanako, "2026-11", "2026-11-10");
    let round = round_of(&app, &hanako, "2026-11").id;
    let planned = app.read(Role::Specialist, move |cx| round_view(cx, round)).unwrap().planned.unwrap();
    let mut report = planned.put_in(Report { written_on: Some(day("2026-11-12")), ..Report::default() });
    for row in &mut report.rows {
        (row.provision, row.achievement) = ("計画どおり".to_owned(), Some(Achievement::Good));
    }
    steps::finish_report(&app, &hanako, "2026-11", report);
    let newest = cases(&app, &hanako).remove(1).id;
    let refused = sentences(app.write(Role::Specialist, move |cx| undo_import(cx, newest)));
    assert!(refused[0].contains("報告書に使われている"), "{refused:?}");
}

#[test]
fn a_bad_cell_is_named_and_keeps_the_whole_plan_out() {
    let (app, hanako) = start();
    let no_goal = THIRD.replace("月2回行く。", "");
    let stranger = FIRST.replace("川崎 花子", "川崎 次郎");
    let rows = [HEAD, FIRST, &no_goal, &stranger];
    let looked = import(&app, ImportTable::Plans, &rows, Mode::AllOrNothing);
    assert!(cases(&app, &hanako).is_empty());
    let said: Vec<(u64, &str, &str)> = looked
        .rejected
        .iter()
        .flat_map(|row| row.problems.iter().map(|it| (row.line, it.column.as_str(), it.sentence.as_str())))
        .collect();
    assert_eq!(said[0].0, 2);
    assert!(said[0].2.contains("いっしょに直して"), "{said:?}");
    assert_eq!((said[1].0, said[1].1, said[1].2), (3, "援助目標", "援助目標を入力してください。"));
    assert_eq!((said[2].0, said[2].1), (4, "氏名"));
    let file = String::from_utf8(looked.rejected_file()).unwrap();
    assert!(file.contains("取り込めなかった理由") && file.contains("援助目標を入力してください。"), "{file}");
    let late = FIRST.replace("R8.4.20", "R8.13.1");
    let looked = import(&app, ImportTable::Plans, &[HEAD, &late], Mode::DryRun);
    assert_eq!(looked.rejected[0].problems[0].column, "計画作成日");
    let contradicts = THIRD.replace("R8.4.20,,,", "R8.4.20,,ちがう。,");
    let looked = import(&app, ImportTable::Plans, &[HEAD, FIRST, &contradicts], Mode::DryRun);
    assert!(
        looked.rejected.iter().any(|row| row.problems[0].sentence.contains("書いてあることが違います")),
        "{looked:?}"
    );
}

#[test]
fn an_assessment_joins_the_plan_and_the_next_case_begins_with_both() {
    let (app, hanako) = start();
    import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    let head = "氏名,フリガナ,生年月日,作成日,現在の生活状況,本人の希望,教育・就労の支援の必要性,教育・就労の現状,虐待";
    let row = "川崎 花子,カワサキ ハナコ,S60.3.1,R8.4.10,日中は家。,働きたい。,あり,経験なし。,";
    let taken = import(&app, ImportTable::Assessments, &[head, row], Mode::AllOrNothing);
    assert_eq!((taken.cases, taken.written), (1, true), "{taken:?}");
    let all = cases(&app, &hanako);
    assert_eq!(all.len(), 1, "in the same case");
    let (_, text) = all[0].text::<Assessment>().unwrap();
    assert_eq!((text.situation.as_str(), text.written_on), ("日中は家。", Some(day("2026-04-10"))));
    let work = text.areas.iter().find(|notes| notes.area.word() == "work").unwrap();
    assert_eq!((work.need.word(), work.now.as_str()), ("needed", "経験なし。"));
    assert_eq!(all[0].elsewhere().unwrap().1.made_on, day("2026-04-20"), "the day of the plan");
    let unknown = row.replace("あり", "たぶん");
    let looked = import(&app, ImportTable::Assessments, &[head, &unknown], Mode::DryRun);
    assert_eq!(looked.known, 1, "of that day it is here already");
    let unknown = unknown.replace("R8.4.10", "R8.4.11");
    let looked = import(&app, ImportTable::Assessments, &[head, &unknown], Mode::DryRun);
    assert_eq!(looked.rejected[0].problems[0].column, "教育・就労の支援の必要性", "{looked:?}");
}

#[test]
fn the_template_is_a_workbook_that_the_import_reads() {
    let (app, hanako) = start();
    let by = Importer { db: app.db.clone(), actor: app.actor(Role::Manager), outside: app.outside.clone() };
    for table in [ImportTable::Plans, ImportTable::Assessments] {
        let book = workbook(table).unwrap();
        let looked = import_table(&by, table, &book, Mode::AllOrNothing, &Watch::default()).unwrap();
        assert_eq!((looked.good, looked.cases, looked.written), (1, 1, true), "{looked:?}");
    }
    assert!(workbook(ImportTable::Clients).is_none());
    assert_eq!(cases(&app, &hanako).len(), 1);
}

#[test]
fn who_does_not_plan_learns_nothing_of_the_file() {
    let (app, _) = start();
    for role in [Role::Clerk, Role::Viewer] {
        let by = Importer { db: app.db.clone(), actor: app.actor(role), outside: app.outside.clone() };
        let refused = import_table(&by, ImportTable::Plans, HEAD.as_bytes(), Mode::DryRun, &Watch::default());
        assert!(matches!(refused, Err(Refusal::Forbidden)), "{role:?}");
    }
}

#[test]
fn everything_that_is_wrong_with_a_row_is_told_with_its_name() {
    let (app, _) = start();
    let long = "あ".repeat(101);
    let row = format!("川崎 花子,カワサキ ハナコ,だめ,R8.13.1,,,,,課題,,{long},,,");
    let looked = import(&app, ImportTable::Plans, &[HEAD, &row], Mode::DryRun);
    let bad = &looked.rejected[0];
    let columns: Vec<&str> = bad.problems.iter().map(|problem| problem.column.as_str()).collect();
    assert_eq!(bad.name, "川崎 花子");
    assert_eq!(columns, ["生年月日", "計画作成日", "達成時期", "援助目標"], "{bad:?}");
}

#[test]
fn a_wrong_birth_date_is_told_as_such_and_another_table_by_its_name() {
    let (app, _) = start();
    let row = FIRST.replace("S60.3.1", "S61.3.1");
    let looked = import(&app, ImportTable::Plans, &[HEAD, &row], Mode::DryRun);
    let told = &looked.rejected[0].problems[0].sentence;
    assert!(told.contains("登録の生年月日: S60.3.1"), "{told}");
    let stranger = FIRST.replace("川崎 花子,カワサキ ハナコ", "幸 太郎,サイワイ タロウ");
    let looked = import(&app, ImportTable::Plans, &[HEAD, &stranger], Mode::DryRun);
    assert!(looked.rejected[0].problems[0].sentence.contains("先に利用者を登録"), "{looked:?}");
    let other = import(&app, ImportTable::Clients, &[HEAD, FIRST], Mode::DryRun);
    assert!(
        other.file_problems.len() == 1
            && other.file_problems[0].contains("計画（課題・目標とサービス）」のひな形のようです"),
        "{other:?}"
    );
    let other = import(&app, ImportTable::Assessments, &[HEAD, FIRST], Mode::DryRun);
    assert!(other.file_problems[0].contains("「計画（課題・目標とサービス）」のひな形のようです"), "{other:?}");
}

#[test]
fn what_was_brought_is_listed_with_its_cases_and_an_undone_import_is_called_so() {
    let (app, hanako) = start();
    let taken = import(&app, ImportTable::Plans, &[HEAD, FIRST], Mode::AllOrNothing);
    let case = cases(&app, &hanako)[0].clone();
    assert_eq!(taken.brought.len(), 1);
    assert_eq!((taken.brought[0].case, taken.brought[0].name.as_str()), (case.id, "川崎 花子"));
    let page = |app: &TestApp| {
        let id = hanako.id;
        app.read(Role::Viewer, move |cx| app::clients::find_client(cx, id, &app::clients::TimelineFilter::default()))
            .unwrap()
    };
    assert!(page(&app).can_fill_self_plan, "what a file brought can be written on");
    let id = case.id;
    app.write(Role::Manager, move |cx| undo_import(cx, id)).unwrap();
    let undone = cases(&app, &hanako)[0].clone();
    assert_eq!(undone.led_to_nothing(), Some("取り込みの取消"));
    assert_eq!(undone.title(), "ほかで作った計画（R8.4.20）");
    assert!(undone.ended().unwrap().contains("取り込みを取り消しました"), "{:?}", undone.ended());
    assert!(!page(&app).can_fill_self_plan, "nothing is left to be written on");
}

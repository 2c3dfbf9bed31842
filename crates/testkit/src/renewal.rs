//! Renewals of the tests: the plan before, agreed to, the reports of its term, and the review of it.

use calendar::FiscalYear;
use domain::{
    client::Client,
    monitoring::m3_record::{Achievement, Report, ReportRow},
    planning::{
        CaseFact, PlanningCase, Reception,
        p1_review::{Finding, FindingKind, Review, ServiceNeed},
    },
};

use crate::{
    TestApp, day,
    planning::{assessment, basic, case_of, interview, keep},
    proposal::{draft, plan, plan_consent, plan_row, week_plan},
    steps,
};

/// 花子's first case: planned in the autumn of 2025 and agreed to on 2025-11-20.
pub fn agreed_before(client: &Client) -> PlanningCase {
    let mut before = case_of(client, 1)
        .with(CaseFact::Basic(basic("2025-11-02")))
        .with(CaseFact::Interview(interview("2025-11-09")))
        .with(CaseFact::Assessment(assessment("2025-11-12")))
        .with(CaseFact::Draft(draft("2025-11-13")))
        .with(CaseFact::WeekPlan(week_plan("2025-11-13")))
        .with(CaseFact::Plan(plan("2025-11-20", None)))
        .closed("2025-11-21");
    let planned = before.clone().build().facts.last().map(|fact| fact.id);
    if let Some(planned) = planned {
        before = before.with(CaseFact::Consent(plan_consent("2025-11-20", planned)));
    }
    let opened_on = day("2025-11-02");
    let reception = Reception { year: FiscalYear::of(opened_on), number: 1 };
    PlanningCase { opened_on, reception, ..before.build() }
}

/// The same, kept.
pub fn keep_before(app: &TestApp, client: &Client) -> PlanningCase {
    let before = agreed_before(client);
    keep(app, &before);
    let (office, id) = (before.office, before.id);
    app.keep(move |tx| store::planning_cases::set_closed(tx, office, id, Some(day("2025-11-21"))));
    before
}

/// The report of a month of that plan's term: the first goal was reached, the second was not, and a new issue came up.
pub fn term_report(on: &str) -> Report {
    let row = |number: u64, goal: &str, achievement, note: &str| ReportRow {
        plan_row: Some(plan_row(number)),
        need: "働く場がない".to_owned(),
        goal: goal.to_owned(),
        provision: "週3日通った。".to_owned(),
        achievement: Some(achievement),
        achievement_note: note.to_owned(),
        ..ReportRow::default()
    };
    Report {
        written_on: Some(day(on)),
        overall: "落ち着いている。".to_owned(),
        rows: vec![
            row(1, "自分に合う仕事を見つける", Achievement::Excellent, "花の作業に決めた"),
            ReportRow {
                issues: "夕方に疲れが出る".to_owned(),
                ..row(2, "手伝いがあれば続けられる", Achievement::Partly, "週1回できた")
            },
        ],
        ..Report::default()
    }
}

/// Visits in that month and finishes its report.
pub fn report(app: &TestApp, client: &Client, month: &str, on: &str) {
    steps::visit(app, client, month, on);
    steps::finish_report(app, client, month, term_report(on));
}

/// 振り返り, finished on that day: kind and amount stay.
pub fn review(on: &str) -> Review {
    let found = |kind, words: &str| Finding { kind, words: words.to_owned(), from: None };
    Review {
        written_on: Some(day(on)),
        findings: vec![
            found(FindingKind::Achieved, "花の作業に決めた"),
            found(FindingKind::Unmet, "家事を続けること"),
            found(FindingKind::Issue, "夕方に疲れが出る"),
            found(FindingKind::Strength, "朝が早くても平気"),
        ],
        outlook: "花屋で働いてみたい。".to_owned(),
        effect: "通う所ができ、生活のリズムが整った。".to_owned(),
        services: Some(ServiceNeed::Unchanged),
        unchanged_reason: "いまの回数で無理なく続いている。".to_owned(),
    }
}

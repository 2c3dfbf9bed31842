//! Data for `cargo xtask bench papers`: `plan_data FOLDER COUNT` makes `FOLDER/data/mimamori.sqlite` with an office and so many plans that
//! were agreed to, each with its own name, day and text in every cell, and `FOLDER/contents.json`: what stands on each paper, for the peers.
//! Prints the office's id. The same arguments give the same plans.
#![expect(clippy::print_stdout, reason = "the output is the point")]

use std::{error::Error, fs, path::Path};

use app::{
    Cx, Refusal, Staff,
    planning::{PlanPaper, plans_to_print, print_plan},
};
use domain::{
    id::UserId,
    office::{Role, Sections},
    planning::{
        CaseFact, PlanningCase,
        p2_draft::{NeedRow, PlanDraft, ServiceRow},
        p2_week_plan::{Day, WeekPlan},
        p5_plan::Plan,
    },
};
use store::{Db, Location, StoreError, Tx, certificates, clients};
use testkit::{
    add_offices, client, months,
    planning::{case_of, insert},
    proposal::{draft, entry, interval, plan_consent, plan_row, week_plan},
};

/// What people say and write; each cell takes one and turns it by its number.
const SENTENCES: [&str; 10] = [
    "一人で外出できるようになりたい。買い物や散歩を自分のペースで続けたい。",
    "日中に安心して過ごせる場所がほしい。人と話すことは好きである。",
    "服薬を忘れずに続け、体調の波に早く気づけるようにする。",
    "金銭管理を自分でできるようになりたい。家計簿を付けはじめた。",
    "週2回の居宅介護を利用し、ヘルパーと買い物に出かける。",
    "生活介護を週4日利用し、作業にも意欲的に取り組む。",
    "外出先を広げるため、移動支援の利用を検討する。",
    "夏季の体調変化に留意し、事業所と情報を共有する。",
    "家族の負担が大きくならないように、短期入所も組み合わせる。",
    "本人が自分で選べるように、写真と短い言葉で説明する。",
];

/// A text of its own for that cell of that paper.
fn own(number: usize, cell: usize) -> String {
    let letters: Vec<char> = SENTENCES.get((number * 5 + cell) % SENTENCES.len()).unwrap_or(&"").chars().collect();
    let turned = letters.iter().cycle().skip((number * 7 + cell * 3) % letters.len().max(1)).take(letters.len());
    turned.collect::<String>() + &format!("{number}-{cell}")
}

/// 計画 of that number: five needs, a service for each.
fn draft_of(number: usize, on: &str) -> PlanDraft {
    let rows = 1..=5_u64;
    let mut cells = 10..;
    let mut text = || own(number, cells.next().unwrap_or(0));
    let needs = rows.clone().map(|row| NeedRow {
        id: Some(plan_row(row)),
        need: text(),
        goal: text(),
        due: "令和9年3月".to_owned(),
        own_part: text(),
        review: "6か月".to_owned(),
        ..NeedRow::default()
    });
    let needs: Vec<NeedRow> = needs.collect();
    let services = rows.map(|row| ServiceRow {
        id: Some(plan_row(100 + row)),
        of_need: Some(plan_row(row)),
        kind: "居宅介護".to_owned(),
        content: text(),
        amount: "月10時間".to_owned(),
        often: "週2回".to_owned(),
        provider: format!("事業所さくら{number}"),
        ..ServiceRow::default()
    });
    let services: Vec<ServiceRow> = services.collect();
    PlanDraft {
        wishes: own(number, 1),
        policy: own(number, 2),
        long_goal: own(number, 3),
        short_goal: own(number, 4),
        needs,
        services,
        ..draft(on)
    }
}

fn week_of(number: usize, on: &str) -> WeekPlan {
    let hour = 9 + number % 3;
    let from = format!("{hour:02}:{:02}", number % 4 * 15);
    WeekPlan {
        entries: vec![
            entry(&[Day::Monday, Day::Wednesday, Day::Friday], &from, "15:30", &format!("生活介護{number}")),
            entry(&[Day::Tuesday, Day::Thursday], "10:00", "11:30", &format!("居宅介護{number}")),
            entry(&[Day::Saturday], "08:00", "10:00", &format!("朝市{number}")),
            entry(&[Day::Sunday], "13:00", "16:00", &format!("移動支援{number}")),
        ],
        daily_life: own(number, 5),
        outside_week: own(number, 6),
        whole_life: own(number, 7),
        ..week_plan(on)
    }
}

/// A person with a plan that was agreed to.
fn add(tx: &mut Tx, number: usize) -> Result<PlanningCase, StoreError> {
    let person = client(&format!("川崎 花子{number}")).build();
    clients::insert(tx, &person)?;
    let certificate = months("2026-05..2027-04").every(6).number(&format!("{number:010}")).of(&person);
    certificates::insert(tx, &certificate)?;
    let on = format!("2026-{:02}-{:02}", 1 + number % 10, 1 + number % 28);
    let reception = i64::try_from(number).unwrap_or_default();
    let plan = Plan { made_from: None, text: draft_of(number, &on) };
    let case = case_of(&person, reception)
        .with(CaseFact::WeekPlan(week_of(number, &on)))
        .with(CaseFact::Interval(interval(6)))
        .with(CaseFact::Plan(plan));
    let made = case.clone().build().facts.last().map(|fact| fact.id);
    let case = made.into_iter().fold(case, |case, made| case.with(CaseFact::Consent(plan_consent(&on, made)))).build();
    insert(tx, &case)?;
    Ok(case)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count] = arguments.as_slice() else { return Err("usage: plan_data FOLDER COUNT".into()) };
    let (folder, count) = (Path::new(folder), count.parse::<usize>()?);
    fs::create_dir_all(folder.join("data"))?;
    let db = Db::open(&Location::SqliteFile(folder.join("data/mimamori.sqlite")), 1)?;
    db.migrate()?;
    db.write_now(move |tx| {
        add_offices(tx)?;
        (1..=count).try_for_each(|number| add(tx, number).map(drop))
    })?;
    let contents = db.read_now(|tx| {
        let outside = testkit::outside();
        let user = UserId(testkit::id(1));
        let sections = Sections::all();
        let actor = Staff { user, office: testkit::OFFICE, name: "印刷".to_owned(), role: Role::Manager, sections };
        let mut cx = Cx { actor: &actor, tx, outside: &outside, today: testkit::TODAY, operation: None };
        let mut contents = Vec::new();
        for (case, _) in plans_to_print(&mut cx)?.agreed {
            contents.push(print_plan(&mut cx, case, PlanPaper::Plan, "national")?.content);
        }
        Ok::<_, Refusal>(contents)
    })?;
    fs::write(folder.join("contents.json"), serde_json::to_string(&contents)?)?;
    println!("{}", testkit::OFFICE);
    Ok(())
}

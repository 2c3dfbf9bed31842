//! The rows against what the office has: whom each names, what is wrong with it, and which rows are one plan.

use std::collections::{HashMap, HashSet};

use calendar::{Date, wareki};
use domain::{
    client::{Client, ConsultationService},
    facts::Facts,
    id::{CaseId, ClientId, OfficeId},
    monitoring::{Checking, check::limit},
    office::Right,
    planning::{CaseKind, CaseText as _, PlanningCase, Reception, p1_assessment::Assessment, p5_plan::Plan},
    text,
};

use super::{
    headings::{headings, title},
    read::{RowFields, assessment, plan},
};
use crate::{
    Cx, Reason, Refusal,
    input::Reader,
    transfer::{
        CellProblem, ImportReport, RejectedRow, Watch,
        columns::{Columns, NAME},
        rows::{Person, mistaken, person},
        sheet::SheetRow,
        table::ImportTable,
    },
};

/// What a plan or an assessment of a file comes to.
#[derive(Clone, Debug)]
pub(super) struct Good {
    /// Its rows, for the file of rejected ones, should it be refused after all.
    pub rows: Vec<SheetRow>,
    /// The client.
    pub client: ClientId,
    /// 氏名 as registered.
    pub name: String,
    /// Service and 市町村番号.
    pub place: (ConsultationService, String),
    /// Its day.
    pub made_on: Date,
    /// Who made it; empty for the office itself.
    pub made_by: String,
    /// What it says.
    pub body: ImportedText,
}

/// What a file brings.
#[derive(Clone, Debug)]
pub(super) enum ImportedText {
    /// A plan.
    Plan(Box<Plan>),
    /// An assessment.
    Assessment(Box<Assessment>),
}

/// A person of the office with the grants that are known.
struct Here {
    client: Client,
    /// Service and 市町村番号 of the newest certificate.
    newest: Option<(ConsultationService, String)>,
}

/// What the office has.
pub(super) struct Known {
    office: OfficeId,
    today: Date,
    people: HashMap<Person, Here>,
    /// What was brought before: the client, the day, and of which table.
    brought: HashSet<(ClientId, Date, &'static str)>,
}

impl Known {
    /// Reads what the office has.
    pub(super) fn load(cx: &mut Cx<'_>) -> Result<Self, Refusal> {
        cx.authorize(Right::EditClients)?;
        cx.authorize(Right::RecordPlanning)?;
        let office = cx.actor.office;
        let mut newest = HashMap::new();
        for certificate in store::certificates::all(cx.tx, office)? {
            newest.insert(certificate.client, (certificate.service, certificate.municipality));
        }
        let mut people = HashMap::new();
        for client in store::clients::all(cx.tx, office)? {
            let newest = newest.remove(&client.id);
            people.insert(person(&client), Here { newest, client });
        }
        let mut brought = HashSet::new();
        for case in store::planning_cases::consented(cx.tx, office)? {
            if let Some((_, made)) = case.elsewhere() {
                if made.plan.is_some() {
                    brought.insert((case.client, made.made_on, ImportTable::Plans.word()));
                }
                if let Some((_, text)) = case.text::<Assessment>() {
                    let day = text.written_on.unwrap_or(made.made_on);
                    brought.insert((case.client, day, ImportTable::Assessments.word()));
                }
            }
        }
        Ok(Self { office, today: cx.today, people, brought })
    }
}

/// What every row says of whom and when.
struct RowHead {
    client: ClientId,
    name: String,
    place: (ConsultationService, String),
    made_on: Date,
    made_by: String,
}

/// Rows that are one plan or one assessment, in the order of the file.
struct Group {
    head: RowHead,
    rows: Vec<SheetRow>,
}

/// Looks at every row: what can be taken, and in the report what cannot.
pub(super) fn look(
    known: &Known,
    (table, columns): (ImportTable, &Columns),
    rows: Vec<SheetRow>,
    watch: &Watch,
    report: &mut ImportReport,
) -> Vec<Good> {
    let titles: HashMap<String, String> = headings(table).into_iter().map(|it| (it.field, it.title)).collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut places: HashMap<(ClientId, ConsultationService, String, Date), usize> = HashMap::new();
    for row in rows {
        if watch.cancelled() {
            report.cancelled = true;
            break;
        }
        watch.add(1);
        match head(known, (table, columns), &titles, &row, report.header.len()) {
            Ok(head) => {
                let key = (head.client, head.place.0, head.place.1.clone(), head.made_on);
                match places.get(&key).and_then(|place| groups.get_mut(*place)) {
                    Some(group) => group.rows.push(row),
                    None => {
                        places.insert(key, groups.len());
                        groups.push(Group { head, rows: vec![row] });
                    }
                }
            }
            Err(mut problems) => {
                problems.extend(of_texts(known, (table, columns), &titles, &row));
                report.rejected.push(rejected((columns, row), problems));
            }
        }
    }
    let mut good = Vec::new();
    for group in groups {
        if known.brought.contains(&(group.head.client, group.head.made_on, table.word())) {
            report.known += group.rows.len();
            continue;
        }
        match body(known, (table, columns), &titles, &group) {
            Ok(body) => {
                report.good += group.rows.len();
                let Group { head: RowHead { client, name, place, made_on, made_by }, rows } = group;
                good.push(Good { rows, client, name, place, made_on, made_by, body });
            }
            // One bad row keeps the whole plan out: half a plan would be another plan.
            Err(mut problems) => report.rejected.extend(group.rows.into_iter().map(|row| {
                let own = problems.remove(&row.line).unwrap_or_else(|| vec![together()]);
                rejected((columns, row), own)
            })),
        }
    }
    report.rejected.sort_by_key(|row| row.line);
    report.cases = good.len();
    good
}

fn together() -> CellProblem {
    let sentence = "同じ計画のほかの行に誤りがあるので、いっしょに直して取り込んでください。".to_owned();
    CellProblem { column: String::new(), sentence }
}

fn rejected((columns, row): (&Columns, SheetRow), problems: Vec<CellProblem>) -> RejectedRow {
    let name = columns.cell(&row.cells, NAME).to_owned();
    RejectedRow { line: row.line, name, cells: row.cells, problems }
}

/// What is wrong with the texts of a row of which it is not known yet whom it names: the day of reading stands in for its own.
fn of_texts(
    known: &Known,
    (table, columns): (ImportTable, &Columns),
    titles: &HashMap<String, String>,
    row: &SheetRow,
) -> Vec<CellProblem> {
    let mut found = Vec::new();
    match table {
        ImportTable::Plans => {
            plan(columns, titles, (known.today, std::slice::from_ref(row)), &mut |_, reason| found.push(reason));
            // What other rows of the plan may say is not asked of this one alone.
            found.retain(|reason| reason.field != "need");
        }
        _ => {
            let fields = RowFields::new(columns, titles, &row.cells);
            let mut r = Reader::of_file(&fields);
            assessment(&mut r, known.today);
            found = r.into_reasons();
        }
    }
    found.into_iter().map(|reason| problem(table, reason)).collect()
}

/// Whom a row names, and of which day it is.
fn head(
    known: &Known,
    (table, columns): (ImportTable, &Columns),
    titles: &HashMap<String, String>,
    row: &SheetRow,
    width: usize,
) -> Result<RowHead, Vec<CellProblem>> {
    let fields = RowFields::new(columns, titles, &row.cells);
    let mut problems: Vec<CellProblem> =
        columns.mistaken(&row.cells).into_iter().map(|(title, cell)| mistaken(title, cell)).collect();
    if row.beyond || row.cells.iter().skip(width).any(|cell| !cell.is_empty()) {
        let sentence = format!("見出しは{width}列ですが、それより多くの列に入力があります。");
        problems.push(CellProblem { column: String::new(), sentence });
    }
    let mut r = Reader::of_file(&fields);
    let name = r.required("name", "氏名", limit::SHORT);
    let kana = r.kana("kana", "フリガナ", limit::SHORT);
    let birth = r.required_date("birth", "生年月日");
    let day = if table == ImportTable::Plans { "計画作成日" } else { "作成日" };
    let made_on = r.required_date("written_on", day);
    if made_on.is_some_and(|made_on| made_on > known.today) {
        r.refuse("written_on", format!("{day}が今日より後になっています。"));
    }
    if made_on.zip(birth).is_some_and(|(made_on, birth)| made_on < birth) {
        r.refuse("written_on", format!("{day}が生年月日より前になっています。"));
    }
    let made_by = r.line("made_by", "作成した事業所", limit::SHORT);
    let words = |it: ConsultationService| (it.word(), it.label());
    let service = r.choice("service", "相談支援の種類", ConsultationService::ALL, words);
    let typed = r.text("municipality").trim().to_owned();
    if !typed.is_empty() && text::digit_groups(&typed).is_none_or(|digits| digits.len() != 6) {
        r.refuse("municipality", "市町村番号は6桁の数字で入力してください。");
    }
    let who = birth.map(|birth| (text::name_key(&kana), text::name_key(&name), birth));
    let here = who.and_then(|who| known.people.get(&who));
    if here.is_none() && birth.is_some() {
        r.refuse("name", known.unknown((&name, &kana)));
    }
    let place = here.map(|here| place_of(here, service, &typed));
    if place.as_ref().is_some_and(|(_, municipality)| municipality.is_empty()) {
        r.refuse("municipality", "受給者証がないので、市町村番号を入力してください。");
    }
    problems.extend(r.into_reasons().into_iter().map(|reason| problem(table, reason)));
    match (here, place, made_on) {
        (Some(here), Some(place), Some(made_on)) if problems.is_empty() => {
            Ok(RowHead { client: here.client.id, name: here.client.name.clone(), place, made_on, made_by })
        }
        _ => Err(problems),
    }
}

/// Service and municipality: as typed, else those of the newest certificate.
fn place_of(here: &Here, service: Option<ConsultationService>, typed: &str) -> (ConsultationService, String) {
    let usual = if here.client.guardian.is_some() { ConsultationService::Child } else { ConsultationService::Plan };
    let (newest, municipality) = here.newest.clone().unwrap_or((usual, String::new()));
    let municipality = text::digit_groups(typed).filter(|digits| !digits.is_empty()).unwrap_or(municipality);
    (service.unwrap_or(newest), municipality)
}

fn problem(table: ImportTable, reason: Reason) -> CellProblem {
    CellProblem { column: title(table, &reason.field), sentence: reason.sentence }
}

/// What a group says, or what is wrong with each of its rows.
fn body(
    known: &Known,
    (table, columns): (ImportTable, &Columns),
    titles: &HashMap<String, String>,
    group: &Group,
) -> Result<ImportedText, HashMap<u64, Vec<CellProblem>>> {
    let mut problems: HashMap<u64, Vec<CellProblem>> = HashMap::new();
    let first = group.rows.first().map_or(0, |row| row.line);
    let note = |problems: &mut HashMap<u64, Vec<CellProblem>>, line: u64, reason: Reason| {
        problems.entry(line).or_default().push(problem(table, reason));
    };
    let checking = Checking { today: known.today, support_ended_on: None, born: None };
    let case = known.case_of(&group.head);
    let (text, found) = match table {
        ImportTable::Plans => {
            let (plan, lines) = plan(columns, titles, (group.head.made_on, &group.rows), &mut |line, reason| {
                note(&mut problems, line, reason)
            });
            let found = plan.check(&case, &checking, false).into_iter().map(|it| {
                let row = it.field.rsplit_once('_').and_then(|(_, row)| row.parse::<usize>().ok());
                (row.and_then(|row| lines.get(row).copied()).unwrap_or(first), Reason::from(it))
            });
            let found: Vec<_> = found.collect();
            (ImportedText::Plan(Box::new(plan)), found)
        }
        _ => {
            let read = group.rows.last().map(|row| (row.line, RowFields::new(columns, titles, &row.cells)));
            let Some((line, fields)) = read else { return Err(problems) };
            if group.rows.len() > 1 {
                let sentence = "同じ人の同じ日のアセスメントが、ほかの行にもあります。";
                note(&mut problems, line, Reason::at("written_on", sentence));
            }
            let mut r = Reader::of_file(&fields);
            let text = assessment(&mut r, group.head.made_on);
            r.into_reasons().into_iter().for_each(|reason| note(&mut problems, line, reason));
            let found: Vec<_> =
                text.check(&case, &checking, false).into_iter().map(|it| (line, Reason::from(it))).collect();
            (ImportedText::Assessment(Box::new(text)), found)
        }
    };
    found.into_iter().for_each(|(line, reason)| note(&mut problems, line, reason));
    if problems.is_empty() { Ok(text) } else { Err(problems) }
}

impl Known {
    /// Why nobody is named; somebody of the same name with another birth date is told of.
    fn unknown(&self, (name, kana): (&str, &str)) -> String {
        let (name, kana) = (text::name_key(name), text::name_key(kana));
        let alike = self.people.keys().filter(|(own_kana, own_name, _)| *own_name == name || *own_kana == kana);
        let births: Vec<String> = alike.map(|(_, _, birth)| wareki::short(*birth)).collect();
        if births.is_empty() {
            return "この氏名・フリガナ・生年月日の利用者は登録されていません。先に利用者を登録してください。"
                .to_owned();
        }
        format!(
            "同じ氏名かフリガナの利用者は登録されていますが、生年月日などが違います（登録の生年月日: {}）。3つとも登録と同じか確かめてください。",
            births.join("、")
        )
    }

    /// The case in which it will stand, for its checks.
    fn case_of(&self, head: &RowHead) -> PlanningCase {
        PlanningCase {
            id: CaseId(uuid::Uuid::nil()),
            office: self.office,
            client: head.client,
            service: head.place.0,
            municipality: head.place.1.clone(),
            kind: CaseKind::New,
            replaces: None,
            reception: Reception { year: calendar::FiscalYear::of(self.today), number: 0 },
            opened_on: head.made_on,
            closed_on: None,
            support_ended_on: None,
            facts: Facts::default(),
            version: 0,
        }
    }
}

//! The rows of a file against what the office has already: whom a row names, and what is wrong with it.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    client::{Certificate, Client, ConsultationService, OtherOffices, WardPeriods},
    id::{CertificateId, ClientId, GrantId, OfficeId, SpecialistId},
    text,
};
use law::LawBook;
use uuid::Uuid;

use super::{
    CellProblem,
    columns::{CAME_ON, Columns, ENDED_ON, OFFICE_BEFORE, certificate_title, client_title},
    contradictions,
    sheet::{NOT_RECKONED, SheetRow},
};
use crate::{
    Cx, Reason, Refusal,
    certificates::{CertificateIdentity, CertificateText},
    clients::{ClientIdentity, ClientText, end_day},
    input::Reading,
};

/// Who a person is: フリガナ, 氏名 and 生年月日, folded.
pub(super) type Person = (String, String, Date);
/// Which certificate: 市町村番号, 受給者証番号, service.
type Paper = (String, String, ConsultationService);

/// A row that can be taken.
#[derive(Clone, Debug)]
pub(super) struct GoodRow {
    /// Line of the file.
    pub line: u64,
    /// The cells, for the file of rejected rows, should the row be refused after all.
    pub cells: Vec<String>,
    /// Who it is about.
    pub person: Person,
    /// The person's id, where registered before the file was looked at.
    pub id: Option<ClientId>,
    /// The client, to be registered where the person is not here yet.
    pub client: ClientText,
    /// 終了日 of a client to be registered, as typed.
    pub ended_on: String,
    /// 担当開始日 of a client who came from another office, and which it was; both empty where nothing is said of it.
    pub came: (String, String),
    /// The certificate to be registered.
    pub certificate: Option<CertificateText>,
}

/// What a row comes to.
#[derive(Debug)]
pub(super) enum RowOutcome {
    /// It can be taken.
    Good(Box<GoodRow>),
    /// Client and certificate are here already.
    Known,
    /// It cannot be taken.
    Bad(Vec<CellProblem>),
}

/// A certificate that was seen before: its person, the last day of support, and what its row said.
type PaperSeen = (Person, Option<Date>, Here<CertificateText>);

/// What the office has, and what the rows before have brought.
pub(super) struct Known {
    office: OfficeId,
    today: Date,
    law: &'static LawBook,
    specialists: Vec<(String, SpecialistId)>,
    people: HashMap<Person, Here<ClientText>>,
    ids: HashMap<Person, ClientId>,
    papers: HashMap<Paper, Vec<PaperSeen>>,
    /// The certificates of a person by municipality and service: number, first and last day, line.
    terms: HashMap<(Person, String, ConsultationService), Vec<Term>>,
}

/// What is here of a person or a certificate, and since which line of the file.
#[derive(Clone, Debug)]
struct Here<T> {
    text: T,
    /// 終了日 of a person.
    ended_on: Option<Date>,
    line: Option<u64>,
}

#[derive(Clone, Debug)]
struct Term {
    number: String,
    start: Date,
    end: Date,
    line: Option<u64>,
}

impl Known {
    /// Reads what the office has.
    pub(super) fn load(cx: &mut Cx<'_>, law: &'static LawBook) -> Result<Self, Refusal> {
        let office = cx.actor.office;
        let clients = store::clients::all(cx.tx, office)?;
        let specialists = store::specialists::list(cx.tx, office)?
            .into_iter()
            .filter(|it| it.ended_on.is_none_or(|day| day >= cx.today))
            .map(|it| (text::name_key(&it.name), it.id))
            .collect();
        let mut known = Self {
            office,
            today: cx.today,
            law,
            specialists,
            people: HashMap::new(),
            ids: HashMap::new(),
            papers: HashMap::new(),
            terms: HashMap::new(),
        };
        let mut by_id = HashMap::new();
        for client in &clients {
            let who = person(client);
            by_id.insert(client.id, who.clone());
            known.ids.insert(who.clone(), client.id);
            known.people.insert(who, Here { text: ClientText::of(client), ended_on: client.ended_on, line: None });
        }
        for certificate in store::certificates::all(cx.tx, office)? {
            if let Some(person) = by_id.get(&certificate.client) {
                known.remember(person, &certificate, None);
            }
        }
        Ok(known)
    }

    fn remember(&mut self, person: &Person, certificate: &Certificate, line: Option<u64>) {
        let here = Here { text: CertificateText::of(certificate), ended_on: None, line };
        self.papers.entry(paper(certificate)).or_default().push((person.clone(), certificate.starts_on(), here));
        if let Some((start, end)) = term(certificate) {
            let key = (person.clone(), certificate.municipality.clone(), certificate.service);
            let term = Term { number: certificate.number.clone(), start, end, line };
            self.terms.entry(key).or_default().push(term);
        }
    }

    /// Looks at one row; a good one is remembered for the rows after it.
    pub(super) fn look_at(&mut self, columns: &Columns, width: usize, row: SheetRow) -> (SheetRow, RowOutcome) {
        let outcome = self.outcome(columns, width, &row);
        (row, outcome)
    }

    fn outcome(&mut self, columns: &Columns, width: usize, row: &SheetRow) -> RowOutcome {
        let mut problems = Vec::new();
        if row.beyond || row.cells.iter().skip(width).any(|cell| !cell.is_empty()) {
            problems.push(whole(format!("見出しは{width}列ですが、それより多くの列に入力があります。")));
        }
        problems.extend(columns.mistaken(&row.cells).into_iter().map(|(title, cell)| mistaken(title, cell)));
        let mut typed = columns.client(&row.cells);
        match self.specialist(columns.cell(&row.cells, "担当")) {
            Ok(id) => typed.specialist = id,
            Err(problem) => problems.push(problem),
        }
        let client = self.client(&typed, &mut problems);
        let ended_on = columns.ended_on(&row.cells);
        let end = self.end(&ended_on, client.as_ref(), &mut problems);
        let came = columns.came(&row.cells);
        check_came(&came, &mut problems);
        let typed_certificate = columns.certificate(&row.cells);
        let certificate = typed_certificate.as_ref().and_then(|typed| self.certificate(typed, &mut problems));
        let Some(client) = client.filter(|_| problems.is_empty()) else { return RowOutcome::Bad(problems) };
        let person = person(&client);
        let here = self.people.get(&person);
        if let Some(here) = here {
            let fields = contradictions::of_client(&typed, &ClientText::of(&client), &here.text);
            problems.extend(fields.into_iter().map(|field| contradiction(client_title(&field), here.line)));
            if end.is_some() && end != here.ended_on {
                problems.push(contradiction(client_title(ENDED_ON), here.line));
            }
        }
        let paper_known = match (&typed_certificate, &certificate) {
            (Some(typed), Some(certificate)) => self.check_paper(&person, typed, certificate, &mut problems),
            _ => false,
        };
        if !problems.is_empty() {
            return RowOutcome::Bad(problems);
        }
        if here.is_some() && (paper_known || certificate.is_none()) {
            return RowOutcome::Known;
        }
        let first = Here { text: ClientText::of(&client), ended_on: end, line: Some(row.line) };
        self.people.entry(person.clone()).or_insert(first);
        if let Some(certificate) = &certificate {
            self.remember(&person, certificate, Some(row.line));
        }
        let id = self.ids.get(&person).copied();
        let (line, cells) = (row.line, row.cells.clone());
        let (client, certificate) = (typed, typed_certificate);
        RowOutcome::Good(Box::new(GoodRow { line, cells, person, id, client, ended_on, came, certificate }))
    }

    /// Whether the certificate is here already. Notes where it belongs to somebody else, says something else than the
    /// one that is here, or stands beside another number for the same days.
    fn check_paper(
        &self,
        person: &Person,
        typed: &CertificateText,
        certificate: &Certificate,
        problems: &mut Vec<CellProblem>,
    ) -> bool {
        let at_number = |sentence: String| CellProblem { column: "受給者証番号".to_owned(), sentence };
        let holders = self.papers.get(&paper(certificate)).map(Vec::as_slice).unwrap_or_default();
        if holders.iter().any(|(holder, _, _)| holder != person) {
            problems.push(at_number("この受給者証番号は、ほかの人の受給者証で使われています。".to_owned()));
            return false;
        }
        let start = certificate.starts_on();
        if let Some((_, _, here)) = holders.iter().find(|(_, of, _)| *of == start) {
            let fields = contradictions::of_certificate(typed, &CertificateText::of(certificate), &here.text);
            problems.extend(fields.into_iter().map(|field| contradiction(certificate_title(&field), here.line)));
            return true;
        }
        let key = (person.clone(), certificate.municipality.clone(), certificate.service);
        let terms = self.terms.get(&key).map(Vec::as_slice).unwrap_or_default();
        let Some((start, end)) = term(certificate) else { return false };
        let other = |term: &&Term| term.number != certificate.number && term.start <= end && start <= term.end;
        if let Some(other) = terms.iter().find(other) {
            problems.push(at_number(format!(
                "{}と、人も市町村も同じで番号が違うのに、有効期間が重なっています。",
                place(other.line)
            )));
        }
        false
    }

    /// 終了日, where it is a day on which the support can have ended.
    fn end(&self, typed: &str, client: Option<&Client>, problems: &mut Vec<CellProblem>) -> Option<Date> {
        let mut reading = Reading::default();
        let end = end_day(&mut reading, typed, client.map(|it| it.birth), self.today);
        problems.extend(reading.reasons.into_iter().map(|reason| problem(reason, client_title)));
        end
    }

    fn specialist(&self, name: &str) -> Result<String, CellProblem> {
        let key = text::name_key(name);
        if key.is_empty() {
            return Ok(String::new());
        }
        let found = self.specialists.iter().find(|(of, _)| *of == key);
        found.map(|(_, id)| id.to_string()).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            let sentence = format!("「{shown}」という相談支援専門員は登録されていません。");
            CellProblem { column: "担当".to_owned(), sentence }
        })
    }

    fn client(&self, typed: &ClientText, problems: &mut Vec<CellProblem>) -> Option<Client> {
        // Nothing of this is kept: the id is made when the row is written.
        let identity = ClientIdentity {
            id: ClientId(Uuid::nil()),
            office: self.office,
            ended_on: None,
            other_offices: OtherOffices::default(),
            wards: WardPeriods::default(),
            version: 1,
        };
        match typed.parse(identity, self.today) {
            Ok(client) => Some(client),
            Err(reasons) => {
                problems.extend(reasons.into_iter().map(|reason| problem(reason, client_title)));
                None
            }
        }
    }

    fn certificate(&self, typed: &CertificateText, problems: &mut Vec<CellProblem>) -> Option<Certificate> {
        let identity = CertificateIdentity {
            id: CertificateId(Uuid::nil()),
            office: self.office,
            client: ClientId(Uuid::nil()),
            version: 1,
        };
        match typed.parse(identity, self.today, self.law, |_| GrantId(Uuid::nil())) {
            Ok(certificate) => Some(certificate),
            Err(reasons) => {
                problems.extend(reasons.into_iter().map(|reason| problem(reason, certificate_title)));
                None
            }
        }
    }
}

/// Whom a client is: the names folded, with either part first.
pub(super) fn person(client: &Client) -> Person {
    (text::name_key(&client.kana), text::name_key(&client.name), client.birth)
}

fn paper(certificate: &Certificate) -> Paper {
    (certificate.municipality.clone(), certificate.number.clone(), certificate.service)
}

/// First and last day of all that is granted, whether or not the person moved away before.
fn term(certificate: &Certificate) -> Option<(Date, Date)> {
    Some((certificate.starts_on()?, certificate.grants.iter().map(|grant| grant.end).max()?))
}

/// What is said of a formula without a result.
pub(super) fn mistaken(title: &str, cell: &str) -> CellProblem {
    let sentence = if cell == NOT_RECKONED {
        "計算式の結果がファイルに入っていません。Excelで開いて保存し直すか、値を入力してください。".to_owned()
    } else {
        format!("計算式の誤り（{cell}）が入っています。値を入力してください。")
    };
    CellProblem { column: title.to_owned(), sentence }
}

/// What a cell says against what is here of the same person.
fn contradiction(column: String, line: Option<u64>) -> CellProblem {
    let sentence = match line {
        Some(line) => format!("{line}行目の同じ人と、書いてあることが違います。"),
        None => {
            "登録済みの内容と違います。取り込みでは書き換えません。変わったときは、画面で直してください。".to_owned()
        }
    };
    CellProblem { column, sentence }
}

fn place(line: Option<u64>) -> String {
    line.map_or_else(|| "登録済みの受給者証".to_owned(), |line| format!("{line}行目の受給者証"))
}

fn problem(reason: Reason, title: fn(&str) -> String) -> CellProblem {
    CellProblem { column: title(&reason.field), sentence: reason.sentence }
}

/// 担当開始日 goes with the office before; that it is after the birth is seen where it is recorded.
fn check_came((on, office): &(String, String), problems: &mut Vec<CellProblem>) {
    let mut reading = Reading::default();
    let day = reading.date(CAME_ON, "担当開始日", on);
    if day.is_some() && office.is_empty() {
        reading.refuse(OFFICE_BEFORE, "担当開始日を入れるときは、前の事業所も入力してください。");
    } else if on.is_empty() && !office.is_empty() {
        reading.refuse(CAME_ON, "前の事業所を入れるときは、担当開始日も入力してください。");
    }
    problems.extend(reading.reasons.into_iter().map(|reason| problem(reason, client_title)));
}

fn whole(sentence: String) -> CellProblem {
    CellProblem { column: String::new(), sentence }
}

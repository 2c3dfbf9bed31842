//! The rows of a file against what the office has already: whom a row names, and what is wrong with it.

use std::collections::HashMap;

use calendar::Date;
use domain::{
    client::{Certificate, Client, ConsultationService},
    id::{CertificateId, ClientId, GrantId, OfficeId, SpecialistId},
    text,
};
use law::LawBook;
use uuid::Uuid;

use super::{
    CellProblem, SheetRow,
    columns::{Columns, certificate_title, client_title},
};
use crate::{
    Cx, Reason, Refusal,
    certificates::{CertificateIdentity, CertificateText},
    clients::{ClientIdentity, ClientText},
};

/// Who a person is: フリガナ, 氏名 and 生年月日, folded.
type Person = (String, String, Date);
/// Which certificate: 市町村番号, 受給者証番号, service.
type Paper = (String, String, ConsultationService);

/// A row that can be taken.
#[derive(Debug)]
pub(super) struct GoodRow {
    /// Who it is about.
    pub person: Person,
    /// The client, to be registered where the person is not here yet.
    pub client: ClientText,
    /// The certificate to be registered.
    pub certificate: Option<CertificateText>,
}

/// What a row comes to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It can be taken.
    Good(Box<GoodRow>),
    /// Client and certificate are here already.
    Known,
    /// It cannot be taken.
    Bad(Vec<CellProblem>),
}

/// What the office has, and what the rows before have brought.
pub(super) struct Known {
    office: OfficeId,
    today: Date,
    law: &'static LawBook,
    specialists: Vec<(String, SpecialistId)>,
    /// Registered clients; those of this file are `None` until they are written.
    pub people: HashMap<Person, Option<ClientId>>,
    papers: HashMap<Paper, Vec<(Person, Option<Date>)>>,
}

impl Known {
    /// Reads what the office has.
    pub(super) fn load(cx: &mut Cx<'_>, law: &'static LawBook) -> Result<Self, Refusal> {
        let office = cx.actor.office;
        let clients = store::clients::all(cx.tx, office)?;
        let by_id: HashMap<ClientId, Person> = clients.iter().map(|client| (client.id, person(client))).collect();
        let mut papers: HashMap<Paper, Vec<(Person, Option<Date>)>> = HashMap::new();
        for certificate in store::certificates::all(cx.tx, office)? {
            if let Some(person) = by_id.get(&certificate.client) {
                papers.entry(paper(&certificate)).or_default().push((person.clone(), starts(&certificate)));
            }
        }
        let specialists = store::specialists::list(cx.tx, office)?
            .into_iter()
            .filter(|it| it.ended_on.is_none_or(|day| day >= cx.today))
            .map(|it| (text::search_key(&it.name), it.id))
            .collect();
        Ok(Self {
            office,
            today: cx.today,
            law,
            specialists,
            people: by_id.into_iter().map(|(id, person)| (person, Some(id))).collect(),
            papers,
        })
    }

    /// Looks at one row; a good one is remembered for the rows after it.
    pub(super) fn look_at(&mut self, columns: &Columns, width: usize, row: &SheetRow) -> Outcome {
        let mut problems = Vec::new();
        if row.cells.iter().skip(width).any(|cell| !cell.is_empty()) {
            problems.push(whole(format!("見出しは{width}列ですが、{}列あります。", row.cells.len())));
        }
        let mut typed = columns.client(&row.cells);
        match self.specialist(columns.cell(&row.cells, "担当")) {
            Ok(id) => typed.specialist = id,
            Err(problem) => problems.push(problem),
        }
        let client = self.client(&typed, &mut problems);
        let typed_certificate = columns.certificate(&row.cells);
        let certificate = typed_certificate.as_ref().and_then(|typed| self.certificate(typed, &mut problems));
        let Some(client) = client.filter(|_| problems.is_empty()) else { return Outcome::Bad(problems) };
        let person = person(&client);
        let here = self.people.contains_key(&person);
        let Some(certificate) = certificate else {
            if here {
                return Outcome::Known;
            }
            self.people.insert(person.clone(), None);
            return Outcome::Good(Box::new(GoodRow { person, client: typed, certificate: None }));
        };
        let holders = self.papers.entry(paper(&certificate)).or_default();
        if holders.iter().any(|(holder, _)| *holder != person) {
            let sentence = "この受給者証番号は、ほかの人の受給者証で使われています。".to_owned();
            return Outcome::Bad(vec![CellProblem { column: "受給者証番号".to_owned(), sentence }]);
        }
        let start = starts(&certificate);
        if here && holders.iter().any(|(_, of)| *of == start) {
            return Outcome::Known;
        }
        holders.push((person.clone(), start));
        self.people.entry(person.clone()).or_insert(None);
        Outcome::Good(Box::new(GoodRow { person, client: typed, certificate: typed_certificate }))
    }

    fn specialist(&self, name: &str) -> Result<String, CellProblem> {
        let key = text::search_key(name);
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
        let identity = ClientIdentity { id: ClientId(Uuid::nil()), office: self.office, ended_on: None, version: 1 };
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

fn person(client: &Client) -> Person {
    (text::search_key(&client.kana), text::search_key(&client.name), client.birth)
}

fn paper(certificate: &Certificate) -> Paper {
    (certificate.municipality.clone(), certificate.number.clone(), certificate.service)
}

fn starts(certificate: &Certificate) -> Option<Date> {
    certificate.grants.iter().map(|grant| grant.start).min()
}

fn problem(reason: Reason, title: fn(&str) -> String) -> CellProblem {
    CellProblem { column: title(&reason.field), sentence: reason.sentence }
}

fn whole(sentence: String) -> CellProblem {
    CellProblem { column: String::new(), sentence }
}

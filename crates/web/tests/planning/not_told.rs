//! 知らせない: an address, a number or a contact that is marked stands on no paper, whatever it is called, and on no page of those who do
//! not record the client. The walk takes the papers out of the table of routes, so that a new one is looked at, too.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::io::{Cursor, Read as _};

use axum::http::{Method, StatusCode};
use domain::{
    client::{About, Client, ClientFact, DatedAbout, Emergency, EmergencyContact},
    facts::By,
    id::UserId,
    office::Role,
    planning::{CaseFact, PlanningCase, p1_basic::Registered},
};
use store::client_facts;
use testkit::{
    OFFICE, SATO, client, day,
    meeting::conference,
    months,
    planning::{assessment, basic, case_of, interview, keep},
    proposal::{draft, interval, plan, week_plan},
    steps::{self, agree, round_of, visit},
};
use web::routes::table;

use crate::common::{Answer, Site};

const ADDRESS: &str = "川崎区宮本町987番地の6";
const PHONE: &str = "044-987-6543";
const FAX: &str = "044-987-6500";
const RELATIVE: &str = "090-9876-5432";
const MARKED: [&str; 4] = [ADDRESS, PHONE, FAX, RELATIVE];

/// A client with everything of which a paper is made.
struct Told {
    site: Site,
    client: Client,
    case: PlanningCase,
    round: String,
}

/// With the marked words in texts that somebody wrote, or without.
fn told(in_texts: bool) -> Told {
    let site = Site::new();
    let mut hanako = client("川崎 花子").carried_by(SATO).build();
    (hanako.address, hanako.phone, hanako.fax) = (ADDRESS.to_owned(), PHONE.to_owned(), FAX.to_owned());
    hanako.postal_code = "2100007".to_owned();
    let certificate = months("2026-05..2027-04").every(6).plan_made("2026-04-20").number("0000000001").of(&hanako);
    steps::keep(&site.app, &hanako, &certificate, &["2026-10"]);
    visit(&site.app, &hanako, "2026-10", "2026-10-14");
    agree(&site.app, &hanako, "2026-10", "2026-10-14");
    let mut information = basic("2026-11-02");
    information.registered = Some(Registered::of(&hanako));
    let (mut proposal, mut meeting) = (draft("2026-11-21"), conference("2026-11-20"));
    if in_texts {
        proposal.wishes = format!("母の電話は{RELATIVE}。{ADDRESS}で暮らしたい。");
        meeting.discussion = format!("{ADDRESS}へ{PHONE}で知らせる。");
    }
    let mut made = plan("2026-11-21", None);
    made.text = proposal.clone();
    let case = [
        CaseFact::Basic(information),
        CaseFact::Interview(interview("2026-11-09")),
        CaseFact::Assessment(assessment("2026-11-12")),
        CaseFact::Draft(proposal),
        CaseFact::WeekPlan(week_plan("2026-11-21")),
        CaseFact::Interval(interval(6)),
        CaseFact::Conference(meeting),
        CaseFact::Plan(made),
    ];
    let case = case.into_iter().fold(case_of(&hanako, 1), |case, fact| case.with(fact)).build();
    keep(&site.app, &case);
    let round = round_of(&site.app, &hanako, "2026-10").id.to_string();
    Told { site, client: hanako, case, round }
}

impl Told {
    /// Marks address, numbers and a relative.
    fn mark(&self) {
        let relative = EmergencyContact {
            name: "川崎 某".to_owned(),
            phone: RELATIVE.to_owned(),
            hidden: true,
            ..EmergencyContact::default()
        };
        let marks = Emergency { address_hidden: true, phone_hidden: true, people: vec![relative] };
        let fact = ClientFact {
            id: 1,
            body: DatedAbout { from: Some(day("2026-11-01")), what: About::Emergency(marks) },
            recorded_by: By::Staff(UserId(testkit::id(9_000))),
            recorded_by_name: "佐藤 花子".to_owned(),
            recorded_at: "2026-11-01T00:00:00.000Z".to_owned(),
            corrects: None,
        };
        let client = self.client.id;
        self.site.app.keep(move |tx| client_facts::append(tx, OFFICE, client, &fact));
    }

    /// The path with the things in it; none where another thing is asked for.
    fn path(&self, path: &str) -> Option<String> {
        let path = path
            .replace("{client}", &self.client.id.to_string())
            .replace("{planning}", &self.case.id.to_string())
            .replace("{round}", &self.round)
            .replace("{kind}", "emergency");
        (!path.contains('{')).then_some(path)
    }

    /// Every paper of the table of routes.
    fn papers(&self) -> Vec<String> {
        let pages = table().into_iter().filter(|route| route.method == Method::GET);
        let papers = pages.filter(|route| [".pdf", ".xlsx", ".csv"].iter().any(|end| route.path.ends_with(end)));
        // A 削除証明書 and the report of a breach name nobody, and there is none while the client is there and nothing went wrong.
        let nobodys = ["/deletions/", "/breach/"];
        let papers = papers.filter(|route| !route.path.contains("template"));
        let papers = papers.filter(|route| !nobodys.iter().any(|start| route.path.starts_with(start)));
        papers
            .map(|route| self.path(route.path).unwrap_or_else(|| panic!("{} needs its thing here", route.path)))
            .collect()
    }

    /// What of the marked words an answer says.
    async fn says(&self, path: &str, role: Role) -> Vec<&'static str> {
        let answer = self.site.get(path, &self.site.cookie(role)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        said(&answer, path)
    }
}

fn said(answer: &Answer, path: &str) -> Vec<&'static str> {
    let book = path.ends_with(".xlsx") && answer.status == StatusCode::OK;
    let text = if book { unzipped(&answer.bytes) } else { answer.body.clone() };
    MARKED.into_iter().filter(|words| text.contains(words)).collect()
}

/// Everything that stands in a workbook.
fn unzipped(bytes: &[u8]) -> String {
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for part in 0..book.len() {
        book.by_index(part).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

#[tokio::test]
async fn what_is_marked_stands_on_no_paper() {
    let told = told(true);
    let mut before = Vec::new();
    for paper in told.papers() {
        before.extend(told.says(&paper, Role::Specialist).await);
    }
    assert!(MARKED.iter().all(|words| before.contains(words)), "unmarked, the papers say it all: {before:?}");
    told.mark();
    for paper in told.papers() {
        for role in [Role::Specialist, Role::Manager, Role::Viewer] {
            assert_eq!(told.says(&paper, role).await, Vec::<&str>::new(), "{paper} as {role:?}");
        }
    }
}

#[tokio::test]
async fn an_application_leaves_what_is_marked_to_be_written_by_hand() {
    let told = told(true);
    told.mark();
    let path = told.path("/planning/{planning}/application.pdf").unwrap();
    let paper = told.site.get(&path, &told.site.cookie(Role::Specialist)).await;
    assert!(!paper.body.contains("知らせない"), "{}", paper.text());
}

#[tokio::test]
async fn a_page_says_it_to_those_alone_who_record_the_client() {
    let told = told(false);
    told.mark();
    let pages =
        table().into_iter().filter(|route| route.method == Method::GET).filter_map(|route| told.path(route.path));
    for page in pages {
        for role in [Role::Viewer, Role::Auditor, Role::System] {
            let answer = told.site.get(&page, &told.site.cookie(role)).await;
            assert_eq!(said(&answer, &page), Vec::<&str>::new(), "{page} as {role:?}");
        }
    }
    let page = told.path("/clients/{client}").unwrap();
    let clerk = told.site.get(&page, &told.site.cookie(Role::Clerk)).await;
    assert!(MARKED.iter().all(|words| clerk.body.contains(words)), "{}", clerk.text());
    assert!(clerk.text().contains(&format!("{ADDRESS} 知らせない")), "{}", clerk.text());
    let viewer = told.site.get(&page, &told.site.cookie(Role::Viewer)).await;
    assert!(viewer.text().contains("（知らせない） 知らせない"), "{}", viewer.text());
    let basic = told.path("/planning/{planning}/p1-basic").unwrap();
    let viewer = told.site.get(&basic, &told.site.cookie(Role::Viewer)).await;
    assert_eq!(said(&viewer, &basic), Vec::<&str>::new(), "{}", viewer.text());
}

#[tokio::test]
async fn an_invitation_that_tells_what_is_marked_is_refused() {
    let told = told(false);
    told.mark();
    let path = told.path("/planning/{planning}/p4-invitation").unwrap();
    let place = percent_encoding::utf8_percent_encode(ADDRESS, percent_encoding::NON_ALPHANUMERIC).to_string();
    let version = told.case.facts.iter().count();
    let body = format!(
        "_version={version}&action=finish&day=2026-11-30&begins=14:00&ends=15:00&place={place}&invited_affiliation_0=x"
    );
    let answer = told.site.post(&path, &told.site.cookie(Role::Specialist), &body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert!(answer.text().contains("印がある住所や電話番号は、案内に書けません"), "{}", answer.text());
}

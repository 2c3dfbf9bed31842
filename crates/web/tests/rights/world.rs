//! What the walk through the rights finds: one thing of each kind that belongs to the office of the tests.
#![expect(clippy::unwrap_used, reason = "tests")]

use app::{
    accounts::{AddOrganisation, OrganisationEntry, add_organisation, open_session},
    office::{MunicipalityEntry, add_municipality},
};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    breach::{BreachFact, DatedBreachFact, Declared},
    client::{About, Client, ClientFact, DatedAbout, Family},
    facts::By,
    id::{AttachmentId, BreachId, CertificateId, ClientId, DeletionId, FactId, FileId, JobId, ProviderId, UserId},
    intake::IntakeFact,
    office::{DatedFact, OfficeFact, OfficeFactBody, Role, User},
    planning::CaseFact,
    provider::Provider,
};
use serde_json::{Map, Value};
use store::{
    accounts::Account,
    attachments::{self, Attachment},
    claims, clients, closings, contacts,
    deletions::{self, Confirmation, Deletion, Signed},
    intakes,
    memberships::{self, NewMembership},
    office_facts,
    outbox::{self, JobKind, NewJob},
    tasks, whole,
};
use testkit::{
    OFFICE, OTHER_OFFICE, SATO, TestApp, client, day, id, month, months,
    planning::{self, call, case_of, intake_fact, intake_id, intake_note, intake_step, interview},
    steps::{agree, keep, round_of, submit, visit},
};

use crate::common::Site;

/// 氏名 of the client, which nobody else may read.
pub const CLIENT: &str = "高津 千歳";
/// Who signs in for the ward.
pub const WARD_LOGIN: &str = "minato";

/// The things by the word that stands for them in a path.
pub struct Things {
    client: Client,
    words: Vec<(&'static str, String)>,
    office_fact: String,
    case_fact: String,
    contact: String,
    of_several: UserId,
}

/// The day of the walk: October can be closed.
pub fn app() -> TestApp {
    TestApp::new().on(day("2026-11-05"))
}

/// Makes everything.
pub async fn world(site: &Site) -> Things {
    let client = client(CLIENT).kana("タカツ チトセ").build();
    let certificate = months("2026-05..2027-04").every(6).plan_made("2026-04-20").number("0000000001").of(&client);
    keep(&site.app, &client, &certificate, &["2026-10", "2026-11"]);
    visit(&site.app, &client, "2026-10", "2026-10-14");
    agree(&site.app, &client, "2026-10", "2026-10-14");
    submit(&site.app, &client, "2026-10", "2026-10-15");
    visit(&site.app, &client, "2026-11", "2026-11-04");
    let manager = site.cookie(Role::Manager);
    let close = "processing_month=2026-11&seen_count=1&seen_yen=14335";
    let closed = site.post("/billing/2026-10/plan/close", &manager, close).await;
    assert!(closed.status.is_redirection(), "{}", closed.text());
    let (closing, claim) = site.app.keep(|tx| {
        let closing = closings::of_month(tx, OFFICE, month("2026-10"))?.remove(0).id;
        Ok((closing, claims::of_month(tx, OFFICE, month("2026-10"))?.remove(0).id))
    });
    let round = round_of(&site.app, &client, "2026-11");
    let case = case_of(&client, 1).with(CaseFact::Interview(interview("2026-11-04"))).build();
    planning::keep(&site.app, &case);
    let of = client.id;
    site.app.keep(move |tx| {
        intakes::insert(tx, OFFICE, intake_id(1))?;
        let noted = intake_fact(9_006, IntakeFact::Noted(intake_note("2026-11-01")));
        intakes::append_fact(tx, OFFICE, (intake_id(1), 0), &noted)?;
        let done = intake_fact(9_007, IntakeFact::Followed(intake_step("2026-11-02")));
        intakes::append_fact(tx, OFFICE, (intake_id(1), 1), &done)?;
        contacts::append(tx, OFFICE, (of, 1), &call("2026-11-04", FactId(id(9_005))))
    });
    keep_breach(site);
    let user = keep_people(site);
    keep_papers(site, &client, certificate.id, &round.id.to_string());
    let words = vec![
        ("{client}", client.id.to_string()),
        ("{certificate}", certificate.id.to_string()),
        ("{round}", round.id.to_string()),
        ("{planning}", case.id.to_string()),
        ("{intake}", intake_id(1).to_string()),
        ("{fact}", round.facts.last().unwrap().id.to_string()),
        ("{closing}", closing.to_string()),
        ("{claim}", claim.to_string()),
        ("{specialist}", SATO.to_string()),
        ("{user}", user.to_string()),
        ("{attachment}", AttachmentId(id(9_002)).to_string()),
        ("{job}", JobId(id(9_004)).to_string()),
        ("{kind}", "family".to_owned()),
        ("{record}", "1".to_owned()),
        ("{breach}", BreachId(id(9_010)).to_string()),
        ("{provider}", ProviderId(id(9_005)).to_string()),
        ("{table}", "plans.xlsx".to_owned()),
        ("{import}", begin_import(site, &manager).await),
        ("{code}", "149999".to_owned()),
        ("{month}", "2026-11".to_owned()),
        ("{service}", "plan".to_owned()),
        ("{what}", "hold".to_owned()),
        ("{short}", BASE64_URL_SAFE_NO_PAD.encode(round.id.0.as_bytes())),
        ("{number}", "2".to_owned()),
        ("{field}", "day".to_owned()),
        ("{version}", "0".to_owned()),
        ("{file}", "base.css".to_owned()),
        ("{deletion}", keep_deletion(site).to_string()),
        ("{area}", "visit-month".to_owned()),
        ("{case}", "next-month".to_owned()),
    ];
    Things {
        client,
        words,
        office_fact: "1".to_owned(),
        case_fact: case.facts.last().unwrap().id.to_string(),
        contact: FactId(id(9_005)).to_string(),
        of_several: UserId(id(9_001)),
    }
}

/// Somebody whose records were deleted.
fn keep_deletion(site: &Site) -> DeletionId {
    let gone = client("削除 済").ended("2015-03-31").build();
    let signed =
        |number, at: &str| Signed { user: UserId(id(number)), name: "対象 者".to_owned(), at: at.to_owned() };
    let deletion = Deletion {
        id: DeletionId(id(9_010)),
        client: gone.id,
        reason: "保存期間が終わった".to_owned(),
        last_service: None,
        kept_until: None,
        proposed: signed(9_000, "2026-11-01T00:00:00.000Z"),
        proposed_as: Role::Clerk,
        withdrawn: None,
        confirmed: None,
        counts: Vec::new(),
        sha256: None,
        again_at: None,
    };
    let confirmation = Confirmation { by: signed(9_001, "2026-11-02T00:00:00.000Z"), seen: None, again_at: None };
    site.app.keep(move |tx| {
        clients::insert(tx, &gone)?;
        deletions::propose(tx, OFFICE, &deletion)?;
        deletions::carry_out(tx, OFFICE, deletion.id, &confirmation)?.unwrap();
        Ok(deletion.id)
    })
}

/// Somebody to be changed, somebody of the ward, somebody of both offices.
fn keep_people(site: &Site) -> UserId {
    let outside = site.app.outside.clone();
    site.app.keep(move |tx| {
        for (number, login) in [(9_000, "target"), (9_001, "several")] {
            let user = User {
                id: UserId(id(number)),
                office: OFFICE,
                login: login.to_owned(),
                name: "対象 者".to_owned(),
                role: Role::Viewer,
                specialist: None,
                disabled: false,
                version: 1,
            };
            let (password_hash, created_at) = ("none".to_owned(), "2026-11-01T00:00:00.000Z".to_owned());
            store::accounts::add(tx, &Account { user, password_hash, must_change_password: false, created_at })?;
        }
        let membership = NewMembership {
            organisation: OTHER_OFFICE.into(),
            user: UserId(id(9_001)),
            name: "対象 者",
            role: Role::Manager.word(),
            specialist: None,
            accepted_at: None,
        };
        memberships::insert(tx, &membership)?;
        let ward = AddOrganisation {
            what: OrganisationEntry::Ward("みなと区役所".to_owned()),
            login: WARD_LOGIN.to_owned(),
            name: "区 太郎".to_owned(),
            password_hash: "none".to_owned(),
            must_change_password: false,
        };
        add_organisation(tx, &outside, ward).unwrap();
        Ok(UserId(id(9_000)))
    })
}

/// A task, a fact of the office, a file, a mail that waits, a municipality that the office entered.
fn keep_papers(site: &Site, client: &Client, certificate: CertificateId, round: &str) {
    let (client, round) = (client.id, round.to_owned());
    site.app.keep(move |tx| {
        let task = tasks::Task {
            kind: tasks::TaskKind::RoundMoved,
            subject: round,
            client,
            name: String::new(),
            month: month("2026-11"),
            from: "141305".to_owned(),
            to: "141003".to_owned(),
        };
        tasks::put(tx, OFFICE, &task, "2026-11-01")?;
        let fact = OfficeFact {
            id: 1,
            body: DatedFact { from: None, what: OfficeFactBody::Manager { name: "管理 二郎".to_owned() } },
            recorded_by: By::Staff(UserId(id(9_000))),
            recorded_by_name: "管理 一郎".to_owned(),
            recorded_at: "2026-11-01T00:00:00.000Z".to_owned(),
            corrects: None,
        };
        office_facts::append(tx, OFFICE, &fact)
    });
    site.app.keep(move |tx| {
        let (file, at) = (FileId(id(9_003)), "2026-11-01T00:00:00.000Z");
        attachments::write_chunk(tx, OFFICE, (file, 0), b"%PDF-1.7", at)?;
        let attachment = Attachment {
            id: AttachmentId(id(9_002)),
            client,
            kind: domain::paper::ScanKind::Certificate,
            certificate: Some(certificate),
            plan: None,
            file,
            sha256: "ab".repeat(32),
            media: "application/pdf".to_owned(),
            length: 8,
            note: "受給者証".to_owned(),
            added_at: at.to_owned(),
            added_by: UserId(id(9_000)),
            added_by_name: "管理 一郎".to_owned(),
            withdrawal: None,
        };
        attachments::add(tx, OFFICE, &attachment)?;
        let job = NewJob {
            id: JobId(id(9_004)),
            kind: JobKind::TestMail,
            recipient: "a@example.jp",
            body: "{}",
            queued_at: at,
            queued_by: "管理 一郎",
        };
        outbox::queue(tx, OFFICE, &job)
    });
    site.app.keep(|tx| {
        let provider = Provider {
            id: ProviderId(id(9_005)),
            office: OFFICE,
            number: String::new(),
            name: "あおば作業所".to_owned(),
            kana: String::new(),
            services: Vec::new(),
            address: String::new(),
            phone: String::new(),
            fax: String::new(),
            mail: String::new(),
            person: String::new(),
            from: None,
            ended_on: None,
            note: String::new(),
            version: 1,
        };
        store::providers::insert(tx, &provider)
    });
    site.app.keep(move |tx| {
        let fact = ClientFact {
            id: 1,
            body: DatedAbout { from: Some(day("2026-11-01")), what: About::Family(Family::default()) },
            recorded_by: By::Staff(UserId(id(9_000))),
            recorded_by_name: "管理 一郎".to_owned(),
            recorded_at: "2026-11-01T00:00:00.000Z".to_owned(),
            corrects: None,
        };
        store::client_facts::append(tx, OFFICE, client, &fact)
    });
    let town = MunicipalityEntry { code: "149999".to_owned(), name: "若葉市".to_owned(), wards: String::new() };
    site.app.write(Role::Manager, move |cx| add_municipality(cx, &town)).unwrap();
}

/// A breach that is over: one that stands would shut routes of the walk.
fn keep_breach(site: &Site) {
    let fact = |body: BreachFact| DatedBreachFact {
        body,
        by: "管理 一郎".to_owned(),
        at: "2026-11-01T00:00:00.000Z".to_owned(),
    };
    let declared = BreachFact::Declared(Declared {
        what: "誤送信".to_owned(),
        known_on: day("2026-11-01"),
        from: day("2026-10-01"),
        to: day("2026-11-05"),
        log_end: None,
        looks: 0,
        looks_sha256: String::new(),
    });
    let (breach, user) = (BreachId(id(9_010)), UserId(id(9_000)));
    site.app.keep(move |tx| {
        store::breaches::append(tx, OFFICE, (breach, 1, user), &fact(declared))?;
        store::breaches::append(tx, OFFICE, (breach, 2, user), &fact(BreachFact::Ended { reason: "回収".to_owned() }))
    });
}

/// An import of the manager, who alone may go on with it.
async fn begin_import(site: &Site, manager: &str) -> String {
    let file = "氏名,フリガナ,生年月日\r\n幸 一郎,サイワイ イチロウ,S60.3.1\r\n";
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
    );
    let request = Request::builder()
        .method(Method::POST)
        .uri("/clients/import")
        .header(header::COOKIE, manager)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body));
    let begun = site.request(request.unwrap()).await;
    begun.header("location").rsplit('/').next().unwrap().to_owned()
}

impl Things {
    /// The client of whom the things are.
    pub fn client_id(&self) -> ClientId {
        self.client.id
    }

    /// The path with the things in the place of their words.
    pub fn path(&self, path: &str) -> String {
        let mut path = match path.starts_with("/settings/office/facts") {
            true => path.replace("{fact}", &self.office_fact),
            false => path.to_owned(),
        };
        if path.starts_with("/intakes") {
            path = path.replace("{fact}", &FactId(id(9_007)).to_string());
        }
        if path.contains("/contacts/") {
            path = path.replace("{fact}", &self.contact);
        }
        if path.starts_with("/planning") {
            path = path.replace("{fact}", &self.case_fact);
        }
        let (form, subject) = match path.split('/').nth(2) {
            Some("clients") => ("client", "{client}"),
            Some("planning") => ("p1-interview", "{planning}"),
            _ => ("m2-home-visit", "{round}"),
        };
        path = path.replace("{form}", form).replace("{subject}", subject);
        for (word, thing) in &self.words {
            path = path.replace(word, thing);
        }
        assert!(!path.contains('{'), "a new kind of thing needs its place here: {path}");
        path
    }

    /// What is sent: enough to change something, where a body alone names the thing.
    pub fn body(&self, path: &str) -> String {
        let round = self.words.iter().find(|(word, _)| *word == "{round}").map_or("", |(_, id)| id);
        match path {
            "/tasks" => format!("kind=round_moved&subject={round}"),
            "/billing/{month}/{service}/{what}" => format!("id={}&municipality=141305&reason=x", self.client.id),
            "/monitoring/{round}/m3-record/discard" => "working=1".to_owned(),
            text if text.starts_with("/planning/{planning}/") && text.ends_with("/discard") => "working=1".to_owned(),
            "/records/looks/review" => "month=2026-10".to_owned(),
            "/breach/{breach}" => "_version=2&known_on=2026-11-05".to_owned(),
            "/certificates/preview" => format!("client={}", self.client.id),
            "/organisation" | "/login/organisation" => format!("organisation={OTHER_OFFICE}"),
            "/settings/users/{user}" => "_version=1&name=x&role=manager".to_owned(),
            "/settings/specialists/{specialist}" => "_version=1&name=x&kana=x".to_owned(),
            "/settings/municipalities/{code}/town" => "_version=1&town_name=x".to_owned(),
            "/clients/{client}/end" => "_version=1&ended_on=2026-11-04".to_owned(),
            "/billing/closings/{closing}/mark" | "/billing/claims/{claim}/mark" => {
                "month=2026-10&state=sent&on=2026-11-05&code=&reason=".to_owned()
            }
            _ => String::new(),
        }
    }

    /// A session of the account with that login, in its only organisation.
    pub fn session(&self, site: &Site, login: &'static str) -> String {
        let outside = site.app.outside.clone();
        let token = site.app.keep(move |tx| {
            let user = store::accounts::by_login(tx, login)?.unwrap().user;
            let organisation = memberships::of_user(tx, user)?.remove(0).organisation.id;
            open_session(tx, &outside, Some(organisation), user, "Firefox")
        });
        format!("mimamori={}", token.0)
    }

    /// A session of somebody of both offices who has not said in which to work.
    pub fn guest(&self, site: &Site) -> String {
        let (outside, user) = (site.app.outside.clone(), self.of_several);
        let token = site.app.keep(move |tx| open_session(tx, &outside, None, user, "Firefox"));
        format!("mimamori={}", token.0)
    }

    /// Every row of the office, so that a change is seen whatever it is.
    pub fn rows(&self, site: &Site) -> Vec<(String, Vec<Map<String, Value>>)> {
        site.app.keep(|tx| {
            let tables = whole::tables(tx)?;
            // The bytes of files are named by their rows and hashes.
            // That somebody looked, or tried to, is no change of anything.
            let tables = tables.iter().filter(|table| !["file_chunk", "look"].contains(&table.name.as_str()));
            tables.map(|table| Ok((table.name.clone(), whole::rows(tx, table, OFFICE)?))).collect()
        })
    }
}

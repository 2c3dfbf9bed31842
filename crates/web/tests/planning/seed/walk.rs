//! Fills every page with the fields of the seed's forms, as a browser does, and finds what was entered when the page is opened again.
#![allow(dead_code, clippy::allow_attributes, reason = "each test uses its part")]
#![expect(clippy::panic, reason = "tests")]

use axum::http::StatusCode;
use domain::office::Role;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use testkit::SATO;

use super::fields::{BESIDE, Field, PAGES, Paper, entered};
use crate::common::{Answer, Site};

/// An office in which every field was filled.
pub struct Walked {
    pub site: Site,
    pub cookie: String,
    /// The address of the person's page.
    pub client: String,
    /// The address of the case.
    pub case: String,
}

/// As a browser sends it.
pub fn encoded(fields: &[(String, String)]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// What is entered on a page.
fn typed(page: &str) -> Vec<(String, String)> {
    let beside = BESIDE.iter().filter(|(of, ..)| *of == page).map(|(_, name, value)| {
        let value = if *value == "SATO" { SATO.to_string() } else { (*value).to_owned() };
        ((*name).to_owned(), value)
    });
    let fields = entered().into_iter().filter(|field| field.page == page);
    fields.map(|field| (field.name.to_owned(), field.entered())).chain(beside).collect()
}

impl Walked {
    /// Through every page in turn.
    pub async fn through(site: Site) -> Self {
        let cookie = site.cookie(Role::Manager);
        let mut walk = Self { site, cookie, client: String::new(), case: String::new() };
        for page in PAGES {
            walk.fill(page).await;
        }
        for page in PAGES {
            walk.reads_back(page).await;
        }
        walk
    }

    /// Where a page is opened, and where it is sent.
    fn addresses(&self, page: &str) -> (String, String) {
        let (client, case) = (&self.client, &self.case);
        match page {
            "office" => ("/settings/office".to_owned(), "/settings/office".to_owned()),
            "client" => ("/clients/new".to_owned(), "/clients".to_owned()),
            "certificate" => (format!("{client}/certificates/new"), format!("{client}/certificates")),
            "case" => (format!("{client}/planning/new"), format!("{client}/planning")),
            part => (format!("{case}/{part}"), format!("{case}/{part}")),
        }
    }

    async fn fill(&mut self, page: &str) {
        let (opened, sent) = self.addresses(page);
        let shown = self.site.get(&opened, &self.cookie).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text());
        let mut all = typed(page);
        all.push(("action".to_owned(), "finish".to_owned()));
        let others = shown.fields().into_iter().filter(|(name, _)| !all.iter().any(|(own, _)| own == name));
        let all: Vec<(String, String)> = others.chain(all.clone()).collect();
        let answer = self.site.post(&sent, &self.cookie, &encoded(&all)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}: {}", answer.text());
        let location = answer.header("location");
        match page {
            "client" => location.clone_into(&mut self.client),
            "case" => location.clone_into(&mut self.case),
            _ => {}
        }
    }

    /// Every field of the page as it was entered, where the page or the page of the case shows it.
    async fn reads_back(&self, page: &str) {
        let address = match page {
            "client" => format!("{}/edit", self.client),
            "certificate" => self.certificate().await,
            "case" => self.client.clone(),
            _ => self.addresses(page).0,
        };
        let shown = [self.site.get(&address, &self.cookie).await, self.site.get(&self.case, &self.cookie).await];
        for field in entered().iter().filter(|field| field.page == page) {
            assert!(
                is_shown(field, &shown),
                "{page}: {} ({}) is not on {address}: {}",
                field.name,
                field.seed,
                shown[0].text()
            );
        }
    }

    /// The address of the certificate, as the person's page links to it.
    async fn certificate(&self) -> String {
        let page = self.site.get(&self.client, &self.cookie).await;
        let mut links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let link = links.find(|link| link.starts_with("/certificates/"));
        link.unwrap_or_else(|| panic!("no certificate: {}", page.text())).to_owned()
    }

    /// A paper of the person, in the layout of the municipality.
    pub async fn paper(&self, paper: Paper) -> Answer {
        let file = match paper {
            Paper::Basic => "basic.pdf",
            Paper::Assessment => "assessment.pdf",
            Paper::Draft => "proposal.pdf",
            Paper::Plan => "plan.pdf",
        };
        let printed = self.site.get(&format!("{}/{file}", self.case), &self.cookie).await;
        assert_eq!(printed.status, StatusCode::OK, "{file}: {}", printed.text());
        printed
    }

    /// One setting: the layout in which the municipality takes the papers.
    pub async fn set_layout(&self, layout: &str) {
        let address = "/settings/municipalities/default";
        let version = self.site.get(address, &self.cookie).await.hidden("_version");
        let body = format!("paper_layout={layout}&from=R8.4.1&_version={version}");
        let answer = self.site.post(address, &self.cookie, &body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
}

/// A field of the form has the value; or the words of what was recorded have it.
fn is_shown(field: &Field, pages: &[Answer; 2]) -> bool {
    let bare = |text: &str| text.replace(',', "");
    let values = [field.entered(), field.exported(), field.in_cell()];
    let is_own =
        |(name, value): &(String, String)| name == field.name && values.iter().any(|it| bare(it) == bare(value));
    let in_form = pages[0].fields().iter().any(is_own);
    let said = [field.in_cell(), short(&field.in_cell())];
    in_form || pages.iter().map(Answer::text).any(|text| said.iter().any(|it| text.contains(it)))
}

/// 「令和8年11月22日」 as pages shorten it: 「R8.11.22」.
fn short(day: &str) -> String {
    let parts: Vec<&str> = day.trim_start_matches("令和").trim_end_matches('日').split(['年', '月']).collect();
    if day.starts_with("令和") { format!("R{}", parts.join(".")) } else { day.to_owned() }
}

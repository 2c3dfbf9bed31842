//! Who lives in the fictional ward: reads `people.toml` and `needs.toml`, and dates everything from today.

use anyhow::Context as _;
use app::{
    certificates::{CertificateText, GrantText, PhaseText},
    clients::{ClientText, SelfPlanText},
};
use calendar::{Date, YearMonth, wareki};
use domain::monitoring::m3_record::{Achievement, ReportRow};
use serde::Deserialize;

use super::story;

/// 市町村番号 and name of the fictional city.
pub const CITY: (&str, &str) = ("999997", "若葉市みなと区");

/// One invented person.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    kana: String,
    sex: String,
    age: i16,
    grade: Option<String>,
    #[serde(default = "home")]
    residence: String,
    #[serde(default = "plan")]
    service: String,
    guardian: Option<Guardian>,
    pub care_management: Option<bool>,
    #[serde(default)]
    self_plan: bool,
    #[serde(default = "renewal")]
    decision: String,
    pub services: Vec<String>,
    interval: Option<u32>,
    months: Option<Vec<i32>>,
    #[serde(default)]
    pub intensive: Vec<String>,
    #[serde(default)]
    pub shorter_grounds: Vec<String>,
    #[serde(default)]
    reason: String,
    end: i32,
    term: i32,
    #[serde(default)]
    note: String,
    pub story: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guardian {
    name: String,
    kana: String,
    relation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Need {
    services: Vec<String>,
    need: String,
    goal: String,
    due: String,
    provider: String,
    provision: String,
    satisfaction: String,
    achievement: String,
    achievement_note: String,
    issues: String,
}

#[derive(Deserialize)]
struct People {
    person: Vec<Person>,
}

#[derive(Deserialize)]
struct Needs {
    need: Vec<Need>,
}

fn home() -> String {
    "home".to_owned()
}

fn plan() -> String {
    "plan".to_owned()
}

fn renewal() -> String {
    "renewal".to_owned()
}

/// Everybody, in the order of the file.
pub fn people() -> anyhow::Result<Vec<Person>> {
    let people: People = toml::from_str(include_str!("people.toml")).context("demo/people.toml")?;
    Ok(people.person)
}

/// What reports say.
pub struct Texts(Vec<Need>);

impl Texts {
    pub fn read() -> anyhow::Result<Self> {
        let needs: Needs = toml::from_str(include_str!("needs.toml")).context("demo/needs.toml")?;
        Ok(Self(needs.need))
    }

    fn of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a Need> {
        self.0.iter().filter(|need| {
            need.services.is_empty() || need.services.iter().any(|service| person.services.contains(service))
        })
    }

    /// The providers whom the person uses, each with what it tells.
    pub fn providers<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.of(person).map(|need| (need.provider.as_str(), need.provision.as_str()))
    }

    /// The providers that somebody's services come from, each with its kinds.
    pub fn registered(&self) -> impl Iterator<Item = (&str, &[String])> {
        let named = self.0.iter().filter(|need| !need.services.is_empty());
        named.map(|need| (need.provider.as_str(), need.services.as_slice()))
    }

    /// The rows of the person's report.
    pub fn rows(&self, person: &Person) -> Vec<ReportRow> {
        self.of(person)
            .map(|need| ReportRow {
                need: need.need.clone(),
                goal: need.goal.clone(),
                due: need.due.clone(),
                provision: need.provision.clone(),
                satisfaction: need.satisfaction.clone(),
                achievement: Achievement::from_word(&need.achievement),
                achievement_note: need.achievement_note.clone(),
                issues: need.issues.clone(),
                ..ReportRow::default()
            })
            .collect()
    }
}

impl Person {
    /// The person as somebody would type them in.
    pub fn client(&self, number: usize, today: Date, specialist: &str) -> ClientText {
        let guardian = self.guardian.as_ref();
        // Three days past the birthday, so that the age holds whenever the demo runs.
        let birth = today.saturating_sub(jiff::Span::new().years(self.age));
        let birth = birth.saturating_sub(jiff::Span::new().days(i32::try_from(number).unwrap_or(0) + 3));
        ClientText {
            number: format!("{:03}", number + 1),
            name: self.name.clone(),
            kana: self.kana.clone(),
            birth: wareki::long(birth),
            sex: self.sex.clone(),
            postal_code: "999-9990".to_owned(),
            address: format!("若葉市みなと区こもれび町{}-{}", number % 5 + 1, number + 1),
            phone: format!("000-0000-{:04}", number + 1),
            residence: self.residence.clone(),
            tenure: if number.is_multiple_of(2) { "rented" } else { "owned" }.to_owned(),
            grade: self.grade.clone().unwrap_or_default(),
            guardian_name: guardian.map(|it| it.name.clone()).unwrap_or_default(),
            guardian_kana: guardian.map(|it| it.kana.clone()).unwrap_or_default(),
            guardian_relation: guardian.map(|it| it.relation.clone()).unwrap_or_default(),
            specialist: specialist.to_owned(),
            care_management: match self.care_management {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            }
            .to_owned(),
            self_plans: self
                .self_plan
                .then(|| SelfPlanText {
                    from: wareki::long(self.first_month(today).first_day()),
                    off_from: String::new(),
                })
                .into_iter()
                .collect(),
            note: self.note.clone(),
            ..ClientText::default()
        }
    }

    /// The certificate as somebody would copy it.
    pub fn certificate(&self, number: usize, today: Date) -> CertificateText {
        let this_month = YearMonth::of(today);
        let start = self.first_month(today).first_day();
        let end = this_month.plus(self.end).last_day();
        let months: Vec<String> =
            self.months.iter().flatten().map(|distance| wareki::month(this_month.plus(*distance))).collect();
        // A new client has the three monthly ones first, then the interval to the end.
        let phases = match (&self.story[..], self.interval) {
            ("new_client", Some(interval)) => {
                vec![
                    PhaseText { interval: "1".into(), lasts: "3".into() },
                    PhaseText { interval: interval.to_string(), lasts: String::new() },
                ]
            }
            (_, Some(interval)) => vec![PhaseText { interval: interval.to_string(), lasts: String::new() }],
            (_, None) => Vec::new(),
        };
        CertificateText {
            service: self.service.clone(),
            number: format!("{:010}", 1000 + number),
            municipality: CITY.0.to_owned(),
            municipality_name: CITY.1.to_owned(),
            decision: self.decision.clone(),
            plan_made_on: wareki::long(self.plan_made_on(number, today)),
            upper_limit_yen: "0".to_owned(),
            grants: self
                .services
                .iter()
                .map(|service| GrantText {
                    service: service.clone(),
                    amount: "受給者証のとおり".to_owned(),
                    start: wareki::long(start),
                    end: wareki::long(end),
                    ..GrantText::default()
                })
                .collect(),
            phases,
            months: months.join("、"),
            monthly_start: "decision_month".to_owned(),
            proposal_reason: self.reason.clone(),
            intensive: self.intensive.clone(),
            shorter_grounds: self.shorter_grounds.clone(),
            ..CertificateText::default()
        }
    }

    fn first_month(&self, today: Date) -> YearMonth {
        YearMonth::of(today).plus(self.end - self.term + 1)
    }
}

impl Person {
    /// When the certificate was typed in: at the opening, but not before the plan was made.
    pub fn typed_on(&self, number: usize, opening: Date, today: Date) -> Date {
        opening.max(self.plan_made_on(number, today))
    }

    fn plan_made_on(&self, number: usize, today: Date) -> Date {
        match self.story.as_str() {
            "plan_in_same_month" => story::visit_day(number, YearMonth::of(today), today),
            _ => self.first_month(today).first_day().saturating_sub(jiff::Span::new().days(10)),
        }
    }
}

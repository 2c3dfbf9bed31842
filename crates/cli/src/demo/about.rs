//! What the fictional office has recorded beside the registration: its providers, contracts, families, the facts behind
//! the standard. Of some people much is known and of others little, as in any office.

use app::{
    Staff,
    clients::about::record_about,
    input::TypedFields,
    office::{HoldsFrom, record_office_fact},
    providers::{ProviderText, add_provider},
};
use calendar::{Date, wareki};
use domain::{
    client::AboutKind,
    id::{ClientId, ProviderId, SpecialistId},
    office::{OfficeFactBody, PostsJudgement},
};

use super::{
    people::{Person, Texts},
    teller::Teller,
};

/// The providers of the register, each with the kinds of service that its clients use.
pub struct Providers(Vec<(Vec<String>, ProviderId)>);

impl Providers {
    /// The provider of a service, as a form names it.
    pub fn of(&self, service: &str) -> String {
        let found = self.0.iter().find(|(services, _)| services.iter().any(|name| name == service));
        found.map(|(_, id)| id.to_string()).unwrap_or_default()
    }
}

/// Registers the providers that the reports speak of.
pub fn register(teller: &mut Teller<'_>, manager: &Staff, day: Date, texts: &Texts) -> anyhow::Result<Providers> {
    let mut providers = Vec::new();
    for (number, (name, services)) in (1..).zip(texts.registered()) {
        let typed = ProviderText {
            name: name.to_owned(),
            number: format!("99{number:08}"),
            services: services.to_vec(),
            address: format!("若葉市みなと区こもれび町9-{number}"),
            phone: format!("000-0001-{number:04}"),
            fax: format!("000-0002-{number:04}"),
            mail: format!("jigyosho{number}@example.jp"),
            person: "担当 あおい".to_owned(),
            ..ProviderText::default()
        };
        let id = teller.on(day, manager, name, |cx| add_provider(cx, &typed))?;
        providers.push((services.to_vec(), id));
    }
    Ok(Providers(providers))
}

/// 兼務: the second specialist works at a provider of children, too.
pub fn post(
    teller: &mut Teller<'_>,
    manager: &Staff,
    day: Date,
    specialist: SpecialistId,
    providers: &Providers,
) -> anyhow::Result<()> {
    let registered = providers.of("放課後等デイサービス").parse().into_iter().collect();
    let judged = PostsJudgement {
        by: "管理 一郎".to_owned(), on: day, hours: "週8時間（火・木の午後）".to_owned()
    };
    let body = OfficeFactBody::Posts { specialist, providers: Vec::new(), registered, judged: Some(judged) };
    teller.on(day, manager, "posts", |cx| record_office_fact(cx, body, HoldsFrom::Day(day)))
}

/// What is recorded about one person on that day.
pub fn tell(
    teller: &mut Teller<'_>,
    manager: &Staff,
    (day, number): (Date, usize),
    (person, client): (&Person, ClientId),
) -> anyhow::Result<()> {
    let today = wareki::long(day);
    for (kind, mut fields) in known(person, number, &today) {
        if kind.is_dated() {
            fields.push(("holds_from".to_owned(), today.clone()));
        }
        teller.on(day, manager, &person.name, |cx| record_about(cx, client, kind, &TypedFields(fields), 99))?;
    }
    Ok(())
}

type Fields = Vec<(String, String)>;

fn fields(all: &[(&str, &str)]) -> Fields {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What is known of the person today: everybody has a contract, every third a family and a doctor, every fourth a 手帳.
fn known(person: &Person, number: usize, today: &str) -> Vec<(AboutKind, Fields)> {
    let contract = fields(&[("explained_on", today), ("privacy_on", today), ("contracted_on", today)]);
    let mut all = vec![(AboutKind::Contract, contract)];
    if number.is_multiple_of(3) {
        let family = [
            ("family_relation_0", "母"),
            ("family_birth_year_0", "1950"),
            ("family_together_0", "yes"),
            ("family_carer_0", "yes"),
            ("family_note_0", "腰痛がある"),
            ("family_relation_1", "弟"),
            ("family_together_1", "no"),
        ];
        all.push((AboutKind::Family, fields(&family)));
        let doctor = [
            ("doctor_institution_0", "こもれびクリニック"),
            ("doctor_department_0", "内科"),
            ("doctor_phone_0", "000-0003-0001"),
            ("doctor_note_0", "月1回"),
        ];
        all.push((AboutKind::Doctors, fields(&doctor)));
    }
    if number.is_multiple_of(4) {
        let disability = [
            ("disability_kinds", "intellectual"),
            ("grade_from", "R6.4.1"),
            ("grade_until", "R9.3.31"),
            ("handbook_kind_0", "intellectual"),
            ("handbook_grade_0", "B1"),
            ("handbook_issued_on_0", "R5.4.1"),
        ];
        all.push((AboutKind::Disability, fields(&disability)));
        let telling = [("telling_ways", "ruby"), ("telling_ways", "easy_words"), ("telling_hours", "平日の夕方")];
        all.push((AboutKind::Telling, fields(&telling)));
        let emergency = [
            ("emergency_name_0", "若葉 みのり"),
            ("emergency_relation_0", "おば"),
            ("emergency_phone_0", "000-0004-0001"),
            ("phone_hidden", "yes"),
        ];
        all.push((AboutKind::Emergency, fields(&emergency)));
    }
    let grounds = grounds(person);
    if !grounds.is_empty() {
        all.push((AboutKind::Grounds, grounds));
    }
    if person.care_management == Some(true) {
        let request = [("requested", "yes"), ("requested_on", today), ("requested_by", "みなと区役所 障害者支援担当")];
        all.push((AboutKind::PlanRequest, fields(&request)));
        let insurance = [("care_level", "care2"), ("care_services_used", "訪問看護 週1回"), ("pension_first", "no")];
        all.push((AboutKind::Insurance, fields(&insurance)));
    }
    all
}

/// The elements of the grounds that the person's certificate names.
fn grounds(person: &Person) -> Fields {
    let mut known = Fields::new();
    for ground in &person.intensive {
        known.extend(fields(match ground.as_str() {
            "left_facility" => {
                &[("left_facility", "yes"), ("facility", "若葉園（架空）"), ("needs_intensive", "yes")][..]
            }
            "cannot_coordinate" => &[("alone", "yes"), ("cannot_coordinate", "yes")],
            _ => &[
                ("constant_care", "yes"),
                ("communication", "yes"),
                ("bedridden", "no"),
                ("severe_behaviour", "yes"),
                ("comprehensive", "no"),
            ],
        }));
    }
    for ground in &person.shorter_grounds {
        known.extend(fields(match ground.as_str() {
            "preschool_parents" => &[("preschool_parents", "yes")][..],
            "school_holidays" => &[("school_holidays", "yes")],
            "provider_changes" => &[("provider_changes", "yes")],
            _ => &[("habit_follow_up", "yes")],
        }));
    }
    if let Some(yes) = person.care_management {
        known.extend(fields(&[("care_management", if yes { "yes" } else { "no" })]));
    }
    known
}

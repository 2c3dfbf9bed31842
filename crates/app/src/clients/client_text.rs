//! A client as typed on the page or in a file, and what becomes of it.

use calendar::{Date, wareki};
use domain::{
    client::{Client, DisabilityGrade, Guardian, OtherOffices, Residence, Sex, Tenure, WardPeriods},
    id::{ClientId, OfficeId, SpecialistId},
};
use serde::{Deserialize, Serialize};

use super::{SelfPlanText, self_plan_text::read_self_plans};
use crate::{
    Reason,
    input::{Reading, limit, phone, postal_code},
};

/// The fields of a client as typed; the names are those of the form, of the audit log and of import errors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientText {
    /// 利用者番号.
    pub number: String,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 生年月日.
    pub birth: String,
    /// 性別.
    pub sex: String,
    /// 郵便番号.
    pub postal_code: String,
    /// 住所.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// ファックス番号.
    pub fax: String,
    /// 住まい.
    pub residence: String,
    /// 持家・借家.
    pub tenure: String,
    /// 障害支援区分.
    pub grade: String,
    /// 保護者氏名.
    pub guardian_name: String,
    /// 保護者フリガナ.
    pub guardian_kana: String,
    /// 本人との続柄.
    pub guardian_relation: String,
    /// 保護者電話番号.
    pub guardian_phone: String,
    /// 保護者の生年月日.
    pub guardian_birth: String,
    /// 担当: the specialist's id.
    pub specialist: String,
    /// 介護保険のケアマネジメント: `yes`, `no` or empty.
    pub care_management: String,
    /// セルフプラン, a row a stretch. Empty rows are passed over.
    pub self_plans: Vec<SelfPlanText>,
    /// 区役所・支所.
    pub ward: String,
    /// The day from which it is that one; empty from the beginning.
    pub ward_from: String,
    /// 備考.
    pub note: String,
}

/// Who is being typed: what the form does not say itself.
#[derive(Clone, Debug)]
pub struct ClientIdentity {
    /// Id.
    pub id: ClientId,
    /// Office.
    pub office: OfficeId,
    /// 終了日, kept by its own use case.
    pub ended_on: Option<Date>,
    /// Other offices in charge, as they were before.
    pub other_offices: OtherOffices,
    /// 区役所・支所 as they were before.
    pub wards: WardPeriods,
    /// The version the form was opened with.
    pub version: i64,
}

impl ClientText {
    /// What is kept of a client, as the form shows it for changing.
    pub fn of(client: &Client) -> Self {
        let guardian = client.guardian.clone();
        let guardian = guardian.as_ref();
        let text = |of: fn(&Guardian) -> &String| guardian.map(of).cloned().unwrap_or_default();
        Self {
            number: client.number.clone(),
            name: client.name.clone(),
            kana: client.kana.clone(),
            birth: wareki::long(client.birth),
            sex: client.sex.map(Sex::word).unwrap_or_default().to_owned(),
            postal_code: match (client.postal_code.get(..3), client.postal_code.get(3..)) {
                (Some(area), Some(rest)) if !rest.is_empty() => format!("{area}-{rest}"),
                _ => client.postal_code.clone(),
            },
            address: client.address.clone(),
            phone: client.phone.clone(),
            fax: client.fax.clone(),
            residence: client.residence.word().to_owned(),
            tenure: client.tenure.map(Tenure::word).unwrap_or_default().to_owned(),
            grade: client.grade.map(DisabilityGrade::word).unwrap_or_default().to_owned(),
            guardian_name: text(|it| &it.name),
            guardian_kana: text(|it| &it.kana),
            guardian_relation: text(|it| &it.relation),
            guardian_phone: text(|it| &it.phone),
            guardian_birth: guardian.and_then(|it| it.birth).map(wareki::long).unwrap_or_default(),
            specialist: client.specialist.map(|id| id.to_string()).unwrap_or_default(),
            care_management: match client.care_management {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            },
            self_plans: client.self_plans.0.iter().map(SelfPlanText::of).collect(),
            ward: client.wards.last().map(|last| last.ward.clone()).unwrap_or_default(),
            ward_from: client.wards.last().and_then(|last| last.from).map(wareki::long).unwrap_or_default(),
            note: client.note.clone(),
        }
    }

    /// The client as typed on a page, or every mistake at its field.
    pub fn parse_page(&self, identity: ClientIdentity, today: Date) -> Result<Client, Vec<Reason>> {
        self.read(Reading::on_page(today), identity, today)
    }

    /// The client as it stands in a file, or every mistake at its field.
    pub fn parse(&self, identity: ClientIdentity, today: Date) -> Result<Client, Vec<Reason>> {
        self.read(Reading::default(), identity, today)
    }

    fn read(&self, mut reading: Reading, identity: ClientIdentity, today: Date) -> Result<Client, Vec<Reason>> {
        let r = &mut reading;
        let number = r.line("number", "利用者番号", &self.number, limit::CODE);
        let name = r.required("name", "氏名", &self.name, limit::NAME);
        let kana = r.kana("kana", "フリガナ", &self.kana, limit::KANA);
        if kana.is_empty() {
            r.refuse("kana", "フリガナを入力してください。");
        }
        let birth = self.read_birth(r, today);
        let sex = r.choice("sex", "性別", &self.sex, Sex::ALL, |it| (it.word(), it.label()));
        let postal_code = postal_code(r, "postal_code", &self.postal_code);
        let address = r.line("address", "住所", &self.address, limit::ADDRESS);
        let [phone, fax] = [("phone", "電話番号", &self.phone), ("fax", "ファックス番号", &self.fax)]
            .map(|(field, label, text)| phone(r, field, label, text));
        let residence =
            r.choice("residence", "住まい", &self.residence, Residence::ALL, |it| (it.word(), it.label()));
        let tenure = r.choice("tenure", "持家・借家", &self.tenure, Tenure::ALL, |it| (it.word(), it.label()));
        let grade =
            r.choice("grade", "障害支援区分", &self.grade, DisabilityGrade::ALL, |it| (it.word(), it.label()));
        let guardian = self.read_guardian(r, today);
        let specialist = self.read_specialist(r);
        let care_management = r.yes_no("care_management", "介護保険のケアマネジメント", &self.care_management);
        let self_plans = read_self_plans(r, &self.self_plans, birth);
        let ward = r.line("ward", "区役所・支所", &self.ward, limit::SHORT);
        let ward_from = r.date("ward_from", "区役所・支所が変わった日", &self.ward_from);
        let note = r.paragraph("note", "備考", &self.note, limit::NOTE);
        let birth = match birth {
            Some(birth) if reading.reasons.is_empty() => birth,
            _ => return Err(reading.reasons),
        };
        Ok(Client {
            id: identity.id,
            office: identity.office,
            number,
            name,
            kana,
            birth,
            sex,
            postal_code,
            address,
            phone,
            fax,
            tenure,
            residence: residence.unwrap_or(Residence::Home),
            grade,
            guardian,
            specialist,
            care_management,
            self_plans,
            other_offices: identity.other_offices,
            wards: identity.wards.with(&ward, ward_from),
            ended_on: identity.ended_on,
            note,
            version: identity.version,
        })
    }

    fn read_specialist(&self, r: &mut Reading) -> Option<SpecialistId> {
        let id = self.specialist.trim();
        if id.is_empty() {
            return None;
        }
        let parsed = id.parse().ok();
        if parsed.is_none() {
            r.refuse("specialist", "担当の相談支援専門員を選び直してください。");
        }
        parsed
    }

    fn read_birth(&self, r: &mut Reading, today: Date) -> Option<Date> {
        let birth = r.required_date("birth", "生年月日", &self.birth)?;
        if birth > today {
            r.refuse("birth", format!("生年月日が今日（{}）より後です。年を確かめてください。", wareki::long(today)));
            return None;
        }
        if i32::from(today.year()) - i32::from(birth.year()) > OLDEST_YEARS {
            r.refuse(
                "birth",
                format!("生年月日が{OLDEST_YEARS}年以上前（{}）です。元号を確かめてください。", wareki::long(birth)),
            );
            return None;
        }
        Some(birth)
    }

    /// The guardian, where any of the fields is filled; then the name is needed.
    fn read_guardian(&self, r: &mut Reading, today: Date) -> Option<Guardian> {
        let birth = r.date("guardian_birth", "保護者の生年月日", &self.guardian_birth);
        if birth.is_some_and(|birth| birth > today) {
            r.refuse("guardian_birth", "保護者の生年月日が今日より後です。年を確かめてください。");
        }
        let guardian = Guardian {
            birth,
            name: r.line("guardian_name", "保護者氏名", &self.guardian_name, limit::NAME),
            kana: r.kana("guardian_kana", "保護者フリガナ", &self.guardian_kana, limit::KANA),
            relation: r.line("guardian_relation", "続柄", &self.guardian_relation, limit::CODE),
            phone: phone(r, "guardian_phone", "保護者の電話番号", &self.guardian_phone),
        };
        let rest = [&guardian.kana, &guardian.relation, &guardian.phone];
        if guardian.name.is_empty() && (rest.iter().any(|part| !part.is_empty()) || guardian.birth.is_some()) {
            r.refuse("guardian_name", "保護者の氏名を入力してください（保護者がいないときは、どの欄も空にします）。");
        }
        if guardian.name.is_empty() { None } else { Some(guardian) }
    }
}

/// Nobody has ever lived longer; an older birthday is a wrong era.
const OLDEST_YEARS: i32 = 130;

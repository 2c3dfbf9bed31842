//! A provider as typed, and what becomes of it.

use calendar::{Date, wareki};
use domain::{
    id::{OfficeId, ProviderId},
    provider::Provider,
};
use law::LawBook;

use crate::{
    Reason,
    input::{self, Reading, limit},
};

/// The fields of a provider as typed; the names are those of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderText {
    /// 名称.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 事業所番号.
    pub number: String,
    /// サービスの種類.
    pub services: Vec<String>,
    /// 所在地.
    pub address: String,
    /// 電話番号.
    pub phone: String,
    /// ファックス番号.
    pub fax: String,
    /// メールアドレス.
    pub mail: String,
    /// 担当者.
    pub person: String,
    /// いつから.
    pub from: String,
    /// いつまで.
    pub ended_on: String,
    /// 備考.
    pub note: String,
}

impl ProviderText {
    /// What is kept, as the form shows it.
    pub fn of(provider: &Provider) -> Self {
        let day = |day: Option<Date>| day.map(wareki::long).unwrap_or_default();
        Self {
            name: provider.name.clone(),
            kana: provider.kana.clone(),
            number: provider.number.clone(),
            services: provider.services.clone(),
            address: provider.address.clone(),
            phone: provider.phone.clone(),
            fax: provider.fax.clone(),
            mail: provider.mail.clone(),
            person: provider.person.clone(),
            from: day(provider.from),
            ended_on: day(provider.ended_on),
            note: provider.note.clone(),
        }
    }

    /// The provider, or every mistake at its field.
    pub(super) fn read(
        &self,
        (id, office, version): (ProviderId, OfficeId, i64),
        law: &LawBook,
        today: Date,
    ) -> Result<Provider, Vec<Reason>> {
        let mut reading = Reading::on_page(today);
        let r = &mut reading;
        let name = r.required("name", "事業所の名前", &self.name, limit::NAME);
        let kana = r.kana("kana", "フリガナ", &self.kana, limit::KANA);
        let number = input::office_number(r, "number", &self.number);
        let services = self.read_services(r, law);
        let address = r.line("address", "所在地", &self.address, limit::ADDRESS);
        let phone = input::phone(r, "phone", "電話番号", &self.phone);
        let fax = input::phone(r, "fax", "ファックス番号", &self.fax);
        let mail = input::mail(r, "mail", &self.mail);
        let person = r.line("person", "担当者", &self.person, limit::NAME);
        let from = r.date("from", "いつから", &self.from);
        let ended_on = r.date("ended_on", "最後の日", &self.ended_on);
        if from.zip(ended_on).is_some_and(|(from, last)| last < from) {
            r.refuse("ended_on", "最後の日が、はじめの日より前です。");
        }
        let note = r.paragraph("note", "備考", &self.note, limit::NOTE);
        if !reading.reasons.is_empty() {
            return Err(reading.reasons);
        }
        Ok(Provider {
            id,
            office,
            number,
            name,
            kana,
            services,
            address,
            phone,
            fax,
            mail,
            person,
            from,
            ended_on,
            note,
            version,
        })
    }

    /// The kinds in the order of the law, each once.
    fn read_services(&self, r: &mut Reading, law: &LawBook) -> Vec<String> {
        let known = |name: &String| law.services().kinds().any(|kind| kind.name == *name);
        if self.services.iter().any(|name| !known(name)) {
            r.refuse("services", "サービスの種類を一覧から選び直してください。");
        }
        law.services().kinds().map(|kind| kind.name.clone()).filter(|name| self.services.contains(name)).collect()
    }
}

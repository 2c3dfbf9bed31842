//! 契約: 重要事項の説明, 個人情報の同意, 契約日, 終了.

use calendar::Date;
use domain::client::Contract;

use crate::input::{Reader, TypedFields, limit};

/// What the form says. Nothing of it lies in the future but the day on which a contract of fixed length ends.
pub(super) fn read(r: &mut Reader<'_>, today: Date) -> Contract {
    let contract = Contract {
        explained_on: past(r, ("explained_on", "重要事項を説明した日"), today),
        privacy_on: past(r, ("privacy_on", "個人情報の取扱いに同意を得た日"), today),
        contracted_on: past(r, ("contracted_on", "契約日"), today),
        ended_on: r.date("contract_ended_on", "契約の終了日"),
        end_reason: r.line("end_reason", "終了の理由", limit::NOTE),
    };
    let days = [contract.explained_on, contract.privacy_on, contract.contracted_on];
    if days.iter().all(Option::is_none) {
        r.refuse("contracted_on", "説明、同意、契約のどれかの日を入力してください。");
    }
    if contract.ended_on.is_some() && contract.contracted_on.is_none() {
        r.refuse("contracted_on", "終了日を入れるときは、契約日も入力してください。");
    }
    if contract.ended_on.zip(contract.contracted_on).is_some_and(|(ended, from)| ended < from) {
        r.refuse("contract_ended_on", "契約の終了日が、契約日より前です。");
    }
    contract
}

/// A day that is not in the future.
pub(super) fn past(r: &mut Reader<'_>, (field, label): (&'static str, &str), today: Date) -> Option<Date> {
    let day = r.date(field, label)?;
    if day > today {
        r.refuse(field, format!("{label}が今日より後です。"));
    }
    Some(day)
}

/// The form with it.
pub(super) fn fill(contract: &Contract) -> TypedFields {
    TypedFields::default()
        .with_day("explained_on", contract.explained_on)
        .with_day("privacy_on", contract.privacy_on)
        .with_day("contracted_on", contract.contracted_on)
        .with_day("contract_ended_on", contract.ended_on)
        .with("end_reason", &contract.end_reason)
}

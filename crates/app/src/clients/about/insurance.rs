//! 保険と年金.

use domain::client::{CareLevel, Insurance};

use crate::input::{Reader, TypedFields, limit};

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>) -> Insurance {
    let insurance = Insurance {
        care_level: r.choice("care_level", "要介護認定", CareLevel::ALL, |it| (it.word(), it.label())),
        care_until: r.date("care_until", "要介護認定の有効期限"),
        care_services: r.line("care_services_used", "介護保険で利用中のサービス", limit::NOTE),
        pension_first: r.yes_no("pension_first", "障害基礎年金1級"),
        insured_number: r.line("insured_number", "被保険者証の記号・番号", limit::SHORT),
        insurer: r.line("insurer", "保険者名・番号", limit::ADDRESS),
    };
    let has_level = !matches!(insurance.care_level, None | Some(CareLevel::None | CareLevel::Applied));
    if insurance.care_until.is_some() && !has_level {
        r.refuse("care_level", "要介護認定の有効期限があるときは、要介護度を選んでください。");
    }
    if insurance == Insurance::default() {
        r.refuse("", "どれか一つを入力してください。");
    }
    insurance
}

/// The form with it.
pub(super) fn fill(insurance: &Insurance) -> TypedFields {
    TypedFields::default()
        .with("care_level", insurance.care_level.map(CareLevel::word).unwrap_or_default())
        .with_day("care_until", insurance.care_until)
        .with("care_services_used", &insurance.care_services)
        .with_answer("pension_first", insurance.pension_first)
        .with("insured_number", &insurance.insured_number)
        .with("insurer", &insurance.insurer)
}

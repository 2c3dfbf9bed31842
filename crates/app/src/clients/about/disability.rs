//! 障害と手帳, and 地域相談支援受給者証番号.

use calendar::wareki;
use domain::{
    client::{Disability, Handbook, HandbookKind},
    protection::window::DisabilityKind,
};

use crate::{
    input::{Reader, TypedFields, limit},
    limits,
};

const PARTS: [&str; 5] = ["handbook_kind", "handbook_grade", "handbook_number", "handbook_issued_on", "handbook_until"];

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>) -> Disability {
    let kinds = r.choices("disability_kinds", "障害の種別", DisabilityKind::ALL, |it| (it.word(), it.label()));
    let name = r.line("disability_name", "障害または疾患名", limit::ADDRESS);
    let grade_from = r.date("grade_from", "障害支援区分の有効期間のはじめ");
    let grade_until = r.date("grade_until", "障害支援区分の有効期間の終わり");
    if grade_from.zip(grade_until).is_some_and(|(from, until)| until < from) {
        r.refuse("grade_until", "障害支援区分の有効期間の終わりが、はじめより前です。");
    }
    let rows = r.rows(&PARTS, limits::HANDBOOK_ROWS);
    let handbooks = rows.into_iter().filter_map(|row| handbook(r, row)).collect();
    let community_number = match r.is_empty("community_number") {
        true => String::new(),
        false => r.certificate_number("community_number"),
    };
    Disability { kinds, name, grade_from, grade_until, handbooks, community_number }
}

fn handbook(r: &mut Reader<'_>, row: usize) -> Option<Handbook> {
    let at = |part: &str| format!("{part}_{row}");
    let words = |it: HandbookKind| (it.word(), it.label());
    let kind = r.required_choice(at("handbook_kind"), "手帳の種類", HandbookKind::ALL, words);
    let grade = r.line(at("handbook_grade"), "等級・程度", limit::CODE);
    let number = r.line(at("handbook_number"), "手帳の番号", limit::SHORT);
    let issued_on = r.date(at("handbook_issued_on"), "交付日");
    let until = r.date(at("handbook_until"), "有効期限・次の判定");
    if issued_on.zip(until).is_some_and(|(issued, until)| until < issued) {
        r.refuse(at("handbook_until"), "有効期限が、交付日より前です。");
    }
    Some(Handbook { kind: kind?, grade, number, issued_on, until })
}

/// The form with it.
pub(super) fn fill(disability: &Disability) -> TypedFields {
    let form = TypedFields::default()
        .with("disability_name", &disability.name)
        .with_day("grade_from", disability.grade_from)
        .with_day("grade_until", disability.grade_until)
        .with("community_number", &disability.community_number);
    let form = disability.kinds.iter().fold(form, |form, kind| form.with("disability_kinds", kind.word()));
    disability.handbooks.iter().enumerate().fold(form, |form, (row, handbook)| {
        form.with_at("handbook_kind", row, handbook.kind.word())
            .with_at("handbook_grade", row, &handbook.grade)
            .with_at("handbook_number", row, &handbook.number)
            .with_at("handbook_issued_on", row, handbook.issued_on.map(wareki::long).unwrap_or_default())
            .with_at("handbook_until", row, handbook.until.map(wareki::long).unwrap_or_default())
    })
}

//! 家族.

use calendar::{Date, wareki};
use domain::{
    client::{Family, FamilyMember, Household},
    text,
};

use crate::{
    input::{Reader, TypedFields, at, limit},
    limits,
};

const PARTS: [&str; 6] =
    ["family_name", "family_relation", "family_birth_year", "family_together", "family_carer", "family_note"];

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>, today: Date) -> Family {
    let household = r.choice("household", "世帯構成", Household::ALL, |it| (it.word(), it.label()));
    let rows = r.rows(&PARTS, limits::PEOPLE_ROWS);
    let members = rows.into_iter().map(|row| {
        let at = |part: &str| format!("{part}_{row}");
        let member = FamilyMember {
            name: r.line(at("family_name"), "氏名", limit::NAME),
            relation: r.line(at("family_relation"), "続柄", limit::CODE),
            birth_year: birth_year(r, at("family_birth_year"), today),
            together: r.yes_no(at("family_together"), "同居"),
            carer: r.tick(&at("family_carer")),
            note: r.line(at("family_note"), "メモ", limit::NOTE),
        };
        if member.name.is_empty() && member.relation.is_empty() {
            r.refuse(at("family_relation"), "続柄か氏名を入力してください。");
        }
        member
    });
    Family { household, members: members.collect() }
}

/// 生まれた年: 1960, S35, 昭和35年.
fn birth_year(r: &mut Reader<'_>, field: String, today: Date) -> Option<i16> {
    let line = text::line(r.text(&field));
    let bare = line.trim_end_matches('生').trim_end_matches('年');
    if bare.is_empty() {
        return None;
    }
    let year = match text::whole_number(bare) {
        Some(year) => i32::try_from(year).ok(),
        // An era that ended or began within the year has one of the two months.
        None => ["12", "1"]
            .iter()
            .find_map(|month| wareki::parse_month(&format!("{bare}.{month}")).ok())
            .map(|month| month.year()),
    };
    let year = year.filter(|year| (OLDEST..=i32::from(today.year())).contains(year));
    if year.is_none() {
        r.refuse(field, "生まれた年を西暦か和暦で入力してください（例: 1960、S35）。");
    }
    year.and_then(|year| i16::try_from(year).ok())
}

/// Nobody of a living person's family was born earlier.
const OLDEST: i32 = 1880;

/// The form with it.
pub(super) fn fill(family: &Family) -> TypedFields {
    let form = TypedFields::default().with("household", family.household.map(Household::word).unwrap_or_default());
    family.members.iter().enumerate().fold(form, |form, (row, member)| {
        form.with_at("family_name", row, &member.name)
            .with_at("family_relation", row, &member.relation)
            .with_at("family_birth_year", row, member.birth_year.map(|year| year.to_string()).unwrap_or_default())
            .with_answer(&at("family_together", row), member.together)
            .with_tick(&at("family_carer", row), member.carer)
            .with_at("family_note", row, &member.note)
    })
}

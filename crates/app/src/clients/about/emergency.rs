//! 緊急連絡先, and the marks 知らせない.

use domain::client::{Emergency, EmergencyContact};

use crate::{
    input::{Reader, TypedFields, at, limit},
    limits,
};

const PARTS: [&str; 5] =
    ["emergency_name", "emergency_relation", "emergency_phone", "emergency_note", "emergency_hidden"];

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>) -> Emergency {
    let rows = r.rows(&PARTS, limits::PEOPLE_ROWS);
    let people = rows.into_iter().map(|row| {
        let at = |part: &str| format!("{part}_{row}");
        let contact = EmergencyContact {
            name: r.line(at("emergency_name"), "氏名", limit::NAME),
            relation: r.line(at("emergency_relation"), "続柄・関係", limit::SHORT),
            phone: r.phone(at("emergency_phone"), "電話番号"),
            note: r.line(at("emergency_note"), "メモ", limit::NOTE),
            hidden: r.tick(&at("emergency_hidden")),
        };
        if contact.name.is_empty() && contact.relation.is_empty() {
            r.refuse(at("emergency_name"), "連絡先の氏名か続柄を入力してください。");
        }
        contact
    });
    Emergency {
        people: people.collect(),
        address_hidden: r.tick("address_hidden"),
        phone_hidden: r.tick("phone_hidden"),
    }
}

/// The form with it.
pub(super) fn fill(emergency: &Emergency) -> TypedFields {
    let form = TypedFields::default()
        .with_tick("address_hidden", emergency.address_hidden)
        .with_tick("phone_hidden", emergency.phone_hidden);
    emergency.people.iter().enumerate().fold(form, |form, (row, contact)| {
        form.with_at("emergency_name", row, &contact.name)
            .with_at("emergency_relation", row, &contact.relation)
            .with_at("emergency_phone", row, &contact.phone)
            .with_at("emergency_note", row, &contact.note)
            .with_tick(&at("emergency_hidden", row), contact.hidden)
    })
}

//! 緊急連絡先, and the marks 知らせない.

use domain::client::{Emergency, EmergencyContact};

use super::{Typed, typed::tick};
use crate::{
    input::{self, Reading, limit},
    limits,
};

const PARTS: [&str; 5] =
    ["emergency_name", "emergency_relation", "emergency_phone", "emergency_note", "emergency_hidden"];

/// What the form says.
pub(super) fn read(r: &mut Reading, typed: &Typed) -> Emergency {
    let rows = typed.rows(&PARTS, limits::PEOPLE_ROWS);
    let people = rows.into_iter().map(|row| {
        let at = |part: &str| format!("{part}_{row}");
        let contact = EmergencyContact {
            name: r.line(at("emergency_name"), "氏名", typed.at("emergency_name", row), limit::NAME),
            relation: r.line(at("emergency_relation"), "続柄・関係", typed.at("emergency_relation", row), limit::SHORT),
            phone: input::phone(r, at("emergency_phone"), "電話番号", typed.at("emergency_phone", row)),
            note: r.line(at("emergency_note"), "メモ", typed.at("emergency_note", row), limit::NOTE),
            hidden: !typed.at("emergency_hidden", row).is_empty(),
        };
        if contact.name.is_empty() && contact.relation.is_empty() {
            r.refuse(at("emergency_name"), "連絡先の氏名か続柄を入力してください。");
        }
        contact
    });
    Emergency {
        people: people.collect(),
        address_hidden: !typed.get("address_hidden").is_empty(),
        phone_hidden: !typed.get("phone_hidden").is_empty(),
    }
}

/// The form with it.
pub(super) fn fill(emergency: &Emergency) -> Typed {
    let form = Typed::default()
        .with("address_hidden", tick(emergency.address_hidden))
        .with("phone_hidden", tick(emergency.phone_hidden));
    emergency.people.iter().enumerate().fold(form, |form, (row, contact)| {
        form.with_at("emergency_name", row, &contact.name)
            .with_at("emergency_relation", row, &contact.relation)
            .with_at("emergency_phone", row, &contact.phone)
            .with_at("emergency_note", row, &contact.note)
            .with_at("emergency_hidden", row, tick(contact.hidden))
    })
}

//! 医療機関と主治医.

use domain::client::{Doctor, Doctors};

use crate::{
    input::{Reader, TypedFields, limit},
    limits,
};

const PARTS: [&str; 5] = ["doctor_institution", "doctor_department", "doctor_name", "doctor_phone", "doctor_note"];

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>) -> Doctors {
    let rows = r.rows(&PARTS, limits::PEOPLE_ROWS);
    let doctors = rows.into_iter().map(|row| {
        let at = |part: &str| format!("{part}_{row}");
        Doctor {
            institution: r.required(at("doctor_institution"), "医療機関", limit::SHORT),
            department: r.line(at("doctor_department"), "診療科", limit::SHORT),
            name: r.line(at("doctor_name"), "主治医", limit::NAME),
            phone: r.phone(at("doctor_phone"), "電話番号"),
            note: r.line(at("doctor_note"), "メモ", limit::NOTE),
        }
    });
    Doctors { doctors: doctors.collect() }
}

/// The form with it.
pub(super) fn fill(doctors: &Doctors) -> TypedFields {
    doctors.doctors.iter().enumerate().fold(TypedFields::default(), |form, (row, doctor)| {
        form.with_at("doctor_institution", row, &doctor.institution)
            .with_at("doctor_department", row, &doctor.department)
            .with_at("doctor_name", row, &doctor.name)
            .with_at("doctor_phone", row, &doctor.phone)
            .with_at("doctor_note", row, &doctor.note)
    })
}

//! 医療機関と主治医.

use domain::client::{Doctor, Doctors};

use super::Typed;
use crate::{
    input::{self, Reading, limit},
    limits,
};

const PARTS: [&str; 5] = ["doctor_institution", "doctor_department", "doctor_name", "doctor_phone", "doctor_note"];

/// What the form says.
pub(super) fn read(r: &mut Reading, typed: &Typed) -> Doctors {
    let rows = typed.rows(&PARTS, limits::PEOPLE_ROWS);
    let doctors = rows.into_iter().map(|row| {
        let at = |part: &str| format!("{part}_{row}");
        let institution = typed.at("doctor_institution", row);
        Doctor {
            institution: r.required(at("doctor_institution"), "医療機関", institution, limit::SHORT),
            department: r.line(at("doctor_department"), "診療科", typed.at("doctor_department", row), limit::SHORT),
            name: r.line(at("doctor_name"), "主治医", typed.at("doctor_name", row), limit::NAME),
            phone: input::phone(r, at("doctor_phone"), "電話番号", typed.at("doctor_phone", row)),
            note: r.line(at("doctor_note"), "メモ", typed.at("doctor_note", row), limit::NOTE),
        }
    });
    Doctors { doctors: doctors.collect() }
}

/// The form with it.
pub(super) fn fill(doctors: &Doctors) -> Typed {
    doctors.doctors.iter().enumerate().fold(Typed::default(), |form, (row, doctor)| {
        form.with_at("doctor_institution", row, &doctor.institution)
            .with_at("doctor_department", row, &doctor.department)
            .with_at("doctor_name", row, &doctor.name)
            .with_at("doctor_phone", row, &doctor.phone)
            .with_at("doctor_note", row, &doctor.note)
    })
}

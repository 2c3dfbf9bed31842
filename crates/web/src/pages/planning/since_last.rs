//! 変更不要: the part of a text that says why it stays as it was, on the pages of a change.

use domain::{
    planning::{CaseFactKind, CaseKind, SinceLast},
    text,
};

use super::frame::Frame;
use crate::{
    Form,
    form::{names::SinceLastField as Field, tick},
};

/// What the part shows.
pub struct Since {
    /// Only a change is asked.
    pub asked: bool,
    /// What is to be told before anything is written.
    pub told: Vec<String>,
    /// What the part is for.
    pub lead: &'static str,
}

impl Since {
    pub(super) fn of(frame: &Frame, part: CaseFactKind) -> Self {
        let case = &frame.view.case;
        let asked = case.kind == CaseKind::Change;
        let mut told = if part == CaseFactKind::Draft { case.ward_told() } else { Vec::new() };
        told.extend(case.changed_on_one_side().map(|one| format!("足りないもの: {one}")));
        let lead = match part {
            CaseFactKind::Draft => "週間計画だけを変え、サービスの種類・量を変えないときは、理由を書きます。",
            _ => "サービスの種類・量を変え、週間計画を変えないときは、理由を書きます。",
        };
        Self { asked, told, lead }
    }
}

/// The form with it.
pub(super) fn fill(form: Form, it: &SinceLast) -> Form {
    form.with(Field::Stays.name(), tick(it.stays)).with(Field::StaysBecause.name(), &it.stays_because)
}

/// What the form says.
pub(super) fn read(form: &Form) -> SinceLast {
    SinceLast {
        differs: None,
        stays: form.ticked(Field::Stays.name()),
        stays_because: text::paragraph(form.value(Field::StaysBecause.name())),
    }
}

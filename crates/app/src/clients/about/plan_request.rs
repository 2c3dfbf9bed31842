//! 市町村の計画案提出依頼: who, and when.

use calendar::Date;
use domain::client::PlanRequest;

use super::contract::past;
use crate::input::{Reader, TypedFields, limit};

/// What the form says.
pub(super) fn read(r: &mut Reader<'_>, today: Date) -> PlanRequest {
    let request = PlanRequest {
        requested: r.yes_no("requested", "依頼の有無"),
        on: past(r, ("requested_on", "依頼された日"), today),
        by: r.line("requested_by", "だれから", limit::SHORT),
        note: r.paragraph("request_note", "メモ", limit::NOTE),
    };
    if request.requested == Some(true) && request.on.is_none() && r.is_empty("requested_on") {
        r.refuse("requested_on", "依頼された日を入力してください。");
    }
    if request.requested.is_some() && request.by.is_empty() {
        r.refuse("requested_by", "市町村のだれから（部署や担当者）聞いたかを入力してください。");
    }
    request
}

/// The form with it.
pub(super) fn fill(request: &PlanRequest) -> TypedFields {
    TypedFields::default()
        .with_answer("requested", request.requested)
        .with_day("requested_on", request.on)
        .with("requested_by", &request.by)
        .with("request_note", &request.note)
}

//! 締め: the month's claims, the file and the rounds, all kept in one transaction or not at all.

use calendar::{YearMonth, wareki};
use claim_file::{ClaimFile, FileName, encode};
use domain::{
    billing::{
        claim_life::{Claim, ClaimBody, ClaimedLine},
        claimable::{ClaimableLine, ClaimableMonth, Subject},
        close::{self, CloseRequest, CloseRow, ClosedMonth},
    },
    client::ConsultationService,
    id::{ClaimId, ClosingId},
    office::Right,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    board, claims,
    closings::{self, Closing, ClosingBody, HeldBody},
    rounds,
};

use super::candidates::{Month, load};
use crate::{AuditAction, Cx, Reason, Refusal, sha256_hex};

/// What the person who closes saw and chose.
#[derive(Clone, Debug)]
pub struct CloseMonth {
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// 処理対象年月.
    pub processing_month: YearMonth,
    /// The person was told that the window of the processing month is over, and closes all the same.
    pub past_window: bool,
    /// 件数 on the page when the button was pressed.
    pub seen_count: i64,
    /// 円 on the page when the button was pressed.
    pub seen_yen: i64,
}

/// The closing that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedAs {
    /// Closing.
    pub closing: ClosingId,
    /// Name of its file.
    pub file_name: String,
}

/// Closes a month of one service.
pub fn close(cx: &mut Cx<'_>, input: CloseMonth) -> Result<ClosedAs, Refusal> {
    cx.authorize(Right::Bill)?;
    cx.once("billing.close", |cx| {
        let month = load(cx, input.month)?;
        refuse_second_closing(cx, &month, &input)?;
        check_window(cx, &month, &input)?;
        let number = next_number(cx, &input)?;
        let closed = close::close(request(&month, &input, number)).map_err(|problems| {
            let reasons = problems.iter().map(|problem| Reason::at("", problem.sentence()));
            Refusal::Refused(reasons.collect())
        })?;
        let totals = closed.totals();
        if (totals.count, totals.yen) != (input.seen_count, input.seen_yen) {
            let sentence = "画面を開いた後に請求の内容が変わりました。内容を確かめて、もう一度締めてください。";
            return Err(Refusal::Refused(vec![Reason::at("", sentence)]));
        }
        let closing = file_of(cx, &month, &closed)?;
        keep(cx, &month, &closed, &closing)?;
        Ok(ClosedAs { closing: closing.id, file_name: closing.file_name })
    })
}

/// Two people press 締める: the second one is told that the first one has just done it.
fn refuse_second_closing(cx: &mut Cx<'_>, month: &Month, input: &CloseMonth) -> Result<(), Refusal> {
    let nobody_left = month.of(input.service).next().is_none();
    if !nobody_left || input.seen_count == 0 {
        return Ok(());
    }
    let before = closings::of_month(cx.tx, cx.actor.office, input.month)?;
    let last = before.into_iter().filter(|it| it.service == input.service).max_by_key(|it| it.number);
    let Some(last) = last else { return Ok(()) };
    let sentence = format!(
        "{}さんが先にこの月を締めました（{}回目の締め）。画面を開き直すと、請求ファイルがあります。",
        last.closed_by, last.number
    );
    Err(Refusal::Refused(vec![Reason::at("", sentence)]))
}

/// 国保連 takes no file for a processing month that is over; whoever has agreed something else with it says so.
fn check_window(cx: &Cx<'_>, month: &Month, input: &CloseMonth) -> Result<(), Refusal> {
    let open = month.open_processing_month(input.service, cx.today);
    let over = input.processing_month > input.month && input.processing_month < open;
    if !over || input.past_window {
        return Ok(());
    }
    let sentence = format!(
        "{}の受付は終わっています。いま受け付けられるのは{}です",
        wareki::month(input.processing_month),
        wareki::month(close::usual_processing_month(input.month, open)),
    );
    Err(Refusal::Refused(vec![Reason::at("processing_month", sentence)]))
}

fn next_number(cx: &mut Cx<'_>, input: &CloseMonth) -> Result<i64, Refusal> {
    let before = closings::of_month(cx.tx, cx.actor.office, input.month)?;
    let last = before.iter().filter(|closing| closing.service == input.service).map(|closing| closing.number).max();
    Ok(last.unwrap_or(0) + 1)
}

fn request(month: &Month, input: &CloseMonth, number: i64) -> CloseRequest {
    let rows = month.of(input.service).map(|found| CloseRow {
        client: found.client.id,
        name: found.client.name.clone(),
        round: found.round(),
        judgement: found.candidate.judgement.clone(),
        hold: found.hold.as_ref().map(|hold| hold.reason.clone()),
    });
    CloseRequest {
        service: input.service,
        office_number: month.office.on(input.month.last_day()).number(input.service).to_owned(),
        month: input.month,
        processing_month: input.processing_month,
        number,
        rows: rows.collect(),
    }
}

/// Makes the file; what may not stand in it is told by client and field, and nothing is kept.
fn file_of(cx: &mut Cx<'_>, month: &Month, closed: &ClosedMonth) -> Result<Closing, Refusal> {
    let refused = |faults: Vec<claim_file::FieldFault>| {
        let reasons = faults.into_iter().map(|fault| {
            let whose = closed
                .claims()
                .iter()
                .find(|claim| Some(claim.certificate_number()) == fault.certificate.as_deref())
                .map_or_else(String::new, |claim| format!("{}さん: ", claim.name()));
            Reason::at("", format!("{whose}{}: {}", fault.field, fault.reason))
        });
        Refusal::Refused(reasons.collect())
    };
    let bytes = encode(&ClaimFile::of_closing(closed)).map_err(refused)?;
    let name = FileName::of_closing(closed.service(), closed.month(), closed.number())
        .map_err(|error| Refusal::Refused(vec![Reason::at("", error.to_string())]))?;
    let mut notices: Vec<String> = Vec::new();
    for warning in closed.claims().iter().flat_map(ClaimableMonth::notices) {
        if !notices.contains(warning) {
            notices.push(warning.clone());
        }
    }
    let totals = closed.totals();
    let held = closed.held().iter().map(|held| HeldBody {
        client: held.client,
        round: held.round,
        name: name_of(month, held.client),
        reason: held.reason.clone(),
    });
    Ok(Closing {
        id: ClosingId((cx.outside.new_id)()),
        service: closed.service(),
        month: closed.month(),
        number: closed.number(),
        processing_month: closed.processing_month(),
        body: ClosingBody {
            office_number: closed.office_number().to_owned(),
            closed_on: cx.today,
            count: totals.count,
            units: totals.units,
            yen: totals.yen,
            held: held.collect(),
            notices,
        },
        file_name: name.to_string(),
        file_sha256: sha256_hex(&bytes),
        file: bytes,
        closed_by: cx.actor.name.clone(),
        closed_at: (cx.outside.now)(),
    })
}

fn name_of(month: &Month, client: domain::id::ClientId) -> String {
    month
        .found
        .iter()
        .find(|found| found.client.id == client)
        .map_or_else(String::new, |found| found.client.name.clone())
}

fn keep(cx: &mut Cx<'_>, month: &Month, closed: &ClosedMonth, closing: &Closing) -> Result<(), Refusal> {
    let office = cx.actor.office;
    closings::insert(cx.tx, office, closing)?;
    for claim in closed.claims() {
        let kept = claim_of(claim, closing.id, ClaimId((cx.outside.new_id)()));
        claims::insert(cx.tx, office, &kept)?;
        for round in claim.rounds() {
            rounds::set_claimed(cx.tx, office, round, Some(cx.today))?;
        }
        board::refresh_client(cx.tx, office, claim.client(), &month.settings)?;
    }
    let body = json!({
        "service": closing.service.word(),
        "month": closing.month,
        "number": closing.number,
        "processing_month": closing.processing_month,
        "count": closing.body.count,
        "units": closing.body.units,
        "yen": closing.body.yen,
        "held": closing.body.held.len(),
        "file": closing.file_name,
        "sha256": closing.file_sha256,
    });
    cx.audit(AuditAction::Close, &closing.id.to_string(), &body)
}

fn claim_of(claim: &ClaimableMonth, closing: ClosingId, id: ClaimId) -> Claim {
    let line = |(seq, line): (i64, &ClaimableLine)| ClaimedLine {
        seq,
        fee: Some(line.kind),
        plan: match line.subject {
            Subject::Plan(certificate) => Some(certificate),
            Subject::Round(_) | Subject::Case(_) => None,
        },
        code: line.code.clone(),
        name: line.name.clone(),
        units: line.units,
        count: line.count,
    };
    Claim {
        id,
        closing,
        client: claim.client(),
        round: claim.rounds().next(),
        service: claim.service(),
        month: claim.month(),
        fee: claim.dated_by(),
        municipality: claim.municipality().to_owned(),
        monitored_on: claim.monitored_on(),
        units: claim.units(),
        yen: claim.yen(),
        body: ClaimBody {
            name: claim.name().to_owned(),
            certificate_number: claim.certificate_number().to_owned(),
            municipality_name: claim.municipality_name().to_owned(),
            area_code: claim.area_code().to_owned(),
            unit_price: claim.unit_price(),
        },
        lines: (1..).zip(claim.lines()).map(line).collect(),
        events: Vec::new(),
    }
}

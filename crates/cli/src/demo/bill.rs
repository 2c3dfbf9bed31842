//! The demo's billing: each month closed and sent on the 6th of the next, and on the 15th after that what came of it.

use app::{Staff, billing};
use calendar::{Date, YearMonth};
use domain::{billing::claim_life::ClaimState, client::ConsultationService};

use super::teller::Teller;

/// The day on which `month` is closed and sent.
pub fn closing_day(month: YearMonth) -> Date {
    month.next().first_day().with().day(6).build().unwrap_or(month.next().last_day())
}

/// The day on which what was sent for `month` is paid or has come back.
pub fn payment_day(month: YearMonth) -> Date {
    month.plus(2).first_day().with().day(15).build().unwrap_or(month.plus(2).last_day())
}

/// Holds what cannot be claimed, closes both services, and sends the files.
pub fn close(teller: &mut Teller<'_>, manager: &Staff, month: YearMonth) -> anyhow::Result<()> {
    let day = closing_day(month);
    let page = teller.on(day, manager, "請求", |cx| billing::month_page(cx, month))?;
    for part in page.services {
        let rest = billing::RestInput { service: part.service, month, reason: String::new() };
        teller.on(day, manager, "見送り", |cx| billing::hold_rest(cx, rest))?;
        if part.totals.count == 0 {
            continue;
        }
        let input = billing::CloseMonth {
            service: part.service,
            month,
            processing_month: month.next(),
            past_window: false,
            seen_count: part.totals.count,
            seen_yen: part.totals.yen,
        };
        let closed = teller.on(day, manager, "締め", |cx| billing::close(cx, input))?;
        let sent = billing::MarkAll { closing: closed.closing, state: ClaimState::Sent, on: day };
        teller.on(day, manager, "送付", |cx| billing::mark_all(cx, sent))?;
    }
    Ok(())
}

/// Enters what came of a month: one claim of 計画相談支援 came back, the others are paid.
pub fn pay(teller: &mut Teller<'_>, manager: &Staff, month: YearMonth) -> anyhow::Result<()> {
    let day = payment_day(month);
    let page = teller.on(day, manager, "請求", |cx| billing::month_page(cx, month))?;
    for part in page.services {
        for view in part.closings {
            if let Some(claim) = view.claims.first().filter(|_| part.service == ConsultationService::Plan) {
                let returned = billing::MarkInput {
                    claim: claim.id,
                    state: ClaimState::Returned,
                    on: day,
                    code: "EG03".to_owned(),
                    reason: "支給決定の情報が市町村の台帳に登録されていません（架空の返戻事由）".to_owned(),
                };
                teller.on(day, manager, "返戻", |cx| billing::mark(cx, returned))?;
            }
            let paid = billing::MarkAll { closing: view.closing.id, state: ClaimState::Paid, on: day };
            teller.on(day, manager, "支払", |cx| billing::mark_all(cx, paid))?;
        }
    }
    Ok(())
}

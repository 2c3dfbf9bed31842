//! One event by itself: what refuses it whatever else happened, and which of its facts are not known.

use calendar::YearMonth;
use law::LawBook;

use super::{ClaimCase, ClaimEvent, ClaimSettings, ConsentToReport, Outcome, RefusalCode, video};
use crate::{billing::fees::FeeKind, client::ConsultationService, monitoring::VisitMonth};

/// What an event comes to without the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// Refused, with the first code that applies.
    Refused(RefusalCode),
    /// Nothing refuses it, but these facts are not known.
    Missing(Vec<&'static str>),
    /// It could be claimed if there were no others.
    Open,
}

/// Judges an event by itself; `in_childs_month`: the child's fee of its month is certain.
///
/// The tests stand in the order of the codes. A fact that is false refuses although another one is unknown: whatever
/// the other turns out to be, there is no fee.
pub(super) fn judge(book: &LawBook, case: &ClaimCase, event: &ClaimEvent, in_childs_month: bool) -> Own {
    let rejected = event.kind == FeeKind::Plan && event.outcome == Outcome::Rejected;
    let facts = needed(book, case, event);
    let refusal = case
        .self_plan
        .then_some(RefusalCode::SelfPlan)
        .or(rejected.then_some(RefusalCode::ApplicationRejected))
        .or(in_childs_month.then_some(RefusalCode::ChildAndAdultSameMonth))
        .or_else(|| monitoring_month(case, event))
        .or_else(|| facts.iter().find(|fact| fact.known == Some(false)).map(|fact| fact.code));
    if let Some(code) = refusal {
        return Own::Refused(code);
    }
    let missing: Vec<&'static str> = facts.iter().filter(|fact| fact.known.is_none()).map(|fact| fact.field).collect();
    if missing.is_empty() { Own::Open } else { Own::Missing(missing) }
}

/// Whether the month lies in the 支給期間 of the child's service, so that the adult one is not paid beside it.
pub(super) fn in_child_period(case: &ClaimCase, event: &ClaimEvent, service: ConsultationService) -> bool {
    service == ConsultationService::Plan && case.is_in_child_period(event)
}

/// A fact that the fee needs.
struct Needed {
    field: &'static str,
    known: Option<bool>,
    code: RefusalCode,
}

fn needed(book: &LawBook, case: &ClaimCase, event: &ClaimEvent) -> Vec<Needed> {
    let fact = |field, known, code| Needed { field, known, code };
    let visited = if video::counts(book, event) { Some(true) } else { event.home_visit };
    let mut needed = vec![fact("home_visit", visited, RefusalCode::NoHomeVisit)];
    match event.kind {
        FeeKind::Plan => needed.extend([
            fact("outcome", (event.outcome != Outcome::Awaited).then_some(true), RefusalCode::ApplicationRejected),
            fact("consent", event.consent, RefusalCode::NoConsent),
            fact("delivered", event.delivered, RefusalCode::NotDelivered),
            fact("conference", event.conference, RefusalCode::NoConference),
        ]),
        FeeKind::Monitoring => {
            // Consent is a condition of the plan's fee by the ministry's notice; that to a report is the municipality's.
            let settings = case.settings_of(event);
            if settings.consent_to_report == ConsentToReport::EachTime {
                needed.push(fact("consent", event.consent, RefusalCode::NoConsent));
            }
            needed.push(fact("report", event.report, RefusalCode::NoReport));
            if settings.every_report_submitted {
                needed.push(fact("submitted", event.submitted, RefusalCode::NotSubmitted));
            }
        }
    }
    needed
}

/// 実施月: the month must be a scheduled one, and the visit in it or, carried over, in the next.
fn monitoring_month(case: &ClaimCase, event: &ClaimEvent) -> Option<RefusalCode> {
    if event.kind == FeeKind::Plan {
        return None;
    }
    let scheduled = event.scheduled_month();
    if !case.is_scheduled(event) {
        return Some(RefusalCode::NotScheduledMonth);
    }
    visit_refusal(scheduled, event.month(), case.settings_of(event), event.reason.as_deref())
}

/// The refusal that the distance of the visit's month from the scheduled month brings; none when it may be claimed.
fn visit_refusal(
    scheduled: YearMonth,
    visited: YearMonth,
    settings: &ClaimSettings,
    reason: Option<&str>,
) -> Option<RefusalCode> {
    let has_reason = reason.is_some_and(|reason| !reason.trim().is_empty());
    match VisitMonth::of(scheduled, visited, settings.carry_over_accepted, has_reason) {
        VisitMonth::NoVisit | VisitMonth::InMonth | VisitMonth::CarriedOver => None,
        VisitMonth::TooEarly => Some(RefusalCode::TooEarly),
        VisitMonth::TooLate => Some(RefusalCode::TooLate),
        VisitMonth::NotAccepted => Some(RefusalCode::CarryOverNotAccepted),
        VisitMonth::ReasonMissing => Some(RefusalCode::CarryOverReasonMissing),
    }
}

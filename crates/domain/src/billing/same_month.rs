//! どの月のどの報酬を請求できるか: one decision over everything that happened to a client.
//!
//! First each event is judged by itself, then against the others; a fact that is not known is asked for only where
//! the answer depends on it. The child's service is decided first, because it goes before the adult one.

mod case;
mod code;
mod video;

use std::collections::HashSet;

use calendar::YearMonth;
use law::{Cite, Rule, Why};

pub use case::{ClaimCase, ClaimEvent, ClaimSettings, Outcome, VideoInterview};
pub use code::RefusalCode;
pub use video::VIDEO_INTERVIEW;

use super::{carry_over, fees::FeeKind};
use crate::client::ConsultationService;

/// 報酬の月: the fee belongs to the month of the plan's consent or of the visit.
pub const FEE_MONTH: Rule = Rule {
    id: "billing.claim.fee-month",
    title: "報酬の月",
    cites: &[
        Cite { source: "seed-000", place: "2-1（6）請求" },
        Cite {
            source: "qa-2017-03", place: "請求のタイミングについて（計画を作成した日が属する月分）"
        },
    ],
};

/// What becomes of one event.
#[derive(Clone, Debug, PartialEq)]
pub enum EventAnswer {
    /// The fee is paid for the month of the event.
    Claimed,
    /// Refused, with the first code that applies.
    Refused(RefusalCode),
    /// These facts are not known.
    Missing(Vec<&'static str>),
}

/// The answers in the order of the events.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimAnswer {
    /// One for each event.
    pub events: Vec<EventAnswer>,
}

impl ClaimAnswer {
    /// The reason for the answer to one event.
    pub fn why(&self, case: &ClaimCase, index: usize) -> Option<Why> {
        let event = case.events.get(index)?;
        let fee = event.kind.label();
        Some(match self.events.get(index)? {
            EventAnswer::Refused(code) => {
                let video = if *code == RefusalCode::NoHomeVisit { video::why(event) } else { None };
                video.into_iter().fold(code.why(event), Why::because)
            }
            EventAnswer::Claimed => {
                let month = calendar::wareki::month(event.month());
                let why = Why::new(FEE_MONTH, format!("{month}分として{fee}の報酬を請求できます。"))
                    .fact("年月日", calendar::wareki::long(event.date));
                let video = if event.home_visit == Some(true) { None } else { video::why(event) };
                video.into_iter().fold(why, Why::because)
            }
            EventAnswer::Missing(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field_name(field)).collect();
                Why::new(
                    FEE_MONTH,
                    format!("{fee}の報酬を請求できるかは、次が分かってから決まります: {}。", names.join("、")),
                )
            }
        })
    }
}

/// The Japanese name of a fact that may be missing.
pub fn field_name(field: &str) -> &'static str {
    match field {
        "home_visit" => "居宅等への訪問と面接",
        "consent" => "同意",
        "delivered" => "計画の交付",
        "conference" => "サービス担当者会議",
        "report" => "モニタリング報告書",
        "submitted" => "写しの提出",
        _ => "事実",
    }
}

/// Decides on every event of a case.
pub fn decide(case: &ClaimCase) -> ClaimAnswer {
    let own: Vec<Own> = case.events.iter().map(|event| judge_alone(case, event)).collect();
    let mut answers: Vec<Option<EventAnswer>> = vec![None; own.len()];
    let mut child_months = HashSet::new();
    for service in [ConsultationService::Child, ConsultationService::Plan] {
        let group: Vec<Judged<'_>> = case
            .events
            .iter()
            .zip(&own)
            .enumerate()
            .filter(|(_, (event, _))| service_of(case, event) == service)
            .map(|(index, (event, own))| Judged { index, event, own: own.with_child(event, service, &child_months) })
            .collect();
        for (index, answer) in decide_service(case, &group) {
            if let (ConsultationService::Child, EventAnswer::Claimed, Some(event)) =
                (service, &answer, case.events.get(index))
            {
                child_months.insert(event.month());
            }
            if let Some(place) = answers.get_mut(index) {
                *place = Some(answer);
            }
        }
    }
    ClaimAnswer { events: answers.into_iter().flatten().collect() }
}

fn service_of(case: &ClaimCase, event: &ClaimEvent) -> ConsultationService {
    event.service.unwrap_or(case.service)
}

/// What an event comes to without the others.
#[derive(Clone, Debug, Default)]
struct Own {
    refusal: Option<RefusalCode>,
    missing: Vec<&'static str>,
}

impl Own {
    /// Adds the refusal of an adult event in a month of the child's fee; earlier codes stay first.
    fn with_child(&self, event: &ClaimEvent, service: ConsultationService, child: &HashSet<YearMonth>) -> Self {
        let mut own = self.clone();
        if service == ConsultationService::Plan && child.contains(&event.month()) {
            let code = RefusalCode::ChildAndAdultSameMonth;
            own.refusal = Some(own.refusal.map_or(code, |first| first.min(code)));
        }
        own
    }
}

struct Judged<'a> {
    index: usize,
    event: &'a ClaimEvent,
    own: Own,
}

impl Judged<'_> {
    /// Whether the event could be claimed if there were no others.
    fn payable(&self) -> bool {
        self.own.refusal.is_none() && self.own.missing.is_empty()
    }
}

fn judge_alone(case: &ClaimCase, event: &ClaimEvent) -> Own {
    if case.self_plan {
        return Own { refusal: Some(RefusalCode::SelfPlan), missing: Vec::new() };
    }
    let (time, needed) = match event.kind {
        FeeKind::Plan => {
            let rejected = (event.outcome == Outcome::Rejected).then_some(RefusalCode::ApplicationRejected);
            let needed = vec![
                ("home_visit", event.visited(), RefusalCode::NoHomeVisit),
                ("consent", event.consent, RefusalCode::NoConsent),
                ("delivered", event.delivered, RefusalCode::NotDelivered),
                ("conference", event.conference, RefusalCode::NoConference),
            ];
            (rejected, needed)
        }
        FeeKind::Monitoring => {
            let mut needed = vec![
                ("home_visit", event.visited(), RefusalCode::NoHomeVisit),
                ("consent", event.consent, RefusalCode::NoConsent),
                ("report", event.report, RefusalCode::NoReport),
            ];
            if case.settings.every_report_submitted {
                needed.push(("submitted", event.submitted, RefusalCode::NotSubmitted));
            }
            (monitoring_time(case, event), needed)
        }
    };
    let lacking = needed.iter().find(|(_, fact, _)| *fact == Some(false)).map(|(_, _, code)| *code);
    let missing = needed.iter().filter(|(_, fact, _)| fact.is_none()).map(|(field, _, _)| *field).collect();
    Own { refusal: time.or(lacking), missing }
}

fn monitoring_time(case: &ClaimCase, event: &ClaimEvent) -> Option<RefusalCode> {
    let scheduled = event.scheduled_month();
    if !case.scheduled_months.contains(&scheduled) {
        return Some(RefusalCode::NotScheduledMonth);
    }
    carry_over::refusal(scheduled, event.month(), &case.settings, event.reason.as_deref())
}

fn decide_service(case: &ClaimCase, group: &[Judged<'_>]) -> Vec<(usize, EventAnswer)> {
    let mut paid: HashSet<(FeeKind, &str, YearMonth)> = HashSet::new();
    let mut answers = Vec::with_capacity(group.len());
    for (place, this) in group.iter().enumerate() {
        let (before, after) = (group.get(..place).unwrap_or_default(), group.get(place + 1..).unwrap_or_default());
        let fee = (this.event.kind, this.event.municipality.as_str(), this.event.month());
        let refusal = this.own.refusal.or_else(|| against_others(case, this, before, after, group));
        let refusal = refusal.or_else(|| paid.contains(&fee).then_some(RefusalCode::OncePerMonth));
        let answer = match refusal {
            Some(code) => EventAnswer::Refused(code),
            None if !this.own.missing.is_empty() => EventAnswer::Missing(this.own.missing.clone()),
            None => {
                paid.insert(fee);
                EventAnswer::Claimed
            }
        };
        answers.push((this.index, answer));
    }
    answers
}

/// The refusals that come from other events. Only what could itself be claimed takes a fee away.
fn against_others(
    case: &ClaimCase,
    this: &Judged<'_>,
    before: &[Judged<'_>],
    after: &[Judged<'_>],
    all: &[Judged<'_>],
) -> Option<RefusalCode> {
    let event = this.event;
    let month = event.month();
    let same_place = |other: &Judged<'_>| other.payable() && other.event.municipality == event.municipality;
    let same_month = |other: &Judged<'_>| same_place(other) && other.event.month() == month;
    let monitoring = event.kind == FeeKind::Monitoring;
    let takes_over = |other: &Judged<'_>| {
        same_month(other) && other.event.office != event.office && (monitoring || other.event.kind == FeeKind::Plan)
    };
    if after.iter().any(takes_over) {
        return Some(RefusalCode::OtherOfficeClaims);
    }
    if !monitoring {
        return None;
    }
    let mut plans = all.iter().filter(|other| other.payable() && other.event.kind == FeeKind::Plan);
    if plans.any(|plan| {
        plan.event.one_flow_with.as_deref() == Some(event.id.as_str())
            && (0..=1).contains(&plan.event.month().months_since(month))
    }) {
        return Some(RefusalCode::PlanOnlyOneFlow);
    }
    let plan_of_month = |other: &&Judged<'_>| other.event.kind == FeeKind::Plan && same_month(other);
    // The order may stand at any of the events that it is about.
    let ordered = event.municipality_ordered_both
        || before.iter().chain(after).filter(plan_of_month).any(|plan| plan.event.municipality_ordered_both);
    let saved = ordered && before.iter().any(|plan| plan_of_month(&plan));
    if after.iter().any(|plan| plan_of_month(&plan)) && !saved {
        return Some(RefusalCode::PlanOnlySameMonth);
    }
    let renewal = all.iter().any(|other| {
        other.event.kind == FeeKind::Plan
            && same_place(other)
            && other.event.month() == month.next()
            && other.event.one_flow_with.is_none()
    });
    (case.settings.deny_monitoring_before_renewal && renewal).then_some(RefusalCode::BeforeRenewal)
}

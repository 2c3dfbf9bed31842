//! どの月のどの報酬を請求できるか: one decision over everything that happened to a client.
//!
//! First each event is judged by itself, and what lacks a fact of its own is asked about; then the others are weighed
//! against each other, and what hangs on somebody else's unknown facts waits for them. The child's service is decided
//! first, because it goes before the adult one.

mod case;
mod code;
mod others;
mod own;
mod truth;
mod video;

use std::collections::{BTreeMap, BTreeSet};

use calendar::wareki;
use law::{Cite, LawBook, Rule, Why};

pub use case::{ClaimCase, ClaimEvent, ClaimSettings, ConsentToReport, Contradiction, Outcome, Terms, VideoInterview};
pub use code::RefusalCode;
pub use video::VIDEO_INTERVIEW;

use others::{Judged, Weighed};
use truth::Truth;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventAnswer {
    /// The fee is paid for the month of the event.
    Claimed,
    /// Refused, with the first code that applies.
    Refused(RefusalCode),
    /// These facts of its own are not known.
    Missing(Vec<&'static str>),
    /// Its own facts are known; the answer hangs on the unknown facts of these events, by their place in the case.
    WaitsFor(BTreeSet<usize>),
}

/// The answers in the order of the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAnswer {
    /// One for each event.
    pub events: Vec<EventAnswer>,
}

impl ClaimAnswer {
    /// The reason for the answer to one event.
    pub fn why(&self, book: &LawBook, case: &ClaimCase, index: usize) -> Option<Why> {
        let event = case.events.get(index)?;
        let fee = event.kind.label();
        Some(match self.events.get(index)? {
            EventAnswer::Refused(code) => {
                let video = if *code == RefusalCode::NoHomeVisit { video::why(book, event) } else { None };
                video.into_iter().fold(code.why(event), Why::because)
            }
            EventAnswer::Claimed => {
                let month = wareki::month(event.month());
                let why = Why::new(FEE_MONTH, format!("{month}分として{fee}の報酬を請求できます。"))
                    .fact("年月日", wareki::long(event.date));
                let video = if event.home_visit == Some(true) { None } else { video::why(book, event) };
                video.into_iter().fold(why, Why::because)
            }
            EventAnswer::Missing(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field_name(field)).collect();
                Why::new(
                    FEE_MONTH,
                    format!("{fee}の報酬を請求できるかは、次が分かってから決まります: {}。", names.join("、")),
                )
            }
            EventAnswer::WaitsFor(events) => {
                let others = events.iter().filter_map(|index| case.events.get(*index));
                let names: Vec<String> =
                    others.map(|other| format!("{}の{}", wareki::long(other.date), other.kind.label())).collect();
                let names = names.join("、");
                Why::new(
                    FEE_MONTH,
                    format!("{fee}の報酬を請求できるかは、{names}について分からないことが分かってから決まります。"),
                )
            }
        })
    }
}

/// The Japanese name of a fact that may be missing.
pub fn field_name(field: &str) -> &'static str {
    match field {
        "outcome" => "支給決定",
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
pub fn decide(book: &LawBook, case: &ClaimCase) -> ClaimAnswer {
    let mut weighed = BTreeMap::new();
    for service in [ConsultationService::Child, ConsultationService::Plan] {
        let of_service = case.events.iter().enumerate().filter(|(_, event)| service_of(case, event) == service);
        let group: Vec<Judged<'_>> = of_service
            .map(|(index, event)| {
                let child =
                    if service == ConsultationService::Plan { childs_fee(case, event, &weighed) } else { Truth::No };
                let certain = child == Truth::Yes || own::in_child_period(case, event, service);
                Judged { index, event, own: own::judge(book, case, event, certain), child }
            })
            .collect();
        weighed.append(&mut others::decide(case, &group));
    }
    ClaimAnswer { events: weighed.into_values().map(|weighed| weighed.answer).collect() }
}

fn service_of(case: &ClaimCase, event: &ClaimEvent) -> ConsultationService {
    event.service.unwrap_or(case.service)
}

/// Whether a fee of the child's service is paid in the month of an adult event. `weighed` are the child's events.
fn childs_fee(case: &ClaimCase, event: &ClaimEvent, weighed: &BTreeMap<usize, Weighed>) -> Truth {
    let month = |index: &usize| case.events.get(*index).map(ClaimEvent::month);
    let of_month = weighed.iter().filter(|(index, _)| month(index) == Some(event.month()));
    Truth::any(of_month.map(|(_, weighed)| match &weighed.answer {
        // Within one month one event loses its fee only to another one of that month: some fee is paid in any case.
        EventAnswer::WaitsFor(on) if on.iter().all(|other| month(other) == Some(event.month())) => Truth::Yes,
        _ => weighed.paid.clone(),
    }))
}

//! The five lamps of a planning case: computed from facts, never stored as truth.
//!
//! A step is done when each of its parts stands. The steps follow one another in the order of the law: 指定計画相談支援の基準
//! 15条 puts the assessment before the draft, the draft before the conference, the conference before the plan.

use calendar::Date;

use super::{CaseFact, CaseFactKind, CaseKind, PlanningCase, p3_coordination, p3_decision, p3_hand_in, since_last};
use crate::monitoring::{Lacks, Lamp};

/// The five steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanStep {
    /// p1 面接とアセスメント.
    Assessment,
    /// p2 計画案.
    Draft,
    /// p3 支給決定.
    Decision,
    /// p4 サービス担当者会議.
    Conference,
    /// p5 計画.
    Plan,
}

words!(PlanStep {
    Assessment, "p1-assessment", "面接とアセスメント";
    Draft, "p2-draft", "計画案";
    Decision, "p3-decision", "支給決定";
    Conference, "p4-conference", "サービス担当者会議";
    Plan, "p5-plan", "計画";
});

impl PlanStep {
    /// All five, in order.
    pub const IN_ORDER: [Self; 5] = [Self::Assessment, Self::Draft, Self::Decision, Self::Conference, Self::Plan];

    /// The number of the step, 1 to 5.
    pub fn number(self) -> u8 {
        match self {
            Self::Assessment => 1,
            Self::Draft => 2,
            Self::Decision => 3,
            Self::Conference => 4,
            Self::Plan => 5,
        }
    }

    /// The label in a few characters.
    pub fn short(self) -> &'static str {
        match self {
            Self::Assessment => "把握",
            Self::Draft => "案",
            Self::Decision => "決定",
            Self::Conference => "会議",
            Self::Plan => "計画",
        }
    }
}

/// What a step still lacks: its parts that do not stand, in words.
pub fn lacking(case: &PlanningCase, step: PlanStep) -> Vec<Lacks> {
    CaseFactKind::of_step(step).flat_map(|kind| lacking_of(case, kind)).collect()
}

/// What one part of a step still lacks, in words.
fn lacking_of(case: &PlanningCase, kind: CaseFactKind) -> Vec<Lacks> {
    match kind {
        CaseFactKind::HandIn => p3_hand_in::lacks(case),
        CaseFactKind::Decision => p3_decision::lacks(case),
        CaseFactKind::Coordination => p3_coordination::lacks(case),
        _ => lack(case, kind).map(|phrase| Lacks(phrase.to_owned())).into_iter().collect(),
    }
}

fn lack(case: &PlanningCase, kind: CaseFactKind) -> Option<&'static str> {
    match kind {
        CaseFactKind::Interview => match case.interview() {
            Some((_, interview)) => interview.visit.shortcoming(),
            None => Some(kind.label()),
        },
        // Before a change it helps; a renewal is not made without it.
        CaseFactKind::Review if case.kind != CaseKind::Renewal => None,
        CaseFactKind::Neutrality => neutrality_lacks(case),
        CaseFactKind::DraftConsent => consent_lacks(case),
        // A plan waits for no consultation: that it is missing is told. Nobody has to be invited in writing; the meeting is asked for.
        CaseFactKind::WardConsultation | CaseFactKind::Invitation => None,
        CaseFactKind::Conference => case.conference_lacks(),
        CaseFactKind::Consent => plan_consent_lacks(case),
        CaseFactKind::Delivery => (!case.client_has_plan()).then(|| kind.label()),
        // 個別支援計画 is the provider's work: nothing of the plan waits for it.
        CaseFactKind::ProviderPlan => None,
        _ if case.standing_of(kind).next().is_none() => Some(kind.label()),
        _ => since_last::lacks(case, kind),
    }
}

/// An exception is asked for only where the specialist may not plan without one.
fn neutrality_lacks(case: &PlanningCase) -> Option<&'static str> {
    let accepted = case.standing_of(CaseFactKind::Neutrality).next().is_some();
    (case.needs_exception() && !accepted).then_some("兼務についての「やむを得ない場合」の確認")
}

/// A consent is to the texts as they stand, and the draft goes to the person.
fn consent_lacks(case: &PlanningCase) -> Option<&'static str> {
    match case.draft_consent() {
        None => Some("計画案への同意"),
        Some(consent) if consent.texts != case.consentable() => Some("直した計画案への同意"),
        Some(consent) if consent.handed_on.is_none() => Some("計画案の交付"),
        Some(_) => None,
    }
}

/// A consent is to the plan as it stands.
fn plan_consent_lacks(case: &PlanningCase) -> Option<&'static str> {
    if case.standing_consent().is_some() {
        return None;
    }
    let before = case.plan_consents().next().is_some();
    Some(if before { "直した計画への同意" } else { CaseFactKind::Consent.label() })
}

/// 済: the day on which the last part of a step was done; none while one is lacking.
pub fn done_on(case: &PlanningCase, step: PlanStep) -> Option<Date> {
    if !lacking(case, step).is_empty() {
        return None;
    }
    if step == PlanStep::Plan {
        return plan_done_on(case);
    }
    // Asking the ward and inviting to a meeting do nothing of their step.
    let aside = [CaseFactKind::WardConsultation, CaseFactKind::Invitation];
    let parts = CaseFactKind::of_step(step).filter(|kind| !aside.contains(kind));
    let facts: Vec<_> = parts.flat_map(|kind| case.standing_of(kind)).collect();
    // What has no day of its own says nothing of the step's where another part does: much is recorded later than it was done.
    let own = facts.iter().filter_map(|fact| fact.body.day()).max();
    own.or_else(|| facts.iter().map(|fact| fact.recorded_on()).max())
}

/// The day on which the client had the plan that stands: what providers get or send later moves it no more.
fn plan_done_on(case: &PlanningCase) -> Option<Date> {
    let (_, consent) = case.standing_consent()?;
    let handed = case.deliveries().filter(|it| it.to_client && it.plan == consent.plan).map(|it| it.delivered_on);
    handed.min().map(|day| day.max(consent.agreed_on))
}

/// The five lamps, in order.
pub fn lamps(case: &PlanningCase) -> [Lamp; 5] {
    let ended = case.ended();
    // Every later step waits for the first that is not done.
    let mut first_open: Option<PlanStep> = None;
    PlanStep::IN_ORDER.map(|step| match (done_on(case, step), &ended, first_open) {
        (Some(day), ..) => Lamp::Done(day),
        (None, Some(reason), _) => Lamp::NotRequired(reason.clone()),
        (None, None, Some(earlier)) => Lamp::Waiting(lacking(case, earlier)),
        (None, None, None) => {
            first_open = Some(step);
            Lamp::Ready
        }
    })
}

/// The step at which the case stands; none when all are done or the case was given up.
pub fn open_step(case: &PlanningCase) -> Option<PlanStep> {
    PlanStep::ALL.iter().copied().find(|step| done_on(case, *step).is_none()).filter(|_| case.ended().is_none())
}

/// 次にすること: the first part of the open step that lacks something; none when nothing is left to be done. The lamps ask the same of
/// each part, so that what is next is what holds them up.
pub fn next_part(case: &PlanningCase) -> Option<CaseFactKind> {
    let step = open_step(case)?;
    // Of a 変更 the ward is asked before anything is drawn up (the handbook's order), though no lamp waits for it.
    let unasked = case.kind == CaseKind::Change && case.ward_consultations().is_empty();
    if step == PlanStep::Draft && unasked && case.standing_of(CaseFactKind::Draft).next().is_none() {
        return Some(CaseFactKind::WardConsultation);
    }
    CaseFactKind::of_step(step).find(|kind| !lacking_of(case, *kind).is_empty())
}

/// Since when the case waits for its open step: the day the step before it was done, else the day it began.
pub fn waiting_since(case: &PlanningCase) -> Date {
    let before = PlanStep::ALL.iter().map_while(|step| done_on(case, *step)).max();
    before.map_or(case.opened_on, |day| day.max(case.opened_on))
}

impl CaseFact {
    /// The day a fact is about; none where that is the day on which it was recorded.
    pub fn day(&self) -> Option<Date> {
        match self {
            // An application may be one to come.
            Self::Coverage(_) => None,
            Self::Basic(body) => body.consulted_on,
            Self::Interview(body) => Some(body.visit.date),
            Self::Review(body) => body.written_on,
            Self::Assessment(body) => body.written_on,
            Self::WardConsultation(body) => Some(body.consulted_on),
            Self::Draft(body) => body.written_on,
            Self::WeekPlan(body) => body.written_on,
            Self::Interval(_) => None,
            Self::Neutrality(body) => Some(body.accepted_on),
            Self::DraftConsent(body) => Some(body.agreed_on),
            Self::HandIn(body) => Some(body.handed_on),
            Self::Decision(body) => Some(body.decided_on),
            Self::Coordination(body) => Some(body.date),
            // The meeting is to come; the invitation was written on the day on which it was recorded.
            Self::Invitation(_) => None,
            Self::Conference(body) => body.day(),
            // A plan is of the day of its consent; the printed day may be another.
            Self::Plan(_) => None,
            Self::Consent(body) => Some(body.agreed_on),
            Self::Delivery(body) => Some(body.delivered_on),
            Self::ProviderPlan(body) => body.received_on.or(body.asked_on),
            Self::Elsewhere(body) => Some(body.made_on),
            Self::Ended(body) => Some(body.date),
            Self::Withdrawn { .. } => None,
        }
    }
}

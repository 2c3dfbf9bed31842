//! What happened to a client, as the rule of the month takes it: visits and plans in the order in which they happened.

use calendar::{Date, MonthRange, YearMonth};

use super::{ClientFile, PlanFacts, office_change, plan};
use crate::{
    billing::{
        fees::FeeKind,
        same_month::{ClaimCase, ClaimEvent, ClaimSettings, Outcome, Terms},
    },
    client::{Certificate, Client, ConsultationService},
    monitoring::{Lamp, Round, schedule, steps},
    office::MunicipalitySettings,
    planning::p5_consent::ConsentedPlan,
};

/// The client's plans and visits, in the order in which they happened.
pub(super) fn case(file: &ClientFile<'_>) -> ClaimCase {
    let childs = child_periods(file);
    let mut events: Vec<(bool, ClaimEvent)> =
        file.rounds.iter().filter_map(|round| monitoring_event(file, round, &childs)).collect();
    events.extend(file.certificates.iter().filter_map(|certificate| plan_event(file, certificate, &childs)));
    events.extend(file.plans.iter().filter_map(|plan| case_event(file, plan, &childs)));
    events.extend(office_change::events(file, &events));
    // What was claimed already has taken its month's fee; of the same day a visit comes before the plan it led to.
    events.sort_by_key(|(claimed, event)| (!claimed, event.date, event.kind == FeeKind::Plan));
    ClaimCase {
        service: ConsultationService::Plan,
        scheduled_months: Vec::new(),
        self_plan: false,
        child_period: None,
        settings: ClaimSettings::default(),
        events: events.into_iter().map(|(_, event)| event).collect(),
    }
}

fn monitoring_event(file: &ClientFile<'_>, round: &Round, childs: &[ChildPeriod]) -> Option<(bool, ClaimEvent)> {
    let (_, visit) = round.home_visit().filter(|(_, visit)| visit.counts())?;
    // Without a certificate nobody knows yet whose fee it would be; what is missing says so.
    if !is_ours(file.client, visit.date) || !round.has_certificate() {
        return None;
    }
    let settings = file.settings_of(round);
    let [_, _, report, consent, submission] = steps(round, settings);
    let claimed = round.claimed_on.is_some();
    // What was claimed had everything.
    let done = |lamp: &Lamp| Some(claimed || !lamp.is_open());
    let event = ClaimEvent {
        municipality: round.municipality.clone(),
        home_visit: Some(true),
        consent: done(&consent),
        report: done(&report),
        submitted: done(&submission),
        for_month: Some(round.month),
        reason: round.carry_over().map(|(_, carried)| carried.reason.clone()),
        terms: Some(Terms {
            settings: claim_settings(settings),
            scheduled: round.scheduled,
            child_period: in_child_period(childs, visit.date),
        }),
        ..blank(file, round.id.to_string(), FeeKind::Monitoring, visit.date, round.service)
    };
    Some((claimed, event))
}

/// The plan of a certificate; a certificate that names no day has none, and neither has a self-plan's time.
fn plan_event(file: &ClientFile<'_>, certificate: &Certificate, childs: &[ChildPeriod]) -> Option<(bool, ClaimEvent)> {
    let made_on = file.plan_made_on(certificate)?;
    let consented = file.plan_of(certificate.id);
    let answer = file.answer_of(certificate.id).filter(|_| consented.is_none());
    let by_person = matches!(answer, Some(PlanFacts::Person)) && !file.plan_was_claimed(certificate.id);
    let elsewhere = consented.is_some() && file.client.other_offices.have_day(made_on);
    if by_person || elsewhere || file.client.self_plans.contains(made_on) {
        return None;
    }
    let settings = file.settings.of(&certificate.municipality, made_on);
    let blank = ClaimEvent {
        municipality: certificate.municipality.clone(),
        terms: Some(Terms {
            settings: claim_settings(settings),
            scheduled: false,
            child_period: in_child_period(childs, made_on),
        }),
        ..blank(file, String::new(), FeeKind::Plan, made_on, certificate.service)
    };
    let mut event = match consented {
        Some(consented) => ClaimEvent { id: plan::id_of(certificate.id), ..plan::consented(consented, blank) },
        None => plan::event(certificate, answer, blank),
    };
    if plan::is_after_end(file.client, made_on) {
        event.consent = Some(false);
    }
    if file.plan_was_claimed(certificate.id) {
        for fact in [&mut event.home_visit, &mut event.consent, &mut event.delivered, &mut event.conference] {
            *fact = Some(true);
        }
        event.outcome = Outcome::Granted;
    }
    // A plan stands at its own day, also when it was claimed: what came before it in its month may hang on it.
    Some((false, event))
}

/// The plan of a planning case whose certificate is not named: it has its day and its place in the month all the same.
fn case_event(file: &ClientFile<'_>, plan: &ConsentedPlan, childs: &[ChildPeriod]) -> Option<(bool, ClaimEvent)> {
    if plan.certificate().is_some() || !is_ours(file.client, plan.made_on()) {
        return None;
    }
    let settings = file.settings.of(plan.municipality(), plan.made_on());
    let blank = ClaimEvent {
        municipality: plan.municipality().to_owned(),
        terms: Some(Terms {
            settings: claim_settings(settings),
            scheduled: false,
            child_period: in_child_period(childs, plan.made_on()),
        }),
        ..blank(file, plan::id_of_case(plan.case()), FeeKind::Plan, plan.made_on(), plan.service())
    };
    Some((false, plan::consented(plan, blank)))
}

/// Whether what was done on a day is this office's: neither the person's own plan nor another office's time.
fn is_ours(client: &Client, day: Date) -> bool {
    !client.self_plans.contains(day) && !client.other_offices.have_day(day)
}

/// 支給期間 of a certificate of the child's service, and the month of the 転出 that ends it earlier, where there is one.
type ChildPeriod = (MonthRange, Option<YearMonth>);

fn child_periods(file: &ClientFile<'_>) -> Vec<ChildPeriod> {
    let childs = file.certificates.iter().filter(|certificate| certificate.service == ConsultationService::Child);
    childs
        .filter_map(|certificate| {
            let period = schedule::of_certificate(certificate).benefit_period?;
            Some((period, certificate.moved_out_on.map(YearMonth::of)))
        })
        .collect()
}

/// Whether the day's month lies in the 支給期間 of a certificate of the child's service, as far as it holds.
fn in_child_period(childs: &[ChildPeriod], day: Date) -> bool {
    let month = YearMonth::of(day);
    childs.iter().any(|(period, moved)| period.contains(month) && moved.is_none_or(|last| month <= last))
}

fn claim_settings(settings: &MunicipalitySettings) -> ClaimSettings {
    ClaimSettings {
        carry_over_accepted: settings.carry_over_accepted,
        every_report_submitted: settings.every_report_submitted,
        deny_monitoring_before_renewal: settings.deny_monitoring_before_renewal,
        consent_to_report: settings.consent_to_report,
    }
}

pub(super) fn blank(
    file: &ClientFile<'_>,
    id: String,
    kind: FeeKind,
    date: Date,
    service: ConsultationService,
) -> ClaimEvent {
    ClaimEvent {
        id,
        kind,
        date,
        office: file.office.start().id.to_string(),
        municipality: String::new(),
        home_visit: None,
        consent: None,
        delivered: None,
        conference: None,
        report: None,
        submitted: None,
        for_month: None,
        reason: None,
        one_flow_with: None,
        municipality_ordered_both: false,
        video: None,
        service: Some(service),
        outcome: Outcome::Granted,
        terms: None,
    }
}

//! Each visit and each plan by itself: what the rule of the month answered, in the words of the screens.

use std::collections::BTreeSet;

use calendar::{Date, YearMonth, wareki};
use law::{LawBook, Why};

use super::{
    ClientFile, Obstacle, Part, PartJudgement, Place, PlanFacts, Subject, Way, claim_month, missing, office_change,
    plan,
};
use crate::{
    billing::{
        fees::FeeKind,
        same_month::{ClaimAnswer, ClaimCase, EventAnswer, RefusalCode, decide, field_name},
    },
    client::{Certificate, Client},
    monitoring::Round,
    planning::{CaseFactKind, p5_consent::ConsentedPlan},
};

/// Every visit and plan that was not claimed, with the place of its claim.
pub(super) fn of(book: &LawBook, file: &ClientFile<'_>, case: &ClaimCase, answers: &ClaimAnswer) -> Vec<(Place, Part)> {
    let asked = Asked { book, file, case, answers };
    let open = file.rounds.iter().filter(|round| round.claimed_on.is_none() && !nothing_to_claim(round));
    let rounds = open.map(|round| asked.round(round));
    let plans = file.certificates.iter().filter_map(|certificate| asked.plan(certificate));
    let cases = file.plans.iter().filter_map(|plan| asked.case(plan));
    rounds.chain(plans).chain(cases).collect()
}

/// Missed, taken off the schedule before anything was done, or opened and left empty.
fn nothing_to_claim(round: &Round) -> bool {
    !round.is_listed() || (round.ended().is_some() && round.home_visit().is_none())
}

struct Asked<'a> {
    book: &'a LawBook,
    file: &'a ClientFile<'a>,
    case: &'a ClaimCase,
    answers: &'a ClaimAnswer,
}

impl Asked<'_> {
    fn answer(&self, id: &str) -> Option<(&EventAnswer, Option<Why>)> {
        let place = self.case.events.iter().position(|event| event.id == id)?;
        Some((self.answers.events.get(place)?, self.answers.why(self.book, self.case, place)))
    }

    fn round(&self, round: &Round) -> (Place, Part) {
        let judgement = match self.answer(&round.id.to_string()) {
            Some((answer, why)) => self.of_visit(round, answer, why),
            None => without_visit(self.file, round),
        };
        let place =
            Place { service: round.service, municipality: round.municipality.clone(), month: claim_month(round) };
        let part = Part {
            subject: Subject::Round(round.id),
            kind: FeeKind::Monitoring,
            scheduled: Some(round.month),
            done_on: round.home_visit().map(|(_, visit)| visit.date),
            off_month: false,
            judgement,
        };
        (place, part)
    }

    fn of_visit(&self, round: &Round, answer: &EventAnswer, why: Option<Why>) -> PartJudgement {
        match answer {
            EventAnswer::Claimed => PartJudgement::Payable(why),
            EventAnswer::Refused(code) => match missing::way_of(*code, round.id) {
                Some(way) => {
                    if let Some(refused) = self.refused_at_best(round) {
                        return refused;
                    }
                    let mut missing = missing::of_round(self.file, round);
                    if missing.is_empty() {
                        missing.push(Obstacle::bare(Some(way), code.sentence_of(FeeKind::Monitoring)));
                    }
                    // The reason of the month's rule belongs to the step it names, and to no other one.
                    if let Some(named) = missing.iter_mut().find(|obstacle| obstacle.way == Some(way)) {
                        named.why = why;
                    }
                    PartJudgement::NotYet(missing)
                }
                None => missing::refused(*code, FeeKind::Monitoring, None, why),
            },
            EventAnswer::WaitsFor(events) => {
                // Only plans have facts that nobody knows: those of a round are done or not done.
                let missing = missing::of_round(self.file, round);
                if missing.is_empty() {
                    PartJudgement::Ask(self.questions(events, why.as_ref()))
                } else {
                    PartJudgement::NotYet(missing)
                }
            }
            EventAnswer::Missing(fields) => {
                let named = fields.iter().map(|field| Obstacle {
                    way: None,
                    sentence: field_name(field).to_owned(),
                    why: why.clone(),
                });
                PartJudgement::NotYet(named.collect())
            }
        }
    }

    /// What refuses a visit even when nothing of its own is missing any more: a plan that followed from it takes the
    /// fee, and nobody has to write a report for the sake of the claim.
    fn refused_at_best(&self, round: &Round) -> Option<PartJudgement> {
        let id = round.id.to_string();
        let mut best = self.case.clone();
        let place = best.events.iter().position(|event| event.id == id)?;
        let event = best.events.get_mut(place)?;
        for fact in [&mut event.home_visit, &mut event.consent, &mut event.report, &mut event.submitted] {
            *fact = Some(true);
        }
        event.reason.get_or_insert_with(|| "繰越".to_owned());
        let answers = decide(self.book, &best);
        match answers.events.get(place)? {
            EventAnswer::Refused(code) if missing::way_of(*code, round.id).is_none() => {
                Some(missing::refused(*code, FeeKind::Monitoring, None, answers.why(self.book, &best, place)))
            }
            _ => None,
        }
    }

    /// The plan of a certificate, where a day of it is known, neither another office nor the person made it, and it was not
    /// claimed.
    fn plan(&self, certificate: &Certificate) -> Option<(Place, Part)> {
        let made_on = self.file.plan_made_on(certificate)?;
        let consented = self.file.plan_of(certificate.id);
        let elsewhere = matches!(self.file.answer_of(certificate.id), Some(PlanFacts::Elsewhere | PlanFacts::Person));
        if (elsewhere && consented.is_none()) || self.file.plan_was_claimed(certificate.id) {
            return None;
        }
        let way = consented.map_or(Way::Plan(certificate.id), |plan| Way::Case(plan.case(), CaseFactKind::Consent));
        let way = Some(way);
        let by_person = || consented.and_then(|_| self.of_self_plan(made_on, way));
        let judgement = match self.of_other_office(made_on, way).or_else(by_person) {
            Some(refused) => refused,
            None => self.of_plan(certificate, (made_on, way))?,
        };
        let place = Place {
            service: certificate.service,
            municipality: certificate.municipality.clone(),
            month: YearMonth::of(made_on),
        };
        let subject = Subject::Plan(certificate.id);
        let off_month = self.file.plan_of(certificate.id).is_some_and(|plan| self.is_off_month(plan));
        let done_on = Some(made_on);
        Some((place, Part { subject, kind: FeeKind::Plan, scheduled: None, done_on, off_month, judgement }))
    }

    fn of_plan(&self, certificate: &Certificate, (made_on, way): (Date, Option<Way>)) -> Option<PartJudgement> {
        let consented = self.file.plan_of(certificate.id);
        Some(match self.answer(&plan::id_of(certificate.id))? {
            _ if plan::is_after_end(self.file.client, made_on) => after_end(self.file.client, way),
            (EventAnswer::Claimed, why) => PartJudgement::Payable(why),
            (EventAnswer::Refused(code), why) => missing::refused(*code, FeeKind::Plan, way, why),
            (EventAnswer::Missing(fields), why) => match consented {
                Some(plan) => PartJudgement::NotYet(lacks(plan, fields, why.as_ref())),
                None => PartJudgement::Ask(vec![question(certificate, why)]),
            },
            (EventAnswer::WaitsFor(events), why) => PartJudgement::Ask(self.questions(events, why.as_ref())),
        })
    }

    /// A plan of this office that was agreed to while another one was in charge.
    fn of_other_office(&self, made_on: Date, way: Option<Way>) -> Option<PartJudgement> {
        let client = self.file.client;
        client.other_offices.have_day(made_on).then(|| office_change::refused(client, made_on, FeeKind::Plan, way))
    }

    /// A plan that was agreed to on a day on which the registration says セルフプラン: one of the two is wrong, and the row says so.
    fn of_self_plan(&self, made_on: Date, way: Option<Way>) -> Option<PartJudgement> {
        let client = self.file.client;
        let (code, fee) = (RefusalCode::SelfPlan, FeeKind::Plan);
        let why = Why::new(code.rule_of(fee), code.sentence_of(fee));
        let why = missing::self_plan_facts(why, client);
        client.self_plans.contains(made_on).then(|| missing::refused(code, fee, way, Some(why)))
    }

    /// The plan of a planning case that waits for its certificate: without one there is no claim.
    fn case(&self, plan: &ConsentedPlan) -> Option<(Place, Part)> {
        let way = Some(Way::Case(plan.case(), CaseFactKind::Consent));
        let waits = plan.certificate().is_none();
        let not_ours = self.of_other_office(plan.made_on(), way).or_else(|| self.of_self_plan(plan.made_on(), way));
        let elsewhere = not_ours.filter(|_| waits);
        let judgement = match (elsewhere, self.answer(&plan::id_of_case(plan.case()))) {
            (Some(refused), _) => refused,
            (None, None) => return None,
            _ if plan::is_after_end(self.file.client, plan.made_on()) => after_end(self.file.client, way),
            (None, Some((EventAnswer::Refused(code), why))) => missing::refused(*code, FeeKind::Plan, way, why),
            (None, Some((_, why))) => {
                let paper = "計画の受給者証（計画への同意の画面で選びます）";
                PartJudgement::NotYet(vec![Obstacle { way, sentence: paper.to_owned(), why }])
            }
        };
        let place = Place {
            service: plan.service(),
            municipality: plan.municipality().to_owned(),
            month: YearMonth::of(plan.made_on()),
        };
        let subject = Subject::Case(plan.case());
        let (done_on, off_month) = (Some(plan.made_on()), self.is_off_month(plan));
        Some((place, Part { subject, kind: FeeKind::Plan, scheduled: None, done_on, off_month, judgement }))
    }

    /// Whether a change was agreed to in a month in which no monitoring of its service and municipality is due.
    fn is_off_month(&self, plan: &ConsentedPlan) -> bool {
        let month = YearMonth::of(plan.made_on());
        let due = |round: &Round| {
            round.scheduled
                && round.month == month
                && (round.service, round.municipality.as_str()) == (plan.service(), plan.municipality())
        };
        plan.changes() && !self.file.rounds.iter().any(due)
    }

    /// The questions about the plans among these events, once for each.
    fn questions(&self, events: &BTreeSet<usize>, why: Option<&Why>) -> Vec<Obstacle> {
        let ids: BTreeSet<&str> =
            events.iter().filter_map(|place| self.case.events.get(*place)).map(|event| event.id.as_str()).collect();
        let asked = self.file.certificates.iter().filter(|it| ids.contains(plan::id_of(it.id).as_str()));
        let of_certificate = |certificate: &Certificate| match self.file.plan_of(certificate.id) {
            Some(plan) => waits_for(plan, why),
            None => question(certificate, why.cloned()),
        };
        let cases = self.file.plans.iter().filter(|plan| ids.contains(plan::id_of_case(plan.case()).as_str()));
        let of_change = office_change::question(self.file, &ids, why);
        asked.map(of_certificate).chain(cases.map(|plan| waits_for(plan, why))).chain(of_change).collect()
    }
}

/// What a plan of a planning case still lacks, each with the part in which it is recorded.
fn lacks(plan: &ConsentedPlan, facts: &[&'static str], why: Option<&Why>) -> Vec<Obstacle> {
    let lacking = facts.iter().map(|fact| {
        let (kind, sentence) = plan::part_of(fact);
        Obstacle { way: Some(Way::Case(plan.case(), kind)), sentence: sentence.to_owned(), why: why.cloned() }
    });
    lacking.collect()
}

/// What somebody else's fee waits for: the records of a plan.
fn waits_for(plan: &ConsentedPlan, why: Option<&Why>) -> Obstacle {
    let sentence = format!("{}の計画について、足りない記録", wareki::long(plan.made_on()));
    Obstacle { way: Some(Way::Case(plan.case(), CaseFactKind::Consent)), sentence, why: why.cloned() }
}

/// A plan after the end of support: nobody was there any more to consent to it.
fn after_end(client: &Client, way: Option<Way>) -> PartJudgement {
    let ended = client.ended_on.map(wareki::long).unwrap_or_default();
    let sentence =
        format!("支援が{ended}に終了した後の日付の計画です。本人の同意がないので、計画の報酬は請求できません。");
    let why = Why::new(RefusalCode::NoConsent.rule_of(FeeKind::Plan), sentence.clone());
    PartJudgement::Refused(Box::new(Obstacle { way, sentence, why: Some(why) }))
}

fn question(certificate: &Certificate, why: Option<Why>) -> Obstacle {
    let made = certificate.plan_made_on.map(wareki::long).unwrap_or_default();
    let sentence = format!("{made}の計画についての質問への答え");
    Obstacle { way: Some(Way::Plan(certificate.id)), sentence, why }
}

fn without_visit(file: &ClientFile<'_>, round: &Round) -> PartJudgement {
    let day = round.home_visit().map_or(round.month.last_day(), |(_, visit)| visit.date);
    if file.client.other_offices.have_day(day) {
        return office_change::refused(file.client, day, FeeKind::Monitoring, None);
    }
    if file.client.self_plans.contains(day) {
        let (code, fee) = (RefusalCode::SelfPlan, FeeKind::Monitoring);
        let why = Why::new(code.rule_of(fee), code.sentence_of(fee));
        let why = missing::self_plan_facts(missing::round_facts(why, round), file.client);
        return missing::refused(code, fee, None, Some(why));
    }
    PartJudgement::NotYet(missing::of_round(file, round))
}

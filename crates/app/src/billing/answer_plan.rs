//! 計画についての質問: a plan that is known by its date alone is asked about once. The answer decides on the monitorings
//! that hang on it; it can be given anew, and the earlier one stays on record.

use calendar::YearMonth;
use domain::{
    billing::claimable::{PlanAnswer, PlanFacts},
    client::{Certificate, Client},
    id::{CaseId, CertificateId},
    monitoring::Round,
    office::Right,
};
use store::{
    certificates, clients,
    plan_answers::{self, AnsweredBy},
    rounds,
};

use crate::{AuditAction, Cx, Reason, Refusal, monitoring, planning::consented_plan_of};

/// The question about the plan of a certificate.
#[derive(Clone, Debug)]
pub struct PlanQuestion {
    /// The certificate.
    pub certificate: Certificate,
    /// The client.
    pub client: Client,
    /// The rounds with a visit that may have led to the plan: those of the same and the month before.
    pub visits: Vec<Round>,
    /// The planning case in which the plan was agreed to: it answers, and nobody is asked.
    pub case: Option<CaseId>,
    /// The answer that stands.
    pub answer: Option<PlanFacts>,
    /// Whether the actor may answer.
    pub may_answer: bool,
}

/// What is asked of the plan of a certificate.
pub fn plan_question(cx: &mut Cx<'_>, id: CertificateId) -> Result<PlanQuestion, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let certificate = certificates::find(cx.tx, office, id)?.ok_or(Refusal::NotFound)?;
    let client = clients::find(cx.tx, office, certificate.client)?.ok_or(Refusal::NotFound)?;
    let made = certificate.plan_made_on.ok_or(Refusal::NotFound)?;
    let mut visits = rounds::of_client(cx.tx, office, client.id)?;
    visits.retain(|round| {
        let visit = round.home_visit().filter(|(_, visit)| visit.counts() && visit.date <= made);
        let near = |day| (0..=1).contains(&YearMonth::of(made).months_since(YearMonth::of(day)));
        round.service == certificate.service && visit.is_some_and(|(_, visit)| near(visit.date))
    });
    let answers = plan_answers::of_client(cx.tx, office, client.id)?;
    let consented = consented_plan_of(cx, client.id, id)?;
    Ok(PlanQuestion {
        case: consented.map(|plan| plan.case()),
        answer: answers.into_iter().find(|answer| answer.certificate == id).map(|answer| answer.facts),
        may_answer: cx.authorize(Right::EditClients).is_ok(),
        certificate,
        client,
        visits,
    })
}

/// Keeps the answer and judges the client's months anew.
pub fn answer_plan(cx: &mut Cx<'_>, id: CertificateId, facts: PlanFacts) -> Result<(), Refusal> {
    cx.authorize(Right::EditClients)?;
    let question = plan_question(cx, id)?;
    if question.case.is_some() {
        let sentence = "この計画は、計画の経過に同意の記録があります。そちらの記録で決まります";
        return Err(Refusal::Refused(vec![Reason::at("made", sentence)]));
    }
    if let PlanFacts::Here { one_flow_with: Some(round), .. } = &facts
        && !question.visits.iter().any(|visit| visit.id == *round)
    {
        return Err(Refusal::Refused(vec![Reason::at(
            "one_flow_with",
            "計画につながった訪問を、一覧から選んでください",
        )]));
    }
    cx.once("billing.answer-plan", |cx| {
        let by = AnsweredBy { user: cx.actor.user, name: cx.actor.name.clone(), at: (cx.outside.now)() };
        let answer = PlanAnswer { certificate: id, facts };
        plan_answers::append(cx.tx, cx.actor.office, &answer, &by)?;
        monitoring::refresh_client(cx, question.client.id)?;
        let body = serde_json::to_value(&answer.facts).unwrap_or_default();
        cx.audit(AuditAction::AnswerPlan, &id.to_string(), &body)
    })
}

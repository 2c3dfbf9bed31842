//! 変えられない記録: what a file brought goes as a whole, a plan that was agreed to stays as long as the consent does, what a closed claim
//! rests on stands still, and a case that led to nothing does not come back beside its successor.

use calendar::wareki;
use domain::{
    facts::{By, Fact, New},
    id::FactId,
    planning::{CaseFact, PlanningCase},
};
use store::planning_cases;
use uuid::Uuid;

use super::consented_plans::consented_plans;
use crate::{Cx, Refusal, billing::load_client};

/// Why a fact cannot be recorded, taken back or brought back, in a sentence; none where it can.
pub(super) fn refuse(cx: &mut Cx<'_>, case: &PlanningCase, new: &New<CaseFact>) -> Result<Option<String>, Refusal> {
    if let Some(sentence) = imported(case, new).or_else(|| agreed(case, new)) {
        return Ok(Some(sentence.to_owned()));
    }
    let after = with(cx, case, new);
    match claimed(cx, case, &after)? {
        None => revived(cx, case, &after),
        refused => Ok(refused),
    }
}

/// The case as it would be.
fn with(cx: &Cx<'_>, case: &PlanningCase, new: &New<CaseFact>) -> PlanningCase {
    let mut after = case.clone();
    after.facts.append(Fact {
        id: FactId(Uuid::nil()),
        body: new.body.clone(),
        recorded_by: By::Staff(cx.actor.user),
        recorded_by_name: String::new(),
        recorded_at: String::new(),
        corrects: new.corrects,
    });
    after
}

/// What a file brought is taken back together, or its plan would stand as this office's own.
fn imported(case: &PlanningCase, new: &New<CaseFact>) -> Option<&'static str> {
    let takes_back = matches!(new.body, CaseFact::Withdrawn { .. });
    (takes_back && case.was_imported()).then_some(if case.elsewhere().is_some() {
        "ほかで作った計画は、1件ずつは取り消せません。「取り込みの取消」で、まとめて取り消してください。"
    } else {
        "取り込みを取り消した計画なので、もとに戻せません。必要なら、もう一度取り込むか、新しい計画を始めてください。"
    })
}

/// A plan that somebody agreed to.
fn agreed(case: &PlanningCase, new: &New<CaseFact>) -> Option<&'static str> {
    let taken_back = new.corrects.filter(|_| matches!(new.body, CaseFact::Withdrawn { .. }))?;
    let plan = case.facts.find(taken_back).is_some_and(|fact| matches!(fact.body, CaseFact::Plan(_)));
    (plan && case.plan_consents().next().is_some()).then_some(
        "この計画には、同意が記録されています。先に「計画への同意」を取り消すか、計画を直して仕上げてください。",
    )
}

/// What a closed claim rests on.
fn claimed(cx: &mut Cx<'_>, case: &PlanningCase, after: &PlanningCase) -> Result<Option<String>, Refusal> {
    let Some(plan) = case.consented_plan() else { return Ok(None) };
    let Some(certificate) = plan.certificate().filter(|_| after.consented_plan().as_ref() != Some(&plan)) else {
        return Ok(None);
    };
    let month = load_client(cx, case.client)?.plan_claimed_for(certificate);
    Ok(month.map(|month| {
        let month = wareki::month(month);
        format!(
            "この計画は{month}分の請求を締めたあとなので、請求のもとになった記録（面接、支給決定、会議、同意、交付）は変えられません。国保連から返戻になったら、請求の月で「返戻を記録する」と変えられます。"
        )
    }))
}

/// A case that led to nothing and goes on after all: no other one may have taken its place.
fn revived(cx: &mut Cx<'_>, case: &PlanningCase, after: &PlanningCase) -> Result<Option<String>, Refusal> {
    if case.led_to_nothing().is_none() || after.led_to_nothing().is_some() {
        return Ok(None);
    }
    let of_place = |it: &&PlanningCase| (it.service, &it.municipality) == (case.service, &case.municipality);
    let all = planning_cases::of_client(cx.tx, cx.actor.office, case.client)?;
    let open = all.iter().filter(of_place).find(|it| it.id != case.id && it.closed_on.is_none());
    if let Some(open) = open {
        let title = open.title();
        return Ok(Some(format!("そのあとに始めた{title}がまだ終わっていないので、この計画は続けられません。")));
    }
    let own = after.consented_plan().and_then(|plan| plan.certificate());
    let others = consented_plans(cx, case.client)?;
    let taken = own.is_some() && others.iter().any(|it| it.case() != case.id && it.certificate() == own);
    Ok(taken.then(|| {
        "この計画の同意で選んだ受給者証は、ほかの計画でも選ばれています。先に、どちらかの同意を直してください。"
            .to_owned()
    }))
}

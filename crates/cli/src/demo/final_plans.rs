//! 計画 in the demo: one that waits for the consent, one that was agreed to and is in the client's hands.

use app::{Staff, planning};
use calendar::Date;
use domain::{
    client::Client,
    id::CaseId,
    planning::{
        CaseFact, CaseFactKind,
        p5_consent::PlanConsent,
        p5_delivery::{Delivery, DeliveryMeans},
        p5_plan::Plan,
        p5_provider_plan::{PlanFit, ProviderPlan},
    },
};

use super::{plans::entry, proposals::signer, teller::Teller};

/// The plan as it begins with the draft, with one goal brought nearer at the conference.
pub fn plan(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let place = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| {
        let mut plan = planning::text_view::<Plan>(cx, case)?.start();
        plan.text.written_on = Some(day);
        if let Some(need) = plan.text.needs.first_mut() {
            need.goal = "自分に合う場を2か所見学し、1か所に通い始める。".to_owned();
        }
        planning::finish_text(cx, place, 0, plan)
    })?;
    Ok(())
}

/// The person agrees to it and gets it, and so do the providers, who are asked for their own plans.
pub fn agree_and_deliver(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let place = entry(teller, actor, case)?;
    let (signer, relation, relation_note) = signer(client);
    let consented = teller.on(day, actor, &client.name, |cx| {
        let side = planning::consent_side(cx, case)?;
        let plan = side.plan().ok_or(app::Refusal::NotFound)?;
        let consent = PlanConsent {
            agreed_on: day,
            signer,
            relation,
            relation_note,
            plan,
            certificate: None,
            one_flow_with: None,
            accepts_loss: false,
            accepts_same: false,
        };
        let accepts_loss = !side.check(&consent).losses.is_empty();
        planning::record_plan_consent(cx, place, PlanConsent { accepts_loss, ..consent })?;
        let case = planning::case_view(cx, case)?.case;
        Ok((plan, case.text::<Plan>().map(|(_, plan)| plan.text.providers()).unwrap_or_default()))
    });
    let (plan, providers) = consented?;
    let place = entry(teller, actor, case)?;
    let delivery = Delivery {
        delivered_on: day,
        means: DeliveryMeans::Hand,
        by: actor.name.clone(),
        to_client: true,
        providers: providers.clone(),
        to_municipality: true,
        note: String::new(),
        plan,
    };
    teller.on(day, actor, &client.name, |cx| planning::record_delivery(cx, place, delivery))?;
    for provider in providers {
        let place = entry(teller, actor, case)?;
        let asked = ProviderPlan {
            provider,
            asked_on: Some(day),
            received_on: None,
            fits: PlanFit::Unconfirmed,
            note: String::new(),
        };
        teller.on(day, actor, &client.name, |cx| planning::record_provider_plan(cx, place, asked))?;
    }
    Ok(())
}

/// Each provider has sent its own plan; the last one does not fit yet.
pub fn answer(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let case_now = teller.on(day, actor, &client.name, |cx| Ok(planning::case_view(cx, case)?.case))?;
    let asked = case_now.standing_of(CaseFactKind::ProviderPlan).filter_map(|fact| match &fact.body {
        CaseFact::ProviderPlan(it) => Some((fact.id, it.clone())),
        _ => None,
    });
    let asked: Vec<_> = asked.collect();
    let last = asked.len().saturating_sub(1);
    for (number, (fact, it)) in asked.into_iter().enumerate() {
        let place = planning::CaseEntry { corrects: Some(fact), ..entry(teller, actor, case)? };
        let (fits, note) = if number == last && last > 0 {
            (PlanFit::Differs, "通う日数が計画より少ない。来週、事業所と話す。".to_owned())
        } else {
            (PlanFit::Fits, String::new())
        };
        let received = ProviderPlan { received_on: Some(day), fits, note, ..it };
        teller.on(day, actor, &client.name, |cx| planning::record_provider_plan(cx, place, received))?;
    }
    Ok(())
}

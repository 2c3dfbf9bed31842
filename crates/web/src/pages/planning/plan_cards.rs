//! Recorded plans as their pages show them: the plan, the consent, the handing over, the providers' own plans, in words.

use domain::planning::{p5_consent::PlanConsent, p5_delivery::Delivery, p5_plan::Plan, p5_provider_plan::ProviderPlan};

use super::proposal_cards::{Lines, draft_lines};
use crate::pages::monitoring::fact_card::{day, some_day};

/// 計画.
pub(super) fn plan_lines(it: &Plan) -> Lines {
    let called = |(label, text): (&'static str, String)| {
        if label == "作成日" { ("作成日（印刷）", text) } else { (label, text) }
    };
    draft_lines(&it.text).into_iter().map(called).collect()
}

/// 計画への同意.
pub(super) fn plan_consent_lines(it: &PlanConsent) -> Lines {
    let named = |given: bool| if given { "選んであります" } else { "まだ選んでいません" };
    vec![
        ("計画作成日（同意の日）", day(it.agreed_on)),
        ("署名", it.signer.clone()),
        ("署名したのは", it.relation.label().to_owned()),
        ("続柄・理由", it.relation_note.clone()),
        ("計画の受給者証", named(it.certificate.is_some()).to_owned()),
        ("モニタリングに続けて", if it.one_flow_with.is_some() { "作った" } else { "" }.to_owned()),
        ("前の計画と同じ", if it.accepts_same { "であることを確かめて記録" } else { "" }.to_owned()),
        ("なくなる報酬", if it.accepts_loss { "あることを確かめて記録" } else { "" }.to_owned()),
    ]
}

/// 計画の交付.
pub(super) fn delivery_lines(it: &Delivery) -> Lines {
    let client = it.to_client.then(|| "利用者".to_owned());
    let city = it.to_municipality.then(|| "市町村".to_owned());
    let to: Vec<String> = client.into_iter().chain(it.providers.iter().cloned()).chain(city).collect();
    vec![
        ("交付した日", day(it.delivered_on)),
        ("渡した相手", to.join("、")),
        ("方法", it.means.label().to_owned()),
        ("交付した人", it.by.clone()),
        ("備考", it.note.clone()),
    ]
}

/// 個別支援計画.
pub(super) fn provider_plan_lines(it: &ProviderPlan) -> Lines {
    vec![
        ("事業所", it.provider.clone()),
        ("依頼した日", some_day(it.asked_on)),
        ("受け取った日", some_day(it.received_on)),
        ("計画に合っているか", it.fits.label().to_owned()),
        ("気づいたこと", it.note.clone()),
    ]
}

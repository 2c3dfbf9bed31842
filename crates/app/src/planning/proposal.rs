//! What the pages of a proposal show beside what is typed: the certificate's limit and amounts, what the other texts of the case say,
//! the standard beside the proposed interval, the answer on 兼務.

use domain::{
    client::Client,
    id::CaseId,
    monitoring::{decided_interval::Departure, standard::StandardPeriod},
    neutrality::Ground,
    office::Right,
    planning::{
        CaseText, PlanningCase,
        p1_assessment::{Assessment, OwnWordsKind},
        p1_review::{FindingKind, Review},
        p2_draft::PlanDraft,
        p2_interval::IntervalProposal,
        p2_neutrality::NeutralityCheck,
        p5_plan::Plan,
    },
    text::alike,
};
use law::Verdict;
use store::{
    certificates, client_facts,
    working_versions::{self, WorkingKind},
};

use super::{interval, neutrality, person::person_record, working_text::as_it_stands};
use crate::{
    Cx, Refusal, law_book,
    monitoring::settings,
    providers::{ProviderChoice, provider_choices},
};

/// Beside the texts of p2.
#[derive(Clone, Debug)]
pub struct ProposalSide {
    /// 負担上限月額 of the case's certificate.
    pub upper_limit_yen: Option<i64>,
    /// Its services with 支給量 as written.
    pub granted: Vec<(String, String)>,
    /// The kinds of service that the draft proposes as it stands, being written or finished.
    pub kinds: Vec<String>,
    /// The same of the providers.
    pub providers: Vec<String>,
    /// 本人の強み in the person's own words.
    pub strengths: Vec<String>,
    /// Every kind of service by name.
    pub services: Vec<String>,
    /// サービス提供事業所 of the register.
    pub register: Vec<ProviderChoice>,
    /// 兼務 as of today, with its reason.
    pub neutrality: (NeutralityCheck, Verdict<Ground>),
    /// The standard beside the proposed interval.
    pub interval: IntervalStanding,
}

/// How the proposed interval stands to the standard.
#[derive(Clone, Debug, Default)]
pub struct IntervalStanding {
    /// 標準期間; none while no service is proposed.
    pub standard: Option<Verdict<StandardPeriod>>,
    /// How the proposal departs from it.
    pub departure: Option<Verdict<Departure>>,
    /// What is still to be answered, each with its field.
    pub questions: Vec<(&'static str, String)>,
}

/// Everything the pages of p2 show beside their forms.
pub fn proposal_side(cx: &mut Cx<'_>, id: CaseId) -> Result<ProposalSide, Refusal> {
    cx.authorize(Right::Read)?;
    let (case, client) = neutrality::case_and_client(cx, id)?;
    let draft: PlanDraft = latest(cx, &case)?;
    side_of(cx, (&case, &client), draft)
}

/// The same beside the plan: what it says goes before the draft.
pub fn plan_side(cx: &mut Cx<'_>, id: CaseId) -> Result<ProposalSide, Refusal> {
    cx.authorize(Right::Read)?;
    let (case, client) = neutrality::case_and_client(cx, id)?;
    let plan: Plan = latest(cx, &case)?;
    side_of(cx, (&case, &client), plan.text)
}

/// The standard beside a proposal that is being typed: nothing of it is stored.
pub fn interval_standing(cx: &mut Cx<'_>, id: CaseId, typed: &IntervalProposal) -> Result<IntervalStanding, Refusal> {
    cx.authorize(Right::Read)?;
    let (case, client) = neutrality::case_and_client(cx, id)?;
    let draft: PlanDraft = latest(cx, &case)?;
    interval::standing_here(cx, (&case, &client), (typed, &draft))
}

fn side_of(
    cx: &mut Cx<'_>,
    (case, client): (&PlanningCase, &Client),
    draft: PlanDraft,
) -> Result<ProposalSide, Refusal> {
    let proposal: IntervalProposal = latest(cx, case)?;
    let all = certificates::of_client(cx.tx, cx.actor.office, case.client)?;
    let (law, settings) = (law_book()?, settings(cx)?);
    let certificate = case.certificate(&all, cx.today);
    let about = client_facts::about(cx.tx, cx.actor.office, case.client)?;
    let providers = draft.providers();
    Ok(ProposalSide {
        upper_limit_yen: certificate.and_then(|it| it.upper_limit_yen),
        granted: certificate
            .map(|it| it.grants.iter().map(|grant| (grant.service.clone(), grant.amount.clone())).collect())
            .unwrap_or_default(),
        kinds: draft.kinds(),
        strengths: strengths(case),
        services: law.services().kinds().map(|service| service.name.clone()).collect(),
        neutrality: neutrality::judge(cx, (case, client), &providers, &settings, &all)?,
        interval: interval::standing(law, case, (client, &about), (&proposal, &draft), &settings, cx.today),
        register: provider_choices(cx)?,
        providers,
    })
}

/// A text as a paper prints it: the finished one, else its working version; and whether it is unfinished.
pub(super) fn as_written<T: CaseText>(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Option<(T, bool)>, Refusal> {
    if let Some((_, finished)) = case.text::<T>() {
        return Ok(Some((finished.clone(), false)));
    }
    let key = (WorkingKind::Case(T::PART), case.id.0);
    let working = working_versions::find::<T>(cx.tx, cx.actor.office, key)?;
    Ok(working.map(|working| (working.body, true)))
}

/// 本人の強み as the assessment has them in the person's own words, and what the review found.
fn strengths(case: &PlanningCase) -> Vec<String> {
    let own = case.text::<Assessment>().into_iter().flat_map(|(_, text)| &text.own_words);
    let own = own.filter(|own| own.kind == OwnWordsKind::Strength).map(|own| &own.words);
    let review = case.text::<Review>().into_iter().flat_map(|(_, text)| text.of(FindingKind::Strength));
    let mut all: Vec<String> = Vec::new();
    for words in own.chain(review.map(|it| &it.words)) {
        if !all.iter().any(|known| alike(known, words)) {
            all.push(words.clone());
        }
    }
    all
}

/// A text as it stands, or what the case knows of it.
pub(super) fn latest<T: CaseText>(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<T, Refusal> {
    match as_it_stands(cx, case)? {
        Some(text) => Ok(text),
        None => Ok(T::default().prefilled(case).informed(&person_record(cx, case)?, case)),
    }
}

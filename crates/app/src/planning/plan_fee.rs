//! The fee of a plan before it is agreed to: which certificate it is claimed with, which monitoring led to it, and what a day would
//! lose. The one judge of claims is asked; nothing is decided here.

use calendar::{Date, YearMonth, wareki};
use domain::{
    billing::plan_loss::{PlanLoss, plan_losses},
    client::Certificate,
    id::{CaseId, CertificateId, FactId},
    monitoring::Round,
    office::{OfficeHistory, Right, SettingsBook},
    planning::{
        CaseKind, CaseText as _, PlanningCase, p2_draft::PlanDraft, p5_consent::PlanConsent, p5_plan::Plan, renewal,
    },
};
use law::LawBook;
use store::office_facts;

use super::record::{load, replaced};
use crate::{
    Cx, Reason, Refusal,
    billing::{Loaded, load_client},
    law_book,
    monitoring::settings,
};

/// What stands beside the form of the consent.
#[derive(Clone, Debug)]
pub struct ConsentSide {
    /// The certificates of the case's service and municipality that no other case names, the newest first.
    pub certificates: Vec<Certificate>,
    /// The rounds with a visit that may have led to the plan.
    pub visits: Vec<Round>,
    /// Whether a consent to another version stands already: the fee goes by that one.
    pub later_version: bool,
    /// What the steps before lack.
    pub lacks: Vec<String>,
    /// Whether it is a renewal whose plan says the same as the one before: that is asked about.
    pub same_as_before: bool,
    case: PlanningCase,
    loaded: Loaded,
    history: OfficeHistory,
    settings: SettingsBook,
    law: &'static LawBook,
}

/// A fee that a day would lose, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLoss {
    /// Which fee: 「計画」 or 「令和8年11月10日のモニタリング」.
    pub what: String,
    /// Why.
    pub sentence: String,
}

/// What a day loses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeeCheck {
    /// The fees; none where nothing is lost.
    pub losses: Vec<FeeLoss>,
    /// From this day on nothing would be lost: the first of the month after, where that is so.
    pub better_from: Option<Date>,
}

impl ConsentSide {
    /// What this consent would lose.
    pub fn check(&self, consent: &PlanConsent) -> FeeCheck {
        if self.later_version {
            return FeeCheck::default();
        }
        let losses = self.losses(consent);
        let next = YearMonth::of(consent.agreed_on).next().first_day();
        let later = PlanConsent { agreed_on: next, ..consent.clone() };
        let better_from = (!losses.is_empty() && self.losses(&later).is_empty()).then_some(next);
        FeeCheck { losses: losses.into_iter().map(said).collect(), better_from }
    }

    /// What is to be told about the day: the one agreed on with the ward, and the first of the grant.
    pub fn day_told(&self, consent: &PlanConsent) -> Vec<String> {
        let certificate = consent.certificate.or_else(|| self.case.granted()?.certificate);
        let from = self.certificates.iter().find(|it| Some(it.id) == certificate).and_then(Certificate::starts_on);
        self.case.plan_day_told(consent.agreed_on, from)
    }

    fn losses(&self, consent: &PlanConsent) -> Vec<PlanLoss> {
        let Some(plan) = self.case.consented_with(consent) else { return Vec::new() };
        plan_losses(self.law, &self.loaded.file(&self.history, &self.settings), &plan)
    }

    /// The version of the plan that stands.
    pub fn plan(&self) -> Option<FactId> {
        self.case.text::<Plan>().map(|(fact, _)| fact.id)
    }
}

fn said(loss: PlanLoss) -> FeeLoss {
    let what = match (loss.own, loss.on) {
        (true, _) => "計画".to_owned(),
        (false, Some(day)) => format!("{}のモニタリング", wareki::long(day)),
        (false, None) => "モニタリング".to_owned(),
    };
    FeeLoss { what, sentence: loss.sentence }
}

/// Everything the page of the consent needs to say what a day would lose.
pub fn consent_side(cx: &mut Cx<'_>, id: CaseId) -> Result<ConsentSide, Refusal> {
    cx.authorize(Right::Read)?;
    let case = load(cx, id)?;
    side_of(cx, case)
}

fn side_of(cx: &mut Cx<'_>, case: PlanningCase) -> Result<ConsentSide, Refusal> {
    let loaded = load_client(cx, case.client)?;
    let others = || loaded.plans.iter().filter(|plan| plan.case() != case.id);
    let named = |id: CertificateId| others().any(|plan| plan.certificate() == Some(id));
    let own = |it: &&Certificate| it.service == case.service && it.municipality == case.municipality && !named(it.id);
    let certificates = loaded.certificates.iter().rev().filter(own).cloned().collect();
    let visited =
        |round: &&Round| round.service == case.service && round.home_visit().is_some_and(|(_, visit)| visit.counts());
    let standing = case.text::<Plan>().map(|(fact, _)| fact.id);
    let later_version = case.plan_consents().next().is_some_and(|(_, first)| Some(first.plan) != standing);
    let visits = loaded.rounds.iter().filter(visited).cloned().collect();
    let last = replaced(cx, &case)?.filter(|_| case.kind == CaseKind::Renewal);
    let was = last.as_ref().and_then(PlanDraft::of_last);
    let same_as_before =
        was.zip(case.text::<Plan>()).is_some_and(|((_, was), (_, plan))| renewal::says_the_same(was, &plan.text));
    Ok(ConsentSide {
        certificates,
        visits,
        later_version,
        lacks: case.before_plan_lacks(),
        same_as_before,
        history: office_facts::history(cx.tx, cx.actor.office)?.ok_or(Refusal::NotFound)?,
        settings: settings(cx)?,
        law: law_book()?,
        case,
        loaded,
    })
}

/// Why a consent cannot be recorded for the sake of the claim, if so: the certificate has to be the plan's, its day the same in
/// both places, and whoever records a day that loses a fee has to have read that.
pub(super) fn refuse(cx: &mut Cx<'_>, case: &PlanningCase, consent: &PlanConsent) -> Result<Vec<Reason>, Refusal> {
    let side = side_of(cx, case.clone())?;
    let mut reasons = Vec::new();
    if let Some(id) = consent.certificate
        && let Some(decided) = case.granted().and_then(|decision| decision.certificate).filter(|decided| *decided != id)
    {
        let certificate = side.loaded.certificates.iter().find(|it| it.id == decided);
        let number = certificate.map(|it| it.number.as_str()).unwrap_or_default();
        let sentence = format!(
            "支給決定の記録では、別の受給者証（番号 {number}）になっています。同じ受給者証になるように、どちらかを直してください"
        );
        reasons.push(Reason::at("certificate", sentence));
    }
    if let Some(id) = consent.certificate {
        match side.certificates.iter().find(|it| it.id == id) {
            None => reasons.push(Reason::at("certificate", "この計画の受給者証を、一覧から選んでください")),
            Some(_) if side.later_version => {}
            Some(certificate) => reasons.extend(other_day(&side, certificate, consent)),
        }
    }
    let may_lead = |round: &Round| is_near(round, consent.agreed_on);
    if let Some(flow) = consent.one_flow_with
        && !side.visits.iter().any(|round| round.id == flow && may_lead(round))
    {
        let sentence = "計画につながった訪問は、同意の月か前の月のものを選んでください";
        reasons.push(Reason::at("one_flow_with", sentence));
    }
    if side.same_as_before && !consent.accepts_same {
        let sentence = "この計画は、前の計画とすべて同じです。更新は計画を見直す機会です。このままでよいときは、確かめた印を付けてください";
        reasons.push(Reason::at("accepts_same", sentence));
    }
    let check = side.check(consent);
    if reasons.is_empty() && !check.losses.is_empty() && !consent.accepts_loss {
        let told = check
            .losses
            .into_iter()
            .map(|loss| format!("この日では、{}の報酬がなくなります。{}", loss.what, loss.sentence));
        reasons.extend(told.map(|sentence| Reason::at("accepts_loss", sentence)));
    }
    Ok(reasons)
}

/// Whether a visit is of the month of a day or the month before, and not after that day.
fn is_near(round: &Round, day: Date) -> bool {
    let visit = round.home_visit().filter(|(_, visit)| visit.date <= day);
    visit.is_some_and(|(_, visit)| (0..=1).contains(&YearMonth::of(day).months_since(YearMonth::of(visit.date))))
}

/// The day on the certificate, or of a claim, that the consent contradicts.
fn other_day(side: &ConsentSide, certificate: &Certificate, consent: &PlanConsent) -> Option<Reason> {
    if let Some(month) =
        side.loaded.plan_claimed_for(certificate.id).filter(|it| *it != YearMonth::of(consent.agreed_on))
    {
        let sentence = format!(
            "この受給者証の計画は、{}分で請求しています。日付か受給者証を確かめてください",
            wareki::month(month)
        );
        return Some(Reason::at("agreed_on", sentence));
    }
    // A day that came with a consent of this case follows the consent.
    let own = |day: Date| {
        let mut consents = side.case.plan_consents();
        consents.any(|(_, it)| it.certificate == Some(certificate.id) && it.agreed_on == day)
    };
    let entered = certificate.plan_made_on.filter(|day| *day != consent.agreed_on && !own(*day))?;
    let sentence = format!(
        "受給者証に入力した計画作成日は{}です。同意の日と同じになるように、どちらかを直してください",
        wareki::long(entered)
    );
    Some(Reason::at("agreed_on", sentence))
}

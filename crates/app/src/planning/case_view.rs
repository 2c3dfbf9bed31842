//! One planning case as its page shows it.

use calendar::Date;
use domain::{
    client::{Certificate, Client, Telling, UsedSummary},
    id::CaseId,
    monitoring::{Lacks, Lamp},
    office::{Municipality, Right, Specialist},
    planning::{
        CaseFact, CaseFactKind, CaseKind, PlanStep, PlanningCase, change_guide::GuideLine, lacking, lamps, next_part,
        open_step, p1_coverage::Covered, waiting_since,
    },
};
use store::{certificates, client_facts, clients, municipalities, working_versions};

use super::{
    change_guide::guide_of,
    list_cases::gap,
    record::{load, replaced},
};
use crate::{Cx, Refusal, clients::shown, law_book, office::specialist_of};

/// One way to a plan of one client.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// Today.
    pub today: Date,
    /// The case with its facts.
    pub case: PlanningCase,
    /// Client.
    pub client: Client,
    /// 担当.
    pub specialist: Option<Specialist>,
    /// 市町村名; empty while it is not known.
    pub municipality_name: String,
    /// The five lamps.
    pub lamps: [Lamp; 5],
    /// What each step lacks.
    pub lacking: [Vec<Lacks>; 5],
    /// 次にすること; none when nothing is left to be done.
    pub next: Option<CaseFactKind>,
    /// The step at which the case stands.
    pub open: Option<PlanStep>,
    /// Since when.
    pub since: Date,
    /// 作業版: the parts that are being written.
    pub being_written: Vec<CaseFactKind>,
    /// 対象の確認: the law's answer to what is recorded, none while nothing is.
    pub covered: Option<Covered>,
    /// The services of the case's certificate.
    pub granted: Vec<String>,
    /// 支給決定の切れ目 of its service and municipality, in words; empty where there is none.
    pub gap: String,
    /// The case whose plan this one replaces.
    pub replaced: Option<PlanningCase>,
    /// 伝え方 of the client.
    pub telling: Telling,
    /// 支給量の利用実績 of the last six months, a service a sentence; empty for a first plan.
    pub used: Vec<String>,
    /// 生活の変化 for which it was begun, in words; none where it was not.
    pub cause: Option<String>,
    /// 変更の手順; none for the other kinds.
    pub guide: Option<Vec<GuideLine>>,
    /// Whether the actor may record.
    pub may_record: bool,
}

/// Everything the page of a case shows.
pub fn case_view(cx: &mut Cx<'_>, id: CaseId) -> Result<CaseView, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let case = load(cx, id)?;
    let client = clients::find(cx.tx, office, case.client)?.ok_or(Refusal::NotFound)?;
    let client = shown(cx, client)?;
    let specialist = specialist_of(cx, &client)?;
    let replaced = replaced(cx, &case)?;
    let certificates = certificates::of_client(cx.tx, office, case.client)?;
    let municipality_name = municipality_name(cx, &case, &certificates)?;
    let certificate = case.certificate(&certificates, cx.today);
    let used = used(cx, &case)?;
    let about = client_facts::about(cx.tx, office, case.client)?;
    let coverage = case.standing_of(CaseFactKind::Coverage).last().map(|fact| &fact.body);
    let covered = match coverage {
        Some(CaseFact::Coverage(it)) => Some(it.judged(law_book()?, &client, &case)),
        _ => None,
    };
    Ok(CaseView {
        today: cx.today,
        lamps: lamps(&case),
        lacking: PlanStep::IN_ORDER.map(|step| lacking(&case, step)),
        next: next_part(&case),
        open: open_step(&case),
        since: waiting_since(&case),
        municipality_name,
        granted: certificate.iter().flat_map(|it| &it.grants).map(|grant| grant.service.clone()).collect(),
        covered,
        gap: if case.closed_on.is_some() { String::new() } else { gap(&certificates, &case, cx.today) },
        telling: about.telling_on(cx.today).cloned().unwrap_or_default(),
        guide: guide_of(cx, (&case, replaced.as_ref()), (&certificates, &used))?,
        used,
        cause: about.cause_of(case.id),
        being_written: working_versions::being_written(cx.tx, office, id)?,
        may_record: cx.authorize(Right::RecordPlanning).is_ok(),
        case,
        client,
        specialist,
        replaced,
    })
}

/// 支給量の利用実績, for whoever renews or changes a plan.
fn used(cx: &mut Cx<'_>, case: &PlanningCase) -> Result<Vec<String>, Refusal> {
    if case.kind == CaseKind::New {
        return Ok(Vec::new());
    }
    let used = store::used_amounts::of_client(cx.tx, cx.actor.office, case.client)?;
    Ok(used.summaries(cx.today).iter().map(UsedSummary::sentence).collect())
}

/// 市町村名 of a case, asked for it alone.
pub(crate) fn municipality_name(
    cx: &mut Cx<'_>,
    case: &PlanningCase,
    certificates: &[Certificate],
) -> Result<String, Refusal> {
    let entered = municipalities::all(cx.tx, cx.actor.office)?;
    town_name(&case.municipality, certificates, &entered)
}

/// 市町村名 as the client's certificates have it, else as the office entered it, else as the law's files do.
pub(super) fn town_name(code: &str, certificates: &[Certificate], entered: &[Municipality]) -> Result<String, Refusal> {
    if let Some(certificate) = certificates.iter().rfind(|it| it.municipality == code) {
        return Ok(certificate.municipality_name.clone());
    }
    if let Some(town) = entered.iter().find(|town| town.code == code) {
        return Ok(town.name.clone());
    }
    let file = law_book()?.municipality_with_code(code);
    Ok(file.map(|file| file.name.clone()).unwrap_or_default())
}

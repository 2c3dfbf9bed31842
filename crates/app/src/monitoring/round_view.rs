//! One round as its page shows it.

use calendar::{Date, YearMonth};
use domain::{
    client::{Certificate, Client, Grant},
    id::RoundId,
    monitoring::{
        DueDays, Lamp, Round, StepState, VisitMonth, certificate_beside_round, certificate_of_round, due_days,
        interval_at, lamps, m3_record::Report, progress,
    },
    neutrality::Ground,
    office::{MunicipalitySettings, Right, Specialist},
};
use law::{Verdict, Why};
use store::{office_facts, rounds, used_amounts, working_versions::WorkingVersion};

use super::{
    CheckTable, MonthCell, PlannedRows,
    carry_over::past_grant,
    check_table::{TableOf, check_table},
    dual_post::dual_post_of,
    plan_rows::planned_rows,
    record::load,
    save_working_report::working_report,
    settings::settings,
    twelve_months::twelve_months,
};
use crate::{
    Cx, Refusal,
    billing::{ClaimView, Loaded, claim_view, load_client},
    law_book,
    office::specialist_of,
    providers::{Register, UsedProvider},
};

/// One client, one month.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// Today.
    pub today: Date,
    /// The round with its facts.
    pub round: Round,
    /// Client.
    pub client: Client,
    /// The certificate that the round goes by; `None` while there is none.
    pub certificate: Option<Certificate>,
    /// The certificate that pages name beside the round: that one, else the municipality's last one.
    pub certificate_beside: Option<Certificate>,
    /// 市町村名 of the round; empty without any certificate.
    pub municipality_name: String,
    /// 担当.
    pub specialist: Option<Specialist>,
    /// モニタリング期間.
    pub interval_months: Option<u32>,
    /// The six steps today.
    pub progress: [StepState; 6],
    /// What the facts alone say of them.
    pub lamps: [Lamp; 6],
    /// Last days that are not late.
    pub due: DueDays,
    /// Lamp ⑥, the month of the claim and what stands in its way, as the judge of claims sees it.
    pub claim: ClaimView,
    /// How the visit stands to the scheduled month.
    pub visit_month: VisitMonth,
    /// Why.
    pub visit_month_why: Why,
    /// A carry-over of this month would lead into the next grant: what that means. `None` in any other month.
    pub past_grant: Option<Verdict<bool>>,
    /// 兼務: whether the specialist may monitor beside a post at a provider of the client; `None` where there is none.
    pub dual_post: Option<Verdict<Ground>>,
    /// サービス提供事業所 of the certificate's grants in the round's month.
    pub providers: Vec<UsedProvider>,
    /// 区役所・支所 of the client on the round's day, else that of the certificate, where one is known.
    pub ward: Option<String>,
    /// Settings of the municipality.
    pub settings: MunicipalitySettings,
    /// 前回: the last round with facts before this one.
    pub last: Option<Round>,
    /// Twelve months of the service and municipality: five before this one, six after it.
    pub months: Vec<MonthCell>,
    /// 作業版 of the report, or the 下書き recorded before there were any.
    pub working: Option<WorkingVersion<Report>>,
    /// The plan that the report looks at.
    pub planned: Option<PlannedRows>,
    /// The table of step (1).
    pub checks: CheckTable,
    /// Whether the actor may record.
    pub may_record: bool,
}

/// The grants of a certificate that are valid on some day of the month.
pub(super) fn used_in(certificate: &Certificate, month: YearMonth) -> impl Iterator<Item = &Grant> {
    certificate.grants.iter().filter(move |it| it.start <= month.last_day() && month.first_day() <= it.end)
}

impl RoundView {
    /// 有効期間の終わり of the longest service on the certificate that is named.
    pub fn certificate_end(&self) -> Option<Date> {
        self.certificate_beside.as_ref().and_then(Certificate::ends_on)
    }
}

/// Everything the round's page shows.
pub fn round_view(cx: &mut Cx<'_>, id: RoundId) -> Result<RoundView, Refusal> {
    cx.authorize(Right::Read)?;
    let office = cx.actor.office;
    let round = load(cx, id)?;
    let book = settings(cx)?;
    let history = office_facts::history(cx.tx, office)?.ok_or(Refusal::NotFound)?;
    let loaded = load_client(cx, round.client)?;
    let claim = claim_view(&round, &loaded, &history, &book)?;
    let Loaded { client, certificates, rounds: all, .. } = loaded;
    let certificate = certificate_of_round(&certificates, &round);
    let beside = certificate_beside_round(&certificates, &round);
    let settings = book.of(&round.municipality, round.judged_on()).clone();
    let specialist = specialist_of(cx, &client)?;
    let last = rounds::last_before(cx.tx, &round)?;
    let looked_at: Vec<&Round> = std::iter::once(&round).chain(&last).collect();
    let posts = client.specialist.and_then(|id| history.posts(round.judged_on()).get(&id).copied());
    let papers = certificate.into_iter().chain(beside);
    let used = papers.flat_map(|it| used_in(it, round.month)).filter_map(|grant| grant.provider);
    let register = Register::of(cx, used.chain(posts.iter().flat_map(|posts| posts.registered).copied()))?;
    let dual_post = dual_post_of(law_book()?, posts, (&looked_at, certificate), &register, &settings);
    let six = lamps(&round, &settings, claim.lamp.clone());
    let due = due_days(&round, &settings);
    let municipality_name = beside.map(|it| it.municipality_name.clone()).unwrap_or_default();
    let place = (round.service, round.municipality.as_str());
    let own: Vec<&Round> = all.iter().filter(|one| (one.service, one.municipality.as_str()) == place).collect();
    let papers = certificates.iter().filter(|it| (it.service, it.municipality.as_str()) == place);
    let ends: Vec<YearMonth> = papers.filter_map(Certificate::ends_on).map(YearMonth::of).collect();
    let months = twelve_months(&own, &ends, &book, round.month.plus(-5), cx.today);
    let planned = planned_rows(cx, &round)?;
    let providers: Vec<UsedProvider> =
        beside.into_iter().flat_map(|it| used_in(it, round.month)).map(|it| register.used(it)).collect();
    let checks = checks_of(cx, (&round, last.as_ref()), beside, (&providers, planned.as_ref()))?;
    Ok(RoundView {
        today: cx.today,
        interval_months: beside.and_then(|it| interval_at(it, round.month)),
        progress: progress(six.clone(), &due, cx.today),
        lamps: six,
        due,
        claim,
        visit_month: round.visit_month(&settings),
        visit_month_why: round.visit_month_why(&settings),
        past_grant: certificate.and_then(|it| past_grant(&round, it)),
        dual_post,
        providers,
        checks,
        ward: ward_of(&client, &round, beside),
        working: working_report(cx, &round)?,
        planned,
        may_record: cx.authorize(Right::RecordMonitoring).is_ok(),
        round,
        client,
        certificate: certificate.cloned(),
        certificate_beside: beside.cloned(),
        municipality_name,
        specialist,
        settings,
        last,
        months,
    })
}

/// The table of step (1), with what is told of the use.
fn checks_of(
    cx: &mut Cx<'_>,
    (round, last): (&Round, Option<&Round>),
    certificate: Option<&Certificate>,
    (providers, planned): (&[UsedProvider], Option<&PlannedRows>),
) -> Result<CheckTable, Refusal> {
    let used = used_amounts::of_client(cx.tx, cx.actor.office, round.client)?;
    let law = law_book()?;
    let today = cx.today;
    Ok(check_table(&TableOf { law, round, last, certificate, providers, planned, used: &used, today }))
}

/// 区役所・支所 on the round's day.
fn ward_of(client: &Client, round: &Round, certificate: Option<&Certificate>) -> Option<String> {
    let ward = client.wards.on(round.judged_on()).or(certificate.map(|it| it.ward.as_str()));
    ward.filter(|ward| !ward.is_empty()).map(str::to_owned)
}

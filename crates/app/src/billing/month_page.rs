//! The page of a month: who can be claimed, what is missing, the sums, and the closings made so far.

use std::collections::BTreeMap;

use calendar::{Date, YearMonth};
use domain::{
    billing::{
        claim_life::{Claim, may_unsend},
        claimable::{ClaimableMonth, Judgement, Obstacle, Part, PartJudgement, Subject, claim_lamp},
        close::{Totals, usual_processing_month},
        fees::FeeKind,
    },
    client::ConsultationService,
    id::{ClientId, RoundId},
    monitoring::{StepState, due_days, lamps, progress},
    office::Right,
};
use store::{
    claims,
    closings::{self, Closing},
    holds::Hold,
};

use super::candidates::{Found, Month, load};
use crate::{Cx, Refusal};

/// A month as the page shows it.
#[derive(Clone, Debug)]
pub struct MonthPage {
    /// サービス提供年月.
    pub month: YearMonth,
    /// Whether the actor may hold, close and mark.
    pub may_bill: bool,
    /// The services that the office has a number for, or that have something in the month.
    pub services: Vec<ServicePart>,
    /// What the reckoning leaves out, and the edition of the file format.
    pub notices: Vec<String>,
}

/// One service of the month: its own office number, its own file.
#[derive(Clone, Debug)]
pub struct ServicePart {
    /// Service.
    pub service: ConsultationService,
    /// 事業所番号.
    pub office_number: String,
    /// Check digit that does not fit, where it does not.
    pub number_warning: Option<String>,
    /// The candidates that were not claimed before.
    pub rows: Vec<MonthRow>,
    /// The sum of what would be claimed now.
    pub totals: Totals,
    /// The sum of this month's claims that were closed and stand.
    pub claimed: Totals,
    /// 返戻: how many of this month's claims came back.
    pub returned: usize,
    /// The sum of the month before (claims that stand).
    pub last_month: Totals,
    /// How many candidates are neither claimable nor held.
    pub undecided: usize,
    /// What was held together and can be released together.
    pub held_together: Vec<HeldTogether>,
    /// 処理対象年月 as proposed.
    pub processing_month: YearMonth,
    /// Warnings, each once.
    pub warnings: Vec<String>,
    /// The closings, in their order.
    pub closings: Vec<ClosingView>,
}

impl ServicePart {
    /// Whether the month can be closed now.
    pub fn may_close(&self) -> bool {
        self.undecided == 0 && self.totals.count > 0
    }

    /// How many rows cannot be claimed and are not decided: the button that holds the rest is for them.
    pub fn rest(&self) -> usize {
        self.undecided
    }
}

/// まとめて見送った分.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldTogether {
    /// When: it names them.
    pub at: String,
    /// Who chose it.
    pub by: String,
    /// How many are still held.
    pub count: usize,
}

impl HeldTogether {
    /// Of these holds, those made at the same moment, two at least.
    fn among<'a>(holds: impl Iterator<Item = &'a Hold>) -> Vec<Self> {
        let mut all: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for hold in holds {
            *all.entry((hold.set_at.as_str(), hold.set_by.as_str())).or_default() += 1;
        }
        let several = all.into_iter().filter(|(_, count)| *count > 1);
        several.map(|((at, by), count)| Self { at: at.to_owned(), by: by.to_owned(), count }).collect()
    }
}

/// A candidate.
#[derive(Clone, Debug)]
pub struct MonthRow {
    /// Client.
    pub client: ClientId,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// 市町村番号 of the claim; empty while no certificate tells it.
    pub municipality: String,
    /// 市町村名.
    pub municipality_name: String,
    /// Its visits and plans.
    pub parts: Vec<RowPart>,
    /// What is decided.
    pub state: RowState,
    /// What the file cannot hold in full, check digits, values not confirmed.
    pub warnings: Vec<String>,
}

/// A visit or a plan of a candidate.
#[derive(Clone, Debug)]
pub struct RowPart {
    /// Which.
    pub kind: FeeKind,
    /// The round of a visit.
    pub round: Option<RoundId>,
    /// モニタリング予定月 of a visit.
    pub scheduled: Option<YearMonth>,
    /// 翌月への繰越: done in the month after the scheduled one.
    pub carried: bool,
    /// Day of the visit or the plan.
    pub done_on: Option<Date>,
    /// 予定月でない月の変更.
    pub off_month: bool,
    /// The state of the six steps of a visit.
    pub steps: Option<[StepState; 6]>,
    /// Why it is no line of a claim that is made without it.
    pub left_out: Vec<Obstacle>,
}

/// What is decided on a candidate.
#[derive(Clone, Debug)]
pub enum RowState {
    /// 請求する.
    Claim(Box<ClaimableMonth>),
    /// 見送る.
    Held {
        /// 理由.
        reason: String,
        /// Who chose it.
        by: String,
        /// Whether it could be claimed.
        claimable: bool,
        /// What stands in the way of a claim, each with its rule.
        obstacles: Vec<Obstacle>,
    },
    /// まだ請求できない.
    NotYet(Vec<Obstacle>),
    /// A question answered once decides it.
    Ask(Vec<Obstacle>),
    /// 請求できない.
    Refused(Box<Obstacle>),
}

/// A closing with its claims and its file read back.
#[derive(Clone, Debug)]
pub struct ClosingView {
    /// The closing.
    pub closing: Closing,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// The file as it reads when decoded; the reason when it does not.
    pub decoded: Result<Vec<FileRow>, String>,
    /// Whether the decoded file says the same as the claims.
    pub matches: bool,
    /// The claims that still stand; the sum of the file where none came back.
    pub standing: Totals,
    /// 返戻: how many of its claims came back.
    pub returned: usize,
}

impl ClosingView {
    /// Whether a mistaken 送付済み can be taken back.
    pub fn may_unsend(&self) -> bool {
        may_unsend(&self.claims)
    }
}

/// One client's line of the decoded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// 市町村番号.
    pub municipality: String,
    /// 受給者証番号.
    pub certificate: String,
    /// 支給決定者氏名カナ.
    pub payer_kana: String,
    /// 児童氏名カナ.
    pub child_kana: String,
    /// モニタリング日.
    pub monitored_on: Option<Date>,
    /// サービスコード, joined.
    pub codes: String,
    /// 単位数.
    pub units: i64,
    /// 単位数単価, thousandths of a yen.
    pub unit_price: i64,
    /// 請求額.
    pub yen: i64,
}

/// The page of a month.
pub fn month_page(cx: &mut Cx<'_>, month: YearMonth) -> Result<MonthPage, Refusal> {
    cx.authorize(Right::Read)?;
    let found = load(cx, month)?;
    let closings = closings::of_month(cx.tx, cx.actor.office, month)?;
    let claims = claims::of_month(cx.tx, cx.actor.office, month)?;
    let before = claims::of_month(cx.tx, cx.actor.office, month.previous())?;
    let mut services = Vec::new();
    for service in ConsultationService::ALL.iter().copied() {
        let part = part(cx, &found, service, month, &closings, &claims, &before);
        if !part.office_number.is_empty() || !part.rows.is_empty() || !part.closings.is_empty() {
            services.push(part);
        }
    }
    Ok(MonthPage { month, may_bill: cx.actor.role.may(Right::Bill), services, notices: notices(month) })
}

fn notices(month: YearMonth) -> Vec<String> {
    let mut notices = Vec::new();
    match law::fees::Fees::embedded() {
        Ok(fees) => notices.extend(fees.notices(month.last_day()).map(|notice| notice.text.clone())),
        Err(reason) => notices.push(reason.to_string()),
    }
    match law::claim_format::ClaimFormat::for_month(month) {
        Ok(format) => notices.extend(format.edition.later_edition_unchecked.clone()),
        Err(reason) => notices.push(reason),
    }
    notices
}

fn part(
    cx: &Cx<'_>,
    month: &Month,
    service: ConsultationService,
    service_month: YearMonth,
    closings: &[Closing],
    claims: &[Claim],
    before: &[Claim],
) -> ServicePart {
    let office_number = month.office.on(service_month.last_day()).number(service).to_owned();
    let rows: Vec<MonthRow> = month.of(service).map(|found| row(cx, found)).collect();
    let mut totals = Totals::default();
    let mut warnings: Vec<String> = Vec::new();
    for row in &rows {
        if let RowState::Claim(claim) = &row.state {
            totals.add(claim.units(), claim.yen());
            for warning in claim.unconfirmed() {
                if !warnings.contains(warning) {
                    warnings.push(warning.clone());
                }
            }
        }
    }
    let undecided = rows
        .iter()
        .filter(|row| matches!(row.state, RowState::NotYet(_) | RowState::Ask(_) | RowState::Refused(_)))
        .count();
    let (last_month, _) = standing(before.iter().filter(|claim| claim.service == service));
    let (claimed, returned) = standing(claims.iter().filter(|claim| claim.service == service));
    let closings = closings.iter().filter(|closing| closing.service == service);
    ServicePart {
        service,
        number_warning: claim_file::office_number_warning(&office_number),
        office_number,
        totals,
        claimed,
        returned,
        last_month,
        held_together: HeldTogether::among(month.of(service).filter_map(|found| found.hold.as_ref())),
        undecided,
        processing_month: usual_processing_month(service_month, month.open_processing_month(service, cx.today)),
        warnings,
        closings: closings.map(|closing| closing_view(closing, claims)).collect(),
        rows,
    }
}

fn row(cx: &Cx<'_>, found: &Found) -> MonthRow {
    let mut warnings: Vec<String> = Vec::new();
    let judgement = found.candidate.judgement.clone();
    if let Judgement::Claimable(claim) = &judgement {
        warnings.extend(claim_file::municipality_number_warning(claim.municipality()));
        warnings.extend(claim.warnings().iter().cloned());
    }
    let claimable = matches!(judgement, Judgement::Claimable(_));
    let state = match (&found.hold, judgement) {
        (Some(hold), judgement) => RowState::Held {
            reason: hold.reason.clone(),
            by: hold.set_by.clone(),
            claimable,
            obstacles: judgement.obstacles().to_vec(),
        },
        (None, Judgement::Claimable(claim)) => RowState::Claim(claim),
        (None, Judgement::NotYet(obstacles)) => RowState::NotYet(obstacles),
        (None, Judgement::Ask(obstacles)) => RowState::Ask(obstacles),
        (None, Judgement::Refused(obstacle)) => RowState::Refused(obstacle),
    };
    MonthRow {
        client: found.client.id,
        name: found.client.name.clone(),
        kana: found.client.kana.clone(),
        municipality: found.candidate.municipality.clone(),
        municipality_name: found.municipality_name.clone(),
        parts: found.candidate.parts.iter().map(|part| row_part(cx, found, part)).collect(),
        state,
        warnings,
    }
}

fn row_part(cx: &Cx<'_>, found: &Found, part: &Part) -> RowPart {
    let round = found.rounds.iter().find(|(round, _)| Subject::Round(round.id) == part.subject);
    let claimed = matches!(found.candidate.judgement, Judgement::Claimable(_));
    let payable = matches!(part.judgement, PartJudgement::Payable(_));
    RowPart {
        kind: part.kind,
        round: round.map(|(round, _)| round.id),
        scheduled: part.scheduled,
        carried: part.done_on.is_some_and(|day| part.scheduled.map(YearMonth::next) == Some(YearMonth::of(day))),
        done_on: part.done_on,
        off_month: part.off_month,
        steps: round.map(|(round, settings)| {
            let lamp = claim_lamp(std::slice::from_ref(&found.candidate), round);
            progress(lamps(round, settings, lamp), &due_days(round, settings), cx.today)
        }),
        left_out: if claimed && !payable { part.judgement.obstacles().to_vec() } else { Vec::new() },
    }
}

fn closing_view(closing: &Closing, claims: &[Claim]) -> ClosingView {
    let claims: Vec<Claim> = claims.iter().filter(|claim| claim.closing == closing.id).cloned().collect();
    let decoded = read_back(&closing.file);
    let matches = decoded.as_ref().is_ok_and(|rows| same(rows, &claims));
    let (standing, returned) = standing(&claims);
    ClosingView { closing: closing.clone(), claims, decoded, matches, standing, returned }
}

/// The sum of the claims that stand, and how many came back.
fn standing<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> (Totals, usize) {
    let (mut totals, mut returned) = (Totals::default(), 0);
    for claim in claims {
        if claim.state().stands() {
            totals.add(claim.units, claim.yen);
        } else {
            returned += 1;
        }
    }
    (totals, returned)
}

fn read_back(file: &[u8]) -> Result<Vec<FileRow>, String> {
    let file = claim_file::decode(file).map_err(|fault| fault.to_string())?;
    let mut rows = Vec::new();
    for block in file.blocks() {
        for claim in block.claims() {
            let codes: Vec<&str> = claim.lines().iter().map(claim_file::ClaimLine::code).collect();
            rows.push(FileRow {
                municipality: block.municipality().to_owned(),
                certificate: claim.certificate().to_owned(),
                payer_kana: claim.payer_kana().to_owned(),
                child_kana: claim.child_kana().to_owned(),
                monitored_on: claim.monitored_on(),
                codes: codes.join("、"),
                units: claim.units(),
                unit_price: block.unit_price(),
                yen: claim.yen(block.unit_price()),
            });
        }
    }
    Ok(rows)
}

/// Whether the file says exactly what the claims say.
fn same(rows: &[FileRow], claims: &[Claim]) -> bool {
    rows.len() == claims.len()
        && rows.iter().zip(claims).all(|(row, claim)| {
            row.municipality == claim.municipality
                && row.certificate == claim.body.certificate_number
                && row.monitored_on == claim.monitored_on
                && (row.units, row.yen, row.unit_price) == (claim.units, claim.yen, claim.body.unit_price)
        })
}

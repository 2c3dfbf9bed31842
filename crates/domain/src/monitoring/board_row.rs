//! The one derived table: a round as the board lists it. Made from facts alone; today comes in when it is shown.

use calendar::{Date, YearMonth, clock};

use super::{DueDays, Lamp, LampView, Round, Stage, Step, due_days, interval_at, lamp_view, lamps};
use crate::{
    billing::claim_life::ReturnedClaim,
    client::{Certificate, Client, ConsultationService},
    id::{ClientId, RoundId, SpecialistId},
    office::MunicipalitySettings,
};

/// A line of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// Round.
    pub round: RoundId,
    /// Client.
    pub client: ClientId,
    /// 担当の相談支援専門員.
    pub specialist: Option<SpecialistId>,
    /// 氏名.
    pub name: String,
    /// フリガナ.
    pub kana: String,
    /// Service billed.
    pub service: ConsultationService,
    /// 市町村名 of the certificate; empty without one.
    pub municipality_name: String,
    /// モニタリング予定月.
    pub month: YearMonth,
    /// 繰越先の月, where carried over.
    pub carried_to: Option<YearMonth>,
    /// モニタリング期間; `None` where the certificate lists the months.
    pub interval_months: Option<u32>,
    /// Six letters, as [`Lamp::letter`] gives them.
    pub lamps: String,
    /// Last days that are not late.
    pub due: DueDays,
    /// The earliest due day of an open step; the row is late after it.
    pub earliest_due: Option<Date>,
    /// What the next step lacks, in words; empty when it could be done at once. Where nothing is asked for any more
    /// (終了, 実施できなかった), why.
    pub missing: String,
    /// 訪問日.
    pub last_visit: Option<Date>,
    /// 繰越の理由.
    pub carried_reason: Option<String>,
    /// 終了: the last day of the support, where it has ended.
    pub ended_on: Option<Date>,
    /// 完了: steps (1) to (5) are done or not required; the claim follows in the next month.
    pub recorded: bool,
    /// Whether a step is still to be done.
    pub open: bool,
    /// What it waits for.
    pub stage: Stage,
    /// 訪問の予定: the day agreed on, while the visit is to come.
    pub visit_on: Option<Date>,
    /// Its time, 「14:00」; empty where only the day is agreed on.
    pub visit_at: String,
    /// 発送日 of the report that an answer is awaited for.
    pub waiting_since: Option<Date>,
}

/// Derives the line of the board; `certificate` as [`super::certificate_beside_round`] finds it, `claim` is lamp ⑥ as the
/// judge of claims sees it.
pub fn board_row(
    round: &Round,
    client: &Client,
    certificate: Option<&Certificate>,
    settings: &MunicipalitySettings,
    claim: Lamp,
) -> BoardRow {
    let lamps = lamps(round, settings, claim);
    let due = due_days(round, settings);
    let open = || Step::ALL.into_iter().zip(&lamps).filter(|(_, lamp)| lamp.is_open());
    let letters: String = lamps.iter().map(Lamp::letter).collect();
    let next = next_step(&letters);
    let missing = open()
        .find(|(step, _)| Some(*step) == next)
        .map(|(_, lamp)| lamp.missing().into_iter().map(|missing| missing.0).collect::<Vec<_>>().join("、"));
    let missing = missing.or_else(|| round.ended()).unwrap_or_default();
    let carried = round.carry_over().filter(|_| round.is_carried());
    let stage = Stage::of(round, &letters);
    let appointment = round.appointment().filter(|_| stage == Stage::Visit);
    BoardRow {
        round: round.id,
        client: client.id,
        specialist: client.specialist,
        name: client.name.clone(),
        kana: client.kana.clone(),
        service: round.service,
        municipality_name: certificate.map(|it| it.municipality_name.clone()).unwrap_or_default(),
        month: round.month,
        carried_to: carried.map(|_| round.month.next()),
        interval_months: certificate.and_then(|it| interval_at(it, round.month)),
        lamps: letters,
        due,
        earliest_due: open().map(|(step, _)| due.of(step)).min(),
        missing,
        last_visit: round.home_visit().map(|(_, visit)| visit.date),
        carried_reason: carried.map(|(_, carried)| carried.reason.clone()),
        ended_on: round.support_ended_on,
        recorded: open().all(|(step, _)| step == Step::Claim),
        open: open().next().is_some(),
        stage,
        visit_on: appointment.map(|it| it.day),
        visit_at: appointment.and_then(|it| it.from).map(clock).unwrap_or_default(),
        waiting_since: round.consent().and_then(|(_, it)| it.sent_on).filter(|_| stage == Stage::Answer),
    }
}

/// 次にすること: the first step that can be done at once, else the first that awaits an answer, else the first open one.
pub fn next_step(letters: &str) -> Option<Step> {
    let first = |wanted: char| Step::ALL.into_iter().zip(letters.chars()).find(|(_, letter)| *letter == wanted);
    first('R').or_else(|| first('A')).or_else(|| first('W')).map(|(step, _)| step)
}

impl BoardRow {
    /// The line of a round whose claim came back: it says so, and what is to be done.
    pub fn returned(mut self, claim: &ReturnedClaim) -> Self {
        if self.open {
            self.stage = Stage::Returned;
        }
        let next = if self.open { "。直して、もう一度請求する" } else { "" };
        let rest = if self.missing.is_empty() { String::new() } else { format!("・{}", self.missing) };
        self.missing = format!("{}{next}{rest}", claim.short());
        self
    }

    /// What the six lamps show on `today`.
    pub fn views(&self, today: Date) -> impl Iterator<Item = (Step, LampView)> {
        let due = self.due;
        Step::ALL
            .into_iter()
            .zip(self.lamps.chars())
            .map(move |(step, letter)| (step, lamp_view(letter, due.of(step), today)))
    }

    /// 遅れ.
    pub fn is_late(&self, today: Date) -> bool {
        self.earliest_due.is_some_and(|due| due < today)
    }

    /// 次にすること.
    pub fn next_step(&self) -> Option<Step> {
        next_step(&self.lamps)
    }

    /// 完了: done, and not 未実施.
    pub fn is_done(&self) -> bool {
        self.recorded && self.stage != Stage::Missed
    }
}

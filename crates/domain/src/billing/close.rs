//! 締め: the month's claims, every candidate decided. A [`ClosedMonth`] is made here and nowhere else.

use calendar::YearMonth;

use super::claimable::{ClaimableMonth, Judgement};
use crate::{
    client::ConsultationService,
    id::{ClientId, RoundId},
};

/// What is to be closed.
#[derive(Clone, Debug)]
pub struct CloseRequest {
    /// Service; each has its own office number and its own file.
    pub service: ConsultationService,
    /// 事業所番号.
    pub office_number: String,
    /// サービス提供年月.
    pub month: YearMonth,
    /// 処理対象年月: the month in which the file is sent.
    pub processing_month: YearMonth,
    /// Number of the closing within the month, from 1.
    pub number: i64,
    /// Every candidate of the month that was not claimed before.
    pub rows: Vec<CloseRow>,
}

/// A candidate and what the office decided on it.
#[derive(Clone, Debug)]
pub struct CloseRow {
    /// Client.
    pub client: ClientId,
    /// 氏名, for the messages.
    pub name: String,
    /// The round it is about, where it is about one.
    pub round: Option<RoundId>,
    /// What the rules say.
    pub judgement: Judgement,
    /// 見送りの理由, where the office holds the claim back.
    pub hold: Option<String>,
}

/// Why a month cannot be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseProblem {
    /// Neither claimable nor held.
    Undecided {
        /// Client.
        client: ClientId,
        /// 氏名.
        name: String,
    },
    /// No client is left to claim.
    NothingToClaim,
    /// The processing month does not come after the month of service.
    ProcessingMonth,
    /// The office has no number for the service.
    OfficeNumber,
    /// A candidate of another month or service, or the same client twice for one municipality.
    Foreign {
        /// 氏名.
        name: String,
    },
}

impl CloseProblem {
    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        match self {
            Self::Undecided { name, .. } => format!("{name}さんが、請求するとも見送るとも決まっていません。"),
            Self::NothingToClaim => "請求する利用者がいません。".to_owned(),
            Self::ProcessingMonth => "処理対象年月は、サービス提供年月より後の月にしてください。".to_owned(),
            Self::OfficeNumber => "事業所番号が設定されていません。".to_owned(),
            Self::Foreign { name } => {
                format!("{name}さんの請求が、この月のこのサービスの請求として1件にまとまりません。")
            }
        }
    }
}

/// A closed month of one service: what is claimed, what is held and why, and the sums.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedMonth {
    service: ConsultationService,
    office_number: String,
    month: YearMonth,
    processing_month: YearMonth,
    number: i64,
    claims: Vec<ClaimableMonth>,
    held: Vec<Held>,
}

/// 見送り in a closing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Client.
    pub client: ClientId,
    /// The round it is about, where it is about one.
    pub round: Option<RoundId>,
    /// 理由.
    pub reason: String,
}

/// The sums of a set of claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// 件数.
    pub count: i64,
    /// 単位.
    pub units: i64,
    /// 円.
    pub yen: i64,
}

impl Totals {
    /// Adds one client's month.
    pub fn add(&mut self, units: i64, yen: i64) {
        self.count += 1;
        self.units += units;
        self.yen += yen;
    }
}

/// Closes a month: only when each candidate is claimed or held with a reason.
pub fn close(request: CloseRequest) -> Result<ClosedMonth, Vec<CloseProblem>> {
    let mut problems = Vec::new();
    if request.office_number.trim().is_empty() {
        problems.push(CloseProblem::OfficeNumber);
    }
    if request.processing_month <= request.month {
        problems.push(CloseProblem::ProcessingMonth);
    }
    let mut claims: Vec<ClaimableMonth> = Vec::new();
    let mut held = Vec::new();
    for row in request.rows {
        match (row.hold.filter(|reason| !reason.trim().is_empty()), row.judgement) {
            (Some(reason), _) => held.push(Held { client: row.client, round: row.round, reason }),
            (None, Judgement::Claimable(claim)) => {
                let same = claims
                    .iter()
                    .any(|other| (other.client(), other.municipality()) == (claim.client(), claim.municipality()));
                if same || claim.month() != request.month || claim.service() != request.service {
                    problems.push(CloseProblem::Foreign { name: row.name });
                } else {
                    claims.push(*claim);
                }
            }
            (None, Judgement::NotYet(_) | Judgement::Ask(_) | Judgement::Refused(_)) => {
                problems.push(CloseProblem::Undecided { client: row.client, name: row.name });
            }
        }
    }
    if claims.is_empty() && problems.is_empty() {
        problems.push(CloseProblem::NothingToClaim);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // The order of the file: one block a municipality, in it by certificate number.
    claims.sort_by(|a, b| {
        (a.municipality(), a.certificate_number(), a.client()).cmp(&(
            b.municipality(),
            b.certificate_number(),
            b.client(),
        ))
    });
    Ok(ClosedMonth {
        service: request.service,
        office_number: request.office_number,
        month: request.month,
        processing_month: request.processing_month,
        number: request.number,
        claims,
        held,
    })
}

/// The processing month that is proposed: `open`, the month whose window is still open
/// ([`crate::office::MunicipalitySettings::processing_month`]), and never the month of service itself.
pub fn usual_processing_month(month: YearMonth, open: YearMonth) -> YearMonth {
    open.max(month.next())
}

impl ClosedMonth {
    /// Service.
    pub fn service(&self) -> ConsultationService {
        self.service
    }

    /// 事業所番号.
    pub fn office_number(&self) -> &str {
        &self.office_number
    }

    /// サービス提供年月.
    pub fn month(&self) -> YearMonth {
        self.month
    }

    /// 処理対象年月.
    pub fn processing_month(&self) -> YearMonth {
        self.processing_month
    }

    /// Number of the closing within the month.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The claims, in the order of the file.
    pub fn claims(&self) -> &[ClaimableMonth] {
        &self.claims
    }

    /// What was held back.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// 件数, 単位, 円.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for claim in &self.claims {
            totals.add(claim.units(), claim.yen());
        }
        totals
    }
}

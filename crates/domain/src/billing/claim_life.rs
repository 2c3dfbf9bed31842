//! What becomes of a claim after its month was closed: sent, returned, paid.

use calendar::{Date, YearMonth, wareki};
use serde::{Deserialize, Serialize};

use super::fees::FeeKind;
use crate::{
    client::ConsultationService,
    id::{CertificateId, ClaimId, ClientId, ClosingId, RoundId},
    monitoring::Round,
};

/// The state of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// 締め: the file is made, not yet sent.
    Closed,
    /// 送付: sent to 国保連.
    Sent,
    /// 返戻.
    Returned,
    /// 支払.
    Paid,
}

words!(ClaimState { Closed, "closed", "締め済み"; Sent, "sent", "送付済み"; Returned, "returned", "返戻"; Paid, "paid", "支払済み"; });

impl ClaimState {
    /// Whether the state may follow; the way back to 送付済み corrects a mistaken 返戻 or 支払, the way back to 締め済み a
    /// mistaken sending.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Closed, Self::Sent)
                | (Self::Sent, Self::Closed | Self::Returned | Self::Paid)
                | (Self::Returned | Self::Paid, Self::Sent)
        )
    }

    /// Whether the claim still stands, so that its month is taken.
    pub fn stands(self) -> bool {
        self != Self::Returned
    }

    /// The shape on the screen, beside the word.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Closed => "◐",
            Self::Sent => "▶",
            Self::Returned => "↩",
            Self::Paid => "●",
        }
    }
}

/// One client's claim in a closing, as it was closed: one service, one municipality, one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Id.
    pub id: ClaimId,
    /// The closing.
    pub closing: ClosingId,
    /// Client.
    pub client: ClientId,
    /// The round claimed; none where only a plan is.
    pub round: Option<RoundId>,
    /// Service.
    pub service: ConsultationService,
    /// サービス提供年月.
    pub month: YearMonth,
    /// The fee whose day stands as モニタリング日: where both fees are claimed, the monitoring.
    pub fee: FeeKind,
    /// 市町村番号.
    pub municipality: String,
    /// モニタリング日.
    pub monitored_on: Option<Date>,
    /// 単位数.
    pub units: i64,
    /// 請求額.
    pub yen: i64,
    /// What else stands in the file.
    pub body: ClaimBody,
    /// 明細行, in the order of the file.
    pub lines: Vec<ClaimedLine>,
    /// The states recorded, oldest first; none while it is only closed.
    pub events: Vec<ClaimStateChange>,
}

/// The content of a claim, kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimBody {
    /// 氏名 on the day of closing.
    pub name: String,
    /// 受給者証番号.
    pub certificate_number: String,
    /// 市町村名.
    pub municipality_name: String,
    /// 地域区分コード.
    pub area_code: String,
    /// 単位数単価, thousandths of a yen.
    pub unit_price: i64,
}

/// 明細行: one service code of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedLine {
    /// Place in the claim, from 1.
    pub seq: i64,
    /// Which fee it bills; none where it is an addition or a reduction.
    pub fee: Option<FeeKind>,
    /// The certificate whose plan it bills, where it does.
    pub plan: Option<CertificateId>,
    /// サービスコード.
    pub code: String,
    /// 名称.
    pub name: String,
    /// 単位数 of one.
    pub units: i64,
    /// 回数.
    pub count: i64,
}

/// A claim that stands: its month is taken until it comes back, and so are the plans in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingClaim {
    /// Client.
    pub client: ClientId,
    /// Service.
    pub service: ConsultationService,
    /// 市町村番号.
    pub municipality: String,
    /// サービス提供年月.
    pub month: YearMonth,
    /// The certificates whose plans are claimed.
    pub plans: Vec<CertificateId>,
}

/// 返戻: a claim that came back last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedClaim {
    /// Client.
    pub client: ClientId,
    /// The round claimed; none where only a plan was.
    pub round: Option<RoundId>,
    /// サービス提供年月.
    pub month: YearMonth,
    /// 返戻の通知の日.
    pub on: Date,
    /// 返戻事由コード, as received.
    pub code: String,
    /// 返戻事由, as received.
    pub reason: String,
}

impl ReturnedClaim {
    /// The return that is still to be dealt with in a round: that of its last claim, while it was not claimed again.
    pub fn of_round<'a>(all: &'a [Self], round: &Round) -> Option<&'a Self> {
        let own = all.iter().filter(|claim| claim.round == Some(round.id) && round.claimed_on.is_none());
        own.max_by_key(|claim| claim.on)
    }

    /// 「返戻（R8.11.5）」.
    pub fn short(&self) -> String {
        format!("返戻（{}）", wareki::short(self.on))
    }
}

/// A state that a claim took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimStateChange {
    /// Which.
    pub state: ClaimState,
    /// Day of the sending, the notice or the payment.
    pub on: Date,
    /// 返戻事由コード, as received.
    pub code: String,
    /// 返戻事由, as received.
    pub reason: String,
    /// Who recorded it.
    pub set_by: String,
    /// When it was recorded.
    pub set_at: String,
}

/// 送付の取消: whether a mistaken 送付済み of these claims of one file can be taken back. Any result of 国保連 says that the
/// file was sent.
pub fn may_unsend(claims: &[Claim]) -> bool {
    let in_state = |state: ClaimState| claims.iter().any(|claim| claim.state() == state);
    in_state(ClaimState::Sent) && !in_state(ClaimState::Returned) && !in_state(ClaimState::Paid)
}

impl Claim {
    /// The state now.
    pub fn state(&self) -> ClaimState {
        self.events.last().map_or(ClaimState::Closed, |event| event.state)
    }
}

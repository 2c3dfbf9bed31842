//! p3 支給決定: what the municipality decided about the application, beside what the draft proposed; 却下 and 取下げ are answers, too. It
//! names the certificate that came of it. It decides no month and no fee: those follow from the certificate.

mod compared;

use calendar::{Date, wareki};
use serde::{Deserialize, Serialize};

use super::{CaseFact, CaseFactKind, PlanningCase};
use crate::{
    client::Certificate,
    id::{CertificateId, PlanRowId},
    monitoring::{
        Lacks,
        check::{Checker, Checking, Problem, limit},
    },
};

/// The longest interval that can be written, in months: that of a certificate.
const MOST_MONTHS: u32 = 60;

/// 支給決定, 却下 or 取下げ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantDecision {
    /// What became of the application.
    pub outcome: Outcome,
    /// 決定日, 却下の日, 取下げの日.
    pub decided_on: Date,
    /// 通知の日: that of the notice to the person.
    pub notified_on: Option<Date>,
    /// What was granted; empty where nothing was.
    pub services: Vec<DecidedService>,
    /// モニタリング期間 as decided, in months, after the monthly ones at the beginning.
    pub interval_months: Option<u32>,
    /// Why the decision departs from the draft; of a 却下 or 取下げ its reason.
    pub reason: String,
    /// What was told to the client about it.
    pub told: String,
    /// 受給者証 that came of it, once it is entered.
    pub certificate: Option<CertificateId>,
    /// What the draft proposed when the decision was recorded.
    #[serde(default)]
    pub proposed: Proposed,
}

/// What became of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 支給決定.
    Granted,
    /// 却下.
    Rejected,
    /// 取下げ.
    TakenBack,
}

words!(Outcome { Granted, "granted", "支給決定"; Rejected, "rejected", "却下"; TakenBack, "taken_back", "取下げ"; });

/// A service that was proposed or granted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecidedService {
    /// The row of the draft that it answers.
    pub row: Option<PlanRowId>,
    /// サービスの種類, as in `law/services.toml`.
    pub service: String,
    /// 支給量.
    pub amount: String,
}

impl DecidedService {
    /// Whether nothing is typed in the row.
    pub fn is_empty(&self) -> bool {
        self.service.is_empty() && self.amount.is_empty()
    }
}

/// What the draft proposed: its services of the law and its interval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposed {
    /// Services and amounts.
    pub services: Vec<DecidedService>,
    /// モニタリング期間案, in months.
    pub interval_months: Option<u32>,
}

/// Rows of services.
pub const ROWS: usize = super::p2_draft::ROWS;

impl GrantDecision {
    /// What is wrong with it as typed.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        let day = format!("{}の日", self.outcome.label());
        check.day("decided_on", &day, Some(self.decided_on));
        check.of_case("decided_on", &day, (case.opened_on, Some(self.decided_on)));
        check.order("decided_on", ("計画案の提出日", case.handed_in_on()), (&day, Some(self.decided_on)));
        check.day("notified_on", "通知の日", self.notified_on);
        check.order("notified_on", (&day, Some(self.decided_on)), ("通知の日", self.notified_on));
        check.text("reason", "理由", &self.reason, limit::LONG, self.outcome != Outcome::Granted);
        check.text("told", "本人に説明したこと", &self.told, limit::LONG, false);
        check.rows("services", &self.services, ROWS);
        if self.outcome == Outcome::Granted {
            self.check_granted(&mut check);
        }
        check.problems
    }

    fn check_granted(&self, check: &mut Checker) {
        if self.services.is_empty() {
            check.refuse("decided_service_0", "決定したサービスを1つ以上入力してください".to_owned());
        }
        for (row, service) in self.services.iter().enumerate() {
            let place = |label: &str| format!("{}行目の{label}", row + 1);
            check.text(format!("decided_service_{row}"), &place("サービス"), &service.service, limit::SHORT, true);
            check.text(format!("decided_amount_{row}"), &place("支給量"), &service.amount, limit::SHORT, false);
        }
        if self.interval_months.is_some_and(|months| !(1..=MOST_MONTHS).contains(&months)) {
            check.refuse("interval_months", format!("期間は1から{MOST_MONTHS}までの月数で入力してください"));
        }
    }

    fn lacks(&self) -> Vec<&'static str> {
        if self.outcome != Outcome::Granted {
            return Vec::new();
        }
        let differs = !self.differences().is_empty();
        [
            (self.notified_on.is_none(), "支給決定の通知の日"),
            (self.interval_months.is_none(), "決定したモニタリング期間"),
            (differs && self.reason.trim().is_empty(), "決定が案とちがう理由"),
            (differs && self.told.trim().is_empty(), "案とちがうことの本人への説明"),
            (self.certificate.is_none(), "受給者証の登録"),
        ]
        .into_iter()
        .filter_map(|(lacking, words)| lacking.then_some(words))
        .collect()
    }
}

impl PlanningCase {
    /// The answer to the application that stands.
    pub fn decision(&self) -> Option<&GrantDecision> {
        let decisions = self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::Decision(decision) => Some(decision),
            _ => None,
        });
        decisions.last()
    }

    /// 支給決定, where it was granted.
    pub fn granted(&self) -> Option<&GrantDecision> {
        self.decision().filter(|decision| decision.outcome == Outcome::Granted)
    }

    /// 却下 or 取下げ, where nothing was granted.
    pub fn not_granted(&self) -> Option<&GrantDecision> {
        self.decision().filter(|decision| decision.outcome != Outcome::Granted)
    }

    /// Whether its decision may name this 受給者証: of the client, of the service, of the municipality that decides. A case that does not
    /// know its municipality yet takes any.
    pub fn may_name(&self, certificate: &Certificate) -> bool {
        let decides = self.municipality.is_empty() || certificate.municipality == self.municipality;
        (certificate.client, certificate.service) == (self.client, self.service) && decides
    }

    /// The word for a case that leads to no plan: 取りやめ, 却下, 取下げ, 取り込みの取消. None while it may.
    pub fn led_to_nothing(&self) -> Option<&'static str> {
        let word = if self.is_import_undone() { IMPORT_UNDONE } else { CaseFactKind::Ended.label() };
        let given_up = self.end().map(|_| word);
        given_up.or_else(|| self.not_granted().map(|decision| decision.outcome.label()))
    }
}

/// What is said of a case whose import was taken back.
pub const IMPORT_UNDONE: &str = "取り込みの取消";

/// Why nothing more is to be done after 却下 or 取下げ.
pub(super) fn ended(case: &PlanningCase) -> Option<String> {
    let decision = case.not_granted()?;
    let day = wareki::long(decision.decided_on);
    let sentence = match decision.outcome {
        Outcome::TakenBack => "に支給申請を取り下げました",
        _ => "に支給申請が却下されました",
    };
    Some(format!("{day}{sentence}：{}", decision.reason))
}

/// What the decision lacks.
pub(super) fn lacks(case: &PlanningCase) -> Vec<Lacks> {
    match case.decision() {
        None => vec![Lacks(CaseFactKind::Decision.label().to_owned())],
        Some(decision) => decision.lacks().into_iter().map(|words| Lacks(words.to_owned())).collect(),
    }
}

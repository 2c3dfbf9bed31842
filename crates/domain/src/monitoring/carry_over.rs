//! 翌月への繰越: the scheduled month could not be kept; only the next month will do.

use calendar::{Date, YearMonth, wareki};
use law::{Cite, Rule, SettingKey, Verdict, Why};
use serde::{Deserialize, Serialize};

use super::{
    Round,
    check::{Checker, Checking, Problem, limit},
};
use crate::office::MunicipalitySettings;

/// 繰越: declared with its reason, the ward told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// 理由 (入院, 不在, …); also printed in その他留意事項.
    pub reason: String,
    /// 区役所・支所へ連絡した日.
    pub told_on: Option<Date>,
    /// 連絡した相手.
    pub told_to: String,
}

impl CarryOver {
    /// What is wrong with the carry-over as typed.
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.text("reason", "繰越の理由", &self.reason, limit::LONG, true);
        check.text("told_to", "連絡した相手", &self.told_to, limit::SHORT, false);
        check.day("told_on", "連絡した日", self.told_on);
        if round.missed().is_some() {
            let sentence =
                "「実施できなかった」と記録されているので、繰越はできません。先にその記録を取り消してください";
            check.refuse("reason", sentence.to_owned());
        }
        if let Some((_, visit)) =
            round.home_visit().filter(|(_, visit)| visit.counts() && round.month.contains(visit.date))
        {
            let (month, day) = (visit.date.month(), visit.date.day());
            check.refuse("reason", format!("予定月のうち（{month}月{day}日）に訪問が済んでいるので、繰越は要りません"));
        }
        check.problems
    }
}

/// 実施できなかった: neither the scheduled month nor the next one could be kept, or the person left; nothing is claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// 理由.
    pub reason: String,
}

impl Missed {
    /// What is wrong with it as typed.
    pub fn check(&self, round: &Round, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        check.text("reason", "実施できなかった理由", &self.reason, limit::LONG, true);
        if round.home_visit().is_some_and(|(_, visit)| visit.counts()) {
            check.refuse("reason", "訪問の記録があるので「実施できなかった」にはできません".to_owned());
        }
        check.problems
    }
}

/// Which month a visit may lie in.
pub const VISIT_MONTH: Rule = Rule {
    id: "monitoring.carry-over.next-month-only",
    title: "モニタリングは予定月に、やむを得ないときは翌月に",
    cites: &[
        Cite { source: "seed-000", place: "2-3 モニタリングを予定月に実施できなかった場合" },
        Cite {
            source: "seed-002", place: "3-3) ※対象者が不在である等により…「翌月」となった場合"
        },
    ],
};

/// 支給期間の終期月の繰越: the next month already belongs to the next grant.
pub const INTO_NEXT_GRANT: Rule = Rule {
    id: "monitoring.carry-over.into-next-grant",
    title: "支給期間の最後の月のモニタリングを、翌月（次の支給期間）に行うとき",
    cites: &[
        Cite {
            source: "seed-002", place: "3-3) ※対象者が不在である等により…「翌月」となった場合"
        },
        Cite { source: "qa-2012-03", place: "モニタリングに続けて計画を作成した場合" },
    ],
};

/// Whether a monitoring of the grant's last month may be carried over into the next grant; `None` for an earlier month,
/// where [`VISIT_MONTH`] alone decides.
///
/// No document settles it, so the municipality does. Usually the next month is paid, but not beside a plan that the
/// monitoring led to in one flow (`one_flow`).
pub fn into_next_grant(scheduled: YearMonth, benefit_end: YearMonth, one_flow: bool) -> Option<Verdict<bool>> {
    if scheduled != benefit_end {
        return None;
    }
    let usual = if one_flow {
        "更新の計画につながる一連のモニタリングなので、ふつうは計画の報酬だけです"
    } else {
        "ふつうは翌月の分として請求できます。ただし、更新の計画につながる一連のモニタリングのときは、計画の報酬だけです"
    };
    let month = wareki::month(scheduled);
    let sentence = format!("{month}は支給期間の最後の月です。次の支給期間への繰越は市町村が決めます。{usual}。");
    let why = Why::new(INTO_NEXT_GRANT, sentence)
        .fact("モニタリング予定月", month)
        .fact("更新の計画との一連の流れ", if one_flow { "はい" } else { "いいえ" });
    Some(Verdict::MunicipalityDecides { usual: Some(!one_flow), setting: SettingKey("carry_over_past_grant"), why })
}

/// How the month of the counting visit stands to the scheduled month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitMonth {
    /// No visit that counts yet.
    NoVisit,
    /// In the scheduled month.
    InMonth,
    /// In the next month, with reason, and the municipality accepts that.
    CarriedOver,
    /// In the next month, but the reason is not recorded yet.
    ReasonMissing,
    /// In the next month, which this municipality does not accept.
    NotAccepted,
    /// Before the scheduled month: never payable.
    TooEarly,
    /// Two months later or more: never payable.
    TooLate,
}

impl VisitMonth {
    /// How a visit in `visited` stands to the scheduled month: only that month itself and the next one count, and the
    /// next one needs the municipality's acceptance and a reason.
    pub fn of(scheduled: YearMonth, visited: YearMonth, accepted: bool, has_reason: bool) -> Self {
        match visited.months_since(scheduled) {
            0 => Self::InMonth,
            1 if !accepted => Self::NotAccepted,
            1 if !has_reason => Self::ReasonMissing,
            1 => Self::CarriedOver,
            months if months < 0 => Self::TooEarly,
            _ => Self::TooLate,
        }
    }

    /// The sentence for the user; the refusals of a claim say the same.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoVisit => "本人の住まいへの訪問と面接の記録がありません。",
            Self::InMonth => "予定月に訪問しました。",
            Self::CarriedOver => "やむを得ない理由により、予定月の翌月に訪問しました。",
            Self::ReasonMissing => "予定月の翌月に行ったモニタリングには、やむを得ない理由の記録が要ります。",
            Self::NotAccepted => "予定月の翌月に行ったモニタリングを、この市町村は認めていません。",
            Self::TooEarly => "予定月より前の月に行ったモニタリングは、請求できません。",
            Self::TooLate => "予定月の翌々月以降に行ったモニタリングは、請求できません（翌月までです）。",
        }
    }
}

impl Round {
    /// 翌月: declared carried over, and the visit did not take place in the scheduled month after all.
    pub fn is_carried(&self) -> bool {
        self.carry_over().is_some()
            && !self.home_visit().is_some_and(|(_, visit)| visit.counts() && self.month.contains(visit.date))
    }

    /// The month in which the work is due: the scheduled one, carried over the next.
    pub fn working_month(&self) -> YearMonth {
        if self.is_carried() { self.month.next() } else { self.month }
    }

    /// The day whose municipal settings judge the round: that of the counting visit, and while there is none, the last
    /// day of the month in which it is due.
    pub fn judged_on(&self) -> Date {
        let visit = self.home_visit().filter(|(_, visit)| visit.counts());
        visit.map_or_else(|| self.working_month().last_day(), |(_, visit)| visit.date)
    }

    /// How the counting visit stands to the scheduled month.
    pub fn visit_month(&self, settings: &MunicipalitySettings) -> VisitMonth {
        let Some((_, visit)) = self.home_visit().filter(|(_, visit)| visit.counts()) else {
            return VisitMonth::NoVisit;
        };
        let visited = YearMonth::of(visit.date);
        VisitMonth::of(self.month, visited, settings.carry_over_accepted, self.carry_over().is_some())
    }

    /// Why the visit's month will do or will not, for the panel 「なぜ?」 and the audit log.
    pub fn visit_month_why(&self, settings: &MunicipalitySettings) -> Why {
        let stands = self.visit_month(settings);
        let mut why = Why::new(VISIT_MONTH, stands.sentence()).fact("モニタリング予定月", wareki::month(self.month));
        if let Some((_, visit)) = self.home_visit() {
            why = why.fact("訪問日", wareki::long(visit.date));
        }
        if let Some((_, carried)) = self.carry_over() {
            why = why.fact("繰越の理由", carried.reason.clone());
        }
        why.fact("翌月のモニタリングを認める", if settings.carry_over_accepted { "はい" } else { "いいえ" })
    }
}

//! The rows of the table of standard periods: one rule each, with where it is written.

use law::{Cite, LawBook, Rule, Timeline};
use serde::Serialize;

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum StandardRow {
    /// 新規・著しい変更.
    NewOrChanged,
    /// 集中的支援が必要な者.
    Intensive,
    /// 就労定着支援 and the others new in 2018.
    NewServices,
    /// 居宅介護, 就労移行支援, 自立訓練 and so on.
    HomeVisitAndTraining,
    /// 生活介護, 就労継続支援, 障害児通所支援 and so on.
    DayServices,
    /// 65歳以上で介護保険のケアマネジメントを受けていない者.
    Aged,
    /// 障害者支援施設 and so on.
    Facility,
    /// No row: 就労選択支援, as long as no document names one.
    LeftOpen,
}

const TABLE: &str = "モニタリング実施標準期間の見直し時期";

pub(super) const NEW_OR_CHANGED: Rule = Rule {
    id: "monitoring.standard.new-or-changed",
    title: "新規、または著しい変更があった者は、利用開始から3か月間、毎月",
    cites: &[
        Cite { source: "seed-002", place: "3-2) (1)" },
        Cite { source: "seed-002", place: TABLE },
        Cite {
            source: "order-2016", place: "第6条の16第1号・ただし書 利用開始日から起算して三月を経過するまで"
        },
    ],
};
const INTENSIVE: Rule = Rule {
    id: "monitoring.standard.intensive",
    title: "在宅で集中的支援が必要な者は、毎月",
    cites: &[Cite { source: "seed-002", place: "3-2) (2) ① イ・ロ・ハ" }, Cite { source: "seed-002", place: TABLE }],
};
const NEW_SERVICES: Rule = Rule {
    id: "monitoring.standard.new-services",
    title: "就労定着支援・自立生活援助・日中サービス支援型共同生活援助",
    cites: &[Cite { source: "seed-002", place: "3-2) (2) ②" }, Cite { source: "seed-002", place: TABLE }],
};
const HOME_VISIT: Rule = Rule {
    id: "monitoring.standard.home-visit-and-training",
    title: "居宅介護・行動援護・同行援護・重度訪問介護・短期入所・就労移行支援・自立訓練",
    cites: &[Cite { source: "seed-002", place: "3-2) (2) ②" }, Cite { source: "seed-002", place: TABLE }],
};
const DAY_SERVICES: Rule = Rule {
    id: "monitoring.standard.day-services",
    title: "生活介護・就労継続支援・共同生活援助・地域移行支援・地域定着支援・障害児通所支援",
    cites: &[
        Cite { source: "seed-002", place: "3-2) (2) ③、(4)" },
        Cite { source: "seed-002", place: TABLE },
        Cite {
            source: "order-2016", place: "第6条の16第3号・第4号 地域移行支援を利用する者は、施設にいても第3号"
        },
    ],
};
pub(super) const AGED: Rule = Rule {
    id: "monitoring.standard.aged",
    title: "65歳以上で介護保険のケアマネジメントを受けていない在宅の者",
    cites: &[Cite { source: "seed-002", place: "3-2) (2) ②" }, Cite { source: "seed-002", place: TABLE }],
};
const FACILITY: Rule = Rule {
    id: "monitoring.standard.facility",
    title: "障害者支援施設・のぞみの園・療養介護・重度障害者等包括支援。いっしょに使うサービスにはよらない",
    cites: &[
        Cite { source: "seed-002", place: "3-2) (3)、(2) 在宅の障害福祉サービス利用者" },
        Cite { source: "seed-002", place: TABLE },
    ],
};
/// 標準期間の表は、計画を作成した日で決まる.
pub const TABLE_RULE: Rule = Rule {
    id: "monitoring.standard.plan-keeps-its-table",
    title: "標準期間の表は、計画を作成した日で決まる",
    cites: &[Cite {
        source: "seed-002", place: "※ 現に計画作成済みの対象者については…なお従前の例による"
    }],
};
pub(super) const LEFT_OPEN: Rule = Rule {
    id: "monitoring.standard.left-open",
    title: "表に位置が見つからない種類は、市町村の設定による",
    cites: &[Cite { source: "sentaku-2025", place: "支給決定期間は原則1か月" }],
};
pub(super) const TRANSITION_AGED: Rule = Rule {
    id: "monitoring.standard.transition-aged",
    title: "地域移行支援だけを使う65歳以上の者は、文と表が食い違う",
    cites: &[Cite { source: "seed-002", place: "3-2) (4)" }, Cite { source: "seed-002", place: TABLE }],
};
pub(super) const SHORTER: Rule = Rule {
    id: "monitoring.standard.shorter",
    title: "標準より短い期間が望ましい場合",
    cites: &[Cite {
        source: "seed-002", place: "3-2) ※上記区分は市町村がモニタリング期間を設定するための標準であり…"
    }],
};
/// セルフプラン作成者には、事業所によるモニタリングを行わない.
pub const SELF_PLAN: Rule = Rule {
    id: "monitoring.self-plan",
    title: "セルフプラン作成者には、事業所によるモニタリングを行わない",
    cites: &[Cite {
        source: "seed-002", place: "3-4) セルフプラン作成者に係るモニタリングの取り扱い"
    }],
};

/// Every rule of this file.
pub const RULES: &[Rule] = &[
    NEW_OR_CHANGED,
    INTENSIVE,
    NEW_SERVICES,
    HOME_VISIT,
    DAY_SERVICES,
    AGED,
    FACILITY,
    TABLE_RULE,
    LEFT_OPEN,
    TRANSITION_AGED,
    SHORTER,
    SELF_PLAN,
];

impl StandardRow {
    /// The rule that carries the row out.
    pub fn rule(self) -> Rule {
        match self {
            Self::NewOrChanged => NEW_OR_CHANGED,
            Self::Intensive => INTENSIVE,
            Self::NewServices => NEW_SERVICES,
            Self::HomeVisitAndTraining => HOME_VISIT,
            Self::DayServices => DAY_SERVICES,
            Self::Aged => AGED,
            Self::Facility => FACILITY,
            Self::LeftOpen => LEFT_OPEN,
        }
    }

    /// The row's interval over time.
    pub(super) fn timeline(self, book: &LawBook) -> &Timeline<i64> {
        let law = book.monitoring();
        match self {
            Self::NewOrChanged => &law.new_or_changed,
            Self::Intensive => &law.intensive,
            Self::NewServices => &law.new_services.interval,
            Self::HomeVisitAndTraining => &law.home_visit_and_training.interval,
            Self::DayServices => &law.day_services.interval,
            Self::Aged => &law.aged,
            Self::Facility => &law.facility.interval,
            Self::LeftOpen => &law.left_open.interval,
        }
    }
}

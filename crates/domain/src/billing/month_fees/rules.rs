//! 報酬の規定: what decides about the lines of a month.

use law::{Cite, Rule};

/// 合成コード.
pub const COMPOSITE: Rule = Rule {
    id: "billing.overlap-composite",
    title: "重複減算は合成コードで請求する",
    cites: &[Cite { source: "osaka-office", place: "居宅介護支援費・介護予防支援費の重複減算" }],
};

/// 割合の加算・減算.
pub const PERCENT: Rule = Rule {
    id: "billing.percent",
    title: "割合は基本報酬の単位数に掛け、すぐに四捨五入する",
    cites: &[Cite { source: "tsumugi", place: "単位数の端数処理" }],
};

/// 加算.
pub const ADDITION: Rule = Rule {
    id: "billing.addition",
    title: "加算の単位数",
    cites: &[Cite { source: "kabudata", place: "相談系サービスの加算" }],
};

/// 加算に要る基本報酬.
pub const BASE_MISSING: Rule = Rule {
    id: "billing.base-missing",
    title: "加算に要る基本報酬がない",
    cites: &[Cite { source: "qa-h30", place: "平成30年3月30日のQ&A 問80" }],
};

/// 体制加算.
pub const STRUCTURAL: Rule = Rule {
    id: "billing.structural",
    title: "体制加算は基本報酬にだけ付く",
    cites: &[Cite { source: "qa-h30", place: "平成30年3月30日のQ&A 問80" }],
};

/// 基本報酬のない月だけの加算.
pub const ONLY_WITHOUT_BASE: Rule = Rule {
    id: "billing.only-without-base",
    title: "基本報酬のない月だけの加算",
    cites: &[Cite { source: "qa-r3", place: "令和3年3月31日のQ&A 問30" }],
};

/// 併せて算定できない加算.
pub const EXCLUDED_WITH: Rule = Rule {
    id: "billing.excluded-with",
    title: "併せて算定できない加算",
    cites: &[Cite { source: "kabudata", place: "相談系サービスの加算" }],
};

/// 1つの行為に2つの加算.
pub const SAME_ACT: Rule = Rule {
    id: "billing.same-act",
    title: "1つの行為に2つの加算は算定できない",
    cites: &[Cite { source: "qa-r3", place: "令和3年3月31日のQ&A 問27" }],
};

/// 回数の上限.
pub const OVER_COUNT: Rule = Rule {
    id: "billing.over-count",
    title: "加算の回数の上限",
    cites: &[Cite { source: "kabudata", place: "相談系サービスの加算" }],
};

/// その月にない加算・減算.
pub const NOT_IN_FORCE: Rule = Rule {
    id: "billing.not-in-force",
    title: "その月にない加算・減算",
    cites: &[Cite { source: "kabudata", place: "相談系サービスの加算" }],
};

/// 遠隔地訪問加算.
pub const REMOTE_VISIT: Rule = Rule {
    id: "billing.remote-visit",
    title: "遠隔地訪問加算は、もとの加算と同じ月に、その回数まで",
    cites: &[Cite { source: "qa-r6", place: "令和6年度のQ&A 問76" }],
};

/// 利用が終わったあとの連携・移行支援.
pub const AFTER_END: Rule = Rule {
    id: "billing.after-end",
    title: "利用が終わったあとの6か月の連携・移行支援の加算は、終わった月の請求に入れる",
    cites: &[
        Cite { source: "qa-r6", place: "令和6年度のQ&A 問66" },
        Cite { source: "qa-r3", place: "令和3年度のQ&A 問33" },
    ],
};

/// 請求額.
pub const YEN: Rule = Rule {
    id: "billing.yen",
    title: "1か月の単位数の合計に単価を1回だけ掛け、1円未満を切り捨てる",
    cites: &[Cite { source: "if-provider-h30", place: "請求額（小数点以下切捨て）" }],
};

/// 計算に入れないもの.
pub const LEFT_OUT: Rule = Rule {
    id: "billing.left-out",
    title: "福祉・介護職員等処遇改善加算は計算に入れない",
    cites: &[Cite {
        source: "r8-caredesign", place: "令和8年6月の処遇改善加算の対象に相談系サービスが加わる"
    }],
};

/// Every rule of a month's lines, in the order of the reckoning.
pub const RULES: &[Rule] = &[
    COMPOSITE,
    PERCENT,
    ADDITION,
    NOT_IN_FORCE,
    BASE_MISSING,
    STRUCTURAL,
    ONLY_WITHOUT_BASE,
    EXCLUDED_WITH,
    SAME_ACT,
    OVER_COUNT,
    REMOTE_VISIT,
    AFTER_END,
    YEN,
    LEFT_OUT,
];

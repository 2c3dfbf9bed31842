//! きまりの一覧: every rule the product carries out, by area, for whoever checks us.
//!
//! The page 「きまり」, `docs/rules/` and the tests of the worked cases read this list; a rule that is not here is not shown.

use law::Rule;

use crate::{
    billing::{
        fees::{AREA_PRICE, BASE_FEE},
        forty_cases::FORTY_CASES,
        month_fees::rules,
        same_month::{FEE_MONTH, RefusalCode, VIDEO_INTERVIEW},
    },
    client::eligibility,
    monitoring::{
        carry_over::{INTO_NEXT_GRANT, VISIT_MONTH},
        decided_interval, schedule, standard,
    },
    neutrality::dual_post,
    protection::window,
    retention,
};

/// An area of the law with its rules.
#[derive(Clone, Debug)]
pub struct RuleArea {
    /// Key, also the name of the page in `docs/rules/` and of the folder in `law/cases/`.
    pub key: &'static str,
    /// Title in Japanese.
    pub title: &'static str,
    /// The rules, in the order in which they are tried or read.
    pub rules: Vec<Rule>,
}

/// Every rule, by area, in the order of the work.
pub fn rule_areas() -> Vec<RuleArea> {
    let area = |key, title, rules: Vec<Rule>| RuleArea { key, title, rules };
    vec![
        area("eligibility", "対象者の規則", eligibility::RULES.to_vec()),
        area("standard-period", "標準期間の規則", standard::RULES.to_vec()),
        area("decided-interval", "標準と違う期間の規則", decided_interval::RULES.to_vec()),
        area("schedule", "実施月の規則", schedule::RULES.to_vec()),
        area("visit-month", "訪問する月の規則", vec![VISIT_MONTH, INTO_NEXT_GRANT]),
        area("claim", "請求できる月の規則", claim_rules()),
        area("fee", "報酬の規則", fee_rules()),
        area("forty-cases", "取扱件数（40件）の規則", vec![FORTY_CASES]),
        area("neutrality", "兼務の規則", dual_post::RULES.to_vec()),
        area("abuse-window", "虐待の窓口の規則", window::RULES.to_vec()),
        area("retention", "保存期間の規則", retention::RULES.to_vec()),
    ]
}

fn claim_rules() -> Vec<Rule> {
    [FEE_MONTH, VIDEO_INTERVIEW].into_iter().chain(RefusalCode::rules()).collect()
}

fn fee_rules() -> Vec<Rule> {
    [BASE_FEE, AREA_PRICE].into_iter().chain(rules::RULES.iter().copied()).collect()
}

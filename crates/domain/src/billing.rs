//! 請求: fees, the rules of a month, closing.

pub mod claim_life;
pub mod claim_names;
pub mod claimable;
pub mod close;
pub mod fees;
pub mod forty_cases;
pub mod month_fees;
pub mod plan_loss;
pub mod same_month;

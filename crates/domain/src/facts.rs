//! 事実: what was recorded, by whom and when, as streams that only ever grow. A round of monitoring, the office, and what
//! comes later (a plan, a notice) each keep one; status is computed from the facts that stand.

mod by;
mod fact;
mod stream;

pub use by::By;
pub use fact::{Body, Fact};
pub use stream::{Facts, Gone, New};
